import Graphs
import Tensors

extension Library {
    /// A function that is one unary primitive of a floating array.
    private static func unary(_ name: String, _ function: UnaryFunction) -> Builtin {
        Builtin("\(name)(x)") { e, a in try e.elementwise(function, a("x")) }
    }

    /// A function that is one binary primitive of floating arrays.
    private static func binary(_ name: String, _ function: BinaryFunction, least: Promotion = .weakFloat) -> Builtin {
        Builtin("\(name)(x1, x2)") { e, a in try e.elementwise(function, a("x1"), a("x2"), least: least) }
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
            let (x, isWeak) = try e.matched([a("x")], as: name, least: .weakInteger)
            return .array(try e.b.apply(function, x[0]), isWeak: isWeak)
        }
    }

    static let elementwise: [Builtin] = [
        kept("abs", .abs), kept("sign", .sign), kept("negative", .neg),
        Builtin("square(x)") { e, a in try e.power(a("x"), Term(.integer(2), a.position)) },
        unary("sqrt", .sqrt), unary("rsqrt", .rsqrt), unary("cbrt", .cbrt),
        Builtin("reciprocal(x)") { e, a in
            try e.elementwise(.div, Term(.integer(1), a.position), a("x"), least: .weakFloat)
        },
        unary("exp", .exp), unary("exp2", .exp2), unary("expm1", .expm1),
        unary("log", .log), unary("log2", .log2), unary("log10", .log10), unary("log1p", .log1p),
        unary("sin", .sin), unary("cos", .cos), unary("tan", .tan),
        unary("arcsin", .asin), unary("arccos", .acos), unary("arctan", .atan),
        unary("sinh", .sinh), unary("cosh", .cosh), unary("tanh", .tanh),
        unary("arcsinh", .asinh), unary("arccosh", .acosh), unary("arctanh", .atanh),
        unary("erf", .erf), unary("erfc", .erfc), unary("lgamma", .lgamma),
        Builtin("digamma(x)") { e, a in
            let (x, isWeak) = try e.matched([a("x")], as: "digamma", least: .weakFloat)
            return .array(try e.b.emit(.polygamma(order: 0), x), isWeak: isWeak)
        },
        unary("floor", .floor), unary("ceil", .ceil), unary("round", .round),
        operation("add", .add), operation("subtract", .subtract), operation("multiply", .multiply),
        operation("divide", .divide), operation("floor_divide", .floorDivide), operation("mod", .modulo),
        Builtin("power(x1, x2)") { e, a in try e.power(a("x1"), a("x2")) },
        binary("arctan2", .atan2), binary("hypot", .hypot), binary("logaddexp", .logaddexp),
        binary("maximum", .max, least: .weakInteger), binary("minimum", .min, least: .weakInteger),
        operation("logical_and", .and), operation("logical_or", .or),
        Builtin("logical_not(x)") { e, a in
            let zero = Term(.integer(0), a.position)
            return try e.compare(.equal, Term(.array(e.array(a("x"))), a("x").position), zero, at: a.position)
        },
        comparison("equal", .equal), comparison("not_equal", .notEqual), comparison("less", .less),
        comparison("less_equal", .lessEqual), comparison("greater", .greater),
        comparison("greater_equal", .greaterEqual),
        Builtin("where(condition, x, y)") { e, a in
            var condition = try e.array(a("condition"))
            if e.b.dtype(condition) != .bool {
                condition = try e.b.compare(.ne, condition, e.b.zeros(e.b.types[condition]))
            }
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
            let (x, _) = try e.matched([a("x")], as: "isnan", least: .weakFloat)
            return .array(try e.b.compare(.ne, x[0], x[0]))
        },
        Builtin("isfinite(x)") { e, a in
            let (x, _) = try e.matched([a("x")], as: "isfinite", least: .weakFloat)
            return .array(try e.b.apply(.isFinite, x[0]))
        },
        Builtin("astype(x, dtype)") { e, a in
            guard let dtype = try a.dtype("dtype") else { throw a.fault("dtype", "an element type") }
            return .array(try e.b.emit(.convert(dtype), [e.array(a("x"))]))
        },
        Builtin("stop_gradient(x)") { e, a in .array(try e.b.emit(.stopGradient, [e.array(a("x"))])) },
    ]

    static let activations: [Builtin] = [
        unary("sigmoid", .logistic),
        Builtin("softplus(x)") { e, a in
            try e.elementwise(.logaddexp, a("x"), Term(.integer(0), a.position), least: .weakFloat)
        },
        // At 0 the slope is 0; NaN stays NaN.
        Builtin("relu(x)") { e, a in try e.piecewise(a("x"), as: "relu") { e, x in try e.b.zeros(e.b.types[x]) } },
        Builtin("leaky_relu(x, negative_slope=None)") { e, a in
            let slope = a.isNone("negative_slope") ? 0.01 : try a.number("negative_slope")
            return try e.piecewise(a("x"), as: "leaky_relu") { e, x in try e.b.mul(x, e.b.full(slope, like: x)) }
        },
        Builtin("elu(x, alpha=1)") { e, a in
            let alpha = try a.number("alpha")
            return try e.piecewise(a("x"), as: "elu") { e, x in
                // The branch not taken must not overflow: its derivative would be NaN.
                let low = try e.b.apply(.min, x, e.b.zeros(e.b.types[x]))
                return try e.b.mul(e.b.apply(.expm1, low), e.b.full(alpha, like: x))
            }
        },
        Builtin("silu(x)") { e, a in
            let (x, isWeak) = try e.matched([a("x")], as: "silu", least: .weakFloat)
            return .array(try e.b.mul(x[0], e.b.apply(.logistic, x[0])), isWeak: isWeak)
        },
        Builtin("gelu(x, approximate=True)") { e, a in
            let (x, isWeak) = try e.matched([a("x")], as: "gelu", least: .weakFloat)
            return .array(try e.gelu(x[0], byTanh: a.flag("approximate")), isWeak: isWeak)
        },
    ]
}

extension Elaborator {
    /// x where x > 0, elsewhere `low`.
    fileprivate mutating func piecewise(
        _ term: Term, as name: String, low: (inout Elaborator, ValueID) throws -> ValueID
    ) throws -> Value {
        let (x, isWeak) = try matched([term], as: name, least: .weakFloat)
        let isLow = try b.compare(.le, x[0], b.zeros(b.types[x[0]]))
        return .array(try b.select(isLow, low(&self, x[0]), x[0]), isWeak: isWeak)
    }

    /// x Φ(x): with tanh as in Hendrycks and Gimpel (2016), √(2/π) (x + 0.044715 x³), or exactly by erf.
    fileprivate mutating func gelu(_ x: ValueID, byTanh: Bool) throws -> ValueID {
        let half = try b.full(0.5, like: x)
        let one = try b.full(1, like: x)
        guard byTanh else {
            let scaled = try b.mul(x, b.full(0.70710678118654752440, like: x))
            return try b.mul(b.mul(half, x), b.add(one, b.apply(.erf, scaled)))
        }
        let cubic = try b.mul(b.full(0.044715, like: x), b.emit(.integerPower(3), [x]))
        let inner = try b.mul(b.full(0.79788456080286535588, like: x), b.add(x, cubic))
        return try b.mul(b.mul(half, x), b.add(one, b.apply(.tanh, inner)))
    }
}
