import Glibc
import Testing
import Wire

@testable import Daemon

@Suite(.serialized) struct TransportTests {
    @Test func greetsFirst() async throws {
        try await withServer { server in
            let line = try #require(try server.connect().line())
            let greeting = try #require(Greeting(parsing: line))
            #expect(greeting.server == Server.version)
            #expect(greeting.pid == Int(getpid()))
            var status = stat()
            #expect(stat(server.paths.socket, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func requestsWithoutIDRunInOrder() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send("eval wait a\nping\nnonsense\neval b\n")
            try eventually("a starts") { server.handler.log == ["start a"] }
            server.handler.open("a")
            let replies = try client.lines(4)
            #expect(replies.map { $0.prefix(7) } == ["OK a", "OK ping", "ERR 11 ", "OK b"])
        }
    }

    @Test func requestsWithIDsFinishInAnyOrder() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send("@1 eval wait a\n@2 ping\n@3 log\n@4 nonsense\n")
            #expect(Set(try client.lines(3).map { $0.prefix(6) }) == ["@2 OK ", "@3 OK ", "@4 ERR"])
            server.handler.open("a")
            try #expect(client.line() == "@1 OK a")
        }
    }

    @Test func refusesAnIDThatIsInFlight() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send("@1 eval wait a\n@1 ping\n")
            try #expect(client.line()?.hasPrefix("@1 ERR 13 duplicate") == true)
            server.handler.open("a")
            try #expect(client.line() == "@1 OK a")
            for _ in 0..<200 { try #expect(client.ask("@1 log") == "@1 OK log", "an answered id is free") }
        }
    }

    @Test func formatIsPerConnection() async throws {
        try await withServer { server in
            let client = try server.client()
            try #expect(client.ask("set format=json") == #"{"id":null,"ok":{"text":"set"}}"#)
            try #expect(client.ask("@7 ping") == #"{"id":"7","ok":{"text":"ping"}}"#)
            try #expect(server.client().ask("ping") == "OK ping")
        }
    }

    @Test func answersTenThousandPingsAfterAHalfClose() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send(String(repeating: "ping\n", count: 10_000))
            client.endSending()
            let replies = try client.rest()
            #expect(replies.count == 10_000)
            #expect(replies.allSatisfy { $0 == "OK ping" })
        }
    }

    @Test func finishesWorkAfterAHalfClose() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send("@1 eval wait a\n@2 eval b\nlog\neval c\n")
            client.endSending()
            try #expect(client.line() == "OK log")
            server.handler.open("a")
            #expect(Set(try client.rest()) == ["@1 OK a", "@2 OK b", "OK c"])
        }
    }

    @Test func takesSixtyFourRequestsAndCanStillCancel() async throws {
        try await withServer { server in
            let client = try server.client()
            let evals = (1...64).map { "@\($0) eval wait a\n" }.joined()
            try client.send("\(evals)@c cancel 64\n")
            #expect(Set(try client.lines(2).map { $0.prefix(9) }) == ["@64 ERR 7", "@c OK can"])
            // Behind the second of these nothing is read until something finishes, and then everything is.
            try client.send((65...200).map { "@\($0) ping\n" }.joined())
            server.handler.open("a")
            try #expect(client.lines(199).count == 199)
        }
    }

    @Test func aReplyWithoutAnEndIsADefect() async throws {
        try await withServer { server in
            try #expect(server.client().ask("@1 eval nothing")?.hasPrefix("@1 ERR 90 internal") == true)
        }
    }

    @Test func cancelRaisesTheSignal() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send("@1 eval wait a\n@2 eval wait b\n")
            try eventually("a starts") { server.handler.log == ["start a"] }
            try client.send("@3 cancel 1\n")
            #expect(Set(try client.lines(2)) == ["@3 OK cancelled=1", "@1 ERR 70 cancelled 0:0 cancelled"])
            try eventually("b starts") { server.handler.log.last == "start b" }
            try #expect(client.ask("cancel 1")?.hasPrefix("ERR 40 not-found") == true)
            try #expect(server.client().ask("cancel 2")?.hasPrefix("ERR 40 not-found") == true, "not its request")
        }
    }

    @Test func aCancelledRequestThatWaitsDoesNotStart() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send("@1 eval wait a\n@2 eval wait b\n@3 cancel 2\n")
            #expect(Set(try client.lines(2).map { $0.prefix(9) }) == ["@2 ERR 70", "@3 OK can"])
            server.handler.open("a")
            try #expect(client.line() == "@1 OK a")
            try #expect(client.ask("eval c") == "OK c")
            #expect(server.handler.log == ["start a", "end a"])
        }
    }
}
