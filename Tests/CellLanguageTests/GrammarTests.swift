import TestSupport
import Tensors
import Testing

@testable import CellLanguage

@Suite struct GrammarTests {
    /// `grammar.jsonl` holds random cells and what Python's own parser makes of them; `grammar.py` wrote it.
    @Test func acceptsWhatPythonDoesAndReadsItAlike() throws {
        struct Case: Decodable {
            let cell: String
            /// The tree in the compact form, where the cell is of the language.
            let tree: String?
        }
        let cases = try lines(of: "grammar.jsonl", beside: #filePath, as: Case.self)
        #expect(cases.count == 3000)
        for one in cases { #expect((try? tree(one.cell)) == one.tree, "\(one.cell)") }
    }
}
