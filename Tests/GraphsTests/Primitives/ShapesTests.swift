import Tensors
import Testing

@testable import Graphs

@Suite struct ShapesTests {
    static let groups: [PrimitiveGroup] = [.shapes]

    @Test func namesReadersAndTypes() throws {
        try PrimitiveCases(
            groups: Self.groups,
            samples: [
                .broadcastInDim(try Shape([2, 3]), axes: []), .reshape(.scalar), .transpose([1, 0]),
                .slice(start: [0], limit: [4], stride: [2]), .pad(low: [1, 0], high: [0, 0], interior: [0, 3]),
                .concatenate(axis: 0), .reverse([0, 1]),
            ],
            refused: [
                (
                    .concatenate(axis: 1), [try .f64(2), try .f64(3)],
                    "concatenate: f64[2] does not have distinct axes [1]"
                ),
                (.concatenate(axis: 0), [], "concatenate takes at least one operand, not 0"),
                (.transpose([1]), [try .f64(2)], "transpose: f64[2] cannot be permuted by [1]"),
                (.slice(start: [0], limit: [3], stride: [1]), [try .f64(2)], "slice: f64[2] has no slice"),
                (
                    .broadcastInDim(try Shape([3]), axes: [0]), [try .f64(2)],
                    "broadcast_in_dim: f64[2] does not stretch to [3]"
                ),
                (.reshape(try Shape([3])), [try .f64(2)], "reshape: f64[2] has 2 elements, [3] has 3"),
            ]
        ).check()
    }
}
