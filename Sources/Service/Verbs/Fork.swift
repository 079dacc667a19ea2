import Notebook
import Tensors

/// A session to branch off.
public struct ForkRequest: Sendable {
    let parent: String
    let cell: Int
    let name: String?

    /// A session that shares the cells of `parent` up to `cell`; without a name one is made up.
    public init(parent: String, cell: Int, name: String?) {
        self.parent = parent
        self.cell = cell
        self.name = name
    }
}

/// A session that was made from something else.
public struct MadeSession: Sendable {
    /// Its name.
    public let name: String
    /// The number of its last cell.
    public let cells: Int
}

extension RequestContext {
    /// Makes a session that shares the first cells of another.
    public func fork(_ request: ForkRequest) throws -> MadeSession {
        let (parent, cell) = (request.parent, request.cell)
        guard let summary = try archive.session(named: parent) else { throw NotebookService.noSession(parent) }
        guard cell <= summary.cellCount else {
            let cells = summary.cellCount == 1 ? "1 cell" : "\(summary.cellCount) cells"
            throw Fault(.notFound, "session \(parent) has \(cells)", hint: "at= names one of them")
        }
        let name = try NotebookService.checkedName(request.name ?? freeName(parent, cell))
        let origin = Event.Parent(session: parent, cell: cell)
        let compute = compute
        let fork = Session(name: name, folder: summary.folder, parent: origin)
        try service.makeSession(fork, stoppedBy: cancel) { session in
            try service.rebuild(&session, from: archive.journal(of: parent, through: cell), in: compute)
            return ([], ())
        }
        return MadeSession(name: name, cells: cell)
    }

    /// `NAME-CELL`, or with a further number when that is taken.
    private func freeName(_ parent: String, _ cell: Int) throws -> String {
        var name = "\(parent)-\(cell)"
        var number = 2
        while try archive.session(named: name) != nil || service.sessions.isTaken(name) {
            name = "\(parent)-\(cell)-\(number)"
            number += 1
        }
        return name
    }
}
