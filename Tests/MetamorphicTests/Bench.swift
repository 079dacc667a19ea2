import Autodiff
import CellLanguage
import Evaluation
import Notebook
import Synchronization
import Tensors

/// Arrays by hash, as an archive keeps them.
final class Store: Sendable {
    private let arrays = Mutex<[ContentHash: Tensor]>([:])

    func keep(_ event: Event) {
        guard case .cellRan(_, _, let contents) = event else { return }
        arrays.withLock { for content in contents { $0[content.hash] = content.tensor } }
    }

    func array(_ hash: ContentHash) throws -> Tensor {
        guard let tensor = arrays.withLock({ $0[hash] }) else { throw Fault(.notFound, "no array \(hash.short)") }
        return tensor
    }
}

/// A session on one evaluator that remembers what its cells gave.
struct Bench {
    private var session: Session
    private let store = Store()
    private let workbench: ComputeContext
    /// What each name was bound to last.
    private(set) var arrays: [String: Tensor] = [:]
    /// The hash of that: equal for equal bits.
    private(set) var hashes: [String: ContentHash] = [:]
    /// Every derivative that was taken.
    private(set) var runs: [RecordedRun] = []

    init(_ evaluator: any Evaluator, folder: String? = nil) {
        session = Session(name: "metamorphic", folder: folder)
        workbench = ComputeContext(evaluator: evaluator, clock: { 0 }, fetch: store.array)
    }

    mutating func run(_ source: String) throws { keep(try session.run(source, in: workbench)) }

    mutating func put(_ name: String, _ tensor: Tensor) throws {
        keep(try session.put(name, tensor, in: workbench))
    }

    private mutating func keep(_ outcome: CellOutcome) {
        store.keep(outcome.event)
        runs += outcome.runs
        for case .array(let name, let tensor, let hash, _) in outcome.shown {
            arrays[name] = tensor
            hashes[name] = hash
        }
    }

    /// Names of what a replay of a run gives otherwise than the run did.
    func differences(of run: RecordedRun, on evaluator: any Evaluator) throws -> [String] {
        let other = ComputeContext(evaluator: evaluator, clock: { 0 }, fetch: store.array)
        return try run.replay(in: other).differences.map(\.name)
    }

    /// What the derivative's graph gives when it is printed as a cell and run in a session of its own.
    func printed(_ run: RecordedRun) throws -> [ContentHash] {
        let graph = try run.run.recipe.question.derivative(of: run.graph)
        let inputs = graph.inputTypes.indices.map { "a\($0)" }
        let outputs = graph.outputs.indices.map { "r\($0)" }
        var other = Bench(workbench.evaluator)
        for (name, hash) in zip(inputs, run.run.recipe.inputs + run.run.recipe.seeds) {
            try other.put(name, store.array(hash))
        }
        try other.run(graph.cellText(inputs: inputs, outputs: outputs))
        return outputs.compactMap { other.hashes[$0] }
    }
}
