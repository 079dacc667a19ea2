import Tensors

/// Where two lines of output part: what they speak of and the first number that differs, with both bit patterns.
struct LineDifference {
    /// The binding's name; empty for a line of a breakdown.
    let name: String
    /// The sentence.
    let text: String

    /// - Parameter dtype: that of the numbers in a line that does not say it.
    init(expected: String, found: String, dtype: DType? = nil) {
        let type = OutputLine.binding(found)
        let (old, new) = (OutputLine(expected).tokens, OutputLine(found, type?.shape).tokens)
        name = type == nil ? "" : new.first?.text ?? ""
        let start = new.prefix { !$0.isNumber && $0.place.isEmpty }.prefix(2).map(\.text)
        let subject = new.first?.text == "of" ? start.joined(separator: " ") : start.first ?? ""
        text =
            LineDifference.number(old, new, type?.dtype ?? dtype ?? .f64, hasBits: subject != "OK")
            .map { "\(subject): \($0)" }
            ?? LineDifference.word(old, new).map { "\(subject): \($0)" } ?? "was \"\(expected)\", is \"\(found)\""
    }

    /// The first differing token, where it is a number in both lines.
    private static func number(
        _ old: [OutputLine.Token], _ new: [OutputLine.Token], _ dtype: DType, hasBits: Bool
    ) -> String? {
        guard let (before, after) = zip(old, new).first(where: { $0.text != $1.text }), before.isNumber, after.isNumber,
            let was = Scalar(text: before.text, dtype), let isNow = Scalar(text: after.text, dtype)
        else { return nil }
        let place = after.place.isEmpty ? "" : "\(after.place) "
        guard hasBits else { return "\(place)was \(before.text), is \(after.text)" }
        return "\(place)was \(before.text) (\(was.bitsText)), is \(after.text) (\(isNow.bitsText))"
    }

    /// The first differing word, where all numbers agree.
    private static func word(_ old: [OutputLine.Token], _ new: [OutputLine.Token]) -> String? {
        guard old.count == new.count, old.filter(\.isNumber) == new.filter(\.isNumber),
            let (before, after) = zip(old, new).first(where: { $0 != $1 })
        else { return nil }
        return "the printed digits agree, but \(before.text) is now \(after.text)"
    }
}

/// A line of output, cut into numbers and other words.
private struct OutputLine {
    struct Token: Equatable {
        let text: String
        let isNumber: Bool
        /// Where a number stands: `v`, `element [0,2]`, `x element [1]`; empty for a number that stands alone.
        let place: String
    }

    private(set) var tokens: [Token] = []
    private var rest: Substring
    private let shape: Shape?
    private let isBinding: Bool
    /// The `key=` that stands before what is read now.
    private var key = ""

    /// The type in `NAME TYPE VALUE HASH`; nil for any other line.
    static func binding(_ line: String) -> TensorType? {
        let words = line.split(separator: " ", maxSplits: 2)
        return words.count > 2 ? try? TensorType(parsing: words[1]) : nil
    }

    /// - Parameter shape: the shape of the array in the line, where it is known: it tells which elements stand behind `...`.
    init(_ line: String, _ shape: Shape? = nil) {
        rest = line[...]
        self.shape = shape
        isBinding = OutputLine.binding(line) != nil
        while let first = rest.first {
            switch first {
            case " ": rest.removeFirst()
            case "[":
                array()
                key = ""
            default: word()
            }
        }
    }

    /// A word up to the next space or `=`. Brackets that follow other characters belong to it: `y[0]`, `f64[2,3]`.
    private mutating func word() {
        var (text, depth) = ("", 0)
        while let next = rest.first, depth > 0 || next != " " {
            if next == "=", depth == 0, !text.isEmpty {
                rest.removeFirst()
                tokens.append(Token(text: text, isNumber: false, place: key))
                key = text
                return
            }
            if next == "[" { depth += 1 }
            if next == "]" { depth -= 1 }
            text.append(next)
            rest.removeFirst()
        }
        let isLast = rest.isEmpty || rest.hasPrefix(" run=")
        let isHash = key == "run" || isBinding && isLast && text.utf8.count == 12 && text.allSatisfy(\.isHexDigit)
        tokens.append(Token(text: text, isNumber: !isHash && OutputLine.isNumber(text), place: key))
        key = ""
    }

    /// An array in brackets, nested as deep as it has axes.
    private mutating func array() {
        var coordinates: [(index: Int, isFromEnd: Bool)] = []
        repeat {
            switch rest.removeFirst() {
            case "[": coordinates.append((0, false))
            case "]": coordinates.removeLast()
            case ",": coordinates[coordinates.count - 1].index += 1
            case " ": break
            case let character:
                let text = String(character) + rest.prefix { !"[], ".contains($0) }
                rest.removeFirst(text.count - 1)
                if text == "..." {
                    // Three elements stand behind it; the comma after it leads to the first of them.
                    coordinates[coordinates.count - 1] = (-4, true)
                } else {
                    tokens.append(Token(text: text, isNumber: OutputLine.isNumber(text), place: place(coordinates)))
                }
            }
        } while !coordinates.isEmpty && !rest.isEmpty
    }

    private func place(_ coordinates: [(index: Int, isFromEnd: Bool)]) -> String {
        let indices = coordinates.enumerated().map { axis, coordinate in
            guard coordinate.isFromEnd, let shape, axis < shape.dims.count else { return coordinate.index }
            return shape.dims[axis] + coordinate.index
        }
        let element = "element [\(indices.map(String.init).joined(separator: ","))]"
        return key.isEmpty ? element : "\(key) \(element)"
    }

    private static func isNumber(_ text: String) -> Bool { Double(text) != nil || text == "True" || text == "False" }
}
