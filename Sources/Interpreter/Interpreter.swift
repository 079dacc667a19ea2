import CKernels
import Evaluation
import Graphs
import Tensors

/// The reference evaluator: plain loops, one equation after the other. What it gives is what every other evaluator must
/// give, to the bit.
///
///     try Interpreter().evaluate(graph, [Tensor.vector([1, 2, 3])])
public struct Interpreter: Evaluator {
    private static let hasFMA = pb_cpu_has_fma() != 0

    /// An interpreter; it keeps nothing between evaluations.
    public init() {}

    /// See ``Evaluator``.
    public var numerics: Numerics { .version1 }

    /// The outputs of `graph` for `inputs`. Only equations that an output needs are computed, in order, and each value is
    /// dropped after its last use.
    /// - Throws: as ``Evaluator`` says, and `Fault.graph` on a CPU without fused multiply-add.
    public func evaluate(_ graph: Graph, _ inputs: [Tensor], in context: EvaluationContext) throws -> [Tensor] {
        try Interpreter.check(inputs, graph)
        let workspace = Workspace(context)
        let lastUse = Interpreter.lastUses(in: graph)
        for id in inputs.indices where lastUse[id] >= 0 { try workspace.hold(inputs[id].type) }
        return try interpret(graph, inputs, lastUse, workspace)
    }

    /// What every evaluator refuses before it begins: wrong inputs, and a CPU on which results would have other bits.
    package static func check(_ inputs: [Tensor], _ graph: Graph) throws {
        guard hasFMA else {
            throw Fault(.graph, "this CPU has no fused multiply-add, without which results would have other bits")
        }
        guard inputs.count == graph.inputCount else {
            throw Fault(.graph, "the graph takes \(graph.inputCount) inputs, not \(inputs.count)")
        }
        for (id, input) in inputs.enumerated() where input.type != graph.types[id] {
            throw Fault(.graph, "input %\(id) is \(graph.types[id]), not \(input.type)")
        }
    }

    static func value(_ id: ValueID, in values: [Tensor?]) throws -> Tensor {
        guard let value = values[id] else { throw Fault(.defect, "%\(id) is used before it is computed") }
        return value
    }

    /// For every value the index of the last equation that uses it: `Int.max` for outputs, −1 when no output needs it.
    static func lastUses(in graph: Graph) -> [Int] {
        var lastUse = [Int](repeating: -1, count: graph.types.count)
        for output in graph.outputs { lastUse[output] = .max }
        for (index, equation) in graph.equations.enumerated().reversed()
        where equation.results.contains(where: { lastUse[$0] >= 0 }) {
            for operand in equation.operands { lastUse[operand] = max(lastUse[operand], index) }
        }
        return lastUse
    }
}

/// Computes the equations that an output needs, in order. The inputs are counted already.
func interpret(_ graph: Graph, _ inputs: [Tensor], _ lastUse: [Int], _ workspace: Workspace) throws -> [Tensor] {
    var values: [Tensor?] = inputs
    values += [Tensor?](repeating: nil, count: graph.types.count - inputs.count)
    for (index, equation) in graph.equations.enumerated()
    where equation.results.contains(where: { lastUse[$0] >= 0 }) {
        try workspace.poll()
        let types = equation.results.map { graph.types[$0] }
        try workspace.begin(equation, types)
        let operands = try equation.operands.map { try Interpreter.value($0, in: values) }
        let results = try Interpreter.results(of: equation.primitive, operands, types, workspace)
        for (value, result) in zip(equation.results, results) {
            if lastUse[value] >= 0 { values[value] = result } else { workspace.release(result.type) }
        }
        for operand in equation.operands where operand >= graph.inputCount && lastUse[operand] == index {
            if values[operand] != nil { workspace.release(graph.types[operand]) }
            values[operand] = nil
        }
    }
    return try graph.outputs.map { try Interpreter.value($0, in: values) }
}

extension Interpreter {
    /// The results of one equation, which have these types.
    package static func results(
        of primitive: Primitive, _ operands: [Tensor], _ types: [TensorType], _ workspace: Workspace
    ) throws -> [Tensor] {
        if case .control(let flow) = primitive { return try interpret(flow, operands, workspace) }
        let storage = try interpret(primitive, operands, types[0], workspace)
        return [try Tensor(storage, shape: types[0].shape)]
    }
}

/// The elements that a primitive gives; `type` is that of its result.
private func interpret(
    _ primitive: Primitive, _ operands: [Tensor], _ type: TensorType, _ workspace: Workspace
) throws -> Tensor.Storage {
    switch primitive {
    case .constant(let value): Tensor.Storage(repeating: value, value.dtype, count: 1)
    case .iota(let type, let axis): try iota(type, axis, workspace)

    case .unary(let function): try unary(function, operands[0], workspace)
    case .integerPower(let exponent): try integerPower(exponent, operands[0], workspace)
    case .polygamma(let order): try polygamma(order, operands[0], workspace)
    case .binary(let function): try binary(function, operands[0], operands[1], workspace)
    case .compare(let comparison): try compare(comparison, operands[0], operands[1], workspace)
    case .select: try select(operands[0], operands[1], operands[2], workspace)
    case .convert(let dtype): try convert(operands[0], dtype, workspace)
    case .stopGradient, .reshape: operands[0].storage

    case .broadcastInDim(_, let axes): try operands[0].read(.broadcast(operands[0].shape, type.shape, axes), workspace)
    case .transpose(let permutation): try operands[0].read(.transpose(operands[0].shape, permutation), workspace)
    case .slice(let start, _, let stride):
        try operands[0].read(.slice(operands[0].shape, type.shape, start, stride), workspace)
    case .reverse(let axes): try operands[0].read(.reverse(operands[0].shape, axes), workspace)
    case .pad(let low, _, let interior): try pad(operands[0], operands[1], type.shape, low, interior, workspace)
    case .concatenate(let axis): try concatenate(operands, axis, type, workspace)

    case .reduceSum(let axes): try reduce(.sum, operands[0], axes, type.shape, workspace)
    case .reduceMax(let axes): try reduce(.max, operands[0], axes, type.shape, workspace)
    case .reduceMin(let axes): try reduce(.min, operands[0], axes, type.shape, workspace)
    case .cumsum(let axis, let reverse): try cumsum(operands[0], axis, reverse, workspace)

    case .dotGeneral(let dimensions): try dotGeneral(operands[0], operands[1], dimensions, workspace)
    case .convolution(let window):
        try convolution(operands[0], operands[1], window, type.shape, workspace)
    case .windowArgmax(let window): try windowArgmax(operands[0], window, type.shape, workspace)
    case .matrix(let function): try matrixFunction(function, operands[0], workspace)
    case .solve(let isTransposed):
        try solve(operands[0], operands[1], workspace, by: .general(isTransposed: isTransposed))
    case .triangularSolve(let form): try solve(operands[0], operands[1], workspace, by: .triangular(form))
    case .gather: try gather(operands[0], operands[1], type.shape, workspace)
    case .scatter(let function): try scatter(function, operands[0], operands[1], operands[2], workspace)
    case .argsort(let axis): try argsort(operands[0], axis, workspace)
    case .control: throw Fault(.defect, "\(primitive.name) gives all its results at once")
    }
}
