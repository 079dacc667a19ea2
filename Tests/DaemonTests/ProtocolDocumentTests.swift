import Foundation
import Testing
import Wire

@testable import Daemon

/// PROTOCOL.md says what the daemon does. `PULLBACK_RECORD=1` writes what it does into the document, and fails.
@Suite(.serialized) struct ProtocolDocumentTests {
    private static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "PROTOCOL.md").path

    private static func lines() throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    /// Compares, or writes what was found.
    private static func settle(_ found: [String], _ mask: (String) -> String = { $0 }) throws {
        let expected = try lines()
        if Transcript.isRecording, found != expected {
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
            try ProtocolDocumentTests.settle(found, Transcript.masked)
            #expect(player.verbs == Set(Verb.allCases.map(\.rawValue)), "every verb has an example")
        }
    }

    @Test func everyErrorCodeIsExplained() throws {
        let rows = try ProtocolDocumentTests.lines().filter { $0.hasPrefix("| ") && !$0.hasPrefix("| code ") }
        let explained = rows.map { $0.split(separator: "|").prefix(2).map { $0.filter { $0 != " " } } }
        #expect(explained == ErrorCode.allCases.map { ["\($0.rawValue)", $0.symbol] })
    }

    /// Numbers that the document says in words of its own.
    @Test func boundsAreThoseInForce() throws {
        let text = try ProtocolDocumentTests.lines().joined(separator: "\n")
        for bound in [
            "A line over \(Limits.maxLine / 1000),\(Limits.maxLine % 1000) bytes",
            "Past \(Limits.hardLine >> 20) MiB without LF",
            "At most \(Limits.maxBody >> 20) MiB.", "At most \(Limits.maxBlob >> 20) MiB.",
            "at most \(Limits.maxInFlight) are in flight on a connection", "`id` is 1 to \(Limits.maxID) of",
            "(1 to \(Limits.maxTag) letters, digits, underscores)",
            "Past \(Server.Configuration(threads: 1).maxConnections) connections",
        ] {
            #expect(text.contains(bound), "\(bound)")
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
            let requests = asked.map { String($0.dropFirst(3)) }
            guard let client else { throw TestFailure(description: "no connection") }
            let found = try Transcript.ask(client, requests)
            verbs.formUnion(Transcript.requests(in: requests).map(\.verb))
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
        let mask = Transcript.masked
        return documented.first { mask($0) == mask(line) } ?? line
    }

    private mutating func use(_ format: String) throws {
        guard format != self.format else { return }
        self.format = format
        _ = try client?.ask("set format=\(format)")
    }
}
