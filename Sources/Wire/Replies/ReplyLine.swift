import OrderedCollections

/// How the reply lines of a connection are written; `set format=` chooses.
public enum ReplyFormat: String, CaseIterable, Sendable {
    /// For people: `@id = …`.
    case text
    /// For programs: one JSON object a line.
    case json
}

/// One line of a reply. Any number of data and progress lines, then exactly one `ok` or `error`.
///
/// Control characters in text are escaped here, at the seam, so that a line is one line whatever a name or a message holds.
public enum ReplyLine: Equatable, Sendable {
    /// What stands behind the mark.
    public enum Content: Equatable, Sendable {
        /// Text, as it is; in the JSON format `{"text": …}`, exact to the character.
        case text(String)
        /// A value; in the text format its JSON text.
        case json(JSON)
        /// Keys and values, in order: `key=value key=value`, or an object.
        case fields(OrderedDictionary<String, JSON>)
    }

    /// `= …`, a piece of the answer.
    case data(Content)
    /// `= blob=N`, N bytes, LF: a piece of the answer as raw bytes.
    case blob([UInt8])
    /// `+ …`, how far the work is. May be left out.
    case progress(Content)
    /// `OK …`, the end of an answer.
    case ok(Content)
    /// `ERR …`, the end of a request that failed.
    case error(WireError)

    /// Whether this is the last line of a reply.
    public var isFinal: Bool {
        switch self {
        case .data, .blob, .progress: false
        case .ok, .error: true
        }
    }

    /// The bytes of the line, its LF and those of a blob included.
    /// - Parameter id: the request's, which every line of the reply repeats.
    public func encoded(id: String?, format: ReplyFormat) -> [UInt8] {
        var bytes: [UInt8]
        switch format {
        case .text: bytes = Array((id.map { "@\($0) " } ?? "").utf8) + Array(text.utf8)
        case .json:
            let (key, value) = member
            bytes = Array(JSON.object(["id": id.map(JSON.string) ?? .null, key: value]).encoded.utf8)
        }
        bytes.append(Byte.lineFeed)
        if case .blob(let blob) = self {
            bytes += blob
            bytes.append(Byte.lineFeed)
        }
        return bytes
    }

    private var text: String {
        switch self {
        case .data(let content):
            ReplyLine.blobCount(of: content.text) == nil
                ? "= \(content.text.controlsEscaped)" : "= \\u0062\(content.text.dropFirst())"
        case .blob(let bytes): "= blob=\(bytes.count)"
        case .progress(let content): "+ \(content.text.controlsEscaped)"
        case .ok(let content): content.text.isEmpty ? "OK" : "OK \(content.text.controlsEscaped)"
        case .error(let error): error.text
        }
    }

    private var member: (key: String, value: JSON) {
        switch self {
        case .data(let content): ("data", content.json)
        case .blob(let bytes): ("data", ["blob": .integer(bytes.count)])
        case .progress(let content): ("progress", content.json)
        case .ok(let content): ("ok", content.json)
        case .error(let error): ("error", error.json)
        }
    }

    /// N of `blob=N`. Text that happens to look so is written with an escape, since bytes would be read after it.
    static func blobCount(of text: String) -> Int? {
        guard text.hasPrefix("blob=") else { return nil }
        let count = text.utf8.dropFirst(5)
        return count.allSatisfy(Byte.isDigit) ? Int(String(text.dropFirst(5))) : nil
    }
}

extension ReplyLine.Content {
    fileprivate var text: String {
        switch self {
        case .text(let text): text
        case .json(let value): value.encoded
        case .fields(let fields): fields.map { "\($0.key)=\($0.value.plainText)" }.joined(separator: " ")
        }
    }

    fileprivate var json: JSON {
        switch self {
        case .text(let text): ["text": .string(text)]
        case .json(let value): value
        case .fields(let fields): .object(fields)
        }
    }
}

extension JSON {
    /// The value as it stands in a text line: strings bare, the rest as JSON.
    public var plainText: String { string ?? encoded }
}
