import Autodiff
import Graphs
import Tensors

extension Library {
    static let matrices: [Builtin] = [
        Builtin("solve(a, b)") { e, a in try e.solved(a) }.keepingWeak("a", "b"),
        Builtin("inv(a)") { e, a in
            let x = try e.squareMatrices(a)
            return .array(try e.b.emit(.solve(isTransposed: false), [x, e.b.identity(like: x)]))
        },
        Builtin("det(a)") { e, a in
            let x = try e.squareMatrices(a)
            // Weak where JAX writes it out, too.
            return .array(try e.determinant(x), isWeak: a("a").value.isWeak && e.b.shape(x).dims.last ?? 0 <= 3)
        },
        Builtin("slogdet(a)") { e, a in
            let x = try e.squareMatrices(a)
            let parts = try [.detSign, .logAbsDet].map { try e.b.emit(.matrix($0), [x]) }
            return .tuple(parts.map { Value.array($0) })
        }.keepingWeak("a"),
        Builtin("cholesky(a, *, upper=False, symmetrize_input=True)") { e, a in
            var x = try e.squareMatrices(a)
            if try a.flag("symmetrize_input") {
                x = try e.b.mul(e.b.add(x, e.transposed(x)), e.b.full(0.5, like: x))
            } else {
                x = try e.mirrored(x)
            }
            let factor = try e.b.emit(.matrix(.cholesky), [x])
            return .array(try a.flag("upper") ? e.transposed(factor) : factor)
        }.keepingWeak("a"),
        Builtin(
            "triangular_solve(a, b, *, left_side=False, lower=False, transpose_a=False, conjugate_a=False, unit_diagonal=False)"
        ) { e, a in
            let form = TriangularForm(
                isLower: try a.flag("lower"), isTransposed: try a.flag("transpose_a"),
                hasUnitDiagonal: try a.flag("unit_diagonal"))
            return try e.triangularSolved(a, form, isLeft: a.flag("left_side"))
        }.keepingWeak("a", "b"),
        Builtin("solve_triangular(a, b, trans=0, lower=False, unit_diagonal=False)") { e, a in
            let form = TriangularForm(
                isLower: try a.flag("lower"), isTransposed: try a.isTransposed("trans"),
                hasUnitDiagonal: try a.flag("unit_diagonal"))
            return try e.triangularSolved(a, form, isLeft: true)
        }.keepingWeak("a", "b"),
    ]
}

extension Call {
    /// 0 or 'N' for the matrix itself, 1, 2, 'T' or 'C' for its transpose.
    fileprivate func isTransposed(_ name: String) throws -> Bool {
        switch self(name).value {
        case .integer(0), .string("N"): return false
        case .integer(1), .integer(2), .string("T"), .string("C"): return true
        default: throw fault(name, "0, 1 or 2")
        }
    }
}

extension Elaborator {
    /// The argument `a` as square matrices of floats.
    mutating func squareMatrices(_ a: Call) throws -> ValueID {
        let x = try matched([a("a")], as: a.builtin.name, .inexact).values[0]
        try requireSquare(x, a)
        return x
    }

    private func requireSquare(_ x: ValueID, _ a: Call) throws {
        let dims = b.shape(x).dims
        guard dims.count >= 2, dims[dims.count - 1] == dims[dims.count - 2] else {
            throw Fault(
                .shape, "\(a.builtin.name) takes square matrices [..., n, n], not \(b.types[x])", at: a("a").position)
        }
    }

    /// The lower triangle on both sides. The upper one is not read: what the derivative sees must be symmetric.
    mutating func mirrored(_ x: ValueID) throws -> ValueID {
        let lower = try b.triangle(x, isLower: true, hasDiagonal: true)
        let strict = try b.triangle(x, isLower: true, hasDiagonal: false)
        return try b.add(lower, transposed(strict))
    }

    mutating func transposed(_ x: ValueID) throws -> ValueID {
        let rank = b.shape(x).rank
        return try b.moveAxis(x, from: rank - 2, to: rank - 1)
    }

