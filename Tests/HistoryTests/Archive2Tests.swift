import Foundation
import Testing
import Wire

/// `archive-2.sql` was made by the last build that wrote version 2: runs of every kind, control flow, a put, a repeated cell, a
/// fork. `archive-2-answers.txt` is what that build answered about each run.
@Suite struct Archive2Tests {
    private static let answers: [(request: String, reply: [String])] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "archive-2-answers.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n> ").map { block in
            let lines = block.split(separator: "\n").map(String.init)
            return (String(lines[0].drop { $0 == ">" || $0 == " " }), Array(lines.dropFirst()))
        }
    }()

    @Test func `it is migrated, a copy stays, and every contract has its name`() throws {
        let bench = try Bench.recorded("archive-2.sql")
        #expect(bench.ask(.status).contains("= schema 3"))
        #expect(FileManager.default.fileExists(atPath: bench.archive + ".version2"))
        #expect(bench.query("SELECT DISTINCT numerics, typeof(numerics) FROM runs") == [["1", "text"]])
        try bench.restart()
        #expect(bench.ask(.sessions).last == "OK sessions=4")
    }

    @Test func `every question about an old run has the same answer, to the bit`() throws {
        let bench = try Bench.recorded("archive-2.sql")
        #expect(Self.answers.count == 65)
        for (request, reply) in Self.answers {
            let words = request.split(separator: " ").map(String.init)
            let verb = try #require(Verb(rawValue: words[0]))
            let found = bench.ask(Request(verb, words: Array(words.dropFirst())))
            #expect(found == reply, "\(request)")
        }
    }
}
