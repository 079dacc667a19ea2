import Daemon
import Testing
import Wire

@Suite struct StoppedCellTests {
    @Test(arguments: [StopSignal.Reason.cancelled, .disconnected])
    func aStoppedCellLeavesARowAndNothingElse(reason: StopSignal.Reason) throws {
        let bench = try VerbBench()
        defer { bench.end() }
        #expect(bench.eval("x = array([1.0, 2.0])").last == "OK cell=1 runs=0")
        let stopped = bench.ask(Request(.cell, body: "g = grad(sum(x ** 2), x)\n"), stop: reason)
        #expect(stopped == ["ERR 70 cancelled 0:0 cancelled"])
        #expect(
            bench.query("SELECT session, source, outcome, runs FROM cells WHERE cell IS NULL") == [
                "= main | g = grad(sum(x ** 2), x) | cancelled | 0"
            ])
        #expect(bench.ask(Request(.names)).last == "OK names=1")
        #expect(bench.ask(Request(.sessions)).first == "= main cells=1 runs=0")
        #expect(bench.eval("g = grad(sum(x ** 2), x)").last == "OK cell=2 runs=1")
        #expect(bench.ask(Request(.replay, words: ["main"])).last == "OK cells=2 runs=1 differences=0")
        #expect(bench.query("SELECT own_cells FROM sessions") == ["= 2"])
    }

    @Test func aCellThatIsTooLargeLeavesARowThatSaysFailed() throws {
        let bench = try VerbBench()
        defer { bench.end() }
        #expect(bench.eval("x = sum(ones((30000, 30000)))").last?.hasPrefix("ERR 52 budget") == true)
        #expect(
            bench.query("SELECT cell, source, outcome FROM cells") == [
                "= null | x = sum(ones((30000, 30000))) | failed"
            ])
        #expect(bench.eval("x = 1 +").last?.hasPrefix("ERR 20") == true)
        #expect(bench.query("SELECT count(*) FROM cells") == ["= 1"])
        #expect(bench.eval("array(1.0)").last == "OK cell=1 runs=0")
    }

    @Test func passesBeforeAStopAreKept() throws {
        let bench = try VerbBench()
        defer { bench.end() }
        #expect(bench.eval("w = array([1.0, 2.0])").last == "OK cell=1 runs=0")
        let step = Request(.cell, options: ["repeat": "200"], body: "g = grad(sum(w ** 2), w)\nw = w - 0.25 * g\n")
        let stopped = bench.ask(step, stop: .cancelled, before: 2)
        #expect(stopped == ["+ pass 64 of 200", "+ pass 128 of 200", "ERR 70 cancelled 0:0 cancelled"])
        #expect(
            bench.query("SELECT outcome, count(*), max(cell) FROM cells GROUP BY outcome ORDER BY outcome") == [
                "= cancelled | 1 | null", "= ok | 129 | 129",
            ])
        #expect(bench.query("SELECT count(*) FROM runs") == ["= 128"])
        let next = bench.ask(step)
        #expect(next.prefix(3) == ["+ pass 64 of 200", "+ pass 128 of 200", "+ pass 192 of 200"])
        #expect(next.last == "OK cell=329 runs=200")
    }
}
