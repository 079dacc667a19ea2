import Graphs
import Tensors

extension RandomGraph {
    /// A loop whose step mixes a constant, the carry and an entry.
    mutating func loop(_ x: ValueID) throws {
        guard let length = b.shape(x).dims.first else { return add(try b.apply(.cos, x)) }
        let entry = TensorType(dtype, try Shape(Array(b.shape(x).dims.dropFirst())))
        var step = GraphBuilder()
        let inputs = (0..<3).map { _ in step.input(entry) }
        let mixed = try step.add(step.mul(inputs[0], inputs[1]), step.apply(.sin, inputs[2]))
        let carry = try step.apply(.tanh, mixed)
        let y = try step.mul(inputs[1], inputs[2])
        let scan = Scan(
            body: Body(try step.finish([carry, y])), length: length, isReversed: random.below(2) == 0, constantCount: 1,
            carryCount: 1)
        let first = try b.sum(x, axes: [0])
        let results = try b.emitAll(.control(.scan(scan)), [partner(of: first), small(first), x])
        for result in results { add(result) }
    }

    mutating func branch(_ x: ValueID) throws -> ValueID {
        let y = try partner(of: x)
        let total = try b.sum(x, axes: Array(0..<b.shape(x).rank))
        let bodies = try [BinaryFunction.mul, .sub].map { function in
            var body = GraphBuilder()
            let inputs = [x, y].map { body.input(b.types[$0]) }
            let result = try body.apply(function, body.apply(.sin, inputs[0]), body.apply(.cos, inputs[1]))
            return Body(try body.finish([result]))
        }
        if random.below(2) == 0 { return try b.emit(.control(.checkpoint(bodies[0])), [x, y]) }
        let predicate = try b.compare(.gt, total, number(0.1, like: total))
        return try b.emit(.control(.cond(onTrue: bodies[0], onFalse: bodies[1])), [predicate, x, y])
    }

    /// A loop that counts up to 3, from a number that its operand gives. No gradient goes back through it, so it takes whole
    /// numbers, unless forward mode is all that is asked.
    mutating func counted(_ x: ValueID) throws -> ValueID {
        let whole = try b.apply(.round, x)
        let total = try b.convert(b.sum(whole, axes: Array(0..<b.shape(x).rank)), to: .i64)
        let start = try b.apply(.max, total, b.zeros(b.types[total]))
        let factor = try isForwardOnly ? small(partner(of: x)) : number(0.5, like: x)
        let operands = try [factor, start, isForwardOnly ? x : whole]
        func body(_ write: (inout GraphBuilder, [ValueID]) throws -> [ValueID]) throws -> Body {
            var body = GraphBuilder()
            let inputs = operands.map { body.input(b.types[$0]) }
            let results = try write(&body, inputs)
            return Body(try body.finish(results))
        }
        let condition = try body { [try $0.compare(.lt, $1[1], $0.full(3, like: $1[1]))] }
        let step = try body { body, x in
            let mixed = try body.add(body.mul(body.apply(.sin, x[2]), x[0]), x[0])
            return [try body.add(x[1], body.full(1, like: x[1])), mixed]
        }
        return try b.emitAll(.control(.whileLoop(condition: condition, body: step)), operands).upperBound - 1
    }
}
