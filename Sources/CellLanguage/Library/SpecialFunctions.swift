import Graphs
import Tensors

// Special functions, written in the language. They are worked out in float64, whatever the element type, and rounded once to it.

extension Library {
    static let special: [Builtin] = [
        special("i0e", "x", exponentiallyScaledBessel(0)), special("i1e", "x", exponentiallyScaledBessel(1)),
        special("i0", "x", bessel(0)), special("i1", "x", bessel(1)),
        Builtin("lax.bessel_i0e(x)", written: "scipy.special.i0e(x)"),
        Builtin("lax.bessel_i1e(x)", written: "scipy.special.i1e(x)"),
        special("gamma", "x", gamma, isStrong: true),
        special("factorial", "n", "where(n < 0, 0, scipy.special.gamma(where(n < 0, 0, n) + 1))"),
        special("gammasgn", "x", gammaSign, isStrong: true),
        special("loggamma", "x", "where(x > 0, lgamma(where(x > 0, x, 1)), nan)"),
        Builtin("scipy.special.multigammaln(a, d)", written: multivariateGamma),
        special("betaln", "a, b", logBeta), special("beta", "a, b", beta, isStrong: true),
        special("ndtr", "x", normalDistribution, isStrong: true),
        special("log_ndtr", "x", logNormalDistribution, isStrong: true),
        special("ndtri", "p", normalQuantile, isStrong: true),
        special("zeta", "x, q", hurwitzZeta),
        Builtin("lax.zeta(x, q)", written: "scipy.special.zeta(x, q)"),
        special("rel_entr", "p, q", relativeEntropy, isStrong: true),
        special(
            "kl_div", "p, q", "rel = scipy.special.rel_entr(p, q)\nreturn where(rel < inf, rel - p + q, rel)",
            isStrong: true),
        special("boxcox", "x, lmbda", boxCox("log(x)")), special("boxcox1p", "x, lmbda", boxCox("log1p(x)")),
    ]

    /// A function of `scipy.special`: its body sees its arguments as float64 arrays of one shape. The result has the type that
    /// the arguments promote to, and is weak where they are, if it is in JAX.
    private static func special(
        _ name: String, _ arguments: String, _ body: String, isStrong: Bool = false
    ) -> Builtin {
        let lines = body.split(separator: "\n")
        let text =
            lines.count == 1 ? "    return \(body)" : lines.map { "    \($0)" }.joined(separator: "\n")
        let written = """
            def function(\(arguments)):
            \(text)
            return narrowed(function(*widened(\(arguments))), \(isStrong ? "True" : "False"), \(arguments))
            """
        return Builtin("scipy.special.\(name)(\(arguments))", written: written)
    }

    /// Horner's rule for the powers of `x`.
    private static func polynomial(_ coefficients: [Double], of x: String, as name: String) -> String {
        let first = "\(name) = \(coefficients.last ?? 0) + 0 * \(x)"
        return coefficients.dropLast().reversed().reduce(first) { "\($0)\n\(name) = \(name) * \(x) + \($1)" }
    }

    // MARK: Bessel functions

    /// e^−|x| I₀(x) and e^−|x| I₁(x) by pieces: of x up to 8, of 1 / x behind. Each piece is a power series about its centre, so
    /// that its derivatives are as accurate as itself.
    private static func exponentiallyScaledBessel(_ order: Int) -> String {
        let table = order == 0 ? SpecialTables.bessel0 : SpecialTables.bessel1
        func row(_ values: [Double]) -> String {
            "take(array([\(values.map { "\($0)" }.joined(separator: ", "))]), piece)"
        }
        let columns = (0..<(table.first?.count ?? 0)).reversed().map { power in row(table.map { $0[power] }) }
        let sums = columns.dropFirst().map { "y = y * u + \($0)" }.joined(separator: "\n")
        return """
            a = \(order == 0 ? "abs(x)" : "where(x < 0, -x, x)")
            isnear = a < 8
            w = 1 / where(isnear, 8, a)
            nears = [(a >= edge).astype(int64) for edge in [0.75, 2.25, 3.75, 5.25, 6.75]]
            near = nears[0] + nears[1] + nears[2] + nears[3] + nears[4]
            piece = where(isnear, near, 6 + (w > 0.03125).astype(int64) + (w > 0.0625).astype(int64))
            u = where(isnear, a, w) - \(row(SpecialTables.centres[order]))
            y = \(columns.first ?? "0.0")
            \(sums)
            y = y / sqrt(where(isnear, 1, a))
            return \(order == 0 ? "y" : "where(x < 0, -y, y)")
            """
    }

