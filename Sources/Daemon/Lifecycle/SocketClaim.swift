import Glibc
import Synchronization
import Wire

/// The right to listen at a socket's path: the lock beside it, held for the daemon's life.
///
/// Only the holder of the lock removes a socket, and only a socket that nobody listens at; any other file stays.
/// The lock file itself is never removed: another daemon may be waiting for it.
public final class SocketClaim: Sendable {
    /// What the file system says of a file: the same pair is the same file.
    private struct Identity: Equatable {
        var device: UInt
        var inode: UInt
    }

    /// The socket's path.
    public let path: String
    private let lock: Int32
    private let bound = Mutex<Identity?>(nil)

    /// Checks the socket's folder and what stands at its path, and takes the lock.
    /// - Throws: code 73 when the folder, or what stands there, cannot be used; 75 when another daemon runs.
    public init(_ paths: SocketPaths) throws(StartupFailure) {
        path = paths.socket
        do throws(PathError) {
            try RuntimeFolder.makeParents(of: paths.socket)
            if let folder = paths.runtimeFolder { try RuntimeFolder.prepare(folder) }
        } catch {
            throw StartupFailure(message: error.message, exitCode: 73)
        }
        lock = open(paths.lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw .system("cannot open the lock \(paths.lock)") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let failure =
                errno == EWOULDBLOCK
                ? StartupFailure(message: "another daemon runs at \(path)", exitCode: 75)
                : StartupFailure.system("cannot lock \(paths.lock)")
            close(lock)
            throw failure
        }
        do throws(StartupFailure) {
            _ = try SocketClaim.socket(at: path)
        } catch {
            close(lock)
            throw error
        }
    }

    deinit { close(lock) }

    /// Puts a socket at the path, in place of one that a dead daemon left behind.
    /// - Returns: the socket, bound and not listening yet; the caller closes it.
    func bind() throws(StartupFailure) -> Int32 {
        try removeStale()
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw .system("cannot make a socket") }
        // On Linux the file gets the mode of the socket: 0600 from its first moment, whatever the umask.
        guard fchmod(socket, 0o600) == 0, withSocketAddress(of: path, { Glibc.bind(socket, $0, $1) }) == 0,
            let identity = try SocketClaim.socket(at: path)
        else {
            let failure = StartupFailure.system("cannot make the socket \(path)")
            close(socket)
            throw failure
        }
        bound.withLock { $0 = identity }
        return socket
    }

    /// Removes the socket, if it is still the one that was bound here.
    func remove() {
        let identity = bound.withLock { bound in
            defer { bound = nil }
            return bound
        }
        guard let identity, (try? SocketClaim.socket(at: path)) == identity else { return }
        unlink(path)
    }

    private func removeStale() throws(StartupFailure) {
        guard try SocketClaim.socket(at: path) != nil else { return }
        // Whoever listens here without our lock is no daemon of ours, and not ours to remove.
        let type = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let probe = Glibc.socket(AF_UNIX, Int32(type), 0)
        guard probe >= 0 else { throw .system("cannot make a socket") }
        defer { close(probe) }
        guard withSocketAddress(of: path, { connect(probe, $0, $1) }) != 0, errno == ECONNREFUSED else {
            throw StartupFailure(message: "something else listens at \(path)", exitCode: 75)
        }
        guard unlink(path) == 0 else { throw .system("cannot remove the stale socket \(path)") }
    }

    /// The socket at a path, `nil` when there is nothing.
    /// - Throws: when something else is there.
    private static func socket(at path: String) throws(StartupFailure) -> Identity? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .system("cannot read \(path)") }
            return nil
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw StartupFailure(message: "\(path) is not a socket; it stays, name another with --socket", exitCode: 73)
        }
        return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
    }
}

extension StartupFailure {
    /// A failure of the file system, with what `errno` says.
    static func system(_ what: String) -> StartupFailure {
        StartupFailure(message: "\(what): \(String(cString: strerror(errno)))", exitCode: 73)
    }
}
