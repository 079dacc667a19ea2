import Graphs
import Testing

@Suite struct IndexingTests {
    private static let rows = RuleCase.numbers([4, 2])
    private static let places = RuleCase.indices([3], [2, 0, 3])
    /// One row twice, and one that is outside.
    private static let doubled = RuleCase.indices([4], [1, 3, 1, 9])

    @Test(arguments: [
        RuleCase(.gather, rows, places), RuleCase(.gather, rows, doubled),
        RuleCase(.gather, rows, RuleCase.indices([2, 2], [0, 0, 3, -1])),
        RuleCase(.scatter(.set), rows, places, RuleCase.numbers([3, 2], seed: 2)),
        RuleCase(.scatter(.set), rows, doubled, RuleCase.numbers([4, 2], seed: 2)),
        RuleCase(.scatter(.add), rows, doubled, RuleCase.numbers([4, 2], seed: 2)),
        RuleCase(.scatter(.min), rows, doubled, RuleCase.numbers([4, 2], seed: 2)),
        RuleCase(.scatter(.max), rows, doubled, RuleCase.numbers([4, 2], seed: 2)),
        RuleCase(.argsort(axis: 0), rows),
    ])
    func rules(_ one: RuleCase) throws { try one.check() }
}
