@testable import Notebook
import Tensors
import Testing

private typealias Entry = BreakdownRequest.Entry

private let cases = [
    "y = tanh(x)\nl = sum(y ** 2)", "y = tanh(x)\nl = sum((x + y) ** 2)", "y = x * x\nl = sum(y * x + x)",
    "y = (x[:, None] * x[None, :]) ** 2\nl = sum(sin(y)) + sum(x)", "y = sum(x ** 2)\nl = y * y",
    "y = sum(x ** 2)\nl = y", "y = x * 1\nl = sum(stop_gradient(y) * x)",
    "y = (x.astype(f32) * array([1, 3, 7], dtype=f32)) ** 2\nl = sum(sin(y)) + sum(x.astype(f32))",
]

@Suite struct BreakerTests {
    private func notes(_ function: String) throws -> (Notes, RecordedRun) {
        var notes = Notes()
        try notes.run("x = array([0.5, -1.25, 2.0])\n" + function)
        let record = try notes.lastRun("g = grad(l, x)")
        return (notes, record)
    }

    private func ask(
        _ notes: Notes, _ record: RecordedRun, _ through: [String] = ["y"], seed: Tensor? = nil,
        _ change: (inout BreakdownRequest) throws -> Void = { _ in }
    ) throws -> Breakdown {
        var request = BreakdownRequest()
        request.through = through
        request.seed = seed
        try change(&request)
        return try ContributionQuery(record, through: request.through, seed: request.seed, in: notes.bench).answer(
            request)
    }

    @Test(arguments: cases)
    func allWaysAgree(_ function: String) throws {
        var (notes, record) = try notes(function)
        try notes.run("dense = contributions(l, x, through=y)\nrest = bypass(l, x, through=y)")
        let all = try ask(notes, record)
        #expect(all.rows.flatMap { $0.values[0].scalars } == (try notes.array("dense").scalars))
        #expect(all.bypass[0].scalars == (try notes.array("rest").scalars))
        #expect(all.gradient[0].scalars == (try notes.array("g").scalars))
        let gap = try #require(all.gapUlps)
        #expect(gap <= 4 && all.totalRows == all.rows.count && all.sum?.count == 1)
        for (index, row) in all.rows.enumerated() {
            let one = try ask(notes, record) { $0.row = try Entry(parsing: row.label) }
            #expect(one.rows.map(\.label) == [row.label] && one.rows[0].values[0].scalars == row.values[0].scalars)
            #expect(one.rows[0].v == row.v && one.sum == nil && one.gapUlps == nil, "\(index)")
        }
        for column in 0..<3 {
            let found = try ask(notes, record) { $0.entry = try Entry(parsing: "x[\(column)]") }
            #expect(found.rows.map(\.label) == all.rows.map(\.label) && found.wrt == ["x[\(column)]"])
            for (narrow, row) in zip(found.rows, all.rows) {
                let (a, b) = (narrow.values[0].doubles[0], row.values[0].doubles[column])
                #expect(abs(a - b) <= 1e-6 * abs(b))
            }
            #expect(found.gradient[0].scalars[0] == all.gradient[0].scalars[column])
        }
    }

    /// An infinite slope is the blame of the row whose it is, whichever way is asked.
    @Test(
        arguments: [
            ("y = sqrt(x)", [0.5, 0, 0, 0, .infinity, 0, 0, 0, 0.25], [0.5, .infinity, 0.25]),
            ("y = where(x > 0.5, sqrt(x), x)", [0.5, 0, 0, 0, 1, 0, 0, 0, 0.25], [0.5, 1, 0.25]),
            (
                "y = vmap(lambda v: cond(v > 0.5, sqrt, lambda v: v, v))(x)", [0.5, 0, 0, 0, 1, 0, 0, 0, 0.25],
                [0.5, 1, 0.25]
            ),
            ("y = map(sqrt, x)", [0.5, 0, 0, 0, .infinity, 0, 0, 0, 0.25], [0.5, .infinity, 0.25]),
            ("y = sqrt(x)[::-1]", [0, 0, 0.25, 0, .infinity, 0, 0.5, 0, 0], [0.5, .infinity, 0.25]),
        ] as [(String, [Double], [Double])])
    func infiniteSlopesBlameTheirOwnRow(_ function: String, _ expected: [Double], _ sum: [Double]) throws {
        var notes = Notes()
        try notes.run("x = array([1.0, 0.0, 4.0])\n\(function)\nl = sum(y)")
        let record = try notes.lastRun("g = grad(l, x)")
        try notes.run("dense = contributions(l, x, through=y)")
        let all = try ask(notes, record)
        #expect(all.rows.flatMap { $0.values[0].doubles } == expected)
        #expect(try notes.array("dense").doubles == expected)
        #expect(all.sum?[0].doubles == sum && all.gradient[0].doubles == sum)
        let groups = try ask(notes, record) { $0.axis = 0 }
        #expect(groups.rows.flatMap { $0.values[0].doubles } == expected)
        for index in 0..<3 {
            let row = try ask(notes, record) { $0.row = try Entry(parsing: "y[\(index)]") }
            #expect(row.rows[0].values[0].doubles == Array(expected[(3 * index)..<(3 * index + 3)]))
            let column = try ask(notes, record) { $0.entry = try Entry(parsing: "x[\(index)]") }
            #expect(column.rows.map { $0.values[0].doubles[0] } == (0..<3).map { expected[3 * $0 + index] })
            #expect(column.sum?[0].doubles == [sum[index]] && column.gradient[0].doubles == [sum[index]])
        }
    }

