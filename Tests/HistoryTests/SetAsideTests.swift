import Foundation
import Testing
import Wire

/// Sessions whose cells elaborate today to something else than when they ran, or not at all.
@Suite struct SetAsideTests {
    /// A chain `x → y → l → g` in cells of their own, a second root `w` that comes after `x`, and names that are no arrays.
    private static let cells = [
        "x = array([1.5, 2.0])",
        "y = x * 3.0\nrate = 0.5\ndef twice(a):\n    return a * 2.0",
        "w = array([4.0, 0.25])",
        "l = sum(y * y)",
        "g = grad(l, x)",
        "p = (w * 2.0, w + 1.0)",
    ]

    private func session() throws -> Bench {
        let bench = try Bench()
        for cell in Self.cells { #expect(bench.cell(cell).last?.hasPrefix("OK ") == true) }
        return bench
    }

    private func change(_ old: String, _ new: String, in cell: Int) -> String {
        "UPDATE cell SET source = replace(source, '\(old)', '\(new)') WHERE number = \(cell)"
    }

    private func values(_ bench: Bench) -> [String] { ["x", "y", "l", "g", "w", "p"].flatMap { bench.ask(.show, $0) } }

    @Test func `a restart finds every cell as it was`() throws {
        let bench = try session()
        let before = values(bench)
        try bench.restart()
        #expect(bench.ask(.session) == ["OK session=main cells=6"])
        #expect(values(bench) == before)
        #expect(bench.cell("grad(l, x)").first?.contains("[27, 36]") == true)
        #expect(bench.ask(.replay, "main").last == "OK cells=7 runs=2 differences=0")
    }

    /// Every session of the repository elaborates after a restart to what it elaborated to when it ran.
    @Test(arguments: ["forum", "bypass", "hessian", "digits", "attention", "ode", "saturation", "convolution"])
    func `a restart sets nothing aside`(_ name: String) throws {
        let bench = try Bench()
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sessions")
        let document = try String(contentsOf: folder.appending(path: "\(name).md"), encoding: .utf8)
        let reply = bench.ask(Request(.import, options: ["name": name, "folder": folder.path], body: document))
        #expect(reply.last?.hasPrefix("OK session=\(name) ") == true, "\(reply)")
        try bench.restart()
        #expect(bench.ask(.session, name) == Array(reply.suffix(1)))
    }

    /// One digit of a literal; an operator; what does not parse; what is no function; nothing at all.
    @Test(arguments: [("3.0", "3.1"), ("x * 3.0", "w @@"), ("x * 3.0", "w + 3.0"), ("x * 3.0", "twice(x)"), ("y", "z")])
    func `a damaged source gives no number, and what does not need it goes on`(_ change: (String, String)) throws {
        let bench = try session()
        let before = values(bench)
        try bench.restart(after: self.change(change.0, change.1, in: 2))
        let status = bench.ask(.session)
        #expect(status.first == "= cell 2: its source is damaged", "\(status)")
        #expect(status.last?.hasPrefix("OK session=main cells=6 set_aside=") == true)
        #expect(bench.ask(.status).contains("= set_aside session main, cell 2: its source is damaged"))
        // Contents are those recorded, bit by bit.
        #expect(values(bench) == before)
        // By y, which is a leaf now; by w, which the cell did not use; through y, which it would have to pass.
        #expect(bench.cell("grad(sum(y ** 3), y)").first?.contains("[60.75, 108]") == true)
        #expect(bench.cell("grad(sum(y * w), w)").first?.contains("[4.5, 6]") == true)
        // No slope comes through these.
        #expect(bench.cell("grad(sum(stop_gradient(y) * x), x)").first?.contains("[4.5, 6]") == true)
        #expect(bench.cell("grad(sum(where(y > 5.0, x, 0.0 * x)), x)").first?.contains("[0, 1]") == true)
        #expect(bench.cell("grad(x[argmax(y)] * 2.0, x)").first?.contains("[0, 2]") == true)
        for refused in ["grad(sum(y * y), x)", "jacobian(y * w, x)", "grad(l, x)", "hessian(sum(y * x), x)"] {
            let reply = bench.cell(refused)
            #expect(reply.count == 1 && reply[0].hasPrefix("ERR 41 refused"), "\(refused): \(reply)")
            #expect(reply[0].contains("cell 2"), "\(reply)")
        }
        // What it bound beside arrays is not known any more, and says so.
        for lost in ["w * rate", "twice(w)"] {
            #expect(bench.cell(lost).first?.contains("was bound by cell 2: its source is damaged") == true, "\(lost)")
        }
        #expect(bench.cell("rate = 2.0\nw * rate").last?.hasPrefix("OK ") == true)
        // The run is what it was, and so is history.
        #expect(bench.ask(.replay, "g").last?.contains("differences=0") == true)
        #expect(bench.ask(.log).last?.hasPrefix("OK runs=") == true)
        #expect(bench.ask(.replay, "main").last?.contains("differences=0") == true)
        #expect(bench.ask(.export, "main").contains("= Set aside, cell 2: its source is damaged."))
        #expect(bench.ask(.fork, "main", options: ["at": "4"]).last == "OK session=main-4 cells=4")
        #expect(bench.ask(.session).first == "= cell 2: its source is damaged")
    }

    @Test func `the cell that takes the derivative through a damaged one keeps its result, too`() throws {
        let bench = try session()
        let before = values(bench)
        try bench.restart(after: change("3.0", "3.1", in: 2))
        let status = bench.ask(.session)
        #expect(status.contains { $0.hasPrefix("= cell 5: it does not elaborate any more") }, "\(status)")
        #expect(!status.contains { $0.contains("cell 4") || $0.contains("cell 6") }, "\(status)")
        #expect(values(bench) == before)
        let second = bench.cell("grad(sum(g * g), x)")
        #expect(second[0].hasPrefix("ERR 41 refused") && second[0].contains("cell 2"), "\(second)")
        #expect(bench.cell("x = array([1.5, 2.0])\ny = x * 3.0\ngrad(sum(y * y), x)")[2].contains("[27, 36]"))
    }

    @Test func `damage of a comment or of a function is damage, too`() throws {
        let bench = try Bench()
        #expect(bench.cell("def f(a):\n    return a * 2.0  # two").last == "OK cell=1 runs=0")
        #expect(bench.cell("x = array([1.0, 2.0])\ny = f(x)").last == "OK cell=2 runs=0")
        try bench.restart(after: change("two", "three", in: 1))
        #expect(bench.ask(.session).first == "= cell 1: its source is damaged")
        #expect(bench.cell("f(x)")[0].contains("f was bound by cell 1"))
        #expect(bench.cell("y * 1.0")[0].contains("[2, 4]"))
    }

    /// As another release would find it: what was recorded is another elaboration than today's, and the source is intact.
    @Test func `a cell that elaborates otherwise keeps its functions and numbers`() throws {
        let bench = try session()
        try bench.restart(after: "UPDATE cell SET elaboration = zeroblob(32) WHERE number = 2")
        #expect(bench.ask(.session).first == "= cell 2: it elaborates otherwise than when it ran")
        #expect(bench.cell("twice(w) * rate")[0].contains("[4, 0.25]"))
        #expect(bench.cell("grad(sum(y), x)")[0].contains("cell 2: it elaborates otherwise"))
        #expect(bench.ask(.replay, "main").last?.contains("differences=0") == true)
    }

    @Test func `what a function holds of such a cell is not used`() throws {
        let bench = try Bench()
        let maker =
            "def make(a):\n    b = a * 2.0\n    return lambda c: c * b\nf = make(array([1.0, 2.0]))\nn = f(array([1.0, 1.0]))"
        #expect(bench.cell(maker).last == "OK cell=1 runs=0")
        #expect(bench.cell("m = f(array([3.0, 3.0]))").last == "OK cell=2 runs=0")
        try bench.restart()
        #expect(bench.ask(.session) == ["OK session=main cells=2"])
        try bench.restart(after: "UPDATE cell SET elaboration = zeroblob(32) WHERE number = 1")
        let status = bench.ask(.session)
        #expect(
            status.contains("= cell 2: it uses values inside of cell 1, which does not elaborate as it did"),
            "\(status)")
        #expect(bench.cell("f(m)")[0].hasPrefix("ERR 41 refused"))
        #expect(bench.cell("m + n")[0].contains("[8, 16]"))
    }

