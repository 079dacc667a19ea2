import Graphs
import Tensors

extension Library {
    /// A function that is one unary primitive of a floating array.
    private static func unary(_ name: String, _ function: UnaryFunction) -> Builtin {
        Builtin("\(name)(x)") { e, a in try e.elementwise(function, a("x")) }
    }

    /// The same for those whose result JAX makes of several steps, with a strong result.
    private static func strong(_ name: String, _ function: UnaryFunction) -> Builtin {
        Builtin("\(name)(x)") { e, a in .array(try e.array(Term(e.elementwise(function, a("x")), a.position))) }
    }

    /// A function that is one binary primitive of floating arrays.
    private static func binary(_ name: String, _ function: BinaryFunction) -> Builtin {
        Builtin("\(name)(x1, x2)") { e, a in try e.elementwise(function, a("x1"), a("x2"), .inexact) }
    }

    /// The greater or the lesser of two arrays; of bools, `or` or `and`.
    private static func extreme(_ name: String, _ function: BinaryFunction, ofBools: BinaryFunction) -> Builtin {
        Builtin("\(name)(x1, x2)") { e, a in
            let (x, isWeak) = try e.matched([a("x1"), a("x2")], as: name)
            return .array(try e.b.apply(e.b.dtype(x[0]) == .bool ? ofBools : function, x[0], x[1]), isWeak: isWeak)
        }
    }

    /// A function of truth values; numbers are true where they are not 0.
    private static func logical(_ name: String, _ function: BinaryFunction) -> Builtin {
        Builtin("\(name)(x1, x2)") { e, a in
            let truths = try [a("x1"), a("x2")].map { Term(.array(try e.isNotZero(e.array($0))), $0.position) }
            return try e.elementwise(function, truths[0], truths[1])
        }
    }

    /// A rounding, which leaves whole numbers and bools as they are.
    private static func rounding(_ name: String, _ function: UnaryFunction) -> Builtin {
        Builtin("\(name)(x)") { e, a in
            guard try e.promotion(of: a("x")) >= .weakFloat else {
                return .array(try e.array(a("x")), isWeak: a("x").value.isWeak)
            }
            return try e.elementwise(function, a("x"))
        }
    }

    /// A function spelt as an operator elsewhere.
    private static func operation(_ name: String, _ operation: BinaryOperator) -> Builtin {
        Builtin("\(name)(x1, x2)") { e, a in
            let left = Term(.array(try e.array(a("x1")), isWeak: try e.promotion(of: a("x1")).isWeak), a("x1").position)
            return try e.binary(operation, left, a("x2"))
        }
    }

    private static func comparison(_ name: String, _ operation: ComparisonOperator) -> Builtin {
        Builtin("\(name)(x1, x2)") { e, a in
            let left = Term(.array(try e.array(a("x1")), isWeak: try e.promotion(of: a("x1")).isWeak), a("x1").position)
            return try e.compare(operation, left, a("x2"), at: a.position)
        }
    }

    /// A function of a number array that keeps its element type.
    private static func kept(_ name: String, _ function: UnaryFunction) -> Builtin {
        Builtin("\(name)(x)") { e, a in
            let (x, isWeak) = try e.matched([a("x")], as: name)
            return .array(try e.b.apply(function, x[0]), isWeak: isWeak)
        }
    }