    /// A term is 0 where no path leads, even where the cotangent is infinite.
    @Test func anInfiniteCotangentAddsNothingWithoutAPath() throws {
        var notes = Notes()
        try notes.run("x = array([4.0, 0.0])\ny = x * 1\nl = sum(sqrt(y))")
        let record = try notes.lastRun("g = grad(l, x)")
        let column = try ask(notes, record) { $0.entry = try Entry(parsing: "x[0]") }
        #expect(column.rows.map { $0.values[0].doubles[0] } == [0.25, 0] && column.gradient[0].doubles == [0.25])
        let all = try ask(notes, record)
        #expect(all.rows.flatMap { $0.values[0].doubles } == [0.25, 0, 0, .infinity])
    }

    /// A rule that a cell gave is what is broken up, column by column too where it goes backward only, and is named.
    @Test func userRulesAreBrokenUpAndNamed() throws {
        for rule in [
            "f = custom_jvp(sin)\nf.defjvp(lambda p, t: (sin(p[0]), 10 * p[0] * t[0]))",
            "f = custom_vjp(sin)\nf.defvjp(lambda x: (sin(x), x), lambda x, c: (10 * x * c,))",
        ] {
            var notes = Notes()
            try notes.run(rule)
            try notes.run("x = array([1.0, 2.0])\ny = f(x)\nl = sum(y)")
            let record = try notes.lastRun("g = grad(l, x)")
            #expect(record.notes.count == 1 && record.notes[0].hasPrefix("user rule"))
            #expect(try notes.array("g").doubles == [10, 20])
            #expect(try ask(notes, record).rows.flatMap { $0.values[0].doubles } == [10, 0, 0, 20])
            let column = try ask(notes, record) { $0.entry = try Entry(parsing: "x[1]") }
            #expect(column.rows.map { $0.values[0].doubles[0] } == [0, 20] && column.sum?[0].doubles == [20])
        }
        var notes = Notes()
        try notes.run("x = array([1.0, 2.0])\nl = sum(sin(x))")
        #expect(try notes.lastRun("g = grad(l, x)").notes.isEmpty)
    }

    @Test func groupsSumTheirRows() throws {
        let (notes, record) = try notes(cases[3])
        let all = try ask(notes, record)
        for (axis, labels) in [(0, "y[0,:]"), (1, "y[:,0]"), (-1, "y[:,0]")] {
            let groups = try ask(notes, record) { $0.axis = axis }
            #expect(groups.rows.count == 3 && groups.rows[0].label == labels && groups.rows[0].v == nil)
            let column = try ask(notes, record) {
                $0.axis = axis
                $0.entry = try Entry(parsing: "x[1]")
            }
            for (index, group) in groups.rows.enumerated() {
                let members = (0..<3).map { axis == 0 ? index * 3 + $0 : $0 * 3 + index }
                let sum = members.reduce(0) { $0 + all.rows[$1].values[0].doubles[1] }
                #expect(abs(group.values[0].doubles[1] - sum) < 1e-14)
                #expect(abs(column.rows[index].values[0].doubles[0] - sum) < 1e-14)
            }
        }
        #expect(fault { _ = try ask(notes, record) { $0.axis = 2 } }?.kind == .shape)
        let both = fault {
            _ = try ask(notes, record) {
                $0.axis = 0
                $0.row = try Entry(parsing: "y[0,0]")
            }
        }
        #expect(both?.kind == .argument)
    }

