import Tensors

// String literals.
extension Lexer {
    /// The value of a string whose opening quote is next.
    mutating func string(isRaw: Bool, at start: SourcePosition) throws(Fault) -> String {
        guard let quote = take() else { return "" }
        let isTriple = peek() == quote && peek(1) == quote
        if isTriple {
            take()
            take()
        }
        var value = String.UnicodeScalarView()
        while let scalar = peek() {
            if scalar == quote, closes(quote, isTriple: isTriple) { return String(value) }
            if scalar.isNewline {
                guard isTriple else { break }
                skipNewline()
                value.append("\n")
            } else if scalar == "\\" {
                try isRaw ? rawEscape(into: &value) : escape(into: &value)
            } else {
                try requirePrintable(scalar)
                value.append(scalar)
                take()
            }
        }
        let place = isTriple ? "the cell" : "the line"
        let advice = "close it with " + String(repeating: String(quote), count: isTriple ? 3 : 1)
        throw Fault(.parse, "string is not closed before the end of \(place)", at: start, hint: advice)
    }

    /// Takes the closing quote if it is whole.
    mutating func closes(_ quote: Unicode.Scalar, isTriple: Bool) -> Bool {
        guard !isTriple || peek(1) == quote && peek(2) == quote else { return false }
        for _ in 0..<(isTriple ? 3 : 1) { take() }
        return true
    }

    /// In a raw string a backslash keeps itself and the scalar after it.
    private mutating func rawEscape(into value: inout String.UnicodeScalarView) throws(Fault) {
        take()
        value.append("\\")
        guard let scalar = peek() else { return }
        if scalar.isNewline {
            skipNewline()
            value.append("\n")
        } else {
            try requirePrintable(scalar)
            take()
            value.append(scalar)
        }
    }

    mutating func escape(into value: inout String.UnicodeScalarView) throws(Fault) {
        let start = position
        take()
        guard let scalar = peek() else { return }
        if scalar.isNewline { return skipNewline() }
        if let plain = Self.plainEscapes[scalar] {
            take()
            value.append(plain)
            return
        }
        switch scalar {
        case "0"..."7": value.append(try codeEscape(digits: 1...3, radix: 8, at: start))
        case "x":
            take()
            value.append(try codeEscape(digits: 2...2, radix: 16, at: start))
        case "u":
            take()
            value.append(try codeEscape(digits: 4...4, radix: 16, at: start))
        case "U":
            take()
            value.append(try codeEscape(digits: 8...8, radix: 16, at: start))
        default:
            try requirePrintable(scalar)
            let message = "unknown escape '\\\(scalar)' in a string"
            throw Fault(.parse, message, at: start, hint: "a backslash is written \\\\")
        }
    }

    private static let plainEscapes: [Unicode.Scalar: Unicode.Scalar] = [
        "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
        "v": "\u{B}",
    ]

    private mutating func codeEscape(
        digits: ClosedRange<Int>, radix: UInt32, at start: SourcePosition
    ) throws(Fault) -> Unicode.Scalar {
        var code: UInt32 = 0
        var count = 0
        while count < digits.upperBound, let scalar = peek(), scalar.isASCII,
            let digit = Character(scalar).hexDigitValue, digit < radix
        {
            code = code * radix + UInt32(digit)
            count += 1
            take()
        }
        guard count >= digits.lowerBound else {
            let message = "expected \(digits.lowerBound) hexadecimal digits in the escape, found \(count)"
            throw Fault(.parse, message, at: start)
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw Fault(.parse, "the escape names no Unicode character", at: start)
        }
        return scalar
    }
}
