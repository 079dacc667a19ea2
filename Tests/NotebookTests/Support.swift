import Evaluation
import Interpreter
import Notebook
import Synchronization
import Tensors
import Wire

/// Arrays by hash, as an archive would keep them.
final class Shelf: Sendable {
    private let tensors = Mutex<[ContentHash: Tensor]>([:])

    func keep(_ event: Event) {
        guard case .cellRan(_, _, let contents) = event else { return }
        tensors.withLock { for content in contents { $0[content.hash] = content.tensor } }
    }

    func replace(_ hash: ContentHash, with tensor: Tensor) { tensors.withLock { $0[hash] = tensor } }

    var bench: ComputeContext {
        ComputeContext(
            evaluator: Interpreter(), clock: { 0 },
            fetch: { [self] hash in
                guard let tensor = tensors.withLock({ $0[hash] }) else {
                    throw Fault(.notFound, "no array \(hash.short)")
                }
                return tensor
            })
    }
}

extension BreakdownRequest.Entry {
    /// As a request writes it.
    init(parsing text: String) throws {
        guard let entry = EntryReference(text) else { throw Fault(.parse, "\(text) is no entry") }
        self.init(name: entry.name, coordinates: entry.coordinates)
    }
}

extension Session {
    /// Runs a cell and keeps its arrays.
    @discardableResult
    mutating func run(_ source: String, keeping shelf: Shelf) throws -> CellOutcome {
        let outcome = try run(source, in: shelf.bench)
        shelf.keep(outcome.event)
        return outcome
    }

    /// The elements of a name.
    func doubles(_ name: String, _ shelf: Shelf) throws -> [Double] {
        try array(named: name, in: shelf.bench).doubles
    }
}

extension CellOutcome {
    /// The cell as a journal would give it back.
    var stored: JournalCell { JournalCell(cell, time: 0) }
}

let forum = """
    x = array([1.0, 2.0, 3.0])
    y = stack([x[0] * x[1], sin(x[1]), x[2] ** 2])
    l = sum(y ** 2)
    g = grad(l, x)
    """
