import Tensors

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

/// Primitives that multiply two operands and sum.
enum ContractionName: String, PrimitiveName {
    case dotGeneral = "dot_general"

    static let group = PrimitiveGroup.contractions

    func read(_ reader: ParameterReader) throws -> Primitive {
        switch self {
        case .dotGeneral:
            .dotGeneral(
                DotDimensions(
                    leftContract: try reader.integers("left_contract"),
                    rightContract: try reader.integers("right_contract"),
                    leftBatch: try reader.integers("left_batch"), rightBatch: try reader.integers("right_batch")))
        }
    }
}

extension Spelling {
    static func dotGeneral(_ dims: DotDimensions) -> Spelling {
        Spelling(
            ContractionName.dotGeneral,
            [
                ("left_contract", .integers(dims.leftContract)), ("right_contract", .integers(dims.rightContract)),
                ("left_batch", .integers(dims.leftBatch)), ("right_batch", .integers(dims.rightBatch)),
            ])
    }
}

extension Primitive {
    func dotType(_ x: [TensorType], _ dims: DotDimensions) throws -> TensorType {
        let (left, right) = try two(x)
        try axes(dims.leftContract + dims.leftBatch, in: left)
        try axes(dims.rightContract + dims.rightBatch, in: right)
        let (l, r) = (left.shape.dims, right.shape.dims)
        guard left.dtype == right.dtype, left.dtype != .bool, dims.leftContract.count == dims.rightContract.count,
            dims.leftBatch.count == dims.rightBatch.count,
            zip(dims.leftContract + dims.leftBatch, dims.rightContract + dims.rightBatch).allSatisfy({ l[$0] == r[$1] })
        else { throw mismatch(left, right, "do not contract over \(dims.leftContract) with \(dims.rightContract)") }
        let sizes =
            dims.leftBatch.map { l[$0] } + dims.leftFree(rank: l.count).map { l[$0] }
            + dims.rightFree(rank: r.count).map { r[$0] }
        return TensorType(left.dtype, try Shape(sizes))
    }
}
