import CKernels
import Graphs
import Tensors

/// What computes a graph. The interpreter is the reference; another evaluator under the same `numerics` gives the same bits.
public protocol Evaluator: Sendable {
    /// The bit contract that its results obey.
    var numerics: Numerics { get }

    /// The outputs of `graph` for `inputs`, which have the types that it takes.
    /// - Throws: `Fault.graph` for wrong inputs, `Fault.limit` before an array is made that the context has no room for,
    ///   `Fault.cancelled` within 100 ms of the context's flag being raised.
    func evaluate(_ graph: Graph, _ inputs: [Tensor], in context: EvaluationContext) throws -> [Tensor]
}

extension Evaluator {
    /// As above, with the usual limits and nobody to stop it.
    public func evaluate(_ graph: Graph, _ inputs: [Tensor]) throws -> [Tensor] {
        try evaluate(graph, inputs, in: EvaluationContext())
    }
}

/// A bit contract: everything that decides which bits a primitive gives for the bits of its operands. Results are comparable
/// to the bit only under the same one.
public struct Numerics: Hashable, Sendable, CustomStringConvertible {
    /// What stands in records and replies.
    public let name: String

    /// A contract by its name, as it was recorded.
    public init(name: String) { self.name = name }

    /// The project's own contract, of the interpreter and the engine.
    public static let version1 = Numerics(name: "1")

    /// The name.
    public var description: String { name }
}

/// What an evaluation may take, who may stop it, and whom it gives way to.
public struct EvaluationContext: Sendable {
    /// Bounds of this evaluation alone.
    public var limits: EvaluationLimits
    /// Raised to stop it.
    public var cancel: CancelFlag?
    /// Whose memory it is: it shares this bound with all others.
    public var memory: MemoryBudget
    /// Who it is in what the budget says.
    public var holder: String
    /// Which threads compute it.
    public var priority: EvaluationPriority

    /// A context; without arguments the usual limits, the memory of the process, and nobody to stop it.
    public init(
        limits: EvaluationLimits = EvaluationLimits(), cancel: CancelFlag? = nil, memory: MemoryBudget = .process,
        holder: String = "evaluations", priority: EvaluationPriority = .reader
    ) {
        self.limits = limits
        self.cancel = cancel
        self.memory = memory
        self.holder = holder
        self.priority = priority
    }
}

extension EvaluationContext {
    /// Reserves what an evaluation is about to take; nil for less than 1 MB, which is not counted: there are no more of these
    /// at one time than threads.
    package func reserve(_ bytes: Int) throws -> MemoryReservation? {
        bytes < EvaluationContext.uncountedBytes ? nil : try memory.reserve(bytes, for: holder)
    }

    package static let uncountedBytes = 1 << 20
}

/// Which evaluations give way to which.
public enum EvaluationPriority: Hashable, Sendable {
    /// A cell: may compute for long on all processors, and gives way to readers.
    case cell
    /// A question about what is there, which somebody waits for.
    case reader

    /// Makes the calling thread one of those that compute for this priority: a thread of cells gives way to all others of the
    /// process from then on, for as long as it lives. Threads of readers are threads as they begin.
    public func takeThread() {
        switch self {
        case .cell: pb_give_way()
        case .reader: break
        }
    }
}
