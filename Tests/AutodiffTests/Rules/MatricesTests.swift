import Graphs
import Tensors
import Testing

@Suite struct MatricesTests {
    /// Two matrices with a strong diagonal: symmetric ones that are positive definite, if asked for.
    private static func matrices(isSymmetric: Bool = false) -> Tensor {
        let noise = RuleCase.numbers([2, 3, 3], -0.4, 0.4).doubles
        let values = (0..<18).map { index in
            let (matrix, row, column) = (index / 9, index % 9 / 3, index % 3)
            let mirrored = noise[matrix * 9 + column * 3 + row]
            return (isSymmetric ? (noise[index] + mirrored) / 2 : noise[index]) + (row == column ? 2 : 0)
        }
        return (try? Tensor(.f64(values), shape: Shape([2, 3, 3]))) ?? .filled(.f64(.nan), TensorType(.f64, .scalar))
    }

    private static let right = RuleCase.numbers([2, 3, 2], seed: 3)

    @Test(arguments: [
        RuleCase(.matrix(.det), matrices()), RuleCase(.matrix(.cofactors), matrices()),
        RuleCase(.matrix(.logAbsDet), matrices()), RuleCase(.matrix(.detSign), matrices()),
        RuleCase(.solve(isTransposed: false), matrices(), right),
        RuleCase(.solve(isTransposed: true), matrices(), right),
        RuleCase(.triangularSolve(TriangularForm(isLower: true)), matrices(), right),
        RuleCase(.triangularSolve(TriangularForm(isLower: false, isTransposed: true)), matrices(), right),
        RuleCase(.triangularSolve(TriangularForm(isLower: true, hasUnitDiagonal: true)), matrices(), right),
    ])
    func rules(_ one: RuleCase) throws { try one.check() }
}
