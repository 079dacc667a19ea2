import Tensors

// Number literals.
extension Lexer {
    /// An integer or a float.
    mutating func number(at start: SourcePosition) throws(Fault) -> Token.Kind {
        let first = index
        if peek() == "0", let marker = peek(1), let radix = Self.radix(marker) {
            return try integer(radix: radix, from: first, at: start)
        }
        var isWellFormed = peek() == "." || takeDigits()
        let isFloat = try takeFraction(&isWellFormed)
        guard isWellFormed, !continuesNumber(afterFraction: isFloat) else {
            throw malformedNumber(from: first, at: start)
        }
        let digits = text(from: first).filter { $0 != "_" }
        if isFloat {
            guard let value = Double(digits) else { throw malformedNumber(from: first, at: start) }
            return .float(value)
        }
        guard digits.first != "0" || digits.allSatisfy({ $0 == "0" }) else {
            throw Fault(.parse, "integer with leading zeros", at: start, hint: "drop the zeros, or write 0o… for octal")
        }
        return try value(of: digits, radix: 10, at: start)
    }

    /// `.5`, `e-3` and both; whether there was either.
    private mutating func takeFraction(_ isWellFormed: inout Bool) throws(Fault) -> Bool {
        var isFloat = false
        if peek() == "." {
            isFloat = true
            take()
            if let digit = peek(), digit.isDecimalDigit { isWellFormed = takeDigits() && isWellFormed }
        }
        guard peek() == "e" || peek() == "E" else { return isFloat }
        let signLength = peek(1) == "+" || peek(1) == "-" ? 1 : 0
        guard let digit = peek(1 + signLength), digit.isDecimalDigit else { return isFloat }
        for _ in 0...signLength { take() }
        isWellFormed = takeDigits() && isWellFormed
        return true
    }

    /// Takes digits with single underscores between them; false if an underscore has no digit after it.
    private mutating func takeDigits() -> Bool {
        while true {
            take { $0.isDecimalDigit }
            guard peek() == "_" else { return true }
            guard let digit = peek(1), digit.isDecimalDigit else { return false }
            take()
        }
    }

    private static func radix(_ marker: Unicode.Scalar) -> Int? {
        switch marker {
        case "x", "X": 16
        case "o", "O": 8
        case "b", "B": 2
        default: nil
        }
    }

    /// The digits after `0x`, `0o` or `0b`; an underscore may come before each.
    private mutating func integer(radix: Int, from first: Int, at start: SourcePosition) throws(Fault) -> Token.Kind {
        take()
        take()
        let body = index
        while let scalar = peek(), scalar.isNamePart {
            let place = scalar == "_" ? peek(1) : scalar
            guard let place, let digit = Character(place).hexDigitValue, place.isASCII, digit < radix else {
                throw malformedNumber(from: first, at: start)
            }
            take()
        }
        guard index > body else { throw malformedNumber(from: first, at: start) }
        return try value(of: text(from: body).filter { $0 != "_" }, radix: radix, at: start)
    }

    private func value(of digits: String, radix: Int, at start: SourcePosition) throws(Fault) -> Token.Kind {
        if let value = Int(digits, radix: radix) { return .integer(value) }
        guard UInt(digits, radix: radix) == Int.min.magnitude else { throw Self.pastLargest(at: start) }
        return .integerPastLargest
    }

    static func pastLargest(at start: SourcePosition) -> Fault {
        Fault(
            .parse, "integer past \(Int.max), the largest of 64 bits", at: start, hint: "write a float, such as 1e19")
    }

    private func continuesNumber(afterFraction isFloat: Bool) -> Bool {
        guard let scalar = peek() else { return false }
        if scalar.isNamePart { return true }
        guard isFloat, scalar == ".", let following = peek(1) else { return false }
        return following.isDecimalDigit
    }

    private mutating func malformedNumber(from first: Int, at start: SourcePosition) -> Fault {
        take { $0.isNamePart || $0 == "." }
        let text = text(from: first)
        return Fault(.parse, "malformed number \(Token.quoted(text))", at: start, hint: Self.advice(text))
    }

    private static func advice(_ text: String) -> String? {
        let scalars = text.unicodeScalars
        let isLettered = scalars.dropLast().contains { $0.properties.isAlphabetic }
        if let last = scalars.last, last == "j" || last == "J", !isLettered {
            return "complex numbers are not part of the cell language"
        }
        if text.hasSuffix("_") || text.contains("__") { return "an underscore stands between two digits" }
        if ["0x", "0o", "0b"].contains(text.prefix(2).lowercased()) {
            return "digits are 0-9 and a-f after 0x, 0-7 after 0o, 0 and 1 after 0b"
        }
        if scalars.contains(where: { $0.properties.isAlphabetic }) { return "a product is written with *, as in 2*x" }
        return nil
    }
}
