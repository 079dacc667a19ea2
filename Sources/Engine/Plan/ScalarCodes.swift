import CKernels
import Graphs
import Tensors

extension BlockKernels {
    /// The instruction that computes an elementwise primitive whose first operand is of type `dtype`; nil where `cover` says
    /// that there is none.
    static func code(of primitive: Primitive, _ dtype: DType, to result: DType) -> UInt32? {
        switch primitive {
        case .unary(let function): code(function, dtype)
        case .integerPower: dtype == .f64 ? pb_op_integer_pow_f64.rawValue : pb_op_integer_pow_f32.rawValue
        case .binary(let function): code(function, dtype)
        case .compare(let comparison): code(comparison, dtype)
        case .select:
            switch result.byteWidth {
            case 8: pb_op_select_8.rawValue
            case 4: pb_op_select_4.rawValue
            default: pb_op_select_1.rawValue
            }
        case .convert(let target):
            row(pb_op_convert, dtype.tableIndex * DType.allCases.count + target.tableIndex)
        default: nil
        }
    }

    private static func row(_ first: pb_op, _ index: Int?) -> UInt32? { index.map { first.rawValue + UInt32($0) } }

    private static func code(_ function: UnaryFunction, _ dtype: DType) -> UInt32? {
        switch dtype {
        case .f64: function == .isFinite ? pb_op_is_finite_f64.rawValue : row(pb_op_map1_f64, map(function))
        case .f32: function == .isFinite ? pb_op_is_finite_f32.rawValue : row(pb_op_map1_f32, map(function))
        case .i64: row(pb_op_integer1_i64, integer(function))
        case .i32: row(pb_op_integer1_i32, integer(function))
        case .bool: function == .not ? pb_op_logic_not.rawValue : nil
        }
    }

    private static func code(_ function: BinaryFunction, _ dtype: DType) -> UInt32? {
        switch (dtype, function) {
        case (.f64, _): row(pb_op_map2_f64, map(function))
        case (.f32, _): row(pb_op_map2_f32, map(function))
        case (.i64, _): row(pb_op_integer2_i64, integer(function))
        case (.i32, _): row(pb_op_integer2_i32, integer(function))
        case (.bool, .and): pb_op_logic_and.rawValue
        case (.bool, .or): pb_op_logic_or.rawValue
        case (.bool, .xor): pb_op_logic_xor.rawValue
        default: nil
        }
    }

    private static func code(_ function: Comparison, _ dtype: DType) -> UInt32? {
        switch dtype {
        case .f64: row(pb_op_compare_f64, comparison(function))
        case .f32: row(pb_op_compare_f32, comparison(function))
        case .i64: row(pb_op_compare_i64, comparison(function))
        case .i32: row(pb_op_compare_i32, comparison(function))
        case .bool: nil
        }
    }
}
