import Notebook
import Tensors
import Testing

@Suite struct SessionFileTests {
    private static let whole = """
        # Title

        ```pullback
        x = 1

        %names
        %show x
        y = 2
        ```
        ```output
        x 1
        ```
        ````markdown
        ```pullback
        not a cell
        ```
        ````
        ~~~
        ```output
        ~~~
        ```python
        ```pullback
        ```
        text ``` here
        ```pullback repeat=3
        ```
        tail
        """

    private func blocks(_ text: String) throws -> [SessionFile.Block] { try SessionFile(parsing: text).blocks }

    @Test func partsComeInOrder() throws {
        let blocks = try blocks(Self.whole)
        #expect(blocks.count == 6)
        guard case .cell(let cell) = blocks[1], case .output(let output) = blocks[2], case .cell(let last) = blocks[4]
        else {
            Issue.record("\(blocks)")
            return
        }
        #expect(
            cell.steps == [
                .cell(source: "x = 1\n", line: 4), .request("names", line: 6), .request("show x", line: 7),
                .cell(source: "y = 2", line: 8),
            ])
        #expect(output == ["x 1"] && last.repeats == 3 && last.lines.isEmpty && last.steps.isEmpty)
        #expect(
            SessionFile.text(blocks)
                == Self.whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    @Test func lineEndsDoNotMatter() throws {
        let plain = try blocks(Self.whole)
        #expect(try blocks(Self.whole.replacing("\n", with: "\r\n")) == plain)
        #expect(try blocks(Self.whole + "\n") == plain)
        #expect(try blocks("").isEmpty && blocks("\n") == [.prose([""])])
        // Other separators are text, or a recording would change them.
        #expect(try blocks("a\u{2028}b\u{0C}c") == [.prose(["a\u{2028}b\u{0C}c"])])
    }

    @Test(arguments: [
        ("p\n```pullback\nx = 1\n", 2), ("```output\n```", 1), ("```pullback repeat=0\n```", 1),
        ("```pullback repeat=x\n```", 1), ("```pullback\n```\n\n```output more\n```", 4), ("```pullback again\n```", 1),
        ("```pullback repeat=99999999999999999999\n```", 1), ("```pullback\n````markdown\n", 1),
    ])
    func faultsNameTheLine(_ text: String, _ line: Int) {
        let found = fault { _ = try SessionFile(parsing: text) }
        #expect(found?.kind == .parse && found?.position?.line == line)
    }

    @Test func spacesAroundAFenceDoNotMatter() throws {
        #expect(
            try blocks("``` pullback  \nx\n```  \n```output \ny\n````")
                == blocks("```pullback\nx\n```\n```output\ny\n```"))
        // A foreign fence may stay open to the end.
        #expect(try blocks("```c\n```pullback\n") == [.prose(["```c", "```pullback"])])
    }
}
