import Graphs
import Tensors

extension Library {
    private typealias Along = @Sendable (inout Elaborator, ValueID, Int) throws -> ValueID

    /// A running sum or product, as NumPy has it: without an axis the array is flattened.
    private static func cumulative(_ name: String, _ body: @escaping Along) -> Builtin {
        Builtin("\(name)(a, axis=None, dtype=None)") { e, a in
            var x = try e.array(a("a"))
            if let dtype = try a.dtype("dtype") { x = try e.b.convert(x, to: dtype) }
            if e.b.dtype(x) == .bool { x = try e.b.convert(x, to: .i64) }
            // A scalar is one element in a line, whether an axis is given or not.
            if a.isNone("axis") || e.b.shape(x).rank == 0 { x = try e.b.reshape(x, [e.b.shape(x).count]) }
            return .array(try body(&e, x, a.isNone("axis") ? 0 : a.axis("axis", rank: e.b.shape(x).rank)))
        }
    }

    /// A running extreme, as `jax.lax` has it.
    private static func running(_ name: String, _ function: BinaryFunction) -> Builtin {
        Builtin("\(name)(operand, axis=0, reverse=False)") { e, a in
            let x = try e.array(a("operand"))
            let axis = try a.axis("axis", rank: e.b.shape(x).rank)
            return .array(try e.running(function, x, axis, isReversed: a.flag("reverse")))
        }.keepingWeak("operand")
    }

    static let alongAxis: [Builtin] = [
        cumulative("cumsum") { e, x, axis in try e.b.emit(.cumsum(axis: axis, reverse: false), [x]) },
        cumulative("cumprod") { e, x, axis in try e.running(.mul, x, axis) },
        running("cummax", .max), running("cummin", .min),
        Builtin("sort(a, axis=-1, *, stable=True, descending=False)") { e, a in
            let (x, axis) = try e.sortedAxis(a)
            let sorted = try e.picked(x, e.b.emit(.argsort(axis: axis), [x]), axis)
            return .array(try a.flag("descending") ? e.b.emit(.reverse([axis]), [sorted]) : sorted)
        }.keepingWeak("a"),
        Builtin("argsort(a, axis=-1, *, stable=True, descending=False)") { e, a in
            let (x, axis) = try e.sortedAxis(a)
            let isDescending = try a.flag("descending")
            return .array(try isDescending ? e.descendingOrder(x, axis) : e.b.emit(.argsort(axis: axis), [x]))
        },
        Builtin("median(a, axis=None, *, keepdims=False)") { e, a in
            let (x, _) = try e.matched([a("a")], as: "median", .inexact)
            let axes = try a.axes("axis", rank: e.b.shape(x[0]).rank)
            return try e.kept(e.median(x[0], axes, a), a, axes, of: x[0])
        },
    ]
}

extension Elaborator {
    /// The array and the axis of a function that sorts; without an axis the array is flattened.
    fileprivate mutating func sortedAxis(_ a: Call) throws -> (ValueID, Int) {
        let x = try array(a("a"))
        if a.isNone("axis") { return (try b.reshape(x, [b.shape(x).count]), 0) }
        return (x, try a.axis("axis", rank: b.shape(x).rank))
    }

    /// The indices that sort from the greatest on. Twice reversed, so that equal elements keep their order.
    mutating func descendingOrder(_ x: ValueID, _ axis: Int) throws -> ValueID {
        let order = try b.emit(.argsort(axis: axis), [b.emit(.reverse([axis]), [x])])
        let backward = try b.emit(.reverse([axis]), [order])
        let last = try b.full(Double(b.shape(x).dims[axis] - 1), like: backward)
        return try b.sub(last, backward)
    }

    /// The elements of each line along `axis` in another order: `order` holds places along it, all of them inside.
    mutating func picked(_ x: ValueID, _ order: ValueID, _ axis: Int) throws -> ValueID {
        let last = b.shape(x).rank - 1
        let lines = try b.moveAxis(x, from: axis, to: last)
        let dims = b.shape(lines).dims
        let places = try b.reshape(b.moveAxis(order, from: axis, to: last), [b.shape(x).count])
        guard last > 0 else { return try b.emit(.gather, [x, places]) }
        let rows = TensorType(.i64, try Shape([b.shape(x).count / max(dims[last], 1), dims[last]]))
        let start = try b.mul(
            b.emit(.iota(rows, axis: 0), []), b.full(.i64(Int64(dims[last])), rows))
        let flat = try b.add(places, b.reshape(start, [rows.shape.count]))
        let elements = try b.emit(.gather, [b.reshape(lines, [b.shape(x).count]), flat])
        return try b.moveAxis(b.reshape(elements, dims), from: last, to: axis)
    }

