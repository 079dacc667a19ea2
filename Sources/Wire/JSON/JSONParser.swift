import OrderedCollections

/// Why a text is not JSON.
public struct JSONError: Error, Equatable, Sendable {
    /// Offset of the first byte that does not fit.
    public var offset: Int
    /// What was expected there.
    public var expected: String
}

extension JSON {
    /// Parses one JSON value with nothing but white space around it, nested at most ``Limits/maxJSONDepth`` deep.
    /// A whole number that fits `Int` becomes ``JSON/integer(_:)``, `-0` and any other number ``JSON/number(_:)``.
    public init(parsing text: String) throws(JSONError) {
        var parser = JSONParser(Array(text.utf8))
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.current == nil else { throw parser.fault("the end of the text") }
        self = value
    }
}

/// Reads JSON from validated UTF-8; also the quoted words of the line grammar, which use the same escapes.
struct JSONParser {
    let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    func fault(_ expected: String) -> JSONError { JSONError(offset: position, expected: expected) }

    mutating func skipSpace() {
        while let byte = current, Byte.separates(byte) || byte == Byte.lineFeed || byte == Byte.carriageReturn {
            position += 1
        }
    }

    /// Steps over `byte` if it stands here.
    mutating func take(_ byte: Character) -> Bool {
        guard let current, current == byte.asciiValue else { return false }
        position += 1
        return true
    }

    mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard depth <= Limits.maxJSONDepth else { throw fault("at most \(Limits.maxJSONDepth) levels of nesting") }
        skipSpace()
        switch current.map(Unicode.Scalar.init) {
        case "{": return .object(try object(depth: depth))
        case "[": return .array(try array(depth: depth))
        case "\"": return .string(try quoted())
        case "t": return try word("true", .bool(true))
        case "f": return try word("false", .bool(false))
        case "n": return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> OrderedDictionary<String, JSON> {
        var members: OrderedDictionary<String, JSON> = [:]
        position += 1
        skipSpace()
        if take("}") { return members }
        while true {
            skipSpace()
            guard current == Byte.quote else { throw fault("a quoted key") }
            let key = try quoted()
            skipSpace()
            guard take(":") else { throw fault("':'") }
            members[key] = try value(depth: depth + 1)
            skipSpace()
            if take("}") { return members }
            guard take(",") else { throw fault("',' or '}'") }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSON] {
        var elements: [JSON] = []
        position += 1
        skipSpace()
        if take("]") { return elements }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return elements }
            guard take(",") else { throw fault("',' or ']'") }
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
        guard bytes[position...].starts(with: word.utf8) else { throw fault(word) }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONError) -> JSON {
        let run = bytes[position...].prefix { byte in
            Byte.isDigit(byte) || byte == 0x2B || byte == 0x2D || byte == 0x2E || byte == 0x65 || byte == 0x45
        }
        let text = String(decoding: run, as: UTF8.self)
        guard JSON.isNumber(text) else { throw fault("a value") }
        position += run.count
        if text != "-0", let value = Int(text) { return .integer(value) }
        return .number(text)
    }
}

extension JSONParser {
    /// Reads the string whose opening quote stands here, and steps past its closing quote.
    mutating func quoted() throws(JSONError) -> String {
        position += 1
        var result: [UInt8] = []
        while let byte = current {
            switch byte {
            case Byte.quote:
                position += 1
                return String(decoding: result, as: UTF8.self)
            case Byte.backslash:
                result.append(contentsOf: String(try escape()).utf8)
            case ..<Byte.space:
                throw fault("an escape instead of a control character")
            default:
                result.append(byte)
                position += 1
            }
        }
        throw fault("a closing quote")
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        position += 1
        guard let kind = current.map(Unicode.Scalar.init) else { throw fault("a closing quote") }
        position += 1
        switch kind {
        case "\"", "\\", "/": return kind
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "u": return try unicodeEscape(start: start)
        default:
            position = start
            throw fault("one of the escapes \\\" \\\\ \\/ \\n \\t \\r \\b \\f \\uXXXX")
        }
    }

    /// Four hex digits, or a surrogate pair of twice four; a lone surrogate is no scalar and is refused.
    private mutating func unicodeEscape(start: Int) throws(JSONError) -> Unicode.Scalar {
        let high = try hexDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        if (0xD800..<0xDC00).contains(high), take("\\"), take("u") {
            let low = try hexDigits()
            if (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
            {
                return scalar
            }
        }
        position = start
        throw fault("a surrogate pair")
    }

    private mutating func hexDigits() throws(JSONError) -> UInt32 {
        let digits = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
        guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else {
            throw fault("four hex digits")
        }
        position += 4
        return value
    }
}
