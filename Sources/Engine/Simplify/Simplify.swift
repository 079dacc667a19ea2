import Evaluation
import Graphs
import Interpreter
import Tensors

extension Graph {
    /// The same outputs from fewer equations, every bit kept: what an output does not need is left out, what is computed
    /// twice is computed once, and what changes nothing is skipped. Inputs stay, even those that nothing needs.
    func simplified(_ cancel: CancelFlag?) throws -> Graph {
        var simplifier = Simplifier(self)
        return try simplifier.run(self, cancel)
    }
}

/// Rewrites a graph equation by equation into a new one.
private struct Simplifier {
    private struct Key: Hashable {
        let primitive: Primitive
        let operands: [ValueID]
    }

    private var b = GraphBuilder(equationLimit: .max)
    private var known: [Key: Range<ValueID>] = [:]
    /// The equation that made each new value, where it has one result.
    private var makers: [Key?] = []
    /// How many equations and outputs read a new value.
    private var uses: [ValueID: Int] = [:]
    /// The number that a value holds in every element, where that is known.
    private var numbers: [Scalar?] = []

    init(_ graph: Graph) {
        for type in graph.inputTypes { _ = b.input(type) }
        makers = graph.inputTypes.map { _ in nil }
        numbers = makers.map { _ in nil }
    }

    mutating func run(_ graph: Graph, _ cancel: CancelFlag?) throws -> Graph {
        let needed = graph.values(neededBy: graph.outputs)
        var value = Array(0..<graph.inputCount)
        var readers = [Int](repeating: 0, count: graph.types.count)
        for output in graph.outputs { readers[output] += 1 }
        for equation in graph.equations where equation.results.contains(where: { needed[$0] }) {
            for operand in equation.operands { readers[operand] += 1 }
        }
        for equation in graph.equations {
            try cancel?.check(at: equation.results.lowerBound)
            guard equation.results.contains(where: { needed[$0] }) else {
                value += equation.results.map { _ in -1 }
                continue
            }
            let results = try rewritten(equation.primitive, equation.operands.map { value[$0] })
            for (old, new) in zip(equation.results, results) { uses[new, default: 0] += readers[old] }
            value += results
        }
        let all = try b.finish(graph.outputs.map { value[$0] })
        // Rewriting leaves some equations without use.
        return try all.rearranged(inputs: Array(0..<graph.inputCount), outputs: all.outputs)
    }

    /// The values that the equation's results become.
    private mutating func rewritten(_ primitive: Primitive, _ x: [ValueID]) throws -> [ValueID] {
        if let simpler = try simpler(primitive, x) { return [simpler] }
        let key = Key(primitive: primitive, operands: x)
        if let results = known[key] { return Array(results) }
        if let number = try folded(primitive, x) { return try rewritten(.constant(number), []) }
        let results = try b.emitAll(primitive, x)
        known[key] = results
        if results.upperBound > makers.count {
            makers += results.map { _ in results.count == 1 ? key : nil }
            numbers += results.map { _ in nil }
            if case .constant(let number) = primitive { numbers[results.lowerBound] = number }
            if case .broadcastInDim = primitive { numbers[results.lowerBound] = numbers[x[0]] }
        }
        return Array(results)
    }

    /// A value that the result equals to the bit: an older one, or one of equations that steps compute better.
    private mutating func simpler(_ primitive: Primitive, _ x: [ValueID]) throws -> ValueID? {
        switch primitive {
        case .stopGradient: return x[0]
        case .convert(let dtype): return b.dtype(x[0]) == dtype ? x[0] : nil
        case .integerPower(let exponent): return exponent == 1 ? x[0] : nil
        case .unary(let function): return function == .neg ? inner(x[0], primitive)?.operands[0] : nil
        case .binary(let function): return unchanged(function, x)
        case .select: return x[1] == x[2] ? x[1] : nil
        case .reshape(let shape):
            if b.shape(x[0]) == shape { return x[0] }
            guard let maker = makers[x[0]], case .reshape = maker.primitive else { return nil }
            return try rewritten(primitive, maker.operands)[0]
        case .transpose(let permutation): return try transposed(x[0], permutation)
        case .broadcastInDim(let shape, let axes):
            return b.shape(x[0]) == shape && axes == Array(axes.indices) ? x[0] : nil
        case .iota(let type, let axis): return try iota(type, axis)
        case .reduceSum(let axes): return try together(x[0], axes) { .reduceSum($0) }
        case .reduceMax(let axes): return try together(x[0], axes) { .reduceMax($0) }
        case .reduceMin(let axes): return try together(x[0], axes) { .reduceMin($0) }
        case .constant, .polygamma, .compare, .slice, .pad, .concatenate, .reverse, .cumsum, .dotGeneral, .convolution,
            .windowArgmax, .matrix, .solve, .triangularSolve, .gather, .scatter, .argsort, .control:
            return nil
        }
    }

