import Foundation
import TestSupport
import Tensors
import Testing

/// `mistakes.md` holds typical mistakes, each with the message that a person gets for it. A message says what happened,
/// where, with both shapes, and what to write instead. With `PULLBACK_RECORD=1` the messages are written anew, and the
/// test fails so that the difference is read.
@Suite struct MistakesTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("mistakes.md")

    @Test func everyMistakeGetsItsMessage() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let parts = text.components(separatedBy: Mistake.opening)
        let mistakes = try parts.dropFirst().map(Mistake.init)
        #expect(mistakes.count >= 40)
        for mistake in mistakes {
            let found = message(of: mistake.cell)
            #expect(found != nil, "no error for \(mistake.cell)")
            #expect(found == mistake.message, "\(mistake.cell)")
        }
        guard ProcessInfo.processInfo.environment["PULLBACK_RECORD"] == "1" else { return }
        let recorded = mistakes.map { $0.text(with: message(of: $0.cell) ?? "OK") }
        try ([parts[0]] + recorded).joined(separator: Mistake.opening).write(
            to: Self.file, atomically: true, encoding: .utf8)
        Issue.record("recorded; read the diff")
    }

    private func message(of cell: String) -> String? {
        var session = Session()
        do {
            try session.run(cell)
            return nil
        } catch { return "ERR \(error)" }
    }
}

/// A cell between the fences of the file, the message after it, and what stands between it and the next cell.
private struct Mistake {
    static let opening = "```pullback\n"
    private static let between = "\n```\n\n```error\n"
    private static let closing = "\n```\n"

    let cell: String
    let message: String
    let rest: String

    /// Reads what follows the opening fence of a cell.
    init(_ text: String) throws {
        let sides = text.components(separatedBy: Self.between)
        let ends = sides.last?.components(separatedBy: Self.closing) ?? []
        try #require(sides.count == 2 && ends.count == 2, "a cell and its error, each in a fence: \(text)")
        (cell, message, rest) = (sides[0], ends[0], ends[1])
    }

    func text(with message: String) -> String { cell + Self.between + message + Self.closing + rest }
}
