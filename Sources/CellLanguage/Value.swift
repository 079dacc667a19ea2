import Graphs
import Tensors

/// What an expression of a cell stands for while it is elaborated: an array in the graph, or something static.
public indirect enum Value: Sendable {
    /// An array. A weak one came from Python numbers alone and takes the element type of what it meets.
    case array(ValueID, isWeak: Bool)
    case integer(Int)
    case float(Double)
    case bool(Bool)
    case string(String)
    case none
    case ellipsis
    case tuple([Value])
    case list([Value])
    case range(start: Int, stop: Int, step: Int)
    case dtype(DType)
    /// A function that a cell defined, with the local names it was defined among.
    case closure(Closure)
    /// A function of the library.
    case builtin(Builtin)
    /// A method bound to what stands before the dot.
    case method(Builtin, receiver: Value)
    /// A prefix before known names, such as `jnp` or `jax.nn`.
    case module(String)
    /// `x.at`, then `x.at[index]`, which waits for `.add(…)`.
    case updater(ValueID, index: [Index]?)
    /// A file of several arrays, which waits for `["key"]`.
    case file(String)

    /// A strong array.
    static func array(_ value: ValueID) -> Value { .array(value, isWeak: false) }
}

/// A user's function.
public struct Closure: Sendable {
    let function: Function
    let captured: [String: Value]
}

/// One item between index brackets, its expressions evaluated.
public enum Index: Sendable {
    case value(Value)
    case slice(Int?, Int?, Int?)
}

extension Value {
    /// What a person would call it, for messages.
    var kindText: String {
        switch self {
        case .array: "an array"
        case .integer: "a whole number"
        case .float: "a float"
        case .bool: "a bool"
        case .string: "a string"
        case .none: "None"
        case .ellipsis: "..."
        case .tuple: "a tuple"
        case .list: "a list"
        case .range: "a range"
        case .dtype: "an element type"
        case .closure, .builtin, .method: "a function"
        case .module(let name): "the module \(name)"
        case .updater: "an .at[…] without .add(…)"
        case .file: "a file of several arrays"
        }
    }

    /// The text of a static value as Python prints it; nil for what has none (arrays, functions).
    public var staticText: String? {
        switch self {
        case .integer(let value): String(value)
        case .float(let value): value.isNaN ? "nan" : value.description
        case .bool(let value): value ? "True" : "False"
        case .string(let value): "'\(value)'"
        case .none: "None"
        case .tuple(let items): Value.joined(items).map { items.count == 1 ? "(\($0),)" : "(\($0))" }
        case .list(let items): Value.joined(items).map { "[\($0)]" }
        case .range(let start, let stop, let step): "range(\(start), \(stop)\(step == 1 ? "" : ", \(step)"))"
        case .dtype(let dtype): dtype.rawValue
        case .array, .ellipsis, .closure, .builtin, .method, .module, .updater, .file: nil
        }
    }

    private static func joined(_ items: [Value]) -> String? {
        let texts = items.compactMap(\.staticText)
        return texts.count == items.count ? texts.joined(separator: ", ") : nil
    }

    /// The items of a tuple or list.
    var items: [Value]? {
        switch self {
        case .tuple(let items), .list(let items): items
        default: nil
        }
    }
}

/// A rank in JAX's promotion lattice, which is a chain for the element types here. `i*` and `f*` are Python's numbers.
enum Promotion: Int, Comparable {
    case bool, weakInteger, i32, i64, weakFloat, f32, f64

    static func < (left: Promotion, right: Promotion) -> Bool { left.rawValue < right.rawValue }

    init(_ dtype: DType, isWeak: Bool) {
        switch dtype {
        case .bool: self = .bool
        case .i32: self = .i32
        case .i64: self = isWeak ? .weakInteger : .i64
        case .f32: self = .f32
        case .f64: self = isWeak ? .weakFloat : .f64
        }
    }

    var dtype: DType {
        switch self {
        case .bool: .bool
        case .i32: .i32
        case .i64, .weakInteger: .i64
        case .f32: .f32
        case .f64, .weakFloat: .f64
        }
    }

    var isWeak: Bool { self == .weakInteger || self == .weakFloat }
}
