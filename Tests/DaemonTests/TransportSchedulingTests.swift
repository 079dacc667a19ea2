import Synchronization
import Testing

@testable import Daemon

@Suite(.serialized) struct TransportSchedulingTests {
    @Test func requestsOfASessionRunOneAfterAnother() async throws {
        try await withServer { server in
            let first = try server.client()
            let second = try server.client()
            try first.send("@1 eval wait a\n")
            try eventually("a starts") { server.handler.log == ["start a"] }
            try second.send("@1 eval wait b\n@2 ping\n")
            try #expect(second.line() == "@2 OK ping")
            server.handler.open("b")
            #expect(server.handler.log == ["start a"])
            server.handler.open("a")
            try #expect(second.line() == "@1 OK b")
            #expect(server.handler.log == ["start a", "end a", "start b", "end b"])
        }
    }

    @Test func sessionsRunSideBySideAndReadsBesideThem() async throws {
        try await withServer { server in
            let clients = try (0..<3).map { _ in try server.client() }
            for (number, client) in clients.enumerated() {
                try #expect(client.ask("session s\(number)") == "OK session")
            }
            for (name, client) in zip(["a", "b"], clients) { try client.send("eval wait \(name)\n") }
            try eventually("both run") { Set(server.handler.log) == ["start a", "start b"] }
            // Every compute thread is taken now: a read still has its own.
            try #expect(clients[2].ask("log") == "OK log")
            for (name, client) in zip(["b", "a"], clients.prefix(2).reversed()) {
                server.handler.open(name)
                try #expect(client.line() == "OK \(name)")
            }
        }
    }

    @Test func queueKeepsSessionsInOrderAndLetsTheOldestGoFirst() throws {
        let ran = Mutex<[Int]>([])
        var queue = LaneQueue(capacity: 5)
        for (number, session) in ["a", "a", nil, "b", "a"].enumerated() {
            let isAdded = queue.add(session: session) { ran.withLock { $0.append(number) } }
            #expect(isAdded)
        }
        let isAdded = queue.add(session: nil) {}
        #expect(!isAdded, "it is full")

        let next = queue.nextOfSession()
        let first = try #require(next)
        first.job()
        while let work = queue.nextOfSession() {
            work.job()
            #expect(work.session != "a", "a is busy")
            queue.finish(work)
        }
        #expect(ran.withLock { $0 } == [0, 3])
        queue.finish(first)
        while let work = queue.nextOfSession() {
            work.job()
            queue.finish(work)
        }
        #expect(ran.withLock { $0 } == [0, 3, 1, 4])
        let read = queue.nextRead()
        try #require(read).job()
        #expect(ran.withLock { $0 } == [0, 3, 1, 4, 2])
        #expect(queue.waiting == 0)
    }

    @Test func readsAndSessionsHaveThreadsOfTheirOwn() {
        var queue = LaneQueue(capacity: 2)
        _ = queue.add(session: "a") {}
        let early = queue.nextRead()
        if early != nil { Issue.record("a thread for reads took a job of a session") }
        _ = queue.add(session: nil) {}
        let other = queue.nextOfSession()
        #expect(other?.session == "a")
        if queue.nextOfSession() != nil { Issue.record("a thread for sessions took a read") }
        let read = queue.nextRead()
        if read == nil { Issue.record("it took nothing") }
    }

    @Test func aSignalIsRaisedOnce() {
        let signal = StopSignal()
        let raised = Mutex(0)
        signal.onRaise { raised.withLock { $0 += 1 } }
        #expect(!signal.isRaised)
        signal.raise(.cancelled)
        signal.raise(.draining)
        signal.onRaise { raised.withLock { $0 += 10 } }
        #expect(signal.reason == .cancelled)
        #expect(raised.withLock { $0 } == 11)
    }
}
