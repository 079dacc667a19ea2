import Graphs
import Synchronization
import Tensors

/// The graphs that an engine has made ready lately, by all that tells graphs apart.
final class PlanCache: Sendable {
    private struct Key: Hashable {
        let inputs: [TensorType]
        let equations: [Equation]
        let outputs: [ValueID]
    }

    private struct Entry {
        let compiled: CompiledGraph
        var lastUse: Int
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        /// Grows with each use.
        var clock = 0
        var bytes = 0
    }

    private let state = Mutex(State())

    /// The most graphs that are kept, and about the bytes that these hold.
    private static let countLimit = 64
    private static let byteLimit = 1 << 27
    /// Larger graphs are not kept: to plan them takes a second, but they would hold as much memory as all others.
    static let equationLimit = 100_000

    /// The graph made ready, by `compile` if it is not here.
    func compiled(_ graph: Graph, _ compile: () throws -> CompiledGraph) rethrows -> CompiledGraph {
        guard graph.equations.count <= PlanCache.equationLimit else { return try compile() }
        let key = Key(inputs: graph.inputTypes, equations: graph.equations, outputs: graph.outputs)
        if let found = use(key) { return found }
        // Outside the lock: planning may take a while. Two that come at once both plan.
        let compiled = try compile()
        keep(compiled, key)
        return compiled
    }

    private func use(_ key: Key) -> CompiledGraph? {
        state.withLock { state in
            state.clock += 1
            state.entries[key]?.lastUse = state.clock
            return state.entries[key]?.compiled
        }
    }

    private func keep(_ compiled: CompiledGraph, _ key: Key) {
        guard compiled.bytes <= PlanCache.byteLimit else { return }
        state.withLock { state in
            guard state.entries[key] == nil else { return }
            state.entries[key] = Entry(compiled: compiled, lastUse: state.clock)
            state.bytes += compiled.bytes
            while state.entries.count > PlanCache.countLimit || state.bytes > PlanCache.byteLimit,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.entries[oldest.key] = nil
                state.bytes -= oldest.value.compiled.bytes
            }
        }
    }
}
