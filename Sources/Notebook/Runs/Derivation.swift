import Autodiff
import Graphs
import Tensors

extension Question {
    /// The graph of what is asked, as today's rules derive it, or those of an earlier release: `(inputs, seeds) → results`.
    ///
    /// - Parameter monitor: who looks on while it is written.
    public func derivative(
        of graph: Graph, by rules: DerivativeRules = .current, monitor: WritingMonitor? = nil
    ) throws -> Graph {
        guard graph.outputs.count == 1, wrtCount <= graph.inputCount, cut.allSatisfy(graph.types.indices.contains)
        else { throw Fault(.graph, "the question of this run does not fit its graph") }
        let wrt = 0..<wrtCount
        let seeds = kind.seedTypes(target: graph.outputTypes[0], wrt: graph.inputTypes[wrt])
        var (b, values, extra) = try GraphBuilder.opening(graph, extraInputs: seeds, monitor: monitor)
        b.derivativeRoom.rules = rules
        let results = try b.derive(
            kind, of: values[graph.outputs[0]], wrt: Array(values[wrt]), seeds: extra, cut: cut.map { values[$0] })
        return try b.finish(results)
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
    mutating func graph(of recipe: Recipe, _ graph: Graph, monitor: WritingMonitor?) throws -> KeptGraph {
        let key = Key(graph: recipe.graph, question: recipe.question)
        if let known = graphs[key] { return known }
        func derive() throws -> KeptGraph {
            let derived = try recipe.question.derivative(of: graph, monitor: monitor)
            return KeptGraph(derived, hash: try derived.structuralHash(under: monitor))
        }
        let derived = try monitor?.passing(derive) ?? derive()
        if derived.graph.size > Derivations.equationLimit - equations { (graphs, equations) = ([:], 0) }
        if derived.graph.size <= Derivations.equationLimit {
            graphs[key] = derived
            equations += derived.graph.size
        }
        return derived
    }
}
