/// Colours for a line of a cell.
enum Coloring {
    /// Select Graphic Rendition parameters (ECMA-48).
    private enum Style: String {
        case plain = ""
        case keyword = "35"
        case number = "36"
        case string = "32"
        case comment = "2"
        case verb = "33"
    }

    private static let keywords: Set<String> = [
        "and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except",
        "False", "finally", "for",
        "from", "global", "if", "import", "in", "is", "lambda", "None", "nonlocal", "not", "or", "pass",
        "raise", "return",
        "True", "try", "while", "with", "yield",
    ]

    /// A piece of a line as it is written to a terminal: every character one column that a person can see.
    static func text(_ line: [Character], _ range: Range<Int>, isColored: Bool) -> String {
        let styles = isColored ? Coloring.styles(line) : Array(repeating: .plain, count: line.count)
        var written = ""
        var style = Style.plain
        for index in range {
            if styles[index] != style {
                style = styles[index]
                written += "\u{1B}[0m" + (style == .plain ? "" : "\u{1B}[\(style.rawValue)m")
            }
            written += visible(line[index])
        }
        return style == .plain ? written : written + "\u{1B}[0m"
    }

    /// A character that a terminal obeys, or that is not seen, as a dot; a tab as a blank.
    private static func visible(_ character: Character) -> String {
        if character == "\t" { return " " }
        return character.unicodeScalars.contains { $0.isHidden && $0 != "\u{200D}" }
            ? "·" : String(character)
    }

    private static func styles(_ line: [Character]) -> [Style] {
        var styles = Array(repeating: Style.plain, count: line.count)
        var index = 0
        if let first = line.first, first == "%" || first == ":" {
            index = line.firstIndex(of: " ") ?? line.count
            for place in 0..<index { styles[place] = .verb }
            return styles
        }
        while index < line.count {
            let (end, style) = token(line, at: index)
            for place in index..<end { styles[place] = style }
            index = end
        }
        return styles
    }

    private static func token(_ line: [Character], at start: Int) -> (end: Int, style: Style) {
        func end(_ isInside: (Character) -> Bool) -> Int {
            line[start...].firstIndex { !isInside($0) } ?? line.count
        }
        let first = line[start]
        if first == "#" { return (line.count, .comment) }
        if first == "\"" || first == "'" { return (endOfString(line, at: start), .string) }
        if first.isNumber {
            return (end { $0.isNumber || $0.isLetter || $0 == "." || $0 == "_" }, .number)
        }
        guard first.isLetter || first == "_" else { return (start + 1, .plain) }
        let wordEnd = end { $0.isLetter || $0.isNumber || $0 == "_" }
        return (wordEnd, keywords.contains(String(line[start..<wordEnd])) ? .keyword : .plain)
    }

    private static func endOfString(_ line: [Character], at start: Int) -> Int {
        let marks =
            line[start...].prefix(3).elementsEqual(Array(repeating: line[start], count: 3)) ? 3 : 1
        var index = start + marks
        while index < line.count {
            if line[index] == "\\" {
                index += 2
            } else if line[index...].prefix(marks).elementsEqual(
                Array(repeating: line[start], count: marks))
            {
                return index + marks
            } else {
                index += 1
            }
        }
        return line.count
    }
}
