import TestSupport
import Testing

/// One function of an array `q` of two elements, said in many ways. Its value is a vector of one element for each row of `X`,
/// computed element by element by an expression of `q` and the row `k`, so that no way of saying it reorders a sum of the
/// value.
struct Program: Sendable {
    /// What makes this program again.
    let seed: Int
    /// An expression of `q` and `k`, which gives one number.
    let entry: String

    /// What every cell that uses `entry` needs before it.
    static let given = "X = array([[1.0, 2.0], [3.0, -4.0], [0.5, 0.25]])\nc = array([1.5, -0.5, 2.0])\n"

    /// A random expression: products, functions and sums of `q` and `k`.
    init(seed: Int) {
        self.seed = seed
        var random = SeededGenerator(seed: UInt64(seed))
        func pick(_ choices: [String]) -> String { choices[random.below(choices.count)] }
        let inner = pick(["q * k", "q - k", "k / (q * q + 2.0)", "q * q * k", "sin(q) * k", "q + k * q"])
        let outer = pick([
            "sin(@)", "tanh(@)", "exp(-(@) ** 2)", "(@) ** 2", "(@) * cos(q)", "where((@) > 0.3, (@), 0.5 * q)",
        ])
        let total = pick(["sum(@)", "(@) @ k", "(@)[0] * (@)[1] + q[0]", "q @ (@)"])
        let body = outer.replacing("@", with: inner)
        entry = total.replacing("@ k", with: "\u{1}").replacing("q @", with: "\u{2}")
            .replacing("@", with: body).replacing("\u{1}", with: "@ k").replacing("\u{2}", with: "q @")
    }

    /// The expression for one row.
    private func entry(of row: String) -> String { "(lambda k: \(entry))(\(row))" }

    /// The vector, in one way.
    func vector(_ way: Way) -> String { way.text(entry) }
}

/// A way to compute the same vector: `f` is the entry as a function of a row, or with the row in place of `k`.
struct Way: Sendable, CustomTestStringConvertible {
    let name: String
    /// Whether the way has a reverse derivative.
    var isReversible = true
    let text: @Sendable (_ entry: String) -> String

    var testDescription: String { name }

    /// One row after the other, without any body.
    static let unrolled = Way(name: "unrolled") { entry in
        "stack([(lambda k: \(entry))(X[0]), (lambda k: \(entry))(X[1]), (lambda k: \(entry))(X[2])])"
    }

    /// Each transform that has a body.
    static let single: [Way] = [
        Way(name: "vmap") { "vmap(lambda k: \($0))(X)" },
        Way(name: "map") { "map(lambda k: \($0), X)" },
        Way(name: "scan") { "scan(lambda s, k: (s, \($0)), array(0.0), X)[1]" },
        Way(name: "scan from the end") { "scan(lambda s, k: (s, \($0)), array(0.0), X, reverse=True)[1]" },
        Way(name: "scan of the carry") {
            "scan(lambda s, i: (s.at[i].set((lambda k: \($0))(X[i])), None), zeros(3), arange(3))[0]"
        },
        Way(name: "fori_loop") { "fori_loop(0, 3, lambda i, s: s.at[i].set((lambda k: \($0))(X[i])), zeros(3))" },
        Way(name: "while_loop", isReversible: false) {
            "while_loop(lambda s: s[0] < 3, lambda s: (s[0] + 1, s[1].at[s[0]].set((lambda k: \($0))(X[s[0]]))), "
                + "(array(0), zeros(3)))[1]"
        },
        Way(name: "cond") { "cond(X[0, 0] > 0.0, lambda: \(unrolled.text($0)), lambda: zeros(3) * q[0])" },
        Way(name: "cond with an operand") {
            "cond(X[0, 0] < 0.0, lambda Y: zeros(3) * q[0], lambda Y: vmap(lambda k: \($0))(Y), X)"
        },
        Way(name: "checkpoint") { "checkpoint(lambda: \(unrolled.text($0)))()" },
        Way(name: "checkpoint with an operand") { "checkpoint(lambda Y: map(lambda k: \($0), Y))(X)" },
    ]

