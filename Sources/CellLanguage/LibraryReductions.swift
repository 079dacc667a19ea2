import Graphs
import Tensors

extension Library {
    private typealias Reduce = @Sendable (inout Elaborator, ValueID, [Int]) throws -> ValueID

    /// A reduction over `axis`, with `keepdims`, of an array that is at least `least`.
    private static func reduction(_ name: String, least: Promotion = .weakInteger, _ reduce: @escaping Reduce)
        -> Builtin
    {
        Builtin("\(name)(a, axis=None, keepdims=False)") { e, a in
            let (x, _) = try e.matched([a("a")], as: name, least: least)
            let dims = e.b.shape(x[0]).dims
            let axes = try a.axes("axis", rank: dims.count)
            let reduced = try reduce(&e, x[0], axes)
            guard try a.flag("keepdims") else { return .array(reduced) }
            let kept = dims.indices.map { axes.contains($0) ? 1 : dims[$0] }
            return .array(try e.b.emit(.reshape(Shape(kept)), [reduced]))
        }
    }

    private static func count(_ e: Elaborator, _ x: ValueID, _ axes: [Int]) -> Double {
        Double(axes.reduce(1) { $0 * e.b.shape(x).dims[$1] })
    }

    private static func variance(_ e: inout Elaborator, _ x: ValueID, _ axes: [Int]) throws -> ValueID {
        let total = try e.b.emit(.reduceSum(axes), [x])
        let mean = try e.b.div(total, e.b.full(count(e, x, axes), like: total))
        let centred = try e.b.sub(x, e.restretched(mean, like: x, axes))
        let squares = try e.b.emit(.reduceSum(axes), [e.b.mul(centred, centred)])
        return try e.b.div(squares, e.b.full(count(e, x, axes), like: squares))
    }

    static let reductions: [Builtin] = [
        reduction("sum") { e, x, axes in try e.b.emit(.reduceSum(axes), [x]) },
        reduction("mean", least: .weakFloat) { e, x, axes in
            let total = try e.b.emit(.reduceSum(axes), [x])
            return try e.b.div(total, e.b.full(count(e, x, axes), like: total))
        },
        reduction("max") { e, x, axes in try e.b.emit(.reduceMax(axes), [x]) },
        reduction("min") { e, x, axes in try e.b.emit(.reduceMin(axes), [x]) },
        reduction("prod") { e, x, axes in try e.product(x, axes) },
        reduction("var", least: .weakFloat) { e, x, axes in try variance(&e, x, axes) },
        reduction("std", least: .weakFloat) { e, x, axes in try e.b.apply(.sqrt, variance(&e, x, axes)) },
        reduction("norm", least: .weakFloat) { e, x, axes in
            try e.b.apply(.sqrt, e.b.emit(.reduceSum(axes), [e.b.mul(x, x)]))
        },
        reduction("any", least: .bool) { e, x, axes in try e.quantified(x, axes, .reduceMax(axes)) },
        reduction("all", least: .bool) { e, x, axes in try e.quantified(x, axes, .reduceMin(axes)) },
        reduction("logsumexp", least: .weakFloat) { e, x, axes in
            let peak = try e.peak(x, axes)
            let sum = try e.b.emit(.reduceSum(axes), [e.b.apply(.exp, e.b.sub(x, e.restretched(peak, like: x, axes)))])
            return try e.b.add(e.b.apply(.log, sum), peak)
        },
        Builtin("softmax(x, axis=-1)") { e, a in
            let (x, _) = try e.matched([a("x")], as: "softmax", least: .weakFloat)
            let axes = try a.axes("axis", rank: e.b.shape(x[0]).rank)
            let shifted = try e.b.sub(x[0], e.restretched(e.peak(x[0], axes), like: x[0], axes))
            let weights = try e.b.apply(.exp, shifted)
            return .array(
                try e.b.div(weights, e.restretched(e.b.emit(.reduceSum(axes), [weights]), like: weights, axes)))
        },
        Builtin("log_softmax(x, axis=-1)") { e, a in
            let (x, _) = try e.matched([a("x")], as: "log_softmax", least: .weakFloat)
            let axes = try a.axes("axis", rank: e.b.shape(x[0]).rank)
            let shifted = try e.b.sub(x[0], e.restretched(e.peak(x[0], axes), like: x[0], axes))
            let sum = try e.b.emit(.reduceSum(axes), [e.b.apply(.exp, shifted)])
            return .array(try e.b.sub(shifted, e.restretched(e.b.apply(.log, sum), like: shifted, axes)))
        },
        Builtin("cumsum(a, axis=None)") { e, a in
            let (x, axis) = try e.alongAxis(a, "cumsum")
            return .array(try e.b.emit(.cumsum(axis: axis, reverse: false), [x]))
        },
        Builtin("cumprod(a, axis=None)") { e, a in
            let (x, axis) = try e.alongAxis(a, "cumprod")
            return .array(try e.runningProduct(x, axis))
        },
        Builtin("argmax(a, axis=None, keepdims=False)") { e, a in try e.argument(a) { .reduceMax($0) } },
        Builtin("argmin(a, axis=None, keepdims=False)") { e, a in try e.argument(a) { .reduceMin($0) } },
        Builtin("trace(a)") { e, a in
            let x = try e.array(a("a"))
            let dims = e.b.shape(x).dims
            guard dims.count == 2 else { throw Fault(.shape, "trace takes a matrix, not \(e.b.types[x])") }
            let onDiagonal = try e.diagonalMask(dims)
            return .array(try e.b.emit(.reduceSum([0, 1]), [e.b.select(onDiagonal, x, e.b.zeros(e.b.types[x]))]))
        },
    ]
}

