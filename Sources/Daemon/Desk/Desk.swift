import Archive
import Evaluation
import Graphs
import Notebook
import Synchronization
import Tensors

/// What all requests share: the archive, the evaluator, and the sessions that are in memory.
final class Desk: Sendable {
    let archive: Archive
    let evaluator: any Evaluator
    let limits: EvaluationLimits
    /// Microseconds on a clock that never goes back.
    let clock: @Sendable () -> Int64
    let threads: Int
    let startedAt: Int64
    private let sessions = Mutex<[String: SessionBox]>([:])
    private let scratchCount = Atomic<Int>(0)

    init(archive: Archive, evaluator: any Evaluator, limits: EvaluationLimits, threads: Int) {
        self.archive = archive
        self.evaluator = evaluator
        self.limits = limits
        self.threads = threads
        let origin = ContinuousClock.now
        clock = {
            let elapsed = origin.duration(to: .now).components
            return elapsed.seconds * 1_000_000 + elapsed.attoseconds / 1_000_000_000_000
        }
        startedAt = Archive.wallClock()
    }

    /// The session of this name: from memory, from the journal, or new. A new one takes its name with its first event:
    /// whoever only looks at it leaves the name free.
    /// - Parameter folder: where a new one reads its files from.
    /// - Parameter bench: computes what a cell gives whose record does not say what it elaborated to.
    func session(named name: String, folder: String? = nil, on bench: Workbench) throws -> SessionBox {
        if let box = sessions.withLock({ $0[name] }) { return box }
        guard let opened = try open(name, on: bench) else { return SessionBox(Session(name: name, folder: folder)) }
        // Another request may have opened it meanwhile; the first one stays.
        return sessions.withLock { known in
            if let box = known[name] { return box }
            known[name] = opened
            return opened
        }
    }

    /// Cells of the sessions in memory that do not elaborate as they did when they ran.
    var setAside: [(session: String, cell: SetAsideCell)] {
        sessions.withLock { Array($0.values) }.sorted { $0.name < $1.name }
            .flatMap { box in box.setAside.map { (box.name, $0) } }
    }

    /// Names of the sessions in memory.
    var openSessions: [String] { sessions.withLock { $0.keys.sorted() } }

    /// Puts a session that was built elsewhere among those in memory; `isNew` when its own first events opened it.
    /// - Throws: `Fault.refused` when the name is taken.
    func adopt(_ box: SessionBox, as name: String, isNew: Bool = false) throws {
        let isFree = try isNew || archive.session(named: name) == nil
        let adopted = sessions.withLock { known in
            guard isFree, known[name] == nil else { return false }
            known[name] = box
            return true
        }
        guard adopted else {
            throw Fault(.refused, "there is a session \(name) already", hint: "name=OTHER names another")
        }
    }

    /// A session that no archive keeps, under a name that no user can give.
    func openScratch(folder: String?) -> SessionBox {
        let name = "~\(scratchCount.add(1, ordering: .relaxed).newValue)"
        let box = SessionBox(Session(name: name, folder: folder, keepsRecords: true), isScratch: true)
        sessions.withLock { $0[name] = box }
        return box
    }

    /// Forgets a scratch session.
    func close(_ scratch: SessionBox) { sessions.withLock { $0[scratch.name] = nil } }

    /// Puts a session among those in memory once it is kept.
    func remember(_ box: SessionBox) {
        guard !box.isScratch else { return }
        sessions.withLock { known in known[box.name] = known[box.name] ?? box }
    }

    private func open(_ name: String, on bench: Workbench) throws -> SessionBox? {
        guard let summary = try archive.session(named: name) else { return nil }
        var session = Session(name: name, folder: summary.folder, parent: summary.parent)
        try rebuild(&session, from: archive.journal(of: name), on: bench)
        return SessionBox(session, isKept: true)
    }

    /// Rebuilds a session from its journal, and keeps what was found out about its cells on the way.
    func rebuild(_ session: inout Session, from journal: [JournalCell], on bench: Workbench) throws {
        let found = try session.replayJournal(stored(journal), on: bench)
        guard !found.isEmpty, archive.isWritable else { return }
        do {
            for cell in journal where found[cell.number]?.isProven == true { try keepDerivatives(of: cell) }
            try archive.keep(
                journal.compactMap { cell in found[cell.number].map { (cell.session, cell.number, $0) } })
        } catch {
            // No room, for example: the session is what it is, and the next opening finds the same out again.
        }
    }

