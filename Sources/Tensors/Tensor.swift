/// An immutable array: element type, shape, and its elements in row-major order.
///
/// Storage is a Swift array, so copies are free until written and a tensor can cross threads. Views and layouts are
/// the evaluator's business: between rooms a tensor is always contiguous.
public struct Tensor: Sendable {
    /// Elements in row-major order, one case for each element type.
    public enum Storage: Sendable {
        case f64([Double])
        case f32([Float])
        case i64([Int64])
        case i32([Int32])
        case bool([Bool])
    }

    /// The axis sizes.
    public let shape: Shape
    /// The elements; `storage.count == shape.count`.
    public let storage: Storage

    /// A tensor of these elements.
    /// - Throws: `Fault.shape` when the number of elements is not the shape's.
    public init(_ storage: Storage, shape: Shape) throws {
        guard storage.count == shape.count else {
            throw Fault(.shape, "\(storage.count) elements do not fill shape \(shape), which has \(shape.count)")
        }
        self.storage = storage
        self.shape = shape
    }

    /// The same elements in another shape of equal count.
    public func reshaped(to shape: Shape) throws -> Tensor { try Tensor(storage, shape: shape) }

    /// A vector of f64.
    public static func vector(_ values: [Double]) throws -> Tensor {
        try Tensor(.f64(values), shape: Shape(vector: values.count))
    }

    /// An array of one value everywhere.
    public static func filled(_ value: Scalar, _ type: TensorType) -> Tensor {
        Tensor(unchecked: Storage(repeating: value, type.dtype, count: type.shape.count), shape: type.shape)
    }

    /// A scalar of the value's own type.
    public static func scalar(_ value: Scalar) -> Tensor { filled(value, TensorType(value.dtype, .scalar)) }

    private init(unchecked storage: Storage, shape: Shape) {
        self.storage = storage
        self.shape = shape
    }

    /// The element type.
    public var dtype: DType { storage.dtype }
    /// Element type and shape.
    public var type: TensorType { TensorType(dtype, shape) }
    /// The number of elements.
    public var count: Int { shape.count }

    /// The element at a flat row-major index, or nil outside.
    public func element(at flat: Int) -> Scalar? {
        guard flat >= 0, flat < count else { return nil }
        return switch storage {
        case .f64(let values): .f64(values[flat])
        case .f32(let values): .f32(values[flat])
        case .i64(let values): .i64(values[flat])
        case .i32(let values): .i32(values[flat])
        case .bool(let values): .bool(values[flat])
        }
    }

    /// All elements as doubles. Exact for every type but i64 beyond 2⁵³.
    public var doubles: [Double] {
        switch storage {
        case .f64(let values): values
        case .f32(let values): values.map(Double.init)
        case .i64(let values): values.map(Double.init)
        case .i32(let values): values.map(Double.init)
        case .bool(let values): values.map { $0 ? 1 : 0 }
        }
    }

    /// All elements as integers, or nil for floating types.
    public var integers: [Int]? {
        switch storage {
        case .i64(let values): values.map(Int.init)
        case .i32(let values): values.map(Int.init)
        case .bool(let values): values.map { $0 ? 1 : 0 }
        case .f64, .f32: nil
        }
    }
}

extension Tensor.Storage {
    /// `count` copies of `value` converted to `dtype`.
    public init(repeating value: Scalar, _ dtype: DType, count: Int) {
        switch dtype {
        case .f64: self = .f64(Array(repeating: value.asDouble, count: count))
        case .f32: self = .f32(Array(repeating: value.asFloat, count: count))
        case .i64: self = .i64(Array(repeating: value.asInt64, count: count))
        case .i32: self = .i32(Array(repeating: value.asInt32, count: count))
        case .bool: self = .bool(Array(repeating: value.asBool, count: count))
        }
    }

    /// The number of elements.
    public var count: Int {
        switch self {
        case .f64(let values): values.count
        case .f32(let values): values.count
        case .i64(let values): values.count
        case .i32(let values): values.count
        case .bool(let values): values.count
        }
    }

    /// The element type.
    public var dtype: DType {
        switch self {
        case .f64: .f64
        case .f32: .f32
        case .i64: .i64
        case .i32: .i32
        case .bool: .bool
        }
    }
}
