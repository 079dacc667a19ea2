import Tensors

/// The operations that graphs are made of: a small set, closed under differentiation and batching.
///
/// Names and meanings are those of `jax.lax` and StableHLO; operands of elementwise primitives have equal shapes.
/// Every transform and the evaluator switch over this enum without `default`, so a forgotten rule does not compile.
public enum Primitive: Hashable, Sendable {
    /// A scalar value written into the graph. `() → dtype[]`
    case constant(Scalar)
    /// Counts 0, 1, 2, … along `axis`. `() → type`
    case iota(TensorType, axis: Int)

    /// A function of one operand, element by element.
    case unary(UnaryFunction)
    /// xⁿ for a static whole n, by repeated squaring.
    case integerPower(Int)
    /// The derivative of order `order` of ψ = (log Γ)′; order 0 is the digamma function.
    case polygamma(order: Int)
    /// A function of two operands of equal type, element by element.
    case binary(BinaryFunction)
    /// Compares two operands of equal type. → bool
    case compare(Comparison)
    /// `(predicate, onTrue, onFalse)`: chooses element by element; the branch not chosen adds nothing to a gradient.
    case select
    /// Changes the element type.
    case convert(DType)
    /// The operand itself; derivatives do not pass.
    case stopGradient

    /// Stretches: operand axis k becomes result axis `axes[k]`, in ascending order; sizes are equal or the operand's is 1.
    case broadcastInDim(Shape, axes: [Int])
    /// The same elements, row-major, in another shape.
    case reshape(Shape)
    /// Result axis k is operand axis `permutation[k]`.
    case transpose([Int])
    /// `start ..< limit` by `stride` along each axis; strides are positive.
    case slice(start: [Int], limit: [Int], stride: [Int])
    /// `(operand, fill)`: `fill` around (`low`, `high`) and between (`interior`) elements; none is negative.
    case pad(low: [Int], high: [Int], interior: [Int])
    /// Joins operands along `axis`.
    case concatenate(axis: Int)
    /// Reverses the order along `axes`.
    case reverse([Int])

    /// Sums over `axes`, by the fixed tree.
    case reduceSum([Int])
    /// Greatest over `axes`; NaN if any is NaN.
    case reduceMax([Int])
    /// Least over `axes`; NaN if any is NaN.
    case reduceMin([Int])
    /// Running sum along `axis`, from the end when `reverse`.
    case cumsum(axis: Int, reverse: Bool)

    /// Contracts two operands; the result's axes are batch, then free left, then free right.
    case dotGeneral(DotDimensions)
    /// `(left [G, N, C, S…], right [G, O, C, K…]) → [G, N, O, P…]`: a window as large as `right` moves over `left`; nothing
    /// is reversed. Axes G match, as batch axes of `dotGeneral` do.
    case convolution(ConvolutionWindow)
    /// `operand [B…, S…] → i64 [B…, P…]`: where in S…, counted row-major, the greatest element of each window lies; the
    /// first of equal ones, the first NaN if there is any, −1 if the window holds padding only.
    case windowArgmax(PoolingWindow)

    /// A function of every square matrix of the last two axes.
    case matrix(MatrixFunction)
    /// `(A [B…, N, N], B [B…, N, K]) → [B…, N, K]`: X in A X = B, in Aᵀ X = B when transposed. Infinite or NaN where A is
    /// singular.
    case solve(isTransposed: Bool)
    /// `(A [B…, N, N], B [B…, N, K]) → [B…, N, K]`: X in A X = B for a triangle of A.
    case triangularSolve(TriangularForm)

    /// `(operand [D, R…], indices [I…]) → [I…, R…]`: picks rows; an index outside 0 ..< D gives zeros.
    case gather
    /// `(operand [D, R…], indices [I…], updates [I…, R…])`: brings each update into its row, in row-major order of the
    /// indices; an index outside 0 ..< D is dropped.
    case scatter(ScatterFunction)
    /// The indices that sort along `axis`, ascending; equal elements, −0 and 0 among them, keep their order, NaN comes
    /// last. → i64
    case argsort(axis: Int)

    /// A branch, a loop or a body that is computed again: primitives that hold graphs, with any number of results.
    indirect case control(ControlFlow)
}

/// Which axes of the two operands of `dot_general` are contracted, which are matched, in order.
public struct DotDimensions: Hashable, Sendable {
    /// Contracted axes of the left operand; the order of summation is row-major over these.
    public var leftContract: [Int]
    /// Contracted axes of the right operand, matching `leftContract` one by one.
    public var rightContract: [Int]
    /// Batch axes of the left operand.
    public var leftBatch: [Int]
    /// Batch axes of the right operand, matching `leftBatch` one by one.
    public var rightBatch: [Int]

    /// Contraction of `leftContract` with `rightContract`, over matching batch axes.
    public init(leftContract: [Int], rightContract: [Int], leftBatch: [Int] = [], rightBatch: [Int] = []) {
        self.leftContract = leftContract
        self.rightContract = rightContract
        self.leftBatch = leftBatch
        self.rightBatch = rightBatch
    }

    /// Axes of a left operand of this rank that are neither contracted nor batched.
    public func leftFree(rank: Int) -> [Int] {
        (0..<rank).filter { !leftContract.contains($0) && !leftBatch.contains($0) }
    }

    /// Axes of a right operand of this rank that are neither contracted nor batched.
    public func rightFree(rank: Int) -> [Int] {
        (0..<rank).filter { !rightContract.contains($0) && !rightBatch.contains($0) }
    }
}
