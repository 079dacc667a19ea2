import CKernels
import Graphs
import Tensors

/// The instructions of loops and scalar programs that compute elementwise functions; nil where there is none for an element
/// type.
extension BlockKernels {
    static func code(_ function: UnaryFunction, _ dtype: DType) -> UInt32? {
        switch dtype {
        case .f64: function == .isFinite ? pb_op_is_finite_f64.rawValue : row(pb_op_map1_f64, map(function))
        case .f32: function == .isFinite ? pb_op_is_finite_f32.rawValue : row(pb_op_map1_f32, map(function))
        case .i64: row(pb_op_integer1_i64, integer(function))
        case .i32: row(pb_op_integer1_i32, integer(function))
        case .bool: function == .not ? pb_op_logic_not.rawValue : nil
        }
    }

    static func code(_ function: BinaryFunction, _ dtype: DType) -> UInt32? {
        switch dtype {
        case .f64: row(pb_op_map2_f64, map(function))
        case .f32: row(pb_op_map2_f32, map(function))
        case .i64: row(pb_op_integer2_i64, integer(function))
        case .i32: row(pb_op_integer2_i32, integer(function))
        case .bool: logic(function)
        }
    }

    static func code(_ function: Comparison, _ dtype: DType) -> UInt32? {
        switch dtype {
        case .f64: row(pb_op_compare_f64, comparison(function))
        case .f32: row(pb_op_compare_f32, comparison(function))
        case .i64: row(pb_op_compare_i64, comparison(function))
        case .i32: row(pb_op_compare_i32, comparison(function))
        case .bool: nil
        }
    }

    static func integerPower(_ dtype: DType) -> UInt32? {
        switch dtype {
        case .f64: pb_op_integer_pow_f64.rawValue
        case .f32: pb_op_integer_pow_f32.rawValue
        case .i64, .i32, .bool: nil
        }
    }

    /// Of elements of this type.
    static func select(_ dtype: DType) -> UInt32 {
        switch dtype.byteWidth {
        case 8: pb_op_select_8.rawValue
        case 4: pb_op_select_4.rawValue
        default: pb_op_select_1.rawValue
        }
    }

    static func conversion(_ dtype: DType, to target: DType) -> UInt32? {
        row(pb_op_convert, dtype.tableIndex * DType.allCases.count + target.tableIndex)
    }

    private static func row(_ first: pb_op, _ index: Int?) -> UInt32? { index.map { first.rawValue + UInt32($0) } }
}

extension DType {
    /// The place in the table of conversions.
    var tableIndex: Int {
        switch self {
        case .f64: Int(pb_dtype_f64.rawValue)
        case .f32: Int(pb_dtype_f32.rawValue)
        case .i64: Int(pb_dtype_i64.rawValue)
        case .i32: Int(pb_dtype_i32.rawValue)
        case .bool: Int(pb_dtype_bool.rawValue)
        }
    }
}

/// Places in the tables of kernels.
extension BlockKernels {
    private static func comparison(_ comparison: Comparison) -> Int {
        switch comparison {
        case .eq: Int(pb_compare_eq.rawValue)
        case .ne: Int(pb_compare_ne.rawValue)
        case .lt: Int(pb_compare_lt.rawValue)
        case .le: Int(pb_compare_le.rawValue)
        case .gt: Int(pb_compare_gt.rawValue)
        case .ge: Int(pb_compare_ge.rawValue)
        }
    }

    private static func integer(_ function: UnaryFunction) -> Int? {
        switch function {
        case .neg: Int(pb_integer1_neg.rawValue)
        case .abs: Int(pb_integer1_abs.rawValue)
        case .sign: Int(pb_integer1_sign.rawValue)
        case .not: Int(pb_integer1_not.rawValue)
        case .absSlope, .floor, .ceil, .round, .sqrt, .rsqrt, .cbrt, .exp, .exp2, .expm1, .log, .log2, .log10, .log1p,
            .sin,
            .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .logistic, .erf, .erfc,
            .erfInv,
            .erfInvSlope, .gaussian, .lgamma, .silu, .siluSlope, .gelu, .geluSlope, .geluTanh, .geluTanhSlope,
            .isFinite:
            nil
        }
    }

