import Graphs
import Tensors
import Testing

@testable import Interpreter

private typealias Rows = [[Double]]

/// The order of a decomposition, one element after the other: from the element through all steps before it.
private func chain(_ element: Double, _ steps: [(Double, Double)]) -> Double {
    steps.reduce(element) { $0.addingProduct(-$1.0, $1.1) }
}

/// L and U together, and the order of rows, in Crout's order.
private func decomposed(_ matrix: Rows) -> (factors: Rows, order: [Int]) {
    var (a, order) = (matrix, Array(matrix.indices))
    for k in a.indices {
        for i in k..<a.count { a[i][k] = chain(a[i][k], (0..<k).map { (a[i][$0], a[$0][k]) }) }
        var pivot = k
        for i in k..<a.count where abs(a[i][k]) > abs(a[pivot][k]) { pivot = i }
        a.swapAt(k, pivot)
        order.swapAt(k, pivot)
        for i in k + 1..<max(a.count, k + 1) where a[k][k] != 0 { a[i][k] /= a[k][k] }
        for j in k + 1..<max(a.count, k + 1) { a[k][j] = chain(a[k][j], (0..<k).map { (a[k][$0], a[$0][j]) }) }
    }
    return (a, order)
}

private func square(_ generator: inout SeededGenerator, _ size: Int) throws -> (Tensor, Rows) {
    let tensor = try generator.f64([size, size])
    return (tensor, (0..<size).map { Array(tensor.doubles[$0 * size..<($0 + 1) * size]) })
}

@Test func eliminationGoesStepByStep() throws {
    let seed: UInt64 = 77
    print("eliminationGoesStepByStep: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for size in [1, 2, 3, 5, 8, 13] {
        let (tensor, rows) = try square(&generator, size)
        let right = try generator.f64([size, 2])
        let (factors, order) = decomposed(rows)
        var x = order.map { [right.doubles[2 * $0], right.doubles[2 * $0 + 1]] }
        for column in 0..<2 {
            for i in 0..<size { x[i][column] = chain(x[i][column], (0..<i).map { (factors[i][$0], x[$0][column]) }) }
            for i in (0..<size).reversed() {
                let later = (i + 1..<max(size, i + 1)).reversed().map { (factors[i][$0], x[$0][column]) }
                x[i][column] = chain(x[i][column], later) / factors[i][i]
            }
        }
        let solved = try run(.solve(isTransposed: false), tensor, right)
        #expect(solved.scalars == x.flatMap { $0.map { Scalar.f64($0) } }, "seed \(seed), size \(size)")
    }
}

@Test func transposedSystemsAreSolved() throws {
    var generator = SeededGenerator(seed: 5)
    let (tensor, rows) = try square(&generator, 6)
    let right = try generator.f64([6, 3])
    let turned = try Tensor(.f64((0..<36).map { rows[$0 % 6][$0 / 6] }), shape: Shape([6, 6]))
    let (x, y) = (
        try run(.solve(isTransposed: true), tensor, right), try run(.solve(isTransposed: false), turned, right)
    )
    for (left, right) in zip(x.doubles, y.doubles) { #expect(abs(left - right) <= 1e-9 * abs(right)) }
}

@Test func triangularSolvesReadOneTriangle() throws {
    var generator = SeededGenerator(seed: 6)
    let (tensor, rows) = try square(&generator, 4)
    let right = try generator.f64([4, 1])
    for isLower in [true, false] {
        let kept = (0..<16).map { flat -> Double in
            let (row, column) = (flat / 4, flat % 4)
            let isRead = isLower ? column <= row : column >= row
            return isRead ? rows[row][column] : Double.nan
        }
        for isTransposed in [true, false] {
            let form = Primitive.triangularSolve(TriangularForm(isLower: isLower, isTransposed: isTransposed))
            let partial = try Tensor(.f64(kept), shape: Shape([4, 4]))
            #expect(try run(form, partial, right).scalars == run(form, tensor, right).scalars)
            #expect(try run(form, partial, right).doubles.allSatisfy(\.isFinite))
        }
    }
    let unit = Primitive.triangularSolve(TriangularForm(isLower: true, hasUnitDiagonal: true))
    let ones = try Tensor(.f64([.nan, .nan, 2, .nan]), shape: Shape([2, 2]))
    #expect(try run(unit, ones, Tensor(.f64([3, 7]), shape: Shape([2, 1]))).scalars == [.f64(3), .f64(1)])
}

@Test func singularMatricesAreNotFinite() throws {
    let singular = try Tensor(.f64([1, 2, 2, 4]), shape: Shape([2, 2]))
    let right = try Tensor(.f64([1, 1]), shape: Shape([2, 1]))
    #expect(try run(.solve(isTransposed: false), singular, right).scalars == [.f64(-.infinity), .f64(.infinity)])
    #expect(try run(.matrix(.det), singular).scalars == [.f64(0)])
    #expect(try run(.matrix(.logAbsDet), singular).scalars == [.f64(-.infinity)])
    #expect(try run(.matrix(.detSign), singular).scalars == [.f64(0)])
    #expect(try run(.matrix(.cofactors), singular).scalars == [4, -2, -2, 1].map { Scalar.f64($0) })
    let zeros = try Tensor(.f32([Float](repeating: 0, count: 9)), shape: Shape([3, 3]))
    #expect(try run(.matrix(.cofactors), zeros).scalars == [Scalar](repeating: .f32(0), count: 9))
}

@Test func matricesThatAreNotPositiveHaveNoRoot() throws {
    let expected: [Scalar] = [.f64(.nan), .f64(0), .f64(.nan), .f64(.nan)]
    let samples: [[Double]] = [
        [1, 2, 2, 1], [0, 0, 0, 0], [-1, 0, 0, 1], [.nan, 0, 0, 1], [1, 0, .nan, 1],
    ]
    for values in samples {
        let matrix = try Tensor(.f64(values), shape: Shape([2, 2]))
        #expect(try run(.matrix(.cholesky), matrix).scalars == expected, "\(values)")
    }
}

@Test func matricesWithoutElementsAreSolved() throws {
    let none = try Tensor(.f64([]), shape: Shape([0, 0]))
    #expect(try run(.matrix(.det), none).scalars == [.f64(1)])
    #expect(try run(.matrix(.logAbsDet), none).scalars == [.f64(0)])
    #expect(try run(.matrix(.detSign), none).scalars == [.f64(1)])
    for function in [MatrixFunction.cholesky, .cofactors] { #expect(try run(.matrix(function), none).count == 0) }
    #expect(try run(.solve(isTransposed: true), none, Tensor(.f64([]), shape: Shape([0, 3]))).count == 0)
    let noMatrices = try Tensor(.f64([]), shape: Shape([0, 2, 2]))
    #expect(try run(.matrix(.det), noMatrices).count == 0)
}

@Test func notANumberSpreads() throws {
    let matrix = try Tensor(.f64([1, 2, .nan, 4]), shape: Shape([2, 2]))
    let right = try Tensor(.f64([1, 1]), shape: Shape([2, 1]))
    #expect(try run(.solve(isTransposed: false), matrix, right).doubles.allSatisfy(\.isNaN))
    #expect(try run(.matrix(.det), matrix).doubles.allSatisfy(\.isNaN))
}
