import Foundation
import Glibc
import Logging
import Synchronization
import Testing
import Wire

@testable import Daemon

/// Answers a few verbs from a script, and writes down what it did.
///
/// | request | lane | does |
/// |---|---|---|
/// | `ping` | control | `OK` |
/// | `session NAME`, `set format=` | control | changes the connection |
/// | `session late…`, `session bad…` | session | waits for ``open(_:)``; then changes the connection, or fails |
/// | `log`, `put` | reading | `OK` |
/// | `eval wait NAME` | session | waits for ``open(_:)`` or the stop signal |
/// | `eval lines N` | session | answers with N lines of 1 KiB |
/// | `eval where` | session | says which session it works in |
/// | `eval nothing` | session | returns without an answer |
final class FakeHandler: RequestHandler {
    private let notes = Mutex<[String]>([])
    private let gates = Mutex<Set<String>>([])
    private let connections = Mutex<[Int: WeakState]>([:])

    /// What a connection remembers, as long as somebody else holds it.
    private struct WeakState: Sendable {
        weak var state: ConnectionState?
    }

    /// Connections that have asked something, and those of them that are not freed.
    var connectionsSeen: Int { connections.withLock { $0.count } }
    var connectionsAlive: Int { connections.withLock { $0.values.count { $0.state != nil } } }

    /// What has happened: `start NAME`, `end NAME`, `stop NAME REASON`, `sent`.
    var log: [String] { notes.withLock { $0 } }

    /// Lets `eval wait NAME` end.
    func open(_ name: String) { gates.withLock { _ = $0.insert(name) } }

    private func note(_ text: String) { notes.withLock { $0.append(text) } }

    func lane(of request: Request, in session: String) -> Lane {
        switch request.verb {
        case .session where ["late", "bad"].contains { request.words.first?.hasPrefix($0) == true }:
            .session(request.words.first ?? session)
        case .ping, .set, .session: .control
        case .eval: .session(session)
        default: .reading
        }
    }

    func answer(_ incoming: IncomingRequest) -> LazyLines<ReplyLine> {
        connections.withLock { $0[incoming.connection.id] = WeakState(state: incoming.connection) }
        switch incoming.request.verb {
        case .session: return attach(incoming)
        case .set: incoming.connection.format = ReplyFormat(rawValue: incoming.request.options["format"] ?? "") ?? .text
        case .eval: return evaluate(incoming)
        default: break
        }
        return ending(incoming.request.verb.rawValue)
    }

    private func ending(_ text: String) -> LazyLines<ReplyLine> { LazyLines([text]) { .ok(.text($0)) } }

    private func ending(_ error: WireError) -> LazyLines<ReplyLine> { LazyLines([error]) { .error($0) } }

    private func attach(_ incoming: IncomingRequest) -> LazyLines<ReplyLine> {
        let name = incoming.request.words.first ?? incoming.session
        if name.hasPrefix("late") || name.hasPrefix("bad") {
            while !gates.withLock({ $0.contains(name) }), !incoming.stop.isRaised { usleep(2_000) }
        }
        if name.hasPrefix("bad") || incoming.stop.isRaised { return ending(WireError(.notFound, "no \(name)")) }
        incoming.connection.session = name
        return ending("session")
    }

    private func evaluate(_ incoming: IncomingRequest) -> LazyLines<ReplyLine> {
        let words = (incoming.request.words.first ?? "").split(separator: " ").map(String.init)
        switch (words.first, words.last) {
        case ("wait", let name?): return wait(name, incoming)
        case ("lines", let count?):
            incoming.stop.onRaise { [self] in note("stop lines") }
            return lines(Int(count) ?? 0)
        case ("where", _): return ending(incoming.session)
        case ("nothing", _): return LazyLines()
        default: return ending(words.joined(separator: " "))
        }
    }

    /// Notes each line when it is made.
    private func lines(_ count: Int) -> LazyLines<ReplyLine> {
        let line = String(repeating: "x", count: 1000)
        var lines = LazyLines(Array(0..<count)) { [self] number in
            note("sent")
            return ReplyLine.data(.text("\(number) \(line)"))
        }
        lines.append(
            LazyLines(["lines"]) { [self] text in
                note("end lines")
                return .ok(.text(text))
            })
        return lines
    }

