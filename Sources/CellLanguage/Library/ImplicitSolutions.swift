import Graphs
import Tensors

// Solutions of equations, whose derivatives follow from the equation and not from the steps that solved it.

extension Library {
    static let implicit: [Builtin] = [
        Builtin("custom_root(f, initial_guess, solve, tangent_solve, has_aux=False)", written: root),
        Builtin(
            "custom_linear_solve(matvec, b, solve, transpose_solve=None, symmetric=False, has_aux=False)",
            written: linearSolution),
    ]

    /// `found` as a function of what moves it, whose derivative is NaN: the rule around it stands in place of that.
    private static func sealed(_ parameters: String) -> String {
        """
        @custom_jvp
        def sealed(\(parameters)):
            return found
        @sealed.defjvp
        def nothing(primals, tangents):
            moved = 0.0
            for t in jax.tree.leaves(tangents):
                moved = moved + sum(t)
            return found, jax.tree.map(lambda x: (zeros_like(x) + nan * moved).astype(x.dtype), found)
        """
    }

    /// x with f(θ, x) = 0 moves by ẋ = −(∂f/∂x)⁻¹ (∂f/∂θ) θ̇, where θ is all that f uses from outside. The rule is good for two
    /// derivatives; a third is NaN.
    private static let root = """
        if has_aux:
            raise ValueError('has_aux is not there: let the solver give the solution alone')
        parts = hoisted(f, initial_guess)
        g, others = parts[0], parts[2]
        still = tuple([stop_gradient(p) for p in parts[1]])
        found = jax.tree.map(stop_gradient, solve(lambda x: g(still, others, x), initial_guess))
        \(sealed("params"))
        @custom_jvp
        def root(params):
            return sealed(params)
        @root.defjvp
        def rule(primals, tangents):
            params = primals[0]
            x = root(params)
            moved = jvp(lambda p: g(p, others, x), (params,), (tangents[0],))[1]
            step = tangent_solve(lambda v: jvp(lambda y: g(params, others, y), (x,), (v,))[1], moved)
            return x, jax.tree.map(lambda t: -t, step)
        return root(parts[1])
        """

    /// x with A(θ) x = b moves by ẋ = A⁻¹ (ḃ − Ȧ x), and backward by A⁻ᵀ, which `transpose_solve` applies.
    private static let linearSolution = """
        if has_aux:
            raise ValueError('has_aux is not there: let the solver give the solution alone')
        back = solve if transpose_solve is None and symmetric else transpose_solve
        parts = hoisted(matvec, b)
        g, others = parts[0], parts[2]
        still = tuple([stop_gradient(p) for p in parts[1]])
        right = jax.tree.map(stop_gradient, b)
        found = jax.tree.map(stop_gradient, solve(lambda x: g(still, others, x), right))
        \(sealed("params, b"))
        @custom_jvp
        def solution(params, b):
            return sealed(params, b)
        @solution.defjvp
        def rule(primals, tangents):
            params = primals[0]
            x = solution(params, primals[1])
            moved = jvp(lambda p: g(p, others, x), (params,), (tangents[0],))[1]
            right = jax.tree.map(lambda t, u: t - u, tangents[1], moved)
            product = lambda v: g(params, others, v)
            if back is None:
                return x, solve(product, right)
            @custom_vjp
            def linear(r):
                return solve(product, r)
            def transposed(u):
                return vjp(product, jax.tree.map(zeros_like, found))[1](u)[0]
            linear.defvjp(lambda r: (solve(product, r), None), lambda kept, u: (back(transposed, u),))
            return x, linear(right)
        return solution(parts[1], b)
        """

    /// A function as one of what it uses from outside: `(g, floats, others)` with f(x) = g(floats, others, x).
    static let hoisted = Builtin("hoisted(f, x)") { e, a in
        let x = try e.flattened(a("x").value, at: a("x").position)
        let trace = try e.trace(e.function("f", of: a), [x], types: e.types(x.slots))
        let (graph, structure) = (trace.graph, trace.structure)
        let areWeak = trace.results.map(\.isWeak)
        let isFloating = trace.captured.map { e.b.dtype($0).isFloating }
        let function = Builtin("hoisted(floats, others, x)") { e, a in
            let operands = try ["x", "floats", "others"].map { name in
                try e.flattened(a(name).value, at: a.position).slots.map(\.value)
            }
            var (floats, others) = (operands[1][...], operands[2][...])
            let captured = isFloating.map { ($0 ? floats.popFirst() : others.popFirst()) ?? 0 }
            let results = try e.b.inline(graph, operands[0] + captured)
            return try e.filled(
                structure, with: zip(results, areWeak).map { .array($0, isWeak: $1) }, at: a.position)
        }
        func captured(where isKept: Bool) -> Value {
            .tuple(zip(trace.captured, isFloating).filter { $1 == isKept }.map { .array($0.0) })
        }
        return .tuple([.builtin(function), captured(where: true), captured(where: false)])
    }
}
