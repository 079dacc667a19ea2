import Graphs
import Tensors

/// `fill` everywhere, then the operand in its places.
func pad(
    _ operand: Tensor, _ fill: Tensor, _ result: Shape, _ low: [Int], _ interior: [Int], _ workspace: Workspace
) throws -> Tensor.Storage {
    let places = StridedView.padding(operand.shape, result, low, interior)
    func padded<T: Element>(_ values: [T]) throws -> [T] {
        let fills: [T] = try fill.elements()
        let value = fills.first ?? T.zeroElement
        var elements = try tabulate(result.count, workspace) { _ in value }
        try places.write(values, to: &elements, workspace)
        return elements
    }
    return switch operand.storage {
    case .f64(let values): .f64(try padded(values))
    case .f32(let values): .f32(try padded(values))
    case .i64(let values): .i64(try padded(values))
    case .i32(let values): .i32(try padded(values))
    case .bool(let values): .bool(try padded(values))
    }
}

/// Zeros, then every operand in its places.
func concatenate(
    _ operands: [Tensor], _ axis: Int, _ type: TensorType, _ workspace: Workspace
) throws -> Tensor.Storage {
    let strides = type.shape.strides
    func joined<T: Element>(_: T.Type) throws -> [T] {
        var elements = try tabulate(type.shape.count, workspace) { _ in T.zeroElement }
        var start = 0
        for operand in operands {
            let places = StridedView(dims: operand.shape.dims, strides: strides, offset: start * strides[axis])
            try places.write(operand.elements(), to: &elements, workspace)
            start += operand.shape.dims[axis]
        }
        return elements
    }
    return switch type.dtype {
    case .f64: .f64(try joined(Double.self))
    case .f32: .f32(try joined(Float.self))
    case .i64: .i64(try joined(Int64.self))
    case .i32: .i32(try joined(Int32.self))
    case .bool: .bool(try joined(Bool.self))
    }
}
