import TestSupport
import Tensors
import Testing

/// A scalar function of an array `x`, as a cell that binds `l`.
struct ScalarFunction: Sendable, CustomTestStringConvertible {
    let name: String
    let cell: String
    let dims: [Int]

    var testDescription: String { name }

    static let all = [
        ScalarFunction(
            name: "rosenbrock", cell: "l = sum(100 * (x[1:] - x[:-1]**2)**2 + (1 - x[:-1])**2)", dims: [5]),
        ScalarFunction(
            name: "mlp",
            cell: """
                data = sin(arange(12.0)).reshape(4, 3)
                target = cos(arange(4.0))
                l = mean((tanh(data @ x) @ array([0.5, -1.5]) - target)**2)
                """, dims: [3, 2]),
        ScalarFunction(
            name: "cross entropy",
            cell: """
                labels = array([2, 0, 1])
                l = -mean(log_softmax(x * 3, axis=1)[arange(3), labels])
                """, dims: [3, 4]),
        ScalarFunction(
            name: "tanh chain",
            cell: """
                h = x
                for i in range(6):
                    h = tanh(1.1 * h + 0.1 * i)
                l = sum(h * h)
                """, dims: [4]),
        ScalarFunction(name: "quotients", cell: "l = sum(x / (1 + x**2)) + prod(x) / hypot(x[0], x[1])", dims: [3]),
        ScalarFunction(
            name: "transcendental",
            cell:
                "l = sum(exp(sin(x)) * erf(x) + lgamma(x + 3) + log1p(x**2) + arctan2(x, 2.0) + sigmoid(x) + (x + 2)**x)",
            dims: [4]),
        ScalarFunction(
            name: "norms", cell: "l = norm(x) * logsumexp(x) + std(x) + softplus(x)[0] + gelu(x)[1]", dims: [5]),
        ScalarFunction(
            name: "indices",
            cell: "u = x.at[array([0, 2, 2])].add(x[:3]**2)\nl = sum(cumsum(u[::-1])**3) + sum(cumprod(x))",
            dims: [5]),
    ]

    /// A session with `x`, a direction `t` and `l`.
    func session(seed: UInt64) throws -> Session {
        var random = SeededGenerator(seed: seed)
        var session = Session()
        let type = TensorType(.f64, try Shape(dims))
        session.give("x", try random.tensor(type))
        session.give("t", try random.tensor(type))
        try session.run(cell)
        return session
    }
}

/// Derivatives of derivatives: every way to ask for them gives the same.
@Suite struct NestedTests {
    @Test(arguments: ScalarFunction.all, [1, 2] as [UInt64])
    func hessianVectorProductsAgree(_ function: ScalarFunction, seed: UInt64) throws {
        var session = try function.session(seed: seed)
        try session.run(
            """
            g = grad(l, x)
            product = hvp(l, x, t)
            reverse = grad(sum(g * t), x)
            forward = jvp(g, x, t)
            forward_of_forward = grad(jvp(l, x, t), x)
            h = hessian(l, x)
            whole = tensordot(h, t, axes=t.ndim)
            rows = tensordot(jacobian(g, x), t, axes=t.ndim)
            """)
        let product = try session.evaluate("product")
        for other in ["reverse", "forward", "forward_of_forward", "whole", "rows"] {
            let distance = try session.evaluate(other).distance(to: product)
            #expect(distance < 1e-12, "seed \(seed): \(other) differs by \(distance)")
        }
    }

    @Test(arguments: ScalarFunction.all, [3] as [UInt64])
    func hessiansAreSymmetric(_ function: ScalarFunction, seed: UInt64) throws {
        var session = try function.session(seed: seed)
        try session.run("n = x.size\nh = hessian(l, x).reshape(n, n)\nturned = h.T")
        #expect(try session.evaluate("turned").distance(to: session.evaluate("h")) < 1e-12)
    }

