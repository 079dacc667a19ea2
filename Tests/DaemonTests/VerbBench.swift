import Foundation
import Logging
import Synchronization
import Wire

@testable import Daemon

/// Answers requests over an archive of its own, without sockets.
struct VerbBench {
    let handler: any RequestHandler
    let close: @Sendable () -> Void
    let root: String

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "pullback-\(UUID().uuidString)").path
        (handler, close) = try makeHandler(
            archivePath: "\(root)/archive.sqlite", threads: 1, logger: Logger(label: "test"))
    }

    func end() {
        close()
        try? FileManager.default.removeItem(atPath: root)
    }

    /// The lines of a reply as the protocol writes them; the request is stopped for `reason` before its line `line`.
    func ask(_ request: Request, stop reason: StopSignal.Reason? = nil, before line: Int = 0) -> [String] {
        let stop = StopSignal()
        if let reason, line == 0 { stop.raise(reason) }
        let lines = Mutex<[String]>([])
        @Sendable func take(_ reply: ReplyLine) {
            let count = lines.withLock { lines in
                lines.append(String(decoding: reply.encoded(id: nil, format: .text).dropLast(), as: UTF8.self))
                return lines.count
            }
            if let reason, count == line { stop.raise(reason) }
        }
        let incoming = IncomingRequest(request: request, connection: ConnectionState(id: 1), stop: stop, sink: take)
        for reply in handler.answer(incoming) { take(reply) }
        return lines.withLock { $0 }
    }

    /// The lines of a reply to a request that works in a session.
    func ask(_ request: Request, in session: String) -> [String] {
        let incoming = IncomingRequest(request: request, connection: ConnectionState(id: 1), session: session) { _ in }
        return handler.answer(incoming).map {
            String(decoding: $0.encoded(id: nil, format: .text).dropLast(), as: UTF8.self)
        }
    }

    /// The lines of a reply, what was sent early included.
    func replies(to request: Request, as format: ReplyFormat = .text) -> [ReplyLine] {
        let connection = ConnectionState(id: 1)
        connection.format = format
        let early = Mutex<[ReplyLine]>([])
        let incoming = IncomingRequest(request: request, connection: connection) { line in
            early.withLock { $0.append(line) }
        }
        let answer = Array(handler.answer(incoming))
        return early.withLock { $0 } + answer
    }

    func eval(_ source: String) -> [String] { ask(Request(.eval, words: [source])) }

    func query(_ sql: String) -> [String] { Array(ask(Request(.query, words: [sql])).dropFirst().dropLast()) }
}