    /// I₀ and I₁: to 4 by their power series, none of whose terms is negative (Abramowitz and Stegun, 9.6.10).
    private static func bessel(_ order: Int) -> String {
        """
        a = abs(x)
        isnear = a < 4
        z = where(isnear, x, 0) ** 2 / 4
        s = 1 + 0 * z
        for k in range(20, 0, -1):
            s = 1 + s * z / (k * (k + \(order)))
        near = \(order == 0 ? "s" : "where(isnear, x, 0) / 2 * s")
        b = where(isnear | (a == inf), 4, a)
        far = exp(minimum(b, 700)) * scipy.special.i\(order)e(b) * exp(maximum(b, 700) - 700)
        far = where(a == inf, a, far)
        return where(isnear, near, \(order == 0 ? "far" : "where(x < 0, -far, far)"))
        """
    }

    // MARK: Gamma and beta

    /// Γ: between −½ and 2 by 1 / Γ, up to 8 by Γ(x + 1) = x Γ(x), above by Stirling's series with the power in two halves, below
    /// by Γ(x) Γ(−x) = −π / (x sin πx). Its logarithm, whose derivative is exact, gives the derivatives.
    private static let gamma = """
        a = where(x < -0.5, -x, x)
        low = where(a < 2, a, 1)
        v = where(low < 0, low + 0.5, where(low < 1, low - 0.5, low - 1.5))
        v = where(a < 2, v, 0)
        z = where(a < 8, a, 1)
        product = 1 + 0 * z
        for k in range(6):
            product = where(z >= 2, product * (z - 1), product)
            z = where(z >= 2, z - 1, z)
        v = where(a < 2, v, z - 1.5)
        \(polynomial(SpecialTables.reciprocalGamma, of: "v", as: "r"))
        r = r * where(low < 0, low * (low + 1), where(low < 1, low, 1))
        small = product / r
        b = where(a < 8, 8, minimum(a, 250))
        half = power(b, b / 2 - 0.25)
        t = 1 / (b * b)
        \(polynomial(SpecialTables.stirling, of: "t", as: "s"))
        rest = half / exp(b) * (exp(s / b) * 2.5066282746310002)
        turn = x - round(x)
        sine = where(round(x) % 2 == 0, 1, -1) * sin(pi * turn)
        pole = (x <= 0) & (x == round(x))
        mirror = -pi / (where(pole | (x == -inf), 1, x) * where(sine == 0, 1, sine))
        below = where(a < 8, mirror / small, mirror / half / rest)
        value = where(x < -0.5, below, where(a < 8, small, half * rest))
        value = where(x == 0, 1 / x, where(pole | (x == -inf), nan, value))
        level = lgamma(where(pole | (abs(x) == inf) | (x > 1e305), 1, x))
        return stop_gradient(value) * exp(level - stop_gradient(level))
        """

    /// −1 between odd negative numbers and the next, NaN at them.
    private static let gammaSign = """
        down = floor(x)
        isnone = ((x < 0) & (x == down)) | isnan(x)
        isbelow = ((x < 0) & (down % 2 != 0)) | ((x == 0) & signbit(x))
        return where(isnone, nan, where(isbelow, -1, 1) + 0.0)
        """

    /// log of ∫ exp(−tr X) |X|^(a − (d+1)/2) dX over positive definite matrices X, d × d.
    private static let multivariateGamma = """
        if not iswhole(d) or d < 1:
            raise ValueError('d must be a static whole number from 1')
        x = widened(a)[0]
        total = sum(array([lgamma(x - j / 2) for j in range(d)]), axis=0) + d * (d - 1) / 4 * log(pi)
        return narrowed(total, True, a)
        """

