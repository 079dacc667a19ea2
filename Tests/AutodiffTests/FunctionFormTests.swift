import TestSupport
import Tensors
import Testing

/// Derivatives and maps of functions, as JAX writes them, against the forms on values.
@Suite struct FunctionFormTests {
    @Test(arguments: [
        ("grad(f)(x, w)", "grad(f(x, w), x)"), ("grad(f, 1)(x, w)", "grad(f(x, w), w)"),
        ("grad(f, argnums=(0, 1))(x, w)[1]", "grad(f(x, w), w)"), ("grad(f, argnums=-1)(x, w)", "grad(f(x, w), w)"),
        ("value_and_grad(f)(x, w)[1]", "grad(f(x, w), x)"), ("value_and_grad(f)(x, w)[0]", "f(x, w)"),
        ("grad(lambda p: f(p[0], p[1]))((x, w))[1]", "grad(f(x, w), w)"),
        ("jax.jit(jax.grad(f))(x, w)", "grad(f(x, w), x)"),
        ("grad(lambda a: (f(a, w), a), has_aux=True)(x)[0]", "grad(f(x, w), x)"),
        ("grad(lambda a: f(x, w) * sum(a))(x)", "f(x, w) * ones(3)"),
        ("jvp(f, (x, w), (w, x))[1]", "jvp(f(x, w), (x, w), (w, x))"), ("jvp(f, (x, w), (w, x))[0]", "f(x, w)"),
        ("vjp(h, x)[1](w)[0]", "vjp(h(x), x, w)"), ("vjp(h, x)[0]", "h(x)"),
        ("vjp(lambda a: (h(a), a), x)[1]((w, x))[0]", "vjp(h(x), x, w) + x"),
        ("jacobian(h)(x)", "jacobian(h(x), x)"), ("jacfwd(h)(x)", "jacobian(h(x), x)"),
        ("hessian(lambda a: f(a, w))(x)", "hessian(f(x, w), x)"),
        ("jacfwd(jacrev(lambda a: f(a, w)))(x)", "hessian(f(x, w), x)"),
        ("grad(lambda a: sum(grad(f)(a, w) * w))(x)", "hvp(f(x, w), x, w)"),
        ("vmap(lambda a: a * 2)(x)", "x * 2"), ("vmap(lambda a, b: a * b)(x, w)", "x * w"),
        ("vmap(lambda a: a * w)(x)", "x[:, None] * w"), ("vmap(lambda a: dot(a, w), in_axes=1)(m)", "m.T @ w"),
        ("vmap(lambda a, b: a * b, in_axes=(0, None))(x, 2)", "x * 2"),
        ("vmap(lambda a, n: a ** n, in_axes=(0, None))(x, 3)", "x ** 3"),
        ("vmap(lambda a: a * w, out_axes=1)(x)", "(x[:, None] * w).T"), ("vmap(lambda a: w)(x)", "stack([w, w, w])"),
        ("vmap(grad(lambda a: sin(a) * a))(x)", "cos(x) * x + sin(x)"),
        ("vmap(vmap(lambda a, b: a * b, (None, 0)), (0, None))(x, w)", "outer(x, w)"),
        ("vmap(lambda p: p[0] @ p[1])((m, m))", "sum(m * m, axis=1)"),
        ("vmap(lambda p: p[0] + p[1], in_axes=((0, None),))((x, 1.5))", "x + 1.5"),
        ("grad(lambda a: sum(vmap(lambda u: sin(u) * w)(a)))(x)", "cos(x) * sum(w)"),
        ("vmap(lambda a: scan(lambda c, u: (c * u, c), a, w)[0])(x)", "x * prod(w)"),
        ("vmap(lambda a: cond(a > 0, sin, cos, a))(x)", "where(x > 0, sin(x), cos(x))"),
        ("vmap(lambda a: fori_loop(0, 3, lambda i, s: s * a + i, 1.0))(x)", "((1.0 * x) * x + 1) * x + 2"),
        ("checkpoint(h)(x)", "h(x)"), ("grad(checkpoint(f))(x, w)", "grad(f(x, w), x)"),
        ("jax.checkpoint(lambda a, s: a * 2 if s == 'twice' else a)(x, 'twice')", "x * 2"),
    ])
    func equalsTheFormOnValues(_ form: String, _ expected: String) throws {
        var session = Session()
        session.give("x", try .vector([0.5, -1.25, 2]))
        session.give("w", try .vector([1.5, 0.25, -0.75]))
        try session.run(
            """
            m = stack([x, w, x * w])
            def f(a, b):
                return sum(tanh(a * b) * a) + a[0] * b[1]
            def h(a):
                return sin(a) * a[0]
            found = \(form)
            expected = \(expected)
            """)
        let (found, wanted) = (try session.evaluate("found"), try session.evaluate("expected"))
        #expect(found.distance(to: wanted) < 1e-14, "\(form): \(found.type) \(found.doubles), not \(wanted.doubles)")
    }

    /// A derivative of a function is a run, with names from the call; inside a mapped function there is none.
    @Test func derivativesOfFunctionsAreRecorded() throws {
        var session = Session()
        session.give("x", try .vector([1, 2]))
        let cell = try session.run(
            "def loss(w, s):\n    return sum(w ** 2) * s\ng = grad(loss)(x, 3.0)\nh = vmap(grad(lambda a: a ** 2))(x)")
        #expect(cell.derivatives.map(\.function) == ["grad"])
        #expect(cell.derivatives.first?.targetText == "loss(x, 3.0)")
        #expect(cell.derivatives.first?.wrt.map(\.text) == ["x"])
    }

    /// Entries of a map have the bits of single calls.
    @Test func mappedEqualsStacked() throws {
        var session = Session()
        session.give("x", try Tensor(.f64((0..<12).map { Double($0) / 7 - 0.8 }), shape: Shape([4, 3])))
        try session.run(
            """
            def f(a):
                return sum(softmax(a) * sin(a)) + logsumexp(a * 2) + a @ a
            g = grad(f)
            together = vmap(g)(x)
            single = stack([g(x[i]) for i in range(4)])
            """)
        #expect(try session.evaluate("together").scalars == session.evaluate("single").scalars)
    }
}
