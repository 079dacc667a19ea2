import Graphs
import Tensors

/// 0, 1, 2, … along `axis`.
func iota(_ type: TensorType, _ axis: Int, _ workspace: Workspace) throws -> Tensor.Storage {
    func counted<T: NumberElement>(_: T.Type) throws -> [T] {
        // Without elements an axis may still be long.
        guard type.shape.count > 0 else { return [] }
        let numbers = try tabulate(type.shape.dims[axis], workspace) { T(counting: $0) }
        var strides = [Int](repeating: 0, count: type.shape.rank)
        strides[axis] = 1
        return try StridedView(dims: type.shape.dims, strides: strides).read(numbers, workspace)
    }
    return switch type.dtype {
    case .f64: .f64(try counted(Double.self))
    case .f32: .f32(try counted(Float.self))
    case .i64: .i64(try counted(Int64.self))
    case .i32: .i32(try counted(Int32.self))
    case .bool: throw misplaced("iota", .bool)
    }
}
