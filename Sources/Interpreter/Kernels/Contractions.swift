import Graphs
import Tensors

/// Contracts: both operands are first laid out as rows over the contracted axes, `[B, M, K]` and `[B, N, K]`; then every
/// result element is one inner product of two rows, in the order that `pb_dot_f64` documents. No shape has another order.
func dotGeneral(
    _ left: Tensor, _ right: Tensor, _ dimensions: DotDimensions, _ workspace: Workspace
) throws -> Tensor.Storage {
    let freeLeft = dimensions.leftFree(rank: left.shape.rank)
    let freeRight = dimensions.rightFree(rank: right.shape.rank)
    let leftRows = StridedView.transpose(left.shape, dimensions.leftBatch + freeLeft + dimensions.leftContract)
    let rightRows = StridedView.transpose(right.shape, dimensions.rightBatch + freeRight + dimensions.rightContract)
    var copied = 0
    if !leftRows.isWhole(of: left.count) { copied += left.type.byteCount }
    if !rightRows.isWhole(of: right.count) { copied += right.type.byteCount }
    if copied > 0 { try workspace.scratch(copied) }
    func size(_ shape: Shape, _ axes: [Int]) -> Int {
        axes.contains { shape.dims[$0] == 0 } ? 0 : axes.reduce(1) { $0 * shape.dims[$1] }
    }
    let sizes = DotSizes(
        batch: size(left.shape, dimensions.leftBatch), rows: size(left.shape, freeLeft),
        columns: size(right.shape, freeRight), depth: size(left.shape, dimensions.leftContract))
    func products<T: NumberElement>(_ values: [T]) throws -> [T] {
        let others: [T] = try right.elements()
        return try contract(leftRows.read(values, workspace), rightRows.read(others, workspace), sizes, workspace)
    }
    return switch left.storage {
    case .f64(let values): .f64(try products(values))
    case .f32(let values): .f32(try products(values))
    case .i64(let values): .i64(try products(values))
    case .i32(let values): .i32(try products(values))
    case .bool: throw misplaced("dot_general", .bool)
    }
}

/// Sizes of a contraction `[B, M, K] · [B, N, K] → [B, M, N]`.
private struct DotSizes {
    let batch, rows, columns, depth: Int
}

private func contract<T: NumberElement>(
    _ left: [T], _ right: [T], _ sizes: DotSizes, _ workspace: Workspace
) throws -> [T] {
    let count = sizes.batch * sizes.rows * sizes.columns
    guard sizes.depth > 0, count > 0 else { return try tabulate(count, workspace) { _ in T.zeroElement } }
    return try left.withUnsafeBufferPointer { left in
        try right.withUnsafeBufferPointer { right in
            guard let left = left.baseAddress, let right = right.baseAddress else { return [] }
            return try [T](capacity: count) { output in
                for batch in 0..<sizes.batch {
                    for row in batch * sizes.rows..<(batch + 1) * sizes.rows {
                        for column in batch * sizes.columns..<(batch + 1) * sizes.columns {
                            // Safe: row and column are indices of rows of `depth` elements in B·M and B·N of them.
                            let (a, b) = (left + row * sizes.depth, right + column * sizes.depth)
                            output.append(try innerProduct(a, b, sizes.depth, workspace))
                        }
                    }
                }
            }
        }
    }
}

/// One inner product, in parts so that even the longest is cancelled in time.
@inline(__always)
func innerProduct<T: NumberElement>(
    _ left: UnsafePointer<T>, _ right: UnsafePointer<T>, _ depth: Int, _ workspace: Workspace
) throws -> T {
    // A multiple of the block length, so that no bit changes.
    let part = Workspace.pollInterval
    var total = T.dotStart
    for start in stride(from: 0, to: depth, by: part) {
        let count = min(part, depth - start)
        try workspace.spend(count)
        // Safe: both point to `depth` elements, and `start + count` is not more.
        total = T.dot(total, left + start, right + start, count)
    }
    return total
}
