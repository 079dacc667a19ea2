import Graphs
import Tensors

extension Scan {
    /// Two loops: one for the values, which also gives the carry that each step began with where the tangents need it, and
    /// one for the tangents, which computes what is inside a step again from that carry.
    func linearized(
        x: [ValueID], t: [ValueID?], into b: inout GraphBuilder
    ) throws -> (y: [ValueID], t: [ValueID?]) {
        let step = body.graph
        let movingCarry = try step.movingCarry(carries, with: t)
        var active = t
        for place in movingCarry where active[constantCount + place] == nil {
            active[constantCount + place] = try b.zeros(b.types[x[constantCount + place]])
        }
        let movingYs = try step.moving(with: active).filter { $0 >= carryCount }
        let tangents = try step.tangents(wrt: active, of: movingCarry + movingYs, within: b.room)

        let kept = carries.filter { tangents.used[$0] }
        let widened = try step.with(outputs: step.outputs + kept)
        let values = try Array(b.emitAll(.control(.scan(with(widened))), x))
        let (y, starts) = (Array(values.prefix(step.outputs.count)), Array(values.suffix(kept.count)))

        // The tangent of input i is input `place` of the tangent body.
        let moving = active.indices.filter { active[$0] != nil }
        func tangentInputs(_ range: Range<Int>) -> [Int] {
            moving.enumerated().filter { range.contains($0.element) }.map { step.inputCount + $0.offset }
        }
        let usedConstants = constants.filter { tangents.used[$0] }
        let usedXs = xs.filter { tangents.used[$0] }
        let (constantInputs, carryInputs) = (usedConstants + tangentInputs(constants), tangentInputs(carries))
        let order = constantInputs + carryInputs + kept + usedXs + tangentInputs(xs)
        let loop = Scan(
            body: Body(try tangents.graph.rearranged(inputs: order, outputs: tangents.graph.outputs)), length: length,
            isReversed: isReversed, constantCount: constantInputs.count, carryCount: carryInputs.count)
        func given(_ range: Range<Int>) -> [ValueID] { range.compactMap { active[$0] } }
        let operands =
            usedConstants.map { x[$0] } + given(constants) + given(carries) + starts + usedXs.map { x[$0] } + given(xs)
        let moved = try b.emitAll(.control(.scan(loop)), operands)
        return (y, spread(moved, over: movingCarry + movingYs, count: y.count))
    }

    private func with(_ graph: Graph) -> Scan {
        Scan(
            body: Body(graph), length: length, isReversed: isReversed, constantCount: constantCount,
            carryCount: carryCount)
    }

    /// A linear loop turned around: it runs from the other end, carries the cotangent of the carry, and adds up the
    /// cotangents of constants, from the last step to the first. All of the carry is linear.
    func transposed(
        x: [ValueID?], types: [TensorType], cts: [ValueID?], into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        let known = x.enumerated().map { carries.contains($0.offset) ? nil : $0.element }
        let linearConstants = constants.filter { known[$0] == nil }
        let linearXs = xs.filter { known[$0] == nil }
        // Every entry of the carry has a cotangent inside the loop; of ys only those that were given.
        let given = cts.enumerated().map { place, ct in place < carryCount ? place : ct }
        let reverse = try body.graph.transposed(known: known, given: given, within: b.room)

        // `reverse` takes (known constants, known xs, ct of carry, ct of ys), gives (ct of constants, of carry, of xs).
        let knownConstants = constants.filter { known[$0] != nil }
        let knownXs = xs.filter { known[$0] != nil }
        var step = GraphBuilder(within: b.room.unbounded)
        func inputs(_ types: [TensorType]) -> [ValueID] { types.map { step.input($0) } }
        let stepTypes = body.graph.inputTypes
        let stepConstants = inputs(knownConstants.map { stepTypes[$0] })
        let stepCarry = inputs(carries.map { stepTypes[$0] })
        let totals = inputs(linearConstants.map { stepTypes[$0] })
        let stepXs = inputs(knownXs.map { stepTypes[$0] })
        let ys = (carryCount..<cts.count).filter { cts[$0] != nil }
        let stepYs = inputs(ys.map { body.graph.outputTypes[$0] })
        let found = try step.inline(reverse, stepConstants + stepXs + stepCarry + stepYs)
        let added = try zip(totals, found).map { try step.add($0, $1) }
        let outputs = found[linearConstants.count...].prefix(carryCount) + added + found.suffix(linearXs.count)
        let loop = Scan(
            body: Body(try step.finish(Array(outputs))), length: length, isReversed: !isReversed,
            constantCount: stepConstants.count, carryCount: carryCount + totals.count)

        let last = try zip(carries, cts).map { try $1 ?? b.zeros(types[$0]) }
        let nothing = try linearConstants.map { try b.zeros(types[$0]) }
        let operands =
            knownConstants.compactMap { x[$0] } + last + nothing + knownXs.compactMap { x[$0] }
            + ys.compactMap { cts[$0] }
        let results = try b.emitAll(.control(.scan(loop)), operands)
        let places = carries.map { x[$0] == nil ? $0 : -1 } + linearConstants + linearXs
        var cotangents = [ValueID?](repeating: nil, count: x.count)
        for (place, result) in zip(places, results) where place >= 0 { cotangents[place] = result }
        return cotangents
    }

    /// The batch axis of xs and ys stands behind the axis that is gone through. The carry is batched where some step makes
    /// it depend on what is.
    func batched(
        x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder
    ) throws -> [ValueID] {
        let step = body.graph
        var flags = isBatched
        var depends: [Bool]
        repeat {
            depends = step.dependents(on: flags.indices.filter { flags[$0] })
            let grown = carries.filter { !flags[$0] && depends[step.outputs[$0 - constantCount]] }
            for carry in grown { flags[carry] = true }
            if grown.isEmpty { break }
        } while true
        let shared = Set(carries.filter { !flags[$0] }.map { $0 - constantCount })
        let graph = try batch(step, isBatched: flags, size: size, shared: shared, within: b.room)
        let operands = try x.enumerated().map { place, value in
            if xs.contains(place) { return try flags[place] ? b.moveAxis(value, from: 0, to: 1) : value }
            return try flags[place] && !isBatched[place] ? b.broadcastLeading(value, size: size) : value
        }
        let results = try b.emitAll(.control(.scan(with(graph))), operands)
        return try results.enumerated().map { place, value in
            if place >= carryCount { return try b.moveAxis(value, from: 1, to: 0) }
            return try shared.contains(place) ? b.broadcastLeading(value, size: size) : value
        }
    }
}
