import Glibc
import Testing
import Wire

@testable import Daemon

@Suite(.serialized) struct TransportFaultTests {
    @Test func aSlowReaderHoldsTheSenderAndLosesNothing() async throws {
        try await withServer({ $0.outboxBound = 1 << 20 }) { server in
            let client = try server.client()
            try client.send("eval lines 20000\n")
            // The bound, the kernel's buffers, and a piece on its way between the two: far below 20,000 KiB.
            try eventually("the sender waits") {
                let before = server.handler.log.count
                usleep(500_000)
                return before > 1000 && server.handler.log.count == before
            }
            #expect(server.handler.log.count < 5_000)
            try #expect(server.client().ask("ping") == "OK ping", "others are served")
            let replies = try client.lines(20_001)
            #expect(replies.last == "OK lines")
            let numbers = replies.dropLast().map { $0.split(separator: " ")[1] }
            #expect(numbers == (0..<20_000).map { "\($0)"[...] })
        }
    }

    @Test func aClientThatNeverReadsIsDropped() async throws {
        try await withServer({
            $0.outboxBound = 1 << 20
            $0.patience = .milliseconds(500)
        }) { server in
            let client = try server.client()
            try client.send("eval lines 20000\n")
            try withExtendedLifetime(client) {
                try eventually("dropped") { server.handler.log.last == "stop lines" }
            }
            try #expect(server.client().ask("eval a") == "OK a", "its session goes on")
        }
    }

    /// As many answers wait for clients that do not read as there are threads several times over.
    @Test func clientsThatNeverReadHoldUpNobody() async throws {
        try await withServer({ $0.outboxBound = 1 << 20 }) { server in
            let clients = try (0..<8).map { _ in try server.client() }
            for (number, client) in clients.enumerated() {
                _ = try client.ask("session s\(number)")
                try client.send("eval lines 20000\n")
            }
            try eventually("all answers wait") {
                let before = server.handler.log.count
                usleep(500_000)
                return before > 8_000 && server.handler.log.count == before
            }
            let other = try server.client()
            try #expect(other.ask("eval a") == "OK a")
            try #expect(other.ask("log") == "OK log")
            for client in clients { try #expect(client.lines(20_001).last == "OK lines") }
        }
    }

    @Test func aClientThatLeavesInTheMiddleOfAReplyHarmsNobody() async throws {
        try await withServer { server in
            for _ in 0..<10 {
                let client = try server.client()
                try client.send("eval lines 2000\n")
                _ = try client.line()
                client.leave()
            }
            try #expect(server.client().ask("eval a") == "OK a")
        }
    }

    @Test func aClientThatLeavesStopsItsRequests() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send("@1 eval wait a\n@2 eval wait b\n")
            try eventually("a starts") { server.handler.log == ["start a"] }
            client.leave()
            try eventually("a stops") { server.handler.log.last == "stop a disconnected" }
            try #expect(server.client().ask("eval c") == "OK c")
            #expect(!server.handler.log.contains("start b"))
        }
    }

    @Test func anHTTPRequestGetsOneErrorAndTheEnd() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            let replies = try client.rest()
            #expect(replies.count == 1)
            #expect(replies.first?.hasPrefix("ERR 11 verb") == true)
        }
    }

    @Test func aBlobCutShortIsReportedAfterTheWorkBeforeIt() async throws {
        try await withServer { server in
            let client = try server.client()
            try client.send("@1 eval wait a\n@2 put x f64[2] blob=16\nshort")
            client.endSending()
            try #expect(client.line()?.hasPrefix("@2 ERR 14 framing") == true)
            server.handler.open("a")
            try #expect(client.rest() == ["@1 OK a"])
        }
    }

    @Test func twoMebibytesWithoutALineEndAreReportedAndClosed() async throws {
        try await withServer { server in
            let client = try server.client()
            // Nothing is lost where the client reads only after it has written everything.
            try client.send([UInt8](repeating: 0x61, count: 2 << 20))
            let replies = try client.rest()
            #expect(replies.count == 1)
            #expect(replies.first?.hasPrefix("ERR 50 length") == true)
        }
    }

    @Test func anUnfinishedRequestIsNotWaitedForForEver() async throws {
        try await withServer({ $0.patience = .milliseconds(400) }) { server in
            let idle = try server.client()
            for text in ["pin", "cell <<END\nx = 1\n", "put x f64[2] blob=16\nshort"] {
                let client = try server.client()
                try client.send("@9 \(text)")
                let replies = try client.rest()
                #expect(replies.count == 1)
                #expect(replies.first?.contains("ERR 14 framing") == true)
            }
            try #expect(idle.ask("ping") == "OK ping", "between requests there is no limit")
        }
    }

    @Test func refusesConnectionsBeyondTheCap() async throws {
        try await withServer({ $0.maxConnections = 2 }) { server in
            let clients = [try server.client(), try server.client()]
            let refused = try server.connect().rest()
            #expect(refused.count == 1)
            #expect(refused.first?.hasPrefix("ERR 51 connections") == true)
            try #expect(clients[1].ask("ping") == "OK ping")
            clients[0].leave()
            try eventually("a place is free") {
                try server.connect().line()?.hasPrefix("OK pullback/1") == true
            }
        }
    }

    @Test func refusesAnotherUser() async throws {
        try await withServer({ $0.uid = getuid() + 1 }) { server in
            let refused = try server.connect().rest()
            #expect(refused.count == 1)
            #expect(refused.first?.hasPrefix("ERR 41 refused") == true)
        }
    }

    @Test func refusesWorkBeyondTheQueue() async throws {
        try await withServer({ $0.maxWaiting = 2 }) { server in
            let client = try server.client()
            try client.send("@1 eval wait a\n")
            try eventually("a starts") { server.handler.log == ["start a"] }
            try client.send("@2 eval b\n@3 eval c\n@4 eval d\n")
            try #expect(client.line() == "@4 ERR 52 budget 0:0 the daemon has 2 requests waiting; try again later")
            server.handler.open("a")
            try #expect(client.lines(3) == ["@1 OK a", "@2 OK b", "@3 OK c"])
        }
    }
}
