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
        /// The function under the cursor is to be explained.
        case help(String)
        /// Several lines were pasted, the last of which stays to be edited.
        case pasted([String])
    }

    private(set) var text: [Character] = []
    private(set) var cursor = 0
    private let history: [String]
    /// The history entry shown; one past the last is the line that was being written.
    private var entry: Int
    private var draft: [Character] = []
    /// What is searched for in the history, while it is.
    private(set) var search: String?

    init(history: [String], text: String = "") {
        self.history = history
        self.entry = history.count
        self.text = Array(text)
        self.cursor = self.text.count
    }

    /// The text before the cursor.
    var head: String { String(text[..<cursor]) }

    mutating func apply(_ key: Key) -> Outcome {
        if search != nil, isSearch(key) { return .edited }
        search = nil
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
        case .backspace: remove(max(0, cursor - backspaceWidth)..<cursor)
        case .delete: remove(cursor..<min(text.count, cursor + 1))
        case .killToEnd: remove(cursor..<text.count)
        case .killToStart: remove(0..<cursor)
        case .killWord: remove(wordStart..<cursor)
        case .tab: return .complete
        case .enter: return .line(String(text))
        case .clear: return .clear
        case .search: find("", before: history.count)
        case .help: return .help(wordUnderCursor)
        case .paste(let pasted): return paste(pasted)
        case .interrupt: return .interrupted
        case .endOfInput:
            if text.isEmpty { return .end }
            remove(cursor..<min(text.count, cursor + 1))
        case .leave, .other: break
        }
        return .edited
    }

    /// A step of indentation is one key to undo.
    private var backspaceWidth: Int {
        let blanks = text[..<cursor].count
        return blanks > 0 && blanks % 4 == 0 && text[..<cursor].allSatisfy { $0 == " " } ? 4 : 1
    }

    private mutating func paste(_ pasted: String) -> Outcome {
        let lines = Pasted.lines(pasted, isFirst: text.allSatisfy { $0 == " " })
        if lines.count == 1 {
            insert(Array(lines[0]))
            return .edited
        }
        // What is pasted brings its own indentation.
        if text[..<cursor].allSatisfy({ $0 == " " }) { remove(0..<cursor) }
        let tail = String(text[cursor...])
        let first = head + (lines.first ?? "")
        let last = (lines.last ?? "") + tail
        text = Array(last)
        cursor = text.count - tail.count
        return .pasted([first] + lines.dropFirst().dropLast() + [last])
    }

    /// The name at the cursor; where there is none, that of the function whose arguments it stands in.
    private var wordUnderCursor: String {
        var end = text[cursor...].firstIndex { !LineEditor.isName($0) } ?? text.count
        if nameStart(end) == end { end = openBracket ?? end }
        return String(text[nameStart(end)..<end])
    }

    private static func isName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    /// Where the name begins that ends at `end`.
    private func nameStart(_ end: Int) -> Int {
        text[..<end].lastIndex { !LineEditor.isName($0) }.map { $0 + 1 } ?? 0
    }

    /// The innermost bracket that is open before the cursor.
    private var openBracket: Int? {
        var depth = 0
        for index in text[..<cursor].indices.reversed() {
            if text[index] == ")" { depth += 1 }
            if text[index] == "(" {
                if depth == 0 { return index }
                depth -= 1
            }
        }
        return nil
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

    /// Whether the key belongs to the search of the history; it is done then.
    private mutating func isSearch(_ key: Key) -> Bool {
        let wanted = search ?? ""
        switch key {
        case .character(let character):
            find(wanted + String(character), before: min(history.count, entry + 1))
        case .backspace: find(String(wanted.dropLast()), before: history.count)
        case .search, .up: find(wanted, before: entry)
        case .leave, .interrupt:
            search = nil
            show(history.count)
        default: return false
        }
        return true
    }

    /// Shows the latest entry before `end` that has `wanted` in it; where there is none, the one that is shown stays.
    private mutating func find(_ wanted: String, before end: Int) {
        search = wanted
        let entries = history[..<min(end, history.count)]
        guard !wanted.isEmpty, let found = entries.lastIndex(where: { $0.contains(wanted) }) else {
            return
        }
        show(found)
    }

    private var wordStart: Int {
        let spaces = text[..<cursor].lastIndex { $0 != " " } ?? -1
        return spaces < 0 ? 0 : (text[...spaces].lastIndex(of: " ") ?? -1) + 1
    }

    private var wordEnd: Int {
        let start = text[cursor...].firstIndex { $0 != " " } ?? text.count
        return text[start...].firstIndex(of: " ") ?? text.count
    }

    /// The piece of the line that fits `columns`, with where it begins, and the cursor's column in it. A longer line
    /// slides.
    func view(columns: Int) -> (range: Range<Int>, cursor: Int) {
        let width = max(8, columns - 1)
        let start = max(0, cursor - width)
        return (start..<min(text.count, start + width), cursor - start)
    }
}
