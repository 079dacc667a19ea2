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

extension Primitive {
    /// The types of the results for operands of these types.
    /// - Throws: `Fault` naming the primitive and both types when they do not fit.
    public func resultTypes(of operands: [TensorType]) throws -> [TensorType] {
        if case .control(let flow) = self { return try flow.resultTypes(of: operands) }
        return [try resultType(operands)]
    }

    private func resultType(_ x: [TensorType]) throws -> TensorType {
        switch self {
        case .constant(let value): try constantType(x, value)
        case .iota(let type, let axis): try iotaType(x, type, axis)
        case .unary(let function): try unaryType(x, function)
        case .integerPower, .polygamma: try floatType(x)
        case .binary(let function): try binaryType(x, function)
        case .compare: try compareType(x)
        case .select: try selectType(x)
        case .convert(let dtype): try convertType(x, dtype)
        case .stopGradient: try one(x)
        case .broadcastInDim(let shape, let axes): try broadcastType(x, shape, axes)
        case .reshape(let shape): try reshapeType(x, shape)
        case .transpose(let permutation): try transposeType(x, permutation)
        case .slice(let start, let limit, let stride): try sliceType(x, start, limit, stride)
        case .pad(let low, let high, let interior): try padType(x, low, high, interior)
        case .concatenate(let axis): try concatenateType(x, axis)
        case .reverse(let axes): try reverseType(x, axes)
        case .reduceSum(let axes): try sumType(x, axes)
        case .reduceMax(let axes), .reduceMin(let axes): try extremeType(x, axes)
        case .cumsum(let axis, _): try cumsumType(x, axis)
        case .dotGeneral(let dimensions): try dotType(x, dimensions)
        case .convolution(let window): try convolutionType(x, window)
        case .windowArgmax(let window): try windowArgmaxType(x, window)
        case .matrix(let function): try matrixType(x, function)
        case .solve, .triangularSolve: try solutionType(x)
        case .gather: try gatherType(x)
        case .scatter(let function): try scatterType(x, function)
        case .argsort(let axis): try argsortType(x, axis)
        case .control: throw Fault(.defect, "\(name) has its own rule for all its results")
        }
    }

    /// Name and parameters.
    var spelling: Spelling {
        switch self {
        case .constant(let value): .constant(value)
        case .iota(let type, let axis): .iota(type, axis)
        case .unary(let function): Spelling(function)
        case .integerPower(let exponent): .integerPower(exponent)
        case .polygamma(let order): .polygamma(order)
        case .binary(let function): Spelling(function)
        case .compare(let comparison): Spelling(comparison)
        case .select: Spelling(ElementwiseName.select)
        case .convert(let dtype): .convert(dtype)
        case .stopGradient: Spelling(ElementwiseName.stopGradient)
        case .broadcastInDim(let shape, let axes): .broadcastInDim(shape, axes)
        case .reshape(let shape): .reshape(shape)
        case .transpose(let permutation): .transpose(permutation)
        case .slice(let start, let limit, let stride): .slice(start, limit, stride)
        case .pad(let low, let high, let interior): .pad(low, high, interior)
        case .concatenate(let axis): .concatenate(axis)
        case .reverse(let axes): .reverse(axes)
        case .reduceSum(let axes): .reduction(.reduceSum, axes)
        case .reduceMax(let axes): .reduction(.reduceMax, axes)
        case .reduceMin(let axes): .reduction(.reduceMin, axes)
        case .cumsum(let axis, let reverse): .cumsum(axis, reverse)
        case .dotGeneral(let dimensions): .dotGeneral(dimensions)
        case .convolution(let window): Spelling(WindowName.convolution, window.parameters)
        case .windowArgmax(let window): Spelling(WindowName.windowArgmax, window.parameters)
        case .matrix(let function): Spelling(function)
        case .solve(let isTransposed): .solve(isTransposed)
        case .triangularSolve(let form): Spelling(MatrixName.triangularSolve, form.parameters)
        case .gather: Spelling(IndexingName.gather)
        case .scatter(let function): Spelling(function)
        case .argsort(let axis): .argsort(axis)
        case .control(let flow): flow.spelling
        }
    }
}
