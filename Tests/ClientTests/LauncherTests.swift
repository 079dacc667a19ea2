import Foundation
import Glibc
import Synchronization
import TestTools
import Testing
import Wire

@testable import Client

/// Starting a daemon, and finding one: with the real program, and with scripts in its place.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LauncherTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = "/tmp/pb-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func options(in folder: String, program: String? = nil) throws -> ConnectionOptions {
        var options = ConnectionOptions(
            paths: try SocketPaths(environment: [:], socket: "\(folder)/s", archive: "\(folder)/a/archive.sqlite"))
        options.program = program ?? "\(Programs.folder)/pullbackd"
        return options
    }

    /// A program that is this script.
    private func script(_ text: String, in folder: String) throws -> String {
        let path = "\(folder)/program"
        try "#!/bin/sh\n\(text)\n".write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o700)
        return path
    }

    @Test func ofManyClientsOneStartsTheDaemon() throws {
        try withFolder { folder in
            let options = try options(in: folder)
            let answers = Mutex<[Bool]>([])
            let finished = DispatchSemaphore(value: 0)
            for number in 0..<8 {
                Thread.detachNewThread {
                    var mine = options
                    mine.session = "s\(number)"
                    let answer = try? Connection.with(mine) { try $0.ask(Request(.session)) }
                    answers.withLock { $0.append(answer?.ok == .text("session=s\(number) cells=0")) }
                    finished.signal()
                }
            }
            for _ in 0..<8 { finished.wait() }
            #expect(answers.withLock { $0 } == Array(repeating: true, count: 8))
            let log = try String(contentsOfFile: options.paths.log, encoding: .utf8)
            #expect(log.split(separator: "\n").count { $0.contains("ready") } == 1)
            try Connection.with(options) { connection in _ = try connection.ask(Request(.shutdown)) }
        }
    }

    @Test func aNewSessionLoadsFilesFromTheFolderOfItsClient() throws {
        try withFolder { folder in
            var options = try options(in: folder)
            options.folder = "/no/such/folder"
            options.session = "mine"
            var connection = try Connection.open(options)
            let error = failure { () throws(ClientError) in
                _ = try connection.ask(Request(.eval, words: ["load(\"a.npy\")"]))
            }
            #expect(error?.message.contains("/no/such/folder") == true, "\(String(describing: error))")
            _ = try connection.ask(Request(.shutdown))
        }
    }

    @Test func whereNoneMayBeStartedThereIsNone() throws {
        try withFolder { folder in
            var options = try options(in: folder)
            options.mayStart = false
            let error = failure { () throws(ClientError) in _ = try Connection.open(options) }
            #expect(error == .noDaemon("no daemon listens at \(folder)/s"))
        }
    }

    /// A daemon that stops says so to everybody, without an id: what was asked goes to the next one.
    @Test func whatADaemonOnItsWayOutDidNotTakeIsSentToTheNext() throws {
        try withFolder { folder in
            let leaving: [String?] = ["ERR 80 draining 0:0 the daemon is shutting down\n", nil]
            let draining = ClientError.untaken(WireError(.draining, "the daemon is shutting down"))
            let daemon = FakeDaemon(
                at: "\(folder)/s",
                [leaving, ["@1 OK session=s cells=0\n", "@2 = a\n@2 OK\n"], leaving, leaving, leaving])
            var options = try options(in: folder, program: "\(folder)/nothing")
            options.session = "s"
            let answer = try Connection.with(options) { try $0.ask(Request(.names)) }
            #expect(answer.data == [.text("a")])
            // Once: the next that leaves, too, is told of.
            #expect(throws: draining) { try Connection.with(options) { try $0.ask(Request(.names)) } }
            options.mayStart = false
            #expect(throws: draining) { try Connection.with(options) { try $0.ask(Request(.names)) } }
            withExtendedLifetime(daemon) {}
        }
    }

    @Test func aDaemonThatDoesNotStartSaysWhy() throws {
        try withFolder { folder in
            let program = try script("echo it is broken >&2; exit 3", in: folder)
            let options = try options(in: folder, program: program)
            let error = failure { () throws(ClientError) in _ = try Connection.open(options) }
            #expect(error == .noDaemon("the daemon ended with code 3", log: ["it is broken"]))
            // What an earlier one has said is not told again.
            try "".write(toFile: "\(folder)/quiet", atomically: true, encoding: .utf8)
            let quiet = try self.options(in: folder, program: try script("exit 4", in: folder))
            #expect(
                failure { () throws(ClientError) in _ = try Connection.open(quiet) }
                    == .noDaemon("the daemon ended with code 4", log: []))
            let none = try self.options(in: folder, program: "\(folder)/nothing")
            #expect(
                failure { () throws(ClientError) in _ = try Connection.open(none) }
                    == .noDaemon("cannot start \(folder)/nothing: No such file or directory"))
        }
    }

    /// Its descriptors stay the caller's: a pipe that the daemon held open would keep the caller's reader waiting.
    @Test func aDaemonInheritsNoDescriptor() throws {
        try withFolder { folder in
            var pipe: [Int32] = [-1, -1]
            #expect(Glibc.pipe(&pipe) == 0)
            let options = try options(in: folder)
            var connection = try Connection.open(options)
            close(pipe[1])
            var watched = pollfd(fd: pipe[0], events: Int16(POLLIN), revents: 0)
            #expect(poll(&watched, 1, 5000) == 1 && watched.revents & Int16(POLLHUP) != 0)
            close(pipe[0])
            _ = try connection.ask(Request(.shutdown))
        }
    }
}
