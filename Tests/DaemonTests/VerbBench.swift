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
        handler.handle(
            Exchange(request: request, connection: ConnectionState(id: 1), stop: stop) { reply in
                let count = lines.withLock { lines in
                    lines.append(String(decoding: reply.encoded(id: nil, format: .text).dropLast(), as: UTF8.self))
                    return lines.count
                }
                if let reason, count == line { stop.raise(reason) }
            })
        return lines.withLock { $0 }
    }

    func eval(_ source: String) -> [String] { ask(Request(.eval, words: [source])) }

    func query(_ sql: String) -> [String] { Array(ask(Request(.query, words: [sql])).dropFirst().dropLast()) }
}
