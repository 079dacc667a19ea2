import Foundation
import Testing
import Wire

/// What an archive of version 1 keeps when it is opened by a release whose language and rules are others.
@Suite struct OldArchiveTests {
    /// Right when they were recorded, by session.
    private static let right = ["kinds", "flow", "puts", "branch", "twig"]
    private static let runs = """
        SELECT lower(hex(run.recipe)), run.target,
            (SELECT group_concat(hash, ' ') FROM (
                SELECT lower(hex(hash)) AS hash FROM run_tensor
                WHERE run = run.id AND role = 'result' ORDER BY ordinal))
        FROM run JOIN session ON session.id = run.session
        """

    @Test func `it is migrated, and a copy stays`() throws {
        let bench = try Bench.version1()
        #expect(bench.ask(.status).contains("= schema 3"))
        #expect(bench.ask(.sessions).last == "OK sessions=6")
        #expect(bench.query("SELECT count(*) FROM run WHERE derivative IS NULL") == [["48"]])
        #expect(FileManager.default.fileExists(atPath: bench.archive + ".version1"))
        try bench.restart()
        #expect(bench.ask(.log, options: ["limit": "100"]).last == "OK runs=48")
    }

    @Test(arguments: right) func `every run that was right replays to the same bits`(_ session: String) throws {
        let bench = try Bench.version1()
        for (run, reply) in try replayed(session, on: bench) {
            let found = reply.filter { $0.hasPrefix("= ") && !isSaid($0) }.compactMap { $0.split(separator: " ").last }
            #expect(found == run[2].split(separator: " ").map { $0.prefix(12) }, "\(run[1]): \(reply)")
        }
    }

    /// Lengths, deviations, log-sums, powers of sizes, steps and zeros by structure, which today's rules derive otherwise.
    @Test func `runs whose rules have changed replay to the same bits, and today's results are said`() throws {
        let bench = try Bench.version1("archive-1-rules.sql")
        let runs = try replayed("rules", on: bench)
        #expect(runs.count == 80)
        var others = 0
        for (run, reply) in runs {
            let found = reply.filter { $0.hasPrefix("= ") && !isSaid($0) }.compactMap { $0.split(separator: " ").last }
            #expect(found == run[2].split(separator: " ").map { $0.prefix(12) }, "\(run[1]): \(reply)")
            let isOther = reply.contains { $0.contains("recorded by an earlier release") }
            #expect(isOther == reply.contains { $0.contains("today: ") }, "\(run[1]): \(reply)")
            others += isOther ? 1 : 0
        }
        #expect(others >= 40, "today's rules give other results for \(others) of them")
    }

    /// Whether a line tells of rules or paths, and is no result.
    private func isSaid(_ line: String) -> Bool {
        ["today", "recorded by", "note", "user rule", "no path"].contains { line.hasPrefix("= \($0)") }
            || line.contains("so its derivative is 0")
    }

    private func replayed(_ session: String, on bench: Bench) throws -> [(run: [String], reply: [String])] {
        let runs = bench.query("\(Self.runs) WHERE session.name = '\(session)' ORDER BY run.id")
        #expect(!runs.isEmpty)
        return runs.map { run in
            let reply = bench.ask(.replay, run[0])
            #expect(reply.last?.contains("differences=0") == true, "\(run[1]): \(reply)")
            #expect(reply.last?.hasSuffix("rules=not-kept") == true)
            return (run, reply)
        }
    }

    @Test func `a run that was wrong replays, and both results are said`() throws {
        let bench = try Bench.version1()
        let runs = bench.query("\(Self.runs) WHERE session.name = 'wrong' ORDER BY run.id")
        #expect(runs.count == 7)
        var silent = 0
        for run in runs {
            let reply = bench.ask(.replay, run[0])
            #expect(reply.last?.contains("differences=0") == true, "\(run[1]): \(reply)")
            let found = reply.filter { $0.hasPrefix("= ") }.compactMap { $0.split(separator: " ").last }
            let kept = run[2].split(separator: " ").map { $0.prefix(12) }
            let said = reply.contains { $0.contains("was not kept") }
            #expect(said == (found.count < kept.count || Array(found.prefix(kept.count)) != kept), "\(reply)")
            #expect(reply.count > kept.count + 1, "nothing tells that it was wrong: \(reply)")
            silent += reply.contains { $0.contains("so its derivative is 0") } ? 1 : 0
        }
        // Of two, the forward graph that was recorded has lost the path: no rule can bring it back, and so that is said.
        #expect(silent >= 2)
    }

