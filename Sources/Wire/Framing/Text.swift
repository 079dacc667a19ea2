/// Where a byte sequence stops being text that a request may hold.
struct TextFault: Error, Equatable {
    /// Line from 1.
    var line: Int
    /// Column from 1, in Unicode scalars.
    var column: Int
    /// Bytes before it.
    var offset: Int
    /// What stands there.
    var what: String
}

extension String {
    /// Strict UTF-8 without NUL. The column of a fault counts the scalars before it, as an editor would.
    init(text bytes: some Collection<UInt8>) throws(TextFault) {
        if !bytes.contains(0), let valid = String(validating: bytes, as: UTF8.self) {
            self = valid
            return
        }
        throw TextFault(firstIn: bytes)
    }

    /// The string without the spaces and the line ends of Windows at its end.
    public var trimmedEnd: String {
        let scalars = unicodeScalars
        let last = scalars.lastIndex { $0 != " " && $0 != "\r" }
        return String(scalars[..<(last.map(scalars.index(after:)) ?? scalars.startIndex)])
    }

    /// The string with every character that is not seen as one (`isHidden`) written as its JSON escape and everything else
    /// as it is. Not reversible, since a backslash stays as it is: where exact text matters, use the JSON form.
    public var controlsEscaped: String { controlsEscaped(but: nil) }

    /// The same, with one such character kept: a tab, where lines are a document's.
    public func controlsEscaped(but kept: Unicode.Scalar?) -> String {
        guard unicodeScalars.contains(where: { $0.isHidden && $0 != kept }) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            if scalar.isHidden, scalar != kept {
                result += scalar.jsonEscape
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension TextFault {
    /// Finds the first fault in `bytes`, which hold one.
    init(firstIn bytes: some Collection<UInt8>) {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        self.init(line: 1, column: 1, offset: 0, what: "invalid UTF-8")
        while case .valid(let encoded) = parser.parseScalar(from: &iterator) {
            let scalar = Unicode.UTF8.decode(encoded)
            if scalar == "\0" {
                what = "a NUL character"
                return
            }
            offset += encoded.count
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
    }
}

extension Unicode.Scalar {
    /// C0 and C1 controls, DEL, and the two separators that some programs take for a line end.
    var isControl: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x2028 || value == 0x2029
    }

    /// Controls, and format characters such as U+202E, which turns round what follows: a terminal obeys them, and what a
    /// person reads is not what is there.
    public var isHidden: Bool {
        if value < 0x7F { return value < 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// The JSON escape of a character: short where JSON has a short one, in two halves where it has no other.
    var jsonEscape: String {
        switch self {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\u{8}": return "\\b"
        case "\u{C}": return "\\f"
        default:
            return UTF16.encode(self)?.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined() ?? ""
        }
    }
}

/// Bytes of the line grammar.
enum Byte {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let equals: UInt8 = 0x3D
    static let at: UInt8 = 0x40
    static let backslash: UInt8 = 0x5C
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Space or tab: what separates words.
    static func separates(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

    /// `A-Z a-z 0-9 . _ -`, of which ids are made.
    static func isID(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == 0x2E || byte == 0x5F || byte == 0x2D
    }

    /// `A-Z a-z 0-9 _`, of which tags are made.
    static func isTag(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == 0x5F }

    /// `a-z _ -`, of which option keys are made.
    static func isKey(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || byte == 0x5F || byte == 0x2D }
}
