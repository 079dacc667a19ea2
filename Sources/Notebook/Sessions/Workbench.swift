import Evaluation
import Graphs
import Tensors

/// What a session needs from the world to compute: handed in, so that tests and replays can fix it.
public struct Workbench: Sendable {
    /// The bit contract that this build computes under.
    public static let numerics = "1"

    /// What computes graphs.
    public let evaluator: any Evaluator
    /// Bounds of memory.
    public let limits: EvaluationLimits
    /// Microseconds on a clock that never goes back; only differences are used.
    public let clock: @Sendable () -> Int64
    /// The array with this hash, from wherever it is kept.
    public let fetch: @Sendable (ContentHash) throws -> Tensor
    /// Raised to stop the work.
    public let cancel: CancelFlag?

    /// A workbench; see the properties.
    public init(
        evaluator: any Evaluator, limits: EvaluationLimits, clock: @escaping @Sendable () -> Int64,
        fetch: @escaping @Sendable (ContentHash) throws -> Tensor, cancel: CancelFlag? = nil
    ) {
        self.evaluator = evaluator
        self.limits = limits
        self.clock = clock
        self.fetch = fetch
        self.cancel = cancel
    }

    /// - Throws: `Fault.cancelled` when the work is to stop.
    public func checkCancellation() throws {
        if cancel?.isCancelled == true { throw Fault(.cancelled, "the request was stopped") }
    }

    /// Computes a graph under this workbench's limits.
    public func evaluate(_ graph: Graph, _ inputs: [Tensor]) throws -> [Tensor] {
        try evaluator.evaluate(graph, inputs, in: EvaluationContext(limits: limits, cancel: cancel))
    }
}
