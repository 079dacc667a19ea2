import Autodiff
import Graphs
import Tensors

extension Question {
    /// The graph of what is asked, as today's rules derive it, or those of an earlier release: `(inputs, seeds) → results`.
    public func derivative(of graph: Graph, by rules: DerivativeRules = .current) throws -> Graph {
        let target = graph.outputs[0]
        let wrtTypes = graph.inputTypes.prefix(wrtCount)
        let seeds: [TensorType] =
            switch kind {
            case .vjp: [graph.types[target]]
            case .jvp, .hvp: Array(wrtTypes)
            case .grad, .jacobian, .hessian, .contributions, .bypass: []
            }
        var (b, values, extra) = try GraphBuilder.opening(graph, extraInputs: seeds)
        b.derivativeRoom.rules = rules
        let x = Array(values.prefix(wrtCount))
        let results = try derive(target: values[target], x, extra, values, &b)
        return try b.finish(results)
    }

    private func derive(
        target: ValueID, _ x: [ValueID], _ seeds: [ValueID], _ values: [ValueID], _ b: inout GraphBuilder
    ) throws -> [ValueID] {
        func gradient() throws -> [ValueID] {
            let one = try b.full(1, like: target)
            return try b.pullback(of: [target], wrt: x, cotangents: [one])
        }
        switch kind {
        case .grad: return try gradient()
        case .vjp: return try b.pullback(of: [target], wrt: x, cotangents: seeds)
        case .jvp: return try b.pushforward(of: [target], wrt: x, tangents: seeds)
        case .jacobian: return try x.map { try b.jacobian(of: target, wrt: $0) }
        case .hvp: return try b.pushforward(of: gradient(), wrt: x, tangents: seeds)
        case .hessian: return try [b.jacobian(of: gradient()[0], wrt: x[0])]
        case .contributions:
            // A cut that is not between input and target has no rows that differ from zero.
            guard let cut = cut.first else { return try x.map { try b.zeros(b.types[$0]) } }
            let one = try b.full(1, like: target)
            let cotangent = try b.pullback(of: [target], wrt: [values[cut]], cotangents: [one])[0]
            return try b.contributionRows(of: values[cut], wrt: x, cotangent: cotangent)
        case .bypass:
            let cut = cut.map { values[$0] }
            if cut.contains(target) { return try x.map { try b.zeros(b.types[$0]) } }
            let one = try b.full(1, like: target)
            return try b.pullback(of: [target], wrt: x, cotangents: [one], blocking: cut)
        }
    }
}

/// Derivative graphs of the questions that a session asked last: a descent asks the same one at every step, and deriving
/// it takes longer than looking for it.
struct Derivations: Sendable {
    private struct Key: Hashable {
        let graph: ContentHash
        let question: Question
    }

    /// All graphs together have at most this many equations, which take some tens of megabytes.
    private static let equationLimit = 100_000
    private var equations = 0
    private var graphs: [Key: KeptGraph] = [:]

    /// What today's rules derive for the recipe of a graph.
    mutating func graph(of recipe: Recipe, _ graph: Graph) throws -> KeptGraph {
        let key = Key(graph: recipe.graph, question: recipe.question)
        if let known = graphs[key] { return known }
        let derived = KeptGraph(try recipe.question.derivative(of: graph))
        if derived.graph.size > Derivations.equationLimit - equations { (graphs, equations) = ([:], 0) }
        if derived.graph.size <= Derivations.equationLimit {
            graphs[key] = derived
            equations += derived.graph.size
        }
        return derived
    }
}
