/// The lines of a cell as they are typed, and whether more are to come.
struct CellText {
    private var lines: [String] = []
    /// Brackets that are open.
    private var depth = 0
    /// Whether a line ended in a colon, so that only a blank line ends the cell.
    private var hasBlock = false

    var isEmpty: Bool { lines.isEmpty }

    /// The source, each line ended by LF; the blank line that ended a block is not part of it.
    var source: String { (lines.last == "" ? lines.dropLast() : lines[...]).map { $0 + "\n" }.joined() }

    /// Takes a line.
    /// - Returns: whether the cell is complete.
    mutating func add(_ line: String) -> Bool {
        let (change, last) = CellText.scan(line)
        lines.append(line)
        depth = max(0, depth + change)
        if depth == 0, last == ":" { hasBlock = true }
        return depth == 0 && (!hasBlock || last == nil)
    }

    /// How many more brackets a line opens than it closes, and its last character; strings and comments aside.
    private static func scan(_ line: String) -> (depth: Int, last: Character?) {
        var depth = 0
        var last: Character?
        var quote: Character?
        var isEscaped = false
        for character in line {
            if let open = quote {
                if !isEscaped, character == open { quote = nil }
                isEscaped = !isEscaped && character == "\\"
                continue
            }
            switch character {
            case "#": return (depth, last)
            case "\"", "'": quote = character
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            default: break
            }
            if !character.isWhitespace { last = character }
        }
        return (depth, last)
    }
}
