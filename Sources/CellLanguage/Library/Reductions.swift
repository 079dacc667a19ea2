import Graphs
import Tensors

extension Library {
    private typealias Reduce = @Sendable (inout Elaborator, Call, ValueID, [Int]) throws -> ValueID

    /// A reduction over `axis`, with `keepdims` and further options, of an array that is lifted first. What `where`
    /// leaves out counts as `neutral`; `combine` adds `initial` to the result. Of no elements there is a result where
    /// `neutral` is finite or `isOfNone`.
    private static func reduction(
        _ name: String, _ lift: Lift, _ options: String, neutral: Double = 0, combine: BinaryFunction = .add,
        pairwise: String? = nil, isOfNone: Bool = false, _ reduce: @escaping Reduce
    ) -> Builtin {
        Builtin("\(name)(a, axis=None, \(options)keepdims=False)") { e, a in
            let dtype = try a.dtype("dtype")
            if let dtype, dtype == .bool || (lift == .inexact && !dtype.isFloating) {
                throw a.fault("dtype", lift == .inexact ? "a floating type" : "a number type")
            }
            var x = try dtype.map { try e.array(a("a"), as: $0) } ?? e.matched([a("a")], as: name, lift).values[0]
            if let pairwise, a("axis").value.holdsArrays {
                throw a.fault("axis", "a static axis or a tuple of them", hint: "\(pairwise)(x, y) compares two arrays")
            }
            let axes = try a.axes("axis", rank: e.b.shape(x).rank)
            let initial = try a.isNone("initial") ? nil : e.scalar(a("initial"), as: e.b.dtype(x), a)
            if !a.isNone("where") {
                guard initial != nil || neutral.isFinite || isOfNone else {
                    throw a.fault("initial", "given beside where: of no elements there is no \(name)")
                }
                let filler: Scalar = e.b.dtype(x) == .bool ? .bool(neutral > 0) : .f64(neutral)
                let wide = try e.b.full(filler, e.b.types[x])
                x = try e.b.select(e.mask(a, like: x), x, wide)
            }
            if let initial, !neutral.isFinite, e.count(x, axes) == 0 {
                // Of no elements the greatest and the least are `initial`.
                let rest = e.b.shape(x).dims.enumerated().filter { !axes.contains($0.offset) }.map(\.element)
                return try e.kept(e.b.broadcastTrailing(initial, to: rest), a, axes, of: x)
            }
            var result = try reduce(&e, a, x, axes)
            if let initial {
                result = try e.b.apply(combine, e.b.broadcastTrailing(initial, to: e.b.shape(result).dims), result)
            }
            return try e.kept(result, a, axes, of: x)
        }
    }

    /// A function of one array along `axis` that gives an array of the same shape.
    private static func along(
        _ name: String, axis: String = "-1",
        _ body: @escaping @Sendable (inout Elaborator, ValueID, [Int]) throws -> ValueID
    ) -> Builtin {
        Builtin("\(name)(x, axis=\(axis))") { e, a in
            let (x, _) = try e.matched([a("x")], as: name, .inexact)
            return .array(try body(&e, x[0], a.axes("axis", rank: e.b.shape(x[0]).rank)))
        }
    }

