import CKernels
import Graphs
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
    /// 0, or 1 once raised; kernels in C look at it. Safe to share: it is only written and read atomically, by the functions
    /// below, and freed when nobody holds the flag any more.
    nonisolated(unsafe) private let raised: UnsafeMutablePointer<Int32>

    /// A flag that is not raised.
    public init() {
        raised = .allocate(capacity: 1)
        raised.initialize(to: 0)
    }

    deinit { raised.deallocate() }

    /// Raises the flag.
    public func cancel() { pb_flag_raise(raised) }

    /// Whether it has been raised.
    public var isCancelled: Bool { pb_flag_is_raised(raised) != 0 }

    /// Where kernels look; for as long as the flag is held.
    var address: UnsafePointer<Int32> { UnsafePointer(raised) }
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
