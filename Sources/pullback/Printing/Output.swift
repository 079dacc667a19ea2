import Client
import Glibc

/// One of the standard streams, written without a buffer of its own.
struct Output {
    static let standard = Output(descriptor: STDOUT_FILENO)
    static let error = Output(descriptor: STDERR_FILENO)

    let descriptor: Int32

    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Whether escape sequences for colour are welcome.
    var hasColor: Bool { isTerminal && Paths.environment("NO_COLOR") == nil && Paths.environment("TERM") != "dumb" }

    func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes all bytes. A reader that has gone, as behind `| head -1`, has seen what it wanted: the process ends
    /// without a word. Any other failure of standard output is a failure of storage.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, -1)
            } else if errno != EINTR {
                exit(errno == EPIPE ? Status.fine.rawValue : Status.storage.rawValue)
            }
        }
    }

    func reddened(_ text: String) -> String { hasColor ? "\u{1B}[31m\(text)\u{1B}[0m" : text }

    func dimmed(_ text: String) -> String { hasColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
