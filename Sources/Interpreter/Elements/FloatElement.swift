import CKernels
import Tensors

/// A floating type: IEEE arithmetic without contraction, elementary functions by SLEEF in that type.
protocol FloatElement: NumberElement, BinaryFloatingPoint {
    /// The elementary functions.
    static var elementary: Elementary<Self> { get }
    /// ln 2, rounded.
    static var ln2: Self { get }
    /// `target` plus `factor` times `source`, as `pb_add_product_f64` says it.
    static func addProduct(
        _ factor: Self, _ source: UnsafePointer<Self>, _ target: UnsafeMutablePointer<Self>, _ count: Int)
}

extension FloatElement {
    static var zeroElement: Self { 0 }
    static func add(_ left: Self, _ right: Self) -> Self { left + right }
    static func subtract(_ left: Self, _ right: Self) -> Self { left - right }
    static func multiply(_ left: Self, _ right: Self) -> Self { left * right }
    static func divide(_ left: Self, _ right: Self) -> Self { left / right }
    /// C's `fmod`, which is exact.
    static func remainder(_ left: Self, _ right: Self) -> Self { left.truncatingRemainder(dividingBy: right) }

    /// NaN if either is NaN; 0.0 is greater than −0.0.
    static func greater(_ left: Self, _ right: Self) -> Self {
        if left.isNaN || right.isNaN { return .nan }
        if left == right { return left.sign == .minus ? right : left }
        return left > right ? left : right
    }

    /// NaN if either is NaN; −0.0 is less than 0.0.
    static func lesser(_ left: Self, _ right: Self) -> Self {
        if left.isNaN || right.isNaN { return .nan }
        if left == right { return left.sign == .minus ? left : right }
        return left < right ? left : right
    }

    static func negate(_ value: Self) -> Self { -value }
    static func magnitude(_ value: Self) -> Self { value.magnitude }
    /// ±1; zeros and NaN are themselves.
    static func sign(_ value: Self) -> Self { value > 0 ? 1 : value < 0 ? -1 : value }
    init(counting: Int) { self.init(counting) }
    static var dotStart: Self { -0.0 }

    static func sum(_ elements: [Self], _ range: Range<Int>, _ workspace: Workspace) throws -> Self {
        try SumTree.sum(elements, range, workspace)
    }

    /// log(eˣ + eʸ) = max + log1p(e^−|x − y|); equal operands, infinities among them, give x + ln 2.
    static func logAddExp(_ left: Self, _ right: Self) -> Self {
        if left.isNaN || right.isNaN { return .nan }
        if left == right { return left + ln2 }
        return Swift.max(left, right) + elementary.log1p(elementary.exp(-(left - right).magnitude))
    }

    /// xⁿ: products for n up to 5, within 2 ulps, beyond by `pow`; (1/x)² keeps its digits where x² would overflow.
    static func power(_ value: Self, _ exponent: Int) -> Self {
        switch exponent {
        case -2: (1 / value) * (1 / value)
        case -1: 1 / value
        case 0: 1
        case 1: value
        case 2: value * value
        case 3: value * (value * value)
        case 4: (value * value) * (value * value)
        case 5: value * ((value * value) * (value * value))
        default: generalPower(value, exponent)
        }
    }

    /// The parity is taken from the whole number, as a large one is even when it has been rounded.
    private static func generalPower(_ value: Self, _ exponent: Int) -> Self {
        let size = Self(pb_pow_f64(Double(value.magnitude), Double(exponent)))
        return value.sign == .minus && !exponent.isMultiple(of: 2) ? -size : size
    }
}

/// The elementary functions of one floating type: deterministic, within 1 ulp or as `CKernels.h` says.
struct Elementary<T>: Sendable {
    typealias Unary = @Sendable (T) -> T
    typealias Binary = @Sendable (T, T) -> T
    let cbrt, exp, exp2, expm1, log, log2, log10, log1p: Unary
    let sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh: Unary
    let logistic, erf, erfc, erfInv, erfInvSlope, gaussian, lgamma: Unary
    let silu, siluSlope, gelu, geluSlope, geluTanh, geluTanhSlope: Unary
    let divSlope, pow, powSlope, atan2, hypot: Binary
}

extension Double {
    static let ln2 = 0x1.62e42fefa39efp-1
    static let elementary = Elementary<Double>(
        cbrt: pb_cbrt_f64, exp: pb_exp_f64, exp2: pb_exp2_f64, expm1: pb_expm1_f64, log: pb_log_f64, log2: pb_log2_f64,
        log10: pb_log10_f64, log1p: pb_log1p_f64, sin: pb_sin_f64, cos: pb_cos_f64, tan: pb_tan_f64, asin: pb_asin_f64,
        acos: pb_acos_f64, atan: pb_atan_f64, sinh: pb_sinh_f64, cosh: pb_cosh_f64, tanh: pb_tanh_f64,
        asinh: pb_asinh_f64, acosh: pb_acosh_f64, atanh: pb_atanh_f64, logistic: pb_logistic_f64, erf: pb_erf_f64,
        erfc: pb_erfc_f64, erfInv: pb_erf_inv_f64, erfInvSlope: pb_erf_inv_slope_f64, gaussian: pb_gaussian_f64,
        lgamma: pb_lgamma_f64, silu: pb_silu_f64, siluSlope: pb_silu_slope_f64, gelu: pb_gelu_f64,
        geluSlope: pb_gelu_slope_f64, geluTanh: pb_gelu_tanh_f64, geluTanhSlope: pb_gelu_tanh_slope_f64,
        divSlope: pb_div_slope_f64, pow: pb_pow_f64, powSlope: pb_pow_slope_f64, atan2: pb_atan2_f64,
        hypot: pb_hypot_f64)
}

extension Float {
    static let ln2: Float = 0x1.62e43p-1
    static let elementary = Elementary<Float>(
        cbrt: pb_cbrt_f32, exp: pb_exp_f32, exp2: pb_exp2_f32, expm1: pb_expm1_f32, log: pb_log_f32, log2: pb_log2_f32,
        log10: pb_log10_f32, log1p: pb_log1p_f32, sin: pb_sin_f32, cos: pb_cos_f32, tan: pb_tan_f32, asin: pb_asin_f32,
        acos: pb_acos_f32, atan: pb_atan_f32, sinh: pb_sinh_f32, cosh: pb_cosh_f32, tanh: pb_tanh_f32,
        asinh: pb_asinh_f32, acosh: pb_acosh_f32, atanh: pb_atanh_f32, logistic: pb_logistic_f32, erf: pb_erf_f32,
        erfc: pb_erfc_f32, erfInv: pb_erf_inv_f32, erfInvSlope: pb_erf_inv_slope_f32, gaussian: pb_gaussian_f32,
        lgamma: pb_lgamma_f32, silu: pb_silu_f32, siluSlope: pb_silu_slope_f32, gelu: pb_gelu_f32,
        geluSlope: pb_gelu_slope_f32, geluTanh: pb_gelu_tanh_f32, geluTanhSlope: pb_gelu_tanh_slope_f32,
        divSlope: pb_div_slope_f32, pow: pb_pow_f32, powSlope: pb_pow_slope_f32, atan2: pb_atan2_f32,
        hypot: pb_hypot_f32)
}