    @Test func topKeepsTheLargestAndSumsAll() throws {
        let (notes, record) = try notes("y = x * array([2.0, -2.0, 2.0])\nl = sum(y * array([1.0, -1.0, 3.0]))")
        let top = try ask(notes, record) { $0.top = 2 }
        // Rows 0 and 1 tie; the earlier one is shown.
        #expect(top.rows.map(\.label) == ["y[2]", "y[0]"] && top.totalRows == 3)
        #expect(top.sum?[0].doubles == [2, 2, 6] && top.gapUlps == 0)
        #expect(try ask(notes, record) { $0.top = 99 }.rows.count == 3)
        let column = try ask(notes, record) {
            $0.top = 1
            $0.entry = try Entry(parsing: "x[-1]")
        }
        #expect(column.rows.map(\.label) == ["y[2]"] && column.sum?[0].doubles == [6])
    }

    @Test func manyEqualRowsKeepTheirOrder() throws {
        var notes = Notes()
        let record = try notes.lastRun("x = ones((1000,))\ny = x * 1\nl = sum(y)\ng = grad(l, x)")
        #expect(try ask(notes, record) { $0.top = 3 }.rows.map(\.label) == ["y[0]", "y[1]", "y[2]"])
    }

    @Test func severalTensorsCountTheLastCrossing() throws {
        var notes = Notes()
        let record = try notes.lastRun(
            "x = array([0.5, 2.0])\na = x ** 2\nb = 3 * a + x\nl = sum(a * b) + sum(x)\ng = grad(l, x)")
        let found = try ask(notes, record, ["a", "b"])
        #expect(found.rows.map(\.label) == ["a[0]", "a[1]", "b[0]", "b[1]"])
        // For a what reaches l without b: b·2x. For b everything: a·(6x + 1). Past both: 1.
        #expect(found.rows[0].values[0].doubles == [1.25, 0] && found.rows[2].values[0].doubles == [1, 0])
        #expect(found.bypass[0].doubles == [1, 1] && found.gapUlps == 0)
        let swapped = try ask(notes, record, ["b", "a"])
        #expect(swapped.rows.map(\.label) == ["b[0]", "b[1]", "a[0]", "a[1]"] && swapped.gapUlps == 0)
        #expect(fault { _ = try ask(notes, record, ["a", "a"]) }?.kind == .argument)
    }

    @Test func withoutACutTheTargetIsTheCut() throws {
        var (notes, record) = try notes(cases[0])
        let found = try ask(notes, record, [])
        #expect(found.rows.map(\.label) == ["l"] && found.bypass[0].doubles == [0, 0, 0])
        #expect(found.rows[0].values[0].scalars == found.gradient[0].scalars)
        let asked = try notes.lastRun("c = contributions(l, x, through=y)")
        #expect(try ask(notes, asked, []).rows.map(\.label) == ["y[0]", "y[1]", "y[2]"])
        let atInput = try ask(notes, record, ["x"])
        #expect(atInput.rows.count == 3 && atInput.gapUlps == 0 && atInput.bypass[0].doubles == [0, 0, 0])
    }

    @Test func aVectorTargetNeedsACotangent() throws {
        var (notes, _) = try notes("y = x * x\nl = sum(y)")
        let record = try notes.lastRun("j = jacobian(y, x)")
        #expect(fault { _ = try ask(notes, record) }?.kind == .graph)
        #expect(fault { _ = try ask(notes, record, seed: .vector([1])) }?.kind == .shape)
        let seeded = try ask(notes, record, seed: .vector([1, 2, 3]))
        #expect(seeded.rows.map(\.v) == [.f64(1), .f64(2), .f64(3)] && seeded.gradient[0].doubles == [1, -5, 12])
        let pulled = try notes.lastRun("d = vjp(y, x, array([1.0, 2.0, 3.0]))")
        #expect(try ask(notes, pulled).gradient[0].doubles == [1, -5, 12])
    }

    @Test func anEmptyCutHasNoRows() throws {
        let (notes, record) = try notes("y = x[0:0] * 2\nl = sum(y) + sum(x)")
        let found = try ask(notes, record)
        #expect(found.rows.isEmpty && found.totalRows == 0 && found.sum?[0].doubles == [1, 1, 1] && found.gapUlps == 0)
        #expect(try ask(notes, record) { $0.entry = try Entry(parsing: "x[0]") }.rows.isEmpty)
        #expect(try ask(notes, record) { $0.axis = 0 }.rows.isEmpty)
        #expect(fault { _ = try ask(notes, record) { $0.row = try Entry(parsing: "y[0]") } }?.kind == .shape)
    }

