import TestSupport
import Tensors
import Testing

@testable import CellLanguage

@Suite struct ParserInputTests {
    @Test func randomInputParsesOrFaults() {
        let seed = replayedSeed ?? UInt64.random(in: .min ... .max)
        print("ParserInputTests.randomInputParsesOrFaults: seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for round in 0..<20_000 {
            let count = Int.random(in: 1...24, using: &generator)
            let source = round.isMultiple(of: 3) ? bytes(count, &generator) : tokens(count, &generator)
            guard let found = fault(source) else {
                accepted += 1
                continue
            }
            #expect(found.position != nil, "seed \(seed): no position for \(source.debugDescription)")
        }
        #expect(accepted > 0)
    }
}

/// Set to a seed that was printed to run it again.
private let replayedSeed: UInt64? = nil

private func bytes(_ count: Int, _ generator: inout SeededGenerator) -> String {
    String(decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }, as: UTF8.self)
}

private func tokens(_ count: Int, _ generator: inout SeededGenerator) -> String {
    (0..<count).map { _ in (vocabulary.randomElement(using: &generator) ?? "") + " " }.joined()
}

private let vocabulary =
    Keyword.allCases.map(\.rawValue) + Symbol.allCases.map(\.rawValue) + Keyword.unsupported.keys.sorted()
    + ["x", "y", "é", "ϵ", "1", "2.", ".5", "0x", "01", "1j", "'s'", "\"", "'''", "\\", "\\\n", "\n"]
    + ["\n  ", "\n\t", "\r", "x", "y", "f(", "x[", ")", "]", "= 1\n", ":\n  ", "#", "\u{C}", "\u{0}", "“"]
    + ["$", "!", "jax", "numpy"]
