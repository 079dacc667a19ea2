import Graphs
import Tensors

/// What a reduction does with the elements of one result element.
package enum Reduction: Sendable {
    /// Adds them: `SumTree` for floats, wrapping for integers.
    case sum
    /// Takes the greatest, NaN if any is NaN.
    case max
    /// Takes the least, NaN if any is NaN.
    case min
}

/// Reduces over `axes`. The elements of one result element come in row-major order of the reduced axes as the operand
/// has them, in whatever order `axes` lists them.
func reduce(
    _ reduction: Reduction, _ operand: Tensor, _ axes: [Int], _ result: Shape, _ workspace: Workspace
) throws -> Tensor.Storage {
    let kept = (0..<operand.shape.rank).filter { !axes.contains($0) }
    let rows = StridedView.transpose(operand.shape, kept + axes.sorted())
    if !rows.isWhole(of: operand.count) { try workspace.scratch(operand.type.byteCount) }
    // Where there are no result elements the length is not used.
    let length = operand.count / max(result.count, 1)
    return switch operand.storage {
    case .f64(let values): .f64(try reduced(reduction, rows.read(values, workspace), length, result.count, workspace))
    case .f32(let values): .f32(try reduced(reduction, rows.read(values, workspace), length, result.count, workspace))
    case .i64(let values): .i64(try reduced(reduction, rows.read(values, workspace), length, result.count, workspace))
    case .i32(let values): .i32(try reduced(reduction, rows.read(values, workspace), length, result.count, workspace))
    case .bool: throw misplaced("a reduction", .bool)
    }
}

/// Reduces each of `count` rows of `length` elements.
private func reduced<T: NumberElement>(
    _ reduction: Reduction, _ rows: [T], _ length: Int, _ count: Int, _ workspace: Workspace
) throws -> [T] {
    try tabulate(count, workspace) { row in
        let range = row * length..<(row + 1) * length
        return switch reduction {
        case .sum: try T.sum(rows, range, workspace)
        case .max: try extreme(rows, range, workspace, T.greater)
        case .min: try extreme(rows, range, workspace, T.lesser)
        }
    }
}

@inline(__always)
private func extreme<T: NumberElement>(
    _ values: [T], _ range: Range<Int>, _ workspace: Workspace, _ better: (T, T) -> T
) throws -> T {
    guard !range.isEmpty else { throw Fault(.defect, "no elements have no extreme") }
    var best = values[range.lowerBound]
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Workspace.pollInterval) {
        let end = min(start + Workspace.pollInterval, range.upperBound)
        try workspace.spend(end - start)
        for index in start..<end { best = better(best, values[index]) }
    }
    return best
}

/// Running sums along `axis`, in order, from the end when `backward`. The first element is copied, not added to 0.
func cumsum(_ operand: Tensor, _ axis: Int, _ backward: Bool, _ workspace: Workspace) throws -> Tensor.Storage {
    let length = operand.shape.dims[axis]
    let inner = operand.shape.strides[axis]
    func running<T: NumberElement>(_ values: [T]) throws -> [T] {
        var sums = try tabulate(values.count, workspace) { values[$0] }
        guard !sums.isEmpty else { return [] }
        // Lines lie `inner` apart; all of one slab advance together.
        for slab in stride(from: 0, to: sums.count, by: length * inner) {
            try workspace.spend(1)
            for step in 1..<max(length, 1) {
                let start = slab + (backward ? length - 1 - step : step) * inner
                let before = backward ? inner : -inner
                for part in stride(from: start, to: start + inner, by: Workspace.pollInterval) {
                    let end = min(part + Workspace.pollInterval, start + inner)
                    try workspace.spend(end - part)
                    for index in part..<end { sums[index] = T.add(sums[index + before], sums[index]) }
                }
            }
        }
        return sums
    }
    return switch operand.storage {
    case .f64(let values): .f64(try running(values))
    case .f32(let values): .f32(try running(values))
    case .i64(let values): .i64(try running(values))
    case .i32(let values): .i32(try running(values))
    case .bool: throw Fault(.dtype, "cumsum takes numbers, not \(operand.type)", hint: "convert to i64 first")
    }
}
