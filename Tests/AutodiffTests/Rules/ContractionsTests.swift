import Graphs
import Testing

@Suite struct ContractionsTests {
    @Test(arguments: [
        RuleCase(
            .dotGeneral(DotDimensions(leftContract: [1], rightContract: [0])), RuleCase.numbers([2, 3]),
            RuleCase.numbers([3, 4], seed: 2)),
        RuleCase(
            .dotGeneral(DotDimensions(leftContract: [2, 0], rightContract: [1, 2], leftBatch: [1], rightBatch: [0])),
            RuleCase.numbers([2, 3, 4]), RuleCase.numbers([3, 4, 2, 2], seed: 2)),
        RuleCase(
            .dotGeneral(DotDimensions(leftContract: [], rightContract: [])), RuleCase.numbers([2]),
            RuleCase.numbers([3], seed: 2)),
    ])
    func rules(_ one: RuleCase) throws { try one.check() }
}
