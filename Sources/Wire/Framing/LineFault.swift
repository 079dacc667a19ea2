/// What is wrong with a request line, and at which byte of it.
struct LineFault: Error {
    var code: ErrorCode
    var message: String
    var offset: Int?

    /// The fault as it is sent: the offset turned into a column, which counts scalars.
    func error(in line: [UInt8]) -> WireError {
        let column = offset.map { offset in line.prefix(offset).count { $0 & 0xC0 != 0x80 } + 1 }
        return WireError(code, message, line: column == nil ? nil : 1, column: column)
    }
}

extension LineFault {
    static func badID(at offset: Int) -> LineFault {
        LineFault(
            code: .id, message: "an id is 1 to \(Limits.maxID) of A-Z a-z 0-9 . _ -, between @ and a space",
            offset: offset)
    }

    static func unknownVerb(_ word: String, at offset: Int) -> LineFault {
        guard !word.isEmpty else { return LineFault(code: .verb, message: "expected a verb", offset: offset) }
        let shown = word.unicodeScalars.count > 40 ? String(word.unicodeScalars.prefix(40)) + "…" : word
        let hint = Verb.nearest(to: word).map { "did you mean '\($0.rawValue)'?" } ?? "'help' lists the verbs"
        return LineFault(code: .verb, message: "no verb '\(shown)'; \(hint)", offset: offset)
    }

    static func argument(_ message: String, of verb: Verb, at offset: Int? = nil) -> LineFault {
        LineFault(code: .argument, message: "\(message); usage: \(verb.usage)", offset: offset)
    }

    static let tooLong = LineFault(code: .length, message: "the line is longer than \(Limits.maxLine) bytes")
}
