import Graphs
import Tensors

extension Library {
    private typealias Reduce = @Sendable (inout Elaborator, Call, ValueID, [Int]) throws -> ValueID

    /// A reduction over `axis`, with `keepdims`, of an array that is lifted first.
    private static func reduction(
        _ name: String, _ lift: Lift, extra: String = "", _ reduce: @escaping Reduce
    ) -> Builtin {
        Builtin("\(name)(a, axis=None, *, \(extra)keepdims=False)") { e, a in
            let (x, _) = try e.matched([a("a")], as: name, lift)
            let axes = try a.axes("axis", rank: e.b.shape(x[0]).rank)
            return try e.kept(reduce(&e, a, x[0], axes), a, axes, of: x[0])
        }
    }

    /// A function of one array along `axis` that gives an array of the same shape.
    private static func along(
        _ name: String, _ body: @escaping @Sendable (inout Elaborator, ValueID, [Int]) throws -> ValueID
    )
        -> Builtin
    {
        Builtin("\(name)(x, axis=-1)") { e, a in
            let (x, _) = try e.matched([a("x")], as: name, .inexact)
            return .array(try body(&e, x[0], a.axes("axis", rank: e.b.shape(x[0]).rank)))
        }
    }

    static let reductions: [Builtin] = [
        reduction("sum", .total) { e, _, x, axes in try e.b.emit(.reduceSum(axes), [x]) },
        reduction("mean", .inexact) { e, _, x, axes in try e.mean(x, axes) },
        reduction("max", .none) { e, _, x, axes in try e.extreme(.reduceMax(axes), x, axes) },
        reduction("min", .none) { e, _, x, axes in try e.extreme(.reduceMin(axes), x, axes) },
        reduction("prod", .total) { e, _, x, axes in try e.product(x, axes) },
        reduction("var", .inexact, extra: "ddof=0, ") { e, a, x, axes in try e.variance(x, axes, a.integer("ddof")) },
        reduction("std", .inexact, extra: "ddof=0, ") { e, a, x, axes in
            try e.b.apply(.sqrt, e.variance(x, axes, a.integer("ddof")))
        },
        reduction("any", .none) { e, _, x, axes in try e.quantified(x, axes, isAny: true) },
        reduction("all", .none) { e, _, x, axes in try e.quantified(x, axes, isAny: false) },
        reduction("logsumexp", .inexact) { e, _, x, axes in
            // The peak is 0 where it is infinite: inf − inf would be NaN.
            let greatest = try e.peak(x, axes)
            let peak = try e.b.select(e.b.apply(.isFinite, greatest), greatest, e.b.zeros(e.b.types[greatest]))
            let sum = try e.b.emit(.reduceSum(axes), [e.b.apply(.exp, e.b.sub(x, e.restretched(peak, like: x, axes)))])
            return try e.b.add(e.b.apply(.log, sum), peak)
        },
        Builtin("norm(x, ord=None, axis=None, *, keepdims=False)") { e, a in
            let (x, _) = try e.matched([a("x")], as: "norm", .inexact)
            let axes = try a.axes("axis", rank: e.b.shape(x[0]).rank)
            return try e.kept(e.norm(x[0], axes, a), a, axes, of: x[0])
        },
        along("softmax") { e, x, axes in
            let shifted = try e.b.sub(x, e.restretched(e.peak(x, axes), like: x, axes))
            let weights = try e.b.apply(.exp, shifted)
            return try e.b.div(weights, e.restretched(e.b.emit(.reduceSum(axes), [weights]), like: weights, axes))
        },
        along("log_softmax") { e, x, axes in
            let shifted = try e.b.sub(x, e.restretched(e.peak(x, axes), like: x, axes))
            let sum = try e.b.emit(.reduceSum(axes), [e.b.apply(.exp, shifted)])
            return try e.b.sub(shifted, e.restretched(e.b.apply(.log, sum), like: shifted, axes))
        },
        Builtin("cumsum(a, axis=None)") { e, a in
            let (x, axis) = try e.alongAxis(a, "cumsum")
            return .array(try e.b.emit(.cumsum(axis: axis, reverse: false), [x]))
        },
        Builtin("cumprod(a, axis=None)") { e, a in
            let (x, axis) = try e.alongAxis(a, "cumprod")
            return .array(try e.runningProduct(x, axis))
        },
        Builtin("argmax(a, axis=None, *, keepdims=False)") { e, a in try e.argument(a) { .reduceMax($0) } },
        Builtin("argmin(a, axis=None, *, keepdims=False)") { e, a in try e.argument(a) { .reduceMin($0) } },
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

    /// With `keepdims` the reduced axes stay, with size 1.
    fileprivate mutating func kept(_ reduced: ValueID, _ a: Call, _ axes: [Int], of x: ValueID) throws -> Value {
        guard try a.flag("keepdims") else { return .array(reduced) }
        let dims = b.shape(x).dims
        let kept = dims.indices.map { axes.contains($0) ? 1 : dims[$0] }
        return .array(try b.emit(.reshape(Shape(kept)), [reduced]))
    }

    /// How many elements one result element is made from.
    private func count(_ x: ValueID, _ axes: [Int]) -> Int { axes.reduce(1) { $0 * b.shape(x).dims[$1] } }

    fileprivate mutating func mean(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
        let total = try b.emit(.reduceSum(axes), [x])
        return try b.div(total, b.full(Double(count(x, axes)), like: total))
    }

    fileprivate mutating func variance(_ x: ValueID, _ axes: [Int], _ ddof: Int) throws -> ValueID {
        let centred = try b.sub(x, restretched(mean(x, axes), like: x, axes))
        let squares = try b.emit(.reduceSum(axes), [b.mul(centred, centred)])
        return try b.div(squares, b.full(Double(count(x, axes)) - Double(ddof), like: squares))
    }

    /// The greatest or least element; of bools, whether any or all hold.
    fileprivate mutating func extreme(_ reduce: Primitive, _ x: ValueID, _ axes: [Int]) throws -> ValueID {
        guard b.dtype(x) == .bool else { return try b.emit(reduce, [x]) }
        let found = try b.emit(reduce, [b.convert(x, to: .i32)])
        return try isNotZero(found)
    }

    /// Of vectors any order, of matrices the root of the sum of squares alone.
    fileprivate mutating func norm(_ x: ValueID, _ axes: [Int], _ a: Call) throws -> ValueID {
        var isEuclidean = a.isNone("ord")
        if case .string("fro") = a("ord").value { isEuclidean = true }
        guard !isEuclidean else { return try b.apply(.sqrt, b.emit(.reduceSum(axes), [b.mul(x, x)])) }
        let order = try a.number("ord")
        guard axes.count == 1 else { throw a.fault("ord", "left out for a matrix: only vectors have other norms") }
        if order == 2 { return try b.apply(.sqrt, b.emit(.reduceSum(axes), [b.mul(x, x)])) }
        let sizes = try b.apply(.abs, x)
        switch order {
        case .infinity: return try b.emit(.reduceMax(axes), [sizes])
        case -.infinity: return try b.emit(.reduceMin(axes), [sizes])
        case 0: throw a.fault("ord", "a number other than 0")
        case 1: return try b.emit(.reduceSum(axes), [sizes])
        default:
            let sum = try b.emit(.reduceSum(axes), [b.apply(.pow, sizes, b.full(order, like: sizes))])
            return try b.apply(.pow, sum, b.full(1 / order, like: sum))
        }
    }

    /// The greatest element, cut off from derivatives: subtracting it keeps exp finite. Of no elements, 0.
    fileprivate mutating func peak(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
        guard count(x, axes) > 0 else {
            let none = try b.emit(.reduceSum(axes), [x])
            return try b.zeros(b.types[none])
        }
        return try b.emit(.stopGradient, [b.emit(.reduceMax(axes), [x])])
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
        var (x, _) = try matched([a("a")], as: name)
        if b.dtype(x[0]) == .bool { x[0] = try b.convert(x[0], to: .i64) }
        if a.isNone("axis") { return (try b.reshape(x[0], [b.shape(x[0]).count]), 0) }
        return (x[0], try a.axis("axis", rank: b.shape(x[0]).rank))
    }

    /// Whether any or all elements are not 0; of no elements, none is and all are.
    fileprivate mutating func quantified(_ x: ValueID, _ axes: [Int], isAny: Bool) throws -> ValueID {
        let holds = try b.convert(isNotZero(x), to: .i32)
        let total = try b.emit(.reduceSum(axes), [holds])
        return try b.compare(isAny ? .ne : .eq, total, b.full(isAny ? 0 : Double(count(x, axes)), like: total))
    }

    /// The first index where the extreme is attained; a NaN counts as the extreme.
    fileprivate mutating func argument(_ a: Call, extreme: ([Int]) -> Primitive) throws -> Value {
        var x = try array(a("a"))
        if b.dtype(x) == .bool { x = try b.convert(x, to: .i32) }
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
