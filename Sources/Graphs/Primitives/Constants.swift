import Tensors

/// Primitives without operands.
enum ConstantName: String, PrimitiveName {
    case constant, iota

    static let group = PrimitiveGroup.constants

    func read(_ reader: ParameterReader) throws -> Primitive {
        switch self {
        case .constant:
            let dtype = try reader.dtype("dtype")
            let text = try reader.word("value")
            guard let value = Scalar(text: text, dtype) else { throw reader.fault("value \(text) is no \(dtype)") }
            return .constant(value)
        case .iota: return .iota(try TensorType(parsing: reader.word("type")), axis: try reader.integer("axis"))
        }
    }
}

extension Spelling {
    static func constant(_ value: Scalar) -> Spelling {
        Spelling(ConstantName.constant, [("dtype", .word(value.dtype.rawValue)), ("value", .word(value.text))])
    }

    static func iota(_ type: TensorType, _ axis: Int) -> Spelling {
        Spelling(ConstantName.iota, [("type", .word(type.description)), ("axis", .integer(axis))])
    }
}

extension Primitive {
    func constantType(_ x: [TensorType], _ value: Scalar) throws -> TensorType {
        try none(x)
        return TensorType(value.dtype, .scalar)
    }

    func iotaType(_ x: [TensorType], _ type: TensorType, _ axis: Int) throws -> TensorType {
        try none(x)
        try axes([axis], in: type)
        return try require(type, { $0 != .bool }, "a number type")
    }
}
