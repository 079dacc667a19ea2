// Random numbers of further distributions, written in the language: the same draws as JAX's, so that they equal JAX's to
// rounding.

extension Library {
    static let writtenRandom: [Builtin] = [
        Builtin("random.clone(key)", written: "+key"),
        Builtin("random.wrap_key_data(key_bits_array)", written: "+key_bits_array"),
        Builtin(
            "random.gumbel(key, shape=(), dtype=None)",
            written: "-log(-log(random.uniform(key, shape, dtype, least(dtype), 1)))"),
        Builtin("random.exponential(key, shape=(), dtype=None)", written: "-log1p(-random.uniform(key, shape, dtype))"),
        Builtin("random.laplace(key, shape=(), dtype=None)", written: laplace),
        Builtin("random.logistic(key, shape=(), dtype=None)", written: logistic),
        Builtin("random.cauchy(key, shape=(), dtype=None)", written: cauchy),
        Builtin(
            "random.lognormal(key, sigma=1, shape=(), dtype=None)",
            written: "exp(random.normal(key, shape, dtype) * sigma)"),
        Builtin(
            "random.rademacher(key, shape=(), dtype=int64)",
            written: "(2 * random.bernoulli(key, 0.5, shape).astype(dtype) - 1).astype(dtype)"),
        Builtin("random.truncated_normal(key, lower, upper, shape=None, dtype=None)", written: truncatedNormal),
        Builtin("random.multivariate_normal(key, mean, cov, shape=None, dtype=None)", written: multivariateNormal),
        Builtin("random.permutation(key, x, axis=0)", written: permutation),
        Builtin("random.choice(key, a, shape=(), replace=True, p=None, axis=0)", written: choice),
        Builtin("random.categorical(key, logits, axis=-1, shape=None)", written: categorical),
    ]

    private static let laplace = """
        u = random.uniform(key, shape, dtype, -1 + epsilon(dtype) / 2, 1)
        return sign(u) * log1p(-abs(u))
        """

    private static let logistic = """
        u = random.uniform(key, shape, dtype, least(dtype), 1)
        return log(u) - log1p(-u)
        """

    private static let cauchy = "tan(pi * (random.uniform(key, shape, dtype, epsilon(dtype), 1) - 0.5))"

    private static let truncatedNormal = """
        kind = float64 if dtype is None else dtype
        lower, upper = asarray(lower).astype(kind), asarray(upper).astype(kind)
        shape = (lower + upper).shape if shape is None else shape
        root = 1.4142135623730951
        u = random.uniform(key, shape, kind, erf(lower / root), erf(upper / root))
        return clip(root * erf_inv(u), stop_gradient(lower), stop_gradient(upper))
        """

    private static let multivariateNormal = """
        mean, cov = asarray(mean) / 1, asarray(cov) / 1
        shape = (mean[..., 0] + cov[..., 0, 0]).shape if shape is None else shape
        kind = (mean + cov[..., 0]).dtype if dtype is None else dtype
        z = random.normal(key, tuple(shape) + mean.shape[-1:], kind)
        return mean + einsum('...ij,...j->...i', cholesky(cov), z)
        """

    /// Sorted by random keys, as often as makes it likely that no two elements had equal keys each time.
    private static let permutation = """
        x = arange(x) if iswhole(x) else asarray(x)
        line = x if x.ndim == 1 else arange(x.shape[axis])
        for _ in range(0 if len(line) <= 1 else 1 if len(line) <= 1625 else 2 if len(line) <= 2642245 else 3):
            key, part = random.split(key)
            line = line[argsort(bits32(part, (len(line),)))]
        return line if x.ndim == 1 else take(x, line, axis)
        """

    private static let choice = """
        shape = (shape,) if iswhole(shape) else tuple(shape)
        count = a if iswhole(a) else asarray(a).shape[axis]
        draws = zeros(shape, dtype=bool).size
        if p is None and replace:
            place = random.randint(key, shape, 0, count)
        elif p is None:
            place = random.permutation(key, count)[:draws]
        elif replace:
            sums = cumsum(asarray(p) / 1)
            r = sums[-1] * (1 - random.uniform(key, shape, sums.dtype))
            place = searchsorted(sums, r).astype(int64)
        else:
            w = asarray(p) / 1
            place = lax.top_k(random.gumbel(key, (count,), w.dtype) + log(w), draws)[1].astype(int64)
        if iswhole(a):
            return place.reshape(shape)
        whole = asarray(a).shape
        return take(a, place.reshape(-1), axis).reshape(whole[:axis] + shape + whole[axis:][1:])
        """

    private static let categorical = """
        logits = asarray(logits)
        axis = axis % logits.ndim - logits.ndim
        rest = logits.shape[:axis] + logits.shape[axis:][1:]
        shape = rest if shape is None else tuple(shape)
        lead = shape[:len(shape) - len(rest)]
        g = random.gumbel(key, lead + logits.shape, logits.dtype)
        return argmax(g + logits, axis=axis)
        """

