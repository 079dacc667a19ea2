/// The element types. Floating types are IEEE 754 binary64 and binary32; integers wrap on overflow as NumPy's do.
public enum DType: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    /// binary64
    case f64
    /// binary32
    case f32
    /// 64-bit two's complement
    case i64
    /// 32-bit two's complement
    case i32
    /// one byte, 0 or 1
    case bool

    /// Size of one element in bytes, in memory and in storage.
    public var byteWidth: Int {
        switch self {
        case .f64, .i64: 8
        case .f32, .i32: 4
        case .bool: 1
        }
    }

    /// Whether derivatives can exist.
    public var isFloating: Bool { self == .f64 || self == .f32 }

    /// Whether the elements are whole numbers; `bool` is not.
    public var isInteger: Bool { self == .i64 || self == .i32 }

    /// The name: `f64`.
    public var description: String { rawValue }
}
