import Foundation
import Testing
import Wire

@testable import Daemon

/// PROTOCOL.md says what the daemon does. `PULLBACK_RECORD=1` writes what it does into the document, and fails.
@Suite(.serialized) struct ProtocolDocumentTests {
    private static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "PROTOCOL.md").path
    private static let isRecording = ProcessInfo.processInfo.environment["PULLBACK_RECORD"] == "1"

    private static func lines() throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    /// Compares, or writes what was found.
    private static func settle(_ found: [String], _ mask: (String) -> String = { $0 }) throws {
        let expected = try lines()
        if isRecording, found != expected {
            try found.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
            Issue.record("PROTOCOL.md was recorded: read the difference")
        }
        for (index, (was, now)) in zip(expected, found).enumerated() where mask(was) != mask(now) {
            Issue.record("PROTOCOL.md:\(index + 1) says\n\(was)\nand the daemon\n\(now)")
            return
        }
        #expect(expected.count == found.count)
    }

    @Test func everyExampleIsWhatADaemonAnswers() async throws {
        try await withRealServer { socket in
            var player = ExamplePlayer(socket: socket)
            let found = try player.play(ProtocolDocumentTests.lines())
            try ProtocolDocumentTests.settle(found, ProtocolDocumentTests.masked)
            #expect(player.verbs == Set(Verb.allCases.map(\.rawValue)), "every verb has an example")
        }
    }

    @Test func everyVerbIsDescribedAsItsHelpDescribesIt() throws {
        var found: [String] = []
        var lines = try ProtocolDocumentTests.lines()[...]
        var described: [Verb] = []
        while let line = lines.popFirst() {
            found.append(line)
            guard line.hasPrefix("### `"), let verb = Verb(rawValue: String(line.dropFirst(5).dropLast())) else {
                continue
            }
            described.append(verb)
            let description = ["", "`\(verb.usage)`: \(verb.descriptor.summary).", "", "```"]
            found += description + verb.descriptor.details.split(separator: "\n").map(String.init) + ["```"]
            // Up to the end of the first fence.
            for _ in 0..<2 { lines = lines.drop { $0 != "```" }.dropFirst() }
        }
        #expect(described == Verb.allCases)
        try ProtocolDocumentTests.settle(found)
    }

    /// Without what differs from one machine or moment to the next.
    static func masked(_ line: String) -> String {
        var text = line
        for pattern in [
            #"(pid[= ])[0-9]+"#, #"(uptime_s )[0-9]+"#, #"(threads )[0-9]+"#, #"(archive )/.*"#, #"()[0-9]+us\b"#,
            #"(duration_us )[0-9]+"#, #"()[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"#, #"((?:database|wal)_bytes )[0-9]+"#,
            // Before it began, or in the middle.
            #"(ERR 70 cancelled).*"#,
        ] {
            text = text.replacingOccurrences(of: pattern, with: "$1#", options: .regularExpression)
        }
        return text
    }
}

/// Plays the examples of a document over a socket.
private struct ExamplePlayer {
    let socket: String
    /// The verbs that were sent.
    private(set) var verbs: Set<String> = []
    private var client: Client?
    private var format = "text"

    init(socket: String) { self.socket = socket }

    /// The document with the answers as they are.
    mutating func play(_ document: [String]) throws -> [String] {
        var played: [String] = []
        var lines = document[...]
        while let line = lines.popFirst() {
            played.append(line)
            guard line == "```", let first = lines.first, first.hasPrefix("C: ") || first.hasPrefix("S: ") else {
                continue
            }
            let example = Array(lines.prefix { $0 != "```" })
            lines = lines.dropFirst(example.count)
            played += try play(example: example) + ["```"]
            lines = lines.dropFirst()
        }
        return played
    }

    private mutating func play(example: [String]) throws -> [String] {
        var played: [String] = []
        var rest = example[...]
        if rest.first?.hasPrefix("S: OK pullback/") == true {
            let connection = try Client(socket)
            client = connection
            played.append(keeping("S: \(try connection.line() ?? "")", of: rest.prefix(1)))
            rest = rest.dropFirst()
        }
        let isJSON = example.contains { $0.hasPrefix("S: {") }
        try use(isJSON ? "json" : "text")
        while !rest.isEmpty {
            let asked = rest.prefix { $0.hasPrefix("C: ") }
            let answered = rest.dropFirst(asked.count).prefix { !$0.hasPrefix("C: ") }
            guard !asked.isEmpty else {
                throw TestFailure(description: "an answer without a request: \(rest.first ?? "")")
            }
            rest = rest.dropFirst(asked.count + answered.count)
            let found = try ask(asked.map { String($0.dropFirst(3)) })
            played += asked
            // After a line of three dots nobody wants the rest.
            guard let dots = answered.firstIndex(of: "…") else {
                played += found.map { keeping($0, of: answered) }
                continue
            }
            played += found.prefix(dots - answered.startIndex).map { keeping($0, of: answered) } + ["…"]
        }
        return played
    }

    /// The line as it stands in the document, where it differs in nothing but what is masked.
    private func keeping(_ line: String, of documented: ArraySlice<String>) -> String {
        let mask = ProtocolDocumentTests.masked
        return documented.first { mask($0) == mask(line) } ?? line
    }

    private mutating func use(_ format: String) throws {
        guard format != self.format else { return }
        self.format = format
        _ = try client?.ask("set format=\(format)")
    }

    /// Sends requests, which stand as one line or several, and gives every line of their answers: those of one request
    /// together, in the order of the requests' ids.
    private mutating func ask(_ lines: [String]) throws -> [String] {
        guard let client else { throw TestFailure(description: "no connection") }
        var waiting = 0
        var tag: String?
        for line in lines {
            if line.hasPrefix("b'") {
                try client.send(ExamplePlayer.bytes(line) + [0x0A])
                continue
            }
            try client.send("\(line)\n")
            if let end = tag {
                if line == end { tag = nil }
                continue
            }
            waiting += 1
            let words = line.split(separator: " ").map(String.init)
            if let verb = words.first(where: { !$0.hasPrefix("@") }) { verbs.insert(verb) }
            tag = words.last.flatMap { $0.hasPrefix("<<") ? String($0.dropFirst(2)) : nil }
        }
        var found: [(id: String, line: String)] = []
        while waiting > 0 {
            guard let reply = try client.reply() else { throw TestFailure(description: "the daemon left at \(lines)") }
            let id = reply.id ?? ""
            found.append((id, "S: \(reply.line)"))
            switch reply.content {
            case .ok, .error: waiting -= 1
            case .blob(let bytes): found.append((id, "S: \(ExamplePlayer.literal(bytes + [0x0A]))"))
            case .data, .progress, .event: break
            }
        }
        let ids = found.map(\.id).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return ids.sorted(by: >).flatMap { id in found.filter { $0.id == id }.map(\.line) }
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
