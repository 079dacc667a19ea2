import Graphs
import Tensors

/// A function of a cell written as a graph: `(one input for each array of the arguments…, captured…) → results`.
struct Trace {
    let graph: Graph
    /// What the function uses from outside: values that do not depend on the arguments, so that loops compute them once.
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
        var inputs = types.map { b.input($0) }[...]
        let cut = Array(inputs)
        let terms = arguments.map { argument in
            var inside = argument
            for index in inside.slots.indices { inside.slots[index].value = inputs.popFirst() ?? 0 }
            return NamedTerm(name: nil, term: Term(inside.value, function.position))
        }
        traceDepth += 1
        defer { traceDepth -= 1 }
        var results = try flattened(apply(function.value, terms, at: function.position), at: function.position)
        try finish(&self, &results)
        let part = try b.extract(from: cut, to: results.slots.map(\.value))
        return Trace(
            graph: part.graph, captured: part.boundary, results: results.slots, structure: results.structure)
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
