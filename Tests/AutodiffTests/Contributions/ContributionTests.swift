import Autodiff
import Graphs
import Interpreter
import Tensors
import TestSupport
import Testing

/// Breakdowns of gradients at a cut: through the language's `contributions` and `bypass`, and through `ContributionPlan`.
@Suite struct ContributionTests {
    private static let forum = """
        x = array([1.0, 2.0, 3.0])
        y = stack([x[0] * x[1], sin(x[1]), x[2] ** 2])
        l = sum(y ** 2)
        g = grad(l, x)
        rows = contributions(l, x, through=y)
        rest = bypass(l, x, through=y)
        """

    /// The question from the forum: what does each output give to each input?
    @Test func forumCellGivesTheExactRows() throws {
        var session = Session()
        try session.run(Self.forum + "\nslope = 2 * sin(x[1]) * cos(x[1])")
        let rows = try session.evaluate("rows")
        let slope = try session.evaluate("slope").doubles[0]
        #expect(rows.shape.dims == [3, 3])
        #expect(rows.doubles == [8, 4, 0, 0, slope, 0, 0, 0, 108])
        #expect(try session.evaluate("g").doubles == [8, 4 + slope, 108])
        #expect(try session.evaluate("rest").doubles == [0, 0, 0])
    }

    @Test(arguments: [
        ("residual connection", "y = tanh(x)\nl = sum((x + y)**2)"),
        ("no path past the cut", "y = tanh(x)\nl = sum(y**2)"),
        ("no path through the cut", "y = tanh(x)\nl = sum(x**2) + 0 * sum(stop_gradient(y))"),
        ("the cut is the target", "y = sum(x**2)\nl = y"),
        ("the cut is the input", "y = x\nl = sum(x**3)"),
        ("x used twice", "y = x * x\nl = sum(y * x + x)"),
        ("a matrix", "y = (x[:, None] * x[None, :])**2\nl = sum(sin(y)) + sum(x)"),
    ])
    func rowsAndBypassSumToTheGradient(_ name: String, _ cell: String) throws {
        var session = Session()
        session.give("x", try .vector([0.5, -1.25, 2]))
        try session.run(
            cell + """

                g = grad(l, x)
                rows = contributions(l, x, through=y)
                total = rows.reshape(-1, 3).sum(axis=0) + bypass(l, x, through=y)
                """)
        let distance = try session.evaluate("total").distance(to: session.evaluate("g"))
        #expect(distance < 1e-14, "\(name): differs by \(distance)")
    }

    @Test func unusedInputHasZeroGradientAndRows() throws {
        var session = Session()
        try session.run(
            """
            x = array([1.0, 2.0])
            z = array([[3.0]])
            y = x * x
            l = sum(y)
            gx, gz = grad(l, (x, z))
            rx, rz = contributions(l, (x, z), through=y)
            """)
        #expect(try session.evaluate("gx").doubles == [2, 4])
        #expect(try session.evaluate("gz").scalars == [.f64(0)])
        #expect(try session.evaluate("gz").shape.dims == [1, 1])
        #expect(try session.evaluate("rz").doubles == [0, 0])
        #expect(try session.evaluate("rz").shape.dims == [2, 1, 1])
        #expect(try session.evaluate("rx").doubles == [2, 0, 0, 4])
    }

    /// `b` is computed from `a`: what goes x → a → b counts for `b`, its last crossing, and only the rest for `a`.
    @Test func nestedCutCountsThePathsOfTheLastCrossing() throws {
        var session = Session()
        try session.run(
            """
            x = array([0.5, 2.0])
            a = x ** 2
            b = 3 * a + x
            l = sum(a * b) + sum(sin(x))
            """)
        let breakdown = try Breakdown(session, target: "l", wrt: ["x"], cut: ["a", "b"])
        let x = [0.5, 2.0]
        // ∂l/∂a with b held = b, ∂l/∂b = a; ∂b/∂x with a held = 1.
        #expect(breakdown.cotangents[0].doubles == x.map { 3 * $0 * $0 + $0 })
        #expect(breakdown.cotangents[1].doubles == x.map { $0 * $0 })
        #expect(breakdown.bypass[0].doubles == (try cosines(x)))
        try breakdown.expectComplete()
    }

