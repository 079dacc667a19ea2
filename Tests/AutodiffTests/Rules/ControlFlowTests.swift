import Autodiff
import Graphs
import Interpreter
import Tensors
import TestSupport
import Testing

/// A cell with control flow, and a cell without it that computes the same `y` from `x` [4] and `w` [4].
struct Loop: Sendable, CustomTestStringConvertible {
    let name: String
    let cell: String
    let plain: String

    var testDescription: String { name }

    static let all = [
        Loop(
            name: "scan", cell: "c, ys = scan(lambda c, u: (c * w + sin(u), c * u), w * 2, x)\ny = sum(c * ys)",
            plain: """
                c = w * 2
                ys = []
                for i in range(4):
                    ys = ys + [c * x[i]]
                    c = c * w + sin(x[i])
                y = sum(c * stack(ys))
                """),
        Loop(
            name: "reversed scan",
            cell:
                "c, ys = scan(lambda c, u: (tanh(c + u) * w, (c, u * u)), w, x, reverse=True)\ny = sum(ys[0] * c) + sum(ys[1])",
            plain: """
                c = w
                y = 0.0
                starts = []
                for i in range(4):
                    starts = [c] + starts
                    c = tanh(c + x[3 - i]) * w
                y = sum(stack(starts) * c) + sum(x * x)
                """),
        Loop(
            name: "loop with an index", cell: "y = sum(fori_loop(1, 5, lambda i, c: c * x + i * w, w))",
            plain: "c = w\nfor i in range(1, 5):\n    c = c * x + i * w\ny = sum(c)"),
        Loop(
            name: "carry that starts as a number",
            cell: "y = fori_loop(0, 4, lambda i, c: c * x[i] + w[i], 1.0)",
            plain: "y = 1.0\nfor i in range(4):\n    y = y * x[i] + w[i]"),
        Loop(
            name: "several carries",
            cell:
                "a, k, b = fori_loop(0, 3, lambda i, s: (s[0] * s[2], s[1] + 1, sin(s[2]) + x), (x, 0, w))\ny = sum(a * b * k)",
            plain: "a = x\nb = w\nfor i in range(3):\n    a, b = a * b, sin(b) + x\ny = sum(a * b * 3)"),
        Loop(
            name: "branch", cell: "y = sum(cond(x[0] < 10, lambda a: sin(a) * w, lambda a: a / 0, x))",
            plain: "y = sum(sin(x) * w)"),
        Loop(
            name: "other branch",
            cell: "y = sum(cond(x[0] > 10, lambda a: a / 0 * w, lambda a: exp(a) * x, x * w))",
            plain: "y = sum(exp(x * w) * x)"),
        Loop(
            name: "checkpoint",
            cell: "f = checkpoint(lambda a, b, n: sin(a * b) * n)\ny = sum(f(f(x, w, 2), x, 3) * w)",
            plain: "y = sum(sin(sin(x * w) * 2 * x) * 3 * w)"),
        Loop(
            name: "branch in a loop",
            cell: """
                def step(c, u):
                    c = cond(u > 0, lambda c: c * sin(u * w), lambda c: c + w ** 2, c)
                    return c, None
                y = sum(scan(step, x, x)[0])
                """,
            plain: """
                c = x
                for i in range(4):
                    c = where(x[i] > 0, c * sin(x[i] * w), c + w ** 2)
                y = sum(c)
                """),
        Loop(
            name: "loop in a loop",
            cell: """
                def outer(c, u):
                    inner = fori_loop(0, 3, lambda i, s: s * u + w * c, c)
                    return inner, sum(inner)
                c, ys = scan(outer, x, x)
                y = sum(c) + sum(ys)
                """,
            plain: """
                c = x
                y = 0.0
                for i in range(4):
                    s = c
                    for j in range(3):
                        s = s * x[i] + w * c
                    c = s
                    y = y + sum(c)
                y = y + sum(c)
                """),
        Loop(
            name: "gradient inside a loop",
            cell: "y = sum(fori_loop(0, 3, lambda i, p: p - 0.1 * grad(lambda q: sum((q * x - w) ** 4))(p), w))",
            plain: "p = w\nfor i in range(3):\n    p = p - 0.1 * 4 * (p * x - w) ** 3 * x\ny = sum(p)"),
        Loop(
            name: "map", cell: "y = sum(map(lambda u: u * w, x) * x)", plain: "y = sum(x[:, None] * w * x)"),
        Loop(
            name: "checkpointed step of a scan",
            cell: "y = sum(scan(checkpoint(lambda c, u: (sin(c * u) * w, None)), w, x)[0])",
            plain: "c = w\nfor i in range(4):\n    c = sin(c * x[i]) * w\ny = sum(c)"),
    ]

