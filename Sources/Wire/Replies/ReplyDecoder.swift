/// One reply line as the client reads it.
public struct Reply: Equatable, Sendable {
    /// What stands behind the mark: text in the text format, a value in the JSON format.
    public enum Payload: Equatable, Sendable {
        /// The rest of the line.
        case text(String)
        /// The value beside `data`, `progress` or `ok`.
        case json(JSON)
    }

    /// The kinds of reply line.
    public enum Content: Equatable, Sendable {
        /// `= …`
        case data(Payload)
        /// `= blob=N` and the N bytes after it.
        case blob([UInt8])
        /// `+ …`
        case progress(Payload)
        /// `OK …`
        case ok(Payload)
        /// `ERR …`
        case error(WireError)
    }

    /// The request's id, where it had one.
    public var id: String?
    /// What the line says.
    public var content: Content
    /// The line as it was received, without its LF.
    public var line: String
}

/// Cuts the bytes from the daemon into reply lines, in either format, however they arrive.
public struct ReplyDecoder: Sendable {
    private var input: [UInt8] = []
    private var cursor = 0
    /// How far `input` was searched for an LF.
    private var searched = 0
    /// A blob line whose bytes are still to come.
    private var blob: (reply: Reply, count: Int)?

    /// A decoder behind the greeting; ``nextLine()`` reads the greeting itself.
    public init() {}

    /// Takes bytes as they arrived, in pieces of any size.
    public mutating func feed(_ bytes: some Collection<UInt8>) {
        if cursor > input.count / 2 {
            input.removeFirst(cursor)
            searched -= cursor
            cursor = 0
        }
        input.append(contentsOf: bytes)
    }

    /// The next line as it stands, without its LF; `nil` when it is not complete.
    /// - Throws: `ERR 50` when it is longer than ``Limits/maxReplyLine``.
    public mutating func nextLine() throws(WireError) -> String? {
        guard let end = input[searched...].firstIndex(of: Byte.lineFeed) else {
            searched = input.count
            guard searched - cursor <= Limits.maxReplyLine else {
                throw WireError(.length, "a reply line of more than \(Limits.maxReplyLine) bytes")
            }
            return nil
        }
        let line = input[cursor..<end]
        cursor = end + 1
        searched = cursor
        return String(decoding: line.last == Byte.carriageReturn ? line.dropLast() : line, as: UTF8.self)
    }

    /// The next reply line, with its blob if it has one; `nil` when it is not complete.
    /// - Throws: `ERR 14` when the bytes are no reply.
    public mutating func next() throws(WireError) -> Reply? {
        if blob == nil {
            guard let line = try nextLine() else { return nil }
            guard let reply = Reply(parsing: line) else {
                throw WireError(.framing, "not a reply line: \(line.prefix(80))")
            }
            guard let count = reply.blobCount else { return reply }
            guard count <= Limits.maxBlob else { throw WireError(.length, "a blob of \(count) bytes") }
            blob = (reply, count)
        }
        guard let (head, count) = blob, input.count - cursor > count else { return nil }
        let end = cursor + count
        guard input[end] == Byte.lineFeed else { throw WireError(.framing, "expected LF behind the blob") }
        var reply = head
        reply.content = .blob(Array(input[cursor..<end]))
        cursor = end + 1
        searched = cursor
        blob = nil
        return reply
    }
}

extension Reply {
    /// Reads one line of either format; a blob line comes out as data.
    /// - Returns: `nil` when it is no reply line.
    init?(parsing line: String) {
        self.line = line
        if line.utf8.first == 0x7B {
            guard let json = try? JSON(parsing: line), let content = Content(json: json) else { return nil }
            self.id = json["id"]?.string
            self.content = content
            return
        }
        var rest = line[...]
        if rest.first == "@" {
            let id = rest.dropFirst().prefix { $0 != " " }
            self.id = String(id)
            rest = rest.dropFirst(id.count + 2)
        }
        guard let content = Content(text: rest) else { return nil }
        self.content = content
    }

    fileprivate var blobCount: Int? {
        switch content {
        case .data(.text(let text)): ReplyLine.blobCount(of: text)
        case .data(.json(.object(let members))) where members.count == 1:
            members["blob"]?.integer.flatMap { $0 < 0 ? nil : $0 }
        case .data, .blob, .progress, .ok, .error: nil
        }
    }
}

extension Reply.Content {
    fileprivate init?(text: Substring) {
        let mark = text.prefix { $0 != " " }
        let rest = Reply.Payload.text(String(text.dropFirst(mark.count + 1)))
        switch mark {
        case "=": self = .data(rest)
        case "+": self = .progress(rest)
        case "OK": self = .ok(rest)
        case "ERR":
            guard let error = WireError(parsing: text) else { return nil }
            self = .error(error)
        default: return nil
        }
    }

    fileprivate init?(json: JSON) {
        if let data = json["data"] {
            self = .data(.json(data))
        } else if let progress = json["progress"] {
            self = .progress(.json(progress))
        } else if let ok = json["ok"] {
            self = .ok(.json(ok))
        } else if let error = json["error"].flatMap(WireError.init(json:)) {
            self = .error(error)
        } else {
            return nil
        }
    }
}
