import CKernels
import Evaluation
import Graphs
import Tensors

/// An array `[outer, length, inner]`, whose lines along the middle axis are sorted or summed up.
struct Lines: Sendable {
    let operand, result: ValueID
    let dtype: DType
    let outer, length, inner: Int
}

extension Planner {
    /// Longer lines than this would need too much room beside the array.
    private static let longestSort = 1 << 23

    mutating func addArgsort(_ equation: Equation, _ axis: Int) {
        guard shape(equation.operands[0]).dims[axis] <= Planner.longestSort else { return addInterpreted(equation) }
        append(.argsort(lines(of: equation, axis)), makes: equation.results)
    }

    mutating func addRunningSums(_ equation: Equation, _ axis: Int, _ isBackward: Bool) {
        append(.runningSums(lines(of: equation, axis), isBackward: isBackward), makes: equation.results)
    }

    private mutating func lines(of equation: Equation, _ axis: Int) -> Lines {
        let operand = equation.operands[0]
        settle(operand)
        let (length, inner) = (shape(operand).dims[axis], shape(operand).strides[axis])
        return Lines(
            operand: layouts[operand].source, result: equation.result, dtype: graph.types[operand].dtype,
            outer: shape(operand).count / max(length * inner, 1), length: length, inner: inner)
    }
}

extension PlanRun {
    func argsort(_ lines: Lines) throws {
        let result = pointers[lines.result].assumingMemoryBound(to: Int64.self)
        try inParts(lines.outer * lines.inner, worth: lines.outer * lines.inner * lines.length * 8) { range, thread in
            let room = (scratch + thread * scratchBytes).assumingMemoryBound(to: pb_keyed.self)
            for line in range {
                let first = line / lines.inner * lines.length * lines.inner + line % lines.inner
                let stopped = pb_argsort(
                    Int32(lines.dtype.tableIndex), lines.length, pointers[lines.operand], first, lines.inner, result,
                    room, cancel?.address)
                guard stopped == 0, cancel?.isCancelled != true else { throw Fault(.cancelled, "cancelled") }
            }
        }
    }

    func sumUp(_ lines: Lines, isBackward: Bool) throws {
        try inParts(lines.outer, worth: lines.outer * lines.inner * lines.length) { range, _ in
            for slab in range {
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                pb_running_sums(
                    Int32(lines.dtype.tableIndex), lines.length, lines.inner, isBackward ? 1 : 0,
                    pointers[lines.operand], slab * lines.length * lines.inner, pointers[lines.result])
            }
        }
    }
}
