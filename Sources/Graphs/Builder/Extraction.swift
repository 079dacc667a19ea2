import Tensors

/// A part of a larger graph, cut out between inputs and outputs, with the way back to the values it was cut from.
public struct Extraction: Sendable {
    /// The part, renumbered: its inputs are the cut values, then `boundary`.
    public let graph: Graph
    /// What else the part needs from outside, as values of the larger graph, in index order.
    public let boundary: [ValueID]
    /// For each value of `graph`, the value of the larger graph that it stands for.
    public let sources: [ValueID]

    /// For each value of the larger graph that the part holds, the value of `graph` that stands for it.
    public var locals: [ValueID: ValueID] {
        Dictionary(sources.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

extension GraphBuilder {
    /// Cuts out what leads from `cut` to `outputs`.
    ///
    /// Equations that depend on a cut value are kept. What does not depend on one enters from outside (`boundary`),
    /// except values made from nothing but constants, which stay inside. Values in `blocked` enter from outside whatever
    /// they depend on. Cut values are independent inputs: where one is computed from another, that path is left out.
    /// A path with a slope that leads through an input which rests on a cut value in an unknown way throws that input's refusal.
    ///
    /// - Parameter outside: the values before this one are bound outside of the part. They, and what is made of them, enter
    ///   as operands even if they are made from constants, since a derivative by one of them must find its way into the part;
    ///   only scalar constants, which are literals wherever they stand, stay inside.
    /// - Complexity: linear in the values that lie between the first cut value and the outputs, and a bit for each before.
    public func extract(
        from cut: [ValueID], to outputs: [ValueID], blocking blocked: [ValueID] = [], outside: ValueID = 0
    ) throws -> Extraction {
        guard (cut + outputs).allSatisfy(types.indices.contains) else {
            throw Fault(.defect, "extraction from a value that is not there")
        }
        let stops = Set(cut).union(blocked)
        let first = cut.min() ?? 0
        try refuseUnknownPaths(from: cut, to: outputs) { $0 >= first && !stops.contains($0) }
        // Nothing before the first cut value can depend on it, so the search backward ends there.
        let region = reach(from: outputs) { value in value >= first && !stops.contains(value) }
        var dependent = ValueSet(below: types.count)
        for value in cut { dependent.insert(value) }
        var entering: [ValueID] = []
        var needed = Set(outputs)
        for value in region where !stops.contains(value) {
            let operands = operands(of: value)
            guard operands.contains(where: { dependent.contains($0) }) else { continue }
            dependent.insert(value)
            entering.append(value)
            for operand in operands where !dependent.contains(operand) { needed.insert(operand) }
        }
        needed = needed.filter { !dependent.contains($0) }
        let closed = literals(among: needed.filter { isClosed[$0] && !stops.contains($0) }, outside: outside)
        let boundary = needed.filter { !closed.contains($0) }.sorted()
        return try copy(cut: cut, boundary: boundary, computed: entering + closed.sorted, outputs: outputs)
    }

    /// - Throws: the refusal of the first input through which a slope may come from `cut` to `outputs` in a way that is not
    ///   known. None comes through whole numbers and truth values, or out of `stop_gradient`.
    private func refuseUnknownPaths(
        from cut: [ValueID], to outputs: [ValueID], follows: (ValueID) -> Bool
    ) throws {
        guard !unknown.isEmpty else { return }
        func rests(_ value: ValueID) -> [ValueID] {
            guard follows(value), types[value].dtype.isFloating else { return [] }
            if case .stopGradient = equation(of: value)?.primitive { return [] }
            return equation(of: value)?.operands ?? unknown[value]?.operands ?? []
        }
        var seen = Set(outputs)
        var stack = outputs
        while let value = stack.popLast() { stack += rests(value).filter { seen.insert($0).inserted } }
        var dependent = Set(cut)
        for value in seen.sorted() where rests(value).contains(where: { dependent.contains($0) }) {
            if let unknown = unknown[value] { throw unknown.refusal }
            dependent.insert(value)
        }
    }

    /// Those of `values`, which are made from constants alone, that are made from literals at or behind `outside`, with all
    /// that they are made of.
    private func literals(among values: Set<ValueID>, outside: ValueID) -> ValueSet {
        func isScalar(_ value: ValueID) -> Bool {
            if case .constant = equation(of: value)?.primitive { true } else { false }
        }
        var literal = ValueSet(below: (values.max() ?? -1) + 1)
        for value in reach(from: Array(values), follows: { $0 >= outside }) where value >= outside || isScalar(value) {
            if operands(of: value).allSatisfy({ literal.contains($0) }) { literal.insert(value) }
        }
        var inside = ValueSet(below: types.count)
        for value in reach(from: values.filter { literal.contains($0) }, follows: { _ in true }) {
            inside.insert(value)
        }
        return inside
    }

    /// What computes `outputs` from values that are known: a graph, and the known values that are its inputs, in order.
    /// - Throws: `Fault.defect` when an input of this graph is needed and not known.
    public func computation(
        of outputs: [ValueID], given isKnown: (ValueID) -> Bool
    ) throws -> (graph: Graph, inputs: [ValueID]) {
        let region = reach(from: outputs) { !isKnown($0) }
        let inputs = region.filter(isKnown)
        let computed = region.filter { !isKnown($0) }
        if let missing = computed.first(where: { origins[$0] == .input }) {
            throw Fault(.defect, "the content of input %\(missing) is not known")
        }
        return (try copy(cut: inputs, boundary: [], computed: computed, outputs: outputs).graph, inputs)
    }

    /// Whether `target` is computed from `value`, or is that.
    public func depends(_ target: ValueID, on value: ValueID) -> Bool {
        target >= value && reach(from: [target]) { $0 > value }.contains(value)
    }

    /// All values that `starts` depend on, themselves included, in index order; operands of a value are followed only
    /// where `follows` says so.
    private func reach(from starts: [ValueID], follows: (ValueID) -> Bool) -> [ValueID] {
        var seen = ValueSet(below: (starts.max() ?? -1) + 1)
        var stack = starts
        while let value = stack.popLast() {
            guard seen.insert(value), follows(value) else { continue }
            stack += operands(of: value)
        }
        return seen.sorted
    }

    private func operands(of value: ValueID) -> [ValueID] {
        equation(of: value)?.operands ?? []
    }

    private func equationIndex(_ value: ValueID) -> Int? {
        if case .equation(let index) = origins[value] { index } else { nil }
    }

    private func equation(of value: ValueID) -> Equation? { equationIndex(value).map { equations[$0] } }

    private func copy(cut: [ValueID], boundary: [ValueID], computed: [ValueID], outputs: [ValueID]) throws -> Extraction
    {
        var part = GraphBuilder(within: room.unbounded)
        let indices = computed.compactMap(equationIndex).sorted()
        var keys = ValueSet(below: types.count)
        for value in cut + boundary { keys.insert(value) }
        for index in indices { for value in equations[index].results { keys.insert(value) } }
        var local = ValueMap(of: keys)
        var sources: [ValueID] = []
        for value in cut + boundary {
            local[value] = part.input(types[value])
            sources.append(value)
        }
        let isInput = Set(cut + boundary)
        func write(_ equation: Equation) throws {
            let results = try part.emitAll(equation.primitive, equation.operands.map { local[$0] ?? -1 })
            for (source, result) in zip(equation.results, results) {
                if result == sources.count { sources.append(source) }
                if !isInput.contains(source) { local[source] = result }
            }
        }
        // A constant is written where it is first used, wherever this graph had it first: the same question asked again
        // is the same graph.
        func writeConstants(_ values: [ValueID]) throws {
            for value in values where local[value] == nil {
                if let constant = equation(of: value), case .constant = constant.primitive { try write(constant) }
            }
        }
        var last = -1
        for index in indices where index != last {
            last = index
            if case .constant = equations[index].primitive { continue }
            try writeConstants(equations[index].operands)
            try write(equations[index])
        }
        try writeConstants(outputs)
        let graph = try part.finish(outputs.map { local[$0] ?? -1 })
        return Extraction(graph: graph, boundary: boundary, sources: sources)
    }
}