    /// log B. Where one argument is 2 or more, that is raised to 8 by B(a, b) = B(a, b + 1) (a + b) / b, and Stirling's series is
    /// taken, whose large terms are put together before they could cancel (Didonato and Morris 1992).
    private static let logBeta = """
        low = minimum(a, b)
        high = maximum(a, b)
        islarge = (high >= 2) & (low > 0) & (high < inf)
        below = where(islarge, 1, low)
        above = where(islarge, 1, high)
        small = lgamma(below) + (lgamma(above) - lgamma(below + above))
        a = where(islarge, low, 1)
        b = where(islarge, high, 8)
        up = where(b < 8, b, 8)
        steps = 0 * up
        for k in range(8):
            steps = steps + log1p(a / (up + k))
        steps = where(b < 8, steps, 0)
        b = where(b < 8, b + 8, b)
        def tail(y):
            t = 1 / (y * y)
            \(polynomial(SpecialTables.stirling, of: "t", as: "s").split(separator: "\n").joined(separator: "\n    "))
            return s / y
        common = tail(b) - tail(a + b)
        one = lgamma(where(a < 8, a, 1)) - (b - 0.5) * log1p(a / b) - a * log(a + b) + a
        c = where(a < 8, 8, a)
        both = tail(c) - (c - 0.5) * log1p(b / c) - b * log1p(c / b) - 0.5 * log(b) + 0.9189385332046728
        return where(islarge, where(a < 8, one, both) + common + steps, small)
        """

    private static let beta = """
        sign = scipy.special.gammasgn(a) * scipy.special.gammasgn(b) * scipy.special.gammasgn(a + b)
        return stop_gradient(sign) * exp(scipy.special.betaln(a, b))
        """

    // MARK: The normal distribution

    /// The density, with x² / 2 in two parts, of which the first is exact. Its logarithm gives the derivatives.
    static let normalDensity = """
        z = where(abs(x) < 40, x, 0)
        h = round(z * 16) / 16
        value = exp(-h * h / 2) * exp(-(z - h) * (z + h) / 2) * 0.3989422804014327
        value = where(abs(x) >= 40, 0, value + (x - x))
        level = z * z / 2
        return stop_gradient(value) * exp(stop_gradient(level) - level)
        """

    /// φ / Φ, far below by the asymptotic series of Φ (Abramowitz and Stegun, 26.2.12).
    static let normalHazard = """
        isfar = x < -20
        far = where(isfar & (x > -1e100), x, -20)
        t = 1 / (far * far)
        s = 1 + 0 * t
        for k in range(23, 0, -2):
            s = 1 - k * t * s
        near = where(isfar, 0, x)
        ratio = normaldensity(near) / scipy.special.ndtr(near)
        return where(isfar, where(x > -1e100, -far / s, -x), ratio)
        """

    /// Φ, from x Φ(x) where that is not small. The density is its derivative.
    private static let normalDistribution = """
        @custom_jvp
        def distribution(x):
            isnear = abs(x) < 0.5
            near = 0.5 + 0.5 * erf(where(isnear, x, 0) * 0.7071067811865476)
            far = where(isnear, 1, clip(x, -40, 40))
            return where(isnear, near, where(x > 10, 1, nn.gelu(far, approximate=False) / far))
        @distribution.defjvp
        def rule(primals, tangents):
            return distribution(primals[0]), normaldensity(primals[0]) * tangents[0]
        return distribution(x)
        """

    /// log Φ: above 0 from the other tail, far below by the asymptotic series. φ / Φ is its derivative.
    private static let logNormalDistribution = """
        @custom_jvp
        def distribution(x):
            isfar = x < -20
            far = where(isfar, x, -20)
            t = 1 / (far * far)
            s = 1 + 0 * t
            for k in range(23, 0, -2):
                s = 1 - k * t * s
            least = -far * far / 2 - 0.9189385332046728 - log(-far) + log(s)
            high = log1p(-scipy.special.ndtr(-where(x > 0, x, 0)))
            return where(isfar, least, where(x > 0, high, log(scipy.special.ndtr(where(isfar | (x > 0), 0, x)))))
        @distribution.defjvp
        def rule(primals, tangents):
            return distribution(primals[0]), normalhazard(primals[0]) * tangents[0]
        return distribution(x)
        """

