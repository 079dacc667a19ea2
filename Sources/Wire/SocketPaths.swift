import Glibc

/// Why a path cannot be used, as one sentence for a person.
public struct PathError: Error, Equatable, Sendable {
    /// The sentence.
    public var message: String
}

/// Where the socket, the files beside it, and the archive live. Client and daemon compute the same from the same
/// environment.
///
/// | file | place |
/// |---|---|
/// | socket | `--socket`, or `PULLBACK_SOCKET`, or `$XDG_RUNTIME_DIR/pullback/socket`, or `/tmp/pullback-UID/socket` |
/// | lock, start lock, log | beside the socket |
/// | archive | `--archive`, or `PULLBACK_ARCHIVE`, or `pullback/archive.sqlite` in the state folder |
/// | history | `pullback/history` in the state folder |
///
/// The state folder is `$XDG_STATE_HOME`, or `$HOME/.local/state`. As the XDG specification says, a variable that is
/// empty or relative counts as not set.
public struct SocketPaths: Equatable, Sendable {
    /// The Unix-domain socket, at most ``Limits/maxSocketPath`` bytes.
    public var socket: String
    /// The folder that has to pass ``RuntimeFolder/prepare(_:)``; `nil` where the user named a socket, since then
    /// its folder is the user's choice.
    public var runtimeFolder: String?
    /// The archive; `nil` when neither an option nor the environment says where it is.
    public var archive: String?
    /// Lines typed at the prompt; `nil` when there is no state folder.
    public var history: String?

    /// Held by the daemon for its life.
    public var lock: String { socket + ".lock" }
    /// Held by a client while it starts a daemon.
    public var startLock: String { socket + ".start" }
    /// What a daemon that a client started has to say.
    public var log: String {
        guard let slash = socket.utf8.lastIndex(of: 0x2F) else { return "daemon.log" }
        return String(socket[...slash]) + "daemon.log"
    }

    /// - Parameters:
    ///   - environment: the process's.
    ///   - uid: whose daemon it is.
    ///   - socket: overrides the environment.
    ///   - archive: overrides the environment.
    ///   - folderExists: whether a folder is there; a runtime folder that is announced but missing is passed over.
    /// - Throws: when the socket's path is too long for `sun_path`.
    public init(
        environment: [String: String], uid: UInt32 = getuid(), socket: String? = nil, archive: String? = nil,
        folderExists: (String) -> Bool = RuntimeFolder.exists
    ) throws(PathError) {
        func folder(_ key: String) -> String? { environment[key].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        func named(_ key: String) -> String? { environment[key].flatMap { $0.isEmpty ? nil : $0 } }
        let state = (folder("XDG_STATE_HOME") ?? folder("HOME").map { "\($0)/.local/state" }).map { "\($0)/pullback" }
        self.archive = archive ?? named("PULLBACK_ARCHIVE") ?? state.map { "\($0)/archive.sqlite" }
        self.history = state.map { "\($0)/history" }
        if let chosen = socket ?? named("PULLBACK_SOCKET") {
            self.socket = chosen
        } else {
            let runtime = folder("XDG_RUNTIME_DIR").flatMap { folderExists($0) ? "\($0)/pullback" : nil }
            let place = runtime ?? "/tmp/pullback-\(uid)"
            self.runtimeFolder = place
            self.socket = "\(place)/socket"
        }
        let length = self.socket.utf8.count
        guard (1...Limits.maxSocketPath).contains(length) else {
            throw PathError(
                message: "the socket's path is \(length) bytes long, a socket takes \(Limits.maxSocketPath): "
                    + "\(self.socket); name a shorter one with --socket or PULLBACK_SOCKET")
        }
    }
}

/// The folder of the socket. It is the boundary that keeps other users out, since a socket gets its permissions only
/// after it is bound; so it has to be a real folder, of this user, with mode 0700.
public enum RuntimeFolder {
    /// Makes the folder where it is missing, then checks it.
    /// - Throws: when it cannot be made, is a link or no folder, belongs to another user, or lets others in.
    public static func prepare(_ path: String) throws(PathError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw PathError(message: "cannot make the folder \(path): \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard lstat(path, &status) == 0 else {
            throw PathError(message: "cannot read the folder \(path): \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw PathError(message: "\(path) is not a folder, or is a link; remove it")
        }
        guard status.st_uid == getuid() else {
            throw PathError(message: "\(path) belongs to user \(status.st_uid), not to you (\(getuid()))")
        }
        let mode = status.st_mode & 0o7777
        guard mode == 0o700 else {
            throw PathError(message: "\(path) has mode 0\(String(mode, radix: 8)), not 0700; others could come in")
        }
    }

    /// Whether a folder is there.
    public static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes the folder of a file, and the folders above it, where they are missing.
    /// - Throws: when one cannot be made.
    public static func makeParents(of file: String) throws(PathError) {
        var path = file.utf8.first == 0x2F ? "" : "."
        for name in file.split(separator: "/").dropLast() {
            path += "/\(name)"
            if mkdir(path, 0o700) != 0, errno != EEXIST {
                throw PathError(message: "cannot make the folder \(path): \(String(cString: strerror(errno)))")
            }
        }
    }
}
