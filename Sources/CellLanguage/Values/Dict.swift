import Graphs
import Tensors

/// A key of a dict. Keys are equal where Python's are: `1`, `1.0` and `True` are one key.
public indirect enum DictKey: Sendable {
    case none
    case integer(Int)
    case float(Double)
    case bool(Bool)
    case string(String)
    case tuple([DictKey])

    /// The key that a value is, or nil for what has no hash or is no key here.
    init?(_ value: Value) {
        switch value {
        case .none: self = .none
        case .integer(let value): self = .integer(value)
        case .float(let value): self = .float(value)
        case .bool(let value): self = .bool(value)
        case .string(let value): self = .string(value)
        case .tuple(let items):
            let keys = items.compactMap(DictKey.init)
            guard keys.count == items.count else { return nil }
            self = .tuple(keys)
        default: return nil
        }
    }

    var value: Value {
        switch self {
        case .none: .none
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        case .bool(let value): .bool(value)
        case .string(let value): .string(value)
        case .tuple(let keys): .tuple(keys.map(\.value))
        }
    }

    /// Whole numbers of every type as the same number.
    private var whole: Int? {
        switch self {
        case .integer(let value): value
        case .bool(let value): value ? 1 : 0
        case .float(let value): Int(exactly: value)
        case .none, .string, .tuple: nil
        }
    }

    /// Whether the key comes before another where Python sorts them; nil where it refuses to.
    func precedes(_ other: DictKey) -> Bool? {
        StaticArithmetic.ordered(value, other.value)
    }
}

extension DictKey: Hashable {
    /// Whether Python counts them as one key.
    public static func == (left: DictKey, right: DictKey) -> Bool {
        if let x = left.whole, let y = right.whole { return x == y }
        switch (left, right) {
        case (.none, .none): return true
        case (.float(let x), .float(let y)): return x == y
        case (.string(let x), .string(let y)): return x == y
        case (.tuple(let x), .tuple(let y)): return x == y
        default: return false
        }
    }

    /// Equal keys hash alike.
    public func hash(into hasher: inout Hasher) {
        if let whole { return hasher.combine(whole) }
        switch self {
        case .float(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        case .tuple(let keys): hasher.combine(keys)
        case .none, .integer, .bool: break
        }
    }
}

/// A dict: entries in the order in which their keys first came.
public struct Dict: Sendable {
    private(set) var keys: [DictKey] = []
    private(set) var values: [Value] = []
    private var places: [DictKey: Int] = [:]

    init() {}

    /// A dict of these entries; of equal keys the last one's value stays.
    init(_ keys: [DictKey], _ values: [Value]) {
        for (key, value) in zip(keys, values) { self[key] = value }
    }

    subscript(key: DictKey) -> Value? {
        get { places[key].map { values[$0] } }
        set {
            guard let newValue else { return remove(key) }
            if let place = places[key] {
                values[place] = newValue
            } else {
                places[key] = keys.count
                keys.append(key)
                values.append(newValue)
            }
        }
    }

    private mutating func remove(_ key: DictKey) {
        guard let place = places.removeValue(forKey: key) else { return }
        keys.remove(at: place)
        values.remove(at: place)
        for index in place..<keys.count { places[keys[index]] = index }
    }

    /// The entries in the order in which JAX goes through them: by sorted keys. Keys that do not sort stay as they are.
    var sorted: Dict {
        let order = keys.indices.sorted { keys[$0].precedes(keys[$1]) ?? ($0 < $1) }
        return Dict(order.map { keys[$0] }, order.map { values[$0] })
    }

    /// `['w']`, as it stands behind the dict's name.
    static func subscriptText(_ key: DictKey) -> String { "[\(key.value.staticText ?? "")]" }
}

/// A class of named fields.
public struct RecordType: Hashable, Sendable {
    /// What an instance is to tuples and to JAX.
    enum Kind: Hashable, Sendable {
        /// A named tuple: it is a tuple, and JAX goes through its fields.
        case namedTuple
        /// A dataclass; JAX goes through its fields where it is registered, else it is one leaf.
        case dataclass
    }

    let name: String
    let fields: [String]
    let kind: Kind
    /// Default values by field: a scope, as closures have, so that chains of them do not unwind on the stack.
    let defaults: RecordDefaults
}

/// Default values of fields, and what else the class has. Types are compared by names alone.
struct RecordDefaults: Hashable, Sendable {
    let scope: Scope
    /// The class with its methods; nil for one that `namedtuple` made.
    var type: ClassType?

    static func == (left: RecordDefaults, right: RecordDefaults) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}

/// An instance of a class of named fields.
public struct Record: Sendable {
    let type: RecordType
    var items: [Value]

    func field(_ name: String) -> Value? { type.fields.firstIndex(of: name).map { items[$0] } }
}

/// What Python has beside values of the language, and what carries no array of its own through a graph.
public enum StaticObject: Sendable {
    /// A class of named fields.
    case recordType(RecordType)
    /// A string in which values of arrays stand.
    case text([TextPiece])
    /// How the arrays of a tree hang together.
    case structure(Structure)
    /// A class that a cell defined.
    case classType(ClassType)
    /// An instance of one: what it holds is in the heap.
    case instance(Instance)
    /// `super()`: the class that asks, and what the method was called on.
    case parent(of: ClassType, receiver: Value)
    /// A property or another member that is not taken as it is.
    case descriptor(Descriptor)
    /// A reference to an array: which one is in the heap.
    case reference(Int)
    /// An error as Python raises it.
    case error(ErrorValue)
    /// `NotImplemented`, with which a method leaves an operation to the other operand.
    case notImplemented
    /// What a field of a dataclass is when it is not given.
    case field(FieldDefault)
    /// `os.environ`: what is set there has no effect on numbers.
    case processEnvironment
    /// The type of an array: shape and element type.
    case arrayType(ArrayType)
    /// A class that only annotations use.
    case alias(String)
    /// A function written as a graph, to be shown.
    case graph(GraphText)
}

extension StaticObject {
    /// Whether its text is shown where it ends a cell, as it has no values to be shown.
    var isShown: Bool {
        switch self {
        case .structure, .instance, .reference, .error, .arrayType, .graph: true
        case .recordType, .text, .classType, .parent, .descriptor, .notImplemented, .field, .processEnvironment, .alias:
            false
        }
    }

    /// What a person would call it, for messages.
    var kindText: String {
        switch self {
        case .recordType, .classType: "a class"
        case .text: "a string of computed values"
        case .structure: "a tree structure"
        case .instance(let instance): "an instance of \(instance.type.name)"
        case .parent: "what a class inherits from"
        case .descriptor: "a property"
        case .reference: "a reference"
        case .error(let error): "a \(error.name.plainName)"
        case .notImplemented: "NotImplemented"
        case .field: "a field"
        case .processEnvironment: "the environment of the process"
        case .arrayType: "the type of an array"
        case .alias: "a type"
        case .graph: "a function written as a graph"
        }
    }
}
