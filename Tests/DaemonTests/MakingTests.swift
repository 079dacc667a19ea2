import Dispatch
import Synchronization
import Testing
import Wire

@testable import Daemon

/// Making a session is one operation of archive and memory: whoever comes at the same time finds it whole or not at all.
@Suite struct MakingTests {
    private static let document = "```pullback\nx = array([1.0, 2.0])\ng = grad(sum(x * x), x)\n```\n"

    /// What each of some requests that run side by side ends with.
    private func together(_ requests: [Request], _ bench: VerbBench) -> [String] {
        let endings = Mutex([String](repeating: "", count: requests.count))
        DispatchQueue.concurrentPerform(iterations: requests.count) { index in
            let reply = bench.ask(requests[index])
            endings.withLock { $0[index] = reply.last ?? "" }
        }
        return endings.withLock { $0 }
    }

    @Test(arguments: 0..<5) func ofManyThatMakeOneSessionOneDoes(_: Int) throws {
        let bench = try VerbBench()
        defer { bench.end() }
        _ = bench.eval("y = array(3.0)")
        let imports = (0..<6).map { _ in Request(.import, options: ["name": "new"], body: MakingTests.document) }
        let forks = (0..<6).map { _ in Request(.fork, words: ["main"], options: ["at": "1", "name": "new"]) }
        let endings = together(imports + forks, bench)
        #expect(endings.count { $0.hasPrefix("OK session=new cells=1") } == 1, "\(endings)")
        #expect(endings.count { $0.hasPrefix("ERR 41 refused") } == 11, "\(endings)")
        #expect(bench.ask(Request(.sessions)).last == "OK sessions=2")
        // Memory has what the archive has: the next cell is the second.
        let next = bench.ask(Request(.cell, body: "z = 1\n"), in: "new")
        #expect(next.last == "OK cell=2 runs=0")
    }

    /// A cell that would begin a session while it is made elsewhere comes before or after, or is refused; nothing is lost.
    @Test(arguments: 0..<5) func aCellBesideAnImportIsKeptOrRefused(_: Int) throws {
        let bench = try VerbBench()
        defer { bench.end() }
        let endings = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { index in
            let request =
                index == 0
                ? Request(.import, options: ["name": "new"], body: MakingTests.document)
                : Request(.sessions)
            let reply = index == 1 ? bench.ask(Request(.eval, words: ["y = 2"]), in: "new") : bench.ask(request)
            endings.withLock { $0.append(reply.last ?? "") }
        }
        let kept = endings.withLock { $0 }.compactMap {
            $0.hasPrefix("OK cell=") || $0.hasPrefix("OK session=") ? $0 : nil
        }
        let cells = bench.query("SELECT count(*) FROM cells WHERE session = 'new'")
        #expect(cells == ["= \(kept.count)"], "\(kept)")
        let next = bench.ask(Request(.cell, body: "z = 1\n"), in: "new")
        #expect(next.last == "OK cell=\(kept.count + 1) runs=0")
    }

    /// What cannot be made leaves its name free.
    @Test func aFaultyImportLeavesNothing() throws {
        let bench = try VerbBench()
        defer { bench.end() }
        let faulty = Request(
            .import, options: ["name": "new"], body: "```pullback\nx = array([1.0])\ny = nothing\n```\n")
        #expect(bench.ask(faulty).last?.hasPrefix("ERR 40 not-found 3:5") == true, "\(bench.ask(faulty))")
        #expect(bench.ask(Request(.sessions)).last == "OK sessions=0")
        #expect(bench.query("SELECT count(*) FROM cells") == ["= 0"])
        let whole = bench.ask(Request(.import, options: ["name": "new"], body: MakingTests.document))
        #expect(whole.last == "OK session=new cells=1")
    }
}
