import Graphs
import Tensors

// Loops and branches keep zeros body by body. What is only partly supported goes in and comes out with a bool array beside
// it, which goes through a loop as its value does.

extension ZeroKeeper {
    mutating func write(_ flow: ControlFlow, _ equation: Equation) throws {
        switch flow {
        case .cond(let onTrue, let onFalse):
            try writeBranches([onTrue.graph, onFalse.graph], equation, skipping: 1) {
                .cond(onTrue: $0[0], onFalse: $0[1])
            }
        case .checkpoint(let body): try writeBranches([body.graph], equation, skipping: 0) { .checkpoint($0[0]) }
        case .scan(let scan): try write(scan, equation)
        case .whileLoop(let condition, let body): try write(condition.graph, body.graph, equation)
        case .custom(let function):
            // A rule that somebody wrote may call it with what is linear elsewhere; nothing is known of its pattern.
            let count = function.body.graph.outputs.count
            try emit(
                flow, equation.operands.map { value[$0] }, for: equation, values: Array(0..<count),
                masks: Array(repeating: (.everywhere, nil), count: count), hasKept: false)
        case .customLinear: throw Fault(.defect, "custom_linear is transposed before zeros are kept")
        }
    }

    /// The extents of the operands of an equation, nil for known ones.
    private func extents(_ operands: some Sequence<ValueID>) -> [Extent?] {
        operands.map { isLinear[$0] ? supports[$0].extent : nil }
    }

    /// The arrays of the operands that are partly supported.
    private mutating func masks(_ operands: some Sequence<ValueID>, _ extents: some Sequence<Extent?>) throws
        -> [ValueID]
    {
        var masks: [ValueID] = []
        for (operand, extent) in zip(operands, extents) where extent?.isPartly == true {
            masks.append(try b.array(supports[operand], source.types[operand]))
        }
        return masks
    }

    /// Graphs that take all operands but the first `skipped`, and of which one is computed.
    private mutating func writeBranches(
        _ graphs: [Graph], _ equation: Equation, skipping skipped: Int, _ make: ([Body]) -> ControlFlow
    ) throws {
        let operands = equation.operands.dropFirst(skipped)
        let inputs = extents(operands)
        var keepers = try graphs.map { graph in
            var keeper = ZeroKeeper(graph, inputs: inputs, isStrict: isStrict, within: b.room)
            try keeper.run()
            return keeper
        }
        let found = keepers.map(\.outputExtents)
        let extents = found[0].indices.map { output in
            found.dropFirst().reduce(found[0][output]) { $0.joined($1[output]) }
        }
        let linear = extents.indices.map { output in
            keepers.contains { $0.isLinear[$0.source.outputs[output]] }
        }
        var bodies: [Body] = []
        for index in keepers.indices {
            bodies.append(Body(try keepers[index].finish(extents, within: b.room.unbounded).graph))
        }
        var place = extents.count
        let known = zip(extents, linear).map { extent, isLinear -> (extent: Extent, place: Int?)? in
            defer { place += extent.isPartly ? 1 : 0 }
            return isLinear ? (extent, extent.isPartly ? place : nil) : nil
        }
        let arrays = try masks(operands, inputs)
        try emit(
            make(bodies), equation.operands.map { value[$0] } + arrays, for: equation, values: Array(extents.indices),
            masks: known, hasKept: keepers.contains(where: \.hasKept))
    }

    /// The body of a loop whose carry goes in and out with one extent. `carry` are its places among the inputs, and the
    /// first outputs.
    private func settled(_ body: Graph, _ start: [Extent?], carry: Range<Int>) throws -> (ZeroKeeper, [Extent?]) {
        var extents = start
        let hasPole = body.hasPole
        while true {
            var keeper = ZeroKeeper(body, inputs: extents, isStrict: isStrict, within: b.room)
            try keeper.run()
            let found = keeper.outputExtents
            var next = extents
            for (output, place) in carry.enumerated() where keeper.isLinear[body.outputs[output]] || next[place] != nil
            {
                let before = next[place] ?? .nowhere
                let isMixed = Set([before, found[output]]) == [.nowhere, .everywhere]
                // A carry that is a zero at first, and nothing that a zero has to be kept from.
                next[place] = isMixed && !isStrict && !hasPole ? .everywhere : before.joined(found[output])
            }
            if next == extents { return (keeper, extents) }
            extents = next
        }
    }

