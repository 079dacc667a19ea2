import Wire

/// The lines of a cell as they are typed, and whether more are to come.
struct CellText {
    private var lines: [String] = []
    /// Brackets that are open.
    private var depth = 0
    /// The quote of a string of several lines that is open.
    private var quote: Character?
    /// Whether a line ended in a colon, or was a decorator, so that only a blank line ends the cell.
    private var hasBlock = false
    /// Whether the last line ends in a backslash.
    private var isContinued = false

    /// Columns of one step of indentation.
    private static let step = 4

    var isEmpty: Bool { lines.isEmpty }

    /// The source, each line ended by LF; the blank line that ended a block is not part of it.
    var source: String {
        let kept = lines.last.map(CellText.isBlank) == true ? lines.dropLast() : lines[...]
        return kept.map { $0 + "\n" }.joined()
    }

    /// Takes a line that was typed.
    /// - Returns: whether the cell is complete.
    mutating func add(_ line: String) -> Bool {
        append(line)
        guard depth == 0, quote == nil, !isContinued else { return false }
        return !hasBlock || CellText.isBlank(line)
    }

    /// Takes a line of a pasted block: a blank one does not end the cell.
    mutating func append(_ line: String) {
        lines.append(line)
        let last = scan(line)
        isContinued = quote == nil && last == "\\"
        if depth == 0, quote == nil, last == ":" || line.hasPrefix("@") { hasBlock = true }
    }

    /// The blanks that the next line most likely begins with.
    var indentation: String {
        guard quote == nil, let line = lines.last(where: { !CellText.isBlank($0) }) else { return "" }
        let blanks = line.prefix { $0 == " " || $0 == "\t" }
        guard depth == 0 else { return String(blanks) }
        let code = CellText.code(of: line)
        if code.last == ":" { return blanks + String(repeating: " ", count: CellText.step) }
        let word = code.prefix { $0.isLetter }
        let isEnd = ["return", "pass", "break", "continue", "raise"].contains(String(word))
        return String(isEnd ? blanks.dropLast(CellText.step) : blanks)
    }

    private static func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }

    /// The line without the blanks around it and its comment.
    private static func code(of line: String) -> String {
        var text = CellText()
        let end = text.scanned(line)
        return String(String(line.prefix(end)).trimmedEnd.drop { $0.isWhitespace })
    }

    /// - Returns: the last character; strings and comments aside.
    private mutating func scan(_ line: String) -> Character? {
        let end = scanned(line)
        return quote == nil ? line.prefix(end).last(where: { !$0.isWhitespace }) : nil
    }

    /// Counts brackets and follows strings.
    /// - Returns: characters before the comment.
    private mutating func scanned(_ line: String) -> Int {
        let characters = Array(line)
        var index = 0
        var short: Character?
        while index < characters.count {
            let character = characters[index]
            let isTriple = characters[index...].prefix(3).elementsEqual(
                Array(repeating: character, count: 3))
            if let open = quote ?? short {
                if character == "\\" {
                    index += 1
                } else if character == open, quote == nil || isTriple {
                    index += quote == nil ? 0 : 2
                    (quote, short) = (nil, nil)
                }
            } else {
                switch character {
                case "#": return index
                case "\"", "'":
                    if isTriple {
                        quote = character
                        index += 2
                    } else {
                        short = character
                    }
                case "(", "[", "{": depth += 1
                case ")", "]", "}": depth = max(0, depth - 1)
                default: break
                }
            }
            index += 1
        }
        return characters.count
    }
}
