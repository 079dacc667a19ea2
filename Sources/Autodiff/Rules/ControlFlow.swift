import Graphs
import Tensors

// Control flow differentiates body by body. What the tangents need of the values inside a body is computed again from the
// body's own inputs: of a loop only the carry of each step is kept, of a branch and of `checkpoint` nothing.

extension ControlFlow {
    func linearized(
        x: [ValueID], t: [ValueID?], into b: inout GraphBuilder
    ) throws -> (y: [ValueID], t: [ValueID?]) {
        switch self {
        case .cond(let onTrue, let onFalse):
            let y = try b.emitAll(.control(self), x)
            let moving = Set(try [onTrue, onFalse].flatMap { try $0.graph.moving(with: Array(t.dropFirst())) })
            let bodies = try [onTrue, onFalse].map {
                try $0.graph.tangents(wrt: Array(t.dropFirst()), of: moving.sorted(), within: b.room)
            }
            let used = zip(bodies[0].used, bodies[1].used).map { $0 || $1 }
            let (operands, branches) = try ControlFlow.operands(
                bodies, used, Array(x.dropFirst()), Array(t.dropFirst()))
            let moved = try b.emitAll(
                .control(.cond(onTrue: Body(branches[0]), onFalse: Body(branches[1]))), [x[0]] + operands)
            return (Array(y), spread(moved, over: moving.sorted(), count: y.count))
        case .checkpoint(let body):
            let y = try b.emitAll(.control(self), x)
            let moving = try body.graph.moving(with: t)
            let tangents = try body.graph.tangents(wrt: t, of: moving, within: b.room)
            let (operands, bodies) = try ControlFlow.operands([tangents], tangents.used, x, t)
            let moved = try b.emitAll(.control(.checkpoint(Body(bodies[0]))), operands)
            return (Array(y), spread(moved, over: moving, count: y.count))
        case .scan(let scan): return try scan.linearized(x: x, t: t, into: &b)
        case .whileLoop(let condition, let body):
            return try whileLinearized(condition.graph, body.graph, x: x, t: t, into: &b)
        case .custom(let function): return try function.linearized(x: x, t: t, into: &b)
        case .customLinear: throw Fault(.defect, "\(self) has no rule of its own")
        }
    }

    /// The operands that tangent bodies share, and the bodies that take just these: used operands, then tangents.
    private static func operands(
        _ bodies: [TangentBody], _ used: [Bool], _ x: [ValueID], _ t: [ValueID?]
    ) throws -> ([ValueID], [Graph]) {
        let kept = x.indices.filter { used[$0] }
        let graphs = try bodies.map { body in
            try body.graph.rearranged(
                inputs: kept + Array(x.count..<body.graph.inputCount), outputs: body.graph.outputs)
        }
        return (kept.map { x[$0] } + t.compactMap(\.self), graphs)
    }

    /// A loop whose number of steps is not known carries values and tangents together.
    private func whileLinearized(
        _ condition: Graph, _ body: Graph, x: [ValueID], t: [ValueID?], into b: inout GraphBuilder
    ) throws -> (y: [ValueID], t: [ValueID?]) {
        let carryCount = body.outputs.count
        let constantCount = x.count - carryCount
        let moving = try body.movingCarry(constantCount..<x.count, with: t)
        let wrt = t.indices.filter { t[$0] != nil && $0 < constantCount } + moving.map { constantCount + $0 }
        let both = try linearize(body, wrt: wrt, moving: moving, within: b.room)
        // Inputs of `both`: the body's, then the tangents of constants and carry, in this order.
        let tangentConstants = wrt.count - moving.count
        let order =
            Array(0..<constantCount) + (0..<tangentConstants).map { x.count + $0 }
            + Array(constantCount..<x.count) + moving.indices.map { x.count + tangentConstants + $0 }
        let step = try both.rearranged(inputs: order, outputs: both.outputs)
        var test = GraphBuilder(within: b.room.unbounded)
        let inputs = order.map { test.input(both.types[$0]) }
        let values =
            Array(inputs[..<constantCount]) + Array(inputs[(constantCount + tangentConstants)...].prefix(carryCount))
        let holds = try test.inline(condition, values)
        let started = try moving.map { try t[constantCount + $0] ?? b.zeros(b.types[x[constantCount + $0]]) }
        let operands =
            Array(x[..<constantCount]) + wrt.prefix(tangentConstants).compactMap { t[$0] } + x[constantCount...]
            + started
        let results = try b.emitAll(
            .control(.whileLoop(condition: Body(test.finish(holds)), body: Body(step))), operands)
        let moved = results.dropFirst(carryCount)
        return (Array(results.prefix(carryCount)), spread(moved, over: moving, count: carryCount))
    }

