import CKernels
import Graphs
import Tensors

/// The kernels of one instruction set, as loops use them.
struct BlockKernels: @unchecked Sendable {
    // Safe to share: the table is constant and part of the program.
    let table: UnsafePointer<pb_kernels>

    init(_ set: Engine.InstructionSet) { table = pb_kernels_at_most(set.index) }

    /// Where the elements of an operand lie in one block, and whether they are one number for all.
    struct Block {
        let first: UnsafeMutableRawPointer
        /// 1, or 0 for one number.
        let step: Int
    }

    /// The operands of one primitive: no loop has one with more. A list of fixed length needs no memory of its own.
    typealias Operands = InlineArray<3, Block>

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

    /// Runs one primitive on `n` elements. Element types are those that the builder has checked.
    func run(
        _ primitive: Primitive, _ dtype: DType, result: DType, _ n: Int, _ x: Operands, _ y: UnsafeMutableRawPointer
    ) throws {
        switch primitive {
        case .unary(let function): try unary(function, dtype, n, x[0].first, y)
        case .integerPower(let exponent): integerPower(exponent, dtype, n, x[0].first, y)
        case .binary(let function): try binary(function, dtype, n, x[0], x[1], y)
        case .compare(let comparison): compare(comparison, dtype, n, x[0], x[1], y)
        case .select:
            let choices = UnsafePointer(x[0].first.assumingMemoryBound(to: UInt8.self))
            let select =
                switch result.byteWidth {
                case 8: table.pointee.select_8_bytes
                case 4: table.pointee.select_4_bytes
                default: table.pointee.select_1_byte
                }
            select(n, choices, x[1].first, x[1].step, x[2].first, x[2].step, y)
        case .convert(let target):
            table.pointee.converts[dtype.tableIndex * DType.allCases.count + target.tableIndex](n, x[0].first, y)
        default: throw Fault(.defect, "\(primitive.name) has no loop")
        }
    }

    private func unary(
        _ function: UnaryFunction, _ dtype: DType, _ n: Int, _ x: UnsafeMutableRawPointer, _ y: UnsafeMutableRawPointer
    ) throws {
        switch dtype {
        case .f64:
            let (x, bytes) = (x.assumingMemoryBound(to: Double.self), y.assumingMemoryBound(to: UInt8.self))
            guard let index = Self.map(function) else { return table.pointee.is_finite_f64(n, x, bytes) }
            table.pointee.map1_f64[index](n, x, y.assumingMemoryBound(to: Double.self))
        case .f32:
            let (x, bytes) = (x.assumingMemoryBound(to: Float.self), y.assumingMemoryBound(to: UInt8.self))
            guard let index = Self.map(function) else { return table.pointee.is_finite_f32(n, x, bytes) }
            table.pointee.map1_f32[index](n, x, y.assumingMemoryBound(to: Float.self))
        case .i64:
            guard let index = Self.integer(function) else { throw misplaced(function.rawValue, .i64) }
            table.pointee.integer1_i64[index](
                n, x.assumingMemoryBound(to: Int64.self), y.assumingMemoryBound(to: Int64.self))
        case .i32:
            guard let index = Self.integer(function) else { throw misplaced(function.rawValue, .i32) }
            table.pointee.integer1_i32[index](
                n, x.assumingMemoryBound(to: Int32.self), y.assumingMemoryBound(to: Int32.self))
        case .bool:
            table.pointee.logic_not(n, x.assumingMemoryBound(to: UInt8.self), y.assumingMemoryBound(to: UInt8.self))
        }
    }

    private func integerPower(
        _ exponent: Int, _ dtype: DType, _ n: Int, _ x: UnsafeMutableRawPointer, _ y: UnsafeMutableRawPointer
    ) {
        if dtype == .f64 {
            table.pointee.integer_pow_f64(
                n, exponent, x.assumingMemoryBound(to: Double.self), y.assumingMemoryBound(to: Double.self))
        } else {
            table.pointee.integer_pow_f32(
                n, exponent, x.assumingMemoryBound(to: Float.self), y.assumingMemoryBound(to: Float.self))
        }
    }

    private func binary(
        _ function: BinaryFunction, _ dtype: DType, _ n: Int, _ a: Block, _ b: Block, _ y: UnsafeMutableRawPointer
    ) throws {
        func typed<T>(
            _: T.Type, _ kernel: (Int, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafeMutablePointer<T>) -> Void
        ) {
            kernel(
                n, a.first.assumingMemoryBound(to: T.self), a.step, b.first.assumingMemoryBound(to: T.self), b.step,
                y.assumingMemoryBound(to: T.self))
        }
        let index = dtype.isFloating ? Self.map(function) : Self.integer(function)
        switch (dtype, index) {
        case (.f64, let index?): typed(Double.self, table.pointee.map2_f64[index])
        case (.f32, let index?): typed(Float.self, table.pointee.map2_f32[index])
        case (.i64, let index?): typed(Int64.self, table.pointee.integer2_i64[index])
        case (.i32, let index?): typed(Int32.self, table.pointee.integer2_i32[index])
        default:
            let kernel =
                switch function {
                case .and: table.pointee.logic_and
                case .or: table.pointee.logic_or
                case .xor: table.pointee.logic_xor
                default: throw misplaced(function.rawValue, dtype)
                }
            typed(UInt8.self, kernel)
        }
    }

    private func compare(
        _ comparison: Comparison, _ dtype: DType, _ n: Int, _ a: Block, _ b: Block, _ y: UnsafeMutableRawPointer
    ) {
        func typed<T>(
            _: T.Type,
            _ kernel: (Int, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafeMutablePointer<UInt8>) -> Void
        ) {
            kernel(
                n, a.first.assumingMemoryBound(to: T.self), a.step, b.first.assumingMemoryBound(to: T.self), b.step,
                y.assumingMemoryBound(to: UInt8.self))
        }
        let index = Self.comparison(comparison)
        switch dtype {
        case .f64: typed(Double.self, table.pointee.compare_f64[index])
        case .f32: typed(Float.self, table.pointee.compare_f32[index])
        case .i64: typed(Int64.self, table.pointee.compare_i64[index])
        case .i32, .bool: typed(Int32.self, table.pointee.compare_i32[index])
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
        case .pow, .powSlope, .atan2, .hypot, .logaddexp, .threefry2x32: nil
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
            case .sign: pb_map1_sign
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