    /// Φ⁻¹: in the middle √2 erf⁻¹(2p − 1), in the tails from a rational guess (Abramowitz and Stegun, 26.2.23) by a step of
    /// Halley and one of Newton for the logarithm. 1 / (Φ · φ/Φ) is its derivative.
    private static let normalQuantile = """
        @custom_jvp
        def quantile(p):
            q = where(p > 0.5, 1 - p, p)
            middle = 1.4142135623730951 * erf_inv(where(q >= 0.25, 2 * p - 1, 0))
            tail = where((q > 0) & (q < 0.25), q, 0.125)
            level = log(tail)
            r = sqrt(-2 * level)
            guess = 2.515517 + r * (0.802853 + r * 0.010328)
            y = guess / (1 + r * (1.432788 + r * (0.189269 + r * 0.001308))) - r
            hazard = normalhazard(y)
            step = (scipy.special.log_ndtr(y) - level) / hazard
            y = y - step / (1 + step * (y + hazard) / 2)
            hazard = normalhazard(y)
            near = (scipy.special.ndtr(y) - tail) / (tail * hazard)
            y = y - where(tail > 1e-5, near, (scipy.special.log_ndtr(y) - level) / hazard)
            x = where(q >= 0.25, middle, where(p > 0.5, -y, y))
            return where(p == 0, -inf, where(p == 1, inf, where((p > 0) & (p < 1), x, nan)))
        @quantile.defjvp
        def rule(primals, tangents):
            p = primals[0]
            x = quantile(p)
            return x, tangents[0] / (where(p > 0.5, 1 - p, p) * normalhazard(-abs(x)))
        return quantile(p)
        """

    // MARK: Others

    /// Σ (q + k)^−x: nine terms, and the rest by Euler and Maclaurin's series.
    private static let hurwitzZeta = """
        isthere = (x > 1) & ((q > 0) | ((q > -8) & (q != round(q)) & (x == round(x))))
        s = where(isthere & (x < inf), x, 2)
        p = where(isthere, q, 1)
        total = power(p, -s)
        for k in range(1, 9):
            total = total + power(p + k, -s)
        a = p + 9
        last = power(a, -s)
        c = where(last == 0, 2, s)
        f = c / a
        rest = 0.5 + 0 * f
        for k, b in enumerate(\(SpecialTables.eulerMaclaurin)):
            rest = rest + b * f
            f = f * (c + (2 * k + 1)) * (c + (2 * k + 2)) / (a * a)
        value = total + (power(a, 1 - s) / (s - 1) + last * rest)
        value = where(x == inf, where(q > 1, 0, where(q == 1, 1, inf)), value)
        edge = where(x % 2 == 0, inf, nan)
        value = where((q <= 0) & (q == round(q)), edge, where(isthere, value, nan))
        return where(x == 1, inf, value)
        """

    /// p log(p / q), 0 where p is 0, infinite where no distribution has such numbers. Where p is near q, by their difference.
    private static let relativeEntropy = """
        isthere = (p > 0) & (q > 0)
        a = where(isthere, p, 1)
        b = where(isthere, q, 1)
        isnear = abs(a - b) < b / 2
        level = where(isnear, log1p((a - b) / b), log(where(isnear, 1, a / b)))
        return where(isnan(p) | isnan(q), nan, where(isthere, a * level, where((p == 0) & (q >= 0), 0, inf)))
        """

    /// (xᵏ − 1) / k, log x where k is 0: y (eᵏʸ − 1) / ky of the logarithm y, the quotient near 0 by its series.
    private static func boxCox(_ logarithm: String) -> String {
        """
        y = \(logarithm)
        z = lmbda * y
        isnear = abs(z) < 0.5
        near = where(isnear, z, 0)
        s = 1 + 0 * near
        for k in range(16, 1, -1):
            s = 1 + s * near / k
        far = expm1(where(isnear, 1, z)) / where(isnear, 1, lmbda)
        return where(isnear, y * s, far)
        """
    }

    /// What special functions are made of and cells do not have.
    static let specialParts: [Builtin] = [
        Builtin("normaldensity(x)", written: normalDensity), Builtin("normalhazard(x)", written: normalHazard),
        // The arguments in one floating type, of one shape.
        Builtin("inexact(*xs)") { e, a in
            .tuple(try e.matched(a.rest, as: "a distribution", .inexact).values.map { .array($0) })
        },
        // The same in float64.
        Builtin("widened(*xs)") { e, a in
            .tuple(
                try e.matched(a.rest, as: "a special function", .inexact).values.map {
                    .array(try e.b.convert($0, to: .f64))
                })
        },
        // A result in the type that the arguments promote to.
        Builtin("narrowed(y, isstrong, *xs)") { e, a in
            let (x, isWeak) = try e.matched(a.rest, as: "a special function", .inexact)
            let y = try e.b.convert(e.array(a("y")), to: e.b.dtype(x[0]))
            return .array(y, isWeak: try isWeak && !a.flag("isstrong"))
        },
    ]
}
