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

    /// Functions give new values, even where they change nothing: a derivative by the result takes no path around it.
    @Test(arguments: [
        "x.astype(float64)", "float64(x)", "reshape(x, (2,))", "squeeze(x)", "ravel(x)", "transpose(x)", "x.T",
        "broadcast_to(x, (2,))", "moveaxis(x, 0, 0)", "+x", "x[...]", "x[:]", "x[None][0]", "clip(x, -9.0, 9.0)",
        "sum(x, axis=())", "tile(x, 1)", "concatenate([x])", "stack([x])[0]", "array(x)", "x.copy()", "asarray(x)",
        "repeat(x, 1)", "roll(x, 0)", "flip(x, ())", "pad(x, 0)", "where(True, x, 0.0)",
        "checkpoint(lambda a: a)(x)", "vmap(lambda a: a)(x)", "map(lambda a: a, x)",
        "scan(lambda c, a: (c, a), 0.0, x)[1]", "scan(lambda c, a: (c, a), x, arange(2))[0]",
        "fori_loop(0, 0, lambda i, c: c * 2, x)", "split(x, 1)[0]", "expand_dims(x, 0)[0]", "swapaxes(x, 0, 0)",
        "max(x, axis=())", "x.flatten()", "x ** 1", "x * 1", "x + 0", "einsum('i->i', x)", "x.at[:0].set(0.0)",
        "jvp(lambda a: a, (x,), (x,))[0]", "vjp(lambda a: a, x)[0]",
    ])
    func resultsAreValuesOfTheirOwn(_ form: String) throws {
        var session = Session()
        session.give("x", try .vector([1, 2]))
        try session.run("y = \(form)\nl = sum(x * y)\ng = grad(l, y)")
        #expect(try session.evaluate("g").doubles == [1, 2])
    }

    /// A derivative of a function is a run, with names from the call; inside a mapped function there is none.
    @Test func derivativesOfFunctionsAreRecorded() throws {
        var session = Session()
        session.give("x", try .vector([1, 2]))
        let cell = try session.run(
            "def loss(w, s):\n    return sum(w ** 2) * s\ng = grad(loss)(x, 3.0)\nh = vmap(grad(lambda a: a ** 2))(x)")
        #expect(cell.derivatives.map(\.kind) == [.grad])
        #expect(cell.derivatives.first?.targetText == "loss(x, 3.0)")
        #expect(cell.derivatives.first?.wrt.map(\.text) == ["x"])
    }

    /// A descent from zeros moves: the point is made of constants, and the loss maps over examples.
    @Test(arguments: ["vmap(lambda x: (w @ x - 1.0) ** 2)(X)", "map(lambda x: (w @ x - 1.0) ** 2, X)"])
    func descentFromConstantsMoves(_ errors: String) throws {
        var session = Session()
        try session.run(
            """
            X = array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
            q = zeros(2)
            p = array([0.0, 0.0])
            for i in range(3):
                q = q - 0.01 * grad(lambda w: sum(\(errors)))(q)
                p = p - 0.01 * grad(lambda w: sum(\(errors)))(p)
            """)
        #expect(try session.evaluate("q").scalars == session.evaluate("p").scalars)
        #expect(try session.evaluate("q").doubles.allSatisfy { $0 > 0.1 })
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
