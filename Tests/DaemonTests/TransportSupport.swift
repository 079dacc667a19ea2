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
/// | `eval lines N` | session | sends N lines of 1 KiB |
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

    func handle(_ exchange: Exchange) {
        connections.withLock { $0[exchange.connection.id] = WeakState(state: exchange.connection) }
        switch exchange.request.verb {
        case .session: return attach(exchange)
        case .set: exchange.connection.format = ReplyFormat(rawValue: exchange.request.options["format"] ?? "") ?? .text
        case .eval: return evaluate(exchange)
        default: break
        }
        exchange.send(.ok(text: exchange.request.verb.rawValue, json: [:]))
    }

    private func attach(_ exchange: Exchange) {
        let name = exchange.request.words.first ?? exchange.session
        if name.hasPrefix("late") || name.hasPrefix("bad") {
            while !gates.withLock({ $0.contains(name) }), !exchange.stop.isRaised { usleep(2_000) }
        }
        if name.hasPrefix("bad") || exchange.stop.isRaised {
            return exchange.send(.error(WireError(.notFound, "no \(name)")))
        }
        exchange.connection.session = name
        exchange.send(.ok(text: "session", json: [:]))
    }

    private func evaluate(_ exchange: Exchange) {
        let words = (exchange.request.words.first ?? "").split(separator: " ").map(String.init)
        switch (words.first, words.last) {
        case ("wait", let name?): wait(name, exchange)
        case ("lines", let count?):
            let line = String(repeating: "x", count: 1000)
            for number in 0..<(Int(count) ?? 0) {
                exchange.send(.line("\(number) \(line)"))
                note("sent")
            }
            exchange.send(.ok(text: "lines", json: [:]))
            note(exchange.stop.isRaised ? "stop lines" : "end lines")
        case ("where", _): exchange.send(.ok(text: exchange.session, json: [:]))
        case ("nothing", _): break
        default: exchange.send(.ok(text: words.joined(separator: " "), json: [:]))
        }
    }

    private func wait(_ name: String, _ exchange: Exchange) {
        note("start \(name)")
        while !gates.withLock({ $0.contains(name) }) {
            if let reason = exchange.stop.reason {
                note("stop \(name) \(reason)")
                return exchange.send(.error(WireError(.cancelled, "\(reason)")))
            }
            usleep(2_000)
        }
        note("end \(name)")
        exchange.send(.ok(text: name, json: [:]))
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
