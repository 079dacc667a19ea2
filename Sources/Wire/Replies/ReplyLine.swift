/// How the reply lines of a connection are written; `set format=` chooses.
public enum ReplyFormat: String, CaseIterable, Sendable {
    /// For people: `@id = …`.
    case text
    /// For programs: one JSON object a line.
    case json
}

/// One line of a reply. Any number of data and progress lines, then exactly one `ok` or `error`.
///
/// `text` is what stands behind the mark in the text format; control characters in it are escaped here, at the seam,
/// so that a line is one line whatever a name or a message holds.
public enum ReplyLine: Equatable, Sendable {
    /// `= …`, a piece of the answer.
    case data(text: String, json: JSON)
    /// `= blob=N`, N bytes, LF: a piece of the answer as raw bytes.
    case blob([UInt8])
    /// `+ …`, how far the work is. May be left out.
    case progress(text: String, json: JSON)
    /// `OK …`, the end of an answer.
    case ok(text: String, json: JSON)
    /// `ERR …`, the end of a request that failed.
    case error(WireError)

    /// A line of plain text; in JSON `{"text": …}`, exact to the character.
    public static func line(_ text: String) -> ReplyLine {
        .data(text: text, json: ["text": .string(text)])
    }

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
        case .data(let text, _) where ReplyLine.blobCount(of: text) != nil: "= \\u0062\(text.dropFirst())"
        case .data(let text, _): "= \(text.controlsEscaped)"
        case .blob(let bytes): "= blob=\(bytes.count)"
        case .progress(let text, _): "+ \(text.controlsEscaped)"
        case .ok(let text, _): text.isEmpty ? "OK" : "OK \(text.controlsEscaped)"
        case .error(let error): error.text
        }
    }

    private var member: (key: String, value: JSON) {
        switch self {
        case .data(_, let json): ("data", json)
        case .blob(let bytes): ("data", ["blob": .integer(bytes.count)])
        case .progress(_, let json): ("progress", json)
        case .ok(_, let json): ("ok", json)
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
