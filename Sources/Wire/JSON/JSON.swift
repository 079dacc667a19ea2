import OrderedCollections

/// A JSON value. Objects keep the order of their members; numbers keep their text, so that no bit is lost on the way.
public enum JSON: Equatable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number that fits `Int`.
    case integer(Int)
    /// Any other number, by its exact text. Text that is no JSON number (`nan`, `inf`, `-inf`) is encoded as a string.
    case number(String)
    /// A string.
    case string(String)
    /// An array.
    case array([JSON])
    /// An object.
    case object(OrderedDictionary<String, JSON>)

    /// The member of an object, `nil` for any other value and for a missing key.
    public subscript(_ key: String) -> JSON? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The text of a string.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of an integer.
    public var integer: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The elements of an array.
    public var array: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object.
    public var object: OrderedDictionary<String, JSON>? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The nearest `Double` of an integer, a number, or one of the strings `"nan" "inf" "-inf"`.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let text): Double(text)
        case .string("nan"): .nan
        case .string("inf"): .infinity
        case .string("-inf"): -.infinity
        case .null, .bool, .string, .array, .object: nil
        }
    }
}

extension JSON {
    /// Compact text on one line: no spaces, and every control character escaped.
    public var encoded: String {
        var output = ""
        encode(into: &output)
        return output
    }

    private func encode(into output: inout String) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .integer(let value): output += String(value)
        case .number(let text):
            if JSON.isNumber(text) { output += text } else { JSON.encode(text, into: &output) }
        case .string(let text): JSON.encode(text, into: &output)
        case .array(let elements):
            output += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { output += "," }
                element.encode(into: &output)
            }
            output += "]"
        case .object(let members):
            output += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { output += "," }
                JSON.encode(member.key, into: &output)
                output += ":"
                member.value.encode(into: &output)
            }
            output += "}"
        }
    }

    /// A quoted string with JSON's escapes.
    static func encode(_ text: String, into output: inout String) {
        output += "\""
        if text.utf8.contains(where: { $0 < 0x20 || $0 == Byte.quote || $0 == Byte.backslash || $0 > 0x7E }) {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"": output += "\\\""
                case "\\": output += "\\\\"
                case let hidden where hidden.isHidden: output += hidden.jsonEscape
                default: output.unicodeScalars.append(scalar)
                }
            }
        } else {
            output += text
        }
        output += "\""
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
    static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func digits() -> Int {
            let run = rest.prefix(while: Byte.isDigit)
            rest = rest.dropFirst(run.count)
            return run.count
        }
        func skip(_ bytes: StaticString) -> Bool {
            guard let first = rest.first, "\(bytes)".utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = skip("-")
        if !skip("0"), digits() == 0 { return false }
        if skip("."), digits() == 0 { return false }
        if skip("eE") {
            _ = skip("+-")
            if digits() == 0 { return false }
        }
        return rest.isEmpty && !text.isEmpty
    }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// `null`.
    public init(nilLiteral: ()) { self = .null }

    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }

    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }

    /// An array.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }

    /// An object; of members with the same key the last one stays.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(OrderedDictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}