    /// `b` with one axis is a vector for each matrix, else it holds matrices; leading axes broadcast.
    mutating func solved(_ a: Call) throws -> Value {
        let (matrix, right) = try pair(a("a"), a("b"), .inexact)
        try requireSquare(matrix, a)
        let isVector = b.shape(right).rank == 1
        let columns = try isVector ? b.reshape(right, b.shape(right).dims + [1]) : right
        let (left, r) = (b.shape(matrix).dims, b.shape(columns).dims)
        guard r.count >= 2, r[r.count - 2] == left[left.count - 1],
            let lead = try Shape(left.dropLast(2)).broadcast(with: Shape(r.dropLast(2)))
        else { throw misfit(a, matrix, right) }
        let operands = [
            try b.broadcastTrailing(matrix, to: lead + left.suffix(2)),
            try b.broadcastTrailing(columns, to: lead + r.suffix(2)),
        ]
        let solution = try b.emit(.solve(isTransposed: false), operands)
        return .array(try isVector ? b.reshape(solution, lead + [r[r.count - 2]]) : solution)
    }

    private func misfit(_ a: Call, _ matrix: ValueID, _ right: ValueID) -> Fault {
        Fault(
            .shape,
            "\(a.builtin.name): \(b.types[matrix]) at \(a("a").position) and \(b.types[right]) at \(a("b").position) "
                + "do not fit", at: a.position, hint: "a is [..., n, n] and b [n] or [..., n, k]")
    }

    /// Both operands have the same leading axes; with one axis less, `b` is a vector for each matrix.
    fileprivate mutating func triangularSolved(_ a: Call, _ form: TriangularForm, isLeft: Bool) throws -> Value {
        let (matrix, right) = try pair(a("a"), a("b"), .inexact)
        try requireSquare(matrix, a)
        let (left, r) = (b.shape(matrix).dims, b.shape(right).dims)
        let isVector = r.count == left.count - 1
        var columns = right
        if isVector {
            columns = try b.reshape(right, r + [1])
        } else if !isLeft, r.count >= 2 {
            // X A = B is Aᵀ Xᵀ = Bᵀ.
            columns = try transposed(right)
        }
        guard b.shape(columns).rank == left.count, b.shape(columns).dims.dropLast() == left.dropLast() else {
            throw misfit(a, matrix, right)
        }
        let solution = try b.emit(.triangularSolve(isLeft ? form : form.transpose), [matrix, columns])
        if isVector { return .array(try b.reshape(solution, r)) }
        return .array(try isLeft ? solution : transposed(solution))
    }

    /// Up to three rows by the formula, whose derivatives of every order are right for singular matrices too.
    fileprivate mutating func determinant(_ x: ValueID) throws -> ValueID {
        let size = b.shape(x).dims.last ?? 0
        guard (1...3).contains(size) else { return try b.emit(.matrix(.det), [x]) }
        func minor(_ rows: Range<Int>, _ columns: [Int]) throws -> ValueID {
            guard columns.count > 1 else { return try element(rows.lowerBound, columns[0], of: x) }
            var total: ValueID?
            for (index, column) in columns.enumerated() {
                let rest = try minor(rows.dropFirst(), columns.filter { $0 != column })
                let term = try b.mul(element(rows.lowerBound, column, of: x), rest)
                total = try total.map { try b.apply(index % 2 == 0 ? .add : .sub, $0, term) } ?? term
            }
            return try total ?? b.zeros(b.types[x])
        }
        return try minor(0..<size, Array(0..<size))
    }

    /// One element of every matrix.
    private mutating func element(_ row: Int, _ column: Int, of x: ValueID) throws -> ValueID {
        let rank = b.shape(x).rank
        let line = try sliced(x, axis: rank - 2, from: row, to: row + 1)
        return try b.reshape(
            sliced(line, axis: rank - 1, from: column, to: column + 1), Array(b.shape(x).dims.dropLast(2)))
    }
}
