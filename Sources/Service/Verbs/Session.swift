import Notebook
import Tensors

/// A session to look at or to attach to.
public struct SessionRequest: Sendable {
    let name: String?
    let folder: String?

    /// The session of this name, else the one that the request works in; `folder` is where its cells load files from, from
    /// now on.
    public init(name: String?, folder: String?) {
        self.name = name
        self.folder = folder
    }
}

/// A session.
public struct SessionAnswer: Sendable {
    /// Its name.
    public let name: String
    /// The number of its last cell.
    public let cells: Int
    /// Cells that do not elaborate as they did when they ran.
    public let setAside: [SetAsideCell]
    /// The folder that it was given.
    public let folder: String?
}

extension RequestContext {
    /// A session, made when it is given a folder; else a new one is kept from its first cell on.
    public func session(_ request: SessionRequest) throws -> SessionAnswer {
        let handle = try request.name.map { try session(named: NotebookService.checkedName($0)) } ?? session()
        if let folder = request.folder {
            try service.change(handle, stoppedBy: cancel) { session in ([try session.load(from: folder)], ()) }
        }
        let snapshot = handle.snapshot
        return SessionAnswer(
            name: handle.name, cells: snapshot.cellCount, setAside: snapshot.setAside, folder: request.folder)
    }
}
