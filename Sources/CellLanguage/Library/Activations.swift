import Graphs
import Tensors

extension Library {
    static let activations: [Builtin] = [
        Builtin("sigmoid(x)") { e, a in try e.elementwise(.logistic, a("x")) },
        Builtin("softplus(x)") { e, a in
            try e.elementwise(.logaddexp, a("x"), Term(.integer(0), a.position), .inexact)
        },
        // At 0 the slope is 0; NaN stays NaN.
        Builtin("relu(x)") { e, a in
            let (x, isWeak) = try e.matched([a("x"), Term(.integer(0), a.position)], as: "relu")
            return .array(try e.b.select(e.b.compare(.le, x[0], x[1]), x[1], x[0]), isWeak: isWeak)
        },
        Builtin("leaky_relu(x, negative_slope=None)") { e, a in
            let slope = a.isNone("negative_slope") ? 0.01 : try a.number("negative_slope")
            var lift = Lift.float
            if case .integer = a("negative_slope").value { lift = .number }
            // At 0 the slope is 1, as in JAX.
            return try e.piecewise(a("x"), as: "leaky_relu", isLow: .lt, lift) { e, x in
                try e.b.mul(x, e.b.full(slope, like: x))
            }
        },
        Builtin("elu(x, alpha=1)") { e, a in
            let alpha = try a.number("alpha")
            return try e.piecewise(a("x"), as: "elu") { e, x in
                // The branch not taken must not overflow: its derivative would be NaN. At 0 the slope is alpha.
                let zero = try e.b.zeros(e.b.types[x])
                let low = try e.b.select(e.b.compare(.le, x, zero), x, zero)
                return try e.b.mul(e.b.apply(.expm1, low), e.b.full(alpha, like: x))
            }
        },
        Builtin("silu(x)") { e, a in try e.elementwise(.silu, a("x")) },
        // With tanh as in Hendrycks and Gimpel (2016), or x Φ(x) exactly.
        Builtin("gelu(x, approximate=True)") { e, a in
            // Strong, as in JAX.
            .array(try e.array(Term(e.elementwise(a.flag("approximate") ? .geluTanh : .gelu, a("x")), a.position)))
        },
    ]
}

extension Elaborator {
    /// `low` where x compares to 0 as `isLow` says, elsewhere x.
    fileprivate mutating func piecewise(
        _ term: Term, as name: String, isLow: Comparison = .le, _ lift: Lift = .float,
        low: (inout Elaborator, ValueID) throws -> ValueID
    ) throws -> Value {
        let (x, isWeak) = try matched([term], as: name, lift)
        let isLow = try b.compare(isLow, x[0], b.zeros(b.types[x[0]]))
        return .array(try b.select(isLow, low(&self, x[0]), x[0]), isWeak: isWeak)
    }
}
