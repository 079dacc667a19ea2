import Evaluation
import Graphs
import Interpreter
import Tensors

extension PlanRun {
    /// Elements reduced in the order of the bit contract.
    func reduce(_ kind: Reduction, _ reduction: RowReduction) throws {
        if plan.graph.types[reduction.result].dtype == .f64 {
            try reduce(kind, reduction, Double.self)
        } else {
            try reduce(kind, reduction, Float.self)
        }
    }

    private func reduce<T: KernelElement>(_ kind: Reduction, _ reduction: RowReduction, _: T.Type) throws {
        guard reduction.inner == 1 else { return try reduceColumns(kind, reduction, T.self) }
        guard reduction.outer >= engine.threads || reduction.length < PlanRun.longRow else {
            return try reduceLong(kind, reduction, T.self)
        }
        try inParts(reduction.outer, worth: reduction.outer * reduction.length) { range, _ in
            for start in stride(from: range.lowerBound, to: range.upperBound, by: PlanRun.rows(of: reduction.length)) {
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                let end = min(start + PlanRun.rows(of: reduction.length), range.upperBound)
                reduceRows(kind, reduction, start..<end, T.self)
            }
        }
    }

    /// Rows that are reduced between two looks at the cancel flag: about a million elements.
    static func rows(of length: Int) -> Int { max((1 << 20) / max(length, 1), 1) }

    /// Some rows of a reduction over neighbouring elements.
    func reduceRows(_ kind: Reduction, _ reduction: RowReduction, _ rows: Range<Int>) {
        if plan.graph.types[reduction.result].dtype == .f64 {
            reduceRows(kind, reduction, rows, Double.self)
        } else {
            reduceRows(kind, reduction, rows, Float.self)
        }
    }

    private func reduceRows<T: KernelElement>(
        _ kind: Reduction, _ reduction: RowReduction, _ rows: Range<Int>, _: T.Type
    ) {
        let (from, to) = ends(of: reduction, T.self)
        T.reducesRows(engine.kernels, kind)(
            rows.count, reduction.length, from + rows.lowerBound * reduction.length, reduction.length,
            to + rows.lowerBound)
    }

    /// Where the operand and the result begin.
    private func ends<T: KernelElement>(
        of reduction: RowReduction, _: T.Type
    ) -> (UnsafePointer<T>, UnsafeMutablePointer<T>) {
        (
            UnsafePointer(pointers[reduction.operand].assumingMemoryBound(to: T.self)),
            pointers[reduction.result].assumingMemoryBound(to: T.self)
        )
    }

    /// Threads take columns in groups, each of which is half a kilobyte or more of a row.
    private func reduceColumns<T: KernelElement>(_ kind: Reduction, _ reduction: RowReduction, _: T.Type) throws {
        let (length, inner) = (reduction.length, reduction.inner)
        let (from, to) = ends(of: reduction, T.self)
        let kernel = T.reducesColumns(engine.kernels, kind)
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

    /// Elements from which on a row is reduced by several threads.
    private static let longRow = 1 << 16

    /// A few long rows: the sums of blocks side by side, then the tree above them; of parts the greatest or least, whose order
    /// does not matter.
    private func reduceLong<T: KernelElement>(_ kind: Reduction, _ reduction: RowReduction, _: T.Type) throws {
        let length = reduction.length
        let partLength = kind == .sum ? SumTree.blockLength : PlanRun.longRow
        let parts = (length + partLength - 1) / partLength
        let results = UnsafeMutablePointer<T>.allocate(capacity: parts)
        defer { results.deallocate() }
        let reduceRows = T.reducesRows(engine.kernels, kind)
        for row in 0..<reduction.outer {
            let (from, to) = ends(of: reduction, T.self)
            try inParts(parts, worth: length) { range, _ in
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                let start = from + row * length + range.lowerBound * partLength
                let count = min(range.upperBound * partLength, length) - range.lowerBound * partLength
                guard kind != .sum else { return T.blockSums(engine.kernels)(count, start, results + range.lowerBound) }
                let whole = count / partLength
                reduceRows(whole, partLength, start, partLength, results + range.lowerBound)
                guard count > whole * partLength else { return }
                reduceRows(
                    1, count - whole * partLength, start + whole * partLength, partLength,
                    results + range.lowerBound + whole)
            }
            if kind == .sum {
                to[row] = T.addPairs(engine.kernels)(parts, results)
            } else {
                reduceRows(1, parts, results, parts, to + row)
            }
        }
    }
}
