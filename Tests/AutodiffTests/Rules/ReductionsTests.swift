import Graphs
import Testing

@Suite struct ReductionsTests {
    private static let x = RuleCase.numbers([2, 3, 2])

    @Test(arguments: [
        RuleCase(.reduceSum([0, 2]), x), RuleCase(.reduceSum([]), x), RuleCase(.reduceSum([0, 1, 2]), x),
        RuleCase(.reduceMax([1]), x), RuleCase(.reduceMin([0, 2]), x), RuleCase(.cumsum(axis: 1, reverse: false), x),
        RuleCase(.cumsum(axis: 0, reverse: true), x),
    ])
    func rules(_ one: RuleCase) throws { try one.check() }
}
