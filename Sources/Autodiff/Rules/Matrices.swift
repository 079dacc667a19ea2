import Graphs
import Tensors

// Derivatives of functions of matrices, as in Giles (2008), "Collected matrix derivative results for forward and reverse
// mode algorithmic differentiation", and for the Cholesky decomposition Murray (2016), arXiv:1602.07527.

extension MatrixFunction {
    /// Forward rule. With A⁻ᵀ the inverse of the transpose and C the cofactors:
    /// det: Σ C ∘ Ȧ. log |det|: Σ A⁻ᵀ ∘ Ȧ. cofactors: (Σ C ∘ Ȧ) A⁻ᵀ − A⁻ᵀ Ȧᵀ C.
    /// cholesky: L Φ(L⁻¹ Ȧ L⁻ᵀ), where Φ keeps the lower triangle and halves the diagonal.
    func jvp(y: ValueID, x: ValueID, t: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        guard let t else { return nil }
        switch self {
        case .detSign: return nil
        case .det: return try b.inner(b.emit(.matrix(.cofactors), [x]), t)
        case .logAbsDet: return try b.inner(b.inverseTransposed(x), t)
        case .cofactors:
            let inverse = try b.inverseTransposed(x)
            let change = try b.emit(.solve(isTransposed: true), [x, b.product(b.swapped(t), y)])
            let total = try b.stretchedOverMatrices(b.inner(y, t), like: y)
            return try b.sub(b.mul(total, inverse), change)
        case .cholesky:
            let lower = Primitive.triangularSolve(TriangularForm(isLower: true))
            // L⁻¹ (L⁻¹ Ȧᵀ)ᵀ = L⁻¹ Ȧ L⁻ᵀ
            let half = try b.emit(lower, [y, b.swapped(t)])
            let whole = try b.emit(lower, [y, b.swapped(half)])
            let triangle = try b.triangle(whole, isLower: true, hasDiagonal: true)
            let strict = try b.triangle(whole, isLower: true, hasDiagonal: false)
            let mean = try b.mul(b.add(triangle, strict), b.full(0.5, like: triangle))
            return try b.product(y, mean)
        }
    }
}

extension Primitive {
    /// From A X = B: A Ẋ = Ḃ − Ȧ X, where A is what the primitive reads of its first operand.
    func solveJVP(
        y: ValueID, x: [ValueID], t: [ValueID?], into b: inout GraphBuilder,
        reading: (ValueID, inout GraphBuilder) throws -> ValueID
    ) throws -> ValueID? {
        let moved = try t[0].map { try b.product(reading($0, &b), y) }
        switch (t[1], moved) {
        case (let right?, let moved?): return try b.emit(self, [x[0], b.sub(right, moved)])
        case (nil, let moved?): return try b.emit(self, [x[0], b.apply(.neg, moved)])
        case (let right?, nil): return try b.emit(self, [x[0], right])
        case (nil, nil): return nil
        }
    }

    /// The transposed system, for the right-hand side.
    func solveTransposed(
        _ transposed: Primitive, x: [ValueID?], ct: ValueID, into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        guard let matrix = x[0] else { throw Fault(.defect, "\(name) is not linear in its matrix") }
        return [nil, try b.emit(transposed, [matrix, ct])]
    }

    /// One matrix for all entries: they become columns. Otherwise every entry has its own.
    func solveBatched(x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder) throws -> ValueID {
        guard !isBatched[0] else { return try b.emit(self, lifted(x, isBatched, size, into: &b)) }
        let axis = b.shape(x[1]).rank - 2
        let moved = try b.moveAxis(x[1], from: 0, to: axis)
        let dims = b.shape(moved).dims
        let wide = try b.reshape(moved, dims.dropLast(2) + [Shape(Array(dims.suffix(2))).count])
        return try b.moveAxis(b.reshape(b.emit(self, [x[0], wide]), dims), from: axis, to: 0)
    }
}

extension TriangularForm {
    /// What of a tangent of the matrix changes the system.
    func read(_ tangent: ValueID, into b: inout GraphBuilder) throws -> ValueID {
        let part = try b.triangle(tangent, isLower: isLower, hasDiagonal: !hasUnitDiagonal)
        return try isTransposed ? b.swapped(part) : part
    }
}

extension GraphBuilder {
    /// The last two axes exchanged.
    mutating func swapped(_ matrices: ValueID) throws -> ValueID {
        let rank = shape(matrices).rank
        return try moveAxis(matrices, from: rank - 2, to: rank - 1)
    }

    /// Matrix products over equal leading axes.
    mutating func product(_ left: ValueID, _ right: ValueID) throws -> ValueID {
        let lead = shape(left).rank - 2
        let batch = Array(0..<lead)
        return try emit(
            .dotGeneral(
                DotDimensions(leftContract: [lead + 1], rightContract: [lead], leftBatch: batch, rightBatch: batch)),
            [left, right])
    }

    /// Sums of the products of all elements, matrix by matrix.
    fileprivate mutating func inner(_ left: ValueID, _ right: ValueID) throws -> ValueID {
        let rank = shape(left).rank
        return try sum(mul(left, right), axes: [rank - 2, rank - 1])
    }

    /// A number for each matrix, at each of its elements.
    fileprivate mutating func stretchedOverMatrices(_ numbers: ValueID, like matrices: ValueID) throws -> ValueID {
        try broadcast(numbers, to: shape(matrices).dims, axes: Array(0..<shape(numbers).rank))
    }

    fileprivate mutating func inverseTransposed(_ matrices: ValueID) throws -> ValueID {
        try emit(.solve(isTransposed: true), [matrices, identity(like: matrices)])
    }

    /// Ones on the diagonals, zeros elsewhere.
    public mutating func identity(like matrices: ValueID) throws -> ValueID {
        let ones = try full(1, like: matrices)
        return try triangle(triangle(ones, isLower: true, hasDiagonal: true), isLower: false, hasDiagonal: true)
    }

    /// The elements on one side of the diagonals, zeros elsewhere.
    public mutating func triangle(_ matrices: ValueID, isLower: Bool, hasDiagonal: Bool) throws -> ValueID {
        let type = TensorType(.i64, shape(matrices))
        let row = try emit(.iota(type, axis: type.shape.rank - 2), [])
        let column = try emit(.iota(type, axis: type.shape.rank - 1), [])
        let (low, high) = isLower ? (column, row) : (row, column)
        return try select(compare(hasDiagonal ? .le : .lt, low, high), matrices, zeros(types[matrices]))
    }
}
