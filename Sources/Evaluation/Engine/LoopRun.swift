import CKernels
import Graphs
import Tensors

extension PlanRun {
    func run(_ loop: FusedLoop) throws {
        let blocks = (loop.count + FusedLoop.blockLength - 1) / FusedLoop.blockLength
        try inParts(blocks, worth: loop.count * loop.operations.count) { range, thread in
            let registers = scratch + thread * scratchBytes
            for block in range {
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                let start = block * FusedLoop.blockLength
                try run(loop, start, min(FusedLoop.blockLength, loop.count - start), registers)
            }
        }
    }

    private func run(_ loop: FusedLoop, _ start: Int, _ n: Int, _ registers: UnsafeMutableRawPointer) throws {
        func register(_ index: Int) -> UnsafeMutableRawPointer { registers + index * FusedLoop.blockLength * 8 }
        for load in loop.loads {
            fill(register(load.register), load.view, pointers[load.value], width(load.value), start, n)
        }
        for operation in loop.operations {
            var operands = BlockKernels.Operands(repeating: .init(first: registers, step: 1))
            for (index, place) in operation.operands.enumerated() {
                operands[index] =
                    switch place {
                    case .row(let value): .init(first: pointers[value] + start * width(value), step: 1)
                    case .number(let value, let index): .init(first: pointers[value] + index * width(value), step: 0)
                    case .register(let index): .init(first: register(index), step: 1)
                    }
            }
            let result =
                switch operation.result {
                case .row(let value): pointers[value] + start * width(value)
                case .register(let index): register(index)
                case .number: throw Fault(.defect, "a loop gives rows")
                }
            try engine.kernels.run(
                operation.primitive, operation.dtype, result: operation.resultType, n, operands, result)
        }
    }

    /// Elements `start ..< start + n` that a view picks from an array, in a row.
    private func fill(
        _ target: UnsafeMutableRawPointer, _ view: StridedView, _ source: UnsafeMutableRawPointer, _ width: Int,
        _ start: Int, _ n: Int
    ) {
        let (inner, step) = (view.dims.last ?? 1, view.strides.last ?? 0)
        let outer = max(view.dims.count - 1, 0)
        var coordinates = [Int](repeating: 0, count: outer)
        var (row, column) = (start / inner, start % inner)
        // Where the row begins.
        var base = view.offset
        for axis in (0..<outer).reversed() {
            coordinates[axis] = row % view.dims[axis]
            base += coordinates[axis] * view.strides[axis]
            row /= view.dims[axis]
        }
        var done = 0
        while done < n {
            let length = min(inner - column, n - done)
            pick(target + done * width, source + (base + column * step) * width, step, length, width)
            done += length
            column = 0
            var axis = outer - 1
            while axis >= 0 {
                coordinates[axis] += 1
                base += view.strides[axis]
                if coordinates[axis] < view.dims[axis] { break }
                base -= view.strides[axis] * view.dims[axis]
                coordinates[axis] = 0
                axis -= 1
            }
        }
    }

    /// `count` elements that lie `step` apart, in a row.
    private func pick(
        _ target: UnsafeMutableRawPointer, _ source: UnsafeMutableRawPointer, _ step: Int, _ count: Int, _ width: Int
    ) {
        switch step {
        case 1: target.copyMemory(from: source, byteCount: count * width)
        case 0: pb_fill(count, width, source, target)
        default: engine.kernels.move(width)(1, count, source, 0, step, target, count)
        }
    }
}
