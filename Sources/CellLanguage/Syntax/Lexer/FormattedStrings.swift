import Tensors

// f-strings: a string whose end is found as that of any other, then cut into text and replacement fields.
extension Lexer {
    /// How deep fields may nest: a field, and one in its specification.
    private static let fieldDepthMax = 2

    /// The parts of an f-string whose opening quote is next.
    mutating func formatted(isRaw: Bool, at start: SourcePosition) throws(Fault) -> [FormattedToken] {
        guard let quote = take() else { return [] }
        let isTriple = peek() == quote && peek(1) == quote
        if isTriple {
            take()
            take()
        }
        let first = self
        let end = try endOfString(quote, isTriple: isTriple, at: start)
        var inside = Lexer(first.extent(to: end), of: self)
        return try inside.pieces(isRaw: isRaw, depth: 0)
    }

    /// Goes behind the closing quote, and gives where it stands.
    private mutating func endOfString(
        _ quote: Unicode.Scalar, isTriple: Bool, at start: SourcePosition
    ) throws(Fault) -> Int {
        while let scalar = peek() {
            let place = index
            if scalar == quote, closes(quote, isTriple: isTriple) { return place }
            if scalar == "\\" { take() }
            guard let next = peek() else { break }
            if next.isNewline {
                guard isTriple || scalar == "\\" else { break }
                skipNewline()
            } else {
                try requirePrintable(next)
                take()
            }
        }
        let place = isTriple ? "the cell" : "the line"
        let advice = "close it with " + String(repeating: String(quote), count: isTriple ? 3 : 1)
        throw Fault(.parse, "string is not closed before the end of \(place)", at: start, hint: advice)
    }

    /// Text and fields up to the end, or, in a specification, up to the brace that closes its field.
    private mutating func pieces(isRaw: Bool, depth: Int) throws(Fault) -> [FormattedToken] {
        var pieces: [FormattedToken] = []
        var text = String.UnicodeScalarView()
        func flush(_ pieces: inout [FormattedToken]) {
            if !text.isEmpty { pieces.append(.text(String(text))) }
            text = String.UnicodeScalarView()
        }
        while let scalar = peek() {
            switch scalar {
            case "{" where depth == 0 && peek(1) == "{", "}" where depth == 0 && peek(1) == "}":
                text.append(scalar)
                take()
                take()
            case "{":
                flush(&pieces)
                pieces += try field(isRaw: isRaw, depth: depth + 1)
            case "}":
                guard depth > 0 else {
                    throw Fault(
                        .parse, "'}' closes no field of the f-string", at: position, hint: "a brace is written }}")
                }
                flush(&pieces)
                return pieces
            case "\\" where !isRaw: try escape(into: &text)
            case "\n", "\r":
                skipNewline()
                text.append("\n")
            default:
                text.append(scalar)
                take()
            }
        }
        flush(&pieces)
        return pieces
    }

    /// `{expression}`, `{expression=}`, `{expression!r:specification}`; the opening brace is next.
    private mutating func field(isRaw: Bool, depth: Int) throws(Fault) -> [FormattedToken] {
        let open = position
        guard depth <= Self.fieldDepthMax else {
            throw Fault(.parse, "fields of an f-string nest too deep", at: open, hint: "bind the inner text to a name")
        }
        take()
        let first = self
        try skipExpression(from: open)
        let extent = first.extent(to: index)
        guard text(from: first.index).contains(where: { !$0.isWhitespace }) else {
            throw Fault(.parse, "an empty field in an f-string", at: open, hint: "a brace is written {{")
        }
        var pieces: [FormattedToken] = []
        var conversion: Character?
        if peek() == "=" {
            take()
            take(while: { $0 == " " || $0 == "\t" })
            pieces.append(.text(text(from: first.index)))
            if peek() == "}" { conversion = "r" }
        }
        if peek() == "!" {
            take()
            guard let letter = peek(), "rsa".unicodeScalars.contains(letter) else {
                throw Fault(.parse, "expected r, s or a after '!' in an f-string", at: position)
            }
            take()
            conversion = Character(letter)
        }
        var specification: [FormattedToken] = []
        if peek() == ":" {
            take()
            specification = try self.pieces(isRaw: isRaw, depth: depth)
        }
        guard peek() == "}" else {
            throw Fault(.parse, "expected '}' for the '{' at \(open)", at: position)
        }
        take()
        return pieces + [.field(extent, conversion: conversion, specification: specification)]
    }

    /// Goes to what ends the expression of a field: a brace, a colon, a `!` or an `=` that are no part of it.
    private mutating func skipExpression(from open: SourcePosition) throws(Fault) {
        var depth = 0
        while let scalar = peek() {
            let following = peek(1)
            switch scalar {
            case "\\", "#":
                throw Fault(
                    .parse, "'\(scalar)' in a field of an f-string", at: position,
                    hint: "bind the value to a name first")
            case "'", "\"": try skipString(scalar)
            case "(", "[", "{": depth += 1
            case "}" where depth == 0, ":" where depth == 0: return
            case ")", "]", "}": depth -= 1
            case "=" where following == "=", "!" where following == "=", "<" where following == "=",
                ">" where following == "=":
                take()
            case "=" where depth == 0, "!" where depth == 0: return
            default: break
            }
            if scalar.isNewline { skipNewline() } else { take() }
        }
        throw Fault(.parse, "'{' of the f-string is never closed", at: open, hint: "a brace is written {{")
    }

    /// Goes to the last quote of a string inside a field.
    private mutating func skipString(_ quote: Unicode.Scalar) throws(Fault) {
        let start = position
        let isTriple = peek(1) == quote && peek(2) == quote
        for _ in 0..<(isTriple ? 3 : 1) { take() }
        while let scalar = peek() {
            if scalar == quote, !isTriple || peek(1) == quote && peek(2) == quote {
                if isTriple {
                    take()
                    take()
                }
                return
            }
            guard scalar != "\\" else {
                throw Fault(
                    .parse, "'\\' in a field of an f-string", at: position, hint: "bind the value to a name first")
            }
            if scalar.isNewline { skipNewline() } else { take() }
        }
        throw Fault(.parse, "a string in the f-string is not closed", at: start)
    }
}
