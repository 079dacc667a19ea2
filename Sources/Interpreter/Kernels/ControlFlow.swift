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
    var stacks = try types.map { try Stack($0, scan.length, workspace) }
    for index in 0..<scan.length {
        let place = scan.isReversed ? scan.length - 1 - index : index
        let xs = try operands[scan.xs].map { try $0.entry(place, workspace) }
        let results = try body.run(constants + carry + xs, workspace)
        carry = Array(results.prefix(scan.carryCount))
        for (number, result) in results.dropFirst(scan.carryCount).enumerated() {
            try stacks[number].put(result, at: place, workspace)
        }
    }
    return try carry + stacks.map { try $0.tensor() }
}

extension Tensor {
    /// Entry `index` along the first axis.
    fileprivate func entry(_ index: Int, _ workspace: Workspace) throws -> Tensor {
        let dims = Array(shape.dims.dropFirst())
        let entry = try Shape(dims)
        let range = (index * entry.count)..<((index + 1) * entry.count)
        let part: Storage =
            switch storage {
            case .f64(let values): .f64(try workspace.copy(values, range))
            case .f32(let values): .f32(try workspace.copy(values, range))
            case .i64(let values): .i64(try workspace.copy(values, range))
            case .i32(let values): .i32(try workspace.copy(values, range))
            case .bool(let values): .bool(try workspace.copy(values, range))
            }
        return try Tensor(part, shape: entry)
    }
}

/// Arrays of one type along a new first axis, each put into its place when it is there.
private struct Stack {
    private let type: TensorType
    private let length: Int
    private var storage: Tensor.Storage

    init(_ type: TensorType, _ length: Int, _ workspace: Workspace) throws {
        self.type = type
        self.length = length
        func zeros<T: Element>(_: T.Type) throws -> [T] {
            try tabulate(length * type.shape.count, workspace) { _ in T.zeroElement }
        }
        storage =
            switch type.dtype {
            case .f64: .f64(try zeros(Double.self))
            case .f32: .f32(try zeros(Float.self))
            case .i64: .i64(try zeros(Int64.self))
            case .i32: .i32(try zeros(Int32.self))
            case .bool: .bool(try zeros(Bool.self))
            }
    }

    mutating func put(_ entry: Tensor, at place: Int, _ workspace: Workspace) throws {
        let start = place * type.shape.count
        func filled<T: Element>(_ values: consuming [T]) throws -> [T] {
            let source: [T] = try entry.elements()
            for part in stride(from: 0, to: source.count, by: Workspace.pollInterval) {
                let end = min(part + Workspace.pollInterval, source.count)
                try workspace.spend(end - part)
                for index in part..<end { values[start + index] = source[index] }
            }
            return values
        }
        // The storage gives its elements up meanwhile, so that they are not copied.
        let elements = storage
        storage = .bool([])
        storage =
            switch consume elements {
            case .f64(let values): .f64(try filled(values))
            case .f32(let values): .f32(try filled(values))
            case .i64(let values): .i64(try filled(values))
            case .i32(let values): .i32(try filled(values))
            case .bool(let values): .bool(try filled(values))
            }
    }

    func tensor() throws -> Tensor { try Tensor(storage, shape: type.repeated(length).shape) }
}
