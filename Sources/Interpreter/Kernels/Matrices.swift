import Graphs
import Tensors

/// A function of every matrix of the last two axes.
func matrixFunction(_ function: MatrixFunction, _ operand: Tensor, _ workspace: Workspace) throws -> Tensor.Storage {
    func results<T: FloatElement>(_ values: [T]) throws -> [T] {
        let size = operand.shape.dims.last ?? 0
        let lead = try Shape(operand.shape.dims.dropLast(2))
        try workspace.scratch(3 * size * size * MemoryLayout<T>.stride)
        var output: [T] = []
        for entry in 0..<lead.count {
            let first = entry * size * size
            let elements = try workspace.copy(values, first..<first + size * size)
            output += try result(function, Matrix(elements, rows: size, columns: size, workspace), workspace)
        }
        return output
    }
    return switch operand.storage {
    case .f64(let values): .f64(try results(values))
    case .f32(let values): .f32(try results(values))
    case .i64, .i32, .bool: throw misplaced(function.rawValue, operand.dtype)
    }
}

private func result<T: FloatElement>(
    _ function: MatrixFunction, _ matrix: Matrix<T>, _ workspace: Workspace
) throws -> [T] {
    switch function {
    case .cholesky: return try cholesky(matrix).elements
    case .cofactors: return try cofactors(matrix, workspace).elements
    case .det: return [try LUDecomposition(matrix).determinant]
    case .logAbsDet:
        let logarithms = try LUDecomposition(matrix).diagonal.map { T.elementary.log($0.magnitude) }
        return [try T.sum(logarithms, logarithms.indices, workspace)]
    case .detSign: return [try LUDecomposition(matrix).determinantSign]
    }
}

/// L, column by column: the root of what is left of the diagonal element, the column divided by it, and its products
/// subtracted from what is below and to the right.
private func cholesky<T>(_ matrix: Matrix<T>) throws -> Matrix<T> {
    // Rows of U = Lᵀ are worked on, so that rows are added to rows.
    var upper = matrix
    let size = matrix.rowCount
    for row in 0..<size {
        try upper.spend(size)
        for column in 0..<size { upper[row, column] = column < row ? 0 : matrix[column, row] }
    }
    for step in 0..<size {
        let square = upper[step, step]
        guard square > 0 else { return try failed(upper) }
        let root = square.squareRoot()
        upper[step, step] = root
        for column in step + 1..<max(size, step + 1) { upper[step, column] /= root }
        for row in step + 1..<max(size, step + 1) {
            try upper.add(-upper[step, row], of: step, to: row, from: row)
        }
    }
    return try transposed(upper)
}

/// NaN on and below the diagonal.
private func failed<T>(_ matrix: Matrix<T>) throws -> Matrix<T> {
    var result = matrix
    for row in 0..<matrix.rowCount {
        try result.spend(matrix.columnCount)
        for column in 0..<matrix.columnCount { result[row, column] = column > row ? 0 : .nan }
    }
    return result
}

private func transposed<T>(_ matrix: Matrix<T>) throws -> Matrix<T> {
    var result = matrix
    for row in 0..<matrix.rowCount {
        try result.spend(matrix.columnCount)
        for column in 0..<matrix.columnCount { result[row, column] = matrix[column, row] }
    }
    return result
}

/// The cofactors by complete pivoting: with P A Q = L U they are those of U, from which no division by the last pivot is
/// asked, carried back. When an earlier pivot is zero, the rank is below N − 1 and all of them are zero.
private func cofactors<T>(_ matrix: Matrix<T>, _ workspace: Workspace) throws -> Matrix<T> {
    let size = matrix.rowCount
    var (factors, adjugate, result) = (matrix, matrix, matrix)
    var (rows, columns, sign) = (Array(0..<size), Array(0..<size), T(1))
    for row in 0..<size {
        try workspace.spend(size)
        for column in 0..<size { (adjugate[row, column], result[row, column]) = (0, 0) }
    }
    for step in 0..<size {
        var (row, column) = (step, step)
        for i in step..<size {
            for j in step..<size where Matrix.isGreater(factors[i, j], than: factors[row, column]) {
                (row, column) = (i, j)
            }
            try workspace.spend(size - step)
        }
        if step < size - 1, factors[row, column] == 0 { return result }
        if (row == step) != (column == step) { sign = -sign }
        rows.swapAt(step, row)
        columns.swapAt(step, column)
        factors.swapRows(step, row)
        factors.swapColumns(step, column)
        try factors.eliminate(step)
    }
    for row in 0..<size { adjugate[row, rows[row]] = 1 }
    adjugate = try Substitution(isLower: true, isTransposed: false, hasUnitDiagonal: true).solve(factors, adjugate)
    try substituteUpwards(factors, &adjugate)
    for row in 0..<size {
        try workspace.spend(size)
        for column in 0..<size { result[column, columns[row]] = sign * adjugate[row, column] }
    }
    return result
}

/// det(U) U⁻¹ X, where only pivots before the last divide.
private func substituteUpwards<T>(_ upper: Matrix<T>, _ right: inout Matrix<T>) throws {
    guard let last = (0..<upper.rowCount).last else { return }
    let minor = (0..<last).reduce(T(1)) { $0 * upper[$1, $1] }
    let whole = minor * upper[last, last]
    for row in 0..<last {
        try right.spend(right.columnCount)
        for column in 0..<right.columnCount { right[row, column] *= whole }
    }
    for column in 0..<right.columnCount { right[last, column] *= minor }
    for row in (0...last).reversed() {
        if row < last { try right.divide(row: row, by: upper[row, row]) }
        for above in 0..<row { try right.add(-upper[above, row], of: row, to: above) }
    }
}

/// X in A X = B for each matrix A of `left` and B of `right`.
func solve(
    _ left: Tensor, _ right: Tensor, _ workspace: Workspace, by method: SolveMethod
) throws -> Tensor.Storage {
    func solutions<T: FloatElement>(_ values: [T], _ others: [T]) throws -> [T] {
        let (size, width) = (left.shape.dims.last ?? 0, right.shape.dims.last ?? 0)
        let lead = try Shape(left.shape.dims.dropLast(2))
        try workspace.scratch((2 * size * size + 3 * size * width) * MemoryLayout<T>.stride)
        var output: [T] = []
        for entry in 0..<lead.count {
            let (first, second) = (entry * size * size, entry * size * width)
            let matrix = try workspace.copy(values, first..<first + size * size)
            let right = try workspace.copy(others, second..<second + size * width)
            output += try method.solve(
                Matrix(matrix, rows: size, columns: size, workspace),
                Matrix(right, rows: size, columns: width, workspace),
                workspace
            ).elements
        }
        return output
    }
    return switch left.storage {
    case .f64(let values): .f64(try solutions(values, right.elements()))
    case .f32(let values): .f32(try solutions(values, right.elements()))
    case .i64, .i32, .bool: throw misplaced("solve", left.dtype)
    }
}

/// How a system of equations is solved.
enum SolveMethod {
    /// By the LU decomposition.
    case general(isTransposed: Bool)
    /// By substitution.
    case triangular(TriangularForm)

    func solve<T>(_ matrix: Matrix<T>, _ right: Matrix<T>, _ workspace: Workspace) throws -> Matrix<T> {
        switch self {
        case .general(let isTransposed):
            try LUDecomposition(matrix).solve(right, isTransposed: isTransposed, workspace)
        case .triangular(let form):
            try Substitution(
                isLower: form.isLower, isTransposed: form.isTransposed, hasUnitDiagonal: form.hasUnitDiagonal
            ).solve(matrix, right)
        }
    }
}
