/// A key as the line editor knows it.
enum Key: Equatable {
    case character(Character)
    case left, right, wordLeft, wordRight, home, end, up, down
    case backspace, delete, killToEnd, killToStart, killWord
    case tab, enter, clear, interrupt, endOfInput
    case search, help, leave
    /// What the terminal says was pasted, line ends as LF.
    case paste(String)
    /// A key without a meaning here.
    case other
}

/// Turns what a terminal sends into keys: control characters, escape sequences, and UTF-8.
struct KeyDecoder {
    private var bytes: [UInt8] = []
    /// Whether what comes is pasted, up to the mark of its end.
    private var isPasting = false
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    mutating func feed(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// The next key, `nil` when its bytes are not all there.
    mutating func next() -> Key? {
        if isPasting { return pasted() }
        guard let first = bytes.first else { return nil }
        if first == 0x1B { return escapeSequence() }
        if first < 0x20 || first == 0x7F {
            bytes.removeFirst()
            return KeyDecoder.control(first)
        }
        let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard bytes.count >= length else { return nil }
        let text = String(validating: bytes.prefix(length), as: UTF8.self)
        bytes.removeFirst(length)
        return text?.first.map(Key.character) ?? .other
    }

    /// Everything up to the mark of the end, once that is there.
    private mutating func pasted() -> Key? {
        let end = KeyDecoder.pasteEnd
        guard
            let last = bytes.indices.first(where: { bytes[$0] == 0x1B && bytes[$0...].starts(with: end) })
        else {
            return nil
        }
        let text = String(decoding: bytes[..<last], as: UTF8.self)
        bytes.removeFirst(last + end.count)
        isPasting = false
        let lines = text.split(omittingEmptySubsequences: false) {
            $0 == "\n" || $0 == "\r\n" || $0 == "\r"
        }
        return .paste(lines.joined(separator: "\n"))
    }

    private static func control(_ byte: UInt8) -> Key {
        switch byte {
        case 0x01: .home
        case 0x02: .left
        case 0x03: .interrupt
        case 0x04: .endOfInput
        case 0x05: .end
        case 0x06: .right
        case 0x07: .leave
        case 0x08, 0x7F: .backspace
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x0B: .killToEnd
        case 0x0C: .clear
        case 0x0E: .down
        case 0x10: .up
        case 0x12: .search
        case 0x15: .killToStart
        case 0x17: .killWord
        default: .other
        }
    }

    /// `ESC [ parameters final` or `ESC O final`; ESC and a letter is that letter with Alt.
    private mutating func escapeSequence() -> Key? {
        guard bytes.count >= 2 else { return nil }
        guard bytes[1] == 0x5B || bytes[1] == 0x4F else {
            let letter = bytes[1]
            bytes.removeFirst(2)
            switch letter {
            case 0x62: return .wordLeft
            case 0x66: return .wordRight
            case 0x68: return .help
            case 0x7F: return .killWord
            default: return .other
            }
        }
        guard let end = bytes.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
            // No sequence is this long: what came is noise, and must not hold up what follows.
            if bytes.count > 32 { bytes.removeAll() }
            return nil
        }
        let sequence = String(decoding: bytes[2...end], as: UTF8.self)
        bytes.removeFirst(end + 1)
        switch sequence {
        case "A": return .up
        case "B": return .down
        case "C": return .right
        case "D": return .left
        case "H", "1~", "7~": return .home
        case "F", "4~", "8~": return .end
        case "3~": return .delete
        case "P", "11~": return .help
        case "200~":
            isPasting = true
            return next()
        case "1;5C", "1;3C": return .wordRight
        case "1;5D", "1;3D": return .wordLeft
        default: return .other
        }
    }
}
