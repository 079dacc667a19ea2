import Tensors
import Testing

@testable import CellLanguage

@Suite struct ParserLimitTests {
    @Test(arguments: ["(", "[", "x[", "f(", "f(k=", "-", "~", "not ", "2**", "lambda: ", "1 if 1 else ", "(a, ", "-("])
    func nestingEndsInAFault(opening: String) {
        let found = fault(String(repeating: opening, count: 100_000))
        #expect(found?.kind == .limit)
        #expect(found?.message == "expressions and blocks nested deeper than 100")
    }

    @Test func nestingUpToTheLimitIsAccepted() throws {
        func nested(_ opening: String, _ closing: String, _ count: Int) -> String {
            String(repeating: opening, count: count) + "1" + String(repeating: closing, count: count)
        }
        _ = try Cell(parsing: nested("a or b and c == d | e ^ f & g << h + i * (", ")", 100))
        #expect(fault(nested("(", ")", 101))?.position == SourcePosition(line: 1, column: 101))
        _ = try Cell(parsing: nested("- ", "", 100))
        _ = try Cell(parsing: nested("lambda: ", "", 100))
        func blocks(_ count: Int) -> String {
            (0..<count).map { String(repeating: " ", count: $0) + "if x:\n" }.joined()
                + String(repeating: " ", count: count) + "y"
        }
        _ = try Cell(parsing: blocks(100))
        #expect(fault(blocks(101))?.kind == .limit)
        #expect(fault("for " + nested("(", ",)", 101) + " in x: y")?.kind == .limit)
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            " + y", " - y * z", " * y", " < y", " and y", ".a", "(1)", "[1]", ", y", "; y", "\ny", " 'a'",
            "\nif x: y\nelif x: y",
        ])
    func longRunsAreLinear(link: String) throws {
        let start = link == " 'a'" ? "''" : "x"
        _ = try Cell(parsing: start + String(repeating: link, count: 100_000))
    }

    @Test(.timeLimit(.minutes(1))) func aMillionTerms() throws {
        let cell = try Cell(parsing: "x" + String(repeating: "+y", count: 1_000_000))
        guard case .expression(let value)? = cell.statements.first?.kind, case .chain(_, let links) = value.kind else {
            Issue.record("not a chain")
            return
        }
        #expect(links.count == 1_000_000)
    }

    @Test func sourceIsLimitedToFourMebibytes() throws {
        _ = try Cell(parsing: String(repeating: "#", count: 4 << 20))
        #expect(fault(String(repeating: "#", count: 4 << 20 + 1))?.kind == .limit)
    }
}
