import Tensors

/// The source of a cell, written so that a document can hold it: the same values, and nothing that is not seen.
///
/// Control and format characters (U+202E turns round what follows) stand in strings and comments only; they become
/// escapes, for which a raw string becomes an ordinary one. Nor may a line of a string close the fence around it, or one
/// that begins with `%` pass for a request.
public struct DocumentSource {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var written = String.UnicodeScalarView()

    /// The lines of `source`.
    public static func lines(of source: String) -> [String] {
        var writer = DocumentSource(source)
        return writer.write().split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }

    /// Source that makes the array, to the bit.
    public static func literal(_ tensor: Tensor) -> String {
        let elements = (0..<tensor.count).compactMap { tensor.element(at: $0)?.text }.joined(separator: ", ")
        let dtype =
            switch tensor.dtype {
            case .f64: "float64"
            case .f32: "float32"
            case .i64: "int64"
            case .i32: "int32"
            case .bool: "bool_"
            }
        if tensor.shape.rank == 0 { return "array(\(elements), dtype=\(dtype))" }
        let dims = tensor.shape.dims.map(String.init).joined(separator: ", ")
        return "array([\(elements)], dtype=\(dtype)).reshape((\(dims),))"
    }

    private init(_ source: String) {
        var scalars: [Unicode.Scalar] = []
        for scalar in source.unicodeScalars {
            if scalar == "\n", scalars.last == "\r" { scalars.removeLast() }
            scalars.append(scalar)
        }
        self.scalars = scalars.map { $0 == "\r" ? "\n" : $0 }
    }

    private mutating func write() -> String.UnicodeScalarView {
        while index < scalars.count {
            switch scalars[index] {
            case "#": comment()
            case "\"", "'": string()
            case "%" where isAtLineStart:
                // Inside brackets, where alone a line can begin so, blanks do not count.
                written.append(" ")
                take()
            case let scalar where DocumentSource.isHidden(scalar):
                // White space, as a form feed between statements.
                index += 1
            default: take()
            }
        }
        return written
    }

    private var isAtLineStart: Bool { index == 0 || scalars[index - 1] == "\n" }

    private mutating func take() {
        written.append(scalars[index])
        index += 1
    }

    private mutating func comment() {
        while index < scalars.count, scalars[index] != "\n" {
            append(scalars[index], isEscaped: DocumentSource.isHidden(scalars[index]))
            index += 1
        }
    }

    /// A literal whose opening quote is next; its prefix is written already.
    private mutating func string() {
        let quote = scalars[index]
        let isTriple = scalars[index...].starts(with: [quote, quote, quote])
        let marks = isTriple ? 3 : 1
        let prefix = written.reversed().prefix { "rRbBfFuU".unicodeScalars.contains($0) }
        // What ends a longer word is no prefix.
        let before = written.dropLast(prefix.count).last
        let isWord = before.map { $0.properties.isXIDContinue } ?? false
        let isRaw = !isWord && prefix.contains { $0 == "r" || $0 == "R" }
        let end = self.end(of: quote, marks: marks)
        let body = Array(scalars[index + marks..<max(index + marks, end - marks)])
        let escapes = DocumentSource.escapes(in: body)
        let isRewritten = isRaw && escapes.contains(true)
        if isRewritten {
            let kept = prefix.reversed().filter { $0 != "r" && $0 != "R" }
            written.removeLast(prefix.count)
            written.append(contentsOf: kept)
        }
        for _ in 0..<marks { take() }
        for (offset, scalar) in body.enumerated() {
            if isRewritten, scalar == "\\" || scalar == quote && offset > 0 && body[offset - 1] == "\\" {
                written.append("\\")
            }
            append(scalar, isEscaped: escapes[offset])
        }
        index += body.count
        while index < end { take() }
    }

    /// Behind the closing quote, or at the end of the source.
    private func end(of quote: Unicode.Scalar, marks: Int) -> Int {
        var position = min(scalars.count, index + marks)
        while position < scalars.count {
            if scalars[position] == "\\" {
                position += 2
            } else if scalars[position...].prefix(marks).elementsEqual(Array(repeating: quote, count: marks)) {
                return position + marks
            } else {
                position += 1
            }
        }
        return scalars.count
    }

    /// Which scalars of a literal are written as escapes.
    private static func escapes(in body: [Unicode.Scalar]) -> [Bool] {
        var lineStart: Int? = nil
        return body.indices.map { index in
            if body[index] == "\n" {
                lineStart = index + 1
                return false
            }
            guard let start = lineStart else { return isHidden(body[index]) }
            let isFirst = body[start..<index].allSatisfy { $0 == " " }
            let isFence = isFirst && index - start <= 3 && body[index...].starts(with: "```".unicodeScalars)
            let isRequest = index == start && body[index] == "%"
            return isFence || isRequest || isHidden(body[index])
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar, isEscaped: Bool) {
        guard isEscaped else { return written.append(scalar) }
        let digits = String(scalar.value, radix: 16)
        let width = scalar.value > 0xFFFF ? 8 : 4
        written.append(contentsOf: (width == 8 ? "\\U" : "\\u").unicodeScalars)
        written.append(contentsOf: (String(repeating: "0", count: width - digits.count) + digits).unicodeScalars)
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar != "\n" && scalar != "\t"
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