    func transposed(
        x: [ValueID?], types: [TensorType], cts: [ValueID?], into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        switch self {
        case .cond(let onTrue, let onFalse):
            guard let predicate = x[0] else { throw Fault(.defect, "cond is not linear in its predicate") }
            let known = Array(x.dropFirst())
            let bodies = try [onTrue, onFalse].map {
                Body(try $0.graph.transposed(known: known, given: cts, within: b.room))
            }
            let results = try b.emitAll(
                .control(.cond(onTrue: bodies[0], onFalse: bodies[1])),
                [predicate] + known.compactMap(\.self) + cts.compactMap(\.self))
            return [nil] + spread(results, over: known.indices.filter { known[$0] == nil }, count: known.count)
        case .checkpoint(let body):
            let reverse = try body.graph.transposed(known: x, given: cts, within: b.room)
            let results = try b.emitAll(
                .control(.checkpoint(Body(reverse))), x.compactMap(\.self) + cts.compactMap(\.self))
            return spread(results, over: x.indices.filter { x[$0] == nil }, count: x.count)
        case .scan(let scan): return try scan.transposed(x: x, types: types, cts: cts, into: &b)
        case .whileLoop:
            throw Fault(
                .graph, "while_loop has no reverse derivative: how many steps it takes is known only after it ran",
                hint: "use fori_loop or scan with a fixed number of steps, or jvp, which goes forward")
        case .custom(let function): return try function.transposed(x: x, cts: cts, into: &b)
        case .customLinear(let backward, let count):
            let known = x.prefix(count).compactMap(\.self)
            guard known.count == count else { throw CustomFunction.notLinear }
            let results = backward.graph.inputTypes.dropFirst(count)
            let cotangents = try zip(results, cts).map { try $1 ?? b.zeros($0) }
            return try known.map { _ in nil } + b.inline(backward.graph, known + cotangents)
        }
    }

    func batched(
        x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder
    ) throws -> [ValueID] {
        switch self {
        case .cond(let onTrue, let onFalse):
            let flags = Array(isBatched.dropFirst())
            let branches = try [onTrue, onFalse].map {
                try batch($0.graph, isBatched: flags, size: size, within: b.room)
            }
            guard isBatched[0] else {
                return Array(
                    try b.emitAll(.control(.cond(onTrue: Body(branches[0]), onFalse: Body(branches[1]))), x))
            }
            // Entries choose differently: both branches are computed, and each entry takes from its own.
            let operands = Array(x.dropFirst())
            let (yes, no) = (try b.inline(branches[0], operands), try b.inline(branches[1], operands))
            return try zip(yes, no).map { yes, no in
                try b.select(b.broadcast(x[0], to: b.shape(yes).dims, axes: [0]), yes, no)
            }
        case .checkpoint(let body):
            let graph = try batch(body.graph, isBatched: isBatched, size: size, within: b.room)
            return Array(try b.emitAll(.control(.checkpoint(Body(graph))), x))
        case .scan(let scan): return try scan.batched(x: x, isBatched: isBatched, size: size, into: &b)
        case .whileLoop(let condition, let body):
            return try whileBatched(condition.graph, body.graph, x: x, isBatched: isBatched, size: size, into: &b)
        case .custom(let function):
            let wide = try function.batched(isBatched, size: size, within: b.room)
            return Array(try b.emitAll(.control(.custom(wide)), x))
        case .customLinear: throw Fault(.defect, "custom_linear is transposed before anything is batched")
        }
    }

