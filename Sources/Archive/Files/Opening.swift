import GRDB
import Glibc

/// The way from a path to a file that is known to be an archive of this release, or to a refusal that left it as it was.
struct Opening {
    /// The database file.
    let path: String
    /// What an archive is to have; a test may pass another.
    let schema: Schema

    private var logPath: String { path + "-wal" }

    // MARK: - Looking without touching

    /// Reads the first page's header, which SQLite documents at sqlite.org/fileformat.html, instead of opening the file:
    /// SQLite may change a database that it opens.
    /// - Returns: whether there is an archive; an absent or empty file is none.
    /// - Throws: `ArchiveError.linked`, `.lost`, `.notADatabase`, `.foreign`, `.newer`, `.corrupt`
    func inspectHeader() throws -> Bool {
        let logIsEmpty = try (Files.size(of: logPath) ?? 0) == 0
        guard let size = try Files.size(of: path), size > 0 else {
            // SQLite would apply the log of a lost database to a new one.
            guard logIsEmpty else { throw ArchiveError.corrupt("\(path) is missing, but its log \(logPath) is there") }
            guard !Files.isLink(path) else { throw ArchiveError.lost(path: path) }
            return false
        }
        guard try Files.linkCount(of: path) == 1 else { throw ArchiveError.linked(path: path) }
        let header = try OpenFile(path, O_RDONLY).read(100)
        guard header.count == 100, header.starts(with: "SQLite format 3\0".utf8) else {
            throw ArchiveError.notADatabase(path: path)
        }
        func number(_ offset: Int) -> Int { header[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        try check(application: number(68), version: number(60))
        let pageSize = Int(header[16]) << 8 | Int(header[17])
        let wanted = number(28) * (pageSize == 1 ? 65_536 : pageSize)
        // An unfinished checkpoint may leave it shorter while the log still has the rest.
        guard size >= wanted || !logIsEmpty else {
            throw ArchiveError.corrupt("\(path) is cut short: \(size) bytes of \(wanted)")
        }
        return true
    }

    /// Takes back a change that was cut off before it was committed. Only releases that made an archive in place, and
    /// turned its log on afterwards, left one; a read-only connection could not look past it.
    func rollBack() throws {
        guard try (Files.size(of: path + "-journal") ?? 0) > 0 else { return }
        let queue = try DatabaseQueue(path: path)
        _ = try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA schema_version") }
        try queue.close()
    }

    /// What the header cannot tell: the log may hold a later version, and after an unclean stop pages may be torn.
    /// A read-only connection never writes to the database or its log.
    func inspectContents(afterCleanStop: Bool) throws {
        let logIsEmpty = try (Files.size(of: logPath) ?? 0) == 0
        if afterCleanStop && logIsEmpty { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { database in
            try check(
                application: Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                version: Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0)
            guard !afterCleanStop else { return }
            let findings = try String.fetchAll(database, sql: "PRAGMA quick_check(5)")
            guard findings == ["ok"] else { throw ArchiveError.corrupt(findings.joined(separator: "; ")) }
        }
        try queue.close()
    }

    private func check(application: Int, version: Int) throws {
        guard application == Schema.applicationID, version > 0 else { throw ArchiveError.foreign(path: path) }
        guard version <= schema.version else { throw ArchiveError.newer(path: path, version: version) }
    }

    // MARK: - Making and migrating

    /// Makes an empty archive under another name and renames it, so that a half-made one is never found here.
    func create() throws {
        let unfinished = path + ".new"
        for suffix in ["", "-journal", "-wal", "-shm"] { try Files.remove(unfinished + suffix) }
        // For its owner only, as SQLite's log will be too: it copies the mode.
        _ = try OpenFile(unfinished, O_RDWR | O_CREAT)
        let queue = try DatabaseQueue(path: unfinished)
        try queue.inDatabase { database in
            try database.inTransaction {
                try database.execute(sql: schema.creation)
                return .commit
            }
            // Before anybody can find it: killed while the mode changes, it would lie there with half a change.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
        try Files.move(unfinished, to: path)
    }

    /// Brings an older archive to the present version in one transaction, after a copy of it was made beside it.
    func migrate(_ database: Database) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard (1..<schema.version).contains(version) else { return }
        let copy = "\(path).version\(version)"
        for leftover in [copy, copy + "-journal"] { try Files.remove(leftover) }
        try database.execute(sql: "VACUUM INTO ?", arguments: [copy])
        try OpenFile(copy, O_RDONLY).sync()
        try Files.syncFolder(Files.parent(of: copy))
        try database.inTransaction(.exclusive) {
            for next in schema.migrations[(version - 1)...] { try database.execute(sql: next) }
            return .commit
        }
    }

    /// Opens the one writer and its readers.
    func pool() throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "archive"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            // Only the writer checkpoints, and only when told to: see `Archive.checkpoint`.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            try migrate(database)
            // GRDB has set NORMAL by now, under which a commit may be lost when the power is.
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return pool
    }
}
