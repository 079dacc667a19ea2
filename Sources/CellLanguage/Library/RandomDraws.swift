// Random numbers that are formulas of others, or are drawn again until they are taken: the draws of `jax.random`, so that they
// equal JAX's to rounding. What is drawn again is drawn in a loop for all elements at once, each with keys of its own.

extension Library {
    static let randomDraws: [Builtin] = [
        Builtin("random.gamma(key, a, shape=None, dtype=None)", written: gammaDraws(isLogarithm: false)),
        Builtin("random.loggamma(key, a, shape=None, dtype=None)", written: gammaDraws(isLogarithm: true)),
        Builtin("random.beta(key, a, b, shape=None, dtype=None)", written: betaDraws),
        Builtin("random.dirichlet(key, alpha, shape=None, dtype=None)", written: dirichletDraws),
        Builtin(
            "random.chisquare(key, df, shape=None, dtype=None)",
            written:
                "2 * exp(random.loggamma(key, asarray(df).astype(float64 if dtype is None else dtype) / 2, shape, dtype))"
        ),
        Builtin("random.f(key, dfnum, dfden, shape=None, dtype=None)", written: ratioDraws),
        Builtin("random.t(key, df, shape=(), dtype=None)", written: studentDraws),
        Builtin("random.poisson(key, lam, shape=None, dtype=int64)", written: poissonDraws),
        Builtin("random.binomial(key, n, p, shape=None, dtype=None)", written: binomialDraws),
        Builtin("random.multinomial(key, n, p, *, shape=None, dtype=None, unroll=1)", written: multinomialDraws),
        Builtin("random.geometric(key, p, shape=None, dtype=int64)", written: geometricDraws),
        Builtin("random.generalized_normal(key, p, shape=(), dtype=None)", written: generalizedNormalDraws),
        Builtin("random.ball(key, d, p=2, shape=(), dtype=None)", written: ballDraws),
        Builtin(
            "random.maxwell(key, shape=(), dtype=None)",
            written: "linalg.norm(random.normal(key, tuple(shape) + (3,), dtype), axis=-1)"),
        Builtin("random.double_sided_maxwell(key, loc, scale, shape=(), dtype=None)", written: doubleSidedMaxwell),
        Builtin(
            "random.pareto(key, b, shape=None, dtype=None)",
            written: draws(of: "b", formula: "exp(random.exponential(key, shape, kind) / b)")),
        Builtin(
            "random.rayleigh(key, scale, shape=None, dtype=None)",
            written: draws(of: "scale", formula: "scale * sqrt(log(random.uniform(key, shape, kind)) * -2)")),
        Builtin(
            "random.weibull_min(key, scale, concentration, shape=(), dtype=None)",
            written: "power(-log1p(-random.uniform(key, shape, dtype)), 1.0 / concentration) * scale"),
        Builtin("random.triangular(key, left, mode, right, shape=None, dtype=None)", written: triangularDraws),
        Builtin("random.wald(key, mean, shape=None, dtype=None)", written: waldDraws),
    ]

    /// A formula of parameters in the element type that is asked for, `kind`, and of `shape`, by default theirs.
    private static func draws(of parameters: String..., formula: String) -> String {
        let conversions = parameters.map { "\($0) = asarray(\($0)).astype(kind)" }.joined(separator: "\n")
        let sum = parameters.joined(separator: " + ")
        return """
            kind = float64 if dtype is None else dtype
            \(conversions)
            shape = (\(sum)).shape if shape is None else tuple(shape)
            return \(formula)
            """
    }

