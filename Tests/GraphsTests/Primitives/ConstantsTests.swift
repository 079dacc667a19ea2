import Tensors
import Testing

@testable import Graphs

@Suite struct ConstantsTests {
    static let groups: [PrimitiveGroup] = [.constants]

    @Test func namesReadersAndTypes() throws {
        try PrimitiveCases(
            groups: Self.groups,
            samples: [
                .constant(.f32(.nan)), .constant(.bool(true)), .constant(.i64(.min)), .constant(.f64(5e-324)),
                .iota(TensorType(.f32, try Shape([2, 0])), axis: 1),
            ],
            refused: [
                (.iota(try .f64(2), axis: 1), [], "iota: f64[2] does not have distinct axes [1]"),
                (.iota(TensorType(.bool, try Shape([2])), axis: 0), [], "iota takes a number type, not bool[2]"),
            ]
        ).check()
    }
}
