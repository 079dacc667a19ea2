// Distributions of `scipy.stats`, written in the language.

extension Library {
    static let distributions: [Builtin] = normal + uniformAndExponential + symmetric + gammaLike + whole

    /// A function of a distribution: its body sees its arguments as arrays of one floating type and one shape.
    private static func row(_ distribution: String, _ signature: String, _ body: String) -> Builtin {
        let names = signature.drop { $0 != "(" }.dropFirst().dropLast().split(separator: ",").map {
            $0.split(separator: "=")[0].filter { $0 != " " }
        }.joined(separator: ", ")
        let lines = body.split(separator: "\n")
        let text = lines.count == 1 ? "    return \(body)" : lines.map { "    \($0)" }.joined(separator: "\n")
        let written = "def function(\(names)):\n\(text)\nreturn function(*inexact(\(names)))"
        return Builtin("scipy.stats.\(distribution).\(signature)", written: written)
    }

    /// The density whose logarithm `logpdf` gives.
    private static func density(_ distribution: String, _ arguments: String = "", _ name: String = "pdf") -> Builtin {
        let place = name == "pdf" ? "x" : "k"
        let last = name == "pdf" ? "loc=0, scale=1" : "loc=0"
        let given = name == "pdf" ? "loc, scale" : "loc"
        return row(
            distribution, "\(name)(\(place), \(arguments)\(last))",
            "exp(scipy.stats.\(distribution).log\(name)(\(place), \(arguments)\(given)))")
    }

    private static let normal: [Builtin] = [
        row("norm", "pdf(x, loc=0, scale=1)", "normaldensity((x - loc) / scale) / scale"),
        row("norm", "cdf(x, loc=0, scale=1)", "scipy.special.ndtr((x - loc) / scale)"),
        row("norm", "logcdf(x, loc=0, scale=1)", "scipy.special.log_ndtr((x - loc) / scale)"),
        row("norm", "sf(x, loc=0, scale=1)", "scipy.special.ndtr((loc - x) / scale)"),
        row("norm", "logsf(x, loc=0, scale=1)", "scipy.special.log_ndtr((loc - x) / scale)"),
        row("norm", "ppf(q, loc=0, scale=1)", "(loc + scipy.special.ndtri(q) * scale).astype(float64)"),
        row("norm", "isf(q, loc=0, scale=1)", "(loc - scipy.special.ndtri(q) * scale).astype(float64)"),
        Builtin(
            "scipy.stats.multivariate_normal.logpdf(x, mean, cov, allow_singular=None)",
            written: """
                x, mean, cov = asarray(x) / 1, asarray(mean) / 1, asarray(cov) / 1
                if mean.ndim == 0:
                    return -(square(x - mean) / cov + log(2 * pi) + log(cov)) / 2
                n = mean.shape[-1]
                y = x - mean
                if cov.ndim == 0:
                    return -(sum(y * y, axis=-1) / cov + n * (log(2 * pi) + log(cov))) / 2
                if cov.ndim < 2 or cov.shape[-2:] != (n, n):
                    raise ValueError('cov must be a matrix for each mean: n by n')
                root = cholesky(cov)
                y = y + zeros(root.shape[:-1], y.dtype)
                root = root + zeros(y.shape + (n,), root.dtype)
                z = solve_triangular(root, y[..., None], lower=True)[..., 0]
                return -(sum(z * z, axis=-1) + n * log(2 * pi)) / 2 - sum(log(diagonal(root, axis1=-2, axis2=-1)), axis=-1)
                """),
        Builtin(
            "scipy.stats.multivariate_normal.pdf(x, mean, cov)",
            written: "exp(scipy.stats.multivariate_normal.logpdf(x, mean, cov))"),
    ]

    private static let uniformAndExponential: [Builtin] = [
        row("uniform", "cdf(x, loc=0, scale=1)", "clip((x - loc) / scale, 0, 1)"),
        row("uniform", "ppf(q, loc=0, scale=1)", "where((q >= 0) & (q <= 1), loc + q * scale, nan)"),
        row("expon", "cdf(x, loc=0, scale=1)", "-expm1(-maximum((x - loc) / scale, 0))"),
        row("expon", "logsf(x, loc=0, scale=1)", "-maximum((x - loc) / scale, 0)"),
        row("expon", "sf(x, loc=0, scale=1)", "exp(scipy.stats.expon.logsf(x, loc, scale))"),
        row("expon", "logcdf(x, loc=0, scale=1)", logOneMinusExp("-maximum((x - loc) / scale, 0)")),
        row(
            "expon", "ppf(q, loc=0, scale=1)",
            "where((q >= 0) & (q <= 1), loc - log1p(-where((q >= 0) & (q <= 1), q / 1, 0)) * scale, nan)"),
    ]

