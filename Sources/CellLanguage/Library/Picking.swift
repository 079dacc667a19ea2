import Graphs
import Tensors

extension Library {
    static let indexing: [Builtin] =
        [
            Builtin(
                "take(a, indices, axis=None, mode=None, fill_value=None, unique_indices=False, indices_are_sorted=False)"
            ) { e, a in try e.taken(a) }.keepingWeak("a"),
            Builtin("take_along_axis(arr, indices, axis=-1)") { e, a in try e.takenAlongAxis(a) }.keepingWeak("arr"),
            Builtin("one_hot(x, num_classes, dtype=None, axis=-1)") { e, a in
                let x = try e.array(a("x"))
                let axis = try a.axis("axis", rank: e.b.shape(x).rank + 1)
                var dims = e.b.shape(x).dims
                dims.insert(try a.integer("num_classes"), at: axis)
                let wide = try e.b.broadcast(x, to: dims, axes: dims.indices.filter { $0 != axis })
                let type = TensorType(e.b.dtype(x) == .bool ? .i32 : e.b.dtype(x), try Shape(dims))
                let classes = try e.b.emit(.iota(type, axis: axis), [])
                let isClass = try e.b.compare(.eq, e.b.convert(wide, to: type.dtype), classes)
                return .array(try e.b.convert(isClass, to: a.dtype("dtype") ?? .f64))
            },
            Builtin("at_get(x, *, mode=None, fill_value=None, indices_are_sorted=False, unique_indices=False)") {
                e, a in
                guard case .updater(let id, _, let index?) = a("x").value else { throw a.fault("x", "x.at[index]") }
                return try e.picked(id, index, a)
            }.keepingWeak("x"),
            Builtin("at_apply(x, func, *, indices_are_sorted=False, unique_indices=False, mode=None)") { e, a in
                guard case .updater(let id, _, let index?) = a("x").value else { throw a.fault("x", "x.at[index]") }
                guard !index.contains(where: \.isArray) else {
                    throw Fault(
                        .argument, "x.at[…].apply by an index array, where a repeated index would repeat the function",
                        at: a.position, hint: "x.at[i].set(f(x[i])) applies it once to each of distinct places")
                }
                let part = try e.subscripted(.array(id), index, at: a.position)
                let argument = NamedTerm(name: nil, term: Term(part, a.position))
                let value = try e.apply(e.function("func", of: a).value, [argument], at: a.position)
                return try e.updated(.set, id, at: index, with: Term(value, a.position), position: a.position)
            }.keepingWeak("x"),
        ]
        + Update.allCases.map { update in
            Builtin("at_\(update.rawValue)(x, values, *, indices_are_sorted=False, unique_indices=False, mode=None)") {
                e, a in
                guard case .updater(let id, _, let index?) = a("x").value else { throw a.fault("x", "x.at[index]") }
                let mode = try a.isNone("mode") ? "drop" : a.word("mode")
                guard ["drop", "fill", "promise_in_bounds"].contains(mode) else {
                    throw a.fault("mode", "'drop': updates outside are dropped")
                }
                return try e.updated(
                    update, id, at: index, with: a("values"), isLoose: !a.isNone("mode"), position: a.position)
            }.keepingWeak("x")
        }
}

extension DType {
    /// What JAX puts where an index lies outside: NaN, the least whole number, True.
    fileprivate var missing: Scalar {
        switch self {
        case .f64: .f64(.nan)
        case .f32: .f32(.nan)
        case .i64: .i64(.min)
        case .i32: .i32(.min)
        case .bool: .bool(true)
        }
    }
}

extension Elaborator {
    /// An array of whole numbers, given as one, as a number or as a list.
    private mutating func wholeNumbers(_ a: Call, _ name: String) throws -> ValueID {
        let term = a(name)
        let value = try term.value.items == nil ? term.value : makeArray(term.value, dtype: nil, at: term.position)
        let indices = try array(Term(value, term.position))
        guard b.dtype(indices).isInteger else { throw a.fault(name, "whole numbers") }
        return indices
    }