    func session(_ cell: String, seed: UInt64) throws -> Session {
        var random = SeededGenerator(seed: seed)
        var session = Session()
        for name in ["x", "w", "tx", "tw"] { session.give(name, try random.tensor(TensorType(.f64, Shape([4])))) }
        try session.run(cell)
        return session
    }
}

/// Control flow against the same computation written out.
@Suite struct ControlFlowTests {
    @Test(arguments: Loop.all, [1, 2] as [UInt64])
    func derivativesAreThoseOfThePlainForm(_ loop: Loop, seed: UInt64) throws {
        let questions = """

            gx, gw = grad(y, (x, w))
            t = jvp(y, (x, w), (tx, tw))
            hx, hw = hvp(y, (x, w), (tx, tw))
            third = grad(sum(hx * tw), x)
            """
        let looped = try loop.session(loop.cell + questions, seed: seed)
        let plain = try loop.session(loop.plain + questions, seed: seed)
        for name in ["y", "gx", "gw", "t", "hx", "hw", "third"] {
            let distance = try looped.evaluate(name).distance(to: plain.evaluate(name))
            #expect(distance < 1e-12, "seed \(seed): \(name) of \(loop.name) differs by \(distance)")
        }
    }

    /// Values, gradients and tangents of batches have the bits of single results.
    @Test(arguments: Loop.all) func batchesEqualSingleResults(_ loop: Loop) throws {
        let session = try loop.session(loop.cell, seed: 3)
        let wrt = try ["x", "w"].map { try session.value($0) }
        let (graph, _) = try session.graph(from: wrt, to: [session.value("y")])
        let forward = try graph.rearranged(inputs: [0, 1], outputs: graph.outputs)
        var random = SeededGenerator(seed: 4)
        for graph in [forward, try vjp(forward, wrt: [0, 1]), try linearize(forward, wrt: [0, 1])] {
            for mask in 1..<(1 << graph.inputCount) {
                let isBatched = (0..<graph.inputCount).map { mask >> $0 & 1 == 1 }
                let batched = try batch(graph, isBatched: isBatched, size: 3)
                let inputs = try batched.inputTypes.map { try random.tensor($0) }
                let together = try Interpreter().evaluate(batched, inputs)
                for entry in 0..<3 {
                    let single = try Interpreter().evaluate(
                        graph, zip(inputs, isBatched).map { try $1 ? $0.part(entry) : $0 })
                    for (whole, one) in zip(together, single) {
                        #expect(try whole.part(entry).scalars == one.scalars, "\(loop.name), batched \(isBatched)")
                    }
                }
            }
        }
    }

    @Test(arguments: Loop.all) func textFormReadsBack(_ loop: Loop) throws {
        let session = try loop.session(loop.cell, seed: 3)
        let (graph, _) = try session.graph(to: [session.value("y")])
        for graph in [graph, try vjp(graph, wrt: [0, 1])] {
            let again = try Graph(parsing: graph.description)
            #expect(again.description == graph.description)
            #expect(again.structuralHash == graph.structuralHash)
        }
    }

    /// The graph of a loop, and that of its gradient, do not grow with the number of steps.
    @Test func loopsStaySmall() throws {
        func sizes(_ length: Int) throws -> [Int] {
            var session = Session()
            session.give("x", try Tensor(.f64((0..<length).map { Double($0) / 1e5 }), shape: Shape([length])))
            session.give("w", .scalar(.f64(0.5)))
            try session.run("y = scan(lambda c, u: (sin(c * w + u), None), 0.0, x)[0]\ng, h = grad(y, (w, x))")
            let graph = try session.graph(to: [session.value("g"), session.value("h")]).graph
            return [graph.equations.count, graph.description.count]
        }
        let (short, long) = (try sizes(10), try sizes(10_000))
        #expect(short[0] == long[0])
        #expect(abs(short[1] - long[1]) < 300)
    }