    static let reductions: [Builtin] = [
        reduction("sum", .total, "dtype=None, *, initial=None, where=None, ") { e, _, x, axes in
            try e.b.emit(.reduceSum(axes), [x])
        },
        reduction("mean", .inexact, "dtype=None, *, where=None, ") { e, a, x, axes in
            guard !a.isNone("where") else { return try e.mean(x, axes) }
            let counted = try e.b.emit(.reduceSum(axes), [e.b.convert(e.mask(a, like: x), to: e.b.dtype(x))])
            return try e.b.div(e.b.emit(.reduceSum(axes), [x]), counted)
        },
        reduction(
            "max", .none, "*, initial=None, where=None, ", neutral: -.infinity, combine: .max, pairwise: "maximum"
        ) { e, a, x, axes in
            try e.requireElements(x, axes, a)
            return try e.extreme(.reduceMax(axes), x, axes)
        },
        reduction(
            "min", .none, "*, initial=None, where=None, ", neutral: .infinity, combine: .min, pairwise: "minimum"
        ) { e, a, x, axes in
            try e.requireElements(x, axes, a)
            return try e.extreme(.reduceMin(axes), x, axes)
        },
        reduction("prod", .total, "dtype=None, *, initial=None, where=None, ", neutral: 1, combine: .mul) {
            e, _, x, axes in
            try e.product(x, axes)
        },
        reduction("var", .inexact, "dtype=None, *, ddof=0, where=None, ") { e, a, x, axes in
            guard a.isNone("where") else { return try e.maskedVariance(x, axes, a).variance }
            return try e.variance(x, axes, a.integer("ddof"))
        },
        reduction("std", .inexact, "dtype=None, *, ddof=0, where=None, ") { e, a, x, axes in
            guard a.isNone("where") else { return try e.maskedVariance(x, axes, a).deviation }
            return try e.deviation(x, axes, a.integer("ddof"))
        },
        reduction("any", .none, "*, where=None, ") { e, _, x, axes in
            try e.quantified(x, axes, isAny: true)
        },
        reduction("all", .none, "*, where=None, ", neutral: 1) { e, _, x, axes in
            try e.quantified(x, axes, isAny: false)
        },
        // Entries of −inf add nothing to value and slope. Where all are −inf, or one is inf, the value is that, and those
        // that equal it share the slope, as of logaddexp (`Autodiff/Compositions.swift`); softmax and log_softmax are NaN
        // there, as in JAX.
        reduction("logsumexp", .inexact, "b=None, *, where=None, ", neutral: -.infinity, isOfNone: true) {
            e, a, x, axes in
            guard a.isNone("b") else { return try e.weightedLogSum(x, axes, a) }
            // The peak is 0 where it is infinite: inf − inf would be NaN.
            let greatest = try e.peak(x, axes)
            let peak = try e.b.select(e.b.apply(.isFinite, greatest), greatest, e.b.zeros(e.b.types[greatest]))
            let sum = try e.b.emit(.reduceSum(axes), [e.b.apply(.exp, e.b.sub(x, e.restretched(peak, like: x, axes)))])
            return try e.b.add(e.b.apply(.log, sum), peak)
        },
        Builtin("norm(x, ord=None, axis=None, keepdims=False)") { e, a in
            let (x, _) = try e.matched([a("x")], as: "norm", .inexact)
            let rank = e.b.shape(x[0]).rank
            let axes = try a.isNone("axis") ? Array(0..<rank) : a.distinctAxes("axis", rank: rank)
            return try e.kept(e.norm(x[0], axes, a), a, axes, of: x[0])
        },
        Builtin("softmax(x, axis=-1, *, where=None, initial=None)") { e, a in
            let (x, _) = try e.matched([a("x")], as: "softmax", .inexact)
            let axes = try a.axes("axis", rank: e.b.shape(x[0]).rank)
            guard !a.isNone("where") else { return .array(try e.softmax(x[0], axes)) }
            // What is left out has no weight; where all is, there are none.
            let mask = try e.mask(a, like: x[0])
            let kept = try e.b.select(mask, x[0], e.b.full(-.infinity, like: x[0]))
            return .array(try e.b.select(mask, e.softmax(kept, axes), e.b.zeros(e.b.types[kept])))
        },
        along("log_softmax") { e, x, axes in try e.logSoftmax(x, axes) },
        // Over everything by default.
        along("scipy.special.softmax", axis: "None") { e, x, axes in try e.softmax(x, axes) },
        along("scipy.special.log_softmax", axis: "None") { e, x, axes in try e.logSoftmax(x, axes) },
        Builtin("argmax(a, axis=None, *, keepdims=False)") { e, a in try e.argument(a) { .reduceMax($0) } },
        Builtin("argmin(a, axis=None, *, keepdims=False)") { e, a in try e.argument(a) { .reduceMin($0) } },
    ]
}

extension Elaborator {
    /// A reduced array stretched back over the axes that were reduced.
    mutating func restretched(_ reduced: ValueID, like full: ValueID, _ axes: [Int]) throws -> ValueID {
        let dims = b.shape(full).dims
        return try b.broadcast(reduced, to: dims, axes: dims.indices.filter { !axes.contains($0) })
    }

    /// With `keepdims` the reduced axes stay, with size 1.
    mutating func kept(_ reduced: ValueID, _ a: Call, _ axes: [Int], of x: ValueID) throws -> Value {
        guard try a.flag("keepdims") else { return .array(reduced) }
        let dims = b.shape(x).dims
        let kept = dims.indices.map { axes.contains($0) ? 1 : dims[$0] }
        return .array(try b.emit(.reshape(Shape(kept)), [reduced]))
    }

