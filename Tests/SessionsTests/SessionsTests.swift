import Daemon
import Engine
import Foundation
import Logging
import Testing
import Wire

/// The repository's `Sessions` folder.
private let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sessions").path

private func text(of file: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
}

/// A dispatcher over an archive of its own, without sockets.
private struct Bench {
    let handler: any RequestHandler
    let close: @Sendable () -> Void
    let root: String

    init(threads: Int = 1, instructionSet: String? = nil) throws {
        root = FileManager.default.temporaryDirectory.appending(path: "pullback-\(UUID().uuidString)").path
        (handler, close) = try makeHandler(
            archivePath: "\(root)/archive.sqlite", threads: threads, instructionSet: instructionSet,
            logger: Logger(label: "test"))
    }

    func end() {
        close()
        try? FileManager.default.removeItem(atPath: root)
    }

    /// The reply lines of a replay of a document.
    func replay(_ document: String, in folder: String, record: Bool = false) -> [ReplyLine] {
        var options = ["name": "document.md", "folder": folder]
        if record { options["record"] = "1" }
        let request = Request(
            .replay, options: .init(uniqueKeysWithValues: options.sorted { $0.key < $1.key }), body: document)
        let incoming = IncomingRequest(request: request, connection: ConnectionState(id: 1)) { _ in }
        return Array(handler.answer(incoming))
    }
}

extension [ReplyLine] {
    /// The data lines.
    fileprivate var data: [String] { compactMap { if case .data(.text(let text)) = $0 { text } else { nil } } }

    /// The number of differences on the final line; nil after an error.
    fileprivate var differences: Int? {
        guard case .ok(.fields(let fields))? = last else { return nil }
        return fields["differences"]?.integer
    }
}

@Suite struct SessionFiles {
    static let files = [
        "forum.md", "bypass.md", "hessian.md", "digits.md", "attention.md", "ode.md", "saturation.md",
        "convolution.md",
    ]

    @Test func everyFileIsTested() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".md") }
        #expect(Set(found) == Set(Self.files))
    }

    /// Instruction sets and threads change no bit of any session.
    @Test(arguments: Engine.InstructionSet.allCases.filter(\.isAvailable), [1, 2, 3])
    func replaysOnEveryInstructionSet(_ set: Engine.InstructionSet, threads: Int) throws {
        let bench = try Bench(threads: threads, instructionSet: set.rawValue)
        defer { bench.end() }
        for file in Self.files {
            let replies = bench.replay(try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8), in: folder)
            #expect(replies.differences == 0, "\(file): \(replies.data)")
        }
    }

    @Test(arguments: files) func replaysToTheBit(file: String) throws {
        let bench = try Bench()
        defer { bench.end() }
        let replies = bench.replay(try text(of: file), in: folder)
        #expect(replies.data == [])
        #expect(replies.differences == 0)
    }

    @Test(arguments: files) func recordingAnUnchangedFileChangesNothing(file: String) throws {
        let bench = try Bench()
        defer { bench.end() }
        let document = try text(of: file)
        let recorded = bench.replay(document, in: folder, record: true).data
        #expect(recorded.joined(separator: "\n") + "\n" == document)
    }

    @Test func anEditedDigitIsNamedWithBothBitPatterns() throws {
        let bench = try Bench()
        defer { bench.end() }
        let edited = try text(of: "forum.md").replacing("l f64[] 85.8", with: "l f64[] 85.9")
        let replies = bench.replay(edited, in: folder)
        #expect(replies.differences == 1)
        let sentence = try #require(replies.data.first)
        #expect(
            sentence.hasPrefix(
                "document.md: cell 1, l: was 85.92682181043181 (0x40557b510c6d418b), "
                    + "is 85.82682181043181 (0x405574eaa606db25); first differing node %"),
            "\(sentence)")
    }

    @Test func anEditedHashIsNamed() throws {
        let bench = try Bench()
        defer { bench.end() }
        let edited = try text(of: "forum.md").replacing("9c3b16c96969", with: "9c3b16c96968")
        let replies = bench.replay(edited, in: folder)
        #expect(replies.differences == 1)
        #expect(replies.data.first?.contains("the printed digits agree, but 9c3b16c96968 is now 9c3b16c96969") == true)
    }

    @Test func aMissingOutputIsADifference() throws {
        let bench = try Bench()
        defer { bench.end() }
        let replies = bench.replay("```pullback\na = array(1.0)\n```\n", in: folder)
        #expect(replies.differences == 1)
        #expect(replies.data.first?.contains("--record") == true)
    }

    @Test func lineEndsMakeNoDifference() throws {
        let bench = try Bench()
        defer { bench.end() }
        let document = try text(of: "forum.md")
        #expect(bench.replay(document.replacing("\n", with: "\r\n"), in: folder).differences == 0)
        #expect(bench.replay(String(document.dropLast()), in: folder).differences == 0)
    }

    @Test func errorsAreOutputLikeAnyOther() throws {
        let bench = try Bench()
        defer { bench.end() }
        let document = """
            ```pullback
            a = array([1.0, 2.0]) + array([1.0, 2.0, 3.0])
            ```
            """
        let line = try #require(
            bench.replay(document, in: folder, record: true).data.first { $0.hasPrefix("ERR") })
        #expect(line.hasPrefix("ERR 30 shape 1:25 add: f64[2] at 1:5 and f64[3] at 1:25 do not broadcast together"))
        #expect(bench.replay(document + "\n```output\n\(line)\n```\n", in: folder).differences == 0)
    }

    @Test func loadStaysBelowTheFolder() throws {
        let bench = try Bench()
        defer { bench.end() }
        let below = "\(bench.root)/documents"
        try FileManager.default.createDirectory(atPath: below, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: "\(below)/link.npy", withDestinationPath: "/etc/passwd")
        for path in ["../../etc/passwd", "/etc/passwd", "link.npy", "a/../../x.npy"] {
            let document = "```pullback\nx = load(\"\(path)\")\n```\n"
            let lines = bench.replay(document, in: below, record: true).data
            #expect(
                lines.contains { $0.hasPrefix("ERR 41 refused 1:5") && $0.contains("outside") }, "\(path): \(lines)")
        }
        let missing = bench.replay("```pullback\nx = load(\"no.npy\")\n```\n", in: below, record: true).data
        #expect(missing.contains { $0.hasPrefix("ERR 40 not-found") })
    }

    @Test func twoReplaysGiveTheSameBytes() throws {
        let bench = try Bench()
        defer { bench.end() }
        let document = try text(of: "hessian.md")
        setenv("LANG", "de_DE.UTF-8", 1)
        setenv("TZ", "Asia/Kolkata", 1)
        #expect(
            bench.replay(document, in: folder, record: true).data
                == document.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
    }
}
