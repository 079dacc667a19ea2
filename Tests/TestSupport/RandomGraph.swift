import Graphs
import Tensors

/// Graphs of random primitives on random shapes, with 0 and 1 among the sizes. Operands are brought into the domain of the
/// function first, so that most values stay finite and moderate.
public struct RandomGraph {
    var b = GraphBuilder()
    var random: SeededGenerator
    private var pool: [ValueID] = []
    let dtype: DType
    /// Whether derivatives may pass where they cannot go back.
    let isForwardOnly: Bool

    /// A graph of some `steps` operations on arrays of `dtype`: three floating inputs, floating outputs. When
    /// `isForwardOnly`, it may have no derivative by reverse mode.
    public static func make(seed: UInt64, dtype: DType, steps: Int, isForwardOnly: Bool = false) throws -> Graph {
        var maker = RandomGraph(seed: seed, dtype: dtype, isForwardOnly: isForwardOnly)
        return try maker.grow(steps)
    }

    private init(seed: UInt64, dtype: DType, isForwardOnly: Bool) {
        random = SeededGenerator(seed: seed)
        self.dtype = dtype
        self.isForwardOnly = isForwardOnly
    }

    private mutating func grow(_ steps: Int) throws -> Graph {
        let sizes = [1, 2, 3, 2, 1, 0, 3]
        for _ in 0..<3 {
            let rank = random.below(4)
            let dims = (0..<rank).map { _ in sizes[random.below(random.below(4) == 0 ? 7 : 5)] }
            pool.append(b.input(TensorType(dtype, try Shape(dims))))
        }
        for _ in 0..<steps { try step() }
        var used = Set(b.equations.flatMap(\.operands))
        used.formUnion(pool.prefix(3))
        let sinks = pool.filter { !used.contains($0) }
        return try b.extract(from: Array(pool.prefix(3)), to: sinks.isEmpty ? [pool[pool.count - 1]] : sinks).graph
    }

    /// Arrays for the inputs of a graph, between −1 and 1.
    public static func inputs(of graph: Graph, seed: UInt64) throws -> [Tensor] {
        var random = SeededGenerator(seed: seed)
        return try graph.inputTypes.map { try random.tensor($0) }
    }

    mutating func pick() -> ValueID {
        // Late values more often, so that graphs grow deep.
        let recent = pool.suffix(4)
        return random.below(3) == 0
            ? pool[random.below(pool.count)] : recent[recent.startIndex + random.below(recent.count)]
    }

    mutating func add(_ value: ValueID) { pool.append(value) }

    mutating func number(_ value: Double, like other: ValueID) throws -> ValueID {
        try b.full(value, like: other)
    }

    /// The value squeezed to (−1, 1).
    mutating func small(_ x: ValueID) throws -> ValueID { try b.apply(.tanh, x) }

    /// Between 0.5 and 2.5.
    private mutating func positive(_ x: ValueID) throws -> ValueID {
        try b.add(small(x), number(1.5, like: x))
    }

    /// A value of the shape of `x`.
    mutating func partner(of x: ValueID) throws -> ValueID {
        let y = pick()
        if b.shape(y) == b.shape(x) { return y }
        return try b.broadcast(b.sum(y, axes: Array(0..<b.shape(y).rank)), to: b.shape(x).dims, axes: [])
    }

    private mutating func step() throws {
        let x = pick()
        switch random.below(25) {
        case 0, 1, 2: add(try unary(x))
        case 3, 4, 5: add(try binary(x))
        case 6: add(try chosen(x))
        case 7: add(try moved(x))
        case 8: add(try sliced(x))
        case 9: add(try padded(x))
        case 10: add(try joined(x))
        case 11: add(try reduced(x))
        case 12: add(try running(x))
        case 13, 14: add(try contracted(x))
        case 15: add(try gathered(x))
        case 16: add(try scattered(x))
        case 17: try loop(x)
        case 18: add(try branch(x))
        case 19: add(try solved(x))
        case 20: add(try pooled(x))
        case 21: add(try convolved(x))
        case 22: add(try counted(x))
        case 23: add(try drawn(x))
        // What is held has no derivative anyway: differences of values know nothing of `stop_gradient`.
        default: add(try b.add(x, b.emit(.stopGradient, [b.apply(.floor, x)])))
        }
    }

    private mutating func unary(_ x: ValueID) throws -> ValueID {
        let function = UnaryFunction.allCases[random.below(UnaryFunction.allCases.count)]
        switch function {
        case .not, .isFinite: return try truth(x, function)
        case .log, .log2, .log10, .sqrt, .rsqrt, .cbrt, .lgamma: return try b.apply(function, positive(x))
        case .acosh: return try b.apply(function, b.add(positive(x), number(1, like: x)))
        case .log1p, .asin, .acos, .atanh, .erfInv, .erfInvSlope, .tan, .exp, .exp2, .expm1, .sinh, .cosh:
            return try b.apply(function, b.mul(small(x), number(0.9, like: x)))
        case .neg, .abs, .absSlope, .sign, .floor, .ceil, .round, .sin, .cos, .atan, .tanh, .asinh, .logistic, .erf,
            .erfc,
            .gaussian,
            .silu, .siluSlope, .gelu, .geluSlope, .geluTanh, .geluTanhSlope:
            return try b.apply(function, x)
        }
    }

