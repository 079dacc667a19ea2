import Tensors

/// A static parameter of a primitive as text, hash and SQL see it.
public enum Parameter: Hashable, Sendable, CustomStringConvertible {
    /// A whole number.
    case integer(Int)
    /// A list of whole numbers: axes, sizes, strides.
    case integers([Int])
    /// A word: a type, a number with its type, a flag.
    case word(String)
    /// A graph: the body of a loop, a branch.
    case body(Body)

    /// A truth value, as a whole number.
    static func flag(_ isSet: Bool) -> Parameter { .integer(isSet ? 1 : 0) }

    /// `2`, `[0,1]`, `f64`.
    public var description: String {
        switch self {
        case .integer(let value): String(value)
        case .integers(let values): Shape.text(values)
        case .word(let word): word
        case .body(let body): body.description
        }
    }

    /// Reads the text back.
    public init(parsing text: String) {
        if let value = Int(text) {
            self = .integer(value)
        } else if text.hasPrefix("["), text.hasSuffix("]") {
            let parts = text.dropFirst().dropLast().split(separator: ",")
            let values = parts.compactMap { Int($0) }
            self = values.count == parts.count ? .integers(values) : .word(text)
        } else if let body = Body(parsing: text) {
            self = .body(body)
        } else {
            self = .word(text)
        }
    }
}

/// A parameter with its name.
public struct NamedParameter: Hashable, Sendable {
    /// The name, as printed before `=`.
    public let name: String
    /// The value.
    public let value: Parameter

    /// A parameter with its name.
    public init(name: String, value: Parameter) {
        self.name = name
        self.value = value
    }
}

/// Takes the parameters of one primitive apart, with errors that name it.
struct ParameterReader {
    let primitive: String
    let parameters: [NamedParameter]

    func fault(_ message: String) -> Fault { Fault(.parse, "\(primitive): \(message)") }

    private func value(_ name: String) throws -> Parameter {
        guard let parameter = parameters.first(where: { $0.name == name }) else { throw fault("\(name) is missing") }
        return parameter.value
    }

    func has(_ name: String) -> Bool { parameters.contains { $0.name == name } }

    func integer(_ name: String) throws -> Int {
        guard case .integer(let value) = try value(name) else { throw fault("\(name) must be a whole number") }
        return value
    }

    func flag(_ name: String) throws -> Bool { try integer(name) != 0 }

    func integers(_ name: String) throws -> [Int] {
        guard case .integers(let values) = try value(name) else { throw fault("\(name) must be a list") }
        return values
    }

    func word(_ name: String) throws -> String { try value(name).description }

    func body(_ name: String) throws -> Body {
        guard case .body(let body) = try value(name) else { throw fault("\(name) must be a graph in braces") }
        return body
    }

    func dtype(_ name: String) throws -> DType {
        guard let dtype = DType(rawValue: try word(name)) else { throw fault("\(name) must be an element type") }
        return dtype
    }
}