    /// The cells of the archive, run anew in a new one: the same question has the same id in every release.
    @Test(arguments: ["kinds", "flow", "puts"]) func `the ids of runs that were right do not change`(_ session: String)
        throws
    {
        let old = try Bench.version1()
        let sources = old.query(
            "SELECT kind, replace(source, char(10), '⏎') FROM cells WHERE session = '\(session)' ORDER BY cell")
        let bench = try Bench()
        // What was put: [1.5, -0.0, -2.0].
        let bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0xC0]
        for cell in sources {
            let reply =
                cell[0] == "put"
                ? bench.ask(Request(.put, words: [cell[1], "f64[3]"], blob: bytes))
                : bench.cell(cell[1].replacing("⏎", with: "\n"))
            #expect(reply.last?.hasPrefix("OK ") == true, "\(reply)")
        }
        // Composed otherwise since then, so that their forward graphs are others.
        let composed: Set = ["st"]
        let ids = "SELECT lower(hex(recipe)), target FROM run"
        let now = bench.query("\(ids) ORDER BY id")
        let then = old.query(
            "\(ids) WHERE session = (SELECT id FROM session WHERE name = '\(session)') ORDER BY id")
        #expect(now.count == then.count)
        for (found, kept) in zip(now, then) where !composed.contains(kept[1]) { #expect(found == kept) }
    }

    @Test func `a new run keeps its derivative graph once, and replays it`() throws {
        let bench = try Bench()
        #expect(
            bench.cell("x = array([1.0, 2.0])\nl = sum(tanh(x))\ng = grad(l, x)\nh = grad(l, x)").last
                == "OK cell=1 runs=2")
        #expect(bench.query("SELECT count(DISTINCT derivative), count(derivative) FROM run") == [["1", "2"]])
        #expect(bench.ask(.replay, "g").last?.hasSuffix("rules=same") == true)
        let kept = bench.query("SELECT lower(hex(graph.hash)) FROM run JOIN graph ON graph.id = derivative")[0][0]
        #expect(bench.ask(.run, "g").contains("= derivative \(kept)"))
    }

    @Test func `rules that changed make no difference, and both results are said`() throws {
        let bench = try Bench()
        let source = "x = array([1.0, 2.0])\na = grad(sum(x * x), x)\nb = grad(sum(x * 3.0), x)"
        #expect(bench.cell(source).last == "OK cell=1 runs=2")
        // As if the rule of a day had been another: `a` keeps the graph that gave `b`, and what that gave.
        try bench.restart(
            after: """
                UPDATE run SET derivative = (SELECT derivative FROM run WHERE ordinal = 1) WHERE ordinal = 0;
                UPDATE run_tensor SET hash = (SELECT hash FROM run_tensor WHERE run = 2 AND role = 'result')
                WHERE run = 1 AND role = 'result';
                """)
        let reply = bench.ask(.replay, bench.query("SELECT lower(hex(recipe)) FROM run WHERE id = 1")[0][0])
        #expect(reply.last?.contains("differences=0") == true && reply.last?.hasSuffix("rules=changed") == true)
        #expect(reply.first?.contains("[3, 3]") == true, "\(reply)")
        #expect(reply.contains { $0.contains("today's rules derive another graph") })
        #expect(reply.contains { $0.contains("today: ") && $0.contains("[2, 4]") }, "\(reply)")
        let told = bench.ask(.contributions, bench.query("SELECT lower(hex(recipe)) FROM run WHERE id = 1")[0][0])
        #expect(told.contains { $0.contains("the rules have changed since this run") }, "\(told)")
    }
}
