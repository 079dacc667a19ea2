import Autodiff
import Graphs
import Tensors

extension Elaborator {
    /// Calls a function for each entry along an axis of its arguments, and stacks what it gives. The function is
    /// elaborated once, for one entry.
    mutating func vmap(_ function: Term, _ terms: [NamedTerm], _ inAxes: Value, _ outAxes: Int) throws -> Value {
        let specs = try axes(inAxes, for: terms, at: function.position)
        let isHeld = specs.map { if case .none = $0 { true } else { false } }
        let held = try Transformed.holding(function, terms, isHeld)
        let mapped = zip(terms, specs).filter { if case .none = $1 { false } else { true } }
        let arguments = try mapped.map { try flattened($0.0.term.value, at: $0.0.term.position) }
        let places = try zip(mapped, arguments).flatMap { pair, argument in
            try axes(pair.1, over: argument.structure, at: pair.0.term.position)
        }
        let slots = arguments.flatMap(\.slots)
        let wholes = try zip(slots, places).map { slot, axis in
            try axis.map { try normalised($0, of: slot.value, at: function.position) }
        }
        let size = try mappedSize(slots, wholes, at: function.position)
        let inner = try zip(slots, wholes).map { slot, axis -> TensorType in
            var dims = b.shape(slot.value).dims
            if let axis { dims.remove(at: axis) }
            return TensorType(b.dtype(slot.value), try Shape(dims))
        }
        let trace = try trace(held, arguments, types: inner)
        let isBatched = wholes.map { $0 != nil } + trace.captured.map { _ in false }
        let mark = b.types.count
        let graph = try batch(trace.graph, isBatched: isBatched, size: size, within: b.room)
        let operands = try zip(slots, wholes).map { slot, axis in
            try axis.map { try b.moveAxis(slot.value, from: $0, to: 0) } ?? slot.value
        }
        let results = try b.inline(graph, operands + trace.captured)
        let placed = try zip(results, trace.results).map { result, slot -> Value in
            let rank = b.shape(result).rank
            let axis = outAxes < 0 ? outAxes + rank : outAxes
            guard (0..<rank).contains(axis) else {
                throw Fault(.shape, "vmap: out_axes=\(outAxes) of a result with \(rank) axes", at: function.position)
            }
            return .array(try fresh(b.moveAxis(result, from: 0, to: axis), since: mark), isWeak: slot.isWeak)
        }
        return try filled(trace.structure, with: placed, at: function.position)
    }

    /// One axis specification for each argument: those given by name are mapped along their first axis.
    private func axes(_ inAxes: Value, for terms: [NamedTerm], at position: SourcePosition) throws -> [Value] {
        guard let items = inAxes.items else { return terms.map { $0.name == nil ? inAxes : .integer(0) } }
        let positional = terms.filter { $0.name == nil }.count
        guard items.count == positional else {
            throw Fault(
                .argument, "vmap: in_axes has \(items.count) entries for \(positional) arguments", at: position,
                hint: "one axis, or None, for each argument")
        }
        return items + terms.dropFirst(positional).map { _ in .integer(0) }
    }

    /// The axis of each array under a specification; nil for those that every entry shares.
    private func axes(_ spec: Value, over structure: Structure, at position: SourcePosition) throws -> [Int?] {
        switch (spec, structure) {
        case (_, .none): return []
        case (.integer(let axis), .array): return [axis]
        case (.none, .array): return [nil]
        case (.integer, _), (.none, _):
            return try (structure.parts ?? []).flatMap { try axes(spec, over: $0, at: position) }
        case (.dict(let dict), .dict(let keys, let parts)) where dict.keys.count == keys.count:
            return try zip(keys, parts).flatMap { try axes(dict[$0] ?? .ellipsis, over: $1, at: position) }
        case (.record(let record), .record(let type, let parts)) where record.type == type:
            return try zip(record.items, parts).flatMap { try axes($0, over: $1, at: position) }
        case (.tuple(let items), .tuple(let parts)) where items.count == parts.count,
            (.list(let items), .list(let parts)) where items.count == parts.count,
            (.tuple(let items), .list(let parts)) where items.count == parts.count:
            return try zip(items, parts).flatMap { try axes($0, over: $1, at: position) }
        default:
            throw Fault(
                .argument, "vmap: in_axes does not fit \(structure.text)", at: position,
                hint: "one axis, or None, for each argument or each of its parts")
        }
    }

    private func normalised(_ axis: Int, of value: ValueID, at position: SourcePosition) throws -> Int {
        let rank = b.shape(value).rank
        guard (-rank..<rank).contains(axis) else {
            throw Fault(
                .shape, "vmap: axis \(axis) of \(b.types[value])", at: position,
                hint: rank == 0 ? "a scalar has no axis to go along; use None in in_axes" : "in_axes chooses the axis")
        }
        return axis < 0 ? axis + rank : axis
    }

    private func mappedSize(_ slots: [Slot], _ axes: [Int?], at position: SourcePosition) throws -> Int {
        var first: (size: Int, type: TensorType)?
        for (slot, axis) in zip(slots, axes) {
            guard let axis else { continue }
            let size = b.shape(slot.value).dims[axis]
            guard size == first?.size ?? size else {
                throw Fault(
                    .shape,
                    "vmap: \(first.map(\.type.description) ?? "") has \(first?.size ?? 0) entries, "
                        + "\(b.types[slot.value]) has \(size) along axis \(axis)", at: position)
            }
            first = first ?? (size, b.types[slot.value])
        }
        guard let first else {
            throw Fault(.argument, "vmap: nothing to go along", at: position, hint: "in_axes is None for all arguments")
        }
        return first.size
    }
}
