import CKernels
import Evaluation
import Glibc
import Graphs
import Interpreter
import Synchronization
import Tensors

/// The compiled evaluator: a graph becomes a plan of loops, products and reductions over one arena. It gives the bits of
/// the interpreter, whatever the instruction set and the number of threads.
///
///     try Engine().evaluate(graph, [Tensor.vector([1, 2, 3])])
public struct Engine: Evaluator {
    /// An instruction set, in ascending order of what it can do on a kind of CPU: AVX on x86-64, NEON on AArch64.
    public enum InstructionSet: String, CaseIterable, Sendable {
        case scalar, neon, avx2, avx512

        var index: Int32 {
            switch self {
            case .scalar: Int32(pb_isa_scalar.rawValue)
            case .neon: Int32(pb_isa_neon.rawValue)
            case .avx2: Int32(pb_isa_avx2.rawValue)
            case .avx512: Int32(pb_isa_avx512.rawValue)
            }
        }

        /// The best that this CPU has.
        public static var best: InstructionSet { allCases.last(where: \.isAvailable) ?? .scalar }

        /// Whether this CPU has it.
        public var isAvailable: Bool { pb_has_isa(index) != 0 }
    }

    /// The processors that this machine has to offer.
    public static let processorCount = max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)

    /// Memory that results leave stays with the process up to 256 MB, so that the next ones need no fresh pages: the system
    /// would have to clear them, which takes as long as to compute a chain of functions.
    private static let keepsFreedMemory: Void = pb_keep_freed_memory(1 << 28)

    let kernels: BlockKernels
    let threads: Int
    private let plans = PlanCache()

    /// An engine. Without arguments it uses all processors and what they can do best.
    public init(threads: Int = Engine.processorCount, instructionSet: InstructionSet = .best) {
        _ = Engine.keepsFreedMemory
        kernels = BlockKernels(instructionSet)
        self.threads = max(threads, 1)
    }

    /// See ``Evaluator``.
    public var numerics: Numerics { .version1 }

    /// See ``Evaluator``.
    public func evaluate(_ graph: Graph, _ inputs: [Tensor], in context: EvaluationContext) throws -> [Tensor] {
        try compiled(graph, in: context).evaluate(inputs, in: context)
    }

    /// The graph made ready, now or lately.
    func compiled(_ graph: Graph, in context: EvaluationContext) throws -> CompiledGraph {
        try plans.compiled(graph) { try compile(graph, in: context) }
    }

    /// The graph made ready to run many times.
    /// - Throws: `Fault.graph` when an equation cannot be rewritten, `Fault.limit` when the context's memory has no room for
    ///   the plan, `Fault.cancelled` within 100 ms of its flag being raised.
    public func compile(_ graph: Graph, in context: EvaluationContext = EvaluationContext()) throws -> CompiledGraph {
        // Of smaller graphs no more are kept than `PlanCache` says.
        let memory =
            graph.equations.count <= PlanCache.equationLimit
            ? nil : try context.memory.reserve(graph.equations.count * Plan.bytesPerEquation, for: "plans")
        return CompiledGraph(plan: try Plan(graph, context.cancel), engine: self, memory: memory)
    }
}

/// A graph that an engine has made ready, and that threads may share. A class, as to copy a plan is to count all that it holds.
public final class CompiledGraph: Sendable {
    let plan: Plan
    let engine: Engine
    /// What the plan itself takes.
    private let memory: MemoryReservation?
    /// What a call takes beside its inputs.
    private let neededBytes: Int
    private let idle = IdleRuns()

    init(plan: Plan, engine: Engine, memory: MemoryReservation?) {
        self.plan = plan
        self.engine = engine
        self.memory = memory
        neededBytes = plan.bytes(engine.threads) + plan.outputBytes
    }

    /// About the bytes that it holds: those of the plan, and the memory of a call.
    var bytes: Int {
        plan.graph.equations.count * Plan.bytesPerEquation
            + (plan.isLight(engine.threads) ? plan.bytes(engine.threads) : 0)
    }

    /// The outputs for `inputs`; see ``Evaluator``.
    public func evaluate(_ inputs: [Tensor], in context: EvaluationContext = EvaluationContext()) throws -> [Tensor] {
        // Simplifying keeps the inputs, so that the plan's graph takes what the graph took.
        try Interpreter.check(inputs, plan.graph)
        try plan.check(context.limits)
        let memory = try context.reserve(neededBytes)
        defer { withExtendedLifetime(memory) {} }
        let run = try idle.take() ?? PlanRun(plan, engine)
        defer { idle.give(run) }
        return try run.evaluate(inputs, context)
    }
}

/// The memory of a call that has returned, for the next one; calls side by side bring their own.
private final class IdleRuns: Sendable {
    /// The address of a retained run, or 0. Taken and given by one exchange: a call of a few nodes would feel a lock.
    private let slot = Atomic<UInt>(0)

    func take() -> PlanRun? { IdleRuns.owner(of: slot.exchange(0, ordering: .acquiring)) }

    func give(_ run: PlanRun) {
        guard run.isLight else { return }
        let address = UInt(bitPattern: Unmanaged.passRetained(run).toOpaque())
        // Safe: whoever takes an address out of the slot is the only one that has it, and becomes the owner.
        _ = IdleRuns.owner(of: slot.exchange(address, ordering: .acquiringAndReleasing))
    }

    private static func owner(of address: UInt) -> PlanRun? {
        UnsafeMutableRawPointer(bitPattern: address).map { Unmanaged<PlanRun>.fromOpaque($0).takeRetainedValue() }
    }

    deinit { _ = take() }
}