extension Elaborator {
    /// A reduced array stretched back over the axes that were reduced.
    mutating func restretched(_ reduced: ValueID, like full: ValueID, _ axes: [Int]) throws -> ValueID {
        let dims = b.shape(full).dims
        return try b.broadcast(reduced, to: dims, axes: dims.indices.filter { !axes.contains($0) })
    }

    /// The greatest element, cut off from derivatives, and 0 where it is infinite: subtracting it keeps exp finite.
    fileprivate mutating func peak(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
        let greatest = try b.emit(.stopGradient, [b.emit(.reduceMax(axes), [x])])
        return try b.select(b.apply(.isFinite, greatest), greatest, b.zeros(b.types[greatest]))
    }

    /// The product as a tree of multiplications: its derivative is right where factors are zero.
    fileprivate mutating func product(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
        let dims = b.shape(x).dims
        let kept = dims.indices.filter { !axes.contains($0) }
        let rest = kept.map { dims[$0] }
        let length = axes.reduce(1) { $0 * dims[$1] }
        var factors = try b.reshape(b.transpose(x, kept + axes), rest + [length])
        guard length > 0 else { return try b.full(1, like: b.zeros(TensorType(b.dtype(x), Shape(rest)))) }
        var count = length
        while count > 1 {
            let half = count / 2
            let pairs = try b.mul(
                sliced(factors, axis: rest.count, from: 0, to: half),
                sliced(factors, axis: rest.count, from: half, to: 2 * half))
            factors =
                count % 2 == 0
                ? pairs
                : try b.emit(
                    .concatenate(axis: rest.count),
                    [pairs, sliced(factors, axis: rest.count, from: count - 1, to: count)])
            count -= half
        }
        return try b.emit(.reshape(Shape(rest)), [factors])
    }

    /// Running products by doubling: log₂ n multiplications of whole arrays, with right derivatives at zeros.
    fileprivate mutating func runningProduct(_ x: ValueID, _ axis: Int) throws -> ValueID {
        let size = b.shape(x).dims[axis]
        let one = try b.full(.i64(1), TensorType(b.dtype(x), .scalar))
        var (result, shift) = (x, 1)
        while shift < size {
            var low = [Int](repeating: 0, count: b.shape(x).rank)
            let none = low
            low[axis] = shift
            let kept = try sliced(result, axis: axis, from: 0, to: size - shift)
            result = try b.mul(result, b.emit(.pad(low: low, high: none, interior: none), [kept, one]))
            shift *= 2
        }
        return result
    }

    /// A part of one axis.
    mutating func sliced(_ x: ValueID, axis: Int, from start: Int, to limit: Int) throws -> ValueID {
        let dims = b.shape(x).dims
        var (starts, limits) = (dims.map { _ in 0 }, dims)
        starts[axis] = start
        limits[axis] = limit
        return try b.emit(.slice(start: starts, limit: limits, stride: dims.map { _ in 1 }), [x])
    }

    /// The array and the axis of a cumulative function; without an axis the array is flattened.
    fileprivate mutating func alongAxis(_ a: Call, _ name: String) throws -> (ValueID, Int) {
        let (x, _) = try matched([a("a")], as: name, least: .weakInteger)
        if a.isNone("axis") { return (try b.reshape(x[0], [b.shape(x[0]).count]), 0) }
        return (x[0], try a.axis("axis", rank: b.shape(x[0]).rank))
    }

    fileprivate mutating func quantified(_ x: ValueID, _ axes: [Int], _ reduce: Primitive) throws -> ValueID {
        let holds = try b.convert(b.compare(.ne, x, b.zeros(b.types[x])), to: .i32)
        let result = try b.emit(reduce, [holds])
        return try b.compare(.ne, result, b.zeros(b.types[result]))
    }

    /// The first index where the extreme is attained; a NaN counts as the extreme.
    fileprivate mutating func argument(_ a: Call, extreme: ([Int]) -> Primitive) throws -> Value {
        var x = try array(a("a"))
        let dims = b.shape(x).dims
        if a.isNone("axis") { x = try b.reshape(x, [b.shape(x).count]) }
        let axis = a.isNone("axis") ? 0 : try a.axis("axis", rank: dims.count)
        let best = try restretched(b.emit(extreme([axis]), [x]), like: x, [axis])
        let attains = try b.apply(.or, b.compare(.eq, x, best), b.compare(.ne, x, x))
        let place = TensorType(.i64, b.shape(x))
        let index = try b.emit(.iota(place, axis: axis), [])
        let none = try b.full(.i64(Int64(b.shape(x).dims[axis])), place)
        let first = try b.emit(.reduceMin([axis]), [b.select(attains, index, none)])
        guard try a.flag("keepdims") else { return .array(first) }
        let kept = a.isNone("axis") ? dims.map { _ in 1 } : dims.indices.map { $0 == axis ? 1 : dims[$0] }
        return .array(try b.emit(.reshape(Shape(kept)), [first]))
    }

    /// Where row equals column plus `offset`, over the last two of `dims`.
    mutating func diagonalMask(_ dims: [Int], _ comparison: Comparison = .eq, offset: Int = 0) throws -> ValueID {
        let type = TensorType(.i64, try Shape(dims))
        let row = try b.emit(.iota(type, axis: dims.count - 2), [])
        let column = try b.emit(.iota(type, axis: dims.count - 1), [])
        return try b.compare(comparison, b.add(row, b.full(Double(offset), like: row)), column)
    }
}
