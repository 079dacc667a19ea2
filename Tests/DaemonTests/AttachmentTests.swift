import Testing
import Wire

@testable import Daemon

/// The session of a request is fixed when it is taken off the wire.
@Suite(.serialized) struct AttachmentTests {
    @Test(arguments: ["", "@"]) func whatComesBehindAnAttachmentWorksThere(mark: String) async throws {
        try await withServer { server in
            let client = try server.client()
            func id(_ number: Int) -> String { mark.isEmpty ? "" : "@\(number) " }
            try client.send("\(id(1))eval where\n\(id(2))session late\n\(id(3))eval where\n@p ping\n@l log\n")
            var lines = try client.lines(3)
            #expect(Set(lines) == ["\(id(1))OK main", "@p OK ping", "@l OK log"], "what needs no session goes on")
            server.handler.open("late")
            lines = try client.lines(2)
            #expect(lines == ["\(id(2))OK session", "\(id(3))OK late"])
            try #expect(client.ask("eval where") == "OK late")
        }
    }

    @Test(arguments: ["", "@"]) func whatComesBehindAnAttachmentThatFailsFailsToo(mark: String) async throws {
        try await withServer { server in
            let client = try server.client()
            func id(_ number: Int) -> String { mark.isEmpty ? "" : "@\(number) " }
            let requests = ["session bad", "eval where", "session other", "eval where", "import <<E\nE", "eval where"]
            try client.send(requests.enumerated().map { "\(id($0.offset))\($0.element)\n" }.joined())
            try #expect(client.ask("@p ping") == "@p OK ping")
            server.handler.open("bad")
            let lines = try client.lines(requests.count)
            #expect(lines == requests.indices.map { "\(id($0))ERR 40 not-found 0:0 no bad" })
            try #expect(client.ask("eval where") == "OK main", "after the answer the connection is where it was")
        }
    }

    @Test func anAttachmentDoesNotReachBack() async throws {
        try await withServer { server in
            let (client, other) = (try server.client(), try server.client())
            try client.send("@1 eval wait a\n")
            try eventually("a starts") { server.handler.log == ["start a"] }
            // Taken in main, begun when the connection is elsewhere.
            try client.send("@2 eval where\neval wait b\neval where\n@3 session elsewhere\n@4 eval where\n")
            var lines = try client.lines(2)
            #expect(lines == ["@3 OK session", "@4 OK elsewhere"])
            for name in ["a", "b"] { server.handler.open(name) }
            lines = try client.lines(4)
            #expect(Set(lines) == ["@1 OK a", "@2 OK main", "OK b", "OK main"])
            try #expect(other.ask("eval where") == "OK main")
        }
    }

    @Test func attachmentsInARowAreEachTheirOwn() async throws {
        try await withServer { server in
            let client = try server.client()
            let names = ["late1", "x", "late2", "y", "z"]
            let requests = names.enumerated().map {
                "@s\($0.offset) session \($0.element)\n@e\($0.offset) eval where\n"
            }
            try client.send(requests.joined())
            for name in ["late2", "late1"] { server.handler.open(name) }
            let lines = Set(try client.lines(10))
            #expect(
                lines
                    == Set(
                        names.enumerated().flatMap { ["@s\($0.offset) OK session", "@e\($0.offset) OK \($0.element)"] })
            )
        }
    }

    @Test func whatWaitsForItsSessionCanBeCancelledAndKeepsItsID() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send("@1 session late\n@2 eval where\n@3 eval where\n@2 ping\n@2 eval where\n@c cancel 2\n")
            var lines = try client.lines(4)
            #expect(lines[0].hasPrefix("@2 ERR 13") && lines[1].hasPrefix("@2 ERR 13"))
            #expect(
                Set(lines.suffix(2)) == ["@c OK cancelled=2", "@2 ERR 70 cancelled 0:0 cancelled before it started"])
            server.handler.open("late")
            lines = try client.lines(2)
            #expect(lines == ["@1 OK session", "@3 OK late"])
            // A cancelled attachment takes along what waits for it.
            try client.send("@4 session late2\n@5 eval where\n@6 cancel 4\n")
            lines = try client.lines(3)
            let errors = lines.filter { $0.contains(" ERR ") }.map { $0.dropFirst(2) }
            #expect(lines.contains("@6 OK cancelled=4") && errors.count == 2 && errors.first == errors.last)
            try #expect(client.ask("eval where") == "OK late")
        }
    }

    /// The same with the verbs of the daemon, where an attachment takes as long as it takes to open a session.
    @Test func pipelinedCellsRunWhereTheySay() async throws {
        try await withRealServer { path in
            let client = try Client(path)
            _ = try client.line()
            for number in 0..<30 {
                try client.send("@a session s\(number)\n@b eval \(number)\n@c fork s\(number) at=1\n@d eval 7\n")
                var last: [String: String] = [:]
                while last.count < 4, let line = try client.line() {
                    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                    if words[1].hasPrefix("OK") || words[1].hasPrefix("ERR") { last[words[0]] = words[1] }
                }
                #expect(last["@b"] == "OK cell=1 runs=0")
                #expect(last["@c"] == "OK session=s\(number)-1 cells=1")
                #expect(last["@d"] == "OK cell=2 runs=0")
            }
            try client.send("query SELECT session, source FROM cells ORDER BY session\n")
            var rows: Set<String> = []
            while let line = try client.line(), !line.hasPrefix("OK") { rows.insert(line) }
            #expect(
                rows.subtracting(["= session | source"])
                    == Set((0..<30).flatMap { ["= s\($0) | \($0)", "= s\($0)-1 | 7"] }))
        }
    }
}

/// What a connection takes is given back when it is gone.
@Suite(.serialized) struct ConnectionLifetimeTests {
    @Test func nothingIsLeftOfAConnection() async throws {
        try await withServer { server in
            for _ in 0..<20 {
                let client = try server.client()
                try #expect(client.ask("log") == "OK log")
                try client.send("@1 eval lines 3\n@2 session late\n@3 eval where\n")
                _ = try client.line()
            }
            #expect(server.handler.connectionsSeen == 20)
            server.handler.open("late")
            try eventually("all are gone") { server.handler.connectionsAlive == 0 }
        }
    }
}
