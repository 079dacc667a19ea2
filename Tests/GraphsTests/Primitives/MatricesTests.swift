import Tensors
import Testing

@testable import Graphs

@Suite struct MatricesTests {
    static let groups: [PrimitiveGroup] = [.matrices, .matrixFunctions]

    @Test func namesReadersAndTypes() throws {
        try PrimitiveCases(
            groups: Self.groups,
            samples: MatrixFunction.allCases.map(Primitive.matrix) + [
                .solve(isTransposed: true),
                .triangularSolve(TriangularForm(isLower: true, isTransposed: false, hasUnitDiagonal: true)),
            ],
            refused: [
                (.matrix(.det), [try .f64(1, 2, 3, 8)], "det takes square matrices [B…,N,N], not f64[1,2,3,8]"),
                (.matrix(.cholesky), [try .i64(2)], "cholesky takes a floating type, not i64[2]"),
                (
                    .solve(isTransposed: false), [try .f64(5, 3, 3), try .f64(3)],
                    "solve: f64[5,3,3] and f64[3] do not fit"
                ),
            ]
        ).check()
    }
}
