/// One element with its type. Equality and hashing are by bits: −0.0 differs from 0.0, and NaN equals itself.
public enum Scalar: Sendable, Hashable {
    case f64(Double)
    case f32(Float)
    case i64(Int64)
    case i32(Int32)
    case bool(Bool)

    /// `value` converted to `dtype`, as NumPy's `astype` does; a float outside an integer's range saturates, NaN gives 0.
    public init(_ value: Scalar, as dtype: DType) {
        switch dtype {
        case .f64: self = .f64(value.asDouble)
        case .f32: self = .f32(value.asFloat)
        case .i64: self = .i64(value.asInt64)
        case .i32: self = .i32(value.asInt32)
        case .bool: self = .bool(value.asBool)
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

    /// The value as binary64, rounded once for i64 beyond 2⁵³.
    public var asDouble: Double {
        switch self {
        case .f64(let value): value
        case .f32(let value): Double(value)
        case .i64(let value): Double(value)
        case .i32(let value): Double(value)
        case .bool(let value): value ? 1 : 0
        }
    }

    /// The value as binary32, rounded once.
    public var asFloat: Float {
        switch self {
        case .f64(let value): Float(value)
        case .f32(let value): value
        case .i64(let value): Float(value)
        case .i32(let value): Float(value)
        case .bool(let value): value ? 1 : 0
        }
    }

    /// The value as a whole number: truncated toward zero, saturating, NaN as 0.
    public var asInt64: Int64 {
        switch self {
        case .f64(let value): Int64(saturating: value)
        case .f32(let value): Int64(saturating: Double(value))
        case .i64(let value): value
        case .i32(let value): Int64(value)
        case .bool(let value): value ? 1 : 0
        }
    }

    /// The value as a 32-bit whole number: floats saturate, i64 wraps.
    public var asInt32: Int32 {
        switch self {
        case .f64(let value): Int32(clamping: Int64(saturating: value))
        case .f32(let value): Int32(clamping: Int64(saturating: Double(value)))
        case .i64(let value): Int32(truncatingIfNeeded: value)
        case .i32(let value): value
        case .bool(let value): value ? 1 : 0
        }
    }

    /// Whether the value is not zero; NaN is true.
    public var asBool: Bool {
        switch self {
        case .f64(let value): value != 0
        case .f32(let value): value != 0
        case .i64(let value): value != 0
        case .i32(let value): value != 0
        case .bool(let value): value
        }
    }

    /// The bit pattern, NaN made canonical, in the low bits.
    public var bits: UInt64 {
        switch self {
        case .f64(let value): value.isNaN ? Double.nan.bitPattern : value.bitPattern
        case .f32(let value): UInt64(value.isNaN ? Float.nan.bitPattern : value.bitPattern)
        case .i64(let value): UInt64(bitPattern: value)
        case .i32(let value): UInt64(UInt32(bitPattern: value))
        case .bool(let value): value ? 1 : 0
        }
    }

    /// The value of `dtype` with this bit pattern.
    public init(bits: UInt64, _ dtype: DType) {
        switch dtype {
        case .f64: self = .f64(Double(bitPattern: bits))
        case .f32: self = .f32(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case .i64: self = .i64(Int64(bitPattern: bits))
        case .i32: self = .i32(Int32(truncatingIfNeeded: bits))
        case .bool: self = .bool(bits != 0)
        }
    }

    /// Equal type and equal bits.
    public static func == (left: Scalar, right: Scalar) -> Bool {
        left.dtype == right.dtype && left.bits == right.bits
    }

    /// Hashes type and bits.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(dtype)
        hasher.combine(bits)
    }
}

extension Int64 {
    /// Truncates toward zero; outside the range gives the nearest end, NaN gives 0.
    public init(saturating value: Double) {
        if value.isNaN {
            self = 0
        } else if value >= 0x1p63 {
            self = .max
        } else if value <= -0x1p63 {
            self = .min
        } else {
            self = Int64(value)
        }
    }
}
