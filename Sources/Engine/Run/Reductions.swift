import CKernels
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
        let isLong = reduction.length >= (reduction.outer < engine.threads ? PlanRun.longRow : PlanRun.longestRow)
        guard !isLong else { return try reduceLong(kind, reduction, T.self) }
        let rows = PlanRun.rows(of: reduction.length)
        try inParts(reduction.outer, worth: reduction.outer * reduction.length) { range, _ in
            for start in stride(from: range.lowerBound, to: range.upperBound, by: rows) {
                try cancel?.check()
                reduceRows(kind, reduction, start..<min(start + rows, range.upperBound), T.self)
            }
        }
    }

    /// Rows that are reduced between two looks at the cancel flag: about a million elements.
    private static func rows(of length: Int) -> Int { max((1 << 20) / max(length, 1), 1) }

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
        let width = max(512 / MemoryLayout<T>.stride, min(1 << 16 / max(length, 1), inner))
        guard length * min(width, inner) < PlanRun.longestRow else {
            return try reduceLongColumns(kind, reduction, T.self)
        }
        let (from, to) = ends(of: reduction, T.self)
        let kernel = T.reducesColumns(engine.kernels, kind)
        let groups = (inner + width - 1) / width
        try inParts(reduction.outer * groups, worth: reduction.outer * length * inner) { range, _ in
            for unit in range {
                try cancel?.check()
                let (row, first) = (unit / groups, unit % groups * width)
                kernel(
                    length, min(width, inner - first), from + row * length * inner + first, inner,
                    to + row * inner + first)
            }
        }
    }

    /// Elements from which on a row is reduced by several threads.
    private static let longRow = 1 << 16
    /// Elements from which on a row is reduced in parts even where threads have others to do: more would keep one from looking
    /// at the cancel flag.
    private static let longestRow = 1 << 22

    /// Long rows: the sums of blocks side by side, then the tree above them; of parts the greatest or least, whose order does
    /// not matter.
    private func reduceLong<T: KernelElement>(_ kind: Reduction, _ reduction: RowReduction, _: T.Type) throws {
        let length = reduction.length
        let partLength = kind == .sum ? SumTree.blockLength : PlanRun.longRow
        let parts = (length + partLength - 1) / partLength
        let results = UnsafeMutablePointer<T>.allocate(capacity: parts)
        defer { results.deallocate() }
        let reduceRows = T.reducesRows(engine.kernels, kind)
        let polled = PlanRun.longestRow / partLength
        for row in 0..<reduction.outer {
            let (from, to) = ends(of: reduction, T.self)
            try inParts(parts, worth: length) { range, _ in
                for first in stride(from: range.lowerBound, to: range.upperBound, by: polled) {
                    try cancel?.check()
                    let end = min(first + polled, range.upperBound)
                    let start = from + row * length + first * partLength
                    let count = min(end * partLength, length) - first * partLength
                    guard kind != .sum else {
                        T.blockSums(engine.kernels)(count, start, results + first)
                        continue
                    }
                    let whole = count / partLength
                    reduceRows(whole, partLength, start, partLength, results + first)
                    guard count > whole * partLength else { continue }
                    reduceRows(
                        1, count - whole * partLength, start + whole * partLength, partLength, results + first + whole)
                }
            }
            to[row] = reduced(kind, results, parts)
        }
    }

    /// The tree above `count` sums of parts, or the greatest or least of parts.
    private func reduced<T: KernelElement>(_ kind: Reduction, _ parts: UnsafeMutablePointer<T>, _ count: Int) -> T {
        guard kind != .sum else { return T.addPairs(engine.kernels)(count, parts) }
        var result = parts[0]
        T.reducesRows(engine.kernels, kind)(1, count, parts, count, &result)
        return result
    }

    /// Long columns: parts of a power of two of blocks, whose sums are nodes of the tree, and then what is above them.
    private func reduceLongColumns<T: KernelElement>(_ kind: Reduction, _ reduction: RowReduction, _: T.Type) throws {
        let (length, inner) = (reduction.length, reduction.inner)
        var partLength = SumTree.blockLength
        while partLength * inner < PlanRun.longestRow / 4 { partLength *= 2 }
        let parts = (length + partLength - 1) / partLength
        let results = UnsafeMutablePointer<T>.allocate(capacity: parts * inner)
        let column = UnsafeMutablePointer<T>.allocate(capacity: parts)
        defer {
            results.deallocate()
            column.deallocate()
        }
        let kernel = T.reducesColumns(engine.kernels, kind)
        let width = max(PlanRun.longestRow / partLength, 512 / MemoryLayout<T>.stride)
        for row in 0..<reduction.outer {
            let (from, to) = ends(of: reduction, T.self)
            try inParts(parts, worth: length * inner) { range, _ in
                for part in range {
                    let rows = part * partLength..<min((part + 1) * partLength, length)
                    for first in stride(from: 0, to: inner, by: width) {
                        try cancel?.check()
                        kernel(
                            rows.count, min(width, inner - first),
                            from + (row * length + rows.lowerBound) * inner + first, inner,
                            results + part * inner + first)
                    }
                }
            }
            for place in 0..<inner {
                try cancel?.check(at: place)
                for part in 0..<parts { column[part] = results[part * inner + place] }
                to[row * inner + place] = reduced(kind, column, parts)
            }
        }
    }

    func sumUp(_ lines: Lines, isBackward: Bool) throws {
        try inParts(lines.outer, worth: lines.outer * lines.inner * lines.length) { range, _ in
            for slab in range {
                try finished(
                    pb_running_sums(
                        Int32(lines.dtype.tableIndex), lines.length, lines.inner, isBackward ? 1 : 0,
                        pointers[lines.operand], slab * lines.length * lines.inner, pointers[lines.result],
                        cancel?.address))
            }
        }
    }
}

extension Planner {
    mutating func addRunningSums(_ equation: Equation, _ axis: Int, _ isBackward: Bool) {
        append(.runningSums(lines(of: equation, axis), isBackward: isBackward), makes: equation.results)
    }

    mutating func lines(of equation: Equation, _ axis: Int) -> Lines {
        let operand = equation.operands[0]
        settle(operand)
        let (length, inner) = (shape(operand).dims[axis], shape(operand).strides[axis])
        return Lines(
            operand: layouts[operand].source, result: equation.result, dtype: graph.types[operand].dtype,
            outer: shape(operand).count / max(length * inner, 1), length: length, inner: inner)
    }
}