    @Test func `a derivative by another name of the same value is refused, too`() throws {
        let bench = try Bench()
        for cell in ["x = array([1.0, 2.0])", "k = x", "z = k * k", "l = sum(z)"] {
            #expect(bench.cell(cell).last?.hasPrefix("OK ") == true)
        }
        try bench.restart(
            after: "UPDATE cell SET source = source || ' ' WHERE number IN (2, 3)")
        for name in ["x", "k"] { #expect(bench.cell("grad(l, \(name))")[0].hasPrefix("ERR 41 refused"), "\(name)") }
        #expect(bench.cell("grad(l, z)")[0].contains("[1, 1]"))
    }

    @Test func `a put whose name is damaged keeps its array under its own`() throws {
        let bench = try Bench()
        let bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF8, 0x3F]
        #expect(bench.ask(Request(.put, words: ["a", "f64[]"], blob: bytes)).last == "OK cell=1")
        #expect(bench.cell("b = a * 2.0").last == "OK cell=2 runs=0")
        try bench.restart(after: change("a", "q", in: 1))
        #expect(bench.ask(.session).first == "= cell 1: its source is damaged")
        #expect(bench.cell("grad(b * b, a)")[0].contains(" 12 "))
        #expect(bench.ask(.show, "q").last?.hasPrefix("ERR 40") == true)
    }

