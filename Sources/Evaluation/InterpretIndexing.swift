import Graphs
import Tensors

/// Rows of `operand` at `indices`; an index outside gives zeros, which makes `scatterAdd` its transpose.
func gather(_ operand: Tensor, _ indices: Tensor, _ result: Shape, _ workspace: Workspace) throws -> Tensor.Storage {
    let rows = operand.shape.dims[0]
    let length = operand.shape.strides[0]
    let picked = try wholeNumbers(indices, workspace)
    func rowsPicked<T: Element>(_ values: [T]) throws -> [T] {
        guard result.count > 0 else { return [] }
        return try [T](capacity: result.count) { output in
            for index in picked {
                guard index >= 0, index < rows else {
                    try workspace.spend(length)
                    for _ in 0..<length { output.append(.zeroElement) }
                    continue
                }
                let first = index * length
                for start in stride(from: first, to: first + length, by: Workspace.pollInterval) {
                    let end = min(start + Workspace.pollInterval, first + length)
                    try workspace.spend(end - start)
                    for position in start..<end { output.append(values[position]) }
                }
            }
        }
    }
    return switch operand.storage {
    case .f64(let values): .f64(try rowsPicked(values))
    case .f32(let values): .f32(try rowsPicked(values))
    case .i64(let values): .i64(try rowsPicked(values))
    case .i32(let values): .i32(try rowsPicked(values))
    case .bool(let values): .bool(try rowsPicked(values))
    }
}

/// The operand, and each row of `updates` added to its row, one after the other; an index outside is dropped.
func scatterAdd(
    _ operand: Tensor, _ indices: Tensor, _ updates: Tensor, _ workspace: Workspace
) throws -> Tensor.Storage {
    let rows = operand.shape.dims[0]
    let length = operand.shape.strides[0]
    let targets = try wholeNumbers(indices, workspace)
    func added<T: NumberElement>(_ values: [T]) throws -> [T] {
        let additions: [T] = try updates.elements()
        var sums = try tabulate(values.count, workspace) { values[$0] }
        guard !sums.isEmpty, !additions.isEmpty else { return sums }
        for (update, row) in targets.enumerated() where row >= 0 && row < rows {
            let (source, target) = (update * length, row * length)
            for start in stride(from: 0, to: length, by: Workspace.pollInterval) {
                let end = min(start + Workspace.pollInterval, length)
                try workspace.spend(end - start)
                for column in start..<end {
                    sums[target + column] = T.add(sums[target + column], additions[source + column])
                }
            }
        }
        return sums
    }
    return switch operand.storage {
    case .f64(let values): .f64(try added(values))
    case .f32(let values): .f32(try added(values))
    case .i64(let values): .i64(try added(values))
    case .i32(let values): .i32(try added(values))
    case .bool: throw misplaced("scatter_add", .bool)
    }
}

private func wholeNumbers(_ indices: Tensor, _ workspace: Workspace) throws -> [Int] {
    try workspace.scratch(indices.count * MemoryLayout<Int>.stride)
    return switch indices.storage {
    case .i64(let values): values.map { Int($0) }
    case .i32(let values): values.map { Int($0) }
    case .f64, .f32, .bool: throw misplaced("an index", indices.dtype)
    }
}
