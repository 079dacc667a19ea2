import Graphs
import Tensors
import Testing

@Suite struct ShapesTests {
    private static let x = RuleCase.numbers([2, 3])

    private static var cases: [RuleCase] {
        get throws {
            [
                RuleCase(.broadcastInDim(try Shape([4, 2, 3]), axes: [1, 2]), x),
                RuleCase(.broadcastInDim(try Shape([2, 5, 3]), axes: [0, 2]), x),
                RuleCase(.broadcastInDim(try Shape([2, 3]), axes: [0, 1]), RuleCase.numbers([1, 3])),
                RuleCase(.reshape(try Shape([3, 1, 2])), x), RuleCase(.transpose([1, 0]), x),
                RuleCase(.slice(start: [0, 1], limit: [2, 3], stride: [1, 2]), x),
                RuleCase(.pad(low: [1, 0], high: [0, 2], interior: [0, 1]), x, RuleCase.numbers([], seed: 2)),
                RuleCase(
                    .concatenate(axis: 1), x, RuleCase.numbers([2, 1], seed: 2), RuleCase.numbers([2, 2], seed: 3)),
                RuleCase(.reverse([1]), x), RuleCase(.reverse([0, 1]), x),
            ]
        }
    }

    @Test func rules() throws { for one in try Self.cases { try one.check() } }
}
