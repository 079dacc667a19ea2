import Foundation
import Testing
import Wire

@testable import Daemon

/// What every verb answers, as text and as JSON. `Golden/VERB.txt` holds a connection to a daemon with an empty archive:
/// requests, and what they are answered; `Golden/VERB.json` the same requests after `set format=json`. Requests are added
/// to the first of the two; `PULLBACK_RECORD=1` writes the answers into both, and fails.
@Suite(.serialized) struct GoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    private static func lines(_ verb: Verb, _ format: ReplyFormat) -> [String] {
        let name = "\(verb.rawValue).\(format == .text ? "txt" : "json")"
        let text = (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test(arguments: Verb.allCases, ReplyFormat.allCases)
    func everyAnswerIsAsRecorded(verb: Verb, format: ReplyFormat) async throws {
        let asked = GoldenTests.lines(verb, .text)
        let expected = GoldenTests.lines(verb, format)
        try await withRealServer { socket in
            let client = try Client(socket)
            _ = try client.line()
            if format == .json { _ = try client.ask("set format=json") }
            let found = try GoldenTests.play(asked, client)
            let file = "\(verb.rawValue).\(format == .text ? "txt" : "json")"
            if Transcript.isRecording, found != expected {
                let path = GoldenTests.folder.appending(path: file)
                try found.joined(separator: "\n").write(to: path, atomically: true, encoding: .utf8)
                Issue.record("Golden/\(file) was recorded: read the difference")
                return
            }
            for (index, (was, now)) in zip(expected, found).enumerated() where was != now {
                Issue.record("Golden/\(file):\(index + 1) says\n\(was)\nand the daemon\n\(now)")
                return
            }
            #expect(expected.count == found.count, "Golden/\(file)")
        }
    }

    /// A verb's transcript shows each of its options and at least one error.
    @Test(arguments: Verb.allCases) func everyOptionAndAnErrorAreRecorded(verb: Verb) {
        let lines = GoldenTests.lines(verb, .text)
        let sent = lines.filter { $0.hasPrefix("C:") }.map { String($0.dropFirst(3)) }
        let requests = Transcript.requests(in: sent).filter { $0.verb == verb.rawValue }.map(\.line)
        for option in verb.descriptor.options {
            #expect(requests.contains { $0.contains(" \(option.key.rawValue)=") }, "\(verb) \(option.key)=")
        }
        #expect(lines.contains { $0.hasPrefix("S: ERR ") }, "\(verb)")
    }

    /// The transcript with the answers as they are. Behind a line `…` there is more that nobody wants.
    private static func play(_ transcript: [String], _ client: Client) throws -> [String] {
        var played: [String] = []
        var rest = transcript[...]
        while let line = rest.first {
            guard line.hasPrefix("C:") else {
                played.append(line)
                rest = rest.dropFirst()
                continue
            }
            let asked = rest.prefix { $0.hasPrefix("C:") }
            let answered = rest.dropFirst(asked.count).prefix { $0.hasPrefix("S: ") || $0 == "…" }
            rest = rest.dropFirst(asked.count + answered.count)
            let found = try Transcript.ask(client, asked.map { String($0.dropFirst(3)) }).map(Transcript.masked)
            played += asked
            guard let dots = answered.firstIndex(of: "…") else {
                played += found
                continue
            }
            played += found.prefix(max(dots - answered.startIndex, 2)) + ["…"]
        }
        return played
    }
}
