/// A line being edited: text, cursor and history. It knows keys and columns, no terminal.
struct LineEditor {
    /// What a key led to.
    enum Outcome: Equatable {
        /// The line may look different now.
        case edited
        /// The line is finished.
        case line(String)
        /// The line was given up.
        case interrupted
        /// There is no more input.
        case end
        /// The word before the cursor is to be completed.
        case complete
        /// The screen is to be cleared.
        case clear
    }

    private(set) var text: [Character] = []
    private(set) var cursor = 0
    private let history: [String]
    /// The history entry shown; one past the last is the line that was being written.
    private var entry: Int
    private var draft: [Character] = []

    init(history: [String]) {
        self.history = history
        self.entry = history.count
    }

    /// The text before the cursor.
    var head: String { String(text[..<cursor]) }

    mutating func apply(_ key: Key) -> Outcome {
        switch key {
        case .character(let character): insert([character])
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(text.count, cursor + 1)
        case .wordLeft: cursor = wordStart
        case .wordRight: cursor = wordEnd
        case .home: cursor = 0
        case .end: cursor = text.count
        case .up: show(entry - 1)
        case .down: show(entry + 1)
        case .backspace: remove(max(0, cursor - 1)..<cursor)
        case .delete: remove(cursor..<min(text.count, cursor + 1))
        case .killToEnd: remove(cursor..<text.count)
        case .killToStart: remove(0..<cursor)
        case .killWord: remove(wordStart..<cursor)
        case .tab: return .complete
        case .enter: return .line(String(text))
        case .clear: return .clear
        case .interrupt: return .interrupted
        case .endOfInput:
            if text.isEmpty { return .end }
            remove(cursor..<min(text.count, cursor + 1))
        case .other: break
        }
        return .edited
    }

    mutating func insert(_ characters: some Collection<Character>) {
        text.insert(contentsOf: characters, at: cursor)
        cursor += characters.count
    }

    private mutating func remove(_ range: Range<Int>) {
        text.removeSubrange(range)
        cursor = range.lowerBound
    }

    private mutating func show(_ next: Int) {
        guard (0...history.count).contains(next), next != entry else { return }
        if entry == history.count { draft = text }
        entry = next
        text = next == history.count ? draft : Array(history[next])
        cursor = text.count
    }

    private var wordStart: Int {
        let spaces = text[..<cursor].lastIndex { $0 != " " } ?? -1
        return spaces < 0 ? 0 : (text[...spaces].lastIndex(of: " ") ?? -1) + 1
    }

    private var wordEnd: Int {
        let start = text[cursor...].firstIndex { $0 != " " } ?? text.count
        return text[start...].firstIndex(of: " ") ?? text.count
    }

    /// The piece of the line that fits `columns`, and the cursor's column in it. A longer line slides.
    func view(columns: Int) -> (text: String, cursor: Int) {
        let width = max(8, columns - 1)
        let start = max(0, cursor - width)
        return (String(text[start...].prefix(width)), cursor - start)
    }
}
