import Evaluation
import Graphs
import Tensors

/// What sessions and runs compute with: handed in, so that tests and replays can fix it.
public struct ComputeContext: Sendable {
    /// What computes graphs.
    public let evaluator: any Evaluator
    /// What an evaluation may take, and who may stop it.
    public let evaluation: EvaluationContext
    /// Microseconds on a clock that never goes back; only differences are used.
    public let clock: @Sendable () -> Int64
    /// The array with this hash, from wherever it is kept.
    public let fetch: @Sendable (ContentHash) throws -> Tensor

    /// A context; see the properties.
    public init(
        evaluator: any Evaluator, evaluation: EvaluationContext = EvaluationContext(),
        clock: @escaping @Sendable () -> Int64, fetch: @escaping @Sendable (ContentHash) throws -> Tensor
    ) {
        self.evaluator = evaluator
        self.evaluation = evaluation
        self.clock = clock
        self.fetch = fetch
    }

    /// The bit contract that results obey.
    public var numerics: Numerics { evaluator.numerics }

    /// - Throws: `Fault.cancelled` when the work is to stop.
    public func checkCancellation() throws {
        if evaluation.cancel?.isCancelled == true { throw Fault(.cancelled, "the request was stopped") }
    }

    /// Looks on while the graphs of one task are written: stops that with `Fault.cancelled` when the work is to stop, and with
    /// `Fault.limit` when the process has no memory for them. What they take is reserved as long as the monitor is there.
    public func monitor(for holder: String) throws -> WritingMonitor {
        let held = try evaluation.memory.reserve(0, for: holder)
        let cancel = evaluation.cancel
        return WritingMonitor { bytes in
            guard cancel?.isCancelled != true else { throw Fault(.cancelled, "cancelled") }
            try held.resize(to: bytes)
        }
    }

    /// Computes a graph.
    public func evaluate(_ graph: Graph, _ inputs: [Tensor]) throws -> [Tensor] {
        try evaluator.evaluate(graph, inputs, in: evaluation)
    }
}
