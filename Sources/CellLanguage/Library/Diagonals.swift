import Graphs
import Tensors

extension Library {
    static let diagonals: [Builtin] = [
        Builtin("tril(m, k=0)") { e, a in try e.triangle(a, .ge) }.keepingWeak("m"),
        Builtin("triu(m, k=0)") { e, a in try e.triangle(a, .le) }.keepingWeak("m"),
        Builtin("diag(v, k=0)") { e, a in
            let x = try e.array(a("v"))
            let k = try a.diagonal("k")
            switch e.b.shape(x).rank {
            case 1: return .array(try e.onDiagonal(x, k), isWeak: a("v").value.isWeak)
            case 2: return .array(try e.diagonal(x, k, 0, 1))
            default: throw Fault(.shape, "diag takes a vector or a matrix, not \(e.b.types[x])", at: a.position)
            }
        },
        Builtin("diagonal(a, offset=0, axis1=0, axis2=1)") { e, a in .array(try e.diagonal(a)) },
        Builtin("trace(a, offset=0, axis1=0, axis2=1)") { e, a in
            .array(try e.total(of: e.diagonal(a), as: nil))
        },
        Builtin("eye(N, M=None, k=0, dtype=None)") { e, a in
            let columns = try a.isNone("M") ? a.integer("N") : a.integer("M")
            let mask = try e.diagonalMask([a.integer("N"), columns], offset: a.diagonal("k"))
            return .array(try e.b.convert(mask, to: a.dtype("dtype") ?? .f64))
        },
        Builtin("identity(n, dtype=None)") { e, a in
            let mask = try e.diagonalMask([a.integer("n"), a.integer("n")])
            return .array(try e.b.convert(mask, to: a.dtype("dtype") ?? .f64))
        },
        // Single precision by default, as in JAX.
        Builtin("tri(N, M=None, k=0, dtype=None)") { e, a in
            let columns = try a.isNone("M") ? a.integer("N") : a.integer("M")
            let mask = try e.diagonalMask([a.integer("N"), columns], .ge, offset: a.diagonal("k"))
            return .array(try e.b.convert(mask, to: a.dtype("dtype") ?? .f32))
        },
    ]
}

extension Call {
    /// The number of a diagonal. Beyond every array it is cut off, so that it can be counted with.
    func diagonal(_ name: String) throws -> Int { max(min(try integer(name), 1 << 40), -(1 << 40)) }
}

extension Elaborator {
    /// Keeps what lies on one side of diagonal `k`.
    fileprivate mutating func triangle(_ a: Call, _ comparison: Comparison) throws -> Value {
        let x = try array(a("m"))
        guard b.shape(x).rank >= 2 else {
            throw Fault(.shape, "\(a.builtin.name) takes a matrix, not \(b.types[x])", at: a.position)
        }
        let mask = try diagonalMask(b.shape(x).dims, comparison, offset: a.diagonal("k"))
        return .array(try b.select(mask, x, b.zeros(b.types[x])))
    }

    fileprivate mutating func diagonal(_ a: Call) throws -> ValueID {
        let x = try array(a("a"))
        let rank = b.shape(x).rank
        let axes = (try a.axis("axis1", rank: rank), try a.axis("axis2", rank: rank))
        guard axes.0 != axes.1 else {
            throw Fault(.argument, "\(a.builtin.name): axis1 and axis2 are the same axis", at: a.position)
        }
        return try diagonal(x, a.diagonal("offset"), axes.0, axes.1)
    }

    /// The sum along the last axis; of bools and short whole numbers as i64.
    mutating func total(of elements: ValueID, as dtype: DType?) throws -> ValueID {
        let type = b.types[elements]
        let isShort = type.dtype == .bool || type.dtype == .i32
        let numbers = try b.convert(elements, to: dtype ?? (isShort ? .i64 : type.dtype))
        return try b.emit(.reduceSum([type.shape.rank - 1]), [numbers])
    }

    /// The elements whose index along `column` is that along `row` plus `k`, as the last axis.
    mutating func diagonal(_ x: ValueID, _ k: Int, _ row: Int, _ column: Int) throws -> ValueID {
        let others = b.shape(x).dims.indices.filter { $0 != row && $0 != column }
        var square = try b.transpose(x, others + [row, column])
        let rank = others.count
        let (rows, columns) = (b.shape(square).dims[rank], b.shape(square).dims[rank + 1])
        let (firstRow, firstColumn) = (min(max(-k, 0), rows), min(max(k, 0), columns))
        let side = min(rows - firstRow, columns - firstColumn)
        square = try sliced(square, axis: rank, from: firstRow, to: firstRow + side)
        square = try sliced(square, axis: rank + 1, from: firstColumn, to: firstColumn + side)
        let rest = Array(b.shape(square).dims.prefix(rank))
        // In a square of this side written in one line, every (side + 1)-th element lies on the diagonal.
        let line = try b.emit(.reshape(Shape(rest + [Shape([side, side]).count])), [square])
        let dims = b.shape(line).dims
        return try b.emit(
            .slice(start: dims.map { _ in 0 }, limit: dims, stride: rest.map { _ in 1 } + [side + 1]), [line])
    }

    /// A matrix with a vector on diagonal `k`.
    fileprivate mutating func onDiagonal(_ v: ValueID, _ k: Int) throws -> ValueID {
        let side = b.shape(v).count
        let zero = try b.zeros(TensorType(b.dtype(v), .scalar))
        let line = try b.emit(.pad(low: [0], high: [0], interior: [side]), [v, zero])
        let square = try b.reshape(line, [side, side])
        let (below, above) = (max(-k, 0), max(k, 0))
        return try b.emit(.pad(low: [below, above], high: [above, below], interior: [0, 0]), [square, zero])
    }

    /// Where row plus `offset` compares so with column, over the last two of `dims`.
    mutating func diagonalMask(_ dims: [Int], _ comparison: Comparison = .eq, offset: Int = 0) throws -> ValueID {
        let type = TensorType(.i64, try Shape(dims))
        let row = try b.emit(.iota(type, axis: dims.count - 2), [])
        let column = try b.emit(.iota(type, axis: dims.count - 1), [])
        return try b.compare(comparison, b.add(row, b.full(Double(offset), like: row)), column)
    }
}
