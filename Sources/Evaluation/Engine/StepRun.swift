import CKernels
import Graphs
import Tensors

extension PlanRun {
    /// Elements reduced in the order of the bit contract.
    func reduce(_ kind: Reduction, _ reduction: RowReduction) throws {
        let isDouble = plan.graph.types[reduction.result].dtype == .f64
        if kind == .sum, isLong(reduction) {
            return isDouble ? try sumLong(reduction, Double.self) : try sumLong(reduction, Float.self)
        }
        guard reduction.inner != 1 else { return try reduceRows(kind, reduction) }
        let kernels = engine.kernels.table.pointee
        switch (kind, isDouble) {
        case (.sum, true): try reduceColumns(reduction, kernels.sum_columns_f64)
        case (.max, true): try reduceColumns(reduction, kernels.max_columns_f64)
        case (.min, true): try reduceColumns(reduction, kernels.min_columns_f64)
        case (.sum, false): try reduceColumns(reduction, kernels.sum_columns_f32)
        case (.max, false): try reduceColumns(reduction, kernels.max_columns_f32)
        case (.min, false): try reduceColumns(reduction, kernels.min_columns_f32)
        }
    }

    /// What reduces some rows or columns of some elements, which are some distance apart.
    private typealias Kernel<T> = (Int, Int, UnsafePointer<T>, Int, UnsafeMutablePointer<T>) -> Void

    private func reduceRows(_ kind: Reduction, _ reduction: RowReduction) throws {
        try inParts(reduction.outer, worth: reduction.outer * reduction.length) { range, _ in
            for start in stride(from: range.lowerBound, to: range.upperBound, by: PlanRun.rows(of: reduction.length)) {
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                reduceRows(
                    kind, reduction, start..<min(start + PlanRun.rows(of: reduction.length), range.upperBound))
            }
        }
    }

    /// Some rows of a reduction over neighbouring elements.
    func reduceRows(_ kind: Reduction, _ reduction: RowReduction, _ rows: Range<Int>) {
        let kernels = engine.kernels.table.pointee
        func typed<T>(_: T.Type, _ kernel: Kernel<T>) {
            kernel(
                rows.count, reduction.length,
                pointers[reduction.operand].assumingMemoryBound(to: T.self) + rows.lowerBound * reduction.length,
                reduction.length, pointers[reduction.result].assumingMemoryBound(to: T.self) + rows.lowerBound)
        }
        switch (kind, plan.graph.types[reduction.result].dtype == .f64) {
        case (.sum, true): typed(Double.self, kernels.sum_rows_f64)
        case (.max, true): typed(Double.self, kernels.max_rows_f64)
        case (.min, true): typed(Double.self, kernels.min_rows_f64)
        case (.sum, false): typed(Float.self, kernels.sum_rows_f32)
        case (.max, false): typed(Float.self, kernels.max_rows_f32)
        case (.min, false): typed(Float.self, kernels.min_rows_f32)
        }
    }

    /// Threads take columns in groups, each of which is half a kilobyte or more of a row.
    private func reduceColumns<T: FloatElement>(_ reduction: RowReduction, _ kernel: Kernel<T>) throws {
        let (length, inner) = (reduction.length, reduction.inner)
        let from = UnsafePointer(pointers[reduction.operand].assumingMemoryBound(to: T.self))
        let to = pointers[reduction.result].assumingMemoryBound(to: T.self)
        let width = max(512 / MemoryLayout<T>.stride, min(1 << 16 / max(length, 1), inner))
        let groups = (inner + width - 1) / width
        try inParts(reduction.outer * groups, worth: reduction.outer * length * inner) { range, _ in
            for unit in range {
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                let (row, first) = (unit / groups, unit % groups * width)
                kernel(
                    length, min(width, inner - first), from + row * length * inner + first, inner,
                    to + row * inner + first)
            }
        }
    }

    private func isLong(_ reduction: RowReduction) -> Bool {
        reduction.inner == 1 && reduction.outer < engine.threads && reduction.length >= PlanRun.longRow
    }

    /// Rows that are reduced between two looks at the cancel flag: about a million elements.
    static func rows(of length: Int) -> Int { max((1 << 20) / max(length, 1), 1) }
    /// Elements from which on a row is summed by several threads.
    private static let longRow = 1 << 16

    /// A few long rows: block sums side by side, then the tree above them.
    private func sumLong<T: KernelElement>(_ reduction: RowReduction, _: T.Type) throws {
        let (rows, length, result, count) = (reduction.operand, reduction.length, reduction.result, reduction.outer)
        let blocks = (length + SumTree.blockLength - 1) / SumTree.blockLength
        for row in 0..<count {
            let sums = UnsafeMutablePointer<T>.allocate(capacity: blocks)
            defer { sums.deallocate() }
            let from = UnsafePointer(pointers[rows].assumingMemoryBound(to: T.self)) + row * length
            try inParts(blocks, worth: length) { range, _ in
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                let start = range.lowerBound * SumTree.blockLength
                let part = min(range.upperBound * SumTree.blockLength, length) - start
                T.blockSums(engine.kernels)(part, from + start, sums + range.lowerBound)
            }
            pointers[result].assumingMemoryBound(to: T.self)[row] = T.addPairs(engine.kernels)(blocks, sums)
        }
    }

    /// Elements picked by strides, put in a row.
    func copy(_ source: ValueID, _ view: StridedView, to result: ValueID) throws {
        guard view.count > 0 else { return }
        let width = width(result)
        let move = engine.kernels.move(width)
        let rank = view.dims.count
        let (columns, columnStep) = (view.dims.last ?? 1, view.strides.last ?? 1)
        let (rows, rowStep) = rank > 1 ? (view.dims[rank - 2], view.strides[rank - 2]) : (1, 0)
        let planes = view.count / (rows * columns)
        let (from, to) = (pointers[source], pointers[result])
        // Planes side by side, or the rows of a single one.
        let byRows = planes == 1
        try inParts(byRows ? rows : planes, worth: view.count) { range, _ in
            for plane in byRows ? 0..<1 : range {
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                var (offset, rest) = (view.offset, plane)
                for axis in (0..<max(rank - 2, 0)).reversed() {
                    offset += rest % view.dims[axis] * view.strides[axis]
                    rest /= view.dims[axis]
                }
                let part = byRows ? range : 0..<rows
                move(
                    part.count, columns, from + (offset + part.lowerBound * rowStep) * width, rowStep, columnStep,
                    to + (plane * rows + part.lowerBound) * columns * width, columns)
            }
        }
    }
}
