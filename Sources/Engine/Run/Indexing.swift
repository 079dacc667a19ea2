import CKernels
import Evaluation
import Graphs
import Interpreter
import Tensors

/// Rows written to rows of an array, one after the other.
struct ScatterRows: Sendable {
    /// What combines two elements, see `pb_scatter_rows`.
    let code: UInt32
    /// The array to begin with, as its elements lie.
    let operand: ValueID
    let view: StridedView
    let indices, updates, result: ValueID
}

extension PlanRun {
    func gather(_ operand: ValueID, as value: ValueID, _ indices: ValueID, to result: ValueID) throws {
        let (shape, count) = (plan.graph.types[value].shape, plan.graph.types[indices].shape.count)
        guard plan.graph.types[result].shape.count > 0 else { return }
        let (length, bytes, indexBytes) = (shape.strides[0], shape.strides[0] * width(operand), width(indices))
        try inParts(count, worth: count * length) { range, _ in
            try finished(
                pb_gather_rows(
                    range.count, pointers[indices] + range.lowerBound * indexBytes, indexBytes, shape.dims[0], bytes,
                    pointers[operand], pointers[result] + range.lowerBound * bytes, cancel?.address))
        }
    }

    /// Every thread goes through all indices and takes those of its rows, so that updates of a row keep their order.
    func scatter(_ scatter: ScatterRows) throws {
        try copy(scatter.operand, scatter.view, to: scatter.result)
        let (shape, count) = (plan.graph.types[scatter.result].shape, plan.graph.types[scatter.indices].shape.count)
        guard shape.count > 0, count > 0 else { return }
        let (length, width, indexBytes) = (shape.strides[0], width(scatter.result), width(scatter.indices))
        try inParts(shape.dims[0], worth: count * length) { range, _ in
            try finished(
                pb_scatter_rows(
                    engine.kernels.table, scatter.code, width, count, pointers[scatter.indices], indexBytes,
                    range.lowerBound, range.upperBound, length, pointers[scatter.updates], pointers[scatter.result],
                    cancel?.address))
        }
    }

    func argsort(_ lines: Lines) throws {
        let result = pointers[lines.result].assumingMemoryBound(to: Int64.self)
        try inParts(lines.outer * lines.inner, worth: lines.outer * lines.inner * lines.length * 8) { range, thread in
            let room = (scratch + thread * scratchBytes).assumingMemoryBound(to: pb_keyed.self)
            for line in range {
                let first = line / lines.inner * lines.length * lines.inner + line % lines.inner
                try finished(
                    pb_argsort(
                        Int32(lines.dtype.tableIndex), lines.length, pointers[lines.operand], first, lines.inner,
                        result,
                        room, cancel?.address))
            }
        }
    }
}

extension Planner {
    mutating func addGather(_ equation: Equation) {
        for operand in equation.operands { settle(operand) }
        let (operand, indices) = (layouts[equation.operands[0]].source, layouts[equation.operands[1]].source)
        append(
            .gather(operand, as: equation.operands[0], indices: indices, to: equation.result), makes: equation.results)
    }

    mutating func addScatter(_ equation: Equation, _ function: ScatterFunction) {
        let x = equation.operands
        for operand in x.dropFirst() { settle(operand) }
        let (type, layout) = (graph.types[x[0]], layouts[x[0]])
        let code =
            switch function {
            case .set: pb_op_move_8.rawValue
            case .add: BlockKernels.code(.add, type.dtype)
            case .min: BlockKernels.code(.min, type.dtype)
            case .max: BlockKernels.code(.max, type.dtype)
            }
        guard let code else { return addInterpreted(equation) }
        append(
            .scatter(
                ScatterRows(
                    code: code, operand: layout.source,
                    view: StridedView(dims: type.shape.dims, strides: layout.strides, offset: layout.offset),
                    indices: layouts[x[1]].source, updates: layouts[x[2]].source, result: equation.result)),
            makes: equation.results)
    }

    /// Longer lines than this would need too much room beside the array.
    private static let longestSort = 1 << 23

    mutating func addArgsort(_ equation: Equation, _ axis: Int) {
        guard shape(equation.operands[0]).dims[axis] <= Planner.longestSort else { return addInterpreted(equation) }
        append(.argsort(lines(of: equation, axis)), makes: equation.results)
    }
}