    /// The array and the axis to take from; without an axis the array is flattened.
    private mutating func source(_ a: Call, _ name: String) throws -> (ValueID, Int) {
        let x = try array(a(name))
        if a.isNone("axis") { return (try b.reshape(x, [b.shape(x).count]), 0) }
        return (x, try a.axis("axis", rank: b.shape(x).rank))
    }

    fileprivate mutating func taken(_ a: Call) throws -> Value {
        let (x, axis) = try source(a, "a")
        let size = b.shape(x).dims[axis]
        var indices = try wholeNumbers(a, "indices")
        var plan = IndexPlan(whole: b.shape(x), at: a.position)
        switch try a.isNone("mode") ? "fill" : a.word("mode") {
        case "fill":
            plan.picks = [(axis, indices)]
            return .array(try gathered(x, plan, fill: missing(a, b.dtype(x))))
        case "clip": indices = try b.apply(.max, indices, b.zeros(b.types[indices]))
        case "wrap":
            let size = Term(.array(try b.full(Double(size), like: indices)), a.position)
            indices = try array(Term(remainder(Term(.array(indices), a.position), size), a.position))
        default: throw a.fault("mode", "'fill', 'clip' or 'wrap'")
        }
        guard size > 0 || b.shape(indices).count == 0 else {
            throw Fault(.shape, "take: axis \(axis) of \(b.types[x]) has nothing to take", at: a.position)
        }
        plan.picks = [(axis, indices)]
        return .array(try gathered(x, plan))
    }

    /// What stands where an index lies outside: `fill_value`, or what JAX puts there.
    private func missing(_ a: Call, _ dtype: DType) throws -> Scalar {
        switch a("fill_value").value {
        case .none: dtype.missing
        case .integer(let value): .i64(Int64(value))
        case .float(let value): .f64(value)
        case .bool(let value): .bool(value)
        default: throw a.fault("fill_value", "a static number")
        }
    }

    /// `x.at[index].get()`: outside, the nearest element, or with `mode='fill'` a filler.
    fileprivate mutating func picked(_ id: ValueID, _ items: [Index], _ a: Call) throws -> Value {
        switch try a.isNone("mode") ? "clip" : a.word("mode") {
        case "clip", "promise_in_bounds":
            let plan = try plan(items, for: id, isLoose: true, at: a.position)
            let basic = try applyBasic(plan, to: id)
            return .array(try plan.picks.isEmpty ? basic : gathered(basic, plan))
        case "fill", "drop":
            let plan = try plan(items, for: id, isLoose: true, at: a.position)
            let basic = try applyBasic(plan, to: id)
            guard !plan.picks.isEmpty else { return .array(basic) }
            return .array(try gathered(basic, plan, fill: missing(a, b.dtype(id))))
        default: throw a.fault("mode", "'fill', 'clip' or 'promise_in_bounds'")
        }
    }

    fileprivate mutating func takenAlongAxis(_ a: Call) throws -> Value {
        let (x, axis) = try source(a, "arr")
        var indices = try wholeNumbers(a, "indices")
        if a.isNone("axis") { indices = try b.reshape(indices, [b.shape(indices).count]) }
        let (dims, given) = (b.shape(x).dims, b.shape(indices).dims)
        let others = dims.indices.filter { $0 != axis }
        let fits =
            dims.count == given.count && others.allSatisfy { given[$0] == dims[$0] || given[$0] == 1 || dims[$0] == 1 }
        guard fits else {
            throw Fault(
                .shape, "take_along_axis: \(b.types[indices]) does not fit \(b.types[x]) off axis \(axis)",
                at: a.position,
                hint: "the index array has the axes of the array; off the axis sizes are equal or 1")
        }
        var plan = IndexPlan(whole: b.shape(x), at: a.position)
        plan.picks = try dims.indices.map { other in
            if other == axis { return (other, indices) }
            var line = [Int](repeating: 1, count: dims.count)
            line[other] = dims[other]
            return (other, try b.emit(.iota(TensorType(.i64, Shape(line)), axis: other), []))
        }
        return .array(try gathered(x, plan, fill: b.dtype(x).missing))
    }
}
