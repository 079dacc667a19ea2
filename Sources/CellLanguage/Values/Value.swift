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
    case dict(Dict)
    /// An instance of a class of named fields.
    case record(Record)
    /// Something that only steers elaboration.
    case object(StaticObject)
    case dtype(DType)
    /// A function that a cell defined.
    case closure(Closure)
    /// A function of the library.
    case builtin(Builtin)
    /// A method bound to what stands before the dot.
    case method(Builtin, receiver: Value)
    /// A function made from another, such as `grad(f)`.
    case transformed(Transformed)
    /// A primitive by its name, as `primitive.sin`.
    case primitive(String)
    /// A prefix before known names, such as `jnp` or `jax.nn`.
    case module(String)
    /// `x.at`, then `x.at[index]`, which waits for `.add(…)`.
    case updater(ValueID, isWeak: Bool, index: [Index]?)
    /// A file of several arrays, which waits for `["key"]`.
    case file(String)

    /// A strong array.
    static func array(_ value: ValueID) -> Value { .array(value, isWeak: false) }
}

/// A function that a cell defined, and what it holds on to.
public struct Closure: Sendable {
    let function: Function
    /// The default values, evaluated when the function was defined: a scope, so that a chain of functions, each a default
    /// of the next, does not unwind on the stack.
    let defaults: Scope
    /// The names around the definition; nil at the top of a cell.
    let scope: Scope?
    /// The cell that defined it: positions in the function are positions there.
    let source: CellSource
    /// The number of the class that it is a method of.
    var owner: Int?
}

/// The text of one cell by lines.
final class CellSource: Sendable {
    let lines: [Substring]
    /// Whether it is a definition of the library, which sees no names of the session.
    let isLibrary: Bool

