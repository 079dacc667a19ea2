import CKernels

/// The derivatives of ψ = (log Γ)′ in binary64.
///
/// Orders 0 and 1 are kernels of their own. Orders from 2 on are accurate to about 1e-14, relative where the function is
/// not near a zero and absolute there; above 20 to 1e-12. Sources of the formulas: https://dlmf.nist.gov/5.15 and 25.11.
enum Polygamma {
    /// B₂ⱼ for j = 1 … 12.
    private static let bernoulli: [Double] = [
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798,
        -174611.0 / 330, 854513.0 / 138, -236364091.0 / 2730,
    ]

    /// Beyond this order the result is NaN: it keeps every loop short.
    private static let orderLimit = 1 << 20

    /// How far the recurrence climbs from below zero; further down the higher orders give NaN.
    private static let stepLimit = 2048.0

    /// ψ of this order at x. Order 0 has NaN at its poles 0, −1, −2, …; odd orders have +∞ there, even ones NaN, as the
    /// two sides differ. Orders of 2 and more give NaN below −2048, orders beyond 2²⁰ everywhere.
    static func value(order: Int, _ x: Double) -> Double {
        if order < 0 || order > orderLimit || x.isNaN || x == -.infinity { return .nan }
        if order == 0 { return pb_digamma_f64(x) }
        if order == 1 { return pb_trigamma_f64(x) }
        if x == .infinity { return 0 }
        if x > 0 { return positive(order, x) }
        if x == x.rounded(.down) { return order % 2 == 1 ? .infinity : .nan }
        guard x > -stepLimit else { return .nan }
        // ψₙ(x) = ψₙ(x + 1) − (−1)ⁿ n! / xⁿ⁺¹, and for negative x this adds n! / |x|ⁿ⁺¹, whatever n is.
        var sum = 0.0
        var step = 0.0
        while x + step < 0 {
            sum += factorialTimesPower(order, -(x + step))
            step += 1
        }
        return sum + positive(order, x + step)
    }

    /// (−1)ⁿ⁺¹ n! ζ(n + 1, x) for x > 0.
    private static func positive(_ order: Int, _ x: Double) -> Double {
        let size = factorialTimesPower(order, x, times: relativeZeta(Double(order) + 1, x))
        return order % 2 == 1 ? size : -size
    }

    /// xˢ ζ(s, x) = Σ (x / (x + k))ˢ by the Euler–Maclaurin formula, after as many terms as bring x + k past s + 10.
    private static func relativeZeta(_ s: Double, _ x: Double) -> Double {
        // ζ(s, x) → x¹⁻ˢ / (s − 1): the sum would be of infinities.
        if x > 1e17 * s { return x / (s - 1) }
        var (sum, shifted) = (0.0, x)
        while shifted < s + 10 {
            let term = pb_pow_f64(x / shifted, s)
            sum += term
            shifted += 1
            // What is left is less than an integral of it.
            if term * (1 + shifted / (s - 1)) < sum * 0x1p-60 { return sum }
        }
        let power = pb_pow_f64(x / shifted, s)
        var (tail, factor) = (shifted / (s - 1) + 0.5, 1 / shifted)
        // factor = s (s + 1) … (s + 2j − 2) / (2j)! / shifted²ʲ⁻¹
        factor *= s / 2
        for j in 1...12 {
            tail += bernoulli[j - 1] * factor
            let twice = Double(2 * j)
            factor *= (s + twice - 1) / shifted * ((s + twice) / shifted) / ((twice + 1) * (twice + 2))
        }
        return sum + power * tail
    }

    /// n! x⁻ⁿ⁻¹ · `scale`, by logarithms where a factor would leave the range of binary64.
    private static func factorialTimesPower(_ order: Int, _ x: Double, times scale: Double = 1) -> Double {
        let s = Double(order) + 1
        if order <= 170 {
            let power = pb_pow_f64(x, -s)
            let factorial = (1...max(order, 1)).reduce(1.0) { $0 * Double($1) }
            if power.isNormal, (power * scale).isNormal { return factorial * (power * scale) }
        }
        return pb_exp_f64(pb_lgamma_f64(s) - s * pb_log_f64(x) + pb_log_f64(scale))
    }
}
