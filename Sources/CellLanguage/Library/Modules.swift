/// What a prefix stands for. Several prefixes name one module (`lax`, `jax.lax`); a module has functions of its own, which are
/// rows of the library named after it (`lax.round`), and shares all others with NumPy's.
enum Modules {
    /// Every prefix that may stand before a name, with its module; "" is NumPy's own.
    static let homes: [String: String] = [
        "primitive": "primitive",
        "np": "", "jnp": "", "numpy": "", "jax": "", "jax.numpy": "", "scipy": "", "jax.scipy": "",
        "autograd": "", "autograd.numpy": "", "autograd.scipy": "",
        "lax": "lax", "jax.lax": "lax", "lax.linalg": "lax.linalg", "jax.lax.linalg": "lax.linalg",
        "linalg": "linalg", "jnp.linalg": "linalg", "np.linalg": "linalg", "numpy.linalg": "linalg",
        "jax.numpy.linalg": "linalg", "autograd.numpy.linalg": "linalg",
        "nn": "nn", "jax.nn": "nn", "nn.initializers": "initializers", "jax.nn.initializers": "initializers",
        "lax.Precision": "lax.Precision", "jax.lax.Precision": "lax.Precision",
        "lax.RoundingMethod": "lax.RoundingMethod", "jax.lax.RoundingMethod": "lax.RoundingMethod",
        "lax.GatherScatterMode": "lax.GatherScatterMode", "jax.lax.GatherScatterMode": "lax.GatherScatterMode",
        "jax.scipy.special": "scipy.special", "scipy.special": "scipy.special",
        "autograd.scipy.special": "scipy.special",
        "jax.scipy.linalg": "scipy.linalg", "scipy.linalg": "scipy.linalg", "autograd.scipy.linalg": "scipy.linalg",
        "jax.scipy.stats": "scipy.stats", "scipy.stats": "scipy.stats",
        "random": "random", "jax.random": "random",
        "np.random": "numpy.random", "numpy.random": "numpy.random", "autograd.numpy.random": "numpy.random",
        "jnp.fft": "fft", "np.fft": "fft", "numpy.fft": "fft", "jax.numpy.fft": "fft",
    ]

    /// Distributions of `scipy.stats`, each a module with functions of its own.
    private static let distributions = [
        "norm", "uniform", "expon", "laplace", "cauchy", "logistic", "bernoulli", "gamma", "beta", "t", "chi2",
        "poisson",
        "multivariate_normal",
    ]

    /// Modules that share nothing with NumPy's: what they do not have is not there.
    private static let separate: Set<String> = [
        "random", "initializers", "numpy.random", "fft", "primitive", "lax.Precision", "lax.RoundingMethod",
        "lax.GatherScatterMode",
    ]

    /// Functions that a module has, that the library lacks, and whose names mean something else in NumPy's module or in the
    /// language: they are refused, and why.
    private static let refused: [String: String] = [
        "linalg.cond": "the condition number needs singular values; cond(p, f, g) between functions is lax.cond",
        "lax.conj": "numbers are real: drop it", "lax.real": "numbers are real: drop it",
        "lax.imag": "numbers are real: write zeros_like(x)",
    ].merging(refusedByKind) { first, _ in first }

    /// The same for names that are refused for one reason.
    private static let refusedByKind: [String: String] = {
        let kinds: [(reason: String, names: [String])] = [
            (
                "there is no such special function to full accuracy",
                ["bernoulli", "comb", "poch", "spence"].map { "scipy.special.\($0)" }
            ),
            (
                "it needs an incomplete gamma or beta function, which is not there to full accuracy",
                ["gamma", "beta", "chi2", "poisson"].flatMap { name in
                    ["cdf", "logcdf", "sf", "logsf", "entropy"].map { "scipy.stats.\(name).\($0)" }
                }
            ),
            ("orthogonal matrices come from a QR decomposition, which is not there", ["random.orthogonal"]),
            (
                "bits are unsigned whole numbers, which are not there; random.randint(key, shape, 0, 2**31) draws such as are",
                ["random.bits"]
            ),
        ]
        return Dictionary(uniqueKeysWithValues: kinds.flatMap { reason, names in names.map { ($0, reason) } })
    }()

    /// Modules of which nothing is there, and what to write instead.
    private static let advice: [String: String] = [
        "random": "random numbers come from a key: random.normal(random.key(0), (3,))",
        "numpy.random": "random numbers come from a key: random.normal(random.key(0), (3,))",
        "fft": "numbers are real, so there are no Fourier transforms; convolve(x, k) filters a signal",
    ]

    /// Whether the prefix may stand before names.
    static func isModule(_ prefix: String) -> Bool { home(of: prefix) != nil }

    /// Whether the arrays of a module change in place, as NumPy's do.
    static func isNumPy(_ prefix: String) -> Bool {
        let root = prefix.prefix { $0 != "." }
        return root == "np" || root == "numpy" || prefix.hasPrefix("autograd.numpy")
    }

    /// The module that a prefix names.
    static func home(of prefix: String) -> String? {
        if let home = homes[prefix] { return home }
        guard let dot = prefix.lastIndex(of: "."), homes[String(prefix[..<dot])] == "scipy.stats",
            distributions.contains(String(prefix[dot...].dropFirst()))
        else { return nil }
        return "scipy.stats" + prefix[dot...]
    }

    /// The name of the library's row for `name` behind a prefix, if the module has one of its own.
    static func ownRow(of name: String, behind prefix: String) -> String? {
        guard let home = home(of: prefix), !home.isEmpty else { return nil }
        return "\(home).\(name)"
    }

    /// Whether NumPy's function of that name may stand behind the prefix.
    static func shares(_ name: String, behind prefix: String) -> Bool {
        guard let home = home(of: prefix) else { return false }
        return !separate.contains(home) && !home.hasPrefix("scipy.stats") && refused["\(home).\(name)"] == nil
    }

    /// Whether all of a module's names mean the same without it.
    static func isShared(_ prefix: String) -> Bool { homes[prefix] == "" }

    /// What to write instead of a name that the module does not have.
    static func advice(on name: String, behind prefix: String) -> String? {
        guard let home = home(of: prefix) else { return nil }
        return refused["\(home).\(name)"] ?? advice[home]
    }
}
