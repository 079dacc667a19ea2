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
    /// An instance of a class that was registered.
    case node(TreeNode, [Structure])

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
        case .node(let node, let parts): "\(node.name)(" + parts.map(\.text).joined(separator: ", ") + ")"
        }
    }

    /// The structures of the parts.
    var parts: [Structure]? {
        switch self {
        case .tuple(let parts), .list(let parts), .dict(_, let parts), .record(_, let parts), .node(_, let parts):
            parts
        case .array, .none: nil
        }
    }

    /// How many arrays there are.
    var count: Int {
        switch self {
        case .array: 1
        case .none: 0
        case .tuple(let parts), .list(let parts), .dict(_, let parts), .record(_, let parts), .node(_, let parts):
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
        case .node(let node, let parts): zip(node.labels, parts).flatMap { $1.paths(of: name + $0) }
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
        case .node(let node, let parts): .node(node, parts.map { $0.keeping(&rest) })
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
}

extension Elaborator {
    /// `f64[2]` of one array, else how the arrays hang together, for messages.
    func text(_ value: Flattened) -> String {
        value.structure == .array ? value.slots.map { b.types[$0.value].description }.joined() : value.structure.text
    }

    /// The value that was taken apart.
    mutating func value(of flattened: Flattened, at position: SourcePosition) throws -> Value {
        try filled(flattened.structure, with: flattened.slots.map(\.asValue), at: position)
    }

    /// Takes a value apart. Numbers become arrays.
    /// - Throws: `Fault.argument` when it holds something else than arrays, numbers, and containers of them.
    mutating func flattened(_ value: Value, at position: SourcePosition) throws -> Flattened {
        let (leaves, structure) = try self.leaves(of: value, at: position)
        return Flattened(slots: try leaves.map { try slot($0, at: position) }, structure: structure)
    }

    private mutating func slot(_ value: Value, at position: SourcePosition) throws -> Slot {
        switch value {
        case .array, .integer, .float, .bool:
            let term = Term(value, position)
            return Slot(value: try array(term), isWeak: try promotion(of: term).isWeak)
        case .record, .object(.instance):
            throw Fault(
                .argument, "\(value.kindText) is not registered, so that its fields are not gone into", at: position,
                hint:
                    "write @jax.tree_util.register_dataclass above @dataclass, register_pytree_node(C, flatten, unflatten), or use "
                    + "a NamedTuple")
        default:
            throw Fault(
                .argument, "expected arrays, or tuples, lists and dicts of them, found \(value.kindText)", at: position)
        }
    }
}
