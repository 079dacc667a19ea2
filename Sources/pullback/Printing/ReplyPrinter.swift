import Wire

/// Prints the lines of a reply as they come, and remembers how the request went.
struct ReplyPrinter {
    /// What becomes of data lines.
    enum Style {
        /// The text of each line; the final line too.
        case text
        /// Every line as it was received.
        case json
        /// The exact text of each line and nothing else, so that standard output can be a document.
        case document
        /// The bytes of blobs and nothing else.
        case bytes
    }

    let style: Style
    /// Stands before the final line: the file it is about.
    var label = ""
    private(set) var status = Status.fine
    private var hasProgress = false

    init(style: Style, label: String = "") {
        self.style = style
        self.label = label.controlsEscaped
    }

    mutating func print(_ reply: Reply) {
        note(reply.content)
        switch style {
        case .json: printRaw(reply)
        case .text, .document, .bytes: printContent(reply.content)
        }
    }

    private mutating func note(_ content: Reply.Content) {
        switch content {
        case .error(let error): status = Status(of: error)
        case .ok(let payload): if payload.differences > 0 { status = .difference }
        case .data, .blob, .progress: break
        }
    }

    private func printRaw(_ reply: Reply) {
        Output.standard.write(reply.line + "\n")
        if case .blob(let bytes) = reply.content { Output.standard.write(bytes + [0x0A]) }
    }

    private mutating func printContent(_ content: Reply.Content) {
        if case .progress(let payload) = content {
            guard Output.error.isTerminal else { return }
            hasProgress = true
            Output.error.write("\r\u{1B}[K\(Output.error.dimmed(payload.shown))")
            return
        }
        if hasProgress {
            hasProgress = false
            Output.error.write("\r\u{1B}[K")
        }
        switch content {
        case .data(let payload):
            if style != .bytes { Output.standard.write(payload.shown.controlsEscaped(but: "\t") + "\n") }
        case .blob(let bytes): Output.standard.write(bytes)
        case .ok(let payload) where style == .text:
            let prefix = label.isEmpty ? "" : "\(label): "
            Output.standard.write(Output.standard.dimmed("\(prefix)OK \(payload.shown)".trimmedEnd) + "\n")
        case .error(let error):
            let text = label.isEmpty ? error.text : "\(label): \(error.text)"
            Output.error.write(Output.error.reddened(text) + "\n")
        case .ok, .progress: break
        }
    }
}

extension Reply.Payload {
    /// What a person gets to see of it.
    var shown: String {
        switch self {
        case .text(let text): text
        case .json(let json):
            json["text"]?.string ?? json.object.map { members in
                members.map { "\($0)=\($1.string ?? $1.encoded)" }.joined(separator: " ").controlsEscaped
            } ?? json.encoded
        }
    }

    /// `differences=` of the final line of a replay; 0 where it is not there.
    var differences: Int {
        switch self {
        case .json(let json): json["differences"]?.integer ?? 0
        case .text(let text):
            text.split(separator: " ").lazy.filter { $0.hasPrefix("differences=") }
                .compactMap { Int($0.dropFirst("differences=".count)) }.first ?? 0
        }
    }
}
