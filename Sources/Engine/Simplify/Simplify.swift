import Graphs
import Interpreter
import Tensors

extension Graph {
    /// The same outputs from fewer equations, every bit kept: what an output does not need is left out, what is computed
    /// twice is computed once, and what changes nothing is skipped. Inputs stay, even those that nothing needs.
    func simplified() throws -> Graph {
        var simplifier = Simplifier(self)
        return try simplifier.run(self)
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

    mutating func run(_ graph: Graph) throws -> Graph {
        let needed = graph.values(neededBy: graph.outputs)
        var value = Array(0..<graph.inputCount)
        var readers = [Int](repeating: 0, count: graph.types.count)
        for output in graph.outputs { readers[output] += 1 }
        for equation in graph.equations where equation.results.contains(where: { needed[$0] }) {
            for operand in equation.operands { readers[operand] += 1 }
        }
        for equation in graph.equations {
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
        if let same = try unchanged(primitive, x) { return [same] }
        if let laidOut = try laidOut(primitive, x) { return [laidOut] }
        let key = Key(primitive: primitive, operands: x)
        if let results = known[key] { return Array(results) }
        if let number = try folded(primitive, x) { return try rewritten(.constant(number), []) }
        let results = try b.emitAll(primitive, x)
        known[key] = results
        if results.upperBound > makers.count {
            makers += results.map { _ in results.count == 1 ? key : nil }
            numbers += results.map { _ in nil }
            switch primitive {
            case .constant(let number): numbers[results.lowerBound] = number
            case .broadcastInDim: numbers[results.lowerBound] = numbers[x[0]]
            default: break
            }
        }
        return Array(results)
    }

    /// An older value that the result equals to the bit.
    private mutating func unchanged(_ primitive: Primitive, _ x: [ValueID]) throws -> ValueID? {
        switch primitive {
        case .stopGradient: return x[0]
        case .convert(let dtype): return b.dtype(x[0]) == dtype ? x[0] : nil
        case .integerPower(1): return x[0]
        case .unary(.neg): return inner(x[0], .unary(.neg))?.operands[0]
        case .reshape(let shape):
            if b.shape(x[0]) == shape { return x[0] }
            guard let maker = makers[x[0]], case .reshape = maker.primitive else { return nil }
            return try rewritten(primitive, maker.operands)[0]
        case .transpose(let permutation):
            if permutation == Array(permutation.indices) { return x[0] }
            guard let maker = makers[x[0]] else { return nil }
            if case .transpose(let first) = maker.primitive {
                return try rewritten(.transpose(permutation.map { first[$0] }), maker.operands)[0]
            }
            guard uses[x[0]] == 1, case .dotGeneral(let dims) = maker.primitive,
                let other = swapped(dims, maker.operands, permutation)
            else { return nil }
            return try rewritten(.dotGeneral(other), [maker.operands[1], maker.operands[0]])[0]
        case .broadcastInDim(let shape, let axes):
            return b.shape(x[0]) == shape && axes == Array(axes.indices) ? x[0] : nil
        case .binary(.mul):
            // NaN has one pattern wherever bits are compared, so that 1 · x is x.
            if isOne(x[1]) { return x[0] }
            return isOne(x[0]) ? x[1] : nil
        case .binary(.div): return isOne(x[1]) && b.dtype(x[0]).isFloating ? x[0] : nil
        case .select: return x[1] == x[2] ? x[1] : nil
        default: return nil
        }
    }

    /// Steps reduce axes that lie together, and read counts along one axis by strides: the others are laid out so by a
    /// transposition before them. The order of the elements that are summed stays the same.
    private mutating func laidOut(_ primitive: Primitive, _ x: [ValueID]) throws -> ValueID? {
        switch primitive {
        case .reduceSum(let axes): try together(x[0], axes) { .reduceSum($0) }
        case .reduceMax(let axes): try together(x[0], axes) { .reduceMax($0) }
        case .reduceMin(let axes): try together(x[0], axes) { .reduceMin($0) }
        case .iota(let type, let axis) where type.shape.rank > 1:
            // One row of counts, which loops read by strides.
            try rewritten(
                .broadcastInDim(type.shape, axes: [axis]),
                rewritten(.iota(TensorType(type.dtype, Shape([type.shape.dims[axis]])), axis: 0), []))[0]
        default: nil
        }
    }

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
        switch numbers[value] {
        case .f64(1), .f32(1), .i64(1), .i32(1): true
        default: false
        }
    }

    /// The number that a function of scalar constants gives.
    private func folded(_ primitive: Primitive, _ x: [ValueID]) throws -> Scalar? {
        switch primitive {
        case .unary, .binary, .integerPower, .convert: break
        default: return nil
        }
        let operands = x.compactMap { b.shape($0).rank == 0 ? numbers[$0] : nil }
        guard operands.count == x.count else { return nil }
        var single = GraphBuilder()
        let inputs = operands.map { single.input(TensorType($0.dtype, .scalar)) }
        let result = try single.emit(primitive, inputs)
        let graph = try single.finish([result])
        return try Interpreter().evaluate(graph, operands.map { Tensor.scalar($0) })[0].element(at: 0)
    }
}
