/// What was pasted, as lines of a cell.
enum Pasted {
    /// The lines; the last one is empty where the text ends in a line end.
    /// - Parameter isFirst: whether nothing stands before it: then what all lines have before them is left out, be it
    ///   indentation or the prompts of a session that was copied, whose output goes with them.
    static func lines(_ text: String, isFirst: Bool) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard isFirst, lines.count > 1 else { return lines }
        if let copied = withoutPrompts(lines) { return copied }
        let written = lines.filter { !$0.allSatisfy(\.isWhitespace) }
        let common = written.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        return lines.map { String($0.dropFirst(common)) }
    }

    private static func withoutPrompts(_ lines: [String]) -> [String]? {
        guard lines.first(where: { !$0.allSatisfy(\.isWhitespace) })?.hasPrefix(">>>") == true else {
            return nil
        }
        let typed = lines.filter { $0.hasPrefix(">>>") || $0.hasPrefix("...") }
        return typed.map { String($0.dropFirst($0.dropFirst(3).first == " " ? 4 : 3)) } + [""]
    }
}
