import Graphs
import Tensors

/// Rows of `operand` at `indices`; an index outside gives zeros, which makes `scatter_add` its transpose.
func gather(_ operand: Tensor, _ indices: Tensor, _ result: Shape, _ workspace: Workspace) throws -> Tensor.Storage {
    let rows = operand.shape.dims[0]
    let length = operand.shape.strides[0]
    let picked = try indexNumbers(indices, workspace)
    func rowsPicked<T: Element>(_ values: [T]) throws -> [T] {
        guard result.count > 0 else { return [] }
        return try [T](capacity: result.count) { output in
            for index in picked {
                let isInside = index >= 0 && index < rows
                let first = isInside ? Int(index) * length : 0
                for start in stride(from: first, to: first + length, by: Workspace.pollInterval) {
                    let end = min(start + Workspace.pollInterval, first + length)
                    try workspace.spend(end - start)
                    for position in start..<end { output.append(isInside ? values[position] : .zeroElement) }
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

/// The operand, and each row of `updates` written to its row, one after the other; an index outside is dropped.
func scatter(
    _ function: ScatterFunction, _ operand: Tensor, _ indices: Tensor, _ updates: Tensor, _ workspace: Workspace
) throws -> Tensor.Storage {
    let targets = try indexNumbers(indices, workspace)
    let length = operand.shape.strides[0]
    func numbers<T: NumberElement>(_ values: [T]) throws -> [T] {
        let updates: [T] = try updates.elements()
        return switch function {
        case .set: try scattered(updates, to: values, length, targets, workspace) { $1 }
        case .add: try scattered(updates, to: values, length, targets, workspace, T.add)
        case .min: try scattered(updates, to: values, length, targets, workspace, T.lesser)
        case .max: try scattered(updates, to: values, length, targets, workspace, T.greater)
        }
    }
    return switch operand.storage {
    case .f64(let values): .f64(try numbers(values))
    case .f32(let values): .f32(try numbers(values))
    case .i64(let values): .i64(try numbers(values))
    case .i32(let values): .i32(try numbers(values))
    case .bool(let values):
        if case .set = function {
            .bool(try scattered(updates.elements(), to: values, length, targets, workspace) { $1 })
        } else {
            throw misplaced(function.rawValue, .bool)
        }
    }
}

/// Row `targets[k]` of `values` combined with row k of `updates`, for each k in order; rows have `length` elements.
@inline(__always)
private func scattered<T: Element>(
    _ updates: [T], to values: [T], _ length: Int, _ targets: [Int64], _ workspace: Workspace,
    _ combine: (T, T) -> T
) throws -> [T] {
    var result = try tabulate(values.count, workspace) { values[$0] }
    guard !result.isEmpty, !updates.isEmpty else { return result }
    let rows = result.count / length
    for (update, row) in targets.enumerated() {
        try workspace.spend(1)
        guard row >= 0, row < rows else { continue }
        let (source, target) = (update * length, Int(row) * length)
        for start in stride(from: 0, to: length, by: Workspace.pollInterval) {
            let end = min(start + Workspace.pollInterval, length)
            try workspace.spend(end - start)
            for column in start..<end {
                result[target + column] = combine(result[target + column], updates[source + column])
            }
        }
    }
    return result
}

/// The places along `axis` in ascending order of their elements, equal ones as they stand, NaN last.
func argsort(_ operand: Tensor, _ axis: Int, _ workspace: Workspace) throws -> Tensor.Storage {
    let length = operand.shape.dims[axis]
    let inner = operand.shape.strides[axis]
    func sorted<T: Element>(_ values: [T]) throws -> [Int64] {
        var result = try tabulate(values.count, workspace) { _ in Int64(0) }
        guard !values.isEmpty else { return result }
        try workspace.scratch(length * MemoryLayout<Int>.stride)
        for slab in stride(from: 0, to: values.count, by: length * inner) {
            for first in slab..<(slab + inner) {
                var order = try tabulate(length, workspace) { Int64($0) }
                try order.sort { left, right in
                    try workspace.spend(1)
                    let (a, b) = (values[first + Int(left) * inner], values[first + Int(right) * inner])
                    // Only NaN differs from itself. The places decide where elements do not.
                    if (a != a) != (b != b) { return b != b }
                    return T.precedes(a, b) || (!T.precedes(b, a) && left < right)
                }
                for start in stride(from: 0, to: length, by: Workspace.pollInterval) {
                    let end = min(start + Workspace.pollInterval, length)
                    try workspace.spend(end - start)
                    for place in start..<end { result[first + place * inner] = order[place] }
                }
            }
        }
        return result
    }
    return switch operand.storage {
    case .f64(let values): .i64(try sorted(values))
    case .f32(let values): .i64(try sorted(values))
    case .i64(let values): .i64(try sorted(values))
    case .i32(let values): .i64(try sorted(values))
    case .bool(let values): .i64(try sorted(values))
    }
}

private func indexNumbers(_ indices: Tensor, _ workspace: Workspace) throws -> [Int64] {
    switch indices.storage {
    case .i64(let values): return values
    case .i32(let values):
        try workspace.scratch(indices.count * MemoryLayout<Int64>.stride)
        return try tabulate(values.count, workspace) { Int64(values[$0]) }
    case .f64, .f32, .bool: throw misplaced("an index", indices.dtype)
    }
}
