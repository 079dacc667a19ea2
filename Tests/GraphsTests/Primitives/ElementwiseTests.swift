import Tensors
import Testing

@testable import Graphs

@Suite struct ElementwiseTests {
    static let groups: [PrimitiveGroup] = [.elementwise, .unary, .binary, .comparisons]

    @Test func namesReadersAndTypes() throws {
        try PrimitiveCases(
            groups: Self.groups,
            samples: UnaryFunction.allCases.map(Primitive.unary) + BinaryFunction.allCases.map(Primitive.binary)
                + Comparison.allCases.map(Primitive.compare) + [
                    .integerPower(-3), .polygamma(order: 2), .select, .convert(.i32), .stopGradient,
                ],
            refused: [
                (.binary(.threefry2x32), [try .f64(2), try .f64(2)], "threefry2x32 takes i64, not f64[2]"),
                (.binary(.add), [try .f64(2), try .f64(3)], "add: f64[2] and f64[3] must be equal"),
                (.binary(.add), [try .f64(2), try .i64(2)], "add: f64[2] and i64[2] must be equal"),
                (.unary(.sin), [try .i64(2)], "sin takes a floating type, not i64[2]"),
                (.select, [try .f64(2), try .f64(2), try .f64(2)], "select: f64[2] and f64[2] do not fit"),
            ]
        ).check()
    }
}