    /// Marsaglia and Tsang (2000), for parameters below 1 by Γ(a) ~ Γ(a + 1) U^(1/a). The derivative by the parameter keeps the
    /// distribution's value at the draw as it is: −∂F/∂a over the density, both by the series of the lower incomplete gamma
    /// function (Abramowitz and Stegun, 6.5.29).
    private static func gammaDraws(isLogarithm: Bool) -> String {
        let boost =
            isLogarithm
            ? """
            level = log1p(-uniforms(split[:, 1]))
                boost = where(islarge | (level == 0), 0, level * (1 / alpha))
                return log(d) + log(V) + boost
            """
            : "return d * V * where(islarge, 1, power(1 - uniforms(split[:, 1]), 1 / alpha))"
        return """
            kind = float64 if dtype is None else dtype
            a = asarray(a).astype(kind)
            shape = a.shape if shape is None else tuple(shape)
            a = a + zeros(shape, kind)
            if a.shape != shape:
                raise ValueError('the parameter does not stretch to the shape')
            keys = random.split(key, a.size)
            normals = vmap(lambda k: random.normal(k, (), kind))
            uniforms = vmap(lambda k: random.uniform(k, (), kind))
            def drawn(alpha):
                islarge = alpha >= 1
                d = where(islarge, alpha, alpha + 1) - 1 / 3
                c = 1 / 3 / sqrt(d)
                def isopen(X, V, U):
                    return (U >= 1 - 0.0331 * (X * X)) & (log(U) >= X * 0.5 + d * ((1 - V) + log(V)))
                def candidate(s):
                    two = vmap(lambda k: random.split(k))(s[0])
                    x = normals(two[:, 1])
                    isbad = s[2] <= 0
                    return where(isbad[:, None], two[:, 0], s[0]), where(isbad, x, s[1]), where(isbad, 1 + x * c, s[2])
                def step(s):
                    three = vmap(lambda k: random.split(k, 3))(s[0])
                    start = (three[:, 1], 0 * alpha, 0 * alpha - 1)
                    _, x, v = while_loop(lambda s: any(s[2] <= 0), candidate, start)
                    isout = isopen(s[1], s[2], s[3])
                    values = [where(isout, x * x, s[1]), where(isout, v * v * v, s[2])]
                    u = where(isout, uniforms(three[:, 2]), s[3])
                    return where(isout[:, None], three[:, 0], s[0]), values[0], values[1], u
                split = vmap(lambda k: random.split(k))(keys)
                start = (split[:, 0], 0 * alpha, 0 * alpha + 1, 0 * alpha + 2)
                V = while_loop(lambda s: any(isopen(s[1], s[2], s[3])), step, start)[2]
                \(boost)
            @custom_jvp
            def draw(alpha):
                return drawn(alpha)
            @draw.defjvp
            def rule(primals, tangents):
                alpha = primals[0]
                y = draw(alpha)
                a, x = alpha.astype(float64), y.astype(float64)
                level = \(isLogarithm ? "x" : "log(x)")
                x = \(isLogarithm ? "exp(x)" : "x")
                def more(s):
                    n, term, h, total, slope = s
                    term = term * x / (a + n)
                    h = h + 1 / (a + n)
                    return n + 1, term, h, total + term, slope + term * h
                def ismore(s):
                    return any((s[1] * s[2] > 1e-17 * s[4]) & (s[0] < 100000))
                start = (1.0, 1 / a, 1 / a, 1 / a, 1 / (a * a))
                _, _, _, total, slope = while_loop(ismore, more, start)
                rate = slope - total * (level - digamma(a))
                return y, tangents[0] * \(isLogarithm ? "rate" : "(x * rate)").astype(kind)
            return draw(a.reshape(-1)).reshape(shape)
            """
    }

    private static let betaDraws = """
        kind = float64 if dtype is None else dtype
        a, b = asarray(a).astype(kind), asarray(b).astype(kind)
        shape = (a + b).shape if shape is None else tuple(shape)
        keys = random.split(key)
        x = random.loggamma(keys[0], a, shape, kind)
        y = random.loggamma(keys[1], b, shape, kind)
        most = maximum(x, y)
        return exp(x - most) / (exp(x - most) + exp(y - most))
        """

    private static let dirichletDraws = """
        alpha = asarray(alpha)
        shape = alpha.shape[:-1] if shape is None else tuple(shape)
        return softmax(random.loggamma(key, alpha, shape + alpha.shape[-1:], dtype), axis=-1)
        """

    private static let ratioDraws = """
        kind = float64 if dtype is None else dtype
        m, n = asarray(dfnum).astype(kind), asarray(dfden).astype(kind)
        shape = (m + n).shape if shape is None else tuple(shape)
        keys = random.split(key)
        return random.chisquare(keys[1], m, shape, kind) / m / (random.chisquare(keys[0], n, shape, kind) / n)
        """

