import CellLanguage
import TestSupport
import Testing

/// `custom_root` and `custom_linear_solve` against solutions in closed form, and against finite differences.
@Suite struct ImplicitTests {
    private static let root = """
        def bisected(f, x):
            def step(s):
                middle = (s[0] + s[1]) / 2
                islow = f(middle) < 0
                return where(islow, middle, s[0]), where(islow, s[1], middle)
            return lax.while_loop(lambda s: s[1] - s[0] > 1e-15 * s[1], step, (0.0 * x, 8.0 + 0.0 * x))[0]
        def root(a):
            f = lambda x: x ** 3 - a
            return lax.custom_root(f, 1.0, bisected, lambda g, y: y / g(1.0))
        """

    private static let system = """
        def descended(product, b):
            def step(s):
                x, r, p, size = s
                q = product(p)
                alpha = size / dot(p, q)
                r = r - alpha * q
                new = dot(r, r)
                return x + alpha * p, r, r + new / size * p, new
            start = (zeros_like(b), b, b, dot(b, b))
            return lax.while_loop(lambda s: s[3] > 1e-28, step, start)[0]
        m = array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 5.0]])
        q = array([[2.0, -1.0, 0.5], [0.25, 1.5, 1.0], [3.0, 0.75, -2.0]])
        b = array([1.0, -2.0, 0.5])
        def symmetric(a, b):
            return lax.custom_linear_solve(lambda x: (a * m) @ x, b, descended, symmetric=True)
        def general(a, b):
            matrix = a * q
            forward = lambda product, y: solve(stop_gradient(matrix), y)
            backward = lambda product, y: solve(stop_gradient(matrix).T, y)
            return lax.custom_linear_solve(lambda x: matrix @ x, b, forward, backward)
        """

    /// Each expression, and another that means the same.
    private static let pairs: [(String, String)] = [
        ("root(2.0)", "cbrt(2.0)"), ("grad(root)(2.0)", "grad(cbrt)(2.0)"),
        ("jvp(root, (2.0,), (3.0,))[1]", "3 * grad(cbrt)(2.0)"),
        ("grad(grad(root))(2.0)", "grad(grad(cbrt))(2.0)"),
        ("jit(grad(root))(2.0)", "grad(cbrt)(2.0)"),
        ("vmap(root)(array([0.5, 2.0, 7.0]))", "cbrt(array([0.5, 2.0, 7.0]))"),
        ("vmap(grad(root))(array([0.5, 2.0, 7.0]))", "vmap(grad(cbrt))(array([0.5, 2.0, 7.0]))"),
        ("grad(root)(2.0)", "(root(2.0001) - root(1.9999)) / 0.0002"),
        ("symmetric(1.5, b)", "solve(1.5 * m, b)"), ("general(1.5, b)", "solve(1.5 * q, b)"),
        ("grad(lambda a: sum(symmetric(a, b) ** 2))(1.5)", "grad(lambda a: sum(solve(a * m, b) ** 2))(1.5)"),
        ("grad(lambda y: sum(symmetric(1.5, y) ** 2))(b)", "grad(lambda y: sum(solve(1.5 * m, y) ** 2))(b)"),
        ("jvp(lambda a: symmetric(a, b), (1.5,), (1.0,))[1]", "jvp(lambda a: solve(a * m, b), (1.5,), (1.0,))[1]"),
        ("jacobian(lambda y: general(1.5, y))(b)", "inv(1.5 * q)"),
        ("grad(lambda a: sum(general(a, b) ** 2))(1.5)", "grad(lambda a: sum(solve(a * q, b) ** 2))(1.5)"),
        ("vmap(lambda y: general(1.5, y))(m)", "vmap(lambda y: solve(1.5 * q, y))(m)"),
        ("jit(grad(lambda a: sum(symmetric(a, b))))(1.5)", "grad(lambda a: sum(solve(a * m, b)))(1.5)"),
    ]

    @Test(arguments: pairs) func meansTheSame(_ found: String, _ expected: String) throws {
        var session = Session()
        try session.run(ImplicitTests.root + "\n" + ImplicitTests.system)
        try session.run("y = \(found)\nz = \(expected)")
        let (y, z) = (try session.evaluate("y").doubles, try session.evaluate("z").doubles)
        #expect(y.count == z.count)
        for (y, z) in zip(y, z) {
            #expect(abs(y - z) <= 1e-7 * max(1, abs(z)), "\(found) is \(y), \(expected) is \(z)")
        }
    }

    /// The rule is good for two derivatives: a third is not silently another number.
    @Test func theThirdDerivativeIsNotThere() throws {
        var session = Session()
        try session.run(ImplicitTests.root)
        try session.run("y = grad(grad(grad(root)))(2.0)")
        #expect(try session.evaluate("y").doubles[0].isNaN)
    }
}
