@testable import Autodiff
import CellLanguage
import Engine
import Graphs
import Interpreter
import Tensors
import TestSupport
import Testing

/// A slope of 10 that no body has, so that it shows where the body is differentiated instead.
private let odd = """
    def f(x):
        return sin(x)
    f = custom_jvp(f)
    def rule(primals, tangents):
        x, = primals
        t, = tangents
        return sin(x), 10.0 * x * t
    f.defjvp(rule)

    """
private let clip = """
    def f(x):
        return 3.0 * x
    f = custom_vjp(f)
    def forward(x):
        return 3.0 * x, x
    def backward(x, c):
        return (c * 10.0 * x,)
    f.defvjp(forward, backward)

    """

private let asks: [(String, [Double])] = [
    ("x = array(2.0)\ng = grad(f)(x)", [20.0]),
    ("x = array(2.0)\ny = f(x)\ng = grad(y, x)", [20]),
    ("x = array([2.0, 3.0])\ng = grad(sum(f(x)), x)", [20, 30]),
    ("x = array([2.0, 3.0])\ng = grad(sum(vmap(f)(x)), x)", [20, 30]),
    ("x = array([2.0, 3.0])\ng = vmap(grad(f))(x)", [20, 30]),
    ("x = array([2.0, 3.0])\ng = grad(sum(map(f, x)), x)", [20, 30]),
    ("x = array([2.0, 3.0])\ng = jacobian(f(x), x)", [20, 0, 0, 30]),
    ("x = array(2.0)\ng = jacobian(f(x * ones(3)), x)", [20, 20, 20]),
    ("x = array(2.0)\ng = grad(grad(f))(x)", [10]),
    ("x = array([2.0, 3.0])\ng = hessian(lambda x: sum(f(x)))(x)", [10, 0, 0, 10]),
    ("x = array(2.0)\ng = vjp(f, x)[1](array(2.0))[0]", [40]),
    ("x = array(2.0)\ng = grad(cond(x > 0, f, lambda x: x, x), x)", [20]),
    ("x = array([2.0, -3.0])\ng = grad(sum(vmap(lambda v: cond(v > 0, f, lambda x: x, v))(x)), x)", [20, 1]),
    ("x = array(2.0)\ng = grad(checkpoint(f)(x), x)", [20]),
    ("x = array(2.0)\ng = grad(scan(lambda c, i: (c + f(x), None), 0.0, arange(3))[0], x)", [60]),
    ("x = array([1.0, 2.0])\ng = grad(sum(vmap(lambda v: f(v))(x * ones((3, 2)))), x)", [30, 60]),
    ("x = array([2.0, 3.0])\ny = f(x)\nl = sum(y)\ng = contributions(l, x, through=y)", [20, 0, 0, 30]),
]

private let rules: [(String, [Double])] = [
    (
        """
        @custom_jvp
        def f(x):
            return sin(x)
        @f.defjvp
        def rule(primals, tangents):
            x, = primals
            t, = tangents
            return f(x), 10.0 * x * t
        g = grad(f)(array(2.0))
        """, [20]
    ),
    (odd + "x = array(2.0)\ng = jvp(f, (x,), (array(3.0),))[1]", [60.0]),
    (odd + "x = array([2.0, 3.0])\ng = jvp(vmap(f), (x,), (ones(2),))[1]", [20, 30]),
    (
        odd
            + "x = array(2.0)\ng = while_loop(lambda c: c < 5, lambda c: c + 3.0, f(x) * 0.0 + x) * jvp(f(x), x, array(1.0))",
        [100]
    ),
    // Whole numbers have no tangent; arguments that are not differentiated come first.
    (
        """
        def f(n, x, k):
            return x * n * k
        f = custom_jvp(f, nondiff_argnums=(0,))
        def rule(n, primals, tangents):
            x, k = primals
            return f(n, x, k), tangents[0] * n * 100
        f.defjvp(rule)
        g = stack([f(2, array(3.0), array(4)), grad(f, 1)(2, array(3.0), array(4))])
        """, [24, 200]
    ),
    (
        """
        def f(x, y):
            return x * y
        f = custom_jvp(f)
        f.defjvps(lambda t, out, x, y: 5 * t * out, None)
        g = stack([grad(f)(array(2.0), array(3.0)), grad(f, 1)(array(2.0), array(3.0))])
        """, [30, 0]
    ),
    // A gradient that is clipped is no linear function of the cotangent.
    (
        """
        def f(x):
            return x
        f = custom_vjp(f)
        f.defvjp(lambda x: (x, None), lambda rest, c: (clip(c, -1.0, 1.0),))
        x = array([1.0, 2.0])
        g = grad(sum(f(x) * array([5.0, 0.5])), x)
        """, [1, 0.5]
    ),
    // Residuals, several arguments and results, and a backward rule that uses something from outside.
    (
        """
        w = array(7.0)
        def f(x, y):
            return x * y, x + y
        f = custom_vjp(f)
        def forward(x, y):
            return f(x, y), (x, [y])
        def backward(kept, c):
            x, rest = kept
            return w * c[0] * rest[0], None
        f.defvjp(forward, backward)
        a, b = grad(lambda x, y: f(x, y)[0] * 2.0 + f(x, y)[1], argnums=(0, 1))(array(2.0), array(3.0))
        g = stack([a, b])
        """, [42, 0]
    ),
]