    private static let studentDraws = """
        kind = float64 if dtype is None else dtype
        half = asarray(df).astype(kind) / 2
        shape = half.shape if shape is None else tuple(shape)
        keys = random.split(key)
        return random.normal(keys[0], shape, kind) * sqrt(half / random.gamma(keys[1], half, shape, kind))
        """

    /// Below 10 as Knuth does, by products of uniform numbers; above by Hörmann's transformed rejection (1993). The rate is
    /// taken in float32.
    private static let poissonDraws = """
        lam = asarray(lam).astype(float32)
        shape = lam.shape if shape is None else tuple(shape)
        lam = stop_gradient(lam + zeros(shape, float32))
        issmall = isnan(lam) | (lam < 10)
        low = where(issmall, lam, 0)
        high = where(issmall, 1e5, lam)
        def product(s):
            keys = random.split(s[1])
            u = random.uniform(keys[1], shape, float32)
            return where(s[2] > -low, s[0] + 1, s[0]), keys[0], s[2] + log(u)
        start = (zeros(shape, int64), key, zeros(shape, float32))
        count = while_loop(lambda s: any(s[2] > -low), product, start)[0] - 1
        b = 0.931 + 2.53 * sqrt(high)
        a = -0.059 + 0.02483 * b
        inverse = 1.1239 + 1.1328 / (b - 3.4)
        least = 0.9277 - 3.6224 / (b - 2)
        def attempt(s):
            keys = random.split(s[2], 3)
            u = random.uniform(keys[1], shape, float32) - 0.5
            v = random.uniform(keys[2], shape, float32)
            w = 0.5 - abs(u)
            k = floor((2 * a / w + b) * u + high + 0.43)
            left = log(v * inverse / (a / (w * w) + b))
            right = -high + k * log(high) - lgamma(k + 1)
            isout = (k < 0) | ((w < 0.013) & (v > w))
            isin = ((w >= 0.07) & (v <= least)) | (~isout & (left <= right))
            return where(isin, k, s[0]), s[1] | isin, keys[0]
        start = (zeros(shape, float32) - 1, zeros(shape, dtype=bool), key)
        many = while_loop(lambda s: ~all(s[1]), attempt, start)[0].astype(int64)
        return where(lam == 0, 0, where(issmall, count, many)).astype(dtype)
        """

    /// Below 10 successes by sums of geometric numbers, above by Hörmann's transformed rejection (1993).
    private static let binomialDraws = """
        kind = float64 if dtype is None else dtype
        p = stop_gradient(asarray(p) / 1)
        n = stop_gradient(asarray(n).astype(p.dtype))
        shape = (n + p).shape if shape is None else tuple(shape)
        n, p = n + zeros(shape, p.dtype), p + zeros(shape, p.dtype)
        islow = p < 0.5
        q = where(islow, p, 1 - p)
        isnone = isnan(n) | (n < 0) | isnan(q) | (q < 0)
        r = where(isnan(q) | (q < 0), 0.01, q)
        isfew = isnan(n) | (n < 0) | (n * r <= 10)
        n = floor(n)
        few = where(isfew, n, 0)
        rate = log1p(-r)
        def sums(s):
            keys = random.split(s[2])
            u = random.uniform(keys[0], shape, p.dtype)
            return where(s[1] <= few, s[0] + 1, s[0]), s[1] + ceil(log(u) / rate), keys[1]
        start = (0 * r, 0 * r, key)
        count = while_loop(lambda s: any(s[1] <= few), sums, start)[0] - 1
        m = where(isfew | isinf(n), 1e4, n)
        r = where(isfew, 0.5, r)
        deviation = sqrt(m * r * (1 - r))
        b = 1.15 + 2.53 * deviation
        a = -0.0873 + 0.0248 * b + 0.01 * r
        least = 0.92 - 4.2 / b
        odds = r / (1 - r)
        alpha = (2.83 + 5.1 / b) * deviation
        mode = floor((m + 1) * r)
        def tail(k):
            s = (k + 1) * (k + 1)
            series = (1 / 12 - (1 / 360 - 1 / 1260 / s) / s) / (k + 1)
            exact = array([0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509,
                0.0166446911898211, 0.0138761288230707, 0.0118967099458917, 0.0104112652619720, 0.00925546218271273,
                0.00833056343336287])
            return where(k <= 9, take(exact, clip(k, 0, 9).astype(int64)).astype(k.dtype), series)
        def attempt(s):
            keys = random.split(s[2], 3)
            u = random.uniform(keys[1], shape, p.dtype) - 0.5
            v = random.uniform(keys[2], shape, p.dtype)
            w = 0.5 - abs(u)
            k = floor((2 * a / w + b) * u + m * r + 0.5)
            isout = (k < 0) | (k > m)
            left = log(v * alpha / (a / (w * w) + b))
            k = where(isout, 0, k)
            right = (mode + 0.5) * log((mode + 1) / (odds * (m - mode + 1)))
            right = right + (m + 1) * log((m - mode + 1) / (m - k + 1))
            right = right + (k + 0.5) * log(odds * (m - k + 1) / (k + 1))
            right = right + tail(mode) + tail(m - mode) - tail(k) - tail(m - k)
            isin = ((w >= 0.07) & (v <= least) & ~isout) | (~isout & (left <= right))
            return where(isin, k, s[0]), s[1] | isin, keys[0]
        start = (0 * r - 1, zeros(shape, dtype=bool), key)
        many = while_loop(lambda s: ~all(s[1]), attempt, start)[0]
        found = where(isfew, count, many)
        found = where(isinf(n), inf, where(islow, found, n - found))
        return where(isnone, nan, found).astype(kind)
        """

