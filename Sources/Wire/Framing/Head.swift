/// What a request line announces: the bytes after it that belong to it.
enum Announcement: Equatable {
    /// Nothing; the next line is the next request.
    case nothing
    /// A text body, up to a line that is exactly this tag.
    case body(tag: [UInt8])
    /// This many bytes, then LF.
    case blob(count: Int)
    /// It cannot be told; the connection has to be closed.
    case lost(WireError)
}

/// One request line, read as far as it can be. What follows the line is known even where the request is not valid,
/// so that a mistake in the line never turns what it announces into requests.
struct Head {
    var id: String?
    var result: Result<Request, WireError>
    var announcement: Announcement

    /// Reads a line without its line end.
    /// - Returns: `nil` for an empty line.
    static func parse(_ line: [UInt8], isFirst: Bool) -> Head? {
        let opening = Opening(line)
        guard !opening.isEmpty else { return nil }
        let ending = opening.isRest ? Ending(text: line, tag: nil) : Ending(of: line)
        do throws(LineFault) {
            try checkText(line, isFirst: isFirst)
            let words = try opening.words(in: ending.text)
            let announcement =
                isHTTP(line, opening)
                ? .lost(WireError(.verb, "this is not an HTTP server"))
                : announcement(of: words, tag: opening.isRest ? nil : ending.tag)
            let result = request(opening, words, hasBody: ending.tag != nil).mapError { $0.error(in: line) }
            return Head(id: opening.id, result: result, announcement: announcement)
        } catch {
            return unreadable(opening, error.error(in: line), text: ending.text, tag: ending.tag)
        }
    }

    /// A line of which only the first and the last bytes are known, since it was too long to keep.
    static func tooLong(start: [UInt8], end: [UInt8]) -> Head {
        let opening = Opening(start)
        let fault = opening.idFault ?? .tooLong
        return unreadable(opening, fault.error(in: start), text: start, tag: opening.isRest ? nil : Ending(of: end).tag)
    }

    /// A line that cannot be split into words: if it announces a blob, nobody knows how long a one.
    private static func unreadable(_ opening: Opening, _ error: WireError, text: [UInt8], tag: [UInt8]?) -> Head {
        let words = opening.isRest ? [] : text.split(whereSeparator: Byte.separates)
        let announcement: Announcement =
            words.contains { $0.starts(with: "blob=".utf8) } ? .lost(error) : tag.map { .body(tag: $0) } ?? .nothing
        return Head(id: opening.id, result: .failure(error), announcement: announcement)
    }
}

extension Head {
    private static func request(
        _ opening: Opening, _ words: [Word], hasBody: Bool
    ) -> Result<Request, LineFault> {
        do throws(LineFault) {
            if let fault = opening.idFault { throw fault }
            guard let verb = opening.verb else { throw .unknownVerb(opening.name, at: opening.nameOffset) }
            return .success(try Request(id: opening.id, verb, words, hasBody: hasBody))
        } catch {
            return .failure(error)
        }
    }

    private static func announcement(of words: [Word], tag: [UInt8]?) -> Announcement {
        let counts = words.filter { $0.key == "blob" }
        guard let count = counts.first?.text else { return tag.map { .body(tag: $0) } ?? .nothing }
        guard counts.count == 1, tag == nil else {
            return .lost(WireError(.framing, "a request has one body or one blob"))
        }
        guard count.utf8.allSatisfy(Byte.isDigit), let count = Int(count), count <= Limits.maxBlob else {
            return .lost(WireError(.length, "blob= is a number of bytes from 0 to \(Limits.maxBlob)"))
        }
        return .blob(count: count)
    }

    /// Strict UTF-8 without control characters; a tab passes for a space.
    private static func checkText(_ line: [UInt8], isFirst: Bool) throws(LineFault) {
        if isFirst, line.starts(with: Byte.byteOrderMark) {
            throw LineFault(code: .encoding, message: "a byte order mark; the protocol is UTF-8 without one", offset: 0)
        }
        guard line.contains(where: { $0 < 0x20 || $0 > 0x7E }) else { return }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw LineFault(code: .encoding, message: "invalid UTF-8", offset: TextFault(firstIn: line).offset)
        }
        if let index = text.unicodeScalars.firstIndex(where: { $0.isControl && $0 != "\t" }) {
            let offset = text.utf8.distance(from: text.startIndex, to: index)
            let escape = text.unicodeScalars[index].jsonEscape
            throw LineFault(code: .encoding, message: "a control character, \(escape)", offset: offset)
        }
    }

    /// Whether the line is the first of an HTTP request: somebody took the socket for a web server's.
    private static func isHTTP(_ line: [UInt8], _ opening: Opening) -> Bool {
        opening.verb == nil && line.count > 9 && line.dropLast(3).suffix(6).elementsEqual(" HTTP/".utf8)
    }
}

/// The start of a request line: what can be read of it even where the rest is broken.
private struct Opening {
    /// The id, where it is a valid one.
    var id: String?
    var idFault: LineFault?
    /// The word in the place of the verb.
    var name: String
    var nameOffset: Int
    /// Where the verb ends.
    var end: Int
    var verb: Verb?

    var isRest: Bool { verb?.descriptor.isRest ?? false }

    var isEmpty: Bool { name.isEmpty && id == nil && idFault == nil }

    init(_ line: [UInt8]) {
        var reader = WordReader(line, at: 0)
        reader.skipSpace()
        if line[reader.position...].first == Byte.at {
            let start = reader.position
            let id = reader.plain().dropFirst()
            if (1...Limits.maxID).contains(id.count), id.allSatisfy(Byte.isID) {
                self.id = String(decoding: id, as: UTF8.self)
            } else {
                idFault = .badID(at: start)
            }
            reader.skipSpace()
        }
        nameOffset = reader.position
        name = String(decoding: reader.plain(), as: UTF8.self)
        end = reader.position
        verb = Verb(rawValue: name)
    }

    /// What stands behind the verb: one text for a verb that takes the rest of the line, words for any other.
    func words(in text: [UInt8]) throws(LineFault) -> [Word] {
        var reader = WordReader(text, at: min(end, text.count))
        if isRest {
            reader.skipSpace()
            let offset = reader.position
            return try reader.rest().map { [Word(key: nil, text: $0, offset: offset)] } ?? []
        }
        var words: [Word] = []
        while let word = try reader.next() { words.append(word) }
        return words
    }
}

/// The end of a request line, where the tag of a body stands.
private struct Ending {
    /// The line without the tag.
    var text: [UInt8]
    var tag: [UInt8]?

    init(text: [UInt8], tag: [UInt8]?) {
        self.text = text
        self.tag = tag
    }

    /// A body is announced by ` <<TAG` at the very end, spaces after it aside.
    init(of line: [UInt8]) {
        let trimmed = line[..<((line.lastIndex { !Byte.separates($0) } ?? -1) + 1)]
        let tag = trimmed.suffix(Limits.maxTag + 1).reversed().prefix(while: Byte.isTag).reversed()
        let before = trimmed.dropLast(tag.count)
        guard (1...Limits.maxTag).contains(tag.count), before.suffix(2).elementsEqual("<<".utf8),
            let space = before.dropLast(2).last, Byte.separates(space)
        else {
            self.init(text: line, tag: nil)
            return
        }
        self.init(text: Array(before.dropLast(2)), tag: Array(tag))
    }
}