    /// The journal with the types of what came from outside.
    func stored(_ journal: [JournalCell]) throws -> [StoredCell] {
        try journal.map { cell in
            let leaves = try cell.leaves.compactMap { hash in try archive.tensorType(hash).map { ($0, hash) } }
            return StoredCell(
                number: cell.number, kind: cell.kind, source: cell.source,
                isDamaged: cell.isDamaged || leaves.count < cell.leaves.count, leaves: leaves,
                bindings: cell.bindings, elaboration: cell.elaboration)
        }
    }
}

extension Desk {
    private func storedGraph(_ hash: ContentHash) throws -> Graph {
        guard let graph = try archive.graph(hash) else {
            throw Fault(.defect, "the archive has lost the graph \(hash.short)")
        }
        return graph
    }

    /// The record of a stored run, its graphs read and its recipe checked against its id.
    func record(of run: StoredRun) throws -> RunRecord {
        let graph = try storedGraph(run.graph)
        let recipe = Recipe(graph: graph, inputs: run.inputs, seeds: run.seeds, question: run.question)
        let record = RunRecord(
            recipe: recipe, target: run.target, wrt: run.wrt, through: run.through, results: run.results,
            derivative: try run.derivative.map { KeptGraph(try storedGraph($0), hash: $0) }, names: run.names,
            position: run.position, numerics: run.numerics, microseconds: run.microseconds)
        guard record.id == run.id else { throw Fault(.defect, "run \(run.id.short) does not match its recipe") }
        return record
    }

    /// Keeps the derivative graphs of runs whose cells compute today what they recorded: today's rules are right for these,
    /// and later ones shall not be asked.
    fileprivate func keepDerivatives(of cell: JournalCell) throws {
        for run in try archive.runsOfCell(session: cell.session, cell: cell.number) where run.derivative == nil {
            let bound = cell.bindings.filter { $0.run == run.id }.map(\.hash)
            guard Set(run.results).isSubset(of: bound) else { continue }
            try archive.keep(KeptGraph(record(of: run).recipe.derivativeGraph()), ofRun: run.row)
        }
    }
}

/// One session in memory. Requests that change it run in its lane, one after the other; the lock only makes that certain.
final class SessionBox: Sendable {
    let name: String
    /// Whether no archive keeps it.
    let isScratch: Bool
    /// Cells of the journal that do not elaborate as they did; known without waiting for what the session computes.
    let setAside: [SetAsideCell]
    private let state: Mutex<State>

    private struct State {
        var session: Session
        var isKept: Bool
        /// Arrays of a scratch session, which no archive holds.
        var contents: [ContentHash: Tensor] = [:]
    }

    init(_ session: Session, isScratch: Bool = false, isKept: Bool = false) {
        name = session.name
        self.isScratch = isScratch
        setAside = session.setAside
        state = Mutex(State(session: session, isKept: isKept))
    }

    /// Reads or computes with the session.
    func use<Result: Sendable>(_ body: (inout Session) throws -> sending Result) throws -> Result {
        try state.withLock { try body(&$0.session) }
    }

    /// Runs operations on the session and keeps their events; when they cannot be kept, the session is as before.
    func change<Result: Sendable>(
        in archive: Archive, _ body: (inout Session) throws -> sending (events: [Event], result: Result)
    ) throws -> Result {
        try state.withLock { state in
            let before = state.session.checkpoint
            do {
                let (events, result) = try body(&state.session)
                if isScratch {
                    for case .cellRan(_, _, let contents) in events {
                        for content in contents { state.contents[content.hash] = content.tensor }
                    }
                } else {
                    let opening: [Event] =
                        state.isKept
                        ? []
                        : [.sessionOpened(name: name, folder: state.session.folder, parent: state.session.parent)]
                    try archive.append(opening + events)
                    state.isKept = true
                    state.session.forgetUnnamed()
                }
                return result
            } catch {
                state.session.restore(before)
                throw error
            }
        }
    }

    /// An array of a scratch session.
    func content(_ hash: ContentHash) -> Tensor? { state.withLock { $0.contents[hash] } }
}
