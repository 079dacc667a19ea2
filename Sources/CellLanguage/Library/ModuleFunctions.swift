import Graphs
import Tensors

// Functions of smaller modules that differ from NumPy's of the same name.

extension Library {
    static let modules: [Builtin] = [
        // Of the last two axes, as the Array API has it.
        Builtin("linalg.diagonal(x, offset=0)") { e, a in .array(try e.lastDiagonal(a)) },
        Builtin("linalg.trace(x, offset=0, dtype=None)") { e, a in
            .array(try e.total(of: e.lastDiagonal(a), as: a.dtype("dtype")))
        },
        Builtin("scipy.linalg.cholesky(a, lower=False, overwrite_a=False, check_finite=True)") { e, a in
            .array(try e.factor(e.squareMatrices(a), isLower: a.flag("lower")))
        },
        Builtin("scipy.linalg.cho_factor(a, lower=False, overwrite_a=False, check_finite=True)") { e, a in
            .tuple([.array(try e.factor(e.squareMatrices(a), isLower: a.flag("lower"))), a("lower").value])
        },
        Builtin("scipy.linalg.cho_solve(c_and_lower, b, overwrite_b=False, check_finite=True)") { e, a in
            guard let parts = a("c_and_lower").value.items, parts.count == 2, case .bool(let isLower) = parts[1] else {
                throw a.fault("c_and_lower", "a factor and whether it is the lower one")
            }
            let (c, b) = try e.pair(Term(parts[0], a("c_and_lower").position), a("b"), .inexact)
            return .array(try e.solved(byFactor: c, isLower: isLower, b, a))
        },
        Builtin(
            "scipy.linalg.solve(a, b, lower=False, overwrite_a=False, overwrite_b=False, check_finite=True, assume_a='gen')"
        ) { e, a in
            switch try a.word("assume_a") {
            case "gen": return try e.solved(a)
            case "pos":
                let (matrix, b) = try e.pair(a("a"), a("b"), .inexact)
                let isLower = try a.flag("lower")
                return .array(try e.solved(byFactor: e.factor(matrix, isLower: isLower), isLower: isLower, b, a))
            default: throw a.fault("assume_a", "'gen' or 'pos'")
            }
        },
        // jnp.identity(n) makes a matrix.
        Builtin("nn.identity(x)") { e, a in .array(try e.array(a("x"))) }.keepingWeak("x"),
    ]
}

extension Elaborator {
    fileprivate mutating func lastDiagonal(_ a: Call) throws -> ValueID {
        let x = try array(a("x"))
        let rank = b.shape(x).rank
        guard rank >= 2 else {
            throw Fault(.shape, "\(a.builtin.name) takes matrices [..., m, n], not \(b.types[x])", at: a("x").position)
        }
        return try diagonal(x, a.diagonal("offset"), rank - 2, rank - 1)
    }

    /// The lower factor from the lower triangle, or the upper from the upper: the other is not read.
    fileprivate mutating func factor(_ x: ValueID, isLower: Bool) throws -> ValueID {
        let factor = try b.emit(.matrix(.cholesky), [mirrored(isLower ? x : transposed(x))])
        return try isLower ? factor : transposed(factor)
    }

    /// X in A X = B for A = L Lᵀ or A = Uᵀ U.
    fileprivate mutating func solved(
        byFactor factor: ValueID, isLower: Bool, _ right: ValueID, _ a: Call
    ) throws -> ValueID {
        let (left, r) = (b.shape(factor).dims, b.shape(right).dims)
        let isVector = r.count == 1
        let columns = try isVector ? b.reshape(right, r + [1]) : right
        guard left.count >= 2, left[left.count - 1] == left[left.count - 2], b.shape(columns).rank == left.count,
            b.shape(columns).dims.dropLast() == left.dropLast()
        else {
            throw Fault(
                .shape, "\(a.builtin.name): \(b.types[factor]) and \(b.types[right]) do not fit", at: a.position,
                hint: "the factor is [..., n, n] and b [n] or [..., n, k]")
        }
        let first = TriangularForm(isLower: isLower, isTransposed: !isLower, hasUnitDiagonal: false)
        let half = try b.emit(.triangularSolve(first), [factor, columns])
        let solution = try b.emit(.triangularSolve(first.transpose), [factor, half])
        return try isVector ? b.reshape(solution, r) : solution
    }
}
