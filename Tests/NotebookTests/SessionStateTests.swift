@testable import Notebook
import Evaluation
import Tensors
import Testing

@Suite struct SessionStateTests {
    private static let opening = "x = array([1.0, 2.0])\ny = sin(x)\nl = sum(y * x)\ng = grad(l, x)"

    @Test(arguments: ["a = 1\ny = x * 3\nz = nothing", "y = x @ array([1.0, 2.0, 3.0])", "l = (", "load(\"f.npy\")"])
    func aFaultyCellLeavesNothing(_ cell: String) throws {
        var notes = Notes()
        try notes.run(Self.opening)
        let (values, equations) = (notes.session.builder.types.count, notes.session.builder.equations.count)
        let known = Set(notes.session.contents.keys)
        let summary = try notes.session.meanings
        #expect(fault { try notes.run(cell) } != nil)
        #expect(notes.session.builder.types.count == values && notes.session.builder.equations.count == equations)
        #expect(Set(notes.session.contents.keys) == known && notes.session.cellCount == 1)
        #expect(try notes.session.meanings == summary)
        #expect(try notes.run("h = grad(l, y)").cell.number == 2)
        #expect(try notes.array("h").doubles == [1, 2])
    }

    @Test func aFaultInEvaluationLeavesNothing() throws {
        var notes = Notes(limits: EvaluationLimits(tensorBytes: 4096, totalBytes: 1 << 20))
        try notes.run(Self.opening)
        let before = Set(notes.session.contents.keys)
        let found = fault { try notes.run("g = 1\nbig = x[:, None, None] * zeros((50, 50))\nq = sum(big)") }
        #expect(found?.kind == .limit)
        let stopped = #expect(throws: StoppedCell.self) { try notes.run("q = sum(zeros((50, 50)))") }
        guard case .cellStopped("notes", "q = sum(zeros((50, 50)))", .failed)? = stopped?.event else {
            Issue.record("\(String(describing: stopped))")
            return
        }
        #expect(Set(notes.session.contents.keys) == before)
        #expect(notes.session.runs.keys.sorted() == ["g"])
        #expect(try notes.run("z = x + 1").shown.count == 1)
    }

    /// What a cell first computes of an older cell's dataflow is not kept if the cell is undone, and is kept the next time.
    @Test func anUndoneCellIsNotCountedAsKept() throws {
        var notes = Notes()
        try notes.run("a = array([1.0, 2.0])\nx = array([3.0, 4.0])\nz = exp(a) * x")
        let before = notes.session.checkpoint
        let lost = try notes.session.run("g = grad(sum(z), x)", in: notes.bench)
        notes.session.restore(before)
        notes.session.forgetUnnamed()
        let again = try notes.run("g = grad(sum(z), x)")
        #expect(again.runs.map(\.id) == lost.runs.map(\.id))
        for input in again.runs[0].run.recipe.inputs { _ = try notes.store.array(input) }
        #expect(try again.runs[0].replay(in: notes.bench).differences.isEmpty)
    }

    @Test func rebindingForgetsTheRun() throws {
        var notes = Notes()
        try notes.run(Self.opening + "\np, q = grad(l, (x, y))\nt = grad(l, (x, y))")
        #expect(notes.session.runs.keys.sorted() == ["g", "p", "q", "t[0]", "t[1]"])
        try notes.run("g = 3\nt = x")
        #expect(notes.session.runs.keys.sorted() == ["p", "q"])
        #expect(try notes.restarted().session.runs == notes.session.runs)
        #expect(fault { _ = try notes.array("g") }?.kind == .argument)
        #expect(fault { _ = try notes.array("t[0]") }?.kind == .notFound)
    }

    @Test func everythingBoundIsShown() throws {
        var notes = Notes()
        let shown = try notes.run(
            "n = 3\ns = (1, 'a')\ndef f(x):\n    return x + n\nt = (f(array(1.0)), 2)\nf(array(2.0))"
        ).shown
        let texts = shown.map { line in
            switch line {
            case .array(let name, let tensor, _, _): "\(name)=\(tensor.doubles)"
            case .fixed(let name, let text): "\(name)=\(text)"
            case .function(let name): "\(name)()"
            case .note(let note): note.text
            case .printed(let line): line
            }
        }
        #expect(texts == ["n=3", "s=(1, 'a')", "f()", "t[0]=[4.0]", "t[1]=2", "_=[5.0]"])
        #expect(try notes.array("_").doubles == [5])
    }

    @Test func aDerivativeIsRecordedAsItRan() throws {
        var notes = Notes()
        let record = try notes.lastRun(Self.opening + "\n  \nd = vjp(y, x, array([1.0, 0.5]))")
        #expect(record.run.target == "y" && record.run.wrt == ["x"] && record.run.through.isEmpty)
        #expect(record.execution.position.description == "6:5")
        #expect(record.run.recipe.question == Question(kind: .vjp, wrtCount: 1))
        #expect(record.run.recipe.inputs == [try notes.array("x").contentHash])
        #expect(record.run.recipe.seeds == [try Tensor.vector([1, 0.5]).contentHash])
        #expect(record.execution.results == [try notes.array("d").contentHash])
        #expect(record.run.names.map(\.name) == ["x", "y"])
        #expect(record.run.names.map(\.hash) == [try notes.array("x").contentHash, try notes.array("y").contentHash])
    }