    /// Running results along `axis`, from the end when reversed.
    mutating func running(
        _ function: BinaryFunction, _ x: ValueID, _ axis: Int, isReversed: Bool
    ) throws -> ValueID {
        guard isReversed else { return try running(function, x, axis) }
        return try b.emit(.reverse([axis]), [running(function, b.emit(.reverse([axis]), [x]), axis)])
    }

    /// Running results along `axis` in the order of `jax.lax.associative_scan`, so that derivatives at ties are JAX's
    /// and those at zeros are right: neighbours are combined, the rest is a scan of half the length.
    mutating func running(_ function: BinaryFunction, _ x: ValueID, _ axis: Int) throws -> ValueID {
        let size = b.shape(x).dims[axis]
        guard size > 1 else { return x }
        let pairs = try b.apply(
            function, everySecond(x, axis, from: 0, to: size - 1), everySecond(x, axis, from: 1, to: size))
        let odd = try running(function, pairs, axis)
        let before = try sliced(odd, axis: axis, from: 0, to: (size - 1) / 2)
        let later = try b.apply(function, before, everySecond(x, axis, from: 2, to: size))
        let even = try b.emit(.concatenate(axis: axis), [sliced(x, axis: axis, from: 0, to: 1), later])
        return try interleaved(even, odd, axis)
    }

    private mutating func everySecond(_ x: ValueID, _ axis: Int, from start: Int, to limit: Int) throws -> ValueID {
        let dims = b.shape(x).dims
        var (starts, limits, strides) = (dims.map { _ in 0 }, dims, dims.map { _ in 1 })
        (starts[axis], limits[axis], strides[axis]) = (min(start, limit), limit, 2)
        return try b.emit(.slice(start: starts, limit: limits, stride: strides), [x])
    }

    /// even[0], odd[0], even[1], …; there is at most one more of `even`.
    mutating func interleaved(_ even: ValueID, _ odd: ValueID, _ axis: Int) throws -> ValueID {
        var dims = b.shape(odd).dims
        let count = dims[axis]
        var wide = dims
        wide.insert(1, at: axis + 1)
        dims[axis] = 2 * count
        let front = try b.reshape(sliced(even, axis: axis, from: 0, to: count), wide)
        let pairs = try b.reshape(b.emit(.concatenate(axis: axis + 1), [front, b.reshape(odd, wide)]), dims)
        guard b.shape(even).dims[axis] > count else { return pairs }
        let rest = try sliced(even, axis: axis, from: count, to: count + 1)
        return try b.emit(.concatenate(axis: axis), [pairs, rest])
    }

    /// The middle element, or the mean of the two middle ones; NaN if any is NaN.
    fileprivate mutating func median(_ x: ValueID, _ axes: [Int], _ a: Call) throws -> ValueID {
        let dims = b.shape(x).dims
        let kept = dims.indices.filter { !axes.contains($0) }
        let rest = kept.map { dims[$0] }
        let count = try Shape(axes.map { dims[$0] }).count
        guard count > 0 else {
            throw Fault(
                .shape, "median: \(b.types[x]) has no elements there, so there is no median", at: a("a").position)
        }
        let lines = try b.reshape(b.transpose(x, kept + axes), rest + [count])
        let sorted = try picked(lines, b.emit(.argsort(axis: rest.count), [lines]), rest.count)
        let ends = try [(count - 1) / 2, count / 2, count - 1].map { place in
            try b.reshape(sliced(sorted, axis: rest.count, from: place, to: place + 1), rest)
        }
        let half = try b.full(0.5, like: ends[0])
        let middle = try b.add(b.mul(ends[0], half), b.mul(ends[1], half))
        // NaN is sorted to the end.
        return try b.select(b.compare(.ne, ends[2], ends[2]), ends[2], middle)
    }
}