    /// Steps are taken as long as one entry wants them; an entry that is done keeps its carry.
    private func whileBatched(
        _ condition: Graph, _ body: Graph, x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder
    ) throws -> [ValueID] {
        let constantCount = x.count - body.outputs.count
        let carry = try x[constantCount...].enumerated().map { place, value in
            try isBatched[constantCount + place] ? value : b.broadcastLeading(value, size: size)
        }
        let operands = Array(x[..<constantCount]) + carry
        let flags = Array(isBatched[..<constantCount]) + carry.map { _ in true }
        let test = try batch(condition, isBatched: flags, size: size, within: b.room)
        let step = try batch(body, isBatched: flags, size: size, within: b.room)
        var any = GraphBuilder(within: b.room.unbounded)
        let holds = try any.inline(test, operands.map { any.input(b.types[$0]) })[0]
        let count = try any.emit(.reduceSum([0]), [any.convert(holds, to: .i32)])
        let one = try any.compare(.gt, count, any.full(0, like: count))
        var masked = GraphBuilder(within: b.room.unbounded)
        let inputs = operands.map { masked.input(b.types[$0]) }
        let wants = try masked.inline(test, inputs)[0]
        let next = try masked.inline(step, inputs)
        let chosen = try zip(next, inputs[constantCount...]).map { new, old in
            try masked.select(masked.broadcast(wants, to: masked.shape(new).dims, axes: [0]), new, old)
        }
        return Array(
            try b.emitAll(
                .control(.whileLoop(condition: Body(any.finish([one])), body: Body(masked.finish(chosen)))), operands))
    }
}

/// The graph of tangents of a body: inputs (the body's, one tangent for each moving input), outputs the tangents.
struct TangentBody {
    let graph: Graph
    /// Which of the body's inputs the tangents depend on.
    let used: [Bool]
}

extension Graph {
    /// The outputs that may move when the inputs with tangents do, by place.
    func moving(with t: [ValueID?]) throws -> [Int] {
        let depends = dependents(on: t.indices.filter { t[$0] != nil })
        return outputs.indices.filter { depends[outputs[$0]] && types[outputs[$0]].dtype.isFloating }
    }

    /// Which entries of a carry, the inputs `carry` and first outputs, move at some step, by place.
    func movingCarry(_ carry: Range<Int>, with t: [ValueID?]) throws -> [Int] {
        var moves = carry.map { t[$0] != nil }
        let constants = t.indices.filter { !carry.contains($0) && t[$0] != nil }
        while true {
            let depends = dependents(on: constants + carry.filter { moves[$0 - carry.lowerBound] })
            let next = moves.indices.map {
                moves[$0] || (depends[outputs[$0]] && types[outputs[$0]].dtype.isFloating)
            }
            if next == moves { return moves.indices.filter { moves[$0] } }
            moves = next
        }
    }

    /// The tangents of the outputs at places `moving`, for inputs with a tangent.
    func tangents(wrt t: [ValueID?], of moving: [Int], within room: EquationRoom) throws -> TangentBody {
        let both = try linearize(self, wrt: t.indices.filter { t[$0] != nil }, moving: moving, within: room)
        let tangents = try both.with(outputs: Array(both.outputs.suffix(moving.count)))
        let needed = tangents.inputs(neededBy: tangents.outputs)
        return TangentBody(graph: tangents, used: Array(needed.prefix(inputCount)))
    }

    /// The graph turned around: inputs (what is known, then the cotangents that are given), outputs the cotangents of the
    /// inputs that are not known.
    func transposed(known: [ValueID?], given cts: [ValueID?], within room: EquationRoom) throws -> Graph {
        let linear = known.indices.filter { known[$0] == nil }
        let order = known.indices.filter { known[$0] != nil } + linear
        let present = cts.indices.filter { cts[$0] != nil }
        let straight = try rearranged(inputs: order, outputs: present.map { outputs[$0] })
        return try transpose(
            straight, linearInputs: linear.count, linearOutputs: present.count, within: room)
    }
}

/// `values` put at `places` of a list of `count`, nil elsewhere.
func spread(_ values: some Collection<ValueID>, over places: [Int], count: Int) -> [ValueID?] {
    var result = [ValueID?](repeating: nil, count: count)
    for (place, value) in zip(places, values) { result[place] = value }
    return result
}
