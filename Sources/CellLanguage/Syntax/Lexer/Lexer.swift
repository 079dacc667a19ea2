import Tensors

/// Source text to tokens, one at a time, in time linear in the text.
///
/// Tokens are made on demand, so the first fault in the text is the one that is thrown.
struct Lexer {
    /// The largest source in bytes of UTF-8.
    static let sourceBytesMax = 4 << 20

    private let source: [Unicode.Scalar]
    /// Where the text ends that is read: before the end of the source inside an f-string.
    private let limit: Int
    private(set) var index = 0
    private var line = 1
    private var lineStart = 0
    /// Whether this is the inside of an f-string, where a line end is a blank.
    private let isInside: Bool
    private var isAtLineStart = true
    /// Whether there were tokens since the last `.newline`, so that one is due at the end.
    private var isLineOpen = false
    private var pendingDedents = 0
    private var indentations = [Indentation()]
    private var brackets: [(symbol: Symbol, position: SourcePosition)] = []

    /// Width of the white space before a line. Python measures it twice, with tabs that go to the next multiple of 8
    /// and with tabs as wide as a space; lines whose order depends on the choice are inconsistent.
    private struct Indentation: Equatable {
        var wide = 0
        var narrow = 0
    }

    init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.sourceBytesMax else {
            throw Fault(.limit, "source of \(text.utf8.count) bytes is longer than \(Self.sourceBytesMax)")
        }
        source = Array(text.unicodeScalars)
        limit = source.count
        isInside = false
    }

    /// A part of a source, and the line that it begins in.
    struct Extent: Equatable {
        var start: Int
        var end: Int
        var line: Int
        var lineStart: Int
    }

    /// A lexer for a part of `outer`'s source.
    init(_ extent: Extent, of outer: Lexer) {
        source = outer.source
        limit = extent.end
        index = extent.start
        line = extent.line
        lineStart = extent.lineStart
        isAtLineStart = false
        isInside = true
    }

    /// What stands between here and `end`.
    func extent(to end: Int) -> Extent { Extent(start: index, end: end, line: line, lineStart: lineStart) }

    /// The next token; `.end` again and again after the last.
    mutating func next() throws(Fault) -> Token {
        if isAtLineStart {
            isAtLineStart = false
            if let token = try indentation() { return token }
        }
        if pendingDedents > 0 {
            pendingDedents -= 1
            return Token(kind: .dedent, position: position)
        }
        try skipBlanks()
        guard let scalar = peek() else { return try end() }
        if scalar.isNewline { return endOfLine() }
        isLineOpen = true
        let start = position
        return Token(kind: try visible(scalar, at: start), position: start)
    }

    private mutating func endOfLine() -> Token {
        let token = Token(kind: .newline, position: position)
        skipNewline()
        isAtLineStart = true
        isLineOpen = false
        return token
    }

    private mutating func visible(_ scalar: Unicode.Scalar, at start: SourcePosition) throws(Fault) -> Token.Kind {
        if scalar.isNameStart { return try word(at: start) }
        if scalar.isDecimalDigit { return try number(at: start) }
        if scalar == ".", let following = peek(1), following.isDecimalDigit { return try number(at: start) }
        if scalar == "'" || scalar == "\"" { return .string(try string(isRaw: false, at: start)) }
        return .symbol(try symbol(at: start))
    }

    private mutating func end() throws(Fault) -> Token {
        if let open = brackets.last {
            let message = "'\(open.symbol.rawValue)' is never closed, found end of cell at \(position)"
            throw Fault(
                .parse, message, at: open.position, hint: "close it with '\(open.symbol.closing?.rawValue ?? "")'")
        }
        if isLineOpen, !isInside { return endOfLine() }
        return Token(kind: .end, position: position)
    }

    // MARK: Reading

    /// Where the next scalar stands.
    var position: SourcePosition { SourcePosition(line: line, column: index - lineStart + 1) }

    /// The scalar `offset` places on, or nil past the end.
    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        let place = index + offset
        return place < limit ? source[place] : nil
    }

    /// Takes the next scalar. At the end it gives nil and stays.
    @discardableResult
    mutating func take() -> Unicode.Scalar? {
        guard let scalar = peek() else { return nil }
        index += 1
        return scalar
    }

    /// The text from `start`, an earlier `index`, up to here.
    func text(from start: Int) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: source[start..<index])
        return String(view)
    }

    /// Takes scalars as long as `condition` holds.
    mutating func take(while condition: (Unicode.Scalar) -> Bool) {
        while let scalar = peek(), condition(scalar) { index += 1 }
    }

    /// Takes one line end: LF, CR LF or CR. At the end of the source it stays.
    mutating func skipNewline() {
        guard peek() != nil else { return }
        if take() == "\r", peek() == "\n" { index += 1 }
        line += 1
        lineStart = index
    }

    /// Rejects control characters, which are allowed nowhere in a source.
    func requirePrintable(_ scalar: Unicode.Scalar) throws(Fault) {
        let value = scalar.value
        if value >= 0x20, value < 0x7F || value > 0x9F { return }
        if scalar == "\t" || scalar == "\u{C}" { return }
        let advice = "delete it, or write an escape in a string"
        throw Fault(.parse, "control character \(scalar.codePoint)", at: position, hint: advice)
    }

    // MARK: Lines and blanks

    /// Skips blank and comment lines, then compares the white space before the next statement with the open blocks.
    private mutating func indentation() throws(Fault) -> Token? {
        var measured = Indentation()
        while let scalar = peek() {
            switch scalar {
            case " ": measured = Indentation(wide: measured.wide + 1, narrow: measured.narrow + 1)
            case "\t": measured = Indentation(wide: (measured.wide / 8 + 1) * 8, narrow: measured.narrow + 1)
            case "\u{C}": measured = Indentation()
            case "#":
                try skipComment()
                continue
            case "\n", "\r":
                skipNewline()
                measured = Indentation()
                continue
            case "\\":
                throw Fault(.parse, "expected a statement, found '\\'", at: position, hint: "delete it")
            default: return try indentation(of: measured)
            }
            index += 1
        }
        return try indentation(of: Indentation())
    }

    private mutating func indentation(of measured: Indentation) throws(Fault) -> Token? {
        guard let outer = indentations.last else { return nil }
        if measured.wide > outer.wide {
            guard measured.narrow > outer.narrow else { throw inconsistentTabs() }
            indentations.append(measured)
            return Token(kind: .indent, position: position)
        }
        while let block = indentations.last, block.wide > measured.wide {
            indentations.removeLast()
            pendingDedents += 1
        }
        guard let block = indentations.last, block.wide == measured.wide else {
            let advice = "indent as the line it belongs with"
            throw Fault(.parse, "indentation matches no outer block", at: position, hint: advice)
        }
        guard block.narrow == measured.narrow else { throw inconsistentTabs() }
        return nil
    }

    private func inconsistentTabs() -> Fault {
        Fault(.parse, "tabs and spaces are mixed in the indentation", at: position, hint: "indent with spaces only")
    }

    /// Skips white space, comments and continued lines; line ends too inside brackets.
    private mutating func skipBlanks() throws(Fault) {
        while let scalar = peek() {
            switch scalar {
            case " ", "\t", "\u{C}": index += 1
            case "#": try skipComment()
            case "\\": try skipContinuation()
            case "\n", "\r":
                if brackets.isEmpty, !isInside { return }
                skipNewline()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(Fault) {
        while let scalar = peek(), !scalar.isNewline {
            try requirePrintable(scalar)
            index += 1
        }
    }

    private mutating func skipContinuation() throws(Fault) {
        let start = position
        index += 1
        guard let scalar = peek() else { throw unfinishedLine(at: start) }
        guard scalar.isNewline else {
            let advice = "nothing may follow it, not even a blank"
            throw Fault(.parse, "expected end of line after '\\'", at: start, hint: advice)
        }
        skipNewline()
        guard peek() != nil else { throw unfinishedLine(at: start) }
    }

    private func unfinishedLine(at start: SourcePosition) -> Fault {
        Fault(.parse, "expected a line after '\\', found end of cell", at: start)
    }

    // MARK: Symbols

    private mutating func symbol(at start: SourcePosition) throws(Fault) -> Symbol {
        try rejectMistake()
        for length in [3, 2, 1] {
            guard let key = packed(length), let symbol = Symbol(packed: key) else { continue }
            index += length
            try balance(symbol, at: start)
            return symbol
        }
        throw unknownCharacter()
    }

    /// The next `length` scalars, one byte each, if all are ASCII.
    private func packed(_ length: Int) -> UInt32? {
        var key: UInt32 = 0
        for offset in 0..<length {
            guard let scalar = peek(offset), scalar.isASCII else { return nil }
            key = key << 8 | scalar.value
        }
        return key
    }

    private mutating func balance(_ symbol: Symbol, at start: SourcePosition) throws(Fault) {
        switch symbol {
        case .leftParenthesis, .leftBracket, .leftBrace: brackets.append((symbol, start))
        case .rightParenthesis, .rightBracket, .rightBrace:
            guard let open = brackets.popLast() else {
                throw Fault(
                    .parse, "'\(symbol.rawValue)' closes no bracket", at: start, hint: "delete it, or open one before")
            }
            guard open.symbol.closing == symbol else {
                let message = "'\(symbol.rawValue)' does not close '\(open.symbol.rawValue)' at \(open.position)"
                throw Fault(.parse, message, at: start)
            }
        default: return
        }
    }
}
