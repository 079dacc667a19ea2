import Tensors
import Testing

@testable import Graphs

@Suite struct ContractionsTests {
    static let groups: [PrimitiveGroup] = [.contractions]

    @Test func namesReadersAndTypes() throws {
        try PrimitiveCases(
            groups: Self.groups,
            samples: [
                .dotGeneral(DotDimensions(leftContract: [1], rightContract: [0], leftBatch: [0], rightBatch: [2]))
            ],
            refused: [
                (
                    .dotGeneral(DotDimensions(leftContract: [0], rightContract: [0])), [try .f64(2), try .f64(3)],
                    "dot_general: f64[2] and f64[3] do not contract"
                )
            ]
        ).check()
    }
}
