import Graphs
import Tensors

// Functions of `jax.lax` that differ from those of the same name in NumPy, or have no other: operands of one element type
// and one number of axes, no promotion, axes counted from the first.

extension Library {
    static let lax: [Builtin] = laxArithmetic + laxReductions + laxContractions + laxShapes + laxSlices

    /// A function of two operands of one type.
    private static func binary(_ name: String, _ function: BinaryFunction, _ accepted: Set<DType> = .numbers) -> Builtin
    {
        Builtin("lax.\(name)(x, y)") { e, a in
            let x = try e.alike(["x", "y"], a, accepted)
            return .array(try e.b.apply(function, x[0], x[1]))
        }.keepingWeak("x", "y")
    }

    private static func comparison(_ name: String, _ comparison: Comparison) -> Builtin {
        Builtin("lax.\(name)(x, y)") { e, a in
            let x = try e.alike(["x", "y"], a, .all)
            return .array(try e.b.compare(comparison, x[0], x[1]))
        }
    }

    /// The greater or the lesser; of bools, `or` or `and`.
    private static func extreme(_ name: String, _ function: BinaryFunction, ofBools: BinaryFunction) -> Builtin {
        Builtin("lax.\(name)(x, y)") { e, a in
            let x = try e.alike(["x", "y"], a, .all)
            return .array(try e.b.apply(e.b.dtype(x[0]) == .bool ? ofBools : function, x[0], x[1]))
        }.keepingWeak("x", "y")
    }

    private static let laxArithmetic: [Builtin] = [
        binary("add", .add), binary("sub", .sub), binary("mul", .mul), binary("div", .div), binary("rem", .rem),
        binary("atan2", .atan2, .floats),
        extreme("max", .max, ofBools: .or), extreme("min", .min, ofBools: .and),
        binary("bitwise_and", .and, .whole), binary("bitwise_or", .or, .whole), binary("bitwise_xor", .xor, .whole),
        comparison("eq", .eq), comparison("ne", .ne), comparison("lt", .lt), comparison("le", .le),
        comparison("gt", .gt), comparison("ge", .ge),
        // The exponent may be whole where the base is not.
        Builtin("lax.pow(x, y)") { e, a in
            let base = try e.array(a("x"))
            guard e.b.dtype(base).isFloating else { throw a.fault("x", "floats", hint: "lax.integer_pow(x, 2)") }
            guard case .integer = a("y").value else {
                let isWhole = try e.promotion(of: a("y")) < .weakFloat
                let exponent = try isWhole ? e.array(a("y"), as: e.b.dtype(base)) : e.array(a("y"))
                let x = try e.alike([base, exponent], [a("x"), a("y")], a)
                return .array(try e.b.apply(.pow, x[0], x[1]))
            }
            return try e.power(a("x"), a("y"))
        }.keepingWeak("x"),
        Builtin("lax.integer_pow(x, y)") { e, a in
            try e.power(a("x"), Term(.integer(a.integer("y")), a("y").position))
        },
        Builtin("lax.neg(x)") { e, a in .array(try e.b.apply(.neg, e.array(a("x")))) }.keepingWeak("x"),
        Builtin("lax.logistic(x)") { e, a in try e.elementwise(.logistic, a("x")) },
        Builtin("lax.is_finite(x)") { e, a in .array(try e.b.apply(.isFinite, e.array(a("x")))) },
        // Halves away from zero, or to even.
        Builtin("lax.round(x, rounding_method=0)") { e, a in
            let x = try e.array(a("x"))
            guard e.b.dtype(x).isFloating else { throw a.fault("x", "floats") }
            switch try a.integer("rounding_method") {
            case 0: return .array(try e.roundedAwayFromZero(x))
            case 1: return .array(try e.b.apply(.round, x))
            default: throw a.fault("rounding_method", "0, away from zero, or 1, to even")
            }
        }.keepingWeak("x"),
        Builtin("lax.convert_element_type(operand, new_dtype)") { e, a in
            guard let dtype = try a.dtype("new_dtype") else { throw a.fault("new_dtype", "an element type") }
            return .array(try e.b.emit(.convert(dtype), [e.array(a("operand"))]))
        },
        Builtin("lax.select(pred, on_true, on_false)") { e, a in
            try e.selected(a("pred"), [a("on_false"), a("on_true")], a)
        }.keepingWeak("on_true", "on_false"),
        Builtin("lax.select_n(which, *cases)") { e, a in try e.selected(a("which"), a.rest, a) }.keepingWeak("cases"),
        Builtin("lax.clamp(min, x, max)") { e, a in
            let x = try e.alike(["min", "x", "max"], a, .all)
            let operand = try e.array(a("x"))
            guard e.b.shape(x[1]) == e.b.shape(operand) else {
                throw a.fault("x", "as large as min and max, which are numbers or of its shape")
            }
            return .array(try e.b.apply(.min, e.b.apply(.max, x[0], x[1]), x[2]))
        }.keepingWeak("x"),
    ]

