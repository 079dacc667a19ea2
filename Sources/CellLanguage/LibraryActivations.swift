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
            let (x, isWeak) = try e.matched([a("x")], as: "silu", .inexact)
            return .array(try e.b.mul(x[0], e.b.apply(.logistic, x[0])), isWeak: isWeak)
        },
        Builtin("gelu(x, approximate=True)") { e, a in
            let (x, isWeak) = try e.matched([a("x")], as: "gelu", .inexact)
            return .array(try e.gelu(x[0], byTanh: a.flag("approximate")), isWeak: isWeak)
        },
    ]
}

extension Elaborator {
    /// x where x > 0, elsewhere `low`.
    fileprivate mutating func piecewise(
        _ term: Term, as name: String, low: (inout Elaborator, ValueID) throws -> ValueID
    ) throws -> Value {
        let (x, isWeak) = try matched([term], as: name, .float)
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
