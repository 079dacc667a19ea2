import Glibc
import Wire

/// A client with nothing but a socket; every call blocks, for a minute at most.
///
/// Safe to send: tests use a client from one thread at a time.
final class Client: @unchecked Sendable {
    private let socket: Int32
    private var buffer: [UInt8] = []
    private var start = 0
    private var decoder = ReplyDecoder()

    init(_ path: String) throws {
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var minute = timeval(tv_sec: 60, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(socket, SOL_SOCKET, option, &minute, socklen_t(MemoryLayout<timeval>.size))
        }
        let code = withSocketAddress(of: path) { [socket] in connect(socket, $0, $1) }
        guard code == 0 else { throw TestFailure(description: "cannot connect: \(String(cString: strerror(errno)))") }
    }

    deinit { Glibc.close(socket) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw TestFailure(description: "cannot send: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    /// Says that no more is sent.
    func endSending() { shutdown(socket, Int32(SHUT_WR)) }

    /// Goes away, both ways at once.
    func leave() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// The next line without its LF, `nil` at the end.
    func line() throws -> String? {
        while true {
            if let end = buffer[start...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return String(decoding: buffer[start..<end], as: UTF8.self)
            }
            guard try receive() else { return nil }
        }
    }

    /// Waits for bytes; `false` at the end.
    @discardableResult private func receive() throws -> Bool {
        buffer.removeFirst(start)
        start = 0
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = bytes.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw TestFailure(description: "cannot read: \(String(cString: strerror(errno)))") }
        buffer += bytes.prefix(count)
        return count > 0
    }

    /// The next reply line, with its bytes if it has some; `nil` at the end.
    func reply() throws -> Reply? {
        while true {
            if let reply = try decoder.next() { return reply }
            if start == buffer.count { try receive() }
            guard start < buffer.count else { return nil }
            decoder.feed(buffer[start...])
            start = buffer.count
        }
    }

    func lines(_ count: Int) throws -> [String] { try (0..<count).compactMap { _ in try line() } }

    /// Every line up to the end.
    func rest() throws -> [String] {
        var lines: [String] = []
        while let line = try line() { lines.append(line) }
        return lines
    }

    /// Sends a line and gives the next one that comes.
    func ask(_ text: String) throws -> String? {
        try send("\(text)\n")
        return try line()
    }
}
