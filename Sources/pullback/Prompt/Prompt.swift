import Client
import Wire

/// The notebook at the prompt: lines in, requests out. A line that starts with `%` or `:` is a line of the protocol;
/// everything else is the source of a cell, which ends with its last open bracket or, after a colon, with a blank
/// line. What is pasted stays one cell, whatever blank lines are in it.
struct Prompt: ~Copyable {
    private var connection: Connection
    private let interrupts: InterruptSource?
    /// The first error, for a script; a person has seen it and goes on.
    private var status = Status.fine
    private var isOver = false
    private var isJSON: Bool
    private let setting: Setting
    /// The lines of `help functions`, once they were asked for.
    private var functions: [String]?

    /// Stands before a line that goes on with a cell.
    static let continued = "... "

    private init(_ setting: Setting, interrupts: InterruptSource?) throws {
        connection = try Connection.open(setting.connection(for: .cell))
        isJSON = setting.isJSON
        self.setting = setting
        self.interrupts = interrupts
    }

    /// Runs until the input ends or `exit` is entered.
    static func run(_ setting: Setting) throws -> Status {
        if let keyboard = Keyboard() {
            var prompt = try Prompt(setting, interrupts: keyboard.interrupts)
            var lines = TerminalLines(keyboard: keyboard, history: History(path: setting.options.paths.history))
            Output.standard.write(
                Output.standard.dimmed("pullback: help lists the verbs, which begin with % here; exit leaves") + "\n")
            try prompt.sayWhatIsSetAside()
            try prompt.loop { (prompt, cell) in
                lines.next(
                    prompt: cell.isEmpty ? ">>> " : continued, indentation: cell.indentation,
                    complete: { head in
                        Completion(
                            head, names: { (try? prompt.names()) ?? [] },
                            functions: { ((try? prompt.signatures()) ?? []).map { String($0.prefix { $0 != "(" }) } })
                    },
                    help: { word in (try? prompt.help(of: word)) ?? [] })
            }
            return .fine
        }
        var prompt = try Prompt(setting, interrupts: nil)
        var lines = PlainLines()
        try prompt.loop { _, _ in try lines.next() }
        return prompt.status
    }

    private mutating func loop(_ next: (inout Prompt, CellText) throws -> Entry) throws {
        var cell = CellText()
        while !isOver {
            switch try next(&self, cell) {
            case .interrupted: cell = CellText()
            case .end:
                if !cell.isEmpty { try ask(Request(.cell, body: cell.source)) }
                return
            case .block(let lines):
                for line in lines {
                    if cell.isEmpty, try isHandled(line) { continue }
                    cell.append(line)
                }
            case .line(let line):
                if cell.isEmpty, try isHandled(line) { continue }
                guard cell.add(line) else { continue }
                let source = cell.source
                cell = CellText()
                try ask(Request(.cell, body: source))
            }
        }
    }

    /// Sends a request. A person who gives it up twice stays at the prompt, on a connection of its own: the daemon stops
    /// what the one before has asked for.
    private mutating func ask(_ request: Request) throws {
        do {
            try send(request)
        } catch ClientError.abandoned where interrupts != nil {
            Output.error.write("\(ClientError.abandoned.message)\n")
            connection = try Connection.open(setting.options)
        }
    }

    /// Takes care of a line that is no cell source.
    private mutating func isHandled(_ line: String) throws -> Bool {
        let line = line.trimmedEnd
        if line.isEmpty { return true }
        if line == "exit" || line == "quit" {
            isOver = true
            return true
        }
        if line == "help" || line == "?" {
            try ask(Request(.help))
            return true
        }
        guard line.hasPrefix("%") || line.hasPrefix(":") else { return false }
        var decoder = FrameDecoder()
        decoder.feed(Array("\(line.dropFirst())\n".utf8))
        switch decoder.next() {
        case .request(let request): try ask(request)
        case .failure(_, let error), .close(_, let error): report(error)
        case nil:
            if !decoder.isBetweenRequests {
                report(WireError(.argument, "a line at the prompt has no body; enter the cell itself"))
            }
        }
        return true
    }

    private mutating func report(_ error: WireError) {
        Output.error.write("\(error.text)\n")
        status = status.followed(by: Status(of: error))
    }
}

extension Prompt {
    private mutating func send(_ request: Request) throws {
        if request.verb == .shutdown { isOver = true }
        // The format belongs to this client's connection; asked for here, it chooses what is printed.
        if request.verb == .set, let format = request[.format].flatMap(ReplyFormat.init) {
            isJSON = format == .json
            return try connection.use(format)
        }
        if interrupts != nil {
            switch request.verb.descriptor.reply {
            case .bytes:
                return report(
                    WireError(
                        .argument, "get gives raw bytes; 'pullback get NAME > FILE' saves them, %show prints them"))
            case .breakdown where !isJSON:
                status = status.followed(by: try Drawing.breakdown(request, over: &connection, interrupts))
                return
            case .breakdown, .lines, .document: break
            }
        }
        var printer = ReplyPrinter(style: isJSON ? .json : .text)
        if isJSON { try connection.use(.json) }
        try connection.exchange(request, interrupts: interrupts) { printer.print($0) }
        status = status.followed(by: printer.status)
    }

    /// Tells of the session's cells that do not elaborate as they did when they ran.
    private mutating func sayWhatIsSetAside() throws {
        try connection.exchange(Request(.session), interrupts: interrupts) { reply in
            if case .data(.text(let text)) = reply.content { Output.standard.write("\(text)\n") }
        }
    }

    /// What `help functions` says of a function, or the help of a verb.
    private mutating func help(of word: String) throws -> [String] {
        if word.isEmpty { return ["help: on a name, F1 or Alt-h explains it; %help lists the verbs"] }
        let found = try signatures().filter { $0.hasPrefix("\(word)(") }
        if found.isEmpty, let verb = Verb(rawValue: word) { return verb.help }
        return found.isEmpty ? ["there is no function \(word)"] : found
    }

    /// The functions of the language as `help functions` writes them: name and arguments.
    private mutating func signatures() throws -> [String] {
        if let functions { return functions }
        var lines: [String] = []
        try connection.exchange(Request(.help, words: ["functions"]), interrupts: interrupts) { reply in
            if case .data(let payload) = reply.content { lines.append(payload.shown) }
        }
        let found = lines.filter { $0.hasPrefix(" ") }.map { String($0.drop { $0 == " " }) }
        functions = found
        return found
    }

    /// The live names of the session.
    private mutating func names() throws -> [String] {
        var names: [String] = []
        try connection.exchange(Request(.names), interrupts: interrupts) { reply in
            switch reply.content {
            case .data(.text(let text)): names.append(String(text.prefix { $0 != " " }))
            case .data(.json(let json)): if let name = json["name"]?.string { names.append(name) }
            case .blob, .progress, .ok, .error: break
            }
        }
        return names
    }
}
