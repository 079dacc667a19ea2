import Client
import Glibc
import Wire

/// One verb from the command line: puts its request together, with files where the verb's row has a body or bytes, sends
/// it, and prints the reply.
struct RequestRunner {
    let setting: Setting

    func run(_ verb: Verb, _ arguments: VerbArguments) throws -> Status {
        switch verb.descriptor.payload {
        case .cell: return try cell(verb, arguments)
        case .document: return try document(verb, arguments)
        case .documentOrWords: return try documentsOrWords(verb, arguments)
        case .blob: return try blob(verb, arguments)
        case .nothing: break
        }
        let request = Request(verb, words: arguments.words, options: try withFolders(arguments, of: verb))
        switch verb.descriptor.reply {
        case .lines: return try send(request)
        case .document: return try send(request, style: .document)
        case .breakdown: return try breakdown(request)
        case .bytes: return try bytes(request)
        }
    }

    private func send(_ request: Request, style: ReplyPrinter.Style = .text) throws -> Status {
        try request.checkCount()
        return try Connection.with(setting.connection(for: request.verb)) { connection in
            try send(request, style: style, over: &connection)
        }
    }

    private func send(
        _ request: Request, style: ReplyPrinter.Style = .text, label: String = "", over connection: inout Connection
    ) throws -> Status {
        var printer = ReplyPrinter(style: setting.isJSON ? .json : style, label: label)
        try connection.use(setting.isJSON || style == .document ? .json : .text)
        try connection.exchange(request) { printer.print($0) }
        return printer.status
    }

    /// The options; a folder is one of this client's, wherever the daemon runs.
    private func withFolders(_ arguments: VerbArguments, of verb: Verb) throws -> VerbArguments.Options {
        var options = arguments.options
        for option in verb.descriptor.options where option.type == .folder {
            if let folder = options[option.key.rawValue] { options[option.key.rawValue] = try Files.real(folder) }
        }
        return options
    }
}

extension RequestRunner {
    /// The source comes from a file, or from standard input.
    private func cell(_ verb: Verb, _ arguments: VerbArguments) throws -> Status {
        guard arguments.words.count <= 1 else { throw Failure.usage(of: verb) }
        let body = try Files.text(arguments.words.first ?? "-", limit: Limits.maxBody)
        return try send(Request(verb, options: arguments.options, body: body))
    }

    /// The bytes come from standard input.
    private func blob(_ verb: Verb, _ arguments: VerbArguments) throws -> Status {
        guard verb.descriptor.argumentCount.contains(arguments.words.count), isatty(STDIN_FILENO) == 0 else {
            throw Failure.usage(of: verb)
        }
        let blob = try Files.read("-", limit: Limits.maxBlob)
        return try send(Request(verb, words: arguments.words, options: arguments.options, blob: blob))
    }

    /// The bytes go to standard output.
    private func bytes(_ request: Request) throws -> Status {
        guard !Output.standard.isTerminal || setting.isJSON else {
            throw Failure(.usage, "\(request.verb.rawValue) writes raw bytes; send them to a file or a pipe")
        }
        return try send(request, style: .bytes)
    }

    private func breakdown(_ request: Request) throws -> Status {
        guard Output.standard.isTerminal, !setting.isJSON else { return try send(request) }
        try request.checkCount()
        return try Connection.with(setting.connection(for: request.verb)) { connection in
            try Drawing.breakdown(request, over: &connection)
        }
    }

    /// The document comes from a file, and with it the name and the folder that are not said otherwise.
    private func document(_ verb: Verb, _ arguments: VerbArguments) throws -> Status {
        guard arguments.words.count == 1, let file = arguments.words.first else { throw Failure.usage(of: verb) }
        let document = try Document(file)
        return try send(request(verb, arguments, with: document, named: document.stem))
    }

    private func request(
        _ verb: Verb, _ arguments: VerbArguments, with document: Document, named name: String
    ) throws -> Request {
        var options = try withFolders(arguments, of: verb)
        options["name"] = options["name"] ?? name
        options["folder"] = options["folder"] ?? document.folder
        return Request(verb, options: options, body: document.text)
    }

    /// Runs, sessions and documents, one after the other; the first error, else any difference, decides the status.
    private func documentsOrWords(_ verb: Verb, _ arguments: VerbArguments) throws -> Status {
        guard !arguments.words.isEmpty else { throw Failure.usage(of: verb) }
        var connection = try Connection.open(setting.connection(for: verb))
        var status = Status.fine
        for word in arguments.words {
            guard word.hasSuffix(".md") || Files.exists(word) else {
                let request = Request(verb, words: [word], options: arguments.options)
                status = status.followed(by: try send(request, over: &connection))
                continue
            }
            let document = try Document(word)
            let request = try request(verb, arguments, with: document, named: document.name)
            let next =
                request[.record] == "1"
                ? try record(document, request, over: &connection)
                : try send(request, label: arguments.words.count > 1 ? word : "", over: &connection)
            status = status.followed(by: next)
        }
        return status
    }

    /// Writes the outputs anew, and says whether the file changed.
    private func record(
        _ document: Document, _ request: Request, over connection: inout Connection
    ) throws -> Status {
        try connection.use(.json)
        do {
            let lines = try connection.ask(request).data.map(\.shown)
            let isChanged = try document.replace(with: lines)
            Output.standard.write("\(document.name.controlsEscaped): \(isChanged ? "recorded" : "unchanged")\n")
            return .fine
        } catch ClientError.refused(let error) {
            Output.error.write("\(document.name.controlsEscaped): \(error.text)\n")
            return Status(of: error)
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