    private func wait(_ name: String, _ incoming: IncomingRequest) -> LazyLines<ReplyLine> {
        note("start \(name)")
        while !gates.withLock({ $0.contains(name) }) {
            if let reason = incoming.stop.reason {
                note("stop \(name) \(reason)")
                return ending(WireError(.cancelled, "\(reason)"))
            }
            usleep(2_000)
        }
        note("end \(name)")
        return ending(name)
    }
}

/// A server on a socket of its own, and what a test needs of it.
struct TestServer: Sendable {
    let handler: FakeHandler
    let paths: SocketPaths
    let isClosed: Flag

    func connect() throws -> Client { try Client(paths.socket) }

    /// A client that has read its greeting.
    func client() throws -> Client {
        let client = try connect()
        _ = try client.line()
        return client
    }
}

/// Something that happens once.
final class Flag: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}

struct TestFailure: Error, CustomStringConvertible {
    var description: String
}

/// A folder with a short path, since a socket's path has 107 bytes; removed at the end.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    var template = Array("/tmp/pb-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFailure(description: "no temporary folder") }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
        for name in ["socket", "socket.lock", "other"] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }
    return try await body(folder)
}

/// Runs a server for the time of `body`, which may block: it has a thread of its own.
func withServer(
    _ change: (inout Server.Configuration) -> Void = { _ in },
    _ body: @escaping @Sendable (TestServer) throws -> Void
) async throws {
    var configuration = Server.Configuration(threads: 2)
    change(&configuration)
    try await withFolder { [configuration] folder in
        let paths = try SocketPaths(environment: [:], socket: "\(folder)/socket")
        let test = TestServer(handler: FakeHandler(), paths: paths, isClosed: Flag())
        let ready = AsyncStream.makeStream(of: Void.self)
        var hooks = Server.Hooks()
        hooks.onReady = { ready.continuation.finish() }
        hooks.onClose = { test.isClosed.set() }
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = Server(
            try SocketClaim(paths), configuration: configuration, handler: test.handler, logger: logger, hooks: hooks)
        let running = Task {
            defer { ready.continuation.finish() }
            try await server.run()
        }
        for await _ in ready.stream {}
        let result = await onThread { try body(test) }
        running.cancel()
        try await running.value
        #expect(test.isClosed.isSet)
        #expect(access(paths.socket, F_OK) != 0, "the socket is removed")
        try result.get()
    }
}

/// Runs a server with the daemon's own verbs, over an archive of its own, for the time of `body`, which gets the
/// socket's path and may block.
func withRealServer(_ body: @escaping @Sendable (String) throws -> Void) async throws {
    let archive = FileManager.default.temporaryDirectory.appending(path: "pullback-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: archive) }
    try await withFolder { folder in
        let paths = try SocketPaths(environment: [:], socket: "\(folder)/socket")
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let (handler, close) = try makeHandler(archivePath: "\(archive)/archive.sqlite", threads: 2, logger: logger)
        let ready = AsyncStream.makeStream(of: Void.self)
        var hooks = Server.Hooks()
        hooks.onReady = { ready.continuation.finish() }
        hooks.onClose = close
        let server = Server(
            try SocketClaim(paths), configuration: Server.Configuration(threads: 2), handler: handler, logger: logger,
            hooks: hooks)
        let running = Task {
            defer { ready.continuation.finish() }
            try await server.run()
        }
        for await _ in ready.stream {}
        let result = await onThread { try body(paths.socket) }
        running.cancel()
        try await running.value
        try result.get()
    }
}

/// Runs a blocking body outside the pool of async tasks, which has as many threads as cores.
func onThread(_ body: @escaping @Sendable () throws -> Void) async -> Result<Void, any Error> {
    await Task(executorPreference: ThreadExecutor()) { try body() }.result
}

/// Runs each job of a task on a new thread, where it may block. A task, since it carries along which test it is.
private final class ThreadExecutor: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Blocks until `condition` holds; a minute is for machines that do much else.
func eventually(_ what: String, _ condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw TestFailure(description: "never: \(what)") }
        usleep(5_000)
    }
}
