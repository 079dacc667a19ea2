import Graphs
import Notebook

/// The graph of a run.
public struct GraphRequest: Sendable {
    let reference: String

    /// The graph of the run that `reference` means.
    public init(reference: String) { self.reference = reference }
}

/// The graphs of a run.
public struct GraphAnswer: Sendable {
    /// The execution and its forward graph.
    public let recorded: RecordedRun
    /// The graph that gave its results; of a run that did not keep it, what today's rules derive.
    public let derivative: Graph
}

extension RequestContext {
    /// The forward graph of a run and the graph that gave its results.
    public func graph(_ request: GraphRequest) throws -> GraphAnswer {
        let recorded = try recorded(request.reference)
        let derivative =
            try recorded.derivative ?? recorded.run.recipe.question.derivative(of: recorded.graph)
        return GraphAnswer(recorded: recorded, derivative: derivative)
    }
}
