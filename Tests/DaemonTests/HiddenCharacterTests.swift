import Synchronization
import Testing
import Wire

@testable import Daemon

/// What a terminal would obey, or a person would not see, is written out on every way; and what is exported reads back.
@Suite struct HiddenCharacterTests {
    /// Sources whose text or values hold such characters.
    static let sources = [
        #"s = "a\x1b[31m\nb""#, #"s = "\x00\x07\t\r\x7f\x9b31m""#, #"s = "\u202e\u2066\u2028\u200b\ufeff\U000e0041""#,
        "s = \"a\u{202E}b\u{2066}c\u{2028}d\u{2029}e\u{200D}f\u{FEFF}g\u{E0041}h\"",
        "s = 'a\tb'  # \u{202E} why \u{200E}",
        "s = r\"\\d\u{202E}\\\"'\\\\\"", "s = R'\\d\u{202E}\\''", "s = r\"\\d\"  # \u{2067}",
        "s = \"\"\"a\n```\n   ```\n% b\n\u{202E}\"\"\"", "s = r'''a\\\n```\\\n% \\' '''",
        "s = (7\n% 4)\nt = \"```\"", "\u{C}s = 1\n\u{C}\nt = \"\"\"x\u{C}y\"\"\"", "s = \"\\\\\u{202E}\\\\\\u202e\"",
        "x = array(1.0)\ny = x * 2  # \u{202E}\ng = grad(y, x)",
    ]

    private func isClean(_ text: String) -> Bool { !text.unicodeScalars.contains { $0.isHidden && $0 != "\t" } }

    /// The lines of a document, exact.
    private func export(_ session: String, _ bench: VerbBench) -> [String] {
        bench.replies(to: Request(.export, words: [session])).compactMap { reply in
            if case .data(.text(let text)) = reply { text } else { nil }
        }
    }

    @Test(arguments: sources) func whatIsExportedHidesNothingAndReadsBack(source: String) throws {
        let bench = try VerbBench()
        defer { bench.end() }
        let cell = bench.ask(Request(.cell, body: source))
        #expect(cell.last?.hasPrefix("OK cell=1") == true, "\(cell)")
        let document = export("main", bench)
        #expect(document.allSatisfy(isClean), "\(document)")
        let body = document.map { "\($0)\n" }.joined()
        let replay = bench.ask(Request(.replay, body: body))
        #expect(replay.last?.contains("differences=0") == true, "\(replay) of \(document)")
        let recorded = bench.ask(Request(.replay, options: ["record": "1"], body: body)).filter { $0.hasPrefix("=") }
        #expect(recorded == document.map { "= \($0.controlsEscaped)" })
        let copy = bench.ask(Request(.import, options: ["name": "copy"], body: body))
        #expect(copy.last == "OK session=copy cells=1", "\(copy)")
        #expect(export("copy", bench).dropFirst() == document.dropFirst())
        let hashes = bench.query("SELECT name, tensor, run FROM bindings WHERE session = 'main' ORDER BY 1")
        #expect(bench.query("SELECT name, tensor, run FROM bindings WHERE session = 'copy' ORDER BY 1") == hashes)
    }

    @Test(arguments: sources, ReplyFormat.allCases) func noReplyHoldsSuchACharacter(
        source: String, format: ReplyFormat
    ) throws {
        let bench = try VerbBench()
        defer { bench.end() }
        _ = bench.ask(Request(.cell, body: source))
        let requests = [
            Request(.cell, body: source), Request(.eval, words: ["\(source)\u{202E}("]), Request(.names),
            Request(.show, words: ["s"]), Request(.show, words: ["\u{202E}"]), Request(.export, words: ["main"]),
            Request(.query, words: ["SELECT source FROM cells"]),
            Request(.query, words: ["SELECT '\u{202E}' AS \"\u{2066}\""]), Request(.help, words: ["\u{202E}"]),
            Request(.log), Request(.run, words: ["\u{1B}"]), Request(.export, words: ["\u{202E}"]),
            Request(.fork, words: ["\u{202E}"], options: ["at": "1"]),
            Request(
                .replay, options: ["name": "\u{202E}", "show": "1"], body: "\u{202E}\n```pullback\n\(source)\n```\n"),
            Request(.eval, words: ["load(\"\u{1B}\u{202E}.npy\")"]), Request(.eval, words: ["\u{202E}"]),
        ]
        for request in requests {
            for reply in bench.replies(to: request, as: format) {
                let text = String(decoding: reply.encoded(id: nil, format: format).dropLast(), as: UTF8.self)
                let hidden = text.unicodeScalars.filter(\.isHidden)
                #expect(hidden.isEmpty, "\(request.verb): \(text)")
            }
        }
    }

    @Test func anEscapeIsJSONsOwn() throws {
        #expect("a\u{202E}\u{1B}\n\u{E0041}é👍".controlsEscaped == "a\\u202e\\u001b\\n\\udb40\\udc41é👍")
        #expect("a\tb\n".controlsEscaped(but: "\t") == "a\tb\\n")
        let text = "a\u{202E}\u{1B}\n\u{E0041}é👍\u{200D}"
        let encoded = JSON.string(text).encoded
        #expect(encoded.unicodeScalars.allSatisfy { !$0.isHidden })
        #expect(try JSON(parsing: encoded) == .string(text))
    }
}
