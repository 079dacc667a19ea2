import Foundation
import Glibc
import Wire

/// A daemon of an earlier version, as far as a client's first request: greets, reads a line, answers it, and leaves.
final class OlderDaemon: Sendable {
    /// What it answers to `shutdown idle=1`.
    enum Answer: String {
        case idle = "@1 OK\n"
        case busy = "@1 ERR 41 refused 0:0 not idle: 1 other connections, 0 requests under way\n"
    }

    private let listener: Int32

    init(at path: String, answer: Answer) {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        _ = withSocketAddress(of: path) { bind(listener, $0, $1) }
        listen(listener, 1)
        self.listener = listener
        Thread.detachNewThread {
            let client = accept(listener, nil, nil)
            OlderDaemon.write("OK pullback/1 server=0.0.9 pid=1 maxline=65536 maxblob=67108864\n", to: client)
            var bytes = [UInt8](repeating: 0, count: 256)
            _ = read(client, &bytes, bytes.count)
            if answer == .idle { unlink(path) }
            OlderDaemon.write(answer.rawValue, to: client)
            close(client)
        }
    }

    deinit { close(listener) }

    private static func write(_ text: String, to socket: Int32) {
        let bytes = Array(text.utf8)
        _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