    /// Central differences of the gradient along `t`.
    @Test(arguments: ScalarFunction.all, [4, 5] as [UInt64])
    func hessianVectorProductsMatchDifferences(_ function: ScalarFunction, seed: UInt64) throws {
        var session = try function.session(seed: seed)
        try session.run("g = grad(l, x)\nproduct = hvp(l, x, t)\nback = x - 1e-5 * t\nahead = x + 1e-5 * t")
        let points = try ["back", "ahead"].map { try session.evaluate($0) }
        let gradients = try points.map { point in
            var moved = Session()
            moved.give("x", point)
            try moved.run(function.cell + "\ng = grad(l, x)")
            return try moved.evaluate("g").doubles
        }
        let quotient = zip(gradients[1], gradients[0]).map { ($0 - $1) / 2e-5 }
        let expected = try Tensor(.f64(quotient), shape: Shape(function.dims))
        let distance = try session.evaluate("product").distance(to: expected)
        #expect(distance < 1e-6, "seed \(seed): differs by \(distance)")
    }

    /// Third derivatives against their formulas.
    @Test(arguments: [
        ("x**5", "60 * x**2"), ("sin(x)", "-cos(x)"), ("exp(2 * x)", "8 * exp(2 * x)"), ("log(x)", "2 / x**3"),
        ("tanh(x)", "-2 * (1 - tanh(x)**2) * (1 - 3 * tanh(x)**2)"), ("1 / x", "-6 / x**4"),
        ("sqrt(x)", "0.375 * x**-2.5"), ("arctan(x)", "(6 * x**2 - 2) / (1 + x**2)**3"),
        ("x**2.5", "1.875 / sqrt(x)"), ("2**x", "2**x * log(array(2.0))**3"), ("cosh(x)", "sinh(x)"),
        ("erf(x)", "2 / sqrt(array(pi)) * exp(-x**2) * (4 * x**2 - 2)"), ("abs(x)**3", "6.0 * sign(x)"),
        ("logaddexp(x, 0)", "sigmoid(x) * (1 - sigmoid(x)) * (1 - 2 * sigmoid(x))"),
        ("cbrt(x)", "10 / 27 * x**(-8 / 3)"), ("x * log(x)", "-1 / x**2"),
        ("arcsin(x / 2)", "(2 * (x/2)**2 + 1) / (8 * (1 - x**2/4)**2.5)"),
    ])
    func thirdDerivative(_ formula: String, _ expected: String) throws {
        for x in [0.3, 1.25] {
            var session = Session()
            session.give("x", .scalar(.f64(x)))
            try session.run("third = grad(grad(grad(\(formula), x), x), x)\nexpected = \(expected)")
            let distance = try session.evaluate("third").distance(to: session.evaluate("expected"))
            #expect(distance < 1e-12, "x = \(x): \(formula) differs by \(distance)")
        }
    }

    @Test func fifthDerivativeOfAProduct() throws {
        var session = Session()
        session.give("x", .scalar(.f64(0.7)))
        try session.run(
            """
            d = sin(x) * exp(x)
            for i in range(5):
                d = grad(d, x)
            expected = -4 * exp(x) * (sin(x) + cos(x))
            """)
        #expect(try session.evaluate("d").distance(to: session.evaluate("expected")) < 1e-13)
    }

    /// A derivative taken of a value that was itself made from a derivative, with other names in between.
    @Test func gradientDescentStepIsDifferentiable() throws {
        var session = Session()
        session.give("w", try .vector([1, -2]))
        session.give("rate", .scalar(.f64(0.1)))
        try session.run(
            """
            l = sum(w**4)
            w2 = w - rate * grad(l, w)
            after = sum(w2**4)
            d = grad(after, rate)
            expected = sum(4 * w2**3 * -(4 * w**3))
            """)
        #expect(try session.evaluate("d").distance(to: session.evaluate("expected")) < 1e-13)
    }
}
