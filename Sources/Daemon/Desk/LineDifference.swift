import Tensors

/// Where two lines of output part: the name they speak of and the first number that differs, with both bit patterns.
struct LineDifference {
    /// The first word of the line: a binding's name, or the kind of a breakdown's line.
    let name: String
    /// The sentence.
    let text: String

    init(expected: String, found: String) {
        let (old, new) = (LineDifference.tokens(expected), LineDifference.tokens(found))
        name = new.words.first ?? ""
        text =
            LineDifference.number(old.numbers, new.numbers, LineDifference.dtype(found)).map {
                "\(new.words.first ?? ""): \($0)"
            }
            ?? LineDifference.word(old, new).map { "\(new.words.first ?? ""): \($0)" }
            ?? "was \"\(expected)\", is \"\(found)\""
    }

    private static func number(_ old: [String], _ new: [String], _ dtype: DType) -> String? {
        guard let index = zip(old, new).enumerated().first(where: { $1.0 != $1.1 })?.offset,
            let before = Scalar(text: old[index], dtype), let after = Scalar(text: new[index], dtype)
        else { return nil }
        return "element \(index) was \(old[index]) (\(before.bitsText)), is \(new[index]) (\(after.bitsText))"
    }

    private static func word(
        _ old: (words: [String], numbers: [String]), _ new: (words: [String], numbers: [String])
    ) -> String? {
        guard old.numbers == new.numbers, let pair = zip(old.words, new.words).first(where: { $0 != $1 }) else {
            return nil
        }
        return "the printed digits agree, but \(pair.0) is now \(pair.1)"
    }

    /// The numbers inside brackets, or the one value of a scalar, and the other words.
    private static func tokens(_ line: String) -> (words: [String], numbers: [String]) {
        var (words, numbers): ([String], [String]) = ([], [])
        for word in line.split(whereSeparator: { " ,".contains($0) }) {
            // A type such as f64[3] and a label such as y[0] begin with a letter.
            let core = word.drop { $0 == "[" }.reversed().drop { $0 == "]" }.reversed()
            let text = String(core)
            let isNumber = Double(text) != nil && !(text.count == 12 && text.allSatisfy(\.isHexDigit))
            if isNumber || text == "True" || text == "False" {
                numbers.append(text)
            } else {
                words.append(String(word))
            }
        }
        return (words, numbers)
    }

    private static func dtype(_ line: String) -> DType {
        let words = line.split(separator: " ")
        guard words.count > 1, let type = try? TensorType(parsing: words[1]) else { return .f64 }
        return type.dtype
    }
}
