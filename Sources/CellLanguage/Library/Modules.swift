/// What a prefix stands for. Several prefixes name one module (`lax`, `jax.lax`). A module has functions of its own, which are
/// rows of the library named after it (`lax.round`).
enum Modules {
    /// Where the names come from that a module has none of its own for.
    private enum Kind {
        /// From NumPy's module.
        case shared
        /// From nowhere: what it does not have is not there.
        case separate
        /// From nowhere; the module is Python's, or has to do with no arrays.
        case python
    }

    /// Every module, and the prefixes that may stand before its names; "" is NumPy's own.
    private static let table: [(home: String, kind: Kind, prefixes: [String])] = [
        (
            "", .shared,
            [
                "np", "jnp", "numpy", "jax", "jax.numpy", "scipy", "jax.scipy", "autograd", "autograd.numpy",
                "autograd.scipy",
            ]
        ),
        ("lax", .shared, ["lax", "jax.lax"]),
        ("lax.linalg", .shared, ["lax.linalg", "jax.lax.linalg"]),
        (
            "linalg", .shared,
            ["linalg", "jnp.linalg", "np.linalg", "numpy.linalg", "jax.numpy.linalg", "autograd.numpy.linalg"]
        ),
        ("nn", .shared, ["nn", "jax.nn"]),
        ("scipy.special", .shared, ["jax.scipy.special", "scipy.special", "autograd.scipy.special"]),
        ("scipy.linalg", .shared, ["jax.scipy.linalg", "scipy.linalg", "autograd.scipy.linalg"]),
        ("scipy.stats", .separate, ["jax.scipy.stats", "scipy.stats"]),
        ("primitive", .separate, ["primitive"]),
        ("initializers", .separate, ["nn.initializers", "jax.nn.initializers"]),
        ("lax.Precision", .separate, ["lax.Precision", "jax.lax.Precision"]),
        ("lax.RoundingMethod", .separate, ["lax.RoundingMethod", "jax.lax.RoundingMethod"]),
        ("lax.GatherScatterMode", .separate, ["lax.GatherScatterMode", "jax.lax.GatherScatterMode"]),
        ("random", .separate, ["random", "jax.random"]),
        ("numpy.random", .separate, ["np.random", "numpy.random", "autograd.numpy.random"]),
        ("fft", .separate, ["jnp.fft", "np.fft", "numpy.fft", "jax.numpy.fft"]),
        ("functools", .python, ["functools"]),
        ("collections", .python, ["collections"]),
        ("dataclasses", .python, ["dataclasses"]),
        ("operator", .python, ["operator"]),
        ("math", .python, ["math"]),
        ("abc", .python, ["abc"]),
        ("os", .python, ["os"]),
        ("warnings", .python, ["warnings"]),
        ("logging", .python, ["logging"]),
        ("typing", .python, ["typing", "jax.typing", "numpy.typing", "collections.abc", "types"]),
        ("testing", .python, ["np.testing", "numpy.testing"]),
        ("tree", .python, ["jax.tree"]),
        ("tree_util", .python, ["jax.tree_util"]),
        ("config", .python, ["jax.config"]),
        ("debug", .python, ["jax.debug"]),
        ("ad_checkpoint", .python, ["jax.ad_checkpoint"]),
        ("checkpoint_policies", .python, ["jax.checkpoint_policies"]),
        ("ref", .python, ["jax.ref"]),
        ("errors", .python, ["jax.errors"]),
        ("export", .python, ["jax.export"]),
        ("profiler", .python, ["jax.profiler"]),
        ("dtypes", .python, ["jax.dtypes"]),
    ]

    /// What each prefix names.
    private static let named: [String: (home: String, kind: Kind)] = Dictionary(
        uniqueKeysWithValues: table.flatMap { row in row.prefixes.map { ($0, (row.home, row.kind)) } })

    /// Modules that can be imported. Of those that are not here their use says what to write instead.
    static let importable: Set<String> = [
        "jax", "jaxlib", "numpy", "scipy", "autograd", "functools", "collections", "dataclasses", "operator", "typing",
        "math", "itertools", "contextlib", "types", "enum", "abc", "copy", "warnings", "logging", "time", "timeit",
        "datetime", "os", "sys", "re", "json", "pprint", "inspect", "textwrap", "builtins", "__future__", "matplotlib",
        "mpl_toolkits", "IPython", "tqdm", "string", "traceback",
    ]

    /// Roots of the libraries of arrays, whose names the language has.
    private static let numeric: Set<String> = ["jax", "numpy", "scipy", "autograd", "np", "jnp"]

    /// Distributions of `scipy.stats`, each a module with functions of its own.
    private static let distributions = [
        "norm", "uniform", "expon", "laplace", "cauchy", "logistic", "bernoulli", "gamma", "beta", "t", "chi2",
        "poisson", "multivariate_normal",
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

    /// Whether the prefix may stand before names of arrays' functions, without an import.
    static func isModule(_ prefix: String) -> Bool { home(of: prefix) != nil }

    /// Whether the prefix names a module of Python's, or one that has to do with no arrays, be anything of it here or not.
    static func isPythonModule(_ prefix: String) -> Bool {
        if let named = named[prefix] { return named.kind == .python }
        let root = String(prefix.prefix { $0 != "." })
        return importable.contains(root) && named[root] == nil && !numeric.contains(root)
    }

    /// The module of Python's that a prefix names.
    static func pythonHome(of prefix: String) -> String? {
        named[prefix].flatMap { $0.kind == .python ? $0.home : nil }
    }

    /// Whether the arrays of a module change in place, as NumPy's do.
    static func isNumPy(_ prefix: String) -> Bool {
        let root = prefix.prefix { $0 != "." }
        return root == "np" || root == "numpy" || prefix.hasPrefix("autograd.numpy")
    }

    /// The module of arrays' functions that a prefix names.
    static func home(of prefix: String) -> String? {
        if let named = named[prefix] { return named.kind == .python ? nil : named.home }
        guard let dot = prefix.lastIndex(of: "."), named[String(prefix[..<dot])]?.home == "scipy.stats",
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
        guard let named = named[prefix], named.kind == .shared else { return false }
        return refused["\(named.home).\(name)"] == nil
    }

    /// Whether all of a module's names mean the same without it.
    static func isShared(_ prefix: String) -> Bool { named[prefix]?.home == "" }

    /// What to write instead of a name that the module does not have.
    static func advice(on name: String, behind prefix: String) -> String? {
        guard let home = home(of: prefix) else { return nil }
        return refused["\(home).\(name)"] ?? advice[home]
    }
}