    private func unchanged(_ function: BinaryFunction, _ x: [ValueID]) -> ValueID? {
        switch function {
        case .mul:
            // NaN has one pattern wherever bits are compared, so that 1 · x is x.
            if isOne(x[1]) { return x[0] }
            return isOne(x[0]) ? x[1] : nil
        case .div: return isOne(x[1]) && b.dtype(x[0]).isFloating ? x[0] : nil
        case .add, .sub, .rem, .max, .min, .and, .or, .xor, .divSlope, .pow, .powSlope, .atan2, .hypot, .logaddexp,
            .threefry2x32:
            return nil
        }
    }

    private mutating func transposed(_ x: ValueID, _ permutation: [Int]) throws -> ValueID? {
        if permutation == Array(permutation.indices) { return x }
        guard let maker = makers[x] else { return nil }
        if case .transpose(let first) = maker.primitive {
            return try rewritten(.transpose(permutation.map { first[$0] }), maker.operands)[0]
        }
        guard uses[x] == 1, case .dotGeneral(let dims) = maker.primitive,
            let other = swapped(dims, maker.operands, permutation)
        else { return nil }
        return try rewritten(.dotGeneral(other), [maker.operands[1], maker.operands[0]])[0]
    }

    /// One row of counts, which loops read by strides.
    private mutating func iota(_ type: TensorType, _ axis: Int) throws -> ValueID? {
        guard type.shape.rank > 1 else { return nil }
        let row = try rewritten(.iota(TensorType(type.dtype, Shape([type.shape.dims[axis]])), axis: 0), [])
        return try rewritten(.broadcastInDim(type.shape, axes: [axis]), row)[0]
    }

    /// Steps reduce axes that lie together: others are brought together by a transposition before the reduction. The order of
    /// the elements that are summed stays the same.
    private mutating func together(_ x: ValueID, _ axes: [Int], _ make: ([Int]) -> Primitive) throws -> ValueID? {
        let dims = b.shape(x).dims
        let span = (axes.min() ?? 0)..<(axes.max() ?? -1) + 1
        guard span.contains(where: { !axes.contains($0) && dims[$0] != 1 }) else { return nil }
        let order = dims.indices.filter { !axes.contains($0) } + axes.sorted()
        let turned = try rewritten(.transpose(order), [x])[0]
        return try rewritten(make(Array((order.count - axes.count)..<order.count)), [turned])[0]
    }

    /// The product whose operands are exchanged, if that is what a transposition makes of it: x · y is y · x to the bit.
    private func swapped(_ dims: DotDimensions, _ x: [ValueID], _ permutation: [Int]) -> DotDimensions? {
        let batch = dims.leftBatch.count
        let left = b.shape(x[0]).rank - batch - dims.leftContract.count
        let right = b.shape(x[1]).rank - batch - dims.rightContract.count
        let order = Array(0..<batch) + (batch + left..<batch + left + right) + (batch..<batch + left)
        guard permutation == order else { return nil }
        return DotDimensions(
            leftContract: dims.rightContract, rightContract: dims.leftContract, leftBatch: dims.rightBatch,
            rightBatch: dims.leftBatch)
    }

    private func inner(_ value: ValueID, _ primitive: Primitive) -> Key? {
        makers[value].flatMap { $0.primitive == primitive ? $0 : nil }
    }

    private func isOne(_ value: ValueID) -> Bool {
        guard let number = numbers[value] else { return false }
        return switch number {
        case .f64(let one): one == 1
        case .f32(let one): one == 1
        case .i64(let one): one == 1
        case .i32(let one): one == 1
        case .bool: false
        }
    }

    /// The number that a function of scalar constants gives.
    private func folded(_ primitive: Primitive, _ x: [ValueID]) throws -> Scalar? {
        guard isFolded(primitive) else { return nil }
        let operands = x.compactMap { b.shape($0).rank == 0 ? numbers[$0] : nil }
        guard operands.count == x.count else { return nil }
        var single = GraphBuilder()
        let inputs = operands.map { single.input(TensorType($0.dtype, .scalar)) }
        let result = try single.emit(primitive, inputs)
        let graph = try single.finish([result])
        return try Interpreter().evaluate(graph, operands.map { Tensor.scalar($0) })[0].element(at: 0)
    }

    private func isFolded(_ primitive: Primitive) -> Bool {
        switch primitive {
        case .unary, .binary, .integerPower, .convert: true
        case .constant, .iota, .polygamma, .compare, .select, .stopGradient, .broadcastInDim, .reshape, .transpose,
            .slice,
            .pad, .concatenate, .reverse, .reduceSum, .reduceMax, .reduceMin, .cumsum, .dotGeneral, .convolution,
            .windowArgmax, .matrix, .solve, .triangularSolve, .gather, .scatter, .argsort, .control:
            false
        }
    }
}
