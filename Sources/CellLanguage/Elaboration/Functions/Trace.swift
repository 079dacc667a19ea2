import Graphs
import Tensors

/// A function of a cell written as a graph: `(one input for each array of the arguments…, captured…) → results`.
struct Trace {
    let graph: Graph
    /// What stands for the arrays of the arguments while the function is elaborated.
    fileprivate let inputs: [ValueID]
    /// The session's graph ended here when the function was called: what stands before was bound outside.
    fileprivate let start: ValueID
    /// What the function uses from outside, whatever it is made of, and what does not depend on the arguments, so that loops
    /// compute it once. Literals written inside stay inside.
    let captured: [ValueID]
    /// The results; their values are outputs of the traced function, of use for their types alone.
    let results: [Slot]
    /// How the results hang together.
    let structure: Structure

    /// The graph with the captured values first, as loops take their constants.
    func capturedFirst() throws -> Graph {
        let count = graph.inputCount - captured.count
        return try graph.rearranged(inputs: Array(count..<graph.inputCount) + Array(0..<count), outputs: graph.outputs)
    }
}

extension Elaborator {
    /// Elaborates `function` once, with inputs in place of the arrays of `arguments`, and cuts out what it computes.
    ///
    /// - Parameter types: what the arrays of the arguments are inside the function, in order: entries of loops are smaller
    ///   than what is gone through.
    /// - Parameter finish: changes the results, for instance to other element types.
    mutating func trace(
        _ function: Term, _ arguments: [Flattened], types: [TensorType],
        finish: (inout Elaborator, inout Flattened) throws -> Void = { _, _ in }
    ) throws -> Trace {
        let start = b.types.count
        var inputs = types.map { b.input($0) }[...]
        let cut = Array(inputs)
        // A function inside a loop inside a function is traced again and again: each time counts as much as it costs.
        try step(64, at: function.position)
        traces.append(heap.newTrace())
        traceDepth += 1
        defer {
            traceDepth -= 1
            traces.removeLast()
        }
        let terms = try arguments.map { argument in
            var inside = argument
            for index in inside.slots.indices { inside.slots[index].value = inputs.popFirst() ?? 0 }
            return NamedTerm(name: nil, term: Term(try value(of: inside, at: function.position), function.position))
        }
        var results = try flattened(apply(function.value, terms, at: function.position), at: function.position)
        try finish(&self, &results)
        return try trace(from: cut, start: start, to: results)
    }

    private func trace(from inputs: [ValueID], start: ValueID, to results: Flattened) throws -> Trace {
        let part = try b.extract(from: inputs, to: results.slots.map(\.value), outside: start)
        return Trace(
            graph: part.graph, inputs: inputs, start: start, captured: part.boundary, results: results.slots,
            structure: results.structure)
    }

    /// The same function with results of other element types.
    mutating func converted(_ trace: Trace, to kinds: [Promotion]) throws -> Trace {
        var results = Flattened(slots: trace.results, structure: trace.structure)
        for (index, kind) in kinds.enumerated() {
            results.slots[index].value = try b.convert(results.slots[index].value, to: kind.dtype)
        }
        if results.slots == trace.results { return trace }
        return try self.trace(from: trace.inputs, start: trace.start, to: results)
    }

    func types(_ slots: [Slot]) -> [TensorType] { slots.map { b.types[$0.value] } }

    /// What a call of a function would be called: `f` or `lambda`.
    func functionName(_ value: Value) -> String {
        switch value {
        case .closure(let closure): closure.function.name ?? "lambda"
        case .builtin(let builtin), .method(let builtin, _): builtin.name
        case .transformed(let transformed): functionName(transformed.function)
        default: "function"
        }
    }

    /// - Throws: `Fault.argument` when the argument cannot be called.
    func function(_ name: String, of a: Call) throws -> Term {
        guard a(name).value.isCallable else { throw a.fault(name, "a function") }
        return a(name)
    }
}