    @Test func cancellationAndNaN() throws {
        var notes = Notes()
        let record = try notes.lastRun(
            "x = array([1.0, 2.0])\ny = x[0] * array([3.0, -2.0])\nl = sum(y) + x[1]\ng = grad(l, x)")
        let found = try ask(notes, record)
        #expect(found.cancellation?[0].doubles == [5, 1] && found.sum?[0].doubles == [1, 1])
        let broken = try notes.lastRun("l = sum(y * log(-y)) + 0 * sum(x)\ng = grad(l, x)")
        let nan = try ask(notes, broken) { $0.top = 1 }
        #expect(nan.gapUlps == nil && nan.sum?[0].doubles[0].isNaN == true)
        #expect(nan.rows.map(\.label) == ["y[0]"])
        let zero = try notes.lastRun("y = x[0] * array([2.0, -2.0])\nl = sum(y)\ng = grad(l, x)")
        #expect(try ask(notes, zero).cancellation?[0].doubles == [.infinity, 1])
    }

    @Test func namesOutsideAreNotCuts() throws {
        var notes = Notes()
        let record = try notes.lastRun(
            "x = array([1.0])\nt = array([2.0])\ny = x * t\nz = exp(y)\nl = sum(z)\nother = l + 1\ng = grad(l, x)")
        for name in ["nothing", "t", "other", "g"] {
            let found = fault { _ = try ask(notes, record, [name]) }
            #expect(found?.kind == .notFound && found?.hint == "these do: y, z, l", "\(name): \(found?.hint ?? "")")
        }
    }

    @Test func entriesAreFound() throws {
        var notes = Notes()
        let record = try notes.lastRun(
            "p = (ones((2, 3)), array(2.0))\ny = p[0] * p[1]\nl = sum(y ** 2)\ng = grad(l, p)")
        #expect(record.run.wrt == ["p[0]", "p[1]"])
        for text in ["p[0][1,2]", "p[0][1][2]", "p[0][-1, -1]"] {
            #expect(
                try ask(notes, record) { $0.entry = try Entry(parsing: text) }.gradient[0].doubles == [8], "\(text)")
        }
        #expect(try ask(notes, record) { $0.entry = try Entry(parsing: "p[1]") }.gradient[0].doubles == [24])
        for (text, kind) in [
            ("p[0][2,0]", Fault.Kind.shape), ("p[0][0]", .shape), ("p[1][0]", .shape), ("p[0][0,-4]", .shape),
            ("p[0][\(Int.min),0]", .shape), ("p", .notFound), ("y[0,0]", .notFound),
        ] {
            #expect(
                fault { _ = try ask(notes, record) { $0.entry = try Entry(parsing: text) } }?.kind == kind, "\(text)")
        }
        // One element of the matrix: a row and a column at once.
        for text in ["y[1,2]", "y[1][2]", "y[-1,-1]"] {
            let cell = try ask(notes, record) {
                $0.row = try Entry(parsing: text)
                $0.entry = try Entry(parsing: "p[1]")
            }
            #expect(cell.rows.map(\.label) == ["y[1,2]"] && cell.rows[0].values[0].doubles == [4] && cell.sum == nil)
        }
        #expect(fault { _ = try ask(notes, record) { $0.row = try Entry(parsing: "p[0][0,0]") } }?.kind == .notFound)
        for text in ["", "[0]", "x[", "x[0", "x]0[", "x[a]", "x[0]y", "x[1.5]", "x[99999999999999999999]", "x[0]]"] {
            #expect(fault { _ = try Entry(parsing: text) }?.kind == .parse, "\(text)")
        }
    }

    @Test func hugeMatricesAreRefused() throws {
        var notes = Notes()
        let record = try notes.lastRun("x = ones((20000,))\ny = x * 2\nl = sum(y)\ng = grad(l, x)")
        let found = fault { _ = try ask(notes, record) }
        #expect(found?.kind == .limit && found?.message.contains("20000 rows of 156.2 KB, 2.9 GB in all") == true)
        #expect(found?.hint?.contains("top=5") == true)
        #expect(try ask(notes, record) { $0.row = try Entry(parsing: "y[7]") }.rows[0].values[0].doubles[7] == 2)
        #expect(try ask(notes, record) { $0.entry = try Entry(parsing: "x[7]") }.rows[7].values[0].doubles == [2])
    }

    /// Seeds are as wide as the cut, however narrow the inputs are.
    @Test func aWideCutIsTakenInBlocks() throws {
        var notes = Notes()
        let record = try notes.lastRun("x = array(2.0)\ny = x * ones((6000,))\nl = sum(y)\ng = grad(l, x)")
        let found = try ask(notes, record)
        #expect(found.rows.count == 6000 && found.sum?[0].doubles == [6000] && found.gapUlps == 0)
        #expect(found.method.contains("batched VJPs"))
    }
}
