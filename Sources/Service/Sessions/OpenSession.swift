import Archive
import Evaluation
import Notebook
import Tensors

extension NotebookService {
    /// The session of this name: from memory, from the journal, or new. A new one takes its name with its first event:
    /// whoever only looks at it leaves the name free.
    /// - Parameter folder: where a new one reads its files from.
    /// - Parameter context: computes what a cell gives whose record does not say what it elaborated to.
    func session(named name: String, folder: String?, in context: ComputeContext) throws -> SessionHandle {
        if let handle = sessions.handle(of: name) { return handle }
        guard let summary = try archive.session(named: name) else {
            return try SessionHandle(Session(name: name, folder: folder), memory: memory)
        }
        var session = Session(name: name, folder: summary.folder, parent: summary.parent)
        try rebuild(&session, from: archive.journal(of: name), in: context)
        return try sessions.add(SessionHandle(session, isKept: true, memory: memory))
    }

    /// Rebuilds a session from its journal, and keeps what was found out about its cells on the way.
    func rebuild(_ session: inout Session, from journal: [JournalCell], in context: ComputeContext) throws {
        let found = try session.replayJournal(journal, in: context)
        guard !found.isEmpty, archive.isWritable else { return }
        do {
            for cell in journal where found[cell.number]?.isProven == true { try keepDerivatives(of: cell.record) }
            try archive.keep(
                journal.compactMap { cell in found[cell.number].map { (cell.record.session, cell.number, $0) } })
        } catch {
            // No room, for example: the session is what it is, and the next opening finds the same out again.
        }
    }

    /// Keeps the derivative graphs of runs whose cells compute today what they recorded: today's rules are right for these,
    /// and later ones shall not be asked.
    private func keepDerivatives(of cell: CellRecord) throws {
        for execution in try archive.runsOfCell(session: cell.session, cell: cell.number)
        where execution.derivative == nil {
            let bound = cell.bindings.filter { $0.run == execution.run.id }.map(\.hash)
            guard Set(execution.results).isSubset(of: bound), let row = execution.kept?.row else { continue }
            let run = try recorded(execution)
            try archive.keep(KeptGraph(run.run.recipe.question.derivative(of: run.graph)), ofRun: row)
        }
    }

    /// Runs operations on a session and keeps their events; see `SessionHandle.change`. A new session is seen by others from here
    /// on, so that its first cell can be asked about while it is computed; when that fails, its name is free again.
    func change<Result: Sendable>(
        _ handle: SessionHandle, stoppedBy cancel: CancelFlag,
        _ body: (inout Session) throws -> (events: [Event], result: Result)
    ) throws -> Result {
        guard !handle.isScratch else { return try handle.change(in: archive, stoppedBy: cancel, body) }
        _ = try sessions.add(handle)
        do {
            return try handle.change(in: archive, stoppedBy: cancel, body)
        } catch {
            if !handle.isKept { sessions.remove(handle) }
            throw error
        }
    }

    /// Makes a session whose first events are `events`, in memory and archive together or in neither.
    /// - Throws: `Fault.refused` when there is one of this name; what `build` throws, and what the archive refuses.
    func makeSession<Result: Sendable>(
        _ session: Session, stoppedBy cancel: CancelFlag,
        _ build: (inout Session) throws -> (events: [Event], result: Result)
    ) throws -> Result {
        try sessions.make(session.name) {
            guard try archive.session(named: session.name) == nil else { throw SessionRegistry.taken(session.name) }
            let handle = try SessionHandle(session, memory: memory)
            return (handle, try handle.change(in: archive, stoppedBy: cancel, build))
        }
    }

    /// A name that a session may have.
    /// - Throws: `Fault.argument`
    static func checkedName(_ name: String) throws -> String {
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "._-".unicodeScalars.contains(scalar))
        }
        guard (1...64).contains(name.utf8.count), isPlain else {
            throw Fault(.argument, "a session's name is 1 to 64 letters, digits, dots, underscores or dashes")
        }
        return name
    }

    /// What to answer where no session has the name.
    static func noSession(_ name: String) -> Fault {
        Fault(.notFound, "there is no session \(name)", hint: "sessions lists them")
    }
}
