import CKernels
import Tensors

/// A type of array elements, as generic loops see it.
protocol Element: BitwiseCopyable, Sendable, Equatable {
    /// 0 or false.
    static var zeroElement: Self { get }
    /// The elements of a storage of this type, else nil.
    static func elements(of storage: Tensor.Storage) -> [Self]?
    /// Elements as a storage.
    static func storage(_ elements: [Self]) -> Tensor.Storage
    /// The element with its type.
    var scalar: Scalar { get }
    /// Strict order; NaN is unordered, false comes before true.
    static func precedes(_ left: Self, _ right: Self) -> Bool
}

/// An element type with arithmetic: IEEE for floats, wrapping for integers.
protocol NumberElement: Element, Comparable {
    static func add(_ left: Self, _ right: Self) -> Self
    static func subtract(_ left: Self, _ right: Self) -> Self
    static func multiply(_ left: Self, _ right: Self) -> Self
    /// See `BinaryFunction.div`.
    static func divide(_ left: Self, _ right: Self) -> Self
    /// See `BinaryFunction.rem`.
    static func remainder(_ left: Self, _ right: Self) -> Self
    static func greater(_ left: Self, _ right: Self) -> Self
    static func lesser(_ left: Self, _ right: Self) -> Self
    static func negate(_ value: Self) -> Self
    static func magnitude(_ value: Self) -> Self
    static func sign(_ value: Self) -> Self
    /// A whole number that is not negative: rounded to a float, wrapped to an integer.
    init(counting: Int)
    /// The sum of some elements in the order of the bit contract.
    static func sum(_ elements: [Self], _ range: Range<Int>, _ workspace: Workspace) throws -> Self
    /// `total` plus an inner product, as `pb_dot_f64` says it.
    static func dot(_ total: Self, _ left: UnsafePointer<Self>, _ right: UnsafePointer<Self>, _ count: Int) -> Self
    /// What `dot` starts from: adding any block's sum to it gives just that sum.
    static var dotStart: Self { get }
}

extension NumberElement {
    static func precedes(_ left: Self, _ right: Self) -> Bool { left < right }
}

extension Tensor {
    /// The elements, which are known to be of this type.
    func elements<T: Element>(as type: T.Type = T.self) throws -> [T] {
        guard let elements = T.elements(of: storage) else {
            throw Fault(.defect, "\(self.type) came where \(T.self) was expected")
        }
        return elements
    }
}

/// A bool where only numbers can be: the builder has checked, so this is not reached.
func misplaced(_ what: String, _ dtype: DType) -> Fault { Fault(.defect, "\(what) came to be applied to \(dtype)") }

extension Bool: Element {
    static var zeroElement: Bool { false }
    static func elements(of storage: Tensor.Storage) -> [Bool]? {
        if case .bool(let values) = storage { values } else { nil }
    }
    static func storage(_ elements: [Bool]) -> Tensor.Storage { .bool(elements) }
    var scalar: Scalar { .bool(self) }
    static func precedes(_ left: Bool, _ right: Bool) -> Bool { !left && right }
}

extension Int64: IntegerElement {
    static func elements(of storage: Tensor.Storage) -> [Int64]? {
        if case .i64(let values) = storage { values } else { nil }
    }
    static func storage(_ elements: [Int64]) -> Tensor.Storage { .i64(elements) }
    var scalar: Scalar { .i64(self) }
}

extension Int32: IntegerElement {
    static func elements(of storage: Tensor.Storage) -> [Int32]? {
        if case .i32(let values) = storage { values } else { nil }
    }
    static func storage(_ elements: [Int32]) -> Tensor.Storage { .i32(elements) }
    var scalar: Scalar { .i32(self) }
}

extension Double: FloatElement {
    static func elements(of storage: Tensor.Storage) -> [Double]? {
        if case .f64(let values) = storage { values } else { nil }
    }
    static func storage(_ elements: [Double]) -> Tensor.Storage { .f64(elements) }
    var scalar: Scalar { .f64(self) }
    static func dot(
        _ total: Double, _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, _ count: Int
    ) -> Double { pb_dot_f64(total, left, right, count) }
    static func addProduct(
        _ factor: Double, _ source: UnsafePointer<Double>, _ target: UnsafeMutablePointer<Double>, _ count: Int
    ) { pb_add_product_f64(factor, source, target, count) }
}

extension Float: FloatElement {
    static func elements(of storage: Tensor.Storage) -> [Float]? {
        if case .f32(let values) = storage { values } else { nil }
    }
    static func storage(_ elements: [Float]) -> Tensor.Storage { .f32(elements) }
    var scalar: Scalar { .f32(self) }
    static func dot(
        _ total: Float, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int
    ) -> Float { pb_dot_f32(total, left, right, count) }
    static func addProduct(
        _ factor: Float, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int
    ) { pb_add_product_f32(factor, source, target, count) }
}