    private static func integer(_ function: BinaryFunction) -> Int? {
        switch function {
        case .add: Int(pb_integer2_add.rawValue)
        case .sub: Int(pb_integer2_sub.rawValue)
        case .mul: Int(pb_integer2_mul.rawValue)
        case .div: Int(pb_integer2_div.rawValue)
        case .rem: Int(pb_integer2_rem.rawValue)
        case .max: Int(pb_integer2_max.rawValue)
        case .min: Int(pb_integer2_min.rawValue)
        case .and: Int(pb_integer2_and.rawValue)
        case .or: Int(pb_integer2_or.rawValue)
        case .xor: Int(pb_integer2_xor.rawValue)
        case .divSlope, .pow, .powSlope, .atan2, .hypot, .logaddexp, .threefry2x32: nil
        }
    }

    private static func map(_ function: BinaryFunction) -> Int? {
        switch function {
        case .add: Int(pb_map2_add.rawValue)
        case .sub: Int(pb_map2_sub.rawValue)
        case .mul: Int(pb_map2_mul.rawValue)
        case .div: Int(pb_map2_div.rawValue)
        case .rem: Int(pb_map2_rem.rawValue)
        case .max: Int(pb_map2_max.rawValue)
        case .min: Int(pb_map2_min.rawValue)
        case .logaddexp: Int(pb_map2_logaddexp.rawValue)
        case .atan2: Int(pb_map2_atan2.rawValue)
        case .hypot: Int(pb_map2_hypot.rawValue)
        case .divSlope: Int(pb_map2_div_slope.rawValue)
        case .pow: Int(pb_map2_pow.rawValue)
        case .powSlope: Int(pb_map2_pow_slope.rawValue)
        case .and, .or, .xor, .threefry2x32: nil
        }
    }

    /// The place in the tables of functions of one float; nil for `isFinite`, which gives bools.
    private static func map(_ function: UnaryFunction) -> Int? {
        let row: pb_map1? =
            switch function {
            case .neg: pb_map1_neg
            case .abs: pb_map1_abs
            case .sign, .absSlope: pb_map1_sign
            case .floor: pb_map1_floor
            case .ceil: pb_map1_ceil
            case .round: pb_map1_round
            case .sqrt: pb_map1_sqrt
            case .rsqrt: pb_map1_rsqrt
            case .cbrt: pb_map1_cbrt
            case .exp: pb_map1_exp
            case .exp2: pb_map1_exp2
            case .expm1: pb_map1_expm1
            case .log: pb_map1_log
            case .log2: pb_map1_log2
            case .log10: pb_map1_log10
            case .log1p: pb_map1_log1p
            case .sin: pb_map1_sin
            case .cos: pb_map1_cos
            case .tan: pb_map1_tan
            case .asin: pb_map1_asin
            case .acos: pb_map1_acos
            case .atan: pb_map1_atan
            case .sinh: pb_map1_sinh
            case .cosh: pb_map1_cosh
            case .tanh: pb_map1_tanh
            case .asinh: pb_map1_asinh
            case .acosh: pb_map1_acosh
            case .atanh: pb_map1_atanh
            case .logistic: pb_map1_logistic
            case .erf: pb_map1_erf
            case .erfc: pb_map1_erfc
            case .erfInv: pb_map1_erf_inv
            case .erfInvSlope: pb_map1_erf_inv_slope
            case .gaussian: pb_map1_gaussian
            case .lgamma: pb_map1_lgamma
            case .silu: pb_map1_silu
            case .siluSlope: pb_map1_silu_slope
            case .gelu: pb_map1_gelu
            case .geluSlope: pb_map1_gelu_slope
            case .geluTanh: pb_map1_gelu_tanh
            case .geluTanhSlope: pb_map1_gelu_tanh_slope
            case .not, .isFinite: nil
            }
        return row.map { Int($0.rawValue) }
    }

    private static func logic(_ function: BinaryFunction) -> UInt32? {
        switch function {
        case .and: pb_op_logic_and.rawValue
        case .or: pb_op_logic_or.rawValue
        case .xor: pb_op_logic_xor.rawValue
        case .add, .sub, .mul, .div, .divSlope, .rem, .max, .min, .pow, .powSlope, .atan2, .hypot, .logaddexp,
            .threefry2x32:
            nil
        }
    }
}
