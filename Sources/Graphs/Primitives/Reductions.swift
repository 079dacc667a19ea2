import Tensors

/// Primitives that join the elements along axes.
enum ReductionName: String, PrimitiveName {
    case reduceSum = "reduce_sum"
    case reduceMax = "reduce_max"
    case reduceMin = "reduce_min"
    case cumsum

    static let group = PrimitiveGroup.reductions

    func read(_ reader: ParameterReader) throws -> Primitive {
        switch self {
        case .reduceSum: .reduceSum(try reader.integers("axes"))
        case .reduceMax: .reduceMax(try reader.integers("axes"))
        case .reduceMin: .reduceMin(try reader.integers("axes"))
        case .cumsum: .cumsum(axis: try reader.integer("axis"), reverse: try reader.flag("reverse"))
        }
    }
}

extension Spelling {
    static func reduction(_ name: ReductionName, _ axes: [Int]) -> Spelling {
        Spelling(name, [("axes", .integers(axes))])
    }

    static func cumsum(_ axis: Int, _ reverse: Bool) -> Spelling {
        Spelling(ReductionName.cumsum, [("axis", .integer(axis)), ("reverse", .flag(reverse))])
    }
}

extension Primitive {
    func sumType(_ x: [TensorType], _ axes: [Int]) throws -> TensorType {
        let type = try axesType(one(x), axes)
        let rest = type.shape.dims.indices.filter { !axes.contains($0) }.map { type.shape.dims[$0] }
        return try require(TensorType(type.dtype, Shape(rest)), { $0 != .bool }, "numbers")
    }

    func extremeType(_ x: [TensorType], _ axes: [Int]) throws -> TensorType {
        let (type, result) = (try one(x), try sumType(x, axes))
        guard result.shape.count == 0 || !axes.contains(where: { type.shape.dims[$0] == 0 }) else {
            throw wrong(type, "has no elements along axes \(Shape.text(axes)), so there is no extreme")
        }
        return result
    }

    func cumsumType(_ x: [TensorType], _ axis: Int) throws -> TensorType {
        try require(axesType(one(x), [axis]), { $0 != .bool }, "numbers")
    }
}
