import Glibc
import Wire

/// One verb from the command line: puts its request together, sends it, prints the reply.
struct Conversation {
    let setting: Setting

    func run(_ verb: Verb, _ arguments: VerbArguments) throws(Failure) -> Status {
        switch verb {
        case .cell: try cell(arguments)
        case .put: try put(arguments)
        case .get: try get(arguments)
        case .replay: try replay(arguments)
        case .import: try importDocument(arguments)
        case .export: try send(Request(verb, words: arguments.words, options: arguments.options), style: .document)
        case .contributions: try contributions(arguments)
        case .session: try session(arguments)
        case .ping, .help, .status, .limits, .set, .sessions, .fork, .eval, .names, .show, .log, .run,
            .explain, .graph, .query, .cancel, .shutdown:
            try send(Request(verb, words: arguments.words, options: arguments.options))
        }
    }

    private func send(_ request: Request, style: ReplyPrinter.Style = .text) throws(Failure) -> Status {
        try request.checkCount()
        return try connected(makesSessions: request.verb.makesSessions) { (connection) throws(Failure) in
            try send(request, style: style, over: &connection)
        }
    }

    /// Calls `body` with a connection; once more with the next daemon, where one left before it took the request.
    private func connected(
        makesSessions: Bool = false, _ body: (inout Connection) throws(Failure) -> Status
    ) throws(Failure) -> Status {
        do throws(Failure) {
            var connection = try Launch.connect(setting, makesSessions: makesSessions)
            return try body(&connection)
        } catch {
            guard error.isUntaken, setting.mayStart else { throw error }
            var connection = try Launch.connect(setting, makesSessions: makesSessions)
            return try body(&connection)
        }
    }

    private func send(
        _ request: Request, style: ReplyPrinter.Style = .text, label: String = "", over connection: inout Connection
    ) throws(Failure) -> Status {
        var printer = ReplyPrinter(style: setting.isJSON ? .json : style, label: label)
        try connection.use(setting.isJSON || style == .document ? .json : .text)
        try connection.exchange(request) { printer.print($0) }
        return printer.status
    }
}

extension Conversation {
    /// The cell comes from a file or from standard input.
    private func cell(_ arguments: VerbArguments) throws(Failure) -> Status {
        guard arguments.words.count <= 1 else { throw Failure.usage(of: .cell) }
        let body = try Files.text(arguments.words.first ?? "-", limit: Limits.maxBody)
        return try send(Request(.cell, options: arguments.options, body: body))
    }

    private func put(_ arguments: VerbArguments) throws(Failure) -> Status {
        guard arguments.words.count == 2, isatty(STDIN_FILENO) == 0 else { throw Failure.usage(of: .put) }
        let blob = try Files.read("-", limit: Limits.maxBlob)
        return try send(Request(.put, words: arguments.words, blob: blob))
    }

    private func get(_ arguments: VerbArguments) throws(Failure) -> Status {
        guard !Output.standard.isTerminal || setting.isJSON else {
            throw Failure(.usage, "get writes raw bytes; send them to a file or a pipe")
        }
        return try send(Request(.get, words: arguments.words, options: arguments.options), style: .bytes)
    }

    private func importDocument(_ arguments: VerbArguments) throws(Failure) -> Status {
        guard arguments.words.count == 1, let file = arguments.words.first else { throw Failure.usage(of: .import) }
        let document = try Document(file)
        var options = arguments.options
        options["name"] = options["name"] ?? document.stem
        options["folder"] = options["folder"] ?? document.folder
        return try send(Request(.import, options: options, body: document.text))
    }

    /// A folder is one of this client's, wherever the daemon runs.
    private func session(_ arguments: VerbArguments) throws(Failure) -> Status {
        var options = arguments.options
        if let folder = options["folder"] { options["folder"] = try Files.real(folder) }
        return try send(Request(.session, words: arguments.words, options: options))
    }

    private func contributions(_ arguments: VerbArguments) throws(Failure) -> Status {
        let request = Request(.contributions, words: arguments.words, options: arguments.options)
        guard Output.standard.isTerminal, !setting.isJSON else { return try send(request) }
        try request.checkCount()
        return try connected { (connection) throws(Failure) in try Drawing.contributions(request, over: &connection) }
    }
}

extension Conversation {
    /// Runs, sessions and documents, one after the other; the first error, else any difference, decides the status.
    private func replay(_ arguments: VerbArguments) throws(Failure) -> Status {
        guard !arguments.words.isEmpty else { throw Failure.usage(of: .replay) }
        var connection = try Launch.connect(setting)
        var status = Status.fine
        for word in arguments.words {
            guard word.hasSuffix(".md") || Files.exists(word) else {
                let request = Request(.replay, words: [word], options: arguments.options)
                status = status.followed(by: try send(request, over: &connection))
                continue
            }
            let document = try Document(word)
            var options = arguments.options
            options["name"] = options["name"] ?? document.name
            options["folder"] = options["folder"] ?? document.folder
            let request = Request(.replay, options: options, body: document.text)
            let next =
                options["record"] == "1"
                ? try record(document, request, over: &connection)
                : try send(request, label: arguments.words.count > 1 ? word : "", over: &connection)
            status = status.followed(by: next)
        }
        return status
    }

    /// Writes the outputs anew, and says whether the file changed.
    private func record(
        _ document: Document, _ request: Request, over connection: inout Connection
    ) throws(Failure) -> Status {
        var lines: [String] = []
        var status = Status.fine
        try connection.use(.json)
        try connection.exchange(request) { reply in
            switch reply.content {
            case .data(let payload): lines.append(payload.shown)
            case .error(let error):
                status = Status(of: error)
                Output.error.write("\(document.name.controlsEscaped): \(error.text)\n")
            case .blob, .progress, .event, .ok: break
            }
        }
        guard status == .fine else { return status }
        let isChanged = try document.replace(with: lines)
        Output.standard.write("\(document.name.controlsEscaped): \(isChanged ? "recorded" : "unchanged")\n")
        return .fine
    }
}

extension Verb {
    /// Whether it makes the session that it is sent to, where there is none.
    fileprivate var makesSessions: Bool {
        switch (descriptor.lane, descriptor.session) {
        case (.session, .works): true
        case (.session, _), (.snapshot, _), (.reading, _), (.control, _): false
        }
    }
}

extension Request {
    /// A number of words that cannot be right is a matter of usage, and no reason to start a daemon.
    func checkCount() throws(Failure) {
        guard verb.descriptor.argumentCount.contains(words.count),
            verb.descriptor.options.allSatisfy({ !$0.isRequired || self[$0.key] != nil })
        else { throw Failure.usage(of: verb) }
    }
}

extension Failure {
    static func usage(of verb: Verb) -> Failure { Failure(.usage, "usage: pullback \(verb.commandLine)") }
}
