import CKernels
import Graphs
import Interpreter
import Tensors

extension Planner {
    /// Elements of the results of scalar programs, and of the operands that they contract or reduce.
    private static let resultLimit = 8
    private static let operandLimit = 16
    /// Fused multiply-adds of one contraction.
    private static let productLimit = 32

    /// Makes the equation part of a scalar program, if it is small.
    mutating func addScalar(_ equation: Equation, _ support: Support) throws -> Bool {
        guard isSmall(equation), hasInstructions(equation, support), !scalars.isFull else { return false }
        let program = program(for: equation.operands)
        let operands = equation.operands.map { numbers($0, in: program) }
        scalars.define(equation.result, try results(of: equation, support, operands, program))
        maker[equation.result] = programs[program]
        return true
    }

    private func isSmall(_ equation: Equation) -> Bool {
        (1...Planner.resultLimit).contains(shape(equation.results.lowerBound).count) && equation.results.count == 1
            && equation.operands.allSatisfy { (1...Planner.operandLimit).contains(shape($0).count) }
    }

    /// Whether single numbers can be worked on instead of the arrays of a small equation.
    private func hasInstructions(_ equation: Equation, _ support: Support) -> Bool {
        let x = equation.operands
        switch support {
        case .kernel(.elementwise): return true
        case .kernel(.reduction): return graph.types[x[0]].dtype != .bool
        case .kernel(.product(let dims)):
            let depth = dims.leftContract.reduce(1) { $0 * shape(x[0]).dims[$1] }
            return shape(equation.result).count * depth <= Planner.productLimit
        case .kernel(.runningSums), .kernel(.convolution), .kernel(.windowArgmax), .kernel(.gather), .kernel(.scatter),
            .kernel(.argsort):
            return false
        case .composed(.constant), .composed(.iota), .composed(.pad), .composed(.concatenate): return true
        case .composed(.reshape), .composed(.broadcast), .composed(.transpose), .composed(.slice), .composed(.reverse):
            // Elsewhere in memory elements are read by strides where they lie.
            return scalars.isMade[x[0]] || scalars.isCopied(layouts[x[0]].source)
        case .interpreted: return false
        }
    }

    /// The last program, if all operands are made in it or before it; else a new one.
    private mutating func program(for operands: [ValueID]) -> Int {
        let needed = operands.map { scalars.isMade[$0] ? maker[$0] : maker[layouts[$0].source] + 1 }.max() ?? 0
        if let last = programs.last, needed <= last { return programs.count - 1 }
        programs.append(drafts.count)
        drafts.append(.scalars(scalars.beginProgram()))
        return programs.count - 1
    }

    /// The numbers of an operand, loaded where it lies in memory.
    private mutating func numbers(_ value: ValueID, in program: Int) -> [ScalarPlanner.Number] {
        if let known = scalars.known(value) { return known }
        let layout = layouts[value]
        let positions = StridedView.positions(shape(value).dims, layout.strides, layout.offset)
        scalars.load(
            value, from: layout.source, positions, graph.types[value].dtype.byteWidth, in: program)
        return scalars.known(value) ?? []
    }

    private mutating func results(
        of equation: Equation, _ support: Support, _ x: [[ScalarPlanner.Number]], _ program: Int
    ) throws -> [ScalarPlanner.Number] {
        let type = graph.types[equation.result]
        switch support {
        case .composed(let composition): return composed(equation, composition, x)
        case .kernel(.elementwise(let operation)):
            return (0..<type.shape.count).map { index in
                scalars.emit(
                    operation.code, x.map { $0[index] }, immediate: operation.immediate, width: type.dtype.byteWidth,
                    in: program)
            }
        case .kernel(.reduction(let kind, let axes)):
            let rows = rows(x[0], shape(equation.operands[0]), axes)
            return rows.map { reduced(kind, $0, type.dtype, program) }
        case .kernel(.product(let dims)):
            let (left, right) = (shape(equation.operands[0]), shape(equation.operands[1]))
            return products(x[0], x[1], left, right, dims, type.dtype, program)
        case .kernel(.runningSums), .kernel(.convolution), .kernel(.windowArgmax), .kernel(.gather), .kernel(.scatter),
            .kernel(.argsort), .interpreted:
            throw Fault(.defect, "\(equation.primitive.name) has no instructions")
        }
    }

    /// The numbers of what only moves them.
    private mutating func composed(
        _ equation: Equation, _ composition: Support.Composition, _ x: [[ScalarPlanner.Number]]
    ) -> [ScalarPlanner.Number] {
        let type = graph.types[equation.result]
        func operand(_ index: Int) -> Shape { shape(equation.operands[index]) }
        switch composition {
        case .constant(let scalar): return [scalars.constant(scalar)]
        case .iota(let axis):
            let numbers = (0..<type.shape.dims[axis]).map { scalars.constant(Scalar(.i64(Int64($0)), as: type.dtype)) }
            return (0..<type.shape.count).map { numbers[type.shape.coordinates(of: $0)[axis]] }
        case .reshape: return x[0]
        case .broadcast(let axes): return moved(x[0], .broadcast(operand(0), type.shape, axes))
        case .transpose(let permutation): return moved(x[0], .transpose(operand(0), permutation))
        case .slice(let start, let step): return moved(x[0], .slice(operand(0), type.shape, start, step))
        case .reverse(let axes): return moved(x[0], .reverse(operand(0), axes))
        case .pad(let low, let interior):
            var result = [ScalarPlanner.Number](repeating: x[1][0], count: type.shape.count)
            let places = StridedView.padding(operand(0), type.shape, low, interior).positions
            for (place, number) in zip(places, x[0]) { result[place] = number }
            return result
        case .concatenate(let axis):
            var result = [ScalarPlanner.Number](repeating: 0, count: type.shape.count)
            var start = 0
            for (index, numbers) in x.enumerated() {
                let strides = type.shape.strides
                let places = StridedView(dims: operand(index).dims, strides: strides, offset: start * strides[axis])
                for (place, number) in zip(places.positions, numbers) { result[place] = number }
                start += operand(index).dims[axis]
            }
            return result
        }
    }

