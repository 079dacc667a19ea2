import OrderedCollections

/// One request: a line, and the body or blob that came with it.
///
/// A request from the decoder fits its verb's row: the number of words, the keys of the options and the presence of
/// body and blob are checked; that words and values are of their types says ``checkTypes()``.
public struct Request: Equatable, Sendable {
    /// 1 to 64 of `A-Z a-z 0-9 . _ -`. Requests without one run in order.
    public var id: String?
    /// What to do.
    public var verb: Verb
    /// The arguments without a key; for a verb that takes the rest of the line, that.
    public var words: [String]
    /// The arguments with one, in the order they were written. `blob=` is not among them.
    public var options: OrderedDictionary<String, String>
    /// The lines of the text body, each ended by LF, CRLF turned into LF.
    public var body: String?
    /// The bytes of the binary body.
    public var blob: [UInt8]?

    /// A request as a client puts it together; ``encoded`` does not check it against the verb's row.
    public init(
        id: String? = nil, _ verb: Verb, words: [String] = [], options: OrderedDictionary<String, String> = [:],
        body: String? = nil, blob: [UInt8]? = nil
    ) {
        self.id = id
        self.verb = verb
        self.words = words
        self.options = options
        self.body = body
        self.blob = blob
    }

    /// The bytes that a ``FrameDecoder`` reads back as this request, if it fits its verb's row. Words are quoted
    /// where they would be read as something else, and the body's tag is one that no line of the body equals.
    public var encoded: [UInt8] {
        var line = id.map { "@\($0) " } ?? ""
        line += verb.rawValue
        if verb.descriptor.isRest {
            line += " " + words.map(Request.rawText).joined(separator: " ")
        } else {
            for word in words { line += " " + (Request.isPlain(word) ? word : Request.quoted(word)) }
            for (key, value) in options {
                line += " \(key)=" + (Request.isPlainValue(value) ? value : Request.quoted(value))
            }
        }
        if let blob {
            return Array("\(line) blob=\(blob.count)\n".utf8) + blob + [Byte.lineFeed]
        }
        if let body {
            let tag = Request.tag(for: body)
            let lineEnd = body.isEmpty || body.utf8.last == Byte.lineFeed ? "" : "\n"
            return Array("\(line) <<\(tag)\n\(body)\(lineEnd)\(tag)\n".utf8)
        }
        return Array("\(line)\n".utf8)
    }
}

extension Request {
    private static func quoted(_ text: String) -> String {
        var output = ""
        JSON.encode(text, into: &output)
        return output
    }

    private static func isPlainValue(_ value: String) -> Bool {
        value.utf8.first != Byte.quote
            && !value.unicodeScalars.contains { $0 == " " || $0.isControl }
    }

    /// Whether a word needs no quotes: it is not empty, and looks like neither an option nor a tag.
    private static func isPlain(_ word: String) -> Bool {
        !word.isEmpty && isPlainValue(word) && Word.key(of: Array(word.utf8)[...]) == nil && !word.hasPrefix("<<")
    }

    private static func rawText(_ text: String) -> String {
        let separated = text.utf8.first.map(Byte.separates) ?? true || text.utf8.last.map(Byte.separates) ?? true
        let isControlled = text.unicodeScalars.contains { $0.isControl && $0 != "\t" }
        return separated || isControlled || text.utf8.first == Byte.quote ? quoted(text) : text
    }

    private static func tag(for body: String) -> String {
        let candidates = body.utf8.split(separator: Byte.lineFeed).filter { $0.starts(with: "END".utf8) }
        let lines = Set(
            candidates.map { line in
                String(decoding: line.last == Byte.carriageReturn ? line.dropLast() : line, as: UTF8.self)
            })
        var tag = "END"
        var number = 1
        while lines.contains(tag) {
            number += 1
            tag = "END\(number)"
        }
        return tag
    }
}
