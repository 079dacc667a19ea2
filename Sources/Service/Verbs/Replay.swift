import Archive
import Notebook
import Tensors

/// Something to compute again: a run, or every cell of a session.
public struct ReplayRequest: Sendable {
    let reference: String

    /// A reference to a run, or the name of a session.
    public init(reference: String) { self.reference = reference }
}

/// What computing again gave.
public enum ReplayAnswer: Sendable {
    /// Of one run.
    case run(RunReplay)
    /// Of a session.
    case session(SessionReplay)
}

/// One run that was computed again.
public struct RunReplay: Sendable {
    /// The execution.
    public let recorded: RecordedRun
    /// What it gives now.
    public let report: ReplayReport
    /// What to know of its numbers.
    public let notes: [String]
}

/// A session whose cells were run again.
public struct SessionReplay: Sendable {
    /// What was found on the way.
    public enum Finding: Sendable {
        /// A cell that was set aside; its runs are computed alone.
        case aside(SetAsideCell)
        /// A name that a cell binds to something else.
        case binding(cell: Int, name: String, node: String, was: ContentHash, found: ContentHash)
        /// A run of a cell that was set aside, and what computing it gave.
        case run(cell: Int, RecordedRun, ReplayReport)
    }

    /// How many cells there are.
    public let cells: Int
    /// How many runs were computed.
    public let runs: Int
    /// How many results are not what they were.
    public let differences: Int
    /// In the order of the cells.
    public let findings: [Finding]
}

extension RequestContext {
    /// Computes a run, or a session that is kept, again, and compares every bit.
    public func replay(_ request: ReplayRequest) throws -> ReplayAnswer {
        let reference = request.reference
        if try archive.session(named: reference) != nil, try snapshot().run(named: reference) == nil {
            return .session(try replaySession(reference))
        }
        let recorded = try recorded(reference)
        return .run(
            RunReplay(recorded: recorded, report: try recorded.replay(in: compute), notes: try notes(of: recorded)))
    }

    /// Runs every cell of a session again, in a session that no archive keeps, from the contents that it read then.
    private func replaySession(_ name: String) throws -> SessionReplay {
        let aside = try session(named: name).snapshot.setAside
        let cells = try archive.journal(of: name)
        var scratch = Session(name: name)
        let compute = compute
        var (runs, differences) = (0, 0)
        var findings: [SessionReplay.Finding] = []
        for cell in cells {
            try checkCancellation()
            if let aside = aside.first(where: { $0.number == cell.number }) {
                findings.append(.aside(aside))
                for execution in try archive.runsOfCell(session: name, cell: cell.number) {
                    let recorded = try service.recorded(execution)
                    let report = try recorded.replay(in: compute)
                    runs += 1
                    differences += report.differences.count
                    findings.append(.run(cell: cell.number, recorded, report))
                }
                // Later cells use its names, which are what the journal says.
                try scratch.replayJournal([cell], in: compute)
                continue
            }
            let outcome = try scratch.run(again: cell, in: compute)
            runs += outcome.runs.count
            for (found, expected) in zip(outcome.cell.bindings, cell.record.bindings)
            where found.hash != expected.hash {
                differences += 1
                findings.append(
                    .binding(
                        cell: cell.number, name: found.name, node: scratch.node(of: found.name) ?? "an input",
                        was: expected.hash, found: found.hash))
            }
            report(.cell(cell.number, of: cells.count))
        }
        return SessionReplay(cells: cells.count, runs: runs, differences: differences, findings: findings)
    }
}