    /// log(1 − eˣ) for x below 0, by the form that cancels nothing (Mächler 2012).
    private static func logOneMinusExp(_ x: String) -> String {
        """
        t = \(x)
        isnear = t > -0.6931471805599453
        near = log(-expm1(where(isnear, t, -1)))
        return where(isnear, near, log1p(-exp(where(isnear, -1, t))))
        """
    }

    private static let symmetric: [Builtin] = [
        row(
            "laplace", "cdf(x, loc=0, scale=1)",
            """
            z = (x - loc) / scale
            half = exp(-abs(z)) / 2
            return where(z <= 0, half, 1 - half)
            """),
        row("logistic", "sf(x, loc=0, scale=1)", "sigmoid((loc - x) / scale)"),
        row("logistic", "ppf(x, loc=0, scale=1)", "logit(x) * scale + loc"),
        row("logistic", "isf(x, loc=0, scale=1)", "loc - logit(x) * scale"),
        row("cauchy", "cdf(x, loc=0, scale=1)", cauchyTail("x - loc")),
        row("cauchy", "sf(x, loc=0, scale=1)", cauchyTail("loc - x")),
        row("cauchy", "logcdf(x, loc=0, scale=1)", "log(scipy.stats.cauchy.cdf(x, loc, scale))"),
        row("cauchy", "logsf(x, loc=0, scale=1)", "log(scipy.stats.cauchy.sf(x, loc, scale))"),
        row("cauchy", "ppf(q, loc=0, scale=1)", "loc - \(cauchyQuantile)"),
        row("cauchy", "isf(q, loc=0, scale=1)", "loc + \(cauchyQuantile)"),
        row(
            "t", "logpdf(x, df, loc=0, scale=1)",
            """
            z = (x - loc) / scale
            half = (df + 1) / 2
            size = 0.5 * log(square(scale) * df) + scipy.special.betaln(0.5, df / 2)
            return -size - half * log1p(z * z / df)
            """),
        density("t", "df, "),
    ]

    /// The angle over π, which loses nothing far below.
    private static func cauchyTail(_ difference: String) -> String {
        "arctan2(scale, -((\(difference)) / 1)) / pi"
    }

    /// cot(πq), by the tangent of the nearer side.
    private static let cauchyQuantile = "tan(pi * (0.5 - q)) * scale"

    private static let gammaLike: [Builtin] = [
        row(
            "gamma", "logpdf(x, a, loc=0, scale=1)",
            """
            isthere = x >= loc
            y = where(isthere, (x - loc) / scale, 1)
            return where(isthere, xlogy(a - 1, y) - y - (lgamma(a / 1) + log(scale)), -inf)
            """),
        density("gamma", "a, "),
        row(
            "chi2", "logpdf(x, df, loc=0, scale=1)", "scipy.stats.gamma.logpdf(x, df / 2, loc, scale * 2)"),
        density("chi2", "df, "),
        row(
            "beta", "logpdf(x, a, b, loc=0, scale=1)",
            """
            y = (x - loc) / scale
            inside = xlogy(a - 1, y) + xlog1py(b - 1, -y) - scipy.special.betaln(a, b) - log(scale)
            inside = where((x > loc + scale) | (x < loc), -inf, inside)
            return where((a <= 0) | (b <= 0) | (scale <= 0), nan, inside)
            """),
        density("beta", "a, b, "),
    ]

    private static let whole: [Builtin] = [
        row(
            "poisson", "logpmf(k, mu, loc=0)",
            """
            x = (k - loc) / 1
            isthere = (x >= 0) & (k == round(k))
            n = where(isthere, x, 0)
            return where(isthere, xlogy(n, mu / 1) - lgamma(n + 1) - mu, -inf)
            """),
        density("poisson", "mu, ", "pmf"),
        row(
            "bernoulli", "logpmf(k, p, loc=0)",
            """
            x = k - loc
            inside = xlogy(x, p) + xlog1py(1 - x, -p)
            return where((x < 0) | (x > 1), -inf, inside)
            """),
        density("bernoulli", "p, ", "pmf"),
        row(
            "bernoulli", "cdf(k, p)",
            "where((p >= 0) & (p <= 1) & (k == k), where(k < 0, 0, where(k < 1, 1 - p / 1, 1)), nan)"),
        row(
            "bernoulli", "ppf(q, p)",
            "where((p >= 0) & (p <= 1) & (q >= 0) & (q <= 1), where(q <= 1 - p / 1, 0, 1), nan)"),
    ]
}
