import Tensors

/// The index of a value in its graph. Operands have smaller indices than results: index order is topological order.
public typealias ValueID = Int

/// One application of a primitive.
public struct Equation: Hashable, Sendable {
    /// What is applied.
    public let primitive: Primitive
    /// To which values.
    public let operands: [ValueID]
    /// The values it defines.
    public let results: Range<ValueID>

    /// The first, mostly the only, value it defines.
    public var result: ValueID { results.lowerBound }
}

/// An immutable computation: typed inputs, equations in topological order, outputs. Made by `GraphBuilder`, which has
/// checked every equation.
public struct Graph: Sendable {
    /// Types of the inputs, which are the values `0 ..< inputCount`.
    public let inputCount: Int
    /// Types of all values: inputs, then results in order.
    public let types: [TensorType]
    /// The equations; the results of each follow those of the one before.
    public let equations: [Equation]
    /// The values that the graph gives.
    public let outputs: [ValueID]

    init(inputCount: Int, types: [TensorType], equations: [Equation], outputs: [ValueID]) {
        self.inputCount = inputCount
        self.types = types
        self.equations = equations
        self.outputs = outputs
    }

    /// Types of the inputs.
    public var inputTypes: [TensorType] { Array(types.prefix(inputCount)) }
    /// Types of the outputs.
    public var outputTypes: [TensorType] { outputs.map { types[$0] } }

    /// The same graph with other outputs.
    /// - Throws: `Fault.graph` when an output is not a value of the graph.
    public func with(outputs: [ValueID]) throws -> Graph {
        guard outputs.allSatisfy(types.indices.contains) else {
            throw Fault(.graph, "an output is not one of the graph's \(types.count) values")
        }
        return Graph(inputCount: inputCount, types: types, equations: equations, outputs: outputs)
    }

    /// Which inputs `outputs` need, by index.
    public func inputs(neededBy outputs: some Sequence<ValueID>) -> [Bool] {
        let needed = values(neededBy: outputs)
        return Array(needed.prefix(inputCount))
    }

    /// Which values `outputs` need, themselves included.
    public func values(neededBy outputs: some Sequence<ValueID>) -> [Bool] {
        var needed = [Bool](repeating: false, count: types.count)
        for output in outputs where types.indices.contains(output) { needed[output] = true }
        for equation in equations.reversed() where equation.results.contains(where: { needed[$0] }) {
            for operand in equation.operands { needed[operand] = true }
        }
        return needed
    }

    /// The computation of some values, with only `inputs`, in that order.
    /// - Throws: `Fault.graph` when an output needs another input.
    public func rearranged(inputs: [Int], outputs: [ValueID]) throws -> Graph {
        let needed = values(neededBy: outputs)
        var part = GraphBuilder()
        var local = [ValueID?](repeating: nil, count: types.count)
        for input in inputs { local[input] = part.input(types[input]) }
        guard !(0..<inputCount).contains(where: { needed[$0] && local[$0] == nil }) else {
            throw Fault(.graph, "an output needs an input that is left out")
        }
        for equation in equations where equation.results.contains(where: { needed[$0] }) {
            let results = try part.emitAll(equation.primitive, equation.operands.compactMap { local[$0] })
            for (value, result) in zip(equation.results, results) { local[value] = result }
        }
        return try part.finish(outputs.compactMap { local[$0] })
    }

    /// The same computation with more inputs, which it does not use: input i becomes input `places[i]` of `types`.
    public func embedded(in types: [TensorType], at places: [Int]) throws -> Graph {
        var wide = GraphBuilder()
        let inputs = types.map { wide.input($0) }
        let results = try wide.inline(self, places.map { inputs[$0] })
        return try wide.finish(results)
    }

    /// Which values depend on one of `sources`, a source itself included.
    public func dependents(on sources: some Sequence<ValueID>) -> [Bool] {
        var depends = [Bool](repeating: false, count: types.count)
        for source in sources where types.indices.contains(source) { depends[source] = true }
        for equation in equations where equation.operands.contains(where: { depends[$0] }) {
            for result in equation.results { depends[result] = true }
        }
        return depends
    }
}
