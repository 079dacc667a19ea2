import CKernels
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

    /// The outputs of `graph` for `inputs`. Only equations that an output needs are computed, in order, and each value is
    /// dropped after its last use.
    /// - Throws: `Fault.graph` for wrong inputs or a CPU without fused multiply-add, `Fault.limit` before an array beyond
    ///   `limits` is made, `Fault.cancelled` within some milliseconds of `cancel` being raised.
    public func evaluate(
        _ graph: Graph, _ inputs: [Tensor], limits: EvaluationLimits, cancel: CancelFlag?
    ) throws -> [Tensor] {
        guard Interpreter.hasFMA else {
            throw Fault(.graph, "this CPU has no fused multiply-add, without which results would have other bits")
        }
        try check(inputs, graph)
        let lastUse = Interpreter.lastUses(in: graph)
        let workspace = Workspace(limits: limits, cancel: cancel)
        for id in inputs.indices where lastUse[id] >= 0 { try workspace.hold(inputs[id].type) }
        var values: [Tensor?] = inputs
        values += [Tensor?](repeating: nil, count: graph.types.count - inputs.count)

        for (index, equation) in graph.equations.enumerated() where lastUse[equation.result] >= 0 {
            try workspace.poll()
            let type = graph.types[equation.result]
            try workspace.begin(equation, type)
            let operands = try equation.operands.map { try Interpreter.value($0, in: values) }
            let storage = try interpret(equation.primitive, operands, type, workspace)
            values[equation.result] = try Tensor(storage, shape: type.shape)
            for operand in equation.operands where operand >= graph.inputCount && lastUse[operand] == index {
                if values[operand] != nil { workspace.release(graph.types[operand]) }
                values[operand] = nil
            }
        }
        return try graph.outputs.map { try Interpreter.value($0, in: values) }
    }

    private func check(_ inputs: [Tensor], _ graph: Graph) throws {
        guard inputs.count == graph.inputCount else {
            throw Fault(.graph, "the graph takes \(graph.inputCount) inputs, not \(inputs.count)")
        }
        for (id, input) in inputs.enumerated() where input.type != graph.types[id] {
            throw Fault(.graph, "input %\(id) is \(graph.types[id]), not \(input.type)")
        }
    }

    private static func value(_ id: ValueID, in values: [Tensor?]) throws -> Tensor {
        guard let value = values[id] else { throw Fault(.defect, "%\(id) is used before it is computed") }
        return value
    }

    /// For every value the index of the last equation that uses it: `Int.max` for outputs, −1 when no output needs it.
    private static func lastUses(in graph: Graph) -> [Int] {
        var lastUse = [Int](repeating: -1, count: graph.types.count)
        for output in graph.outputs { lastUse[output] = .max }
        for (index, equation) in graph.equations.enumerated().reversed() where lastUse[equation.result] >= 0 {
            for operand in equation.operands { lastUse[operand] = max(lastUse[operand], index) }
        }
        return lastUse
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
    case .gather: try gather(operands[0], operands[1], type.shape, workspace)
    case .scatterAdd: try scatterAdd(operands[0], operands[1], operands[2], workspace)
    }
}