    static let elementwise: [Builtin] = [
        Builtin("abs(x)") { e, a in
            let (x, isWeak) = try e.matched([a("x")], as: "abs")
            return .array(try e.b.dtype(x[0]) == .bool ? x[0] : e.b.apply(.abs, x[0]), isWeak: isWeak)
        },
        kept("sign", .sign), kept("negative", .neg),
        Builtin("square(x)") { e, a in try e.power(a("x"), Term(.integer(2), a.position)) },
        unary("sqrt", .sqrt), unary("rsqrt", .rsqrt), unary("cbrt", .cbrt),
        Builtin("reciprocal(x)") { e, a in
            let (x, isWeak) = try e.matched([a("x")], as: "reciprocal", .inexact)
            return .array(try e.b.div(e.b.full(1, like: x[0]), x[0]), isWeak: isWeak)
        },
        unary("exp", .exp), unary("exp2", .exp2), unary("expm1", .expm1),
        unary("log", .log), unary("log1p", .log1p), strong("log2", .log2), strong("log10", .log10),
        unary("sin", .sin), unary("cos", .cos), unary("tan", .tan),
        unary("arcsin", .asin), unary("arccos", .acos), unary("arctan", .atan),
        unary("sinh", .sinh), unary("cosh", .cosh), unary("tanh", .tanh),
        unary("arcsinh", .asinh), unary("arccosh", .acosh), unary("arctanh", .atanh),
        unary("erf", .erf), unary("erfc", .erfc), unary("erf_inv", .erfInv), unary("lgamma", .lgamma),
        Builtin("digamma(x)") { e, a in
            let (x, isWeak) = try e.matched([a("x")], as: "digamma", .inexact)
            return .array(try e.b.emit(.polygamma(order: 0), x), isWeak: isWeak)
        },
        Builtin("polygamma(n, x)") { e, a in
            let (x, isWeak) = try e.matched([a("x")], as: "polygamma", .inexact)
            let order = try a.integer("n")
            guard (0...1000).contains(order) else { throw a.fault("n", "a static whole number from 0 to 1000") }
            return .array(try e.b.emit(.polygamma(order: order), x), isWeak: isWeak)
        },
        rounding("floor", .floor), rounding("ceil", .ceil),
        Builtin("round(a, decimals=0)") { e, a in try e.rounded(a) },
        // To the next whole number, halves to even; whole numbers become f64.
        Builtin("rint(x)") { e, a in
            guard try e.promotion(of: a("x")) >= .weakFloat else { return .array(try e.array(a("x"), as: .f64)) }
            return try e.elementwise(.round, a("x"))
        },
        operation("add", .add), operation("subtract", .subtract), operation("multiply", .multiply),
        operation("divide", .divide), operation("floor_divide", .floorDivide), operation("mod", .modulo),
        // The remainder of a truncated quotient, with the sign of the dividend; of whole numbers by 0, 0.
        Builtin("fmod(x1, x2)") { e, a in
            let (x, isWeak) = try e.matched([a("x1"), a("x2")], as: "fmod", .number)
            guard !e.b.dtype(x[1]).isFloating else {
                return .array(try e.b.apply(.rem, x[0], x[1]), isWeak: isWeak)
            }
            let isZero = try e.b.compare(.eq, x[1], e.b.zeros(e.b.types[x[1]]))
            let divisor = try e.b.select(isZero, e.b.full(1, like: x[1]), x[1])
            return .array(try e.b.apply(.rem, x[0], divisor), isWeak: isWeak)
        },
        Builtin("power(x1, x2)") { e, a in try e.power(a("x1"), a("x2")) },
        binary("arctan2", .atan2), binary("logaddexp", .logaddexp),
        Builtin("hypot(x1, x2)") { e, a in
            let (x, isWeak) = try e.matched([a("x1"), a("x2")], as: "hypot", .inexact)
            // Weak for scalars only, as in JAX.
            return .array(try e.b.apply(.hypot, x[0], x[1]), isWeak: isWeak && e.b.shape(x[0]).rank == 0)
        },
        extreme("maximum", .max, ofBools: .or), extreme("minimum", .min, ofBools: .and),
        logical("logical_and", .and), logical("logical_or", .or), logical("logical_xor", .xor),
        operation("bitwise_and", .and), operation("bitwise_or", .or), operation("bitwise_xor", .xor),
        Builtin("bitwise_not(x)") { e, a in .array(try e.b.apply(.not, e.array(a("x")))) }.keepingWeak("x"),
        Builtin("logical_not(x)") { e, a in
            let zero = Term(.integer(0), a.position)
            return try e.compare(.equal, Term(.array(e.array(a("x"))), a("x").position), zero, at: a.position)
        },
        comparison("equal", .equal), comparison("not_equal", .notEqual), comparison("less", .less),
        comparison("less_equal", .lessEqual), comparison("greater", .greater),
        comparison("greater_equal", .greaterEqual),
        Builtin("where(condition, x=None, y=None, *, size=None, fill_value=None)") { e, a in
            guard !a.isNone("x") || !a.isNone("y") else { return try e.places(a) }
            for name in ["x", "y"] where a.isNone(name) {
                throw Fault(
                    .argument, "where needs the argument \(name)", at: a.position,
                    hint: "where(condition, x, y) chooses; where(condition) says where it is true")
            }
            let condition = try e.isNotZero(e.array(a("condition")))
            let rank = max(try e.promotion(of: a("x")), try e.promotion(of: a("y")))
            let arrays = try [condition, e.array(a("x"), as: rank.dtype), e.array(a("y"), as: rank.dtype)]
            let x = try e.stretched(arrays, [a("condition"), a("x"), a("y")], as: "where")
            return .array(try e.b.select(x[0], x[1], x[2]), isWeak: rank.isWeak)
        },
        Builtin("clip(x, min=None, max=None)") { e, a in
            var value = a("x")
            if !a.isNone("min") { value = Term(try e.elementwise(.max, value, a("min")), value.position) }
            if !a.isNone("max") { value = Term(try e.elementwise(.min, value, a("max")), value.position) }
            return value.value
        },
        Builtin("isnan(x)") { e, a in
            let (x, _) = try e.matched([a("x")], as: "isnan", .inexact)
            return .array(try e.b.compare(.ne, x[0], x[0]))
        },
        Builtin("isinf(x)") { e, a in
            let (x, _) = try e.matched([a("x")], as: "isinf", .inexact)
            return .array(try e.b.compare(.eq, e.b.apply(.abs, x[0]), e.b.full(.infinity, like: x[0])))
        },
        Builtin("isfinite(x)") { e, a in
            let (x, _) = try e.matched([a("x")], as: "isfinite", .inexact)
            return .array(try e.b.apply(.isFinite, x[0]))
        },
        Builtin("astype(x, dtype)") { e, a in
            guard let dtype = try a.dtype("dtype") else { throw a.fault("dtype", "an element type") }
            return .array(try e.b.emit(.convert(dtype), [e.array(a("x"))]))
        },
        Builtin("stop_gradient(x)") { e, a in .array(try e.b.emit(.stopGradient, [e.array(a("x"))])) }.keepingWeak("x"),
    ]
}

