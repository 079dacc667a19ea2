import Daemon
import Foundation
import GRDB
import Logging
import Synchronization
import Wire

/// A daemon without sockets over an archive that outlives it.
final class Bench {
    let root: String
    private var handler: any RequestHandler
    private var close: @Sendable () -> Void
    private var connection = ConnectionState(id: 1)

    var archive: String { "\(root)/archive.sqlite" }

    /// - Parameter dump: SQL that makes the archive; nil begins with none.
    init(from dump: String? = nil) throws {
        root = FileManager.default.temporaryDirectory.appending(path: "pullback-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        if let dump {
            let queue = try DatabaseQueue(path: "\(root)/archive.sqlite")
            try queue.inDatabase { try $0.execute(sql: dump) }
            try queue.close()
        }
        (handler, close) = try Bench.open("\(root)/archive.sqlite")
    }

    deinit {
        close()
        try? FileManager.default.removeItem(atPath: root)
    }

    private static func open(_ path: String) throws -> (handler: any RequestHandler, close: @Sendable () -> Void) {
        try makeHandler(archivePath: path, threads: 1, logger: Logger(label: "test"))
    }

    /// Stops the daemon, changes the archive if asked, and starts another one.
    func restart(after sql: String? = nil) throws {
        close()
        if let sql {
            let queue = try DatabaseQueue(path: archive)
            try queue.inDatabase { try $0.execute(sql: sql) }
            try queue.close()
        }
        (handler, close) = try Bench.open(archive)
        connection = ConnectionState(id: 1)
    }

    /// The lines of a reply as the protocol writes them, without progress.
    func ask(_ request: Request) -> [String] {
        let lines = Mutex<[String]>([])
        @Sendable func take(_ reply: ReplyLine) {
            if case .progress = reply { return }
            lines.withLock {
                $0.append(String(decoding: reply.encoded(id: nil, format: .text).dropLast(), as: UTF8.self))
            }
        }
        let incoming = IncomingRequest(request: request, connection: connection, sink: take)
        for reply in handler.answer(incoming) { take(reply) }
        return lines.withLock { $0 }
    }

    func ask(_ verb: Verb, _ words: String..., options: [String: String] = [:]) -> [String] {
        ask(Request(verb, words: words, options: .init(uniqueKeysWithValues: options.sorted { $0.key < $1.key })))
    }

    func cell(_ source: String) -> [String] { ask(Request(.cell, body: source + "\n")) }

    func query(_ sql: String) -> [[String]] {
        ask(.query, sql).dropFirst().dropLast().map { $0.dropFirst(2).components(separatedBy: " | ") }
    }

    /// The archive of version 1: made by the last build that wrote it, with every kind of run, control flow, sessions, forks,
    /// a put, a repeated cell, and runs that the rules of that build got wrong (session `wrong`).
    /// `archive-1-rules.sql`, by the same build: derivatives of what later rules derive otherwise.
    static func version1(_ name: String = "archive-1.sql") throws -> Bench { try recorded(name) }

    /// A daemon over the archive that the SQL in this file makes.
    static func recorded(_ name: String) throws -> Bench {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return try Bench(from: String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }
}