    /// - Throws: `Fault.shape` when there is nothing to choose from.
    func requireElements(_ x: ValueID, _ axes: [Int], _ a: Call) throws {
        let rest = b.shape(x).dims.indices.filter { !axes.contains($0) }
        guard count(x, axes) == 0, rest.allSatisfy({ b.shape(x).dims[$0] > 0 }) else { return }
        throw Fault(
            .shape, "\(a.builtin.name) of \(b.types[x]) along axes \(Shape.text(axes)), which hold no elements",
            at: a.position,
            hint: "initial= says what it is of no elements; sum, any and all are 0, False and True")
    }

    /// How many elements one result element is made from.
    func count(_ x: ValueID, _ axes: [Int]) -> Int { axes.reduce(1) { $0 * b.shape(x).dims[$1] } }

    fileprivate mutating func mean(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
        let total = try b.emit(.reduceSum(axes), [x])
        return try b.div(total, b.full(Double(count(x, axes)), like: total))
    }

    /// Differences from the mean in two passes: what the rounding of the mean leaves in them goes in the second. Its
    /// derivative is 0 but for rounding, and is cut off.
    private mutating func centred(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
        let once = try b.sub(x, restretched(mean(x, axes), like: x, axes))
        return try b.sub(once, restretched(b.emit(.stopGradient, [mean(once, axes)]), like: x, axes))
    }

    fileprivate mutating func variance(_ x: ValueID, _ axes: [Int], _ ddof: Int) throws -> ValueID {
        let centred = try centred(x, axes)
        let squares = try b.emit(.reduceSum(axes), [b.mul(centred, centred)])
        return try b.div(squares, b.full(Double(count(x, axes)) - Double(ddof), like: squares))
    }

    /// The root of the variance; where all elements are equal the slope is 0, as `euclideanNorm` has it.
    fileprivate mutating func deviation(_ x: ValueID, _ axes: [Int], _ ddof: Int) throws -> ValueID {
        let length = try euclideanNorm(centred(x, axes), axes)
        return try b.div(length, b.full((Double(count(x, axes)) - Double(ddof)).squareRoot(), like: length))
    }

    /// Variance and its root of the elements that `where` leaves; the others are 0 in `x`.
    fileprivate mutating func maskedVariance(
        _ x: ValueID, _ axes: [Int], _ a: Call
    ) throws -> (variance: ValueID, deviation: ValueID) {
        let mask = try mask(a, like: x)
        let counted = try b.emit(.reduceSum(axes), [b.convert(mask, to: b.dtype(x))])
        func mean(_ e: inout Elaborator, _ x: ValueID) throws -> ValueID {
            let mean = try e.b.div(e.b.emit(.reduceSum(axes), [x]), counted)
            return try e.restretched(mean, like: x, axes)
        }
        let zero = try b.zeros(b.types[x])
        let once = try b.select(mask, b.sub(x, mean(&self, x)), zero)
        // Twice, as `centred` has it.
        let centred = try b.select(mask, b.sub(once, b.emit(.stopGradient, [mean(&self, once)])), zero)
        let degrees = try b.sub(counted, b.full(Double(a.integer("ddof")), like: counted))
        let squares = try b.emit(.reduceSum(axes), [b.mul(centred, centred)])
        let length = try euclideanNorm(centred, axes)
        return (try b.div(squares, degrees), try b.div(length, b.apply(.sqrt, degrees)))
    }

    /// log Σ b eˣ. Where b is 0, x does not count.
    fileprivate mutating func weightedLogSum(_ x: ValueID, _ axes: [Int], _ a: Call) throws -> ValueID {
        let given = try array(a("b"), as: b.dtype(x))
        guard b.shape(given).broadcast(with: b.shape(x)) == b.shape(x).dims else {
            throw Fault(
                .shape, "logsumexp: b is \(b.types[given]), which does not stretch over \(b.types[x])",
                at: a("b").position)
        }
        let weights = try b.broadcastTrailing(given, to: b.shape(x).dims)
        let kept = try b.select(isNotZero(weights), x, b.full(-.infinity, like: x))
        let greatest = try peak(kept, axes)
        let peak = try b.select(b.apply(.isFinite, greatest), greatest, b.zeros(b.types[greatest]))
        let terms = try b.mul(weights, b.apply(.exp, b.sub(kept, restretched(peak, like: x, axes))))
        return try b.add(b.apply(.log, b.emit(.reduceSum(axes), [terms])), peak)
    }

    /// The greatest or least element; of bools, whether any or all hold.
    mutating func extreme(_ reduce: Primitive, _ x: ValueID, _ axes: [Int]) throws -> ValueID {
        guard b.dtype(x) == .bool else { return try b.emit(reduce, [x]) }
        let found = try b.emit(reduce, [b.convert(x, to: .i32)])
        return try isNotZero(found)
    }

