import CKernels
import Graphs
import Tensors

/// The kernels of one instruction set, as loops use them.
struct BlockKernels: @unchecked Sendable {
    // Safe to share: the table is constant and part of the program.
    let table: UnsafePointer<pb_kernels>

    init(_ set: Engine.InstructionSet) { table = pb_kernels_at_most(set.index) }

    /// Whether loops can run a primitive whose first operand has this element type.
    static func cover(_ primitive: Primitive, _ dtype: DType) -> Bool {
        switch primitive {
        case .unary(let function):
            dtype.isFloating ? function != .not : dtype == .bool ? function == .not : integer(function) != nil
        case .integerPower: true
        case .binary(let function):
            dtype.isFloating ? map(function) != nil : dtype == .bool ? isLogic(function) : integer(function) != nil
        case .compare: dtype != .bool
        case .select, .convert: true
        default: false
        }
    }

    /// Whether an operand may be one number for the whole block.
    static func takesNumber(_ primitive: Primitive, operand: Int) -> Bool {
        switch primitive {
        case .binary, .compare: true
        case .select: operand > 0
        default: false
        }
    }

    /// Copies elements of a size.
    func move(_ width: Int) -> pb_move {
        switch width {
        case 8: table.pointee.move_8_bytes
        case 4: table.pointee.move_4_bytes
        default: table.pointee.move_1_byte
        }
    }
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

extension BlockKernels {
    private static func isLogic(_ function: BinaryFunction) -> Bool { [.and, .or, .xor].contains(function) }

    static func comparison(_ comparison: Comparison) -> Int {
        switch comparison {
        case .eq: Int(pb_compare_eq.rawValue)
        case .ne: Int(pb_compare_ne.rawValue)
        case .lt: Int(pb_compare_lt.rawValue)
        case .le: Int(pb_compare_le.rawValue)
        case .gt: Int(pb_compare_gt.rawValue)
        case .ge: Int(pb_compare_ge.rawValue)
        }
    }

    static func integer(_ function: UnaryFunction) -> Int? {
        switch function {
        case .neg: Int(pb_integer1_neg.rawValue)
        case .abs: Int(pb_integer1_abs.rawValue)
        case .sign: Int(pb_integer1_sign.rawValue)
        case .not: Int(pb_integer1_not.rawValue)
        default: nil
        }
    }

    static func integer(_ function: BinaryFunction) -> Int? {
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

    static func map(_ function: BinaryFunction) -> Int? {
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
    static func map(_ function: UnaryFunction) -> Int? {
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
}
