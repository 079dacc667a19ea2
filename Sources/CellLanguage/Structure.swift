import Graphs
import Tensors

/// How arrays hang together in a value that a function takes or gives: JAX's pytrees, of tuples, lists and None.
indirect enum Structure: Equatable, Sendable {
    case array
    case none
    case tuple([Structure])
    case list([Structure])

    /// `(array, [array, array])`, for messages.
    var text: String {
        switch self {
        case .array: "array"
        case .none: "None"
        case .tuple(let parts): "(" + parts.map(\.text).joined(separator: ", ") + (parts.count == 1 ? ",)" : ")")
        case .list(let parts): "[" + parts.map(\.text).joined(separator: ", ") + "]"
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
    /// - Throws: `Fault.argument` when it holds something else than arrays, numbers, tuples, lists and None.
    mutating func flattened(_ value: Value, at position: SourcePosition) throws -> Flattened {
        switch value {
        case .none: return Flattened(slots: [], structure: .none)
        case .tuple(let items):
            let parts = try items.map { try flattened($0, at: position) }
            return Flattened(slots: parts.flatMap(\.slots), structure: .tuple(parts.map(\.structure)))
        case .list(let items):
            let parts = try items.map { try flattened($0, at: position) }
            return Flattened(slots: parts.flatMap(\.slots), structure: .list(parts.map(\.structure)))
        case .array, .integer, .float, .bool:
            let term = Term(value, position)
            let slot = Slot(value: try array(term), isWeak: try promotion(of: term).isWeak)
            return Flattened(slots: [slot], structure: .array)
        default:
            throw Fault(
                .argument, "expected arrays, or tuples and lists of them, found \(value.kindText)", at: position)
        }
    }
}
