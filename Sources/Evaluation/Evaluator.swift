import Graphs
import Synchronization
import Tensors

/// What computes a graph. The interpreter is the reference; a compiled engine comes beside it and gives the same bits.
public protocol Evaluator: Sendable {
    /// The outputs of `graph` for `inputs`, which have the types that it takes.
    /// - Throws: `Fault.graph` for wrong inputs, `Fault.limit` before an array beyond `limits` is made,
    ///   `Fault.cancelled` soon after `cancel` is raised.
    func evaluate(
        _ graph: Graph, _ inputs: [Tensor], limits: EvaluationLimits, cancel: CancelFlag?
    ) throws -> [Tensor]
}

extension Evaluator {
    /// As above, with the usual limits and nobody to stop it.
    public func evaluate(_ graph: Graph, _ inputs: [Tensor]) throws -> [Tensor] {
        try evaluate(graph, inputs, limits: EvaluationLimits(), cancel: nil)
    }
}

/// A flag that another thread may raise; evaluation polls it. Once raised it stays so.
public final class CancelFlag: Sendable {
    private let raised = Atomic(false)

    /// A flag that is not raised.
    public init() {}

    /// Raises the flag.
    public func cancel() { raised.store(true, ordering: .relaxed) }

    /// Whether it has been raised.
    public var isCancelled: Bool { raised.load(ordering: .relaxed) }
}

/// How much memory an evaluation may take, in bytes of array elements.
public struct EvaluationLimits: Sendable {
    /// The largest single array.
    public var tensorBytes: Int
    /// All arrays alive at one time: the inputs that are needed, intermediate values, copies made for one equation.
    public var totalBytes: Int

    /// Limits; without arguments 2 GB for one array and 4 GB for all.
    public init(tensorBytes: Int = 1 << 31, totalBytes: Int = 4 << 30) {
        self.tensorBytes = tensorBytes
        self.totalBytes = totalBytes
    }
}