    /// A running function, along the first axis by default.
    private static func running(_ name: String, _ function: BinaryFunction) -> Builtin {
        Builtin("lax.\(name)(operand, axis=0, reverse=False)") { e, a in
            let x = try e.array(a("operand"))
            guard function != .logaddexp || e.b.dtype(x).isFloating, e.b.dtype(x) != .bool else {
                throw a.fault("operand", function == .logaddexp ? "floats" : "numbers")
            }
            let (axis, isReversed) = (try a.axis("axis", rank: e.b.shape(x).rank), try a.flag("reverse"))
            if function == .add { return .array(try e.b.emit(.cumsum(axis: axis, reverse: isReversed), [x])) }
            return .array(try e.running(function, x, axis, isReversed: isReversed))
        }.keepingWeak("operand")
    }

    /// A reduction over static axes that keeps the element type.
    private static func reduction(
        _ name: String, _ accepted: Set<DType>,
        _ reduce: @escaping @Sendable (inout Elaborator, ValueID, [Int]) throws -> ValueID
    ) -> Builtin {
        Builtin("lax.\(name)(operand, axes)") { e, a in
            let x = try e.array(a("operand"))
            guard accepted.contains(e.b.dtype(x)) else { throw a.fault("operand", accepted.text) }
            return .array(try reduce(&e, x, a.distinctAxes("axes", rank: e.b.shape(x).rank).sorted()))
        }.keepingWeak("operand")
    }

    private static let laxReductions: [Builtin] = [
        running("cumsum", .add), running("cumprod", .mul), running("cummax", .max), running("cummin", .min),
        running("cumlogsumexp", .logaddexp),
        reduction("reduce_sum", .numbers) { e, x, axes in try e.b.emit(.reduceSum(axes), [x]) },
        reduction("reduce_prod", .numbers) { e, x, axes in try e.product(x, axes) },
        reduction("reduce_max", .all) { e, x, axes in try e.extreme(.reduceMax(axes), x, axes) },
        reduction("reduce_min", .all) { e, x, axes in try e.extreme(.reduceMin(axes), x, axes) },
        reduction("reduce_and", [.bool]) { e, x, axes in try e.quantified(x, axes, isAny: false) },
        reduction("reduce_or", [.bool]) { e, x, axes in try e.quantified(x, axes, isAny: true) },
        Builtin("lax.argmax(operand, axis, index_dtype=int64)") { e, a in try e.place(a) { .reduceMax($0) } },
        Builtin("lax.argmin(operand, axis, index_dtype=int64)") { e, a in try e.place(a) { .reduceMin($0) } },
    ]

