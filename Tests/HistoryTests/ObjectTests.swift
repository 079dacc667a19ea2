import Foundation
import Testing
import Wire

/// Instances of classes and references change. What they hold comes back after a restart, belongs to one session, and goes
/// back with a cell that fails; where a cell that may have changed them is set aside, it is not known any more.
@Suite struct ObjectTests {
    private static let cells = [
        """
        class Counter:
            def __init__(self, x):
                self.x = x
                self.n = 0
            def add(self, y):
                self.x = self.x + y
                self.n += 1
                return self.x
        """,
        "w = array([1.0, 2.0])",
        "c = Counter(w * 2.0)",
        "import jax\nr = jax.new_ref(array([1.0, 2.0]))",
        "a = c.add(array([0.5, 0.25]))\nr[0] += 3.0",
        "d = c\nd.n = d.n + 10",
    ]

    private static let look = "print(c.n, d is c, c.x, r)"
    private static let seen = ["= | 11 True [2.5  4.25] Ref([4., 2.], dtype=float64)", "OK cell=7 runs=0"]

    private func session() throws -> Bench {
        let bench = try Bench()
        for cell in Self.cells { #expect(bench.cell(cell).last?.hasPrefix("OK ") == true, "\(cell)") }
        return bench
    }

    @Test func `what objects hold comes back after a restart`() throws {
        let bench = try session()
        #expect(bench.cell(Self.look) == Self.seen)
        try bench.restart()
        #expect(bench.ask(.session) == ["OK session=main cells=7"])
        #expect(bench.cell(Self.look).first == Self.seen.first)
        #expect(bench.cell("g = grad(sum(c.x * c.x), w)").first?.contains("[10, 17]") == true)
    }

    @Test func `a cell that fails changes no object`() throws {
        let bench = try session()
        let failing = "c.n = 99\nc.x = 1.0\nr[...] = array([7.0, 7.0])\ny = ones(3) @ ones(4)"
        #expect(bench.cell(failing).last?.hasPrefix("ERR ") == true)
        let late = "c.n = 99\nr[...] = array([7.0, 7.0])\nassert c.x[0] > 100.0"
        #expect(bench.cell(late).last?.hasPrefix("ERR ") == true)
        #expect(bench.cell(Self.look).first == Self.seen.first)
    }

    @Test func `a fork has objects of its own`() throws {
        let bench = try session()
        #expect(bench.ask(.fork, "main", options: ["at": "6", "name": "other"]).last?.hasPrefix("OK ") == true)
        #expect(bench.cell("c.n = 500\nr[1] = 9.0").last?.hasPrefix("OK ") == true)
        #expect(bench.cell(Self.look).first?.hasPrefix("= | 500 True") == true)
        #expect(bench.ask(.session, "main").last?.hasPrefix("OK ") == true)
        #expect(bench.cell(Self.look).first == Self.seen.first)
    }

    /// The cell may have changed any object that was there.
    @Test(arguments: [3, 5, 6])
    func `where a cell is set aside, what objects held is not known`(_ cell: Int) throws {
        let bench = try session()
        try bench.restart(after: "UPDATE cell SET source = source || ' ' WHERE number = \(cell)")
        for use in ["c.n", "c.x", "r[...]", "c.add(1.0)", "r[0] = 1.0"] {
            let reply = bench.cell(use)
            #expect(reply.last?.hasPrefix("ERR ") == true, "\(use): \(reply)")
            #expect(reply.last?.contains("cell \(cell)") == true, "\(use): \(reply)")
        }
        // What is made from then on is known.
        #expect(bench.cell("c = Counter(1.0)\nprint(c.add(2.0), c.n)").first == "= | 3.0 1")
    }
}
