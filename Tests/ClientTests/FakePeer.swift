import Foundation
import Glibc
import Wire

/// The daemon's end of a pair of sockets, which answers from a script on a thread of its own.
final class FakePeer: Sendable {
    /// The end that a connection takes over.
    let client: Int32
    private let own: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw NoConnection()
        }
        (client, own) = (ends[0], ends[1])
    }

    func write(_ text: String) { FakePeer.write(Array(text.utf8), to: own) }

    /// Closes.
    func leave() { close(own) }

    /// Answers each line that comes by the next text; behind the last, and at `nil`, it closes.
    func answer(_ answers: [String?]) {
        Thread.detachNewThread { [own] in FakePeer.play(answers, on: own) }
    }

    fileprivate static func play(_ answers: [String?], on socket: Int32) {
        var lines = LineReader(descriptor: socket)
        for answer in answers {
            guard lines.next() != nil, let answer else { break }
            write(Array(answer.utf8), to: socket)
        }
        // What a client sends before it leaves is read, so that it is not cut off by a reset.
        if answers.last != .some(nil) { while lines.next() != nil {} }
        close(socket)
    }

    /// Answers a request with a blob by `line`, its own bytes as a blob, and `@1 OK`.
    func answerBlob(count: Int, by line: String) {
        Thread.detachNewThread { [own] in
            var lines = LineReader(descriptor: own)
            _ = lines.next()
            FakePeer.write(Array(line.utf8), to: own)
            var left = count + 1
            while left > 0, let bytes = lines.bytes(atMost: left) {
                FakePeer.write(bytes, to: own)
                left -= bytes.count
            }
            FakePeer.write(Array("@1 OK\n".utf8), to: own)
            close(own)
        }
    }

    fileprivate static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// A daemon that listens: each connection that comes is greeted and gives way to the next of some scripts, as
/// ``FakePeer/answer(_:)`` plays them.
final class FakeDaemon: Sendable {
    private let listener: Int32

    init(at path: String, _ scripts: [[String?]]) {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.listener = listener
        _ = withSocketAddress(of: path) { bind(listener, $0, $1) }
        listen(listener, 8)
        Thread.detachNewThread {
            for script in scripts {
                let peer = accept(listener, nil, nil)
                FakePeer.write(Array(greeting.utf8), to: peer)
                FakePeer.play(script, on: peer)
            }
        }
    }

    deinit { close(listener) }
}

/// What a daemon of the present protocol says first.
let greeting = "OK pullback/1 server=9.0.0 pid=7 maxline=65536 maxblob=67108864\n"

/// Lines of a socket, read as they come.
private struct LineReader {
    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next line without its LF; `nil` at the end.
    mutating func next() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer.removeFirst(end + 1) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            guard fill() else { return nil }
        }
    }

    /// Some bytes; `nil` at the end.
    mutating func bytes(atMost count: Int) -> [UInt8]? {
        guard !buffer.isEmpty || fill() else { return nil }
        let piece = Array(buffer.prefix(count))
        buffer.removeFirst(piece.count)
        return piece
    }

    private mutating func fill() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return false }
        buffer += bytes.prefix(count)
        return true
    }
}
