import Tensors

// Names, keywords, and characters that begin no token.
extension Lexer {
    /// A name, a keyword, or a string with a prefix.
    mutating func word(at start: SourcePosition) throws(Fault) -> Token.Kind {
        let first = index
        while let scalar = peek(), scalar.isNamePart {
            try rejectCompatibilityForm(scalar)
            take()
        }
        let text = text(from: first)
        if let quote = peek(), quote == "'" || quote == "\"" {
            if let token = try prefixedString(text, at: start) { return token }
        }
        if let keyword = Keyword.named[text] { return .keyword(keyword) }
        if let advice = Keyword.unsupported[text] {
            throw Fault(.parse, "'\(text)' is not part of the cell language", at: start, hint: advice)
        }
        return .name(text)
    }

    private mutating func prefixedString(_ prefix: String, at start: SourcePosition) throws(Fault) -> Token.Kind? {
        switch prefix.lowercased() {
        case "r": return .string(try string(isRaw: true, at: start))
        case "u": return .string(try string(isRaw: false, at: start))
        case "f": return .formatted(try formatted(isRaw: false, at: start))
        case "fr", "rf": return .formatted(try formatted(isRaw: true, at: start))
        case "b", "br", "rb":
            throw Fault(.parse, "bytes are not part of the cell language", at: start, hint: "drop the '\(prefix)'")
        default: return nil
        }
    }

    /// Rejects letters such as 'ϵ', 'µ' or 'ﬁ': Python replaces them by their NFKC form ('ε', 'μ', 'fi'), so two names
    /// that look different would be one. The test is the nearest that the Unicode properties allow: no letter that
    /// Python changes passes, except into a canonically equal one; a few rare ones that it keeps are rejected.
    private func rejectCompatibilityForm(_ scalar: Unicode.Scalar) throws(Fault) {
        if scalar.isASCII || scalar == "ß" { return }
        let lowercase = scalar.properties.lowercaseMapping.unicodeScalars
        guard lowercase.contains(where: \.properties.changesWhenNFKCCaseFolded) || scalar == "\u{3F4}" else { return }
        throw Fault(
            .parse, "'\(scalar)' (\(scalar.codePoint)) in a name is a variant that Python replaces", at: position,
            hint: "use the ordinary letter")
    }

    /// Rejects operators of other languages, with Python's instead.
    func rejectMistake() throws(Fault) {
        guard let first = peek(), let mistakes = Self.mistakes[first] else { return }
        for (text, instead) in mistakes where matches(text) {
            throw Fault(.parse, "'\(text)' is not an operator", at: position, hint: instead)
        }
    }

    private func matches(_ text: String) -> Bool {
        for (offset, scalar) in text.unicodeScalars.enumerated() where peek(offset) != scalar { return false }
        return true
    }

    private static let mistakes: [Unicode.Scalar: [(String, String)]] = [
        "&": [("&&", "use & on arrays, 'and' on static values")],
        "|": [("||", "use | on arrays, 'or' on static values"), ("|>", "write a call: f(x)")],
        "=": [("===", "use =="), ("=>", "use >=, or lambda x: …"), ("=<", "use <=")],
        "!": [("!==", "use !=")],
        "<": [("<>", "use !=")],
    ]

    /// The fault for a scalar that begins no token.
    func unknownCharacter() -> Fault {
        guard let scalar = peek() else { return Fault(.parse, "unexpected end of cell", at: position) }
        do { try requirePrintable(scalar) } catch { return error }
        let isVisible = scalar.isASCII || !Self.isInvisible(scalar)
        let name = isVisible ? "'\(scalar)'" : scalar.codePoint
        return Fault(
            .parse, "unexpected character \(name)", at: position,
            hint: Self.advice(scalar, isFirst: position.column == 1))
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: true
        case .unassigned, .privateUse, .nonspacingMark: true
        default: false
        }
    }

    private static func advice(_ scalar: Unicode.Scalar, isFirst: Bool) -> String? {
        switch scalar {
        case "!" where isFirst: "a line that begins with ! is a command of IPython: leave it out"
        case "!": "use 'not' on static values, ~ on arrays"
        case "?": "use x if c else y on static values, where(c, x, y) on arrays"
        case "\u{2018}", "\u{2019}", "`", "´": "use straight quotes: '"
        case "\u{201C}", "\u{201D}", "«", "»": "use straight quotes: \""
        case "×", "·", "⋅", "∗": "use *"
        case "÷", "∕": "use /"
        case "−", "–", "—": "use -"
        case "≤": "use <="
        case "≥": "use >="
        case "≠": "use !="
        case "√": "use sqrt(x)"
        case "²": "use **2"
        case "³": "use **3"
        case "…": "use ..."
        case "\u{FEFF}": "delete it: a source has no byte order mark"
        default: isInvisible(scalar) ? "use a plain blank, or nothing" : nil
        }
    }
}

extension Unicode.Scalar {
    var isNewline: Bool { self == "\n" || self == "\r" }

    var isDecimalDigit: Bool { ("0"..."9").contains(self) }

    var isNameStart: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "_": true
        default: !isASCII && properties.isXIDStart
        }
    }

    var isNamePart: Bool {
        isNameStart || isDecimalDigit || !isASCII && properties.isXIDContinue
    }

    /// `U+00E9`.
    var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