    private static let laxContractions: [Builtin] = [
        Builtin("lax.dot(lhs, rhs, precision=None, preferred_element_type=None)") { e, a in
            let (x, y) = try e.pair(a("lhs"), a("rhs"))
            let (l, r) = (e.b.shape(x).dims, e.b.shape(y).dims)
            guard (1...2).contains(l.count), (1...2).contains(r.count), l.last == r.first else {
                throw Fault(
                    .shape, "lax.dot: \(e.b.types[x]) and \(e.b.types[y]) are no vectors or matrices that multiply",
                    at: a.position, hint: "x @ y, or lax.dot_general")
            }
            return try e.product(DotDimensions(leftContract: [l.count - 1], rightContract: [0]), x, y, a)
        }.keepingWeak("lhs", "rhs"),
        Builtin("lax.dot_general(lhs, rhs, dimension_numbers, precision=None, preferred_element_type=None)") { e, a in
            let (x, y) = try e.pair(a("lhs"), a("rhs"))
            let sides = try (a("dimension_numbers").value.items ?? []).map { pair in
                try (pair.items ?? []).map { try a.axisList($0, "dimension_numbers") }
            }
            guard sides.count == 2, sides.allSatisfy({ $0.count == 2 }) else {
                throw a.fault("dimension_numbers", "((contracted left, right), (batch left, right))")
            }
            let dims = DotDimensions(
                leftContract: sides[0][0], rightContract: sides[0][1], leftBatch: sides[1][0], rightBatch: sides[1][1])
            return try e.product(dims, x, y, a)
        }.keepingWeak("lhs", "rhs"),
        Builtin("lax.batch_matmul(lhs, rhs, precision=None)") { e, a in
            let (x, y) = try e.pair(a("lhs"), a("rhs"))
            let rank = e.b.shape(x).rank
            guard rank >= 2, e.b.shape(y).rank == rank else {
                throw Fault(
                    .shape, "lax.batch_matmul: \(e.b.types[x]) and \(e.b.types[y]) differ in rank", at: a.position)
            }
            let batch = Array(0..<(rank - 2))
            let dims = DotDimensions(
                leftContract: [rank - 1], rightContract: [rank - 2], leftBatch: batch, rightBatch: batch)
            return try e.product(dims, x, y, a)
        }.keepingWeak("lhs", "rhs"),
    ]
}

extension Set<DType> {
    fileprivate static let all: Self = [.f64, .f32, .i64, .i32, .bool]
    fileprivate static let numbers: Self = [.f64, .f32, .i64, .i32]
    fileprivate static let floats: Self = [.f64, .f32]
    fileprivate static let whole: Self = [.i64, .i32, .bool]

    /// What to call these types in a message.
    fileprivate var text: String {
        switch self {
        case .all: "arrays"
        case .numbers: "numbers"
        case .floats: "floats"
        case .whole: "whole numbers or bools"
        default: "bools"
        }
    }
}

extension Call {
    /// Whole numbers of one entry of a nested tuple.
    func axisList(_ value: Value, _ name: String) throws -> [Int] {
        if case .integer(let axis) = value { return [axis] }
        return try (value.items ?? []).map { item in
            guard case .integer(let axis) = item else { throw fault(name, "static whole numbers") }
            return axis
        }
    }
}

extension Elaborator {
    /// Operands as `lax` takes them: of one element type; of one number of axes, or a scalar; sizes equal or 1.
    fileprivate mutating func alike(_ names: [String], _ a: Call, _ accepted: Set<DType>) throws -> [ValueID] {
        let values = try names.map { try array(a($0)) }
        for (name, value) in zip(names, values) where !accepted.contains(b.dtype(value)) {
            throw a.fault(name, accepted.text)
        }
        return try alike(values, names.map { a($0) }, a)
    }

    fileprivate mutating func alike(_ values: [ValueID], _ terms: [Term], _ a: Call) throws -> [ValueID] {
        let texts = values.map { b.types[$0].description }.joined(separator: " and ")
        guard Set(values.map { b.dtype($0) }).count == 1 else {
            throw Fault(
                .dtype, "\(a.builtin.name) takes arrays of one element type, not \(texts)", at: a.position,
                hint: "jnp's functions and operators promote, lax's do not: convert with .astype(…)")
        }
        guard Set(values.map { b.shape($0).rank }).subtracting([0]).count <= 1 else {
            throw Fault(
                .shape, "\(a.builtin.name) takes arrays with one number of axes, not \(texts)", at: a.position,
                hint: "jnp's functions and operators broadcast, lax's do not: x[None, :] adds an axis")
        }
        return try stretched(values, terms, as: a.builtin.name)
    }