    /// A truth about `x`, as numbers.
    private mutating func truth(_ x: ValueID, _ function: UnaryFunction) throws -> ValueID {
        let holds = try b.apply(.isFinite, x)
        return try b.convert(function == .not ? b.apply(.not, holds) : holds, to: dtype)
    }

    private mutating func binary(_ x: ValueID) throws -> ValueID {
        let y = try partner(of: x)
        switch random.below(14) {
        case 0, 1: return try b.add(x, y)
        case 2: return try b.sub(x, y)
        case 3: return try b.mul(small(x), y)
        case 4: return try b.div(x, positive(y))
        case 5: return try b.apply(.pow, positive(x), small(y))
        case 6: return try b.apply(.max, x, y)
        case 7: return try b.apply(.min, x, y)
        case 8: return try b.apply(.atan2, positive(x), y)
        case 9: return try b.apply(.hypot, positive(x), y)
        case 10: return try b.apply(.logaddexp, small(x), small(y))
        case 11: return try b.apply(.powSlope, positive(x), positive(y))
        case 12: return try b.apply(.divSlope, x, positive(y))
        default:
            return random.below(2) == 0
                ? try b.apply(.rem, x, positive(y))
                : try random.below(2) == 0
                    ? b.emit(.integerPower(random.below(6) - 2), [positive(x)])
                    : b.emit(.polygamma(order: random.below(3)), [positive(x)])
        }
    }

    private mutating func chosen(_ x: ValueID) throws -> ValueID {
        let y = try partner(of: x)
        let comparison = Comparison.allCases[random.below(Comparison.allCases.count)]
        let left = try b.compare(comparison, x, y)
        let right = try b.compare(.lt, x, number(0.25, like: x))
        let both = try b.apply([.and, .or, .xor][random.below(3)], left, right)
        return try b.select(both, x, y)
    }

    private mutating func moved(_ x: ValueID) throws -> ValueID {
        let dims = b.shape(x).dims
        switch random.below(4) {
        case 0: return try b.emit(.reshape(Shape([1, b.shape(x).count])), [x])
        case 1: return try b.emit(.transpose(dims.indices.shuffled(using: &random)), [x])
        case 2: return try b.emit(.reverse(dims.indices.filter { _ in random.below(2) == 0 }), [x])
        default:
            // Axes of size 1 stretch, and a new one comes in front.
            let wide = [2] + dims.map { $0 == 1 ? 3 : $0 }
            return try b.emit(.broadcastInDim(Shape(wide), axes: Array(1..<wide.count)), [x])
        }
    }

    private mutating func sliced(_ x: ValueID) throws -> ValueID {
        let dims = b.shape(x).dims
        let start = dims.map { random.below(max($0, 1)) }
        let limit = zip(start, dims).map { $0 + random.below($1 - $0 + 1) }
        let wide = random.below(3) == 0 ? limit : dims
        return try b.emit(.slice(start: start, limit: wide, stride: dims.map { _ in 1 + random.below(2) }), [x])
    }

    private mutating func padded(_ x: ValueID) throws -> ValueID {
        let dims = b.shape(x).dims
        func counts(_ limit: Int) -> [Int] { dims.map { _ in random.below(limit) } }
        let y = pick()
        let fill = try b.sum(y, axes: Array(0..<b.shape(y).rank))
        return try b.emit(.pad(low: counts(2), high: counts(2), interior: counts(2)), [x, fill])
    }

    private mutating func joined(_ x: ValueID) throws -> ValueID {
        guard b.shape(x).rank > 0 else { return try b.apply(.sin, x) }
        return try b.emit(.concatenate(axis: random.below(b.shape(x).rank)), [x, partner(of: x)])
    }

    private mutating func reduced(_ x: ValueID) throws -> ValueID {
        let dims = b.shape(x).dims
        let axes = Array(dims.indices.filter { _ in random.below(2) == 0 })
        let kind = random.below(3)
        guard kind > 0, !dims.contains(0) else { return try b.emit(.reduceSum(axes), [x]) }
        return try b.emit(kind == 1 ? .reduceMax(axes) : .reduceMin(axes), [x])
    }

    private mutating func running(_ x: ValueID) throws -> ValueID {
        guard b.shape(x).rank > 0 else { return try b.apply(.cos, x) }
        return try b.emit(.cumsum(axis: random.below(b.shape(x).rank), reverse: random.below(2) == 0), [small(x)])
    }

