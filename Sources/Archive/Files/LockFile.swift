import Glibc
import Synchronization

/// The file beside the archive that its only daemon holds locked, and that says how the last one stopped.
///
/// It is never removed: another process may be waiting for it. While the archive is open it says `open`, after `close()`
/// it says `clean`; whatever else is found there means that nobody saw the last stop.
final class LockFile: Sendable {
    private static let clean = Array("clean\n".utf8)
    /// Whether the daemon before this one closed the archive.
    let lastStopWasClean: Bool
    /// Whether there has been an archive here: something was said before.
    let wasUsed: Bool
    private let file: Mutex<OpenFile?>

    /// Takes the lock, at once or not at all.
    /// - Throws: `ArchiveError.locked`, `.io`, `.full`
    init(archive path: String) throws {
        let file = try OpenFile(path + ".lock", O_RDWR | O_CREAT)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw errno == EWOULDBLOCK ? ArchiveError.locked(path: path) : ArchiveError(FileFault("lock", path))
        }
        let said = try file.read(16)
        lastStopWasClean = said == LockFile.clean
        wasUsed = !said.isEmpty
        self.file = Mutex(consume file)
    }

    /// Says that from now on the archive may be changed at any moment.
    func markOpen() throws { try say(Array("open \(getpid())\n".utf8)) }

    /// Says that nothing will change any more.
    func markClean() throws { try say(LockFile.clean) }

    /// Lets the next daemon in.
    func release() { file.withLock { $0 = nil } }

    private func say(_ text: [UInt8]) throws {
        try file.withLock { file in try file?.replaceContents(with: text) }
    }
}

/// A lock on the database file itself. The file may have another name, by which it has another `LockFile`: two daemons
/// with a log each would overwrite what the other has stored.
///
/// Taken before SQLite opens the file and released after it has closed it: SQLite's own locks belong to the process, and
/// closing any descriptor of the file lets go of them.
final class DatabaseLock: Sendable {
    private let file: Mutex<OpenFile?>

    /// Takes the lock, at once or not at all.
    /// - Throws: `ArchiveError.locked`, `.linked`, `.io`, `.full`
    init(_ path: String) throws {
        let file = try OpenFile(path, O_RDONLY)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw errno == EWOULDBLOCK ? ArchiveError.locked(path: path) : ArchiveError(FileFault("lock", path))
        }
        guard try Files.linkCount(of: path) == 1 else { throw ArchiveError.linked(path: path) }
        self.file = Mutex(consume file)
    }

    /// Lets another daemon in.
    func release() { file.withLock { $0 = nil } }
}
