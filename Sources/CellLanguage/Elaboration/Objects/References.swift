import Graphs
import Tensors

// `jax.new_ref(x)`: a name for an array that is read and written by index.

extension Library {
    static let references: [Builtin] = [
        Builtin("new_ref(init_val, *, memory_space=None)") { e, a in
            let x = try e.array(a("init_val"))
            let slot = Slot(value: x, isWeak: a("init_val").value.isWeak)
            return .object(.reference(try e.heap.add(.array(slot), in: e.currentTrace)))
        },
        Builtin("freeze(ref)") { e, a in
            let id = try e.reference(a("ref"))
            let slot = try e.slot(of: id, at: a.position)
            try e.heap.set(id, to: .array(nil), in: e.currentTrace)
            return slot.asValue
        },
        Builtin("ref.get(ref, idx=())") { e, a in try e.read(e.reference(a("ref")), e.indices(a), at: a.position) },
        Builtin("ref.set(ref, idx, value)") { e, a in
            try e.write(e.reference(a("ref")), e.indices(a), a("value"), at: a.position)
            return .none
        },
        Builtin("ref.swap(ref, idx, value)") { e, a in
            let (id, indices) = (try e.reference(a("ref")), try e.indices(a))
            let old = try e.read(id, indices, at: a.position)
            try e.write(id, indices, a("value"), at: a.position)
            return old
        },
        Builtin("ref.addupdate(ref, idx, x)") { e, a in
            let (id, indices) = (try e.reference(a("ref")), try e.indices(a))
            let old = try e.read(id, indices, at: a.position)
            let sum = try e.binary(.add, Term(old, a.position), a("x"))
            try e.write(id, indices, Term(sum, a("x").position), at: a.position)
            return .none
        },
    ]
}

extension Elaborator {
    fileprivate func reference(_ term: Term) throws -> Int {
        guard case .object(.reference(let id)) = term.value else {
            throw Fault(
                .argument, "expected a reference, found \(term.value.kindText)", at: term.position,
                hint: "jax.new_ref(x) makes one")
        }
        return id
    }

    /// The argument `idx` as an index: None and `()` mean all of it.
    fileprivate func indices(_ a: Call) throws -> [Index] {
        switch a("idx").value {
        case .none: [.value(.ellipsis)]
        case .tuple(let items): items.isEmpty ? [.value(.ellipsis)] : items.map(Index.value)
        case let value: [.value(value)]
        }
    }

    /// The array that a reference leads to now.
    func slot(of id: Int, at position: SourcePosition) throws -> Slot {
        guard case .array(let slot) = try heap.content(of: id) else {
            throw Fault(.defect, "object \(id) is no reference")
        }
        guard let slot else {
            throw Fault(.argument, "the reference is frozen", at: position, hint: "jax.freeze gave its last value")
        }
        return slot
    }

    /// `ref[indices]`
    mutating func read(_ id: Int, _ indices: [Index], at position: SourcePosition) throws -> Value {
        try subscripted(slot(of: id, at: position).asValue, indices, at: position)
    }

    /// `ref[indices] = value`, which has the shape and the element type of what it replaces.
    mutating func write(_ id: Int, _ indices: [Index], _ value: Term, at position: SourcePosition) throws {
        let slot = try slot(of: id, at: position)
        guard case .array(let place, _) = try subscripted(slot.asValue, indices, at: position) else { return }
        let type = b.types[place]
        let rank = try promotion(of: value)
        let given = try array(value)
        let fits = rank.isWeak ? b.dtype(given).isFloating == type.dtype.isFloating : b.dtype(given) == type.dtype
        guard fits, b.shape(given) == type.shape else {
            throw Fault(
                fits ? .shape : .dtype, "\(b.types[given]) is written where the reference holds \(type)", at: position,
                hint: "what is written has the shape and the element type of what it replaces")
        }
        let new = Term(.array(try b.convert(given, to: type.dtype)), value.position)
        guard case .array(let next, _) = try updated(.set, slot.value, at: indices, with: new, position: position)
        else { return }
        do {
            try heap.set(id, to: .array(Slot(value: next, isWeak: slot.isWeak)), in: currentTrace)
        } catch let fault as Fault { throw fault.at(position) }
    }

    /// An attribute of a reference: what is known of its array without reading it.
    mutating func attribute(_ name: String, ofReference id: Int, at position: SourcePosition) throws -> Value {
        guard ["shape", "dtype", "ndim", "size"].contains(name) else {
            throw Fault(
                .notFound, "a reference has no attribute \(name)", at: position,
                hint: "ref[...] reads the array; ref[...] = x writes it")
        }
        return try attribute(name, of: slot(of: id, at: position).asValue, at: position)
    }
}