    @Test(arguments: ["a", "a, b", "b, a", "a, c", "a, b, c", "x", "x, b", "l", "w, a", "b, l"])
    func rowsOfAnyCutSumToTheGradient(_ cut: String) throws {
        var session = Session()
        try session.run(
            """
            x = array([0.5, 2.0, -1.0])
            w = array([[0.1, 0.2, 0.3], [-0.3, 0.2, 0.5], [0.7, 0.1, -0.9]])
            a = tanh(w @ x)
            b = a * x + a[::-1]
            c = stack([b, a]).sum(axis=0) ** 2
            l = sum(c * x) + sum(a) * sum(b) + prod(x)
            """)
        let names = cut.split(separator: ",").map { String($0.filter { $0 != " " }) }
        try Breakdown(session, target: "l", wrt: ["x", "w"], cut: names).expectComplete()
    }

    /// One column by forward mode equals the column of the rows.
    @Test func columnsAreTheRowsTurned() throws {
        var session = Session()
        try session.run(Self.forum)
        let breakdown = try Breakdown(session, target: "l", wrt: ["x"], cut: ["y"])
        for j in 0..<3 {
            let unit = try Tensor.vector((0..<3).map { $0 == j ? 1 : 0 })
            let column = try Interpreter().evaluate(breakdown.plan.column(), breakdown.inputs + [unit])[0].doubles
            let rows = try breakdown.rows(ofCut: 0)[0].doubles
            let scaled = zip(column, breakdown.cotangents[0].doubles).map { $0 * $1 }
            #expect(scaled == (0..<3).map { rows[$0 * 3 + j] })
        }
    }

    @Test func aPlanRefusesWhatItCannotBreakUp() throws {
        var session = Session()
        try session.run("x = array([1.0])\ni = array([0])\nl = sum(x[i])")
        let (graph, _) = try session.graph(from: [session.value("x")], to: [session.value("l")])
        #expect(throws: Fault.self) { try ContributionPlan(graph: graph, wrtCount: 1, cut: []) }
        #expect(throws: Fault.self) { try ContributionPlan(graph: graph, wrtCount: 1, cut: [999]) }
        #expect(throws: Fault.self) { try ContributionPlan(graph: graph, wrtCount: 9, cut: [0]) }
        // The index array is no floating value.
        #expect(throws: Fault.self) { try ContributionPlan(graph: graph, wrtCount: 1, cut: [1]) }
    }

    private func cosines(_ x: [Double]) throws -> [Double] {
        var session = Session()
        session.give("x", try .vector(x))
        try session.run("c = cos(x)")
        return try session.evaluate("c").doubles
    }
}

/// A plan for values of a session, with the results of its base graph.
private struct Breakdown {
    let plan: ContributionPlan
    let inputs: [Tensor]
    let cotangents: [Tensor]
    let gradient: [Tensor]
    let bypass: [Tensor]

    init(_ session: Session, target: String, wrt: [String], cut: [String]) throws {
        let x = try wrt.map { try session.value($0) }
        let others = session.builder.origins.indices.filter { session.builder.origins[$0] == .input && !x.contains($0) }
        let part = try session.builder.extract(from: x + others, to: [session.value(target)])
        let local = try cut.map { try #require(part.locals[session.value($0)]) }
        plan = try ContributionPlan(graph: part.graph, wrtCount: x.count, cut: local)
        inputs = try (x + others).map { try #require(session.arrays[$0]) }
        let one = Tensor.filled(.f64(1), part.graph.outputTypes[0])
        let base = try Interpreter().evaluate(plan.base(), inputs + [one])
        cotangents = Array(base[..<cut.count])
        gradient = Array(base[cut.count..<(cut.count + x.count)])
        bypass = Array(base[(cut.count + x.count)...])
    }

    /// For each input all rows of one cut value, one for each of its elements.
    func rows(ofCut index: Int) throws -> [Tensor] {
        let cotangent = cotangents[index]
        let count = cotangent.count
        let seeds = (0..<count).flatMap { row in (0..<count).map { $0 == row ? cotangent.doubles[row] : 0 } }
        let shape = try Shape([count] + cotangent.shape.dims)
        let support = (0..<count).flatMap { row in (0..<count).map { $0 == row } }
        return try Interpreter().evaluate(
            plan.rows(ofCut: index, count: count),
            inputs + [Tensor(.f64(seeds), shape: shape), Tensor(.bool(support), shape: shape)])
    }

    /// All rows of all cut values and the bypass add up to the gradient.
    func expectComplete() throws {
        for input in gradient.indices {
            var total = bypass[input].doubles
            for index in cotangents.indices {
                for (position, value) in try rows(ofCut: index)[input].doubles.enumerated() {
                    total[position % total.count] += value
                }
            }
            let sum = try Tensor(.f64(total), shape: gradient[input].shape)
            #expect(sum.distance(to: gradient[input]) < 1e-14, "\(total) against \(gradient[input].doubles)")
        }
    }
}
