import Tensors
import Testing

@testable import Graphs

@Suite struct ReductionsTests {
    static let groups: [PrimitiveGroup] = [.reductions]

    @Test func namesReadersAndTypes() throws {
        try PrimitiveCases(
            groups: Self.groups,
            samples: [
                .reduceSum([]), .reduceMax([2]), .reduceMin([0]), .cumsum(axis: 1, reverse: true),
            ],
            refused: [
                (.reduceSum([1]), [try .f64(2)], "reduce_sum: f64[2] does not have distinct axes [1]"),
                (.reduceMax([0]), [try .f64(0)], "reduce_max: f64[0] has no elements along axes [0]"),
            ]
        ).check()
    }
}
