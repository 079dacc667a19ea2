import Foundation
import Wire

/// Transcripts of a connection: `C:` marks a line that the client sends and `S:` one that the daemon answers; bytes stand as
/// Python writes them, `b'…'`. The lines of one group of `C:` are sent together.
enum Transcript {
    /// `PULLBACK_RECORD=1`: answers are written into the documents that hold them. The test fails then, so that the difference
    /// is read.
    static let isRecording = ProcessInfo.processInfo.environment["PULLBACK_RECORD"] == "1"

    /// A line without what differs from one machine or moment to the next.
    static func masked(_ line: String) -> String {
        var text = line
        for pattern in [
            #"(pid[= ]|"pid":)[0-9]+"#, #"(uptime_s |"uptime_s":)[0-9]+"#, #"(threads |"threads":)[0-9]+"#,
            #"(archive |"archive":")/[^"]*"#, #"()[0-9]+us\b"#, #"(duration_us |"duration_us":)[0-9]+"#,
            #"()[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"#, #"((?:database|wal)_bytes |"(?:database|wal)_bytes":)[0-9]+"#,
            // Before it began, or in the middle.
            #"(ERR 70 cancelled).*"#, #"("code":70,).*"#,
        ] {
            text = text.replacingOccurrences(of: pattern, with: "$1#", options: .regularExpression)
        }
        return text
    }

    /// Sends requests, which stand as one line or several, and gives every line of their answers: those of one request
    /// together, in the order of the requests' ids.
    static func ask(_ client: Client, _ lines: [String]) throws -> [String] {
        var waiting = 0
        var tag: String?
        for line in lines {
            if line.hasPrefix("b'") {
                try client.send(bytes(line) + [0x0A])
                continue
            }
            try client.send("\(line)\n")
            if let end = tag {
                if line == end { tag = nil }
                continue
            }
            waiting += 1
            tag = Transcript.tag(line)
        }
        var found: [(id: String, line: String)] = []
        while waiting > 0 {
            guard let reply = try client.reply() else { throw TestFailure(description: "the daemon left at \(lines)") }
            let id = reply.id ?? ""
            found.append((id, "S: \(reply.line)"))
            switch reply.content {
            case .ok, .error: waiting -= 1
            case .blob(let bytes): found.append((id, "S: \(literal(bytes + [0x0A]))"))
            case .data, .progress: break
            }
        }
        let ids = found.map(\.id).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return ids.sorted(by: >).flatMap { id in found.filter { $0.id == id }.map(\.line) }
    }

    /// The verbs of the requests in these lines, as they are written.
    static func requests(in lines: [String]) -> [(verb: String, line: String)] {
        var requests: [(verb: String, line: String)] = []
        var tag: String?
        for line in lines where !line.hasPrefix("b'") {
            if let end = tag {
                if line == end { tag = nil }
                continue
            }
            let words = line.split(separator: " ").map(String.init)
            requests.append((words.first { !$0.hasPrefix("@") } ?? "", line))
            tag = Transcript.tag(line)
        }
        return requests
    }

    /// The tag of the body that follows the line; `eval` and `query` take what looks like one as their argument.
    private static func tag(_ line: String) -> String? {
        let words = line.split(separator: " ")
        let verb = words.first { !$0.hasPrefix("@") }.flatMap { Verb(rawValue: String($0)) }
        guard let last = words.last, last.hasPrefix("<<"), verb?.descriptor.isRest != true else { return nil }
        return String(last.dropFirst(2))
    }

    /// Python's way to write bytes.
    private static func literal(_ bytes: [UInt8]) -> String {
        let inner = bytes.map { byte -> String in
            switch byte {
            case 0x0A: "\\n"
            case 0x27, 0x5C: "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: String(UnicodeScalar(byte))
            default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return "b'\(inner.joined())'"
    }

    private static func bytes(_ literal: String) -> [UInt8] {
        var rest = Array(literal.utf8.dropFirst(2).dropLast())[...]
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == 0x5C, let next = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            if next == UInt8(ascii: "x") {
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(next == UInt8(ascii: "n") ? 0x0A : next)
            }
        }
        return bytes
    }
}
