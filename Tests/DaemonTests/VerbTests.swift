import Testing
import Wire

@Suite struct VerbTests {
    @Test func aTupleOfDerivativesIsOneRun() throws {
        let bench = try VerbBench()
        defer { bench.end() }
        let source = """
            w = array([1.0, 2.0])
            b = array([0.5])
            h = w * b
            l = sum(h ** 2)
            g = grad(l, (w, b))
            mixed = (grad(l, w), w)
            """
        #expect(bench.ask(Request(.cell, body: source)).last == "OK cell=1 runs=2")
        let whole = bench.ask(Request(.contributions, words: ["g"], options: ["through": "h"]))
        #expect(whole.first == "= of h[0] v=1 w=[0.5, 0] b=[1]")
        #expect(whole == bench.ask(Request(.contributions, words: ["g[1]"], options: ["through": "h"])))
        #expect(bench.ask(Request(.replay, words: ["g"])).last?.hasPrefix("OK runs=1 differences=0") == true)
        #expect(bench.ask(Request(.run, words: ["mixed"])).last?.hasPrefix("ERR 40 not-found") == true)
    }

    @Test func explainNamesTheCutOfTheRun() throws {
        let bench = try VerbBench()
        defer { bench.end() }
        let source = "x = array([1.0, 2.0])\ny = x * x\nl = sum(y)\nC = contributions(l, x, through=y)\n"
        #expect(bench.ask(Request(.cell, body: source)).last == "OK cell=1 runs=1")
        let lines = bench.ask(Request(.explain, words: ["C"], options: ["for": "x[0]"]))
        #expect(lines.first == "= dl/dx[0] = Σᵢ dl/dyᵢ · dyᵢ/dx[0]")
        #expect(lines.contains("=   around y: 0"))
    }

    @Test func aForkBeyondTheEndIsNotFound() throws {
        let bench = try VerbBench()
        defer { bench.end() }
        #expect(bench.eval("x = array(1.0)").last == "OK cell=1 runs=0")
        let fork = bench.ask(Request(.fork, words: ["main"], options: ["at": "2"]))
        #expect(fork == ["ERR 40 not-found 0:0 session main has 1 cell; at= names one of them"])
        #expect(
            bench.ask(Request(.show, words: ["y0"])) == [
                "ERR 40 not-found 0:0 there is no name y0 in session main; names lists them"
            ])
    }

    @Test func aPrefixOfSeveralRunsIsAWrongArgument() throws {
        let bench = try VerbBench()
        defer { bench.end() }
        // Of some hundred runs a few begin with the same four digits.
        let source = "x = array(1.0)\n" + (1...700).map { "g\($0) = grad(x * \($0), x)\n" }.joined()
        #expect(bench.ask(Request(.cell, body: source)).last == "OK cell=1 runs=700")
        let prefixes = bench.query(
            "SELECT substr(run, 1, 4) FROM (SELECT DISTINCT run FROM runs) GROUP BY 1 HAVING count(*) > 1 LIMIT 1")
        let prefix = try String(#require(prefixes.first).dropFirst(2))
        for verb in [Verb.run, .graph, .replay] {
            let reply = bench.ask(Request(verb, words: [prefix]))
            #expect(reply.last?.hasPrefix("ERR 21 argument 0:0 \(prefix) could be ") == true, "\(verb): \(reply)")
        }
    }
}
