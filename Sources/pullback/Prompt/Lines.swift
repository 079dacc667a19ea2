import Client
import Glibc
import Wire

/// What a person, or a pipe, enters.
enum Entry {
    /// A line without its end.
    case line(String)
    /// Whole lines that were pasted; what follows them is still edited.
    case block([String])
    /// Ctrl-C: what was begun is given up.
    case interrupted
    /// No more.
    case end
}

/// Lines from a terminal, edited as they are typed.
struct TerminalLines {
    let keyboard: Keyboard
    var history: History
    /// What is on the line already, after a paste.
    private var begun: String?

    init(keyboard: Keyboard, history: History) {
        self.keyboard = keyboard
        self.history = history
    }

    /// Reads one line.
    /// - Parameters:
    ///   - indentation: what it begins with.
    ///   - complete: the words that can stand where the last word of a text stands.
    ///   - help: the lines that explain a function.
    mutating func next(
        prompt: String, indentation: String, complete: (String) -> Completion, help: (String) -> [String]
    ) -> Entry {
        var editor = LineEditor(history: history.entries, text: begun ?? indentation)
        begun = nil
        while true {
            draw(prompt, editor)
            switch editor.apply(keyboard.next()) {
            case .edited: continue
            case .line(let line):
                draw(prompt, editor)
                Output.standard.write("\r\n")
                history.add(line)
                return .line(line)
            case .interrupted:
                Output.standard.write("^C\r\n")
                return .interrupted
            case .end:
                Output.standard.write("\r\n")
                return .end
            case .clear: Output.standard.write("\u{1B}[H\u{1B}[2J")
            case .help(let word): write(help(word))
            case .pasted(let lines): return take(lines, prompt)
            case .complete:
                let completion = complete(editor.head)
                editor.insert(completion.insertion)
                // Where no word stands, the key is a step of indentation.
                if editor.head.allSatisfy({ $0 == " " }) { editor.insert("    ") }
                if completion.insertion.isEmpty, completion.candidates.count > 1 {
                    write([completion.candidates.joined(separator: "  ")])
                }
            }
        }
    }

    private mutating func take(_ lines: [String], _ prompt: String) -> Entry {
        var mark = prompt
        for line in lines.dropLast() {
            draw(mark, LineEditor(history: [], text: line))
            Output.standard.write("\r\n")
            history.add(line)
            mark = Prompt.continued
        }
        begun = lines.last
        return .block(lines.dropLast())
    }

    private func write(_ lines: [String]) {
        Output.standard.write("\r\n" + lines.map { $0.controlsEscaped + "\r\n" }.joined())
    }

    private func draw(_ prompt: String, _ editor: LineEditor) {
        let mark = editor.search.map { "(search '\($0.controlsEscaped)') " } ?? prompt
        let (range, cursor) = editor.view(columns: Keyboard.columns - mark.count)
        let text = Coloring.text(editor.text, range, isColored: Output.standard.hasColor)
        let column = mark.count + cursor
        Output.standard.write("\r\(mark)\(text)\u{1B}[K\r" + (column > 0 ? "\u{1B}[\(column)C" : ""))
    }
}

/// Lines from a pipe or a file.
struct PlainLines {
    private var bytes: [UInt8] = []
    private var cursor = 0
    private var isAtEnd = false

    mutating func next() throws(Failure) -> Entry {
        while true {
            if let end = bytes[cursor...].firstIndex(of: 0x0A) {
                defer { cursor = end + 1 }
                return .line(PlainLines.text(bytes[cursor..<end]))
            }
            if isAtEnd {
                guard cursor < bytes.count else { return .end }
                defer { cursor = bytes.count }
                return .line(PlainLines.text(bytes[cursor...]))
            }
            bytes.removeFirst(cursor)
            cursor = 0
            try readSome()
        }
    }

    private static func text(_ line: ArraySlice<UInt8>) -> String {
        String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }

    private mutating func readSome() throws(Failure) {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = piece.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
        if count < 0, errno != EINTR {
            throw Failure(.storage, "cannot read standard input: \(Paths.reason)")
        }
        if count == 0 { isAtEnd = true }
        if count > 0 { bytes.append(contentsOf: piece.prefix(count)) }
        if bytes.count > Limits.maxBody {
            throw Failure(.badInput, "a line of more than \(Limits.maxBody) bytes")
        }
    }
}

/// Lines typed earlier, kept in a file of bounded length.
struct History {
    private(set) var entries: [String] = []
    private let path: String?
    /// Entries that are kept; the file may grow to twice as many before it is cut.
    private static let bound = 1000

    init(path: String?) {
        self.path = path
        guard let path, Files.exists(path), let text = try? Files.text(path, limit: 1 << 24) else {
            return
        }
        let lines = text.split(separator: "\n").map(String.init)
        entries = lines.suffix(History.bound)
        if lines.count > 2 * History.bound {
            try? Files.replace(path, with: entries.map { $0 + "\n" }.joined())
        }
    }

    /// Adds a line, unless it is empty or the same as the last one. A history that cannot be written is no reason to
    /// stop anybody's work.
    mutating func add(_ line: String) {
        guard !line.trimmedEnd.isEmpty, line != entries.last else { return }
        entries.append(line)
        guard let path else { return }
        try? RuntimeFolder.makeParents(of: path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array("\(line)\n".utf8)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
}
