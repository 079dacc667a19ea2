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
    private let file: Mutex<OpenFile?>

    /// Takes the lock, at once or not at all.
    /// - Throws: `ArchiveError.locked`, `.io`, `.full`
    init(archive path: String) throws {
        let file = try OpenFile(path + ".lock", O_RDWR | O_CREAT)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw errno == EWOULDBLOCK ? ArchiveError.locked(path: path) : ArchiveError(FileFault("lock", path))
        }
        lastStopWasClean = try file.read(16) == LockFile.clean
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