    private mutating func write(_ scan: Scan, _ equation: Equation) throws {
        var start = extents(equation.operands)
        for place in scan.xs where start[place]?.isPartly == true { start[place] = .partly(isFilled: false) }
        var (keeper, inputs) = try settled(scan.body.graph, start, carry: scan.carries)
        let ys = keeper.outputExtents.dropFirst(scan.carryCount).map { $0.isPartly ? .partly(isFilled: false) : $0 }
        let outputs = scan.carries.map { inputs[$0] ?? .nowhere } + ys
        let kept = try keeper.finish(outputs, within: b.room.unbounded)

        let masked = inputs.indices.filter { inputs[$0]?.isPartly == true }
        func maskInputs(_ range: Range<Int>) -> [Int] {
            masked.enumerated().filter { range.contains($0.element) }.map { inputs.count + $0.offset }
        }
        let ranges = [scan.constants, scan.carries, scan.xs]
        let order = ranges.flatMap { Array($0) + maskInputs($0) }
        let maskedOutputs = outputs.indices.filter { outputs[$0].isPartly }
        let carryMasks = maskedOutputs.filter { $0 < scan.carryCount }.count
        let places = outputs.indices.map { $0 < scan.carryCount ? $0 : $0 + carryMasks }
        let widened = kept.graph.outputs
        let results =
            widened[..<scan.carryCount] + widened[outputs.count...].prefix(carryMasks)
            + widened[scan.carryCount..<outputs.count] + widened[(outputs.count + carryMasks)...]
        let body = try kept.graph.rearranged(inputs: order, outputs: Array(results))
        let arrays = try masks(equation.operands, inputs)
        let given = equation.operands.map { value[$0] } + arrays
        let loop = Scan(
            body: Body(body), length: scan.length, isReversed: scan.isReversed,
            constantCount: scan.constantCount + maskInputs(scan.constants).count,
            carryCount: scan.carryCount + carryMasks)
        let known = outputs.indices.map { output -> (extent: Extent, place: Int?)? in
            let isLinear =
                keeper.isLinear[keeper.source.outputs[output]]
                || (output < scan.carryCount && inputs[scan.constantCount + output] != nil)
            let mask = maskedOutputs.firstIndex(of: output).map {
                $0 < carryMasks ? scan.carryCount + $0 : outputs.count + $0
            }
            return isLinear ? (outputs[output], mask) : nil
        }
        try emit(
            .scan(loop), order.map { given[$0] }, for: equation, values: places, masks: known, hasKept: kept.hasKept)
    }

    private mutating func write(_ condition: Graph, _ body: Graph, _ equation: Equation) throws {
        let constants = 0..<(equation.operands.count - body.outputs.count)
        let carry = constants.upperBound..<equation.operands.count
        var (keeper, inputs) = try settled(body, extents(equation.operands), carry: carry)
        let outputs = carry.map { inputs[$0] ?? .nowhere }
        let kept = try keeper.finish(outputs, within: b.room.unbounded)
        let masked = inputs.indices.filter { inputs[$0]?.isPartly == true }
        func maskInputs(_ range: Range<Int>) -> [Int] {
            masked.enumerated().filter { range.contains($0.element) }.map { inputs.count + $0.offset }
        }
        let order = Array(constants) + maskInputs(constants) + Array(carry) + maskInputs(carry)
        let step = try kept.graph.rearranged(inputs: order, outputs: kept.graph.outputs)
        let constantMasks = maskInputs(constants).count
        let test = try condition.embedded(
            in: step.inputTypes, at: Array(constants) + carry.map { $0 + constantMasks })
        let arrays = try masks(equation.operands, inputs)
        let given = equation.operands.map { value[$0] } + arrays
        let maskedOutputs = outputs.indices.filter { outputs[$0].isPartly }
        let known = outputs.indices.map { output -> (extent: Extent, place: Int?)? in
            guard inputs[carry.lowerBound + output] != nil else { return nil }
            return (outputs[output], maskedOutputs.firstIndex(of: output).map { outputs.count + $0 })
        }
        try emit(
            .whileLoop(condition: Body(test), body: Body(step)), order.map { given[$0] }, for: equation,
            values: Array(outputs.indices), masks: known, hasKept: kept.hasKept)
    }
}