    /// One number of the array's element type.
    fileprivate mutating func scalar(_ term: Term, as dtype: DType, _ a: Call) throws -> ValueID {
        let value = try array(term, as: dtype)
        guard b.shape(value).rank == 0 else {
            throw Fault(.shape, "\(a.builtin.name): expected one number, found \(b.types[value])", at: term.position)
        }
        return value
    }

    /// The argument `where`, stretched over the array.
    fileprivate mutating func mask(_ a: Call, like x: ValueID) throws -> ValueID {
        let mask = try array(a("where"))
        guard b.dtype(mask) == .bool, b.shape(mask).broadcast(with: b.shape(x)) == b.shape(x).dims else {
            throw Fault(
                .shape, "\(a.builtin.name): where is \(b.types[mask]), which is no mask over \(b.types[x])",
                at: a("where").position)
        }
        return try b.broadcastTrailing(mask, to: b.shape(x).dims)
    }

    /// The greatest element, cut off from derivatives: subtracting it keeps exp finite. Of no elements, 0.
    mutating func peak(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
        guard count(x, axes) > 0 else {
            let none = try b.emit(.reduceSum(axes), [x])
            return try b.zeros(b.types[none])
        }
        return try b.emit(.stopGradient, [b.emit(.reduceMax(axes), [x])])
    }

    fileprivate mutating func softmax(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
        let weights = try b.apply(.exp, b.sub(x, restretched(peak(x, axes), like: x, axes)))
        return try b.div(weights, restretched(b.emit(.reduceSum(axes), [weights]), like: weights, axes))
    }

    fileprivate mutating func logSoftmax(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
        let shifted = try b.sub(x, restretched(peak(x, axes), like: x, axes))
        let sum = try b.emit(.reduceSum(axes), [b.apply(.exp, shifted)])
        return try b.sub(shifted, restretched(b.apply(.log, sum), like: shifted, axes))
    }

    /// The product as a tree of multiplications: its derivative is right where factors are zero.
    mutating func product(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
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

    /// A part of one axis.
    mutating func sliced(_ x: ValueID, axis: Int, from start: Int, to limit: Int) throws -> ValueID {
        let dims = b.shape(x).dims
        var (starts, limits) = (dims.map { _ in 0 }, dims)
        starts[axis] = start
        limits[axis] = limit
        return try b.emit(.slice(start: starts, limit: limits, stride: dims.map { _ in 1 }), [x])
    }

    /// Whether any or all elements are not 0; of no elements, none is and all are.
    mutating func quantified(_ x: ValueID, _ axes: [Int], isAny: Bool) throws -> ValueID {
        let holds = try b.convert(isNotZero(x), to: .i32)
        let total = try b.emit(.reduceSum(axes), [holds])
        return try b.compare(isAny ? .ne : .eq, total, b.full(isAny ? 0 : Double(count(x, axes)), like: total))
    }

    /// The first index where the extreme is attained; a NaN counts as the extreme.
    fileprivate mutating func argument(_ a: Call, extreme: ([Int]) -> Primitive) throws -> Value {
        var x = try numbers(of: array(a("a")))
        let dims = b.shape(x).dims
        if a.isNone("axis") { x = try b.reshape(x, [b.shape(x).count]) }
        let axis = a.isNone("axis") ? 0 : try a.axis("axis", rank: dims.count)
        let first = try firstPlace(x, axis, a, extreme: extreme)
        guard try a.flag("keepdims") else { return .array(first) }
        let kept = a.isNone("axis") ? dims.map { _ in 1 } : dims.indices.map { $0 == axis ? 1 : dims[$0] }
        return .array(try b.emit(.reshape(Shape(kept)), [first]))
    }

    /// The array, bools as i32.
    private mutating func numbers(of array: ValueID) throws -> ValueID {
        b.dtype(array) == .bool ? try b.convert(array, to: .i32) : array
    }

    /// The same for one axis of one array.
    mutating func firstPlace(
        _ array: ValueID, _ axis: Int, _ a: Call, extreme: ([Int]) -> Primitive
    ) throws -> ValueID {
        let x = try numbers(of: array)
        try requireElements(x, [axis], a)
        let best = try restretched(b.emit(extreme([axis]), [x]), like: x, [axis])
        let attains = try b.apply(.or, b.compare(.eq, x, best), b.compare(.ne, x, x))
        let place = TensorType(.i64, b.shape(x))
        let index = try b.emit(.iota(place, axis: axis), [])
        let none = try b.full(.i64(Int64(b.shape(x).dims[axis])), place)
        return try b.emit(.reduceMin([axis]), [b.select(attains, index, none)])
    }
}