    @Test func theIdIsTheRecipe() throws {
        func id(_ source: String) throws -> ContentHash {
            var notes = Notes()
            return try notes.lastRun(source).id
        }
        let plain = try id(Self.opening)
        let renamed = "\n# other names\nq = array([1.0, 2.0])\nw = sin(q)\nk = w * q\nv = grad(sum(k), q)"
        #expect(try id(renamed) == plain)
        let others = [
            Self.opening.replacing("2.0", with: "2.5"), Self.opening.replacing("sin", with: "cos"),
            Self.opening + "\nd = vjp(l, x, array(1.0))", Self.opening + "\nd = vjp(l, x, array(2.0))",
            Self.opening + "\nd = grad(l, y)", Self.opening + "\nd = bypass(l, x, through=y)",
            Self.opening + "\nd = bypass(l, x, through=l)", Self.opening + "\nd = contributions(l, x, through=y)",
        ]
        #expect(Set(try others.map(id) + [plain]).count == others.count + 1)
    }

    private static let step = "h = tanh(w * x)\nloss = sum((h - 1)**2)\ng = grad(loss, w)\nw = w - 0.1 * g"

    @Test func aLoopIsOneGraphAndManyRuns() throws {
        var notes = Notes()
        try notes.run("w = array([0.1, 0.2])\nx = array([1.0, 2.0])")
        let records = try (0..<20).map { _ in try notes.lastRun(Self.step) }
        #expect(Set(records.map(\.run.recipe.graph)).count == 1)
        #expect(Set(records.map(\.id)).count == 20)
        for record in records { #expect(try record.replay(in: notes.bench).differences.isEmpty) }
    }

    @Test func droppedArraysAreLetGo() throws {
        var notes = Notes()
        try notes.run("w = array([0.1, 0.2])\nx = array([1.0, 2.0])")
        for _ in 0..<50 { try notes.run(Self.step) }
        let names = try notes.session.snapshot().names
        #expect(notes.session.contents.values.filter { $0.tensor != nil }.count == names.count)
        // What is not in memory any more is fetched: z is computed from an earlier w.
        try notes.run("z = w * 2\nw = w + 1")
        #expect(try notes.run("q = z + w").shown.count == 1)
    }

    @Test func aRestartedSessionGoesOnAsBefore() throws {
        var live = Notes()
        try live.run("w = array([0.1, 0.2])\na = array([3.0, 4.0])\nc = exp(a) * w\ndef f(v):\n    return sum(v * c)")
        try live.put("x", .vector([1, 2]))
        #expect(fault { try live.run("w = oops") } != nil)
        for _ in 0..<3 { try live.run(Self.step) }
        try live.run("p, q = grad(loss, (h, x))\nt = (p, q)")
        var restored = try live.restarted()
        #expect(try restored.session.meanings == live.session.meanings)
        #expect(restored.session.cellCount == live.session.cellCount)
        #expect(restored.session.contents.values.allSatisfy { $0.tensor == nil })
        for next in [Self.step, "k = grad(f(h), (h, w))", "m = hvp(loss, w, array([1.0, 0.0]))", "t[1] + q"] {
            let (one, other) = (try live.run(next), try restored.run(next))
            #expect(one.cell.bindings.map(\.hash) == other.cell.bindings.map(\.hash))
            #expect(one.runs.map(\.id) == other.runs.map(\.id) && one.cell.number == other.cell.number)
            #expect(one.runs.flatMap(\.execution.results) == other.runs.flatMap(\.execution.results))
        }
        for name in try live.session.snapshot().names where name.array != nil {
            #expect(try live.array(name.name).scalars == restored.array(name.name).scalars)
        }
    }

    @Test func cellsRunAgainFromWhatTheyRead() throws {
        var notes = Notes()
        try notes.put("x", .vector([1, 2]))
        try notes.run("y = x ** 2\ng = grad(sum(y), x)")
        var scratch = Session(name: "again")
        var runs: [ContentHash] = []
        for cell in notes.journal {
            let outcome = try scratch.run(again: cell, in: notes.bench)
            #expect(outcome.cell.bindings.map(\.hash) == cell.record.bindings.map(\.hash))
            runs += outcome.runs.map(\.id)
        }
        #expect(runs.count == 1)
        #expect(scratch.node(of: "y")?.contains("%0 : f64[2]") == true && scratch.node(of: "x") == nil)
    }

    @Test func putTakesNamesOnly() throws {
        var notes = Notes()
        for name in ["", "1a", "a b", "a=1;b", "def", "a\nb", "a[0]", "π+"] {
            #expect(fault { try notes.put(name, .vector([1])) }?.kind == .argument, "\(name)")
        }
        #expect(notes.session.cellCount == 0)
        try notes.put("größe", .vector([1]))
        #expect(try notes.array("größe").doubles == [1])
    }

    /// The cost of a cell does not depend on how many came before.
    @Test func laterCellsCostNoMore() throws {
        var notes = Notes()
        try notes.run("w = array([0.1, 0.2])\nx = array([1.0, 2.0])")
        func time(_ cells: Int) throws -> Duration {
            try ContinuousClock().measure { for _ in 0..<cells { _ = try notes.run(Self.step) } }
        }
        _ = try time(100)
        let early = try time(200)
        _ = try time(1400)
        #expect(try time(200) < early * 4 + .milliseconds(50))
    }
}
