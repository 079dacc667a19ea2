import Testing
import Wire

@testable import Daemon

/// Whatever only reads a session is answered while a cell of it is computed, from what the session was at its last commit.
@Suite(.serialized) struct ReaderTests {
    private static let opening = """
        x = array([1.0, 2.0])
        y = x * x
        l = sum(y)
        g = grad(l, x)

        """
    /// Run for ever in small steps, and for minutes in large ones.
    private static let long = [
        "z = lax.while_loop(lambda c: c < 3.0, lambda c: c * 0.5 + 1.0, array(0.0))",
        "m = ones((6000, 6000))\nz = m @ m @ m @ m @ m @ m @ m @ m @ m @ m @ m @ m @ m @ m @ m @ m",
    ]

    /// A request of every verb that reads snapshots.
    private static func request(_ verb: Verb) -> String? {
        switch verb {
        case .names: "names"
        case .show: "show y"
        case .get: "get x"
        case .run: "run g"
        case .contributions: "contributions g through=y"
        case .explain: "explain g for=x[0] through=y"
        case .graph: "graph g"
        case .replay: "replay g"
        case .export: "export main"
        case .log: "log"
        case .status: "status"
        case .sessions: "sessions"
        case .query: "query SELECT run FROM runs"
        case .ping, .help, .limits, .set, .session, .fork, .cell, .eval, .put, .import, .cancel, .shutdown: nil
        }
    }

    @Test func everyVerbThatReadsHasItsRequest() {
        for verb in Verb.allCases {
            switch verb.descriptor.lane {
            case .snapshot, .reading: #expect(ReaderTests.request(verb) != nil, "\(verb)")
            case .session, .control: #expect(ReaderTests.request(verb) == nil, "\(verb)")
            }
        }
    }

    @Test(arguments: long) func readersDoNotWaitForACell(_ cell: String) async throws {
        try await withRealServer { socket in
            let (worker, reader) = (try Client(socket), try Client(socket))
            for client in [worker, reader] { _ = try client.line() }
            #expect(try worker.whole("cell <<END\n\(ReaderTests.opening)END").last == "OK cell=1 runs=1")
            let asked = Verb.allCases.compactMap(ReaderTests.request).filter { $0 != "status" }
            let before = try asked.map(reader.whole)
            try worker.send("@long cell <<END\nx = x + 1\n\(cell)\nEND\n")
            for (request, was) in zip(asked, before) { #expect(try reader.whole(request) == was) }
            #expect(try reader.whole("status").last == "OK")
            try worker.expectStillComputing("long")
            #expect(try reader.whole("show x").first?.hasPrefix("= x f64[2] [1, 2]") == true)
        }
    }

    /// A session is there for readers from the moment its first cell begins.
    @Test func theFirstCellOfASessionKeepsNobodyWaiting() async throws {
        try await withRealServer { socket in
            let (worker, reader) = (try Client(socket), try Client(socket))
            for client in [worker, reader] {
                _ = try client.line()
                #expect(try client.whole("session fresh").last == "OK session=fresh cells=0")
            }
            try worker.send("@long cell <<END\n\(ReaderTests.long[0])\nEND\n")
            for _ in 0..<20 { #expect(try reader.whole("names") == ["OK names=0"]) }
            try worker.expectStillComputing("long")
            #expect(try reader.whole("names") == ["OK names=0"])
            #expect(try reader.whole("eval x = 1").last == "OK cell=1 runs=0")
        }
    }
}

extension Client {
    /// Sends a request and gives all lines of its reply, bytes left out.
    fileprivate func whole(_ request: String) throws -> [String] {
        try send("\(request)\n")
        var lines: [String] = []
        while let reply = try reply() {
            lines.append(reply.line)
            switch reply.content {
            case .ok, .error: return lines
            case .data, .blob, .progress: break
            }
        }
        throw TestFailure(description: "the daemon left at \(request)")
    }

    /// Cancels a request, which must not have been answered yet.
    fileprivate func expectStillComputing(_ id: String) throws {
        try send("@stop cancel \(id)\n")
        let replies = try [reply(), reply()].compactMap(\.self)
        let own = replies.first { $0.id == id }
        #expect(own?.line.hasPrefix("@\(id) ERR 70") == true, "it was not computed all the while: \(replies)")
    }
}