    /// Each transform in the body of each: the inner one computes a row's number in a body of its own.
    static let nested: [Way] = {
        let inner: [(String, @Sendable (String) -> String)] = [
            ("vmap", { "vmap(lambda k: \($0))(k[None])[0]" }),
            ("map", { "map(lambda k: \($0), k[None])[0]" }),
            ("scan", { "scan(lambda s, k: (s, \($0)), array(0.0), k[None])[1][0]" }),
            ("fori_loop", { "fori_loop(0, 1, lambda i, s: \($0), array(0.0))" }),
            ("cond", { "cond(k[0] > -9.0, lambda: \($0), lambda: 0.0 * q[0])" }),
            ("checkpoint", { "checkpoint(lambda k: \($0))(k)" }),
        ]
        return single.filter { $0.name != "cond" && $0.name != "checkpoint" }.flatMap { outer in
            inner.map { inside in
                Way(name: "\(inside.0) in \(outer.name)", isReversible: outer.isReversible) { outer.text(inside.1($0)) }
            }
        }
    }()
}

/// A way to bring the same two numbers into a session under the name `q`.
struct Point: Sendable {
    let name: String
    /// Cells that bind `q`, sent before the program; nil where the array comes in by `put`.
    let cells: [String]?

    init(_ name: String, _ cells: String...) { (self.name, self.cells) = (name, cells) }

    private init(put name: String) { (self.name, cells) = (name, nil) }

    /// The same array under a name that a request put there.
    static let put = Point(put: "put")

    /// Points by the elements that they hold, written as Python writes them.
    static let all: [(elements: [Double], points: [Point])] = [
        (
            [1, 1],
            [
                Point("literal", "q = array([1.0, 1.0])"), put, Point("loaded", "q = load('ones.npy')"),
                Point("ones", "q = ones(2)"), Point("full", "q = full((2,), 1.0)"),
                Point("ones_like", "q = ones_like(array([3.0, 4.0]))"),
                Point("broadcast_to a float", "q = broadcast_to(1.0, (2,))"),
                Point("broadcast_to an array", "q = broadcast_to(array(1.0), (2,))"),
                Point("zeros and one", "q = zeros(2) + 1"), Point("eye", "q = eye(2)[0] + eye(2)[1]"),
                Point("linspace", "q = linspace(1.0, 1.0, 2)"), Point("arange", "q = arange(2) * 0.0 + 1.0"),
                Point("cut out", "q = array([5.0, 1.0, 1.0, 7.0])[1:3]"),
                Point("gathered", "q = array([5.0, 1.0, 7.0])[array([1, 1])]"),
                Point("stacked floats", "q = stack([array(1.0), array(1.0)])"),
                Point("of random bits", "q = random.uniform(random.key(3), (2,)) * 0.0 + 1.0"),
                Point("computed in an earlier cell", "p = ones(4)", "q = p[:2] * p[2:]"),
            ]
        ),
        (
            [0, 0],
            [
                Point("literal", "q = array([0.0, 0.0])"), put, Point("zeros", "q = zeros(2)"),
                Point("zeros_like", "q = zeros_like(X[0])"), Point("eye off its diagonal", "q = eye(4)[0, 1:3]"),
                Point("full", "q = full(2, 0.0)"), Point("a difference", "q = ones(2) - 1"),
                Point("convert", "q = zeros(2, dtype=int32).astype(float64)"),
            ]
        ),
        (
            [0, 1],
            [
                Point("literal", "q = array([0.0, 1.0])"), put, Point("arange", "q = arange(2) * 1.0"),
                Point("linspace", "q = linspace(0.0, 1.0, 2)"), Point("eye", "q = eye(2)[1]"),
                Point("cumsum", "q = cumsum(ones(2)) - 1"), Point("one_hot", "q = one_hot(1, 2)"),
            ]
        ),
    ]
}
