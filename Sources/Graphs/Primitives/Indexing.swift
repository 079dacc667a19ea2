import Tensors

/// What becomes of a row and an update that meets it. The raw value is the primitive's name.
public enum ScatterFunction: String, CaseIterable, Hashable, Sendable {
    /// The update replaces the row: the last one stays.
    case set = "scatter"
    case add = "scatter_add"
    /// NaN if either is NaN, as `BinaryFunction.min`.
    case min = "scatter_min"
    /// NaN if either is NaN, as `BinaryFunction.max`.
    case max = "scatter_max"
}

extension ScatterFunction: PrimitiveName {
    static let group = PrimitiveGroup.scatters

    func read(_ reader: ParameterReader) -> Primitive { .scatter(self) }
}

/// Other primitives that pick elements by index, or give indices.
enum IndexingName: String, PrimitiveName {
    case gather, argsort

    static let group = PrimitiveGroup.indexing

    func read(_ reader: ParameterReader) throws -> Primitive {
        switch self {
        case .gather: .gather
        case .argsort: .argsort(axis: try reader.integer("axis"))
        }
    }
}

extension Spelling {
    static func argsort(_ axis: Int) -> Spelling { Spelling(IndexingName.argsort, [("axis", .integer(axis))]) }
}

extension Primitive {
    func gatherType(_ x: [TensorType]) throws -> TensorType {
        let (operand, indices) = try two(x)
        guard operand.shape.rank > 0, indices.dtype.isInteger else {
            throw Fault(.shape, "gather: \(indices) cannot index axis 0 of \(operand)")
        }
        return TensorType(operand.dtype, try Shape(indices.shape.dims + operand.shape.dims.dropFirst()))
    }

    func scatterType(_ x: [TensorType], _ function: ScatterFunction) throws -> TensorType {
        let (operand, indices, updates) = try three(x)
        guard operand.shape.rank > 0, indices.dtype.isInteger, operand.dtype == updates.dtype,
            updates.shape.dims == indices.shape.dims + operand.shape.dims.dropFirst()
        else { throw Fault(.shape, "\(name): updates \(updates) at \(indices) do not fit \(operand)") }
        return try function == .set ? operand : require(operand, { $0 != .bool }, "numbers")
    }

    func argsortType(_ x: [TensorType], _ axis: Int) throws -> TensorType {
        TensorType(.i64, try axesType(one(x), [axis]).shape)
    }
}
