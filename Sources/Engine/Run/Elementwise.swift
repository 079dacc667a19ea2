import CKernels
import Evaluation
import Graphs
import Interpreter
import Tensors

extension PlanRun {
    func run(_ loop: FusedLoop) throws {
        guard loop.count > 0 else { return }
        try inParts(loop.blocks, worth: loop.count * loop.instructions.count) { range, thread in
            var places = places(of: loop, thread)
            try run(loop, loop.start(of: range.lowerBound)..<loop.start(of: range.upperBound), &places, thread)
        }
    }

    func places(of loop: FusedLoop, _ thread: Int) -> [pb_place] {
        loop.places.map { place($0, scratch + thread * scratchBytes) }
    }

    /// Some elements of a loop, in blocks that end where rows do.
    func run(_ loop: FusedLoop, _ range: Range<Int>, _ places: inout [pb_place], _ thread: Int) throws {
        let registers = scratch + thread * scratchBytes
        var start = range.lowerBound
        while start < range.upperBound {
            try cancel?.check()
            let row = start - start % loop.rowLength
            let end = min(min(start + loop.block, row + loop.rowLength), range.upperBound)
            find(&places, loop, start, end - start, registers)
            loop.instructions.withUnsafeBufferPointer { instructions in
                guard let first = instructions.baseAddress else { return }
                pb_run_rows(engine.kernels.table, first, instructions.count, end - start, places)
            }
            start = end
        }
    }

    /// Where a place is in every block: what differs from block to block is found later.
    private func place(_ place: FusedLoop.Place, _ registers: UnsafeMutableRawPointer) -> pb_place {
        switch place {
        case .row(let value): pb_place(first: pointers[value], step: 1)
        case .number(let value, let index): pb_place(first: pointers[value] + index * width(value), step: 0)
        case .register(let index): pb_place(first: register(index, registers), step: 1)
        case .load: pb_place(first: registers, step: 1)
        }
    }

    private func register(_ index: Int, _ registers: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        registers + index * FusedLoop.blockLength * 8
    }

    /// Sets the places of rows and loads for elements `start ..< start + n`.
    private func find(
        _ places: inout [pb_place], _ loop: FusedLoop, _ start: Int, _ n: Int, _ registers: UnsafeMutableRawPointer
    ) {
        for (index, place) in loop.places.enumerated() {
            switch place {
            case .row(let value): places[index].first = pointers[value] + start * width(value)
            case .load(let number): places[index] = find(loop.loads[number], start, n, registers)
            case .number, .register: break
            }
        }
    }

    /// Where elements `start ..< start + n` of a load are, after they have been gathered if need be.
    private func find(
        _ load: FusedLoop.Load, _ start: Int, _ n: Int, _ registers: UnsafeMutableRawPointer
    ) -> pb_place {
        let (view, width) = (load.view, width(load.value))
        let (inner, step) = (view.dims.last ?? 1, view.strides.last ?? 0)
        let column = start % inner
        if column + n <= inner, step == 1 || step == 0 && load.takesNumber {
            var (position, row) = (view.offset + column * step, start / inner)
            for axis in stride(from: view.dims.count - 2, through: 0, by: -1) {
                position += row % view.dims[axis] * view.strides[axis]
                row /= view.dims[axis]
            }
            return pb_place(first: pointers[load.value] + position * width, step: step)
        }
        let target = register(load.register, registers)
        fill(target, view, pointers[load.value], width, start, n)
        return pb_place(first: target, step: 1)
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
