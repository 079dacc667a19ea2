import Notebook
import Tensors
import Testing

@Suite struct Breakdowns {
    /// A session with one derivative called `g`.
    private func run(_ source: String) throws -> (RecordedRun, Shelf) {
        let shelf = Shelf()
        var session = Session(name: "s")
        let outcome = try session.run(source, keeping: shelf)
        return (try #require(outcome.runs.last), shelf)
    }

    private func answer(
        _ record: RecordedRun, _ shelf: Shelf, _ through: [String],
        _ change: (inout BreakdownRequest) throws -> Void = { _ in }
    ) throws -> Breakdown {
        var request = BreakdownRequest()
        request.through = through
        try change(&request)
        return try ContributionQuery(record, through: through, seed: request.seed, in: shelf.bench).answer(request)
    }

    @Test func theForumsThreeTerms() throws {
        let (record, shelf) = try run(forum)
        let all = try answer(record, shelf, ["y"])
        #expect(all.rows.map(\.label) == ["y[0]", "y[1]", "y[2]"])
        #expect(all.rows[0].values[0].doubles == [8, 4, 0])
        #expect(all.rows[2].values[0].doubles == [0, 0, 108])
        #expect(all.rows[1].values[0].doubles[1] == 1.8185948536513634 * -0.4161468365471424)
        #expect(all.bypass[0].doubles == [0, 0, 0])
        #expect(all.gapUlps == 0)
        let column = try answer(record, shelf, ["y"]) { $0.entry = try .init(parsing: "x[1]") }
        #expect(column.rows.map { $0.values[0].doubles[0] } == all.rows.map { $0.values[0].doubles[1] })
        let row = try answer(record, shelf, ["y"]) { $0.row = try .init(parsing: "y[-1]") }
        #expect(row.rows.map(\.label) == ["y[2]"] && row.sum == nil)
        let top = try answer(record, shelf, ["y"]) { $0.top = 1 }
        #expect(top.rows.map(\.label) == ["y[2]"] && top.totalRows == 3)
        #expect(top.sum?[0].doubles == all.sum?[0].doubles)
    }

    @Test func aResidualConnectionHasABypass() throws {
        let (record, shelf) = try run(
            """
            x = array([0.5, -1.0])
            h = tanh(x * 3)
            l = sum((x + h) ** 2)
            g = grad(l, x)
            """)
        let all = try answer(record, shelf, ["h"])
        #expect(all.bypass[0].doubles.allSatisfy { $0 != 0 })
        #expect((all.gapUlps ?? 99) <= 2)
        let total = zip(all.bypass[0].doubles, all.rows.reduce([0, 0]) { zip($0, $1.values[0].doubles).map(+) }).map(+)
        #expect(zip(total, all.gradient[0].doubles).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func aCutOfTwoTensorsCountsNoPathTwice() throws {
        let (record, shelf) = try run(
            """
            x = array([0.3, -0.7, 1.1])
            a = sin(x)
            b = exp(a) * x
            l = sum(a * b)
            g = grad(l, x)
            """)
        let all = try answer(record, shelf, ["a", "b"])
        #expect(all.rows.count == 6)
        // x also reaches b directly, but every path ends in a or b, so nothing goes around.
        #expect(all.bypass[0].doubles == [0, 0, 0])
        #expect((all.gapUlps ?? 99) <= 4)
        let only = try answer(record, shelf, ["a"])
        #expect(only.bypass[0].doubles.allSatisfy { $0 != 0 })
    }

    @Test func groupsAddTheirRows() throws {
        let (record, shelf) = try run(
            """
            w = array([[1.0, 2.0], [3.0, 4.0]])
            e = array([[1.0, -1.0], [0.5, 2.0], [3.0, 1.0]]) @ w
            g = grad(sum(e * e), w)
            """)
        let rows = try answer(record, shelf, ["e"])
        let groups = try answer(record, shelf, ["e"]) { $0.axis = 0 }
        #expect(groups.rows.map(\.label) == ["e[0,:]", "e[1,:]", "e[2,:]"])
        for (index, group) in groups.rows.enumerated() {
            let sum = zip(rows.rows[2 * index].values[0].doubles, rows.rows[2 * index + 1].values[0].doubles).map(+)
            #expect(zip(sum, group.values[0].doubles).allSatisfy { abs($0 - $1) < 1e-12 })
        }
    }

    @Test func errorsSayWhatThereIs() throws {
        let (record, shelf) = try run(forum)
        #expect { try answer(record, shelf, ["z"]) } throws: { ($0 as? Fault)?.hint == "these do: y, l" }
        #expect(throws: Fault.self) { try answer(record, shelf, ["y"]) { $0.entry = try .init(parsing: "x[7]") } }
        #expect(throws: Fault.self) { try answer(record, shelf, ["y"]) { $0.axis = 1 } }
        let (jacobian, other) = try run("x = array([1.0, 2.0])\ny = sin(x)\nJ = jacobian(y, x)")
        #expect { try answer(jacobian, other, []) } throws: { ($0 as? Fault)?.kind == .graph }
        let seeded = try answer(jacobian, other, []) { $0.seed = try .vector([1, 10]) }
        #expect(seeded.rows[1].v == .f64(10))
    }

    @Test(arguments: [
        "g = grad(l, x)", "g = vjp(y, x, array([0.1, 1.0, 0.0001]))", "g = jvp(y, x, array([1.0, -1.0, 2.0]))",
        "g = jacobian(y, x)", "g = hvp(l, x, array([1.0, 0.0, 2.0]))", "g = hessian(l, x)",
        "g = contributions(l, x, through=y)", "g = bypass(l, x, through=y)", "g = grad(l, (x, y))",
        "z = x * sin(x) + x * sin(x)\ng = grad(sum(z * z), x)",
    ])
    func everyKindReplaysToTheBit(source: String) throws {
        let (record, shelf) = try run("\(forum.replacing("g = grad(l, x)", with: ""))\n\(source)")
        let report = try record.replay(in: shelf.bench)
        #expect(report.differences.isEmpty)
        #expect(report.results.map(\.contentHash) == record.execution.results)
    }

    @Test func aChangedInputNamesTheFirstNode() throws {
        let (record, shelf) = try run(forum)
        shelf.replace(record.run.recipe.inputs[0], with: try .vector([1, 2, 3.5]))
        let report = try record.replay(in: shelf.bench)
        #expect(report.differences.first?.name == "x")
        #expect(report.differences.count == 2)
    }
}
