import GRDB
import GRDBSQLite
import Glibc
import Notebook
import Synchronization
import Tensors

/// The notebook's memory: one SQLite file, a folder of large arrays beside it, and a lock.
///
///     let archive = try Archive(path: "/home/ada/.local/state/pullback/archive.sqlite")
///     try archive.append([.sessionOpened(name: "main", folder: nil, parent: nil)])
///     try archive.sessions().map(\.name)  // ["main"]
///     try archive.close()
///
/// All functions may be called from any thread and block it. What `append` has returned from survives a crash and the
/// loss of power. Events are only ever added; forks share their parents' cells, nothing is copied.
public final class Archive: Sendable {
    /// The database file.
    public let path: String
    let pool: DatabasePool
    let files: TensorFiles
    /// Submissions that no transaction has taken yet, in order of arrival.
    let waiting = Mutex<[Submission]>([])
    private let clock: @Sendable () -> Int64
    private let lock: LockFile
    private let databaseLock: DatabaseLock
    private let state = Mutex(State.open)

    /// Whether there may be writes.
    private enum State {
        /// Reads and writes.
        case open
        /// Reads only, since something may have been lost.
        case readOnly(reason: String)
        /// Neither.
        case closed
    }

    /// The log is written back when a commit leaves it larger than this, in bytes.
    static let logByteLimit = 64 << 20

    /// Opens the archive at `path`, or makes one, with its folder. After a stop that nobody closed, the file is checked
    /// first, which takes time in proportion to its size.
    /// - Parameter clock: microseconds since 1970 UTC, for events that come without a time.
    /// - Throws: `.locked`, `.linked`, `.lost`, `.foreign`, `.newer`, `.notADatabase`, `.corrupt`: the file is as it was.
    public convenience init(
        path: String, clock: @escaping @Sendable () -> Int64 = Archive.wallClock
    ) throws(ArchiveError) {
        try self.init(path: path, schema: .present, clock: clock)
    }

    init(
        path: String, schema: Schema, clock: @escaping @Sendable () -> Int64 = Archive.wallClock
    ) throws(ArchiveError) {
        self.clock = clock
        do {
            // By whatever name it is opened, its lock, log and arrays are beside the file itself.
            let path = try Files.resolved(path)
            self.path = path
            files = TensorFiles(archive: path)
            let opening = Opening(path: path, schema: schema)
            // Before the lock, so that nothing is put beside a file that is not ours.
            _ = try opening.inspectHeader()
            try Files.makeFolder(Files.parent(of: path))
            lock = try LockFile(archive: path)
            let exists = try opening.inspectHeader()
            if !exists {
                // Somebody's runs were here: an empty archive in their place would look as if nothing were wrong.
                guard !lock.wasUsed else { throw ArchiveError.lost(path: path) }
                try opening.create()
            }
            databaseLock = try DatabaseLock(path)
            if exists {
                try opening.rollBack()
                try opening.inspectContents(afterCleanStop: lock.lastStopWasClean)
            }
            try lock.markOpen()
            try files.prepare()
            pool = try opening.pool()
        } catch {
            throw ArchiveError(error)
        }
    }

    /// Microseconds since 1970 UTC.
    public static func wallClock() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    /// What the injected clock says.
    func now() -> Int64 { clock() }

    /// Ends reading and writing, and lets the next daemon open without a check. A second call does nothing.
    public func close() throws(ArchiveError) {
        let last = state.withLock { state in
            defer { state = .closed }
            return state
        }
        if case .closed = last { return }
        defer {
            databaseLock.release()
            lock.release()
        }
        try guarded {
            // A reader that is still at work keeps the log; the next opening reads on from it.
            if case .open = last { try ignoringBusy { try writeLogBack() } }
            try pool.close()
            if case .open = last { try lock.markClean() }
        }
    }

    /// Writes the log back into the database and empties it: for idle moments. `append` does so past 64 MiB.
    public func checkpoint() throws(ArchiveError) {
        try requireWritable()
        try guarded { try writeLogBack() }
    }

    private func writeLogBack() throws {
        _ = try pool.writeWithoutTransaction { database in try database.checkpoint(.truncate) }
    }

    func ignoringBusy(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        }
    }

    // MARK: - Errors

    /// Why nothing can be written now, if so.
    var readOnlyReason: String? {
        state.withLock { if case .readOnly(let reason) = $0 { reason } else { nil } }
    }

    /// Whether events can be recorded.
    public var isWritable: Bool { if case .open = state.withLock({ $0 }) { true } else { false } }

    /// - Throws: `.readOnly`, `.refused`
    func requireWritable() throws(ArchiveError) {
        switch state.withLock({ $0 }) {
        case .open: return
        case .readOnly(let reason): throw .readOnly(because: reason)
        case .closed: throw .refused("the archive is closed")
        }
    }

    /// - Throws: `.refused`
    func requireOpen() throws(ArchiveError) {
        if case .closed = state.withLock({ $0 }) { throw .refused("the archive is closed") }
    }

    /// Gives every error its meaning, and ends writing after one that may have lost something.
    func guarded<Value>(_ body: () throws -> Value) throws(ArchiveError) -> Value {
        do {
            return try body()
        } catch {
            throw meaning(of: error)
        }
    }

    /// As `guarded`, for errors that were caught elsewhere.
    func meaning(of error: any Error) -> ArchiveError {
        let meaning = ArchiveError(error)
        if ArchiveError.endsWriting(error) {
            state.withLock { if case .open = $0 { $0 = .readOnly(reason: meaning.description) } }
        }
        return meaning
    }

    /// As `guarded`, for errors of a connection that still stands where the error left it.
    func meaning(of error: any Error, on database: Database) -> ArchiveError {
        // SQLite knows one errno for a disk without room; of a quota that is used up it only says that writing failed.
        if let error = error as? DatabaseError, error.extendedResultCode == .SQLITE_IOERR_WRITE,
            Archive.hasNoRoom(database)
        {
            return .full
        }
        return meaning(of: error)
    }

    /// Whether what failed last on database and log failed for want of room.
    private static func hasNoRoom(_ database: Database) -> Bool {
        let connection = database.sqliteConnection
        let codes = [SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER].map { which -> Int32 in
            var file: UnsafeMutablePointer<sqlite3_file>?
            var code: Int32 = 0
            // Safe: the files are the connection's, which is ours for the time of the call, and each answers with an int.
            guard sqlite3_file_control(connection, "main", which, &file) == SQLITE_OK, let file,
                let methods = file.pointee.pMethods, let control = methods.pointee.xFileControl,
                control(file, SQLITE_FCNTL_LAST_ERRNO, &code) == SQLITE_OK
            else { return 0 }
            return code
        }
        let wants: Set = [EDQUOT, ENOSPC]
        return codes.contains { wants.contains($0) } && codes.allSatisfy { $0 == 0 || wants.contains($0) }
    }

    /// One short read of its own.
    func read<Value>(_ body: (Database) throws -> Value) throws(ArchiveError) -> Value {
        try guarded { try pool.read(body) }
    }
}