private let refused: [(String, String)] = [
    (clip + "g = jvp(f, (array(2.0),), (array(1.0),))", "forward mode cannot pass"),
    (clip + "x = array(2.0)\ng = jvp(f(x), x, array(1.0))", "forward mode cannot pass"),
    ("f = custom_jvp(sin)\ny = f(array(1.0))", "has no rule yet"),
    ("f = sin\nf.defjvp(sin)", "gives a rule to what custom_jvp made"),
    ("f = custom_jvp(lambda x: x)\nf.defjvp(lambda p, t: p[0])\ny = f(array(1.0))", "it must give (array, array)"),
    (
        "f = custom_vjp(lambda x: x)\nf.defvjp(lambda x: (x, x), lambda r, c: c)\ny = f(array(1.0))",
        "one cotangent for each"
    ),
    (
        "f = custom_vjp(lambda x: x)\nf.defvjp(lambda x: (x, x), lambda r, c: (ones(3),))\ny = f(array(1.0))",
        "it must give f64[]"
    ),
    (
        "f = custom_jvp(lambda x: x)\nf.defjvp(lambda p, t: (p[0], sin(t[0])))\ny = grad(f)(array(1.0))",
        "not linear in its tangents"
    ),
    (
        "w = array(2.0)\nf = custom_jvp(lambda x: x * w)\nf.defjvp(lambda p, t: (p[0] * w, t[0]))\nx = array(1.0)\ny = f(x)\ng = grad(y, w)",
        "uses a value from outside"
    ),
]

/// Functions with a rule of their own are differentiated by it, not by their body, in every form and under every transform.
@Suite struct CustomRuleTests {
    @Test(arguments: [odd, clip])
    func theRuleIsTheDerivative(_ definition: String) throws {
        for (ask, expected) in asks {
            var session = Session()
            try session.run(definition + ask)
            #expect(try session.evaluate("g").doubles == expected, "\(ask)")
        }
    }

    @Test(arguments: rules)
    func rulesOfEveryForm(_ cell: String, _ expected: [Double]) throws {
        var session = Session()
        try session.run(cell)
        #expect(try session.evaluate("g").doubles == expected, "\(cell)")
    }

    @Test(arguments: refused)
    func refusals(_ cell: String, _ message: String) throws {
        var session = Session()
        let fault = #expect(throws: Fault.self) { try session.run(cell) }
        #expect(fault?.message.contains(message) == true, "\(fault?.message ?? "nothing")")
    }

    /// Text and hash hold the rule, and read back as the same graph; engine and interpreter give the body's value.
    @Test(arguments: [odd, clip])
    func textHashAndEvaluation(_ definition: String) throws {
        var session = Session()
        try session.run(definition + "x = array([2.0, 3.0])\ny = f(x)")
        let (graph, inputs) = try session.graph(from: [session.value("x")], to: [session.value("y")])
        #expect(try Graph(parsing: graph.description).structuralHash == graph.structuralHash)
        #expect(graph.hasCustomRule && graph.description.contains("custom["))
        let other = try Graph(parsing: graph.description.replacing("value=10", with: "value=11"))
        #expect(other.structuralHash != graph.structuralHash)
        #expect(
            try Engine().evaluate(graph, inputs)[0].contentHash == Interpreter().evaluate(graph, inputs)[0].contentHash)
        let cell = graph.cellText(inputs: ["x"], outputs: ["z"])
        try session.run(cell + "\ng = grad(sum(z), x)")
        #expect(try session.evaluate("g").doubles == [20, 30])
    }
}
