import Tensors

/// A matrix whose rows are added to each other. Every element that a decomposition or a substitution gives is one chain
/// of fused multiply-adds: it begins at the element itself and goes through the steps of the elimination in order.
struct Matrix<T: FloatElement> {
    let rowCount, columnCount: Int
    private(set) var elements: [T]
    private let workspace: Workspace

    /// `elements` row-major.
    init(_ elements: [T], rows: Int, columns: Int, _ workspace: Workspace) {
        self.elements = elements
        rowCount = rows
        columnCount = columns
        self.workspace = workspace
    }

    subscript(row: Int, column: Int) -> T {
        get { elements[row * columnCount + column] }
        set { elements[row * columnCount + column] = newValue }
    }

    /// Row `target` plus `factor` times row `source`, another one, from `column` on.
    mutating func add(_ factor: T, of source: Int, to target: Int, from column: Int = 0) throws {
        for start in stride(from: column, to: columnCount, by: Workspace.pollInterval) {
            let count = min(Workspace.pollInterval, columnCount - start)
            try workspace.spend(count)
            elements.withUnsafeMutableBufferPointer { elements in
                guard let first = elements.baseAddress else { return }
                // Safe: both rows lie within the matrix, and do not overlap.
                T.addProduct(
                    factor, first + source * columnCount + start, first + target * columnCount + start, count)
            }
        }
    }

    /// Counts work on some elements, and polls now and then.
    func spend(_ elements: Int) throws { try workspace.spend(elements) }

    mutating func swapRows(_ first: Int, _ second: Int) {
        guard first != second else { return }
        for column in 0..<columnCount { elements.swapAt(first * columnCount + column, second * columnCount + column) }
    }

    mutating func swapColumns(_ first: Int, _ second: Int) {
        guard first != second else { return }
        for row in 0..<rowCount { elements.swapAt(row * columnCount + first, row * columnCount + second) }
    }

    mutating func divide(row: Int, by divisor: T) throws {
        for start in stride(from: 0, to: columnCount, by: Workspace.pollInterval) {
            let end = min(start + Workspace.pollInterval, columnCount)
            try workspace.spend(end - start)
            for column in start..<end { self[row, column] /= divisor }
        }
    }

    /// Subtracts from every row below `step` its multiple of row `step` that makes column `step` zero, and keeps the
    /// factors there. A pivot of zero has only zeros below it.
    mutating func eliminate(_ step: Int) throws {
        let pivot = self[step, step]
        guard pivot != 0 else { return }
        for row in step + 1..<max(rowCount, step + 1) {
            let factor = self[row, step] / pivot
            self[row, step] = factor
            try add(-factor, of: step, to: row, from: step + 1)
        }
    }

    /// Whether `candidate` is chosen as pivot rather than `best`: by magnitude; the first NaN is greater than all.
    static func isGreater(_ candidate: T, than best: T) -> Bool {
        !best.isNaN && (candidate.isNaN || candidate.magnitude > best.magnitude)
    }
}

/// L U = the matrix with its rows in another order, by partial pivoting: the greatest magnitude of a column, of equal
/// ones the first.
struct LUDecomposition<T: FloatElement> {
    /// U on and above the diagonal, L without its ones below.
    private(set) var factors: Matrix<T>
    /// Row i of L U is row `order[i]` of the matrix.
    private(set) var order: [Int]
    /// The sign of that permutation.
    private(set) var sign: T = 1

    init(_ matrix: Matrix<T>) throws {
        factors = matrix
        order = Array(0..<matrix.rowCount)
        for step in order.indices {
            // The search for a pivot goes through a column, and each of its elements is in another line of the cache.
            try factors.spend(4 * (order.count - step))
            var pivot = step
            for row in step..<order.count
            where Matrix.isGreater(factors[row, step], than: factors[pivot, step]) { pivot = row }
            if pivot != step { sign = -sign }
            order.swapAt(step, pivot)
            factors.swapRows(step, pivot)
            try factors.eliminate(step)
        }
    }

    var diagonal: [T] { order.indices.map { factors[$0, $0] } }

    /// The sign times the pivots, multiplied in order; +0.0 where that is −0.0.
    var determinant: T { diagonal.reduce(sign) { $0 * $1 } + 0 }

    /// The sign of the determinant, +0.0 for none.
    var determinantSign: T { diagonal.reduce(sign) { $0 * T.sign($1) } + 0 }

    /// X in A X = B, or in Aᵀ X = B.
    func solve(_ right: Matrix<T>, isTransposed: Bool, _ workspace: Workspace) throws -> Matrix<T> {
        func permuted(_ matrix: Matrix<T>, _ rows: [Int]) throws -> Matrix<T> {
            let width = matrix.columnCount
            let elements = try tabulate(rows.count * width, workspace) {
                matrix.elements[rows[$0 / width] * width + $0 % width]
            }
            return Matrix(elements, rows: matrix.rowCount, columns: width, workspace)
        }
        let lower = Substitution(isLower: true, isTransposed: isTransposed, hasUnitDiagonal: true)
        let upper = Substitution(isLower: false, isTransposed: isTransposed, hasUnitDiagonal: false)
        guard isTransposed else { return try upper.solve(factors, lower.solve(factors, permuted(right, order))) }
        var places = order
        for (place, row) in order.enumerated() { places[row] = place }
        return try permuted(lower.solve(factors, upper.solve(factors, right)), places)
    }
}

/// The solution of a triangular system: unknowns are found one after the other, each divided by its diagonal element, and
/// subtracted from the rows of all that remain.
struct Substitution {
    let isLower, isTransposed, hasUnitDiagonal: Bool

    func solve<T>(_ matrix: Matrix<T>, _ right: Matrix<T>) throws -> Matrix<T> {
        var solution = right
        let count = matrix.rowCount
        // The transpose of a lower triangle is an upper one.
        let goesDown = isLower != isTransposed
        for step in 0..<count {
            let row = goesDown ? step : count - 1 - step
            if !hasUnitDiagonal { try solution.divide(row: row, by: matrix[row, row]) }
            for rest in goesDown ? row + 1..<count : 0..<row {
                try solution.add(-(isTransposed ? matrix[row, rest] : matrix[rest, row]), of: row, to: rest)
            }
        }
        return solution
    }
}
