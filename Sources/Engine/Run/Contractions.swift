import CKernels
import Evaluation
import Graphs
import Tensors

/// A matrix, or a part of one: element (i, j) at `start[i * row + j * column]`.
struct MatrixView<T> {
    let start: UnsafePointer<T>
    let row, column: Int
}

extension MatrixProduct {
    /// Whether a loop goes through as many elements as the result has, and reads that in order: bias, activation and the
    /// like. Then every part of the result can be followed by that part of the loop, while it is in a cache.
    func isFollowed(by loop: FusedLoop) -> Bool {
        guard loop.count == batch * m * n, loop.count > 1 else { return false }
        return loop.places.contains(.row(result))
            && loop.places.allSatisfy { if case .number(result, _) = $0 { false } else { true } }
            && loop.loads.allSatisfy { $0.value != result }
    }
}

/// Some rows and columns of one product of a batch.
private struct Part {
    let batch: Int
    let rows, columns: Range<Int>

    /// Its elements in the result, in stretches that lie together.
    func stretches(of product: MatrixProduct) -> [Range<Int>] {
        let first = (batch * product.m + rows.lowerBound) * product.n
        if columns == 0..<product.n { return [first..<first + rows.count * product.n] }
        return rows.indices.map { row in
            let start = first + (row - rows.lowerBound) * product.n
            return start + columns.lowerBound..<start + columns.upperBound
        }
    }
}

extension PlanRun {
    /// A batch of matrix products, and what follows on their elements. Threads take batches, or rows, or columns: no bit
    /// depends on it.
    func multiply(_ product: MatrixProduct, then loop: FusedLoop?) throws {
        if plan.graph.types[product.result].dtype == .f64 {
            try multiply(product, then: loop, Double.self)
        } else {
            try multiply(product, then: loop, Float.self)
        }
    }

    private func multiply<T: KernelElement>(_ product: MatrixProduct, then loop: FusedLoop?, _: T.Type) throws {
        let (batch, m, n) = (product.batch, product.m, product.n)
        guard batch * m * n > 0 else { return }
        let perBatch = m * n * max(product.k, 1) / 8 + m * n * (loop?.instructions.count ?? 0)
        if batch >= engine.threads || perBatch < 1 << 13 {
            try inParts(batch, worth: batch * perBatch) { range, thread in
                for batch in range {
                    try multiply(product, Part(batch: batch, rows: 0..<m, columns: 0..<n), then: loop, T.self, thread)
                }
            }
            return
        }
        // Along the longer side, so that threads share little of what they read.
        let byRows = m >= n
        if let loop, !byRows, n < PlanRun.leastStretch * engine.threads {
            try multiply(product, then: nil, T.self)
            return try run(loop)
        }
        for batch in 0..<batch {
            try inParts(byRows ? m : n, worth: perBatch, isEven: true) { range, thread in
                let part = Part(batch: batch, rows: byRows ? range : 0..<m, columns: byRows ? 0..<n : range)
                try multiply(product, part, then: loop, T.self, thread)
            }
        }
    }

    /// Columns of a thread's part from which on a loop may go through them row by row: fewer would be more calls than work.
    private static let leastStretch = 256
    /// Columns that are followed by the loop before the next ones are computed: as many as the kernels pack at a time.
    private static let columnsAtATime = 1024

    private func multiply<T: KernelElement>(
        _ product: MatrixProduct, _ part: Part, then loop: FusedLoop?, _: T.Type, _ thread: Int
    ) throws {
        guard !part.rows.isEmpty else { return }
        guard let loop else { return try multiply(product, part, T.self, thread) }
        var places = places(of: loop, thread)
        let columns = part.columns
        for first in stride(from: columns.lowerBound, to: columns.upperBound, by: PlanRun.columnsAtATime) {
            let some = Part(
                batch: part.batch, rows: part.rows,
                columns: first..<min(first + PlanRun.columnsAtATime, columns.upperBound))
            try multiply(product, some, T.self, thread)
            for stretch in some.stretches(of: product) { try run(loop, stretch, &places, thread) }
        }
    }

    private func multiply<T: KernelElement>(
        _ product: MatrixProduct, _ part: Part, _: T.Type, _ thread: Int
    ) throws {
        func operand(_ operand: MatrixProduct.Operand, _ row: Int, _ column: Int) -> MatrixView<T> {
            let start = UnsafePointer(pointers[operand.value].assumingMemoryBound(to: T.self))
            let place = operand.offset + part.batch * operand.batch + row * operand.row + column * operand.column
            return MatrixView(start: start + place, row: operand.row, column: operand.column)
        }
        let place = (part.batch * product.m + part.rows.lowerBound) * product.n + part.columns.lowerBound
        try multiply(
            part.rows.count, part.columns.count, product.k, operand(product.left, part.rows.lowerBound, 0),
            operand(product.right, 0, part.columns.lowerBound),
            to: pointers[product.result].assumingMemoryBound(to: T.self) + place, row: product.n, thread)
    }

    /// `c = a · b` for an m × k and a k × n matrix by this thread alone; rows of `c` are `row` apart.
    func multiply<T: KernelElement>(
        _ m: Int, _ n: Int, _ k: Int, _ a: MatrixView<T>, _ b: MatrixView<T>, to c: UnsafeMutablePointer<T>, row: Int,
        _ thread: Int
    ) throws {
        let panels = scratch + thread * scratchBytes
        try finished(
            T.gemm(engine.kernels)(
                m, n, k, a.start, a.row, a.column, b.start, b.row, b.column, c, row, panels, cancel?.address))
    }
}
