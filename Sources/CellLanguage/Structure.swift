import Graphs
import Tensors

/// How arrays hang together in a value that a function takes or gives: JAX's pytrees, of tuples, lists, dicts, named
/// tuples, registered dataclasses and None.
public indirect enum Structure: Equatable, Sendable {
    case array
    case none
    case tuple([Structure])
    case list([Structure])
    /// Keys in the order in which JAX goes through them, which sorts them.
    case dict([DictKey], [Structure])
    case record(RecordType, [Structure])

    /// `(array, [array, array])`, for messages.
    var text: String {
        switch self {
        case .array: "array"
        case .none: "None"
        case .tuple(let parts): "(" + parts.map(\.text).joined(separator: ", ") + (parts.count == 1 ? ",)" : ")")
        case .list(let parts): "[" + parts.map(\.text).joined(separator: ", ") + "]"
        case .dict(let keys, let parts):
            "{" + zip(keys, parts).map { ($0.value.staticText ?? "") + ": " + $1.text }.joined(separator: ", ") + "}"
        case .record(let type, let parts):
            "\(type.name)(" + zip(type.fields, parts).map { "\($0)=\($1.text)" }.joined(separator: ", ") + ")"
        }
    }

    /// The structures of the parts.
    var parts: [Structure]? {
        switch self {
        case .tuple(let parts), .list(let parts), .dict(_, let parts), .record(_, let parts): parts
        case .array, .none: nil
        }
    }

    /// How many arrays there are.
    var count: Int {
        switch self {
        case .array: 1
        case .none: 0
        case .tuple(let parts), .list(let parts), .dict(_, let parts), .record(_, let parts):
            parts.reduce(0) { $0 + $1.count }
        }
    }

    /// How each array is written as a part of the value called `name`: `p[0]`, `p['w']`, `p.x`.
    func paths(of name: String) -> [String] {
        switch self {
        case .array: [name]
        case .none: []
        case .tuple(let parts), .list(let parts): parts.enumerated().flatMap { $1.paths(of: "\(name)[\($0)]") }
        case .dict(let keys, let parts): zip(keys, parts).flatMap { $1.paths(of: name + Dict.subscriptText($0)) }
        case .record(let type, let parts): zip(type.fields, parts).flatMap { $1.paths(of: "\(name).\($0)") }
        }
    }

    /// The value of this structure with these arrays, in order.
    func filled(with values: [Value]) -> Value {
        var rest = values[...]
        return take(&rest)
    }

    private func take(_ values: inout ArraySlice<Value>) -> Value {
        switch self {
        case .array: values.popFirst() ?? .none
        case .none: .none
        case .tuple(let parts): .tuple(parts.map { $0.take(&values) })
        case .list(let parts): .list(parts.map { $0.take(&values) })
        case .dict(let keys, let parts): .dict(Dict(keys, parts.map { $0.take(&values) }))
        case .record(let type, let parts): .record(Record(type: type, items: parts.map { $0.take(&values) }))
        }
    }
}

extension Value {
    /// The value taken apart as JAX does: its leaves in order, whatever they are, and how they hang together.
    /// - Parameter isLeaf: says of a value that it is not gone into.
    func leaves(
        isLeaf: (Value) throws -> Bool = { _ in false }
    ) throws -> (leaves: [Value], structure: Structure) {
        func collect(_ items: [Value]) throws -> (leaves: [Value], structures: [Structure]) {
            let parts = try items.map { try $0.leaves(isLeaf: isLeaf) }
            return (parts.flatMap(\.leaves), parts.map(\.structure))
        }
        if try isLeaf(self) { return ([self], .array) }
        switch self {
        case .none: return ([], .none)
        case .tuple(let items):
            let parts = try collect(items)
            return (parts.leaves, .tuple(parts.structures))
        case .list(let items):
            let parts = try collect(items)
            return (parts.leaves, .list(parts.structures))
        case .dict(let dict):
            let sorted = dict.sorted
            let parts = try collect(sorted.values)
            return (parts.leaves, .dict(sorted.keys, parts.structures))
        case .record(let record) where record.type.isTree:
            let parts = try collect(record.items)
            return (parts.leaves, .record(record.type, parts.structures))
        default: return ([self], .array)
        }
    }
}

extension Structure {
    /// The same with None in place of the arrays that are not marked.
    func keeping(_ isKept: [Bool]) -> Structure {
        var rest = isKept[...]
        return keeping(&rest)
    }

    private func keeping(_ rest: inout ArraySlice<Bool>) -> Structure {
        switch self {
        case .array: rest.popFirst() == true ? .array : .none
        case .none: .none
        case .tuple(let parts): .tuple(parts.map { $0.keeping(&rest) })
        case .list(let parts): .list(parts.map { $0.keeping(&rest) })
        case .dict(let keys, let parts): .dict(keys, parts.map { $0.keeping(&rest) })
        case .record(let type, let parts): .record(type, parts.map { $0.keeping(&rest) })
        }
    }
}

/// One array of a value, with the weakness that a Python number has.
struct Slot: Equatable {
    var value: ValueID
    var isWeak: Bool

    var asValue: Value { .array(value, isWeak: isWeak) }
}

/// A value taken apart: its arrays in order, and how they hang together.
struct Flattened {
    var slots: [Slot]
    let structure: Structure

    /// The value that was taken apart.
    var value: Value { structure.filled(with: slots.map(\.asValue)) }
}

extension Elaborator {
    /// `f64[2]` of one array, else how the arrays hang together, for messages.
    func text(_ value: Flattened) -> String {
        value.structure == .array ? value.slots.map { b.types[$0.value].description }.joined() : value.structure.text
    }

    /// Takes a value apart. Numbers become arrays.
    /// - Throws: `Fault.argument` when it holds something else than arrays, numbers, and containers of them.
    mutating func flattened(_ value: Value, at position: SourcePosition) throws -> Flattened {
        let (leaves, structure) = try value.leaves()
        return Flattened(slots: try leaves.map { try slot($0, at: position) }, structure: structure)
    }

    private mutating func slot(_ value: Value, at position: SourcePosition) throws -> Slot {
        switch value {
        case .array, .integer, .float, .bool:
            let term = Term(value, position)
            return Slot(value: try array(term), isWeak: try promotion(of: term).isWeak)
        case .record:
            throw Fault(
                .argument, "\(value.kindText) is not registered, so that its fields are not gone into", at: position,
                hint: "write @jax.tree_util.register_dataclass above @dataclass, or use a NamedTuple")
        default:
            throw Fault(
                .argument, "expected arrays, or tuples, lists and dicts of them, found \(value.kindText)", at: position)
        }
    }
}
