import Notebook
import Tensors
import Testing

@Suite struct Sessions {
    @Test func aFaultLeavesNothingBehind() throws {
        let shelf = Shelf()
        var session = Session(name: "s")
        try session.run(forum, keeping: shelf)
        let names = try session.snapshot().names.map(\.name)
        #expect(throws: Fault.self) {
            try session.run("x = x * 2\nh = grad(sum(x), x)\nz = x @ ones((2, 2))", in: shelf.bench)
        }
        #expect(try session.snapshot().names.map(\.name) == names)
        #expect(session.cellCount == 1)
        #expect(try session.doubles("x", shelf) == [1, 2, 3])
        #expect(try session.snapshot().run(named: "h") == nil)
        let next = try session.run("z = x + 1", keeping: shelf)
        #expect(next.cell.number == 2)
        #expect(try session.doubles("z", shelf) == [2, 3, 4])
    }

    @Test func theSameQuestionHasTheSameId() throws {
        let shelf = Shelf()
        var (one, other) = (Session(name: "a"), Session(name: "b"))
        let first = try one.run(forum, keeping: shelf)
        try other.run("unrelated = array([7.0])\nq = unrelated * 2", keeping: shelf)
        let second = try other.run(forum.replacing("x", with: "input"), keeping: shelf)
        #expect(first.runs[0].id == second.runs[0].id)
        let changed = try one.run(forum.replacing("3.0", with: "4.0"), keeping: shelf)
        #expect(changed.runs[0].id != first.runs[0].id)
        #expect(changed.runs[0].run.recipe.graph == first.runs[0].run.recipe.graph)
    }

    @Test func aLoopIsOneGraphAndManyRuns() throws {
        let shelf = Shelf()
        var session = Session(name: "s")
        try session.run("w = array([1.0, -2.0])\nt = array([0.5, 0.5])", keeping: shelf)
        let runs = try (0..<5).flatMap { _ in
            try session.run("l = sum((tanh(w) - t) ** 2)\nw = w - 0.1 * grad(l, w)", keeping: shelf).runs
        }
        #expect(Set(runs.map(\.run.recipe.graph)).count == 1)
        #expect(Set(runs.map(\.id)).count == 5)
        #expect(runs[0].run.wrt == ["w"] && runs[0].run.target == "l")
        // t does not depend on w: it enters by content.
        #expect(runs[0].run.recipe.inputs.count == 2)
    }

    @Test func theJournalRebuildsTheSessionWithoutComputing() throws {
        let shelf = Shelf()
        var live = Session(name: "s")
        let cells = try [
            forum, "def f(a, k=2): return a * k\nx = f(x)\nw, b = x * 2, array(1.0)",
            "gw, gb = grad(sum(sin(w)) * b, (w, b))",
        ].map { try live.run($0, keeping: shelf).stored }
        var restored = Session(name: "s")
        try restored.replayJournal(cells, in: shelf.bench)
        #expect(restored.cellCount == 3)
        #expect(try restored.snapshot().names.map(\.name) == live.snapshot().names.map(\.name))
        let known = try (restored.snapshot().derivatives, live.snapshot().derivatives)
        #expect(known.0 == known.1)
        let meanings = try (restored.meanings, live.meanings)
        #expect(meanings.0 == meanings.1)
        let next = "z = f(gw, 3)\nh = grad(sum(z * x), x)\nh2 = grad(l, y)"
        let (one, other) = (try live.run(next, keeping: shelf), try restored.run(next, keeping: shelf))
        #expect(one.cell.bindings.map(\.hash) == other.cell.bindings.map(\.hash))
        #expect(one.runs.map(\.id) == other.runs.map(\.id))
    }

    @Test func arraysWithoutANameAreFetchedAgain() throws {
        let shelf = Shelf()
        var session = Session(name: "s")
        try session.run("a = array([1.0, 2.0])\nl = sum(a * a)", keeping: shelf)
        try session.run("a = array([5.0])", keeping: shelf)
        session.forgetUnnamed()
        #expect(try session.run("m = l * 2", keeping: shelf).cell.bindings.count == 1)
        #expect(try session.doubles("m", shelf) == [10])
    }

    @Test func putBindsBytes() throws {
        let shelf = Shelf()
        var session = Session(name: "s")
        let values = [Double.nan, -0.0, 5e-324, .infinity]
        let outcome = try session.put("w", .vector(values), in: shelf.bench)
        shelf.keep(outcome.event)
        #expect(outcome.cell.kind == .put && outcome.cell.leaves.count == 1)
        #expect(try session.array(named: "w", in: shelf.bench).contentHash == Tensor.vector(values).contentHash)
        for wrong in ["", "1a", "a b", "for", "a.b", "a;b"] {
            #expect(throws: Fault.self) { try session.put(wrong, .vector([1]), in: shelf.bench) }
        }
    }

    @Test func staticValuesAndFunctionsAreShown() throws {
        var session = Session(name: "s")
        let outcome = try session.run(
            "n = 3\ndef f(a): return a\nt = (array(1.0), 2)\narray([1.0]).shape", in: Shelf().bench)
        let texts = outcome.shown.map { item in
            switch item {
            case .array(let name, let tensor, _, _): "\(name)=\(tensor.text)"
            case .fixed(let name, let text): "\(name)=\(text)"
            case .function(let name): "\(name)()"
            case .note(let note): note.text
            case .printed(let line): line
            }
        }
        #expect(texts == ["n=3", "f()", "t[0]=1", "t[1]=2", "_=(1,)"])
    }
}
