/// One word of a request line, quotes and escapes resolved.
struct Word: Equatable {
    /// The part before `=`, where the word starts as an option does and is not quoted.
    var key: String?
    /// The word, or the part after `=`.
    var text: String
    /// Where the word starts, in bytes from the start of the line.
    var offset: Int

    /// The word as it stood, for a verb that does not know the key.
    var whole: String { key.map { "\($0)=\(text)" } ?? text }

    /// The key of `[a-z_-]+=…`.
    static func key(of word: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let key = word.prefix(while: Byte.isKey)
        guard !key.isEmpty, key.endIndex < word.endIndex, word[key.endIndex] == Byte.equals else { return nil }
        return key
    }
}

/// Splits a line into words. The line is valid UTF-8 without control characters other than tabs.
struct WordReader {
    let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8], at position: Int) {
        self.bytes = bytes
        self.position = position
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let current, Byte.separates(current) { position += 1 }
    }

    /// The next word as plain bytes, quotes and all: ids and verbs are never quoted.
    mutating func plain() -> ArraySlice<UInt8> {
        skipSpace()
        let word = bytes[position...].prefix { !Byte.separates($0) }
        position = word.endIndex
        return word
    }

    /// The next word, `nil` at the end of the line.
    mutating func next() throws(LineFault) -> Word? {
        skipSpace()
        guard let first = current else { return nil }
        let start = position
        if first == Byte.quote { return Word(key: nil, text: try quoted(), offset: start) }
        let raw = bytes[position...].prefix { !Byte.separates($0) }
        guard let key = Word.key(of: raw) else {
            position = raw.endIndex
            return Word(key: nil, text: String(decoding: raw, as: UTF8.self), offset: start)
        }
        let name = String(decoding: key, as: UTF8.self)
        position = key.endIndex + 1
        if current == Byte.quote { return Word(key: name, text: try quoted(), offset: start) }
        position = raw.endIndex
        return Word(key: name, text: String(decoding: raw[(key.endIndex + 1)...], as: UTF8.self), offset: start)
    }

    /// Everything that is left: as it stands without the spaces around it, or one JSON string if it starts with a
    /// quote.
    mutating func rest() throws(LineFault) -> String? {
        skipSpace()
        guard let first = current else { return nil }
        if first == Byte.quote {
            let text = try quoted()
            skipSpace()
            guard current == nil else {
                throw LineFault(
                    code: .parse, message: "expected the end of the line after the string", offset: position)
            }
            return text
        }
        let end = bytes.lastIndex { !Byte.separates($0) } ?? position
        defer { position = bytes.count }
        return String(decoding: bytes[position...end], as: UTF8.self)
    }

    private mutating func quoted() throws(LineFault) -> String {
        let start = position
        var parser = JSONParser(bytes, at: start)
        let text: String
        do throws(JSONError) {
            text = try parser.quoted()
        } catch {
            guard error.offset < bytes.count else {
                throw LineFault(code: .parse, message: "this quote is not closed", offset: start)
            }
            throw LineFault(code: .parse, message: "expected \(error.expected)", offset: error.offset)
        }
        position = parser.position
        if text.utf8.contains(0) { throw LineFault(code: .encoding, message: "a NUL character", offset: start) }
        if let current, !Byte.separates(current) {
            throw LineFault(code: .parse, message: "expected a space after the closing quote", offset: position)
        }
        return text
    }
}