    private mutating func contracted(_ x: ValueID) throws -> ValueID {
        let y = pick()
        let (l, r) = (b.shape(x).dims, b.shape(y).dims)
        var dims = DotDimensions(leftContract: [], rightContract: [])
        for left in l.indices.shuffled(using: &random) {
            let taken = dims.rightContract + dims.rightBatch
            guard let right = r.indices.first(where: { r[$0] == l[left] && !taken.contains($0) }) else { continue }
            switch random.below(3) {
            case 0:
                dims.leftBatch.append(left)
                dims.rightBatch.append(right)
            case 1:
                dims.leftContract.append(left)
                dims.rightContract.append(right)
            default: break
            }
        }
        guard l.count + r.count - dims.leftContract.count * 2 - dims.leftBatch.count <= 5 else { return try small(x) }
        return try b.emit(.dotGeneral(dims), [small(x), small(y)])
    }

    /// Whole numbers from −1 to `rows`, so that some lie outside.
    private mutating func indices(_ count: Int, rows: Int) throws -> ValueID {
        let type = TensorType(.i64, try Shape([count]))
        let counted = try b.emit(.iota(type, axis: 0), [])
        let scaled = try b.mul(counted, b.full(Double(1 + random.below(3)), like: counted))
        let wrapped = try b.apply(.rem, scaled, b.full(Double(rows + 2), like: counted))
        return try b.sub(wrapped, b.full(1, like: counted))
    }

    private mutating func gathered(_ x: ValueID) throws -> ValueID {
        guard let rows = b.shape(x).dims.first else { return try b.apply(.erf, x) }
        if b.shape(x).rank == 1, random.below(2) == 0 {
            return try b.emit(.gather, [x, b.emit(.argsort(axis: 0), [x])])
        }
        return try b.emit(.gather, [x, indices(1 + random.below(4), rows: rows)])
    }

    private mutating func scattered(_ x: ValueID) throws -> ValueID {
        guard let rows = b.shape(x).dims.first else { return try b.apply(.atan, x) }
        let places = try indices(3, rows: rows)
        let updates = try b.emit(.gather, [partner(of: x), indices(3, rows: rows)])
        let function = ScatterFunction.allCases[random.below(ScatterFunction.allCases.count)]
        return try b.emit(.scatter(function), [x, places, updates])
    }

    /// A function of the matrix v vᵀ + 3 I, which is well away from singular.
    private mutating func solved(_ x: ValueID) throws -> ValueID {
        let size = b.shape(x).count
        guard size < 5 else { return try b.apply(.sin, x) }
        let v = try b.reshape(small(x), [size, 1])
        let square = try b.emit(.dotGeneral(DotDimensions(leftContract: [1], rightContract: [1])), [v, v])
        let type = TensorType(.i64, b.shape(square))
        let diagonal = try b.compare(.eq, b.emit(.iota(type, axis: 0), []), b.emit(.iota(type, axis: 1), []))
        let matrix = try b.add(square, b.mul(b.convert(diagonal, to: dtype), number(3, like: square)))
        switch random.below(4) {
        case 0: return try b.emit(.solve(isTransposed: random.below(2) == 0), [matrix, square])
        case 1:
            let form = TriangularForm(
                isLower: random.below(2) == 0, isTransposed: random.below(2) == 0,
                hasUnitDiagonal: random.below(2) == 0)
            return try b.emit(.triangularSolve(form), [matrix, v])
        default:
            let function = MatrixFunction.allCases[random.below(MatrixFunction.allCases.count)]
            return try b.emit(.matrix(function), [matrix])
        }
    }

    /// The greatest of each two neighbours.
    private mutating func pooled(_ x: ValueID) throws -> ValueID {
        let flat = try b.reshape(x, [b.shape(x).count])
        let window = PoolingWindow(size: [2], strides: [1 + random.below(2)], low: [random.below(3)], high: [0])
        return try b.emit(.gather, [flat, b.emit(.windowArgmax(window), [flat])])
    }

    /// The value times numbers between 0 and 1, which are drawn by the whole numbers beside it.
    private mutating func drawn(_ x: ValueID) throws -> ValueID {
        let key = try b.convert(b.apply(.round, x), to: .i64)
        let bits = try b.apply(.threefry2x32, key, b.convert(b.apply(.floor, partner(of: x)), to: .i64))
        let low = try b.apply(.and, bits, b.full(.i64(1023), b.types[bits]))
        return try b.mul(x, b.mul(b.convert(low, to: dtype), number(0x1p-10, like: x)))
    }

    private mutating func convolved(_ x: ValueID) throws -> ValueID {
        let row = try b.emit(.reshape(Shape([1, 1, 1, b.shape(x).count])), [small(x)])
        let y = pick()
        let kernel = try b.emit(.reshape(Shape([1, 1, 1, b.shape(y).count])), [small(y)])
        guard (1...4).contains(b.shape(y).count), b.shape(x).count > 0 else { return row }
        let window = ConvolutionWindow(
            strides: [1 + random.below(2)], low: [3], high: [random.below(4)], leftDilation: [1 + random.below(2)],
            rightDilation: [1])
        return try b.emit(.convolution(window), [row, kernel])
    }
}

extension SeededGenerator {
    /// A number from 0 up to but not `limit`.
    public mutating func below(_ limit: Int) -> Int { limit < 1 ? 0 : Int.random(in: 0..<limit, using: &self) }
}
