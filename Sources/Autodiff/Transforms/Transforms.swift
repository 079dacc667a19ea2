import Graphs
import Tensors

/// Forward mode: the graph of values and tangents.
///
/// - Parameter moving: the outputs whose tangents are wanted, by their place among the outputs; all when nil.
/// - Returns: a graph with inputs (inputs of `graph`, one tangent for each of `wrt`) and outputs (outputs of `graph`,
///   the tangent of each that is wanted). It is linear in the tangents.
public func linearize(
    _ graph: Graph, wrt: [Int], moving: [Int]? = nil, within room: EquationRoom = .unlimited
) throws -> Graph {
    var b = GraphBuilder(within: room)
    var value = graph.inputTypes.map { b.input($0) }
    var tangent = [ValueID?](repeating: nil, count: graph.types.count)
    for input in wrt { tangent[input] = b.input(try differentiable(graph.types[input])) }
    var finder = CompositionFinder(graph)
    // Values that take steps: their tangents are 0, and NaN where they are NaN.
    var isStep = [Bool](repeating: false, count: graph.types.count)
    for equation in graph.equations {
        let x = equation.operands.map { value[$0] }
        if equation.primitive.isStep || equation.operands.allSatisfy({ tangent[$0] == nil || isStep[$0] }) {
            for result in equation.results { isStep[result] = true }
        }
        // A loop that has no reverse rule is to have none of these.
        let t = equation.operands.map { equation.primitive.isWhile && isStep[$0] ? nil : tangent[$0] }
        guard t.contains(where: { $0 != nil }) else {
            value += try b.emitAll(equation.primitive, x)
            continue
        }
        if room.rules == .current, let composition = finder.composition(of: equation, isMoving: { tangent[$0] != nil })
        {
            value += try b.emitAll(equation.primitive, x)
            let moved = try CompositionRules(value: value, tangent: tangent).tangent(of: composition, into: &b)
            tangent[equation.result] = moved
            continue
        }
        let pair = try equation.primitive.linearized(x: x, t: t, into: &b)
        value += pair.y
        for (result, moved) in zip(equation.results, pair.t) { tangent[result] = moved }
    }
    let wanted = moving.map { $0.map { graph.outputs[$0] } } ?? graph.outputs
    let tangents = try wanted.map { try tangent[$0] ?? b.zeros(differentiable(graph.types[$0])) }
    return try b.finish(graph.outputs.map { value[$0] } + tangents)
}

/// Reverse mode of a graph that is linear in its last `linearInputs` inputs: the last `linearOutputs` outputs depend on them.
///
/// - Returns: a graph with inputs (the other inputs, one cotangent for each linear output) and outputs (the other
///   outputs, the cotangent of each linear input). Where cotangents meet they are added in the order of the
///   equations that use the value.
public func transpose(
    _ graph: Graph, linearInputs: Int, linearOutputs: Int, within room: EquationRoom = .unlimited
) throws -> Graph {
    let firstLinear = graph.inputCount - linearInputs
    let firstOutput = graph.outputs.count - linearOutputs
    let isLinear = graph.dependents(on: firstLinear..<graph.inputCount)
    var b = GraphBuilder(within: room)
    var value = [ValueID?](repeating: nil, count: graph.types.count)
    for input in 0..<firstLinear { value[input] = b.input(graph.types[input]) }
    var met = [[ValueID]](repeating: [], count: graph.types.count)
    for output in graph.outputs[firstOutput...] { met[output].append(b.input(graph.types[output])) }

    for equation in graph.equations where !isLinear[equation.results.lowerBound] {
        let results = try b.emitAll(equation.primitive, equation.operands.compactMap { value[$0] })
        for (source, result) in zip(equation.results, results) { value[source] = result }
    }
    for equation in graph.equations.reversed() where isLinear[equation.results.lowerBound] {
        let cts = try equation.results.map { try sum(met[$0], into: &b) }
        guard cts.contains(where: { $0 != nil }) else { continue }
        let x = equation.operands.map { isLinear[$0] ? nil : value[$0] }
        let types = equation.operands.map { graph.types[$0] }
        let given = try equation.primitive.transposed(x: x, types: types, cts: cts, into: &b)
        for (operand, cotangent) in zip(equation.operands, given) where isLinear[operand] {
            if let cotangent { met[operand].append(cotangent) }
        }
    }
    let kept = graph.outputs[..<firstOutput].compactMap { value[$0] }
    let gradients = try (firstLinear..<graph.inputCount).map { try sum(met[$0], into: &b) ?? b.zeros(graph.types[$0]) }
    return try b.finish(kept + gradients)
}

/// Cotangents that meet at one value, gathered from the last use to the first, added from the first to the last.
private func sum(_ cotangents: [ValueID], into b: inout GraphBuilder) throws -> ValueID? {
    guard var total = cotangents.last else { return nil }
    for cotangent in cotangents.dropLast().reversed() { total = try b.add(total, cotangent) }
    return total
}

/// The pullback: reverse mode of any graph, `transpose ∘ linearize`.
///
/// - Returns: a graph with inputs (inputs of `graph`, one cotangent for each output) and outputs (outputs of `graph`,
///   the gradient for each of `wrt`).
public func vjp(_ graph: Graph, wrt: [Int], within room: EquationRoom = .unlimited) throws -> Graph {
    try transpose(
        linearize(graph, wrt: wrt, within: room), linearInputs: wrt.count, linearOutputs: graph.outputs.count,
        within: room)
}

/// Vectorises a graph over a new leading axis of `size`.
///
/// - Parameter inputs: which inputs have that axis; the others are shared by all entries.
/// - Parameter shared: outputs that are to stay without the axis, by their place; none may depend on a batched input.
/// - Returns: a graph whose other outputs have the axis; each entry has the bits that `graph` alone would give.
public func batch(
    _ graph: Graph, isBatched inputs: [Bool], size: Int, shared: Set<Int> = [], within room: EquationRoom = .unlimited
) throws -> Graph {
    var b = GraphBuilder(within: room)
    var value: [ValueID] = []
    var isBatched = inputs
    for (type, batched) in zip(graph.inputTypes, inputs) {
        let dims = batched ? [size] + type.shape.dims : type.shape.dims
        value.append(b.input(TensorType(type.dtype, try Shape(dims))))
    }
    for equation in graph.equations {
        let x = equation.operands.map { value[$0] }
        let flags = equation.operands.map { isBatched[$0] }
        let anyBatched = flags.contains(true)
        value +=
            try anyBatched
            ? equation.primitive.batchedResults(x: x, isBatched: flags, size: size, into: &b)
            : Array(b.emitAll(equation.primitive, x))
        isBatched += equation.results.map { _ in anyBatched }
    }
    let outputs = try graph.outputs.enumerated().map { place, output in
        try isBatched[output] || shared.contains(place) ? value[output] : b.broadcastLeading(value[output], size: size)
    }
    return try b.finish(outputs)
}

/// The type itself, when derivatives with respect to it or of it exist.
func differentiable(_ type: TensorType) throws -> TensorType {
    guard type.dtype.isFloating else {
        throw Fault(
            .dtype, "\(type) has no derivative: it does not vary continuously",
            hint: "differentiate f64 or f32 arrays; x.astype(f64) converts")
    }
    return type
}