    private static let multinomialDraws = """
        p = asarray(p) / 1
        shape = p.shape if shape is None else tuple(shape)
        p = p + zeros(shape, p.dtype)
        rest = asarray(n).astype(p.dtype) + zeros(shape[:-1], p.dtype)
        p = moveaxis(p, -1, 0)
        sums = flip(cumsum(flip(p, 0), 0), 0)
        ratios = clip(p / where(sums == 0, 1, sums), 0, 1)
        keys = random.split(key, ratios.shape[0])
        def step(rest, entry):
            count = random.binomial(entry[1], rest, entry[0], dtype=rest.dtype)
            return rest - count, count
        counts = moveaxis(scan(step, rest, (ratios, keys))[1], 0, -1)
        return counts.astype(float64 if dtype is None else dtype)
        """

    private static let geometricDraws = """
        p = asarray(p) / 1
        shape = p.shape if shape is None else tuple(shape)
        u = random.uniform(key, shape, p.dtype)
        u = where(u == 0, 1, u)
        return (floor(log(u) / log1p(-p)) + 1).astype(dtype)
        """

    private static let generalizedNormalDraws = """
        keys = random.split(key)
        g = random.gamma(keys[0], 1 / p, shape, dtype)
        return random.rademacher(keys[1], shape, g.dtype) * g ** (1 / p)
        """

    private static let ballDraws = """
        keys = random.split(key)
        g = random.generalized_normal(keys[0], p, tuple(shape) + (d,), dtype)
        e = random.exponential(keys[1], shape, dtype)
        return g / ((sum(abs(g) ** p, axis=-1) + e) ** (1 / p))[..., None]
        """

    private static let doubleSidedMaxwell = """
        own = (loc + asarray(scale)).shape
        shape = (tuple(shape) if len(shape) > 0 else own) + own
        keys = random.split(key)
        x = random.maxwell(keys[0], shape, dtype)
        return random.rademacher(keys[1], shape, x.dtype) * x * scale + loc
        """

    private static let triangularDraws = draws(
        of: "left", "mode", "right",
        formula: """
            where(
                random.uniform(key, shape, kind) < (mode - left) / (right - left),
                left + sqrt(random.uniform(key, shape, kind) * (right - left) * (mode - left)),
                right - sqrt((1 - random.uniform(key, shape, kind)) * (right - left) * (right - mode)))
            """)

    private static let waldDraws = """
        kind = float64 if dtype is None else dtype
        mean = asarray(mean).astype(kind)
        shape = mean.shape if shape is None else tuple(shape)
        keys = random.split(key)
        y = random.normal(keys[0], shape, kind) ** 2
        z = random.uniform(keys[1], shape, kind)
        x = mean + mean * mean * y / 2 - mean / 2 * sqrt(4 * mean * y + mean * mean * (y * y))
        return where(z <= mean / (mean + x), x, mean * mean / x)
        """
}
