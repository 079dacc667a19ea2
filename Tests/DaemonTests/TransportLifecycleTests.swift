import Glibc
import Testing
import Wire

@testable import Daemon

@Suite(.serialized) struct TransportLifecycleTests {
    @Test func shutdownFinishesWhatRunsAndRefusesTheRest() async throws {
        try await withServer { server in
            let worker = try server.client()
            let other = try server.client()
            try worker.send("eval wait a\neval b\n@2 eval c\n")
            try eventually("a starts") { server.handler.log == ["start a"] }
            try #expect(server.client().ask("@9 shutdown") == "@9 OK")
            try #expect(other.ask("@3 ping")?.hasPrefix("@3 ERR 80 draining") == true)
            try eventually("no new connections") { (try? server.connect().line()) == nil }
            server.handler.open("a")
            // `@2` waited for a thread when the drain began, `eval b` for its turn: the one was taken on, the other not.
            let replies = try worker.rest()
            #expect(Set(replies.map { $0.prefix(7) }) == ["OK a", "ERR 80 ", "@2 OK c"])
            // Whoever is idle is told too: what it sends from now on is not taken.
            try #expect(other.rest().map { $0.prefix(7) } == ["ERR 80 "])
            try eventually("closed") { server.isClosed.isSet }
        }
    }

    @Test func shutdownOfAnIdleDaemonLeavesABusyOneAlone() async throws {
        try await withServer { server in
            let other = try server.client()
            let client = try server.client()
            #expect(
                try client.ask("shutdown idle=1")
                    == "ERR 41 refused 0:0 not idle: 1 other connections, 0 requests under way")
            try #expect(other.ask("ping") == "OK ping")
            other.leave()
            try eventually("the other connection is gone") { try client.ask("shutdown idle=1") == "OK" }
            try eventually("closed") { server.isClosed.isSet }
        }
    }

    @Test func workThatTakesTooLongIsStopped() async throws {
        try await withServer({ $0.grace = .milliseconds(300) }) { server in
            let worker = try server.client()
            try worker.send("@1 eval wait a\n@2 eval wait b\n")
            try eventually("a starts") { server.handler.log == ["start a"] }
            try #expect(server.client().ask("shutdown") == "OK")
            #expect(Set(try worker.rest().map { $0.prefix(9) }) == ["@1 ERR 70", "@2 ERR 80", "ERR 80 dr"])
            #expect(server.handler.log == ["start a", "stop a draining"])
        }
    }

    @Test func aSecondServerIsRefused() async throws {
        try await withServer { server in
            let error = #expect(throws: StartupFailure.self) { try SocketClaim(server.paths) }
            #expect(error?.exitCode == 75)
            try #expect(server.client().ask("ping") == "OK ping")
        }
    }

    @Test func aStaleSocketIsReplaced() async throws {
        try await withFolder { folder in
            let paths = try SocketPaths(environment: [:], socket: "\(folder)/socket")
            // Bound, and closed without a farewell: what a killed daemon leaves.
            Glibc.close(try SocketClaim(paths).bind())
            #expect(throws: TestFailure.self) { try Client(paths.socket) }
            let claim = try SocketClaim(paths)
            let socket = try claim.bind()
            #expect(listen(socket, 1) == 0)
            #expect(throws: Never.self) { try Client(paths.socket) }
            Glibc.close(socket)
            claim.remove()
            #expect(access(paths.socket, F_OK) != 0)
        }
    }

    @Test func aListenerWithoutTheLockIsLeftAlone() async throws {
        try await withFolder { folder in
            let paths = try SocketPaths(environment: [:], socket: "\(folder)/socket")
            let socket = try SocketClaim(paths).bind()
            defer { Glibc.close(socket) }
            #expect(listen(socket, 1) == 0)
            let error = #expect(throws: StartupFailure.self) { try SocketClaim(paths).bind() }
            #expect(error?.exitCode == 75)
            #expect(throws: Never.self) { try Client(paths.socket) }
        }
    }

    @Test func whatIsNoSocketStays() async throws {
        try await withFolder { folder in
            let paths = try SocketPaths(environment: [:], socket: "\(folder)/socket")
            let file = creat(paths.socket, 0o600)
            #expect(write(file, "kept", 4) == 4)
            Glibc.close(file)
            var error = #expect(throws: StartupFailure.self) { try SocketClaim(paths) }
            #expect(error?.exitCode == 73)
            var status = stat()
            #expect(stat(paths.socket, &status) == 0 && status.st_size == 4)

            unlink(paths.socket)
            #expect(symlink("\(folder)/other", paths.socket) == 0)
            error = #expect(throws: StartupFailure.self) { try SocketClaim(paths) }
            #expect(error?.exitCode == 73)
            #expect(lstat(paths.socket, &status) == 0)
        }
    }

    @Test func aFolderThatLetsOthersInIsRefused() async throws {
        try await withFolder { folder in
            var paths = try SocketPaths(environment: [:], socket: "\(folder)/socket")
            paths.runtimeFolder = folder
            chmod(folder, 0o755)
            let error = #expect(throws: StartupFailure.self) { try SocketClaim(paths) }
            #expect(error?.exitCode == 73)
            chmod(folder, 0o700)
            #expect(throws: Never.self) { try SocketClaim(paths) }
        }
    }
}