    /// Lines end where the lexer ends them: at LF, CR LF or CR.
    init(_ text: String, isLibrary: Bool = false) {
        self.isLibrary = isLibrary
        lines = text.split(omittingEmptySubsequences: false) { ["\n", "\r\n", "\r"].contains($0) }
    }
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
        case .dict: "a dict"
        case .record(let record): "a \(record.type.name)"
        case .object(let object): object.kindText
        case .dtype: "an element type"
        case .closure, .builtin, .method, .transformed, .primitive: "a function"
        case .module(let name): "the module \(name)"
        case .updater: "an .at[…] without .add(…)"
        case .file: "a file of several arrays"
        }
    }

    /// The value itself where it is short, else what a person would call it, for messages.
    var text: String { staticText.flatMap { $0.count <= 24 ? $0 : nil } ?? kindText }

    /// The text of a static value as Python prints it; nil for what has none (arrays, functions).
    public var staticText: String? {
        switch self {
        case .integer(let value): String(value)
        case .float(let value): value.isNaN ? "nan" : value.description
        case .bool(let value): value ? "True" : "False"
        case .string(let value): Value.quoted(value)
        case .none: "None"
        case .tuple(let items): Value.joined(items).map { items.count == 1 ? "(\($0),)" : "(\($0))" }
        case .list(let items): Value.joined(items).map { "[\($0)]" }
        case .range(let start, let stop, let step): "range(\(start), \(stop)\(step == 1 ? "" : ", \(step)"))"
        case .dtype(let dtype): dtype.rawValue
        case .dict(let dict):
            Value.joined(dict.values, after: dict.keys.map { ($0.value.staticText ?? "") + ": " }).map { "{\($0)}" }
        case .record(let record):
            Value.joined(record.items, after: record.type.fields.map { $0 + "=" }).map { "\(record.type.name)(\($0))" }
        case .ellipsis: "Ellipsis"
        case .array, .closure, .builtin, .method, .transformed, .primitive, .module, .updater, .file, .object: nil
        }
    }

    /// A string as Python's `repr` writes it.
    static func quoted(_ text: String) -> String {
        let quote: Character = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var result = String(quote)
        for character in text.unicodeScalars {
            switch character {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\\": result += "\\\\"
            case quote.unicodeScalars.first: result += "\\\(quote)"
            default: result.unicodeScalars.append(character)
            }
        }
        return result + String(quote)
    }

    private static func joined(_ items: [Value], after names: [String]? = nil) -> String? {
        let texts = items.compactMap(\.staticText)
        guard texts.count == items.count else { return nil }
        return (names.map { zip($0, texts).map(+) } ?? texts).joined(separator: ", ")
    }

    /// Whether it is a string, static or of computed values.
    var isText: Bool {
        switch self {
        case .string, .object(.text): true
        default: false
        }
    }

    /// Whether it is what the library means by `name` without a module.
    func isLibrary(_ name: String) -> Bool {
        switch (self, Library.value(named: name)) {
        case (_, nil): false
        case (.builtin(let own), .builtin(let other)?): own.name == other.name
        case (.builtin, _), (_, .builtin?): false
        case (.module(let own), .module(let other)?): Modules.home(of: own) == Modules.home(of: other)
        default: true
        }
    }

    /// Whether it is None.
    var isNone: Bool { if case .none = self { true } else { false } }

    /// Whether the value is, or holds, a function of a cell.
    public var isFunction: Bool {
        switch self {
        case .closure: true
        case .transformed(let transformed): transformed.holdsValues || transformed.function.isFunction
        case .object(.recordType), .object(.classType): true
        case .method(_, let receiver): receiver.isFunction
        default: false
        }
    }

    /// Whether the value may hold a function of a cell, where it cannot be looked into.
    var mayHoldFunctions: Bool {
        switch self {
        case .object(.instance), .object(.reference), .object(.descriptor), .object(.error), .object(.parent),
            .object(.field), .object(.graph):
            true
        default: isFunction
        }
    }

    /// Whether the value can be called.
    var isCallable: Bool {
        switch self {
        case .closure, .builtin, .method, .transformed, .primitive, .object(.recordType), .object(.classType): true
        case .object(.instance(let instance)): instance.type.member("__call__") != nil
        case .object(.graph(let graph)): graph.stage == .compiled
        case .record(let record): record.type.defaults.type?.member("__call__") != nil
        default: false
        }
    }

    /// Whether an array is in it.
    var holdsArrays: Bool {
        switch self {
        case .array: true
        default: children?.contains(where: \.holdsArrays) ?? false
        }
    }

    /// Whether the value came from Python numbers alone; of a tuple or list, all of its items.
    var isWeak: Bool {
        switch self {
        case .array(_, let isWeak), .updater(_, let isWeak, _): isWeak
        case .integer, .float: true
        case .tuple(let items), .list(let items):
            items.contains(where: \.isWeak) && items.allSatisfy { $0.isWeak || $0.isBool }
        case .bool, .string, .none, .ellipsis, .range, .dtype, .closure, .builtin, .method, .transformed, .primitive,
            .module, .file, .dict, .record, .object:
            false
        }
    }

    private var isBool: Bool { if case .bool = self { true } else { false } }

    /// The same value, weak where it is an array, or holds arrays.
    var weakened: Value {
        switch self {
        case .array(let id, _): .array(id, isWeak: true)
        case .tuple(let items): .tuple(items.map(\.weakened))
        case .list(let items): .list(items.map(\.weakened))
        default: self
        }
    }

    /// The items of a tuple or list; a named tuple is one.
    var items: [Value]? {
        switch self {
        case .tuple(let items), .list(let items): items
        case .record(let record) where record.type.kind == .namedTuple: record.items
        default: nil
        }
    }

    /// The values that are parts of this one, which is called `name`, as a cell would write them: `p[0]`, `p['w']`, `p.x`.
    public func parts(of name: String) -> [(name: String, value: Value)] {
        switch self {
        case .tuple(let items), .list(let items): items.enumerated().map { ("\(name)[\($0)]", $1) }
        case .dict(let dict): zip(dict.keys, dict.values).map { (name + Dict.subscriptText($0), $1) }
        case .record(let record): zip(record.type.fields, record.items).map { ("\(name).\($0)", $1) }
        default: []
        }
    }

    /// The values that are parts of this one.
    var children: [Value]? {
        switch self {
        case .tuple(let items), .list(let items): items
        case .dict(let dict): dict.values
        case .record(let record): record.items
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

/// What a function makes of operands that it cannot take as they are, as JAX does.
enum Lift {
    /// Takes every element type.
    case none
    /// Takes numbers; bools become i32.
    case number
    /// Takes floats; whole numbers and bools become the float of their size.
    case inexact
    /// Takes floats; whole numbers and bools become f64.
    case float
    /// Adds up many elements: bools and i32 become i64.
    case total

    func callAsFunction(_ rank: Promotion) -> Promotion {
        switch self {
        case .none: rank
        case .number: rank == .bool ? .i32 : rank
        case .inexact:
            switch rank {
            case .bool, .i32: .f32
            case .i64: .f64
            case .weakInteger: .weakFloat
            case .weakFloat, .f32, .f64: rank
            }
        case .float: max(rank, .weakFloat)
        case .total: rank <= .i32 ? .i64 : rank
        }
    }
}
