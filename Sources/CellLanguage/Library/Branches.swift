import Graphs
import Tensors

extension Library {
    static let branches: [Builtin] = [
        // Out of range, the nearest branch.
        Builtin("switch(index, branches, *operands)") { e, a in try e.branched(a) },
        Builtin("associative_scan(fn, elems, reverse=False, axis=0)") { e, a in try e.scannedByPairs(a) },
        Builtin("linearize(fun, *primals)", written: linearized),
        Builtin("linear_transpose(fun, *primals)", written: transposed),
    ]

    /// A function of as many tangents as there are primals.
    private static let linearized = """
        first = jvp(fun, primals, tuple([zeros_like(x) for x in primals]))[0]
        if len(primals) == 1:
            return first, lambda t: jvp(fun, primals, (t,))[1]
        if len(primals) == 2:
            return first, lambda t, u: jvp(fun, primals, (t, u))[1]
        return first, lambda t, u, v: jvp(fun, primals, (t, u, v))[1]
        """

    /// A linear function is its own derivative anywhere.
    private static let transposed = """
        if len(primals) == 1:
            return vjp(fun, zeros_like(primals[0]))[1]
        return vjp(lambda p: fun(p[0], p[1]), (zeros_like(primals[0]), zeros_like(primals[1])))[1]
        """
}

extension Elaborator {
    /// One of several functions, by number: two at a time, the rest behind the second.
    fileprivate mutating func branched(_ a: Call) throws -> Value {
        guard let branches = a("branches").value.items, !branches.isEmpty, branches.allSatisfy(\.isCallable) else {
            throw a.fault("branches", "a list of functions")
        }
        let operands = a.rest.map { NamedTerm(name: nil, term: $0) }
        if case .integer(let index) = a("index").value {
            return try apply(branches[min(max(index, 0), branches.count - 1)], operands, at: a.position)
        }
        let index = try array(a("index"))
        guard b.shape(index).rank == 0, b.dtype(index).isInteger else {
            throw Fault(
                .dtype, "switch: the index is \(b.types[index]), and it must be one whole number",
                at: a("index").position)
        }
        guard branches.count > 1 else { return try apply(branches[0], operands, at: a.position) }
        let isFirst = try b.compare(.le, index, b.zeros(b.types[index]))
        let rest = try b.sub(index, b.full(1, like: index))
        let later = try Transformed.holding(
            Term(.builtin(a.builtin), a.position),
            [Term(.array(rest), a.position), Term(.list(Array(branches.dropFirst())), a.position)].map {
                NamedTerm(name: nil, term: $0)
            } + operands, [true, true] + operands.map { _ in false })
        let choice =
            [.array(isFirst), branches[0], branches.count == 2 ? branches[1] : later.value].map {
                NamedTerm(name: nil, term: Term($0, a.position))
            } + operands
        guard let cond = Library.value(named: "cond") else { return .none }
        return try apply(cond, choice, at: a.position)
    }

    /// Running results of an associative function, in JAX's order: neighbours are combined, the rest is a scan of half the
    /// length.
    fileprivate mutating func scannedByPairs(_ a: Call) throws -> Value {
        let fn = try function("fn", of: a)
        var elems = try flattened(a("elems").value, at: a("elems").position)
        let ranks = elems.slots.map { b.shape($0.value).rank }
        let axes = try ranks.map { try a.axis("axis", rank: $0) }
        let sizes = Set(zip(elems.slots, axes).map { b.shape($0.value).dims[$1] })
        guard sizes.count == 1 else { throw a.fault("elems", "arrays of one length along the axis") }
        let isReversed = try a.flag("reverse")
        func turned(_ e: inout Elaborator, _ value: Flattened) throws -> Flattened {
            var value = value
            for index in value.slots.indices where isReversed {
                value.slots[index].value = try e.b.emit(.reverse([axes[index]]), [value.slots[index].value])
            }
            return value
        }
        elems = try turned(&self, elems)
        // Each function of the recursion is called as deep as the length has binary digits.
        return try value(of: turned(&self, scannedByPairs(fn, elems, axes)), at: a.position)
    }

    private mutating func scannedByPairs(_ fn: Term, _ elems: Flattened, _ axes: [Int]) throws -> Flattened {
        let size = elems.slots.isEmpty ? 0 : b.shape(elems.slots[0].value).dims[axes[0]]
        guard size > 1 else { return elems }
        func part(_ e: inout Elaborator, _ value: Flattened, _ start: Int, _ limit: Int, by step: Int) throws
            -> Flattened
        {
            var value = value
            for (index, axis) in axes.enumerated() {
                let dims = e.b.shape(value.slots[index].value).dims
                var (starts, limits, strides) = (dims.map { _ in 0 }, dims, dims.map { _ in 1 })
                (starts[axis], limits[axis], strides[axis]) = (min(start, limit), limit, step)
                let slice = Primitive.slice(start: starts, limit: limits, stride: strides)
                value.slots[index].value = try e.b.emit(slice, [value.slots[index].value])
            }
            return value
        }
        func combined(_ e: inout Elaborator, _ left: Flattened, _ right: Flattened) throws -> Flattened {
            let terms = try [left, right].map {
                NamedTerm(name: nil, term: Term(try e.value(of: $0, at: fn.position), fn.position))
            }
            let result = try e.flattened(e.apply(fn.value, terms, at: fn.position), at: fn.position)
            guard result.structure == left.structure, e.types(result.slots) == e.types(left.slots) else {
                throw Fault(
                    .argument, "associative_scan: the function takes \(e.text(left)) and gives \(e.text(result))",
                    at: fn.position, hint: "it combines two parts along the axis, and keeps their types")
            }
            return result
        }
        let pairs = try combined(
            &self, part(&self, elems, 0, size - 1, by: 2), part(&self, elems, 1, size, by: 2))
        let odd = try scannedByPairs(fn, pairs, axes)
        let first = try part(&self, elems, 0, 1, by: 1)
        guard size > 2 else { return try woven(first, odd, axes) }
        let later = try combined(&self, part(&self, odd, 0, (size - 1) / 2, by: 1), part(&self, elems, 2, size, by: 2))
        var even = first
        for (index, axis) in axes.enumerated() {
            let parts = [first.slots[index].value, later.slots[index].value]
            even.slots[index].value = try b.emit(.concatenate(axis: axis), parts)
        }
        return try woven(even, odd, axes)
    }

    private mutating func woven(_ even: Flattened, _ odd: Flattened, _ axes: [Int]) throws -> Flattened {
        var result = even
        for (index, axis) in axes.enumerated() {
            result.slots[index] = Slot(
                value: try interleaved(even.slots[index].value, odd.slots[index].value, axis), isWeak: false)
        }
        return result
    }
}
