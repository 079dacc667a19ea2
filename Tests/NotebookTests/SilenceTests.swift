import Notebook
import Testing

/// A derivative that is 0 because no path leads there says so, in every form, and one that is 0 by its numbers does not.
@Suite struct SilenceTests {
    private static let given = "x = array([1.0, 2.0])\nw = array([3.0, 4.0])\n"

    /// The notes of a cell after `given`, as they are shown.
    private func notes(_ cell: String) throws -> [String] {
        var notes = Notes()
        try notes.run(Self.given)
        return try notes.run(cell).shown.compactMap { if case .note(let note) = $0 { note.text } else { nil } }
    }

    @Test(arguments: [
        ("grad(sum(w), x)", "no path leads from x to sum(w)"),
        ("grad(sum(floor(x)), x)", "ends at floor"),
        ("grad(sum(ceil(x) + sign(x) + round(x)), x)", "ends at ceil, sign, round"),
        ("grad(sum(stop_gradient(x) ** 2), x)", "ends at stop_gradient"),
        ("grad(sum(where(x > 1.0, 1.0, 2.0)), x)", "ends at a comparison"),
        ("grad(sum(x.astype(int32).astype(float64)), x)", "ends at a cast to i32"),
        ("grad(w[argmax(x)], x)", "ends at"), ("grad(sum(w[argsort(x)]), x)", "ends at argsort"),
        ("vjp(floor(x), x, w)", "ends at floor"), ("jvp(floor(x), x, w)", "ends at floor"),
        ("jacobian(floor(x), x)", "ends at floor"), ("hessian(sum(floor(x)), x)", "ends at floor"),
        ("hvp(sum(floor(x)), x, w)", "ends at floor"),
        ("grad(lambda a: sum(floor(a)))(x)", "ends at floor"),
        ("value_and_grad(lambda a: sum(w))(x)[1]", "no path leads"),
        ("jacobian(lambda a: w)(x)", "no path leads"), ("vjp(lambda a: floor(a), x)[1](w)[0]", "ends at floor"),
        ("vjp(lambda a: (floor(a), w), x)[1]((w, w))[0]", "ends at floor"),
        ("jvp(lambda a: floor(a), (x,), (w,))[1]", "ends at floor"),
        ("grad(lambda a, b: sum(a), argnums=(0, 1))(x, w)[1]", "no path leads from w"),
        ("grad(sum(vmap(floor)(x)), x)", "ends at floor"), ("grad(sum(map(floor, x)), x)", "ends at floor"),
        ("grad(fori_loop(0, 3, lambda i, c: c + sum(floor(x)), 0.0), x)", "ends at floor"),
        ("grad(cond(x[0] > 0.0, lambda: 1.0, lambda: 2.0), x)", "ends at a comparison"),
        ("grad(cond(w[0] > 0.0, lambda: sum(floor(x)), lambda: 2.0), x)", "ends at floor"),
        ("grad(checkpoint(lambda a: sum(floor(a)))(x), x)", "ends at floor"),
        ("vmap(grad(lambda a: round(a)))(x)", "ends at round"),
        ("grad(lambda q: sum(grad(lambda a: sum(a * w))(q)))(x)", "no path leads"),
    ])
    func says(_ cell: String, _ reason: String) throws {
        let found = try notes(cell)
        #expect(
            found.count == 1 && found[0].contains("so its derivative is 0: ") && found[0].contains(reason),
            "\(cell): \(found)")
    }

    @Test(arguments: [
        "grad(sum(x * 0.0), x)", "grad(sum(relu(-x)), x)", "hessian(sum(3.0 * x), x)",
        "grad(sum(where(x > 9.0, x, 0.0)), x)",
        "bypass(sum(x ** 2), x, through=x)", "grad(sum(floor(x) * x), x)", "jvp(sum(x), x, zeros(2))",
        "grad(sum(x), (x,))", "contributions(sum(x ** 2), x, through=x)",
        "grad(fori_loop(0, 3, lambda i, c: c * x[0], 1.0), x)",
        // A rule gives a slope where the body has none.
        "@custom_jvp\ndef f(a): return round(a)\nf.defjvp(lambda p, t: (f(p[0]), t[0]))\ng = grad(sum(f(x)), x)",
        "@custom_jvp\ndef f(a): return round(a)\nf.defjvp(lambda p, t: (f(p[0]), t[0]))\ng = grad(lambda a: sum(f(a)))(x)",
        "@custom_vjp\ndef f(a): return floor(a)\nf.defvjp(lambda a: (f(a), None), lambda r, c: (c,))\ng = grad(sum(f(x)), x)",
        "@custom_vjp\ndef f(a): return floor(a)\nf.defvjp(lambda a: (f(a), None), lambda r, c: (c,))\n"
            + "g = grad(lambda a: sum(scan(lambda s, b: (s + f(b), s), 0.0, a)[0]))(x)",
        "import jax\ng = grad(lambda a: jax.lax.custom_root(lambda z: z ** 3 - a, 1.0, "
            + "lambda f, z: fori_loop(0, 9, lambda i, c: c - f(c) / grad(f)(c), z), lambda g, y: y / g(1.0)))(2.0)",
        "import jax\ng = grad(sum(jax.scipy.special.ndtr(x)), x)",
        "import jax\ng = grad(sum(jax.random.gamma(jax.random.key(0), x)), x)",
    ])
    func isQuiet(_ cell: String) throws {
        #expect(try notes(cell) == [])
    }

    @Test func namesThatWereBoundAnewAreNamed() throws {
        let here = try notes("y = sum(x ** 2)\nx = x - 0.1 * grad(y, x)\ng = grad(y, x)")
        #expect(
            here == [
                "y does not depend on x, so its derivative is 0: "
                    + "x was bound anew at 2:1, and the value before is what leads there"
            ])
        var across = Notes()
        try across.run(Self.given + "y = sum(x ** 2)")
        try across.run("n = 1\nx = x * 0.5")
        across = try across.restarted()
        let shown = try across.run("g = grad(y, x)").shown
        let texts = shown.compactMap { if case .note(let note) = $0 { note.text } else { nil } }
        #expect(texts.count == 1 && texts[0].contains("x was bound anew at 2:1 of an earlier cell"))
        let runs = try across.lastRun("h = grad(y, x)")
        #expect(runs.silences == ["y does not depend on x, so its derivative is 0: no path leads from x to y"])
    }
}
