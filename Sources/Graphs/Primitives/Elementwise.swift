import Tensors

/// Elementwise functions of one operand. The raw value is the primitive's name, as in `jax.lax`.
public enum UnaryFunction: String, CaseIterable, Hashable, Sendable {
    case neg, abs, sign, floor, ceil
    /// The derivative of `abs`: `sign`, but for its own derivative, which is NaN at 0.
    case absSlope = "abs_slope"
    /// To the nearest whole number, halves to even.
    case round
    case sqrt, rsqrt, cbrt
    case exp, exp2, expm1, log, log2, log10, log1p
    case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh
    /// 1 / (1 + e⁻ˣ)
    case logistic
    case erf, erfc
    /// The inverse of the error function on (−1, 1), and its derivative ½√π exp(erf⁻¹(x)²).
    case erfInv = "erf_inv"
    case erfInvSlope = "erf_inv_slope"
    /// exp(−x²)
    case gaussian
    /// log |Γ(x)|
    case lgamma
    /// x · logistic(x), and its derivative.
    case silu
    case siluSlope = "silu_slope"
    /// x Φ(x) with Φ the normal distribution's, and its derivative.
    case gelu
    case geluSlope = "gelu_slope"
    /// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), and its derivative.
    case geluTanh = "gelu_tanh"
    case geluTanhSlope = "gelu_tanh_slope"
    /// Logical not of a bool, bitwise not of an integer.
    case not
    /// Whether a float is neither infinite nor NaN; gives bool.
    case isFinite = "is_finite"
}

/// Elementwise functions of two operands of one type. The raw value is the primitive's name.
public enum BinaryFunction: String, CaseIterable, Hashable, Sendable {
    case add, sub, mul
    /// Division; of integers, truncated toward zero, with x / 0 = −1 as XLA defines it.
    case div
    /// −a / b², the derivative of `div` by its divisor.
    case divSlope = "div_slope"
    /// Remainder with the sign of the dividend; of integers, x rem 0 = x.
    case rem
    case pow
    /// b · a^(b − 1), the derivative of `pow` by its base; 0 for exponent 0.
    case powSlope = "pow_slope"
    /// NaN if either is NaN; max(−0, 0) = 0.
    case max
    /// NaN if either is NaN; min(−0, 0) = −0.
    case min
    case atan2, hypot
    /// log(eˣ + eʸ) without overflow.
    case logaddexp
    /// Logical on bools, bitwise on integers.
    case and, or, xor
    /// Of a key and a counter, i64s that hold two 32-bit words each, the upper first: 64 random bits, by 20 rounds of
    /// Threefry-2x32 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
    case threefry2x32
}

/// Elementwise comparisons; they give bool. With NaN only `ne` is true.
public enum Comparison: String, CaseIterable, Hashable, Sendable {
    case eq, ne, lt, le, gt, ge
}

extension UnaryFunction: PrimitiveName {
    static let group = PrimitiveGroup.unary

    func read(_ reader: ParameterReader) -> Primitive { .unary(self) }
}

extension BinaryFunction: PrimitiveName {
    static let group = PrimitiveGroup.binary

    func read(_ reader: ParameterReader) -> Primitive { .binary(self) }
}

extension Comparison: PrimitiveName {
    static let group = PrimitiveGroup.comparisons

    func read(_ reader: ParameterReader) -> Primitive { .compare(self) }
}

/// Other elementwise primitives.
enum ElementwiseName: String, PrimitiveName {
    case integerPower = "integer_pow"
    case polygamma, select, convert
    case stopGradient = "stop_gradient"

    static let group = PrimitiveGroup.elementwise

    func read(_ reader: ParameterReader) throws -> Primitive {
        switch self {
        case .integerPower: .integerPower(try reader.integer("exponent"))
        case .polygamma: .polygamma(order: try reader.integer("order"))
        case .select: .select
        case .convert: .convert(try reader.dtype("dtype"))
        case .stopGradient: .stopGradient
        }
    }
}

extension Spelling {
    static func integerPower(_ exponent: Int) -> Spelling {
        Spelling(ElementwiseName.integerPower, [("exponent", .integer(exponent))])
    }

    static func polygamma(_ order: Int) -> Spelling {
        Spelling(ElementwiseName.polygamma, [("order", .integer(order))])
    }

    static func convert(_ dtype: DType) -> Spelling {
        Spelling(ElementwiseName.convert, [("dtype", .word(dtype.rawValue))])
    }
}

extension Primitive {
    func floatType(_ x: [TensorType]) throws -> TensorType { try require(one(x), \.isFloating, "a floating type") }

    func unaryType(_ x: [TensorType], _ function: UnaryFunction) throws -> TensorType {
        let type = try one(x)
        return switch function {
        case .neg, .abs, .sign: try require(type, { $0 != .bool }, "numbers")
        case .not: try require(type, { !$0.isFloating }, "bools or integers")
        case .isFinite: TensorType(.bool, try require(type, \.isFloating, "a floating type").shape)
        case .absSlope, .floor, .ceil, .round, .sqrt, .rsqrt, .cbrt, .exp, .exp2, .expm1, .log, .log2, .log10, .log1p,
            .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .logistic, .erf, .erfc,
            .erfInv, .erfInvSlope, .gaussian, .lgamma, .silu, .siluSlope, .gelu, .geluSlope, .geluTanh, .geluTanhSlope:
            try require(type, \.isFloating, "a floating type")
        }
    }

    func binaryType(_ x: [TensorType], _ function: BinaryFunction) throws -> TensorType {
        let (left, right) = try two(x)
        let type = try same(left, right)
        return switch function {
        case .add, .sub, .mul, .div, .rem, .max, .min: try require(type, { $0 != .bool }, "numbers")
        case .divSlope, .pow, .powSlope, .atan2, .hypot, .logaddexp: try require(type, \.isFloating, "a floating type")
        case .and, .or, .xor: try require(type, { !$0.isFloating }, "bools or integers")
        case .threefry2x32: try require(type, { $0 == .i64 }, "i64")
        }
    }

    func compareType(_ x: [TensorType]) throws -> TensorType {
        let (left, right) = try two(x)
        return TensorType(.bool, try same(left, right).shape)
    }

    func selectType(_ x: [TensorType]) throws -> TensorType {
        let (predicate, yes, no) = try three(x)
        let type = try same(yes, no)
        guard predicate.dtype == .bool, predicate.shape == type.shape else {
            throw mismatch(predicate, type, "do not fit: the predicate must be bool\(type.shape)")
        }
        return type
    }

    func convertType(_ x: [TensorType], _ dtype: DType) throws -> TensorType { TensorType(dtype, try one(x).shape) }
}
