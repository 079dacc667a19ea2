import Archive
import Notebook

/// What the service is and does.
public struct StatusAnswer: Sendable {
    /// Seconds since it began.
    public let uptimeSeconds: Int
    /// Threads that compute.
    public let threads: Int
    /// The bit contract that results are computed under.
    public let numerics: String
    /// How much there is.
    public let archive: ArchiveStatus
    /// Names of the sessions in memory.
    public let openSessions: [String]
    /// Cells of these that do not elaborate as they did when they ran.
    public let setAside: [(session: String, cell: SetAsideCell)]
}

extension RequestContext {
    /// What the service is and does.
    public func status() throws -> StatusAnswer {
        let open = service.sessions.handles
        return StatusAnswer(
            uptimeSeconds: Int((Archive.wallClock() - service.startedAt) / 1_000_000), threads: service.threads,
            numerics: service.evaluator.numerics.name, archive: try archive.status(), openSessions: open.map(\.name),
            setAside: open.flatMap { handle in handle.snapshot.setAside.map { (handle.name, $0) } })
    }
}