    @Test func aWhileLoopGoesForward() throws {
        var session = Session()
        session.give("x", .scalar(.f64(3)))
        try session.run(
            """
            def newton(s):
                return s[0] - (s[0] ** 2 - x) / (2 * s[0]), s[0]
            root = while_loop(lambda s: abs(s[0] - s[1]) > 1e-12, newton, (x, 0.0))[0]
            slope = jvp(root, x, 1.0)
            expected = 0.5 / sqrt(x)
            many = vmap(lambda a: while_loop(lambda s: s < 100, lambda s: s * a, a))(array([2.0, 3.0, 150.0]))
            """)
        #expect(abs(try session.evaluate("root").doubles[0] - 1.7320508075688772) < 1e-15)
        #expect(try session.evaluate("slope").distance(to: session.evaluate("expected")) < 1e-14)
        #expect(try session.evaluate("many").doubles == [128, 243, 150])
        let fault = #expect(throws: Fault.self) { try session.run("g = grad(root, x)") }
        #expect(fault?.hint?.contains("fori_loop") == true)
    }

    @Test func countedLoopsTakeBoundsFromArrays() throws {
        var session = Session()
        session.give("n", .scalar(.i64(5)))
        session.give("x", .scalar(.f64(1.5)))
        try session.run(
            "y = fori_loop(0, n, lambda i, c: c * x + i, x)\nt = jvp(y, x, 1.0)\nz = fori_loop(3, 1, lambda i, c: c + i, x)"
        )
        var (y, t) = (1.5, 1.0)
        for i in 0..<5 { (y, t) = (y * 1.5 + Double(i), t * 1.5 + y) }
        #expect(try session.evaluate("y").doubles == [y])
        #expect(abs(try session.evaluate("t").doubles[0] - t) < 1e-12)
        #expect(try session.evaluate("z").doubles == [1.5])
    }

    /// What goes wrong in a loop says so in the cell's words.
    @Test(arguments: [
        ("scan(lambda c, u: c, x, x)", "must give (carry, y)"),
        ("scan(lambda c, u: (c[0], u), x, x)", "goes in as f64[3] and comes out as f64[]"),
        ("scan(lambda c, u: ((c, c), u), x, x)", "comes out as (array, array)"),
        ("scan(lambda c, u: (c, u), x, array(1.0))", "has none"),
        ("scan(lambda c, u: (c, u), x, x, length=4)", "4 steps"),
        ("scan(3, x, x)", "must be a function"),
        ("scan(lambda c, u: (c * 0.5, u), array([1, 2]), x)", "comes out as f64[2]"),
        ("cond(x > 0, lambda: x, lambda: x)", "must be one truth"),
        ("cond(x[0] > 0, lambda: x, lambda: x[0])", "true_fun gives f64[3], false_fun gives f64[]"),
        ("cond(x[0] > 0, lambda: (x, x), lambda: x)", "true_fun gives (array, array)"),
        ("while_loop(lambda c: c > 0, lambda c: c - 1, x)", "one truth"),
        ("vmap(lambda a, b: a + b)(x, x[:2])", "f64[3] has 3 entries"),
        ("vmap(lambda a: a, in_axes=(0, 1))(x)", "2 entries for 1 arguments"),
        ("vmap(lambda a: a)(1.0)", "axis 0 of f64[]"),
        ("grad(lambda a: a)(x)", "needs a scalar"),
        ("grad(lambda a: sum(a))(array([1, 2]))", "no derivative"),
        ("grad(lambda a: sum(a), 1)(x)", "argument 1 of 1"),
    ])
    func faultsSayWhatIsWrong(_ expression: String, _ expected: String) throws {
        var session = Session()
        session.give("x", try .vector([1, 2, 3]))
        let fault = #expect(throws: Fault.self) { try session.run("y = \(expression)") }
        #expect(fault?.description.contains(expected) == true, "\(fault?.description ?? "")")
        #expect(fault?.position != nil)
    }
}

extension Tensor {
    /// Entry `index` along the first axis.
    func part(_ index: Int) throws -> Tensor {
        let entry = TensorType(dtype, try Shape(Array(shape.dims.dropFirst())))
        let bytes = canonicalBytes
        return try Tensor(entry, littleEndian: Array(bytes[index * entry.byteCount..<(index + 1) * entry.byteCount]))
    }
}