    // MARK: - Archives that did not keep elaborations

    @Test func `an old cell that computes what it recorded is kept from then on`() throws {
        let bench = try session()
        let forget = "UPDATE cell SET elaboration = NULL, source_hash = NULL, operands = NULL, fixed = NULL"
        try bench.restart(after: forget)
        #expect(bench.ask(.session) == ["OK session=main cells=6"])
        #expect(bench.query("SELECT count(*) FROM cell WHERE elaboration IS NULL OR source_hash IS NULL") == [["0"]])
        try bench.restart(after: change("3.0", "3.1", in: 2))
        #expect(bench.ask(.session).first == "= cell 2: its source is damaged")
    }

    @Test(arguments: [("3.0", "3.1"), ("x * 3.0", "x * * 3.0")])
    func `an old cell that computes something else is set aside`(_ change: (String, String)) throws {
        let bench = try session()
        let before = values(bench)
        let forget = "UPDATE cell SET elaboration = NULL, source_hash = NULL, operands = NULL, fixed = NULL; "
        try bench.restart(after: forget + self.change(change.0, change.1, in: 2))
        for _ in 0..<2 {
            let status = bench.ask(.session)
            #expect(status.first?.hasPrefix("= cell 2: ") == true, "\(status)")
            #expect(values(bench) == before)
            #expect(bench.cell("grad(sum(y * y), x)")[0].hasPrefix("ERR 41 refused"))
            #expect(bench.cell("grad(sum(y * y), y)")[0].contains("[9, 12]"))
            #expect(bench.cell("w * rate")[0].contains("rate was bound by cell 2"))
            try bench.restart()
        }
    }

    @Test(arguments: ["kinds", "flow", "puts", "branch", "twig", "wrong"])
    func `sessions of version 1 open, with the contents that they recorded`(_ name: String) throws {
        let bench = try Bench.version1()
        let recorded = bench.query(
            """
            SELECT binding.name, lower(hex(substr(binding.hash, 1, 6))), max(cell.number) FROM binding
            JOIN cell ON cell.id = binding.cell JOIN session ON session.id = cell.session
            WHERE session.name = '\(name)' GROUP BY binding.name
            """)
        #expect(bench.ask(.session, name).last?.hasPrefix("OK session=\(name) ") == true)
        let aside = bench.ask(.session).filter { $0.hasPrefix("= ") }
        let kept = bench.query(
            "SELECT count(*) FROM binding JOIN run ON run.recipe = binding.recipe AND run.cell = binding.cell "
                + "JOIN session ON session.id = run.session WHERE session.name = '\(name)' AND run.derivative IS NULL")
        #expect(kept == [["0"]] || !aside.isEmpty, "\(aside)")
        // What was found out is kept: a second opening finds the same.
        try bench.restart()
        #expect(
            bench.ask(.session, name).filter { $0.hasPrefix("= ") }.map { $0.prefix(9) } == aside.map { $0.prefix(9) })
        for row in recorded {
            let shown = bench.ask(.show, row[0])
            #expect(shown.contains { $0.hasPrefix("= \(row[0]) ") && $0.contains(" \(row[1])") }, "\(row): \(shown)")
        }
        #expect(bench.ask(.replay, name).last?.contains("differences=0") == true, "\(bench.ask(.replay, name))")
        #expect(bench.ask(.export, name).last?.hasPrefix("OK ") == true)
    }
}
