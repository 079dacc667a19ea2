import GRDB
import Tensors

/// What the archive cannot do, and why. Every case has its sentence in `description`, without a final full stop.
public enum ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another daemon holds the archive.
    case locked(path: String)
    /// A database file with further names; it was not touched.
    case linked(path: String)
    /// No database, or an empty one, where an archive has been.
    case lost(path: String)
    /// A database of another program; it was not touched.
    case foreign(path: String)
    /// An archive of a later release; it was not touched.
    case newer(path: String, version: Int)
    /// A file that is no database; it was not touched.
    case notADatabase(path: String)
    /// No room on the file system. Nothing was stored; reads go on, and so do writes when there is room again.
    case full
    /// The operating system failed to read or write.
    case io(String)
    /// Stored bytes are not what they were.
    case corrupt(String)
    /// Writes are off until the daemon restarts.
    case readOnly(because: String)
    /// Another program holds the write lock, and has for longer than the busy timeout.
    case busy
    /// Understood but not allowed: an event that contradicts the journal, a write through the query door.
    case refused(String)
    /// No such session or run.
    case notFound(String)
    /// A prefix that several run ids share, of which `candidates` has up to five.
    case ambiguous(prefix: String, candidates: [ContentHash], more: Bool)
    /// More time, rows or memory than allowed.
    case limit(String)
    /// Whoever wanted something recorded wants it no more; nothing was.
    case stopped
    /// What SQLite says about a query.
    case sql(String)
    /// A defect of this program.
    case defect(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .locked(let path): "the archive \(path) is in use by another daemon"
        case .linked(let path):
            "\(path) has another name by a hard link, and a daemon by that name would not see this one's log; "
                + "remove the other name, or make a copy instead"
        case .lost(let path):
            "\(path) is missing or empty, but an archive was there; put it back from a copy, or, to begin a new one, "
                + "remove \(path) and \(path).lock"
        case .foreign(let path): "\(path) is a database of another program; it was left as it is"
        case .newer(let path, let version):
            "\(path) has version \(version), and this release reads up to \(Schema.present.version); it was left as it is"
        case .notADatabase(let path): "\(path) is not a database; it was left as it is"
        case .full: "no room is left on the archive's file system; nothing was stored, and history can still be read"
        case .io(let message): "the archive's file system failed: \(message)"
        case .corrupt(let message): "the archive is damaged: \(message)"
        case .readOnly(let reason): "the archive is read-only until the daemon restarts: \(reason)"
        case .busy: "another program is writing to the archive, which only pullbackd may"
        case .refused(let message), .notFound(let message), .limit(let message), .sql(let message): message
        case .stopped: "the request was stopped"
        case .ambiguous(let prefix, let candidates, let more):
            "\(prefix) could be \(candidates.map { $0.description.prefix(16) }.joined(separator: ", "))"
                + (more ? " and others" : "") + "; give more digits"
        case .defect(let message): "defect in the archive: \(message)"
        }
    }
}

extension ArchiveError {
    /// What an error of GRDB, of a file or of a tensor means for the archive.
    init(_ error: any Error) {
        switch error {
        case let error as ArchiveError: self = error
        case let error as FileFault: self = error.isFull ? .full : .io(error.description)
        case let error as DatabaseError: self.init(sqlite: error)
        default: self = .defect("\(error)")
        }
    }

    private init(sqlite error: DatabaseError) {
        let message = error.message ?? "\(error.resultCode)"
        switch (error.resultCode, error.extendedResultCode) {
        // The shared memory beside the log grows by a write, which fails when there is no room.
        case (.SQLITE_FULL, _), (_, .SQLITE_IOERR_SHMSIZE): self = .full
        case (_, .SQLITE_IOERR_NOMEM), (.SQLITE_NOMEM, _): self = .limit("the archive ran out of memory")
        case (.SQLITE_IOERR, _), (.SQLITE_CANTOPEN, _), (.SQLITE_PERM, _), (.SQLITE_READONLY, _):
            self = .io("\(message) (\(error.extendedResultCode))")
        case (.SQLITE_CORRUPT, _), (.SQLITE_NOTADB, _): self = .corrupt(message)
        case (.SQLITE_BUSY, _), (.SQLITE_LOCKED, _): self = .busy
        case (.SQLITE_TOOBIG, _), (.SQLITE_INTERRUPT, _): self = .limit(message)
        case (.SQLITE_CONSTRAINT, _): self = .refused("the archive's schema forbids it: \(message)")
        case (.SQLITE_MISUSE, _): self = .refused("the archive is closed")
        default: self = .defect(message)
        }
    }

    /// Whether the store may have lost something, so that nothing should be written until it was looked at.
    static func endsWriting(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseError:
            [.SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
                && ![.SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_NOMEM].contains(error.extendedResultCode)
        case let error as FileFault: error.isDamage
        default: false
        }
    }
}
