import Graphs
import Tensors

extension Elaborator {
    /// Norms of vectors and matrices by the names that NumPy gives them.
    mutating func norm(_ x: ValueID, _ axes: [Int], _ a: Call) throws -> ValueID {
        if a.isNone("ord"), a.isNone("axis") || axes.count <= 2 { return try euclideanNorm(x, axes) }
        switch axes.count {
        case 1: return try vectorNorm(x, axes, a.number("ord"), a)
        case 2: return try matrixNorm(x, axes, a)
        default: throw a.fault("axis", "one axis for a vector, two for a matrix")
        }
    }

    private mutating func vectorNorm(_ x: ValueID, _ axes: [Int], _ order: Double, _ a: Call) throws -> ValueID {
        if order == 2 { return try euclideanNorm(x, axes) }
        let sizes = try b.apply(.abs, x)
        switch order {
        case .infinity: return try greatest(sizes, axes)
        case -.infinity: return try b.emit(.reduceMin(axes), [sizes])
        case 0: return try b.emit(.reduceSum(axes), [b.convert(isNotZero(x), to: b.dtype(x))])
        case 1: return try b.emit(.reduceSum(axes), [sizes])
        default:
            let sum = try b.emit(.reduceSum(axes), [b.apply(.pow, sizes, b.full(order, like: sizes))])
            return try awayFromZero(sum) { b, sum in try b.apply(.pow, sum, b.full(1 / order, like: sum)) }
        }
    }

    /// The greatest or least sum of the sizes along rows or columns, or the root of the sum of squares.
    private mutating func matrixNorm(_ x: ValueID, _ axes: [Int], _ a: Call) throws -> ValueID {
        if case .string("fro") = a("ord").value { return try euclideanNorm(x, axes) }
        let order = try a.number("ord")
        guard [1, -1, .infinity, -.infinity].contains(order) else {
            throw a.fault("ord", "'fro', 1, -1, inf or -inf for a matrix: the others need singular values")
        }
        let summed = abs(order) == 1 ? axes[0] : axes[1]
        let sums = try b.emit(.reduceSum([summed]), [b.apply(.abs, x)])
        let other = abs(order) == 1 ? axes[1] : axes[0]
        let rest = [other > summed ? other - 1 : other]
        return try order > 0 ? greatest(sums, rest) : b.emit(.reduceMin(rest), [sums])
    }

    /// The greatest of sizes; of none, 0.
    private mutating func greatest(_ sizes: ValueID, _ axes: [Int]) throws -> ValueID {
        try b.emit(count(sizes, axes) == 0 ? .reduceSum(axes) : .reduceMax(axes), [sizes])
    }

    /// The root of the sum of squares, of x times a power of two where squares would leave the range of the type. The
    /// power counts as a constant, which is right to every order, as it cancels; `Autodiff/Compositions.swift` knows this
    /// form by its equations, so that cotangents are not scaled. At 0 the slope is 0, the least of the subgradients (JAX:
    /// NaN), so that a vector of zeros leaves the rest of a gradient as it is; there is no second derivative.
    mutating func euclideanNorm(_ x: ValueID, _ axes: [Int]) throws -> ValueID {
        let (edge, step): (Double, Double) = b.dtype(x) == .f32 ? (0x1p48, 0x1p90) : (0x1p480, 0x1p600)
        let greatest = try peak(b.apply(.abs, x), axes)
        func number(_ value: Double) throws -> ValueID { try b.full(value, like: greatest) }
        let isSmall = try b.compare(.lt, greatest, number(1 / edge))
        let isLarge = try b.compare(.gt, greatest, number(edge))
        let scale = try b.select(isLarge, number(1 / step), b.select(isSmall, number(step), number(1)))
        let scaled = try b.mul(x, restretched(scale, like: x, axes))
        let sum = try b.emit(.reduceSum(axes), [b.mul(scaled, scaled)])
        return try b.div(awayFromZero(sum) { b, sum in try b.apply(.sqrt, sum) }, scale)
    }

    /// `root` of the sum; 0 with slope 0 where the sum is 0, since the slope of the root is infinite there.
    private mutating func awayFromZero(
        _ sum: ValueID, _ root: (inout GraphBuilder, ValueID) throws -> ValueID
    ) throws -> ValueID {
        let zero = try b.zeros(b.types[sum])
        let isZero = try b.compare(.eq, sum, zero)
        let positive = try b.select(isZero, b.full(1, like: sum), sum)
        return try b.select(isZero, zero, root(&b, positive))
    }
}
