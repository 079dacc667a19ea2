import CKernels
import Evaluation
import Graphs
import Interpreter
import Tensors

/// Rows brought into the rows of an array, one after the other.
struct ScatterRows: Sendable {
    /// What combines two elements, see `pb_scatter_rows`.
    let code: UInt32
    /// The array to begin with, as its elements lie.
    let operand: ValueID
    let view: StridedView
    let indices, updates, result: ValueID
}

/// Where the greatest elements of windows over the last two axes lie.
struct WindowArgmax: Sendable {
    let operand, result: ValueID
    let planes: Int
    let rows, columns: pb_window_axis
}

extension PlanRun {
    func gather(_ operand: ValueID, as value: ValueID, _ indices: ValueID, to result: ValueID) throws {
        let (shape, count) = (plan.graph.types[value].shape, plan.graph.types[indices].shape.count)
        let (length, bytes) = (shape.strides[0], shape.strides[0] * width(operand))
        guard plan.graph.types[result].shape.count > 0 else { return }
        let indexBytes = width(indices)
        try inParts(count, worth: count * length) { range, _ in
            for start in stride(from: range.lowerBound, to: range.upperBound, by: PlanRun.rows(of: length)) {
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                pb_gather_rows(
                    min(PlanRun.rows(of: length), range.upperBound - start), pointers[indices] + start * indexBytes,
                    indexBytes, shape.dims[0], bytes, pointers[operand], pointers[result] + start * bytes)
            }
        }
    }

    /// Every thread goes through all indices and takes those of its rows, so that updates of a row keep their order.
    func scatter(_ scatter: ScatterRows) throws {
        try copy(scatter.operand, scatter.view, to: scatter.result)
        let (shape, count) = (plan.graph.types[scatter.result].shape, plan.graph.types[scatter.indices].shape.count)
        guard shape.count > 0, count > 0 else { return }
        let (length, width, indexBytes) = (shape.strides[0], width(scatter.result), width(scatter.indices))
        try inParts(shape.dims[0], worth: count * length) { range, _ in
            for start in stride(from: 0, to: count, by: PlanRun.rows(of: length)) {
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                pb_scatter_rows(
                    engine.kernels.table, scatter.code, width, min(PlanRun.rows(of: length), count - start),
                    pointers[scatter.indices] + start * indexBytes, indexBytes, range.lowerBound, range.upperBound,
                    length, pointers[scatter.updates] + start * length * width, pointers[scatter.result])
            }
        }
    }

    func findGreatest(_ windows: WindowArgmax) throws {
        let kernels = engine.kernels.table.pointee
        let plane = windows.rows.size * windows.columns.size
        let places = windows.rows.places * windows.columns.places
        // A window may be far larger than the plane; padding costs nothing.
        let covered = min(windows.rows.extent, windows.rows.size) * min(windows.columns.extent, windows.columns.size)
        let result = pointers[windows.result].assumingMemoryBound(to: Int64.self)
        let isDouble = plan.graph.types[windows.operand].dtype == .f64
        let batch = PlanRun.rows(of: places * covered)
        try inParts(windows.planes, worth: windows.planes * places * covered) { range, _ in
            var (rows, columns) = (windows.rows, windows.columns)
            for first in stride(from: range.lowerBound, to: range.upperBound, by: batch) {
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                let count = min(batch, range.upperBound - first)
                let from = pointers[windows.operand] + first * plane * width(windows.operand)
                if isDouble {
                    kernels.window_argmax_f64(
                        count, &rows, &columns, from.assumingMemoryBound(to: Double.self), result + first * places)
                } else {
                    kernels.window_argmax_f32(
                        count, &rows, &columns, from.assumingMemoryBound(to: Float.self), result + first * places)
                }
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
        let binary: BinaryFunction? =
            switch function {
            case .set: nil
            case .add: .add
            case .min: .min
            case .max: .max
            }
        let code =
            binary.map { BlockKernels.code(of: .binary($0), type.dtype, to: type.dtype) } ?? pb_op_move_8.rawValue
        guard let code else { return addInterpreted(equation) }
        append(
            .scatter(
                ScatterRows(
                    code: code, operand: layout.source,
                    view: StridedView(dims: type.shape.dims, strides: layout.strides, offset: layout.offset),
                    indices: layouts[x[1]].source, updates: layouts[x[2]].source, result: equation.result)),
            makes: equation.results)
    }

    mutating func addWindowArgmax(_ equation: Equation, _ window: PoolingWindow) {
        let (operand, shape) = (equation.operands[0], shape(equation.operands[0]))
        let (places, rank) = (self.shape(equation.result), window.size.count)
        guard (1...2).contains(rank), graph.types[operand].dtype.isFloating, places.count > 0, shape.count < 1 << 31
        else { return addInterpreted(equation) }
        settle(operand)
        func axis(_ fromEnd: Int) -> pb_window_axis {
            guard fromEnd < rank else {
                return pb_window_axis(
                    size: 1, extent: 1, places: 1, stride: 1, low: 0, left_dilation: 1, right_dilation: 1)
            }
            let (axis, spatial) = (shape.rank - 1 - fromEnd, rank - 1 - fromEnd)
            return pb_window_axis(
                size: shape.dims[axis], extent: window.size[spatial], places: places.dims[axis],
                stride: window.strides[spatial], low: window.low[spatial], left_dilation: 1, right_dilation: 1)
        }
        append(
            .greatest(
                WindowArgmax(
                    operand: layouts[operand].source, result: equation.result,
                    planes: places.dims.dropLast(rank).reduce(1, *), rows: axis(1), columns: axis(0))),
            makes: equation.results)
    }
}
