import Graphs
import Tensors

/// A linear graph that keeps its zeros: inputs (the graph's, then a bool array for each whose extent is partly), outputs
/// (the graph's, then a bool array for each for which one was asked).
struct KeptZeros {
    let graph: Graph
    /// Whether a zero had to be kept somewhere.
    let hasKept: Bool
}

extension Graph {
    /// The same function, linear in its last inputs, where what is a zero by structure stays one: 0 · ∞ gives no NaN to
    /// what does not depend on an input, nor to the side of a select that was not chosen.
    ///
    /// - Parameter seeds: the supports of the last inputs.
    /// - Parameter isStrict: whether inputs may be infinite, too.
    func keepingZeros(
        seeds: [Extent], isStrict: Bool, within room: EquationRoom
    ) throws -> KeptZeros {
        let known = inputCount - seeds.count
        let inputs = (0..<inputCount).map { $0 < known ? nil : seeds[$0 - known] }
        var keeper = ZeroKeeper(self, inputs: inputs, isStrict: isStrict, within: room)
        guard keeper.canMatter, room.rules == .current else { return KeptZeros(graph: self, hasKept: false) }
        try keeper.run()
        return try keeper.finish(outputs.map { _ in .everywhere }, within: room)
    }
}

extension Graph {
    /// `(inputs, a bool array for each linear input) → (outputs, a bool array for each)`: the supports of the last inputs,
    /// and those of the outputs.
    func withSupports(linearInputs: Int, within room: EquationRoom) throws -> Graph {
        let inputs = (0..<inputCount).map { $0 < inputCount - linearInputs ? nil : Extent.partly(isFilled: false) }
        var keeper = ZeroKeeper(self, inputs: inputs, isStrict: true, within: room)
        try keeper.run()
        return try keeper.finish(outputs.map { _ in .partly(isFilled: false) }, within: room).graph
    }
}

/// Writes a linear graph anew, with the support of every value that is linear.
struct ZeroKeeper {
    let source: Graph
    let isStrict: Bool
    let inputs: [Extent?]
    var b: GraphBuilder
    /// For each value of the source, its copy.
    var value: [ValueID] = []
    var isLinear: [Bool] = []
    var supports: [Support] = []
    private var risks: [Risk] = []
    /// Which equations of the copy belong to the source; the others compute supports.
    private var isCopied: [Bool] = []
    private var plain: [Int: PlainFlow] = [:]
    private(set) var hasKept = false

    /// A loop or branch as the source has it, for where its supports are not needed.
    private struct PlainFlow {
        let primitive: Primitive
        let operands: [ValueID]
        /// Which results of the wider one it gives, in order.
        let places: [Int]
    }

    /// - Parameter inputs: the extent of each linear input, nil for those that are known.
    /// - Parameter room: whose monitor looks on; `finish` says what the graph may take.
    init(_ source: Graph, inputs: [Extent?], isStrict: Bool, within room: EquationRoom) {
        b = GraphBuilder(within: room.unbounded)
        self.source = source
        self.inputs = inputs
        self.isStrict = isStrict
        value = source.inputTypes.map { b.input($0) }
        for (type, extent) in zip(source.inputTypes, inputs) {
            isLinear.append(extent != nil)
            risks.append(.ordinary)
            switch extent {
            case nil, .nowhere: supports.append(.nowhere)
            case .everywhere: supports.append(.everywhere)
            case .partly(let isFilled):
                supports.append(.mask(b.input(TensorType(.bool, type.shape)), isFilled: isFilled))
            }
        }
    }

    /// Whether a support can be smaller than everywhere.
    var canMatter: Bool {
        if inputs.contains(where: { $0 != nil && $0 != .everywhere }) { return true }
        let depends = source.dependents(on: inputs.indices.filter { inputs[$0] != nil })
        return source.equations.contains { depends[$0.result] && $0.primitive.makesZeros }
    }

    mutating func run() throws {
        for equation in source.equations {
            if equation.operands.contains(where: { isLinear[$0] }) {
                if case .control(let flow) = equation.primitive {
                    try write(flow, equation)
                } else {
                    try writeLinear(equation)
                }
            } else {
                value += try copy(equation.primitive, equation.operands.map { value[$0] })
                let risk = equation.primitive.risk(equation.operands.map { risks[$0] })
                for _ in equation.results { note(.nowhere, isLinear: false, risk) }
            }
        }
    }

    /// The extents of the source's outputs.
    var outputExtents: [Extent] { source.outputs.map { supports[$0].extent } }