extension Elaborator {
    /// To `decimals` places behind the point, halves to even; whole numbers stay as they are.
    fileprivate mutating func rounded(_ a: Call) throws -> Value {
        let decimals = try a.integer("decimals")
        let rank = try promotion(of: a("a"))
        guard rank >= .weakFloat else {
            guard rank != .bool, decimals >= 0 else {
                throw a.fault(
                    rank == .bool ? "a" : "decimals", rank == .bool ? "numbers" : "0 or more for whole numbers")
            }
            return .array(try array(a("a")), isWeak: rank.isWeak)
        }
        guard decimals != 0 else { return try elementwise(.round, a("a")) }
        let (x, isWeak) = try matched([a("a")], as: "round")
        guard abs(decimals) <= 300 else { throw a.fault("decimals", "between -300 and 300") }
        let power = (0..<abs(decimals)).reduce(1.0) { product, _ in product * 10 }
        let factor = try b.full(decimals > 0 ? power : 1 / power, like: x[0])
        let result = try b.div(b.apply(.round, b.mul(x[0], factor)), factor)
        return .array(result, isWeak: isWeak && b.shape(result).rank == 0)
    }

    /// The array itself if it holds bools, else where it is not 0.
    mutating func isNotZero(_ x: ValueID) throws -> ValueID {
        b.dtype(x) == .bool ? x : try b.compare(.ne, x, b.zeros(b.types[x]))
    }
}

extension Elaborator {
    /// `where(condition)`: where it is true, an index array for each axis. How many there are is known of what a cell
    /// writes, or is given.
    fileprivate mutating func places(_ a: Call) throws -> Value {
        var condition = a("condition")
        if condition.value.items != nil {
            condition = Term(try makeArray(condition.value, dtype: nil, at: condition.position), condition.position)
        }
        if a.isNone("size"), case .array(let id, _) = condition.value, let mask = masks[id] {
            return .tuple(try indices(of: mask, at: a.position).map { .array($0) })
        }
        guard case .builtin(let nonzero)? = Library.value(named: "nonzero") else { return .none }
        var terms = [NamedTerm(name: nil, term: condition)]
        if !a.isNone("size") { terms.append(NamedTerm(name: "size", term: a("size"))) }
        if !a.isNone("fill_value") { terms.append(NamedTerm(name: "fill_value", term: a("fill_value"))) }
        return try apply(.builtin(nonzero), terms, at: a.position)
    }
}
