import Archive
import Evaluation
import Notebook
import Synchronization
import Tensors

/// One session in memory. Whoever changes it takes it out, works on it without any lock, and puts it back with a new snapshot;
/// everybody else reads the last snapshot. Requests that change it come one after the other, in the session's lane.
public final class SessionHandle: Sendable {
    /// The session's name.
    public let name: String
    /// Whether no archive keeps it.
    let isScratch: Bool
    private let state: Mutex<State>
    /// Arrays that are held, in the budget of the process.
    private let memory: MemoryReservation

    private struct State {
        /// Nil while a request works on it.
        var session: Session?
        /// Whether the archive has it.
        var isKept: Bool
        var snapshot: SessionSnapshot
        /// Arrays and runs of a scratch session, which no archive holds.
        var contents: [ContentHash: Tensor] = [:]
        /// Bytes of `contents`.
        var contentBytes = 0
        var records: [ContentHash: RecordedRun] = [:]
    }

    init(_ session: Session, isScratch: Bool = false, isKept: Bool = false, memory: MemoryBudget) throws {
        name = session.name
        self.memory = try memory.reserve(session.heldBytes, for: "session \(session.name)")
        self.isScratch = isScratch
        state = try Mutex(State(session: session, isKept: isKept, snapshot: session.snapshot()))
    }

    /// A session that no archive keeps; nobody finds it by its name.
    static func scratch(_ name: String, folder: String?, memory: MemoryBudget) throws -> SessionHandle {
        try SessionHandle(Session(name: name, folder: folder), isScratch: true, memory: memory)
    }

    /// What its names mean, as of the last cell that took effect.
    public var snapshot: SessionSnapshot { state.withLock { $0.snapshot } }

    /// Whether an archive has it.
    var isKept: Bool { state.withLock { $0.isKept } }

    /// The equation that gave a name's present value; nil for what came from outside, and while a cell is computed.
    public func node(of name: String) -> String? { state.withLock { $0.session?.node(of: name) } }

    /// Runs operations on the session and keeps their events. When they fail or cannot be kept, the session is as before.
    func change<Result: Sendable>(
        in archive: Archive, stoppedBy cancel: CancelFlag,
        _ body: (inout Session) throws -> (events: [Event], result: Result)
    ) throws -> Result {
        guard var session = state.withLock({ $0.session.take() }) else {
            throw Fault(.defect, "two requests change session \(name) at a time")
        }
        let before = session.checkpoint
        let done: (events: [Event], result: Result)
        let snapshot: SessionSnapshot
        do {
            done = try body(&session)
            snapshot = try session.snapshot()
            try memory.resize(to: session.heldBytes + bytesOfScratch(with: done.events))
            try keep(done.events, of: session, in: archive, stoppedBy: cancel)
        } catch {
            session.restore(before)
            // As much as was there before.
            try? memory.resize(to: session.heldBytes + bytesOfScratch(with: []))
            state.withLock { [session] in $0.session = session }
            throw error
        }
        session.forgetUnnamed()
        try? memory.resize(to: session.heldBytes + bytesOfScratch(with: []))
        state.withLock { [session] state in
            (state.session, state.snapshot, state.isKept) = (session, snapshot, true)
        }
        return done.result
    }

    private func keep(
        _ events: [Event], of session: Session, in archive: Archive, stoppedBy cancel: CancelFlag
    ) throws {
        guard isScratch else {
            let opening: [Event] =
                state.withLock { $0.isKept }
                ? [] : [.sessionOpened(name: name, folder: session.folder, parent: session.parent)]
            return try archive.append(opening + events, stoppedBy: { cancel.isCancelled })
        }
        state.withLock { state in
            for case .cellRan(_, let runs, let contents) in events {
                for content in contents {
                    state.contents[content.hash] = content.tensor
                    state.contentBytes += content.tensor.type.byteCount
                }
                for run in runs { state.records[run.id] = run }
            }
        }
    }

    /// Bytes of the arrays that a scratch session keeps, with those of events to come.
    private func bytesOfScratch(with events: [Event]) -> Int {
        guard isScratch else { return 0 }
        let fresh = events.reduce(0) { bytes, event in
            guard case .cellRan(_, _, let contents) = event else { return bytes }
            return contents.reduce(bytes) { $0 + $1.tensor.type.byteCount }
        }
        return fresh + state.withLock { $0.contentBytes }
    }

    /// An array of a scratch session.
    func content(_ hash: ContentHash) -> Tensor? { state.withLock { $0.contents[hash] } }

    /// A run of a scratch session: with this id, or else the only one whose id begins so.
    /// - Throws: `Fault.argument` for a beginning of several
    func record(_ id: ContentHash?, orPrefix prefix: String) throws -> RecordedRun? {
        guard isScratch else { return nil }
        let records = state.withLock { $0.records }
        if let id { return records[id] }
        guard prefix.utf8.count >= 4 else { return nil }
        let fitting = records.values.filter { $0.id.description.hasPrefix(prefix) }
        guard fitting.count <= 1 else {
            let ids = fitting.map { $0.id.description.prefix(16) }.sorted().prefix(5).joined(separator: ", ")
            throw Fault(.argument, "\(prefix) could be \(ids)", hint: "give more digits")
        }
        return fitting.first
    }
}
