import Tensors
import Testing

@testable import Graphs

@Suite struct IndexingTests {
    static let groups: [PrimitiveGroup] = [.indexing, .scatters]

    @Test func namesReadersAndTypes() throws {
        try PrimitiveCases(
            groups: Self.groups,
            samples: ScatterFunction.allCases.map(Primitive.scatter) + [.gather, .argsort(axis: 1)],
            refused: [
                (.gather, [try .f64(2), try .f64(2)], "gather: f64[2] cannot index axis 0 of f64[2]"),
                (
                    .scatter(.add), [try .f64(2), try .i64(3), try .f64(2)],
                    "scatter_add: updates f64[2] at i64[3] do not fit f64[2]"
                ),
            ]
        ).check()
    }
}