    /// Of `cases`, all of one type, the one whose number `which` gives; bools count as 0 and 1.
    fileprivate mutating func selected(_ which: Term, _ cases: [Term], _ a: Call) throws -> Value {
        let values = try cases.map { try array($0) }
        guard let first = values.first, values.allSatisfy({ b.types[$0] == b.types[first] }) else {
            throw Fault(
                .shape,
                "\(a.builtin.name) takes cases of one type, not "
                    + values.map { b.types[$0].description }.joined(separator: " and "), at: a.position,
                hint: "where(condition, x, y) stretches and promotes")
        }
        let place = try array(which)
        guard b.shape(place).rank == 0 || b.shape(place) == b.shape(first), !b.dtype(place).isFloating,
            b.dtype(place) != .bool || values.count <= 2
        else {
            throw Fault(
                .shape,
                "\(a.builtin.name): \(b.types[place]) does not choose among \(values.count) of \(b.types[first])",
                at: which.position)
        }
        let wide = try b.broadcastTrailing(place, to: b.shape(first).dims)
        if b.dtype(place) == .bool { return .array(try b.select(wide, values[values.count - 1], first)) }
        var result = first
        for (index, value) in values.enumerated().dropFirst() {
            let isThis = try b.compare(.ge, wide, b.full(Double(index), like: wide))
            result = try b.select(isThis, value, result)
        }
        return .array(result)
    }

    /// sign(x) ⌊|x| + ½⌋, but |x| itself where it has no fraction, and without the rounding of |x| + ½.
    private mutating func awayFromZero(_ size: ValueID) throws -> ValueID {
        let whole = try b.apply(.floor, size)
        let isUp = try b.compare(.ge, b.sub(size, whole), b.full(0.5, like: size))
        return try b.select(isUp, b.add(whole, b.full(1, like: size)), whole)
    }

    fileprivate mutating func roundedAwayFromZero(_ x: ValueID) throws -> ValueID {
        let size = try awayFromZero(b.apply(.abs, x))
        let isFinite = try b.apply(.isFinite, x)
        // A negative that rounds to zero gives −0, as multiplying by the sign would lose.
        let isNegative = try b.compare(.lt, x, b.zeros(b.types[x]))
        let signed = try b.select(isNegative, b.apply(.neg, size), size)
        let isZero = try b.compare(.eq, x, b.zeros(b.types[x]))
        return try b.select(b.apply(.and, isFinite, b.apply(.not, isZero)), signed, b.apply(.round, x))
    }

    /// A contraction, of which `preferred_element_type` names the element type: of a wider one, operands are converted
    /// before.
    fileprivate mutating func product(
        _ dims: DotDimensions, _ x: ValueID, _ y: ValueID, _ a: Call
    ) throws -> Value {
        guard let dtype = try a.dtype("preferred_element_type") else {
            return .array(try product(dims, x, y))
        }
        let isWider = dtype.byteWidth > b.dtype(x).byteWidth
        let operands = try isWider ? [b.convert(x, to: dtype), b.convert(y, to: dtype)] : [x, y]
        return .array(try b.convert(product(dims, operands[0], operands[1]), to: dtype))
    }

    /// The place of the greatest or least along one axis, in the asked type of whole numbers.
    fileprivate mutating func place(_ a: Call, extreme: ([Int]) -> Primitive) throws -> Value {
        let x = try array(a("operand"))
        let dtype = try a.dtype("index_dtype") ?? .i64
        guard dtype == .i64 || dtype == .i32 else { throw a.fault("index_dtype", "int64 or int32") }
        let axis = try a.axis("axis", rank: b.shape(x).rank)
        return .array(try b.convert(firstPlace(x, axis, a, extreme: extreme), to: dtype))
    }
}
