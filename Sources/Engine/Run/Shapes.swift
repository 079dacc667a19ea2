import CKernels
import Evaluation
import Graphs
import Interpreter
import Tensors

extension PlanRun {
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
        // Kernels work in squares of 64, which are kept whole.
        let columnsAtATime = min(columns, 1 << 12)
        let rowsAtATime = max(PlanRun.elementsAtATime / columnsAtATime / 64, 1) * 64
        try inParts(byRows ? rows : planes, worth: view.count) { range, _ in
            for plane in byRows ? 0..<1 : range {
                var (offset, rest) = (view.offset, plane)
                for axis in (0..<max(rank - 2, 0)).reversed() {
                    offset += rest % view.dims[axis] * view.strides[axis]
                    rest /= view.dims[axis]
                }
                let part = byRows ? range : 0..<rows
                for row in stride(from: part.lowerBound, to: part.upperBound, by: rowsAtATime) {
                    for column in stride(from: 0, to: columns, by: columnsAtATime) {
                        try cancel?.check()
                        move(
                            min(rowsAtATime, part.upperBound - row), min(columnsAtATime, columns - column),
                            from + (offset + row * rowStep + column * columnStep) * width, rowStep, columnStep,
                            to + ((plane * rows + row) * columns + column) * width, columns)
                    }
                }
            }
        }
    }

    /// About the elements that are copied between two looks at the cancel flag.
    private static let elementsAtATime = 1 << 18
}