    static let initializers: [Builtin] = [
        Builtin("initializers.zeros(key, shape, dtype=None)", written: "zeros(shape, dtype)"),
        Builtin("initializers.ones(key, shape, dtype=None)", written: "ones(shape, dtype)"),
        Builtin(
            "initializers.constant(value, dtype=float64)",
            written: "lambda key, shape, dtype=dtype: full(shape, value, dtype)"),
        Builtin(
            "initializers.normal(stddev=0.01, dtype=float64)",
            written: "lambda key, shape, dtype=dtype: random.normal(key, shape, dtype) * stddev"),
        Builtin(
            "initializers.uniform(scale=0.01, dtype=float64)",
            written: "lambda key, shape, dtype=dtype: random.uniform(key, shape, dtype) * scale"),
        scaled("glorot_uniform", 1, "fan_avg", "uniform"), scaled("xavier_uniform", 1, "fan_avg", "uniform"),
        scaled("glorot_normal", 1, "fan_avg", "truncated_normal"),
        scaled("xavier_normal", 1, "fan_avg", "truncated_normal"),
        scaled("he_uniform", 2, "fan_in", "uniform"), scaled("kaiming_uniform", 2, "fan_in", "uniform"),
        scaled("he_normal", 2, "fan_in", "truncated_normal"), scaled("kaiming_normal", 2, "fan_in", "truncated_normal"),
        scaled("lecun_uniform", 1, "fan_in", "uniform"), scaled("lecun_normal", 1, "fan_in", "truncated_normal"),
        Builtin(
            "initializers.variance_scaling(scale, mode, distribution, in_axis=-2, out_axis=-1, dtype=float64)",
            written: varianceScaling),
    ]

    private static func scaled(_ name: String, _ scale: Int, _ mode: String, _ distribution: String) -> Builtin {
        Builtin(
            "initializers.\(name)(in_axis=-2, out_axis=-1, dtype=float64)",
            written:
                "nn.initializers.variance_scaling(\(scale), '\(mode)', '\(distribution)', in_axis, out_axis, dtype)")
    }

    /// Glorot and Bengio (2010); the deviation of a normal distribution cut off at ±2 is 0.87962566103423978.
    private static let varianceScaling = """
        def init(key, shape, dtype=dtype):
            size = zeros(shape, dtype=bool).size
            a, b = shape[in_axis], shape[out_axis]
            field = size / (a * b)
            fan = a * field if mode == 'fan_in' else b * field if mode == 'fan_out' else (a + b) * field / 2
            variance = asarray(scale / fan, dtype=dtype)
            if distribution == 'uniform':
                return random.uniform(key, shape, dtype, -1) * sqrt(3 * variance)
            if distribution == 'normal':
                return random.normal(key, shape, dtype) * sqrt(variance)
            deviation = sqrt(variance) / asarray(0.87962566103423978, dtype=dtype)
            return random.truncated_normal(key, -2, 2, shape, dtype) * deviation
        return init
        """

    static let stats: [Builtin] = [
        Builtin(
            "scipy.stats.norm.logpdf(x, loc=0, scale=1)",
            written: "-(log(2 * pi * square(scale / 1)) + square((x - loc) / scale)) / 2"),
        Builtin(
            "scipy.stats.uniform.logpdf(x, loc=0, scale=1)",
            written: "where((x >= loc) & (x <= loc + scale), -log(scale / 1), -inf)"),
        Builtin(
            "scipy.stats.uniform.pdf(x, loc=0, scale=1)",
            written: "where((x >= loc) & (x <= loc + scale), 1 / (scale / 1), 0)"),
        Builtin(
            "scipy.stats.expon.logpdf(x, loc=0, scale=1)",
            written: "where(x < loc, -inf, -(log(scale / 1) + (x - loc) / scale))"),
        Builtin("scipy.stats.expon.pdf(x, loc=0, scale=1)", written: "exp(scipy.stats.expon.logpdf(x, loc, scale))"),
        Builtin(
            "scipy.stats.laplace.logpdf(x, loc=0, scale=1)", written: "-(abs((x - loc) / scale) + log(2 * (scale / 1)))"
        ),
        Builtin(
            "scipy.stats.laplace.pdf(x, loc=0, scale=1)", written: "exp(scipy.stats.laplace.logpdf(x, loc, scale))"),
        Builtin(
            "scipy.stats.cauchy.logpdf(x, loc=0, scale=1)",
            written: "-(log(pi * (scale / 1)) + log1p(square((x - loc) / scale)))"),
        Builtin("scipy.stats.cauchy.pdf(x, loc=0, scale=1)", written: "exp(scipy.stats.cauchy.logpdf(x, loc, scale))"),
        Builtin("scipy.stats.logistic.logpdf(x, loc=0, scale=1)", written: logisticDensity),
        Builtin(
            "scipy.stats.logistic.pdf(x, loc=0, scale=1)", written: "exp(scipy.stats.logistic.logpdf(x, loc, scale))"),
        Builtin("scipy.stats.logistic.cdf(x, loc=0, scale=1)", written: "sigmoid((x - loc) / (scale / 1))"),
    ]

    private static let logisticDensity = """
        z = (x - loc) / (scale / 1)
        return z - 2 * softplus(z) - log(scale / 1)
        """
}