    /// Emits an equation of the source.
    private mutating func copy(_ primitive: Primitive, _ operands: [ValueID]) throws -> Range<ValueID> {
        isCopied += repeatElement(false, count: b.equations.count - isCopied.count)
        let results = try b.emitAll(primitive, operands)
        isCopied += repeatElement(true, count: b.equations.count - isCopied.count)
        return results
    }

    private mutating func note(_ support: Support, isLinear linear: Bool, _ risk: Risk = .ordinary) {
        supports.append(support)
        isLinear.append(linear)
        risks.append(risk)
    }

    private mutating func writeLinear(_ equation: Equation) throws {
        let x = equation.operands.map { value[$0] }
        var result = try copy(equation.primitive, x).lowerBound
        let support = try b.support(
            LinearEquation(
                primitive: equation.primitive, x: x, supports: equation.operands.map { supports[$0] },
                result: b.types[result]))
        let linear = equation.operands.map { isLinear[$0] }
        if support != .everywhere, let factor = equation.primitive.factor(of: linear, isStrict: isStrict),
            risks[equation.operands[factor.place]] > factor.bearable
        {
            hasKept = true
            result = try b.keepingZeros(of: result, outside: support)
        }
        value.append(result)
        note(support, isLinear: true)
    }

    /// Emits a loop or branch in place of one of the source. `values` are the places of the source's results among its
    /// results, `masks` for each of these the place of its support's array, or what else is known of it; nil for a result
    /// that is not linear.
    mutating func emit(
        _ flow: ControlFlow, _ operands: [ValueID], for equation: Equation, values: [Int],
        masks: [(extent: Extent, place: Int?)?], hasKept: Bool
    ) throws {
        self.hasKept = self.hasKept || hasKept
        let original = equation.operands.map { value[$0] }
        let results = try copy(.control(flow), operands)
        if !hasKept, results.count > values.count {
            plain[b.equations.count - 1] = PlainFlow(
                primitive: equation.primitive, operands: original, places: values)
        }
        value += values.map { results.lowerBound + $0 }
        for known in masks {
            guard let known else {
                note(.nowhere, isLinear: false)
                continue
            }
            switch (known.extent, known.place) {
            case (.partly(let isFilled), let place?):
                note(.mask(results.lowerBound + place, isFilled: isFilled), isLinear: true)
            case (.nowhere, _): note(.nowhere, isLinear: true)
            case (.everywhere, _), (.partly, nil): note(.everywhere, isLinear: true)
            }
        }
    }

    /// The graph, without the supports that nothing needs, and with those of the outputs of which `extents` says partly.
    mutating func finish(_ extents: [Extent], within room: EquationRoom) throws -> KeptZeros {
        var outputs = source.outputs.map { value[$0] }
        for (output, extent) in zip(source.outputs, extents) where extent.isPartly {
            outputs.append(try b.array(supports[output], source.types[output]))
        }
        let hasMasks = inputs.contains { $0?.isPartly == true } || extents.contains(where: \.isPartly)
        guard hasKept || hasMasks else { return KeptZeros(graph: source, hasKept: false) }
        isCopied += repeatElement(false, count: b.equations.count - isCopied.count)
        return KeptZeros(graph: try pruned(b.finish(outputs), within: room), hasKept: hasKept)
    }

    private func pruned(_ graph: Graph, within room: EquationRoom) throws -> Graph {
        var isNeeded = [Bool](repeating: false, count: graph.types.count)
        for output in graph.outputs { isNeeded[output] = true }
        var flows: [Int: PlainFlow] = [:]
        for (index, equation) in graph.equations.enumerated().reversed() {
            guard isCopied[index] || equation.results.contains(where: { isNeeded[$0] }) else { continue }
            var operands = equation.operands
            if let flow = plain[index],
                !equation.results.contains(where: {
                    isNeeded[$0] && !flow.places.contains($0 - equation.results.lowerBound)
                })
            {
                flows[index] = flow
                operands = flow.operands
            }
            for operand in operands { isNeeded[operand] = true }
        }
        var short = GraphBuilder(within: room)
        var local = [ValueID?](repeating: nil, count: graph.types.count)
        for (input, type) in graph.inputTypes.enumerated() { local[input] = short.input(type) }
        for (index, equation) in graph.equations.enumerated() {
            guard isCopied[index] || equation.results.contains(where: { isNeeded[$0] }) else { continue }
            if let flow = flows[index] {
                let results = try short.emitAll(flow.primitive, flow.operands.compactMap { local[$0] })
                for (place, result) in zip(flow.places, results) { local[equation.results.lowerBound + place] = result }
            } else {
                let results = try short.emitAll(equation.primitive, equation.operands.compactMap { local[$0] })
                for (old, new) in zip(equation.results, results) { local[old] = new }
            }
        }
        return try short.finish(graph.outputs.compactMap { local[$0] })
    }
}
