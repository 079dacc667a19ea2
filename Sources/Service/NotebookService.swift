import Archive
import Evaluation
import Graphs
import Notebook
import Tensors

/// A notebook that is at work: the archive, what computes, and the sessions in memory. Verbs are functions of a
/// `RequestContext`, each with a request and an answer of its own; nothing here knows of text, JSON or connections.
public final class NotebookService: Sendable {
    let archive: Archive
    let evaluator: any Evaluator
    let limits: EvaluationLimits
    /// What all sessions, evaluations and answers together may hold.
    let memory: MemoryBudget
    /// Microseconds on a clock that never goes back.
    let clock: @Sendable () -> Int64
    /// Threads that compute.
    let threads: Int
    /// When it began, in microseconds since 1970 UTC.
    let startedAt: Int64
    let sessions = SessionRegistry()

    /// A service over an archive that is open.
    public init(
        archive: Archive, evaluator: any Evaluator, limits: EvaluationLimits, memory: MemoryBudget = .process,
        threads: Int
    ) {
        self.archive = archive
        self.evaluator = evaluator
        self.limits = limits
        self.memory = memory
        self.threads = threads
        let origin = ContinuousClock.now
        clock = {
            let elapsed = origin.duration(to: .now).components
            return elapsed.seconds * 1_000_000 + elapsed.attoseconds / 1_000_000_000_000
        }
        startedAt = Archive.wallClock()
    }

    /// A graph by its content.
    /// - Throws: `Fault.defect` when the archive has lost it.
    func graph(_ hash: ContentHash) throws -> Graph {
        guard let graph = try archive.graph(hash) else {
            throw Fault(.defect, "the archive has lost the graph \(hash.short)")
        }
        return graph
    }

    /// An execution with its graphs read, and its recipe checked against its id.
    func recorded(_ execution: Execution) throws -> RecordedRun {
        guard execution.run.id == execution.run.recipe.id else {
            throw Fault(.defect, "run \(execution.run.id.short) does not match its recipe")
        }
        return RecordedRun(
            execution, graph: try graph(execution.run.recipe.graph), derivative: try execution.derivative.map(graph))
    }

    /// An array by its content.
    /// - Throws: `Fault.notFound`
    func tensor(_ hash: ContentHash) throws -> Tensor {
        guard let tensor = try archive.tensor(hash) else {
            throw Fault(.notFound, "the array \(hash.short) is not in the archive")
        }
        return tensor
    }
}
