import Evaluation
import Interpreter
import Notebook
import Synchronization
import Tensors

/// What an archive would keep: arrays by hash.
final class Store: Sendable {
    private let arrays = Mutex<[ContentHash: Tensor]>([:])

    func keep(_ event: Event) {
        guard case .cellRan(_, _, let contents) = event else { return }
        for content in contents { put(content.hash, content.tensor) }
    }

    func put(_ hash: ContentHash, _ tensor: Tensor) { arrays.withLock { $0[hash] = tensor } }

    func array(_ hash: ContentHash) throws -> Tensor {
        guard let tensor = arrays.withLock({ $0[hash] }) else { throw Fault(.notFound, "no array \(hash.short)") }
        return tensor
    }
}

/// A session with an archive of its own, as a daemon would drive it.
struct Notes {
    var session: Session
    let store = Store()
    var journal: [JournalCell] = []
    var bench: ComputeContext

    init(folder: String? = nil, limits: EvaluationLimits = EvaluationLimits()) {
        session = Session(name: "notes", folder: folder)
        bench = ComputeContext(
            evaluator: Interpreter(), evaluation: EvaluationContext(limits: limits), clock: { 0 }, fetch: store.array)
    }

    /// Runs a cell, keeps its event and lets go of what no name reaches.
    @discardableResult
    mutating func run(_ source: String) throws -> CellOutcome { try keep(session.run(source, in: bench)) }

    @discardableResult
    mutating func put(_ name: String, _ tensor: Tensor) throws -> CellOutcome {
        try keep(session.put(name, tensor, in: bench))
    }

    mutating func keep(_ outcome: CellOutcome) throws -> CellOutcome {
        store.keep(outcome.event)
        journal.append(JournalCell(outcome.cell, time: 0))
        session.forgetUnnamed()
        return outcome
    }

    /// The same notebook after a restart.
    func restarted() throws -> Notes {
        var copy = self
        copy.session = Session(name: session.name, folder: session.folder)
        try copy.session.replayJournal(journal, in: bench)
        return copy
    }

    func array(_ name: String) throws -> Tensor { try session.array(named: name, in: bench) }

    /// The run of the last derivative of a cell.
    mutating func lastRun(_ source: String) throws -> RecordedRun {
        guard let record = try run(source).runs.last else { throw Fault(.notFound, "no run") }
        return record
    }
}

extension Session {
    /// The array under a name, as its snapshot has it.
    func array(named name: String, in bench: ComputeContext) throws -> Tensor {
        let array = try snapshot().array(named: name)
        return try array.tensor ?? bench.fetch(array.hash)
    }
}

extension Session {
    /// What each name means, without arrays.
    var meanings: [String] {
        get throws {
            try snapshot().names.map { item in
                switch item.meaning {
                case .array(let array): "\(item.name) \(array.type) \(array.hash) \(array.run?.short ?? "")"
                case .fixed(let text): "\(item.name) \(text)"
                }
            }
        }
    }
}

extension Tensor {
    /// All elements, comparable to the bit; NaNs are equal.
    var scalars: [Scalar] { (0..<count).compactMap { element(at: $0) } }
}

/// The fault that `body` throws, or nil.
func fault(_ body: () throws -> Void) -> Fault? {
    do {
        try body()
        return nil
    } catch {
        return error as? Fault ?? (error as? StoppedCell)?.fault
    }
}
