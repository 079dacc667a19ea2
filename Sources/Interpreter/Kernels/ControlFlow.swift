import Graphs
import Tensors

/// The results of a primitive that holds graphs.
func interpret(_ flow: ControlFlow, _ operands: [Tensor], _ workspace: Workspace) throws -> [Tensor] {
    switch flow {
    case .cond(let onTrue, let onFalse):
        let holds = try truth(operands[0])
        return try NestedGraph((holds ? onTrue : onFalse).graph, workspace).run(Array(operands.dropFirst()), workspace)
    case .checkpoint(let body): return try NestedGraph(body.graph, workspace).run(operands, workspace)
    case .custom(let function): return try NestedGraph(function.body.graph, workspace).run(operands, workspace)
    case .customLinear: throw Fault(.graph, "custom_linear has a transpose alone: forward mode cannot pass it")
    case .scan(let scan): return try interpret(scan, operands, workspace)
    case .whileLoop(let condition, let body):
        let (test, step) = try (NestedGraph(condition.graph, workspace), NestedGraph(body.graph, workspace))
        var values = operands
        while try truth(test.run(values, workspace)[0]) {
            let carry = try step.run(values, workspace)
            values.replaceSubrange((values.count - carry.count)..., with: carry)
        }
        return Array(values.suffix(body.graph.outputs.count))
    }
}

/// A body with what is found out about it once for all steps.
private struct NestedGraph {
    private let graph: Graph
    private let lastUse: [Int]
    private let ready: Workspace.ReadyBody?

    init(_ graph: Graph, _ workspace: Workspace) throws {
        self.graph = graph
        ready = try workspace.makeReady?(graph)
        lastUse = ready == nil ? Interpreter.lastUses(in: graph) : []
    }

    func run(_ inputs: [Tensor], _ workspace: Workspace) throws -> [Tensor] {
        try workspace.poll()
        if let ready { return try ready(inputs, workspace.context(for: inputs)) }
        return try workspace.within { try interpret(graph, inputs, lastUse, workspace) }
    }
}

private func truth(_ predicate: Tensor) throws -> Bool {
    guard case .bool(let values) = predicate.storage, let value = values.first else {
        throw Fault(.defect, "a predicate is \(predicate.type)")
    }
    return value
}

private func interpret(_ scan: Scan, _ operands: [Tensor], _ workspace: Workspace) throws -> [Tensor] {
    let body = try NestedGraph(scan.body.graph, workspace)
    let constants = Array(operands[scan.constants])
    var carry = Array(operands[scan.carries])
    let types = scan.body.graph.outputTypes.dropFirst(scan.carryCount)
    var entries: [[Tensor]] = []
    for index in 0..<scan.length {
        let place = scan.isReversed ? scan.length - 1 - index : index
        let xs = try operands[scan.xs].map { try $0.entry(place) }
        let results = try body.run(constants + carry + xs, workspace)
        carry = Array(results.prefix(scan.carryCount))
        if !types.isEmpty { entries.append(Array(results.dropFirst(scan.carryCount))) }
    }
    if scan.isReversed { entries.reverse() }
    return try carry
        + types.enumerated().map { place, type in try stacked(entries.map { $0[place] }, type, workspace) }
}

extension Tensor {
    /// Entry `index` along the first axis.
    fileprivate func entry(_ index: Int) throws -> Tensor {
        let dims = Array(shape.dims.dropFirst())
        let entry = try Shape(dims)
        let range = (index * entry.count)..<((index + 1) * entry.count)
        return switch storage {
        case .f64(let values): try Tensor(.f64(Array(values[range])), shape: entry)
        case .f32(let values): try Tensor(.f32(Array(values[range])), shape: entry)
        case .i64(let values): try Tensor(.i64(Array(values[range])), shape: entry)
        case .i32(let values): try Tensor(.i32(Array(values[range])), shape: entry)
        case .bool(let values): try Tensor(.bool(Array(values[range])), shape: entry)
        }
    }
}

/// Arrays of one type stacked along a new first axis.
private func stacked(_ entries: [Tensor], _ type: TensorType, _ workspace: Workspace) throws -> Tensor {
    func joined<T: Element>(_: T.Type) throws -> [T] {
        try [T](capacity: entries.count * type.shape.count) { output in
            for entry in entries {
                try workspace.spend(type.shape.count)
                let values: [T] = try entry.elements()
                for value in values { output.append(value) }
            }
        }
    }
    let storage: Tensor.Storage =
        switch type.dtype {
        case .f64: .f64(try joined(Double.self))
        case .f32: .f32(try joined(Float.self))
        case .i64: .i64(try joined(Int64.self))
        case .i32: .i32(try joined(Int32.self))
        case .bool: .bool(try joined(Bool.self))
        }
    return try Tensor(storage, shape: type.repeated(entries.count).shape)
}