    private mutating func reduced(
        _ kind: Reduction, _ numbers: [ScalarPlanner.Number], _ dtype: DType, _ program: Int
    ) -> ScalarPlanner.Number {
        switch kind {
        case .sum: dtype.isFloating ? sum(numbers, dtype, program) : chain(.add, numbers, dtype, program)
        case .max: chain(.max, numbers, dtype, program)
        case .min: chain(.min, numbers, dtype, program)
        }
    }

    private func moved(_ numbers: [ScalarPlanner.Number], _ view: StridedView) -> [ScalarPlanner.Number] {
        view.positions.map { numbers[$0] }
    }

    /// What each result of a reduction over `axes` is made of.
    private func rows(_ numbers: [ScalarPlanner.Number], _ shape: Shape, _ axes: [Int]) -> [[ScalarPlanner.Number]] {
        let kept = (0..<shape.rank).filter { !axes.contains($0) }
        let ordered = moved(numbers, .transpose(shape, kept + axes.sorted()))
        let length = axes.reduce(1) { $0 * shape.dims[$1] }
        return stride(from: 0, to: ordered.count, by: length).map { Array(ordered[$0..<$0 + length]) }
    }

    private mutating func chain(
        _ function: BinaryFunction, _ numbers: [ScalarPlanner.Number], _ dtype: DType, _ program: Int
    ) -> ScalarPlanner.Number {
        numbers.dropFirst().reduce(numbers[0]) { total, number in
            binary(function, total, number, dtype, program)
        }
    }

    /// The sum of at most 16 numbers in the order of `SumTree`. Lanes there begin at +0.0, which changes a sum of these
    /// only where every one is −0.0; so it is added once, in the end.
    private mutating func sum(_ numbers: [ScalarPlanner.Number], _ dtype: DType, _ program: Int) -> ScalarPlanner.Number
    {
        var (lanes, width) = (numbers, SumTree.laneCount / 2)
        while width > 0 {
            for lane in 0..<width where lane + width < lanes.count {
                lanes[lane] = binary(.add, lanes[lane], lanes[lane + width], dtype, program)
            }
            lanes.removeLast(max(lanes.count - width, 0))
            width /= 2
        }
        return binary(.add, zero(dtype), lanes[0], dtype, program)
    }

    /// The inner products of rows, each a chain of fused multiply-adds from +0.0.
    private mutating func products(
        _ left: [ScalarPlanner.Number], _ right: [ScalarPlanner.Number], _ leftShape: Shape, _ rightShape: Shape,
        _ dims: DotDimensions, _ dtype: DType, _ program: Int
    ) -> [ScalarPlanner.Number] {
        func size(_ shape: Shape, _ axes: [Int]) -> Int { axes.reduce(1) { $0 * shape.dims[$1] } }
        let leftFree = dims.leftFree(rank: leftShape.rank)
        let rightFree = dims.rightFree(rank: rightShape.rank)
        let a = moved(left, .transpose(leftShape, dims.leftBatch + leftFree + dims.leftContract))
        let b = moved(right, .transpose(rightShape, dims.rightBatch + rightFree + dims.rightContract))
        let (m, n, k) = (size(leftShape, leftFree), size(rightShape, rightFree), size(leftShape, dims.leftContract))
        let code = dtype == .f64 ? pb_op_fma_f64 : pb_op_fma_f32
        var result: [ScalarPlanner.Number] = []
        for row in 0..<size(leftShape, dims.leftBatch) * m {
            for column in row / m * n..<(row / m + 1) * n {
                result.append(
                    (0..<k).reduce(zero(dtype)) { total, depth in
                        scalars.emit(
                            code.rawValue, [a[row * k + depth], b[column * k + depth], total], width: dtype.byteWidth,
                            in: program)
                    })
            }
        }
        return result
    }

    /// +0.0
    private mutating func zero(_ dtype: DType) -> ScalarPlanner.Number {
        scalars.constant(dtype == .f64 ? .f64(0) : .f32(0))
    }

    private mutating func binary(
        _ function: BinaryFunction, _ x: ScalarPlanner.Number, _ y: ScalarPlanner.Number, _ dtype: DType, _ program: Int
    ) -> ScalarPlanner.Number {
        scalars.emit(
            BlockKernels.code(function, dtype) ?? 0, [x, y], width: dtype.byteWidth, in: program)
    }
}
