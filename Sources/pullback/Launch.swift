@preconcurrency import Glibc
import Wire

/// Finds the daemon, and starts one where none runs.
struct Launch {
    let setting: Setting

    /// How long a daemon that was started may take until it accepts a connection.
    private static let patience: ContinuousClock.Duration = .seconds(10)

    /// How long to wait for a daemon that is starting before the next try: a small part of what it takes.
    private static let pollMicroseconds: UInt32 = 1000

    /// How long to wait for a daemon that is on its way out before the next try.
    private static let busyMicroseconds: UInt32 = 200_000

    /// `POSIX_SPAWN_SETSID`, which glibc declares for GNU programs only.
    private static let newSession: Int32 = 0x80

    /// A connection to the daemon, attached to the session that was asked for.
    /// - Parameter makesSessions: whether what is sent may make one, which then loads files from the folder that this runs in.
    static func connect(_ setting: Setting, makesSessions: Bool = false) throws(Failure) -> Connection {
        var connection = try Launch(setting: setting).connect()
        // A folder that has no name, or is gone, is none; a daemon of an earlier version knows nothing of it.
        if makesSessions, let folder = try? Files.real(".") {
            try connection.exchange(Request(.set, options: ["folder": folder])) { _ in }
        }
        if let session = setting.session { try connection.command(Request(.session, words: [session])) }
        return connection
    }

    private func connect() throws(Failure) -> Connection {
        if let folder = setting.paths.runtimeFolder {
            do throws(PathError) {
                try RuntimeFolder.prepare(folder)
            } catch {
                throw Failure(.noDaemon, error.message)
            }
        }
        if let connection = try Connection(setting.paths.socket) {
            guard setting.mayStart, connection.greeting?.isOlder == true else { return connection }
            try retire(connection)
        }
        guard setting.mayStart else { throw Failure(.noDaemon, "no daemon listens at \(setting.paths.socket)") }
        return try start()
    }

    /// Has a daemon of an earlier version stop, if it is idle; one that works for somebody is left alone.
    private func retire(_ connection: consuming Connection) throws(Failure) {
        let version = connection.greeting?.server ?? ""
        do throws(Failure) {
            try connection.command(Request(.shutdown, options: ["idle": "1"]))
        } catch {
            throw Failure(
                .busy,
                "the daemon is version \(version), older than this client's \(Greeting.packageVersion), and "
                    + "\(error.message); try again later, or use it as it is with --no-start")
        }
    }

    /// Of many clients that find no daemon at the same time, one starts it; the others wait for the lock and then
    /// find it running.
    private func start() throws(Failure) -> Connection {
        let lock = open(setting.paths.startLock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else {
            throw Failure(.noDaemon, "cannot open \(setting.paths.startLock): \(Files.reason)")
        }
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 {
            guard errno == EINTR else { throw Failure(.noDaemon, "cannot lock the start: \(Files.reason)") }
        }
        if let connection = try Connection(setting.paths.socket) { return connection }

        let logStart = Launch.size(of: setting.paths.log)
        var process = try spawn()
        var isBusy = false
        let deadline = ContinuousClock.now + Launch.patience
        while ContinuousClock.now < deadline {
            if let connection = try Connection(setting.paths.socket) { return connection }
            if let code = Launch.exitCode(of: &process) {
                isBusy = code == Status.busy.rawValue
                guard isBusy else {
                    throw Failure(.noDaemon, "the daemon ended with code \(code)", details: logTail(from: logStart))
                }
                // Another daemon holds socket or archive: one that is just starting, or one that is on its way out.
                usleep(Launch.busyMicroseconds)
                process = try spawn()
            }
            usleep(Launch.pollMicroseconds)
        }
        throw Failure(isBusy ? .busy : .noDaemon, "the daemon does not listen", details: logTail(from: logStart))
    }

    /// Starts the daemon in a session of its own, so that neither the terminal nor the client takes it along. What it is to
    /// use stands in its environment: without arguments it need not make ready to read any, a sixth of its start.
    private func spawn() throws(Failure) -> pid_t {
        let daemon = Launch.executable
        var places = ["PULLBACK_SOCKET": Files.absolute(setting.paths.socket)]
        if let archive = setting.paths.archive { places["PULLBACK_ARCHIVE"] = Files.absolute(archive) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, setting.paths.log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // The daemon outlives whoever called the client: a pipe that it held open would keep the caller waiting.
        for descriptor in (STDERR_FILENO + 1)..<1024 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }

        // The client ignores SIGPIPE, and what is ignored is inherited.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(Launch.newSession | POSIX_SPAWN_SETSIGDEF))

        let variables: [UnsafeMutablePointer<CChar>?] = Launch.variables(with: places).map { strdup($0) } + [nil]
        let words = [strdup(daemon), nil]
        defer { for pointer in variables + words { free(pointer) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, daemon, &actions, &attributes, words, variables)
        guard code == 0 else {
            throw Failure(.noDaemon, "cannot start \(daemon): \(String(cString: strerror(code)))")
        }
        return process
    }

    /// This process's environment with other values for some names, as lines `NAME=value`.
    private static func variables(with values: [String: String]) -> [String] {
        var lines = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        var entry = environ
        while let pointer = entry.pointee {
            let line = String(cString: pointer)
            if values[String(line.prefix { $0 != "=" })] == nil { lines.append(line) }
            entry += 1
        }
        return lines
    }

    /// `PULLBACK_DAEMON`, or `pullbackd` beside this executable, or on the `PATH`.
    private static var executable: String {
        if let chosen = environment("PULLBACK_DAEMON") { return chosen }
        if let own = try? Files.real("/proc/self/exe") {
            let neighbour = "\(Files.split(own).folder)/pullbackd"
            if access(neighbour, X_OK) == 0 { return neighbour }
        }
        return "pullbackd"
    }

    /// The code of a process that has ended; asked once, since then it is gone.
    private static func exitCode(of process: inout pid_t) -> Int32? {
        var status: Int32 = 0
        guard process > 0, waitpid(process, &status, WNOHANG) == process else { return nil }
        process = 0
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The last lines that the daemon wrote since it was started.
    private func logTail(from start: Int) -> [String] {
        guard let bytes = try? Files.read(setting.paths.log, limit: 1 << 26) else { return [] }
        return String(decoding: bytes.dropFirst(start), as: UTF8.self).split(separator: "\n").suffix(5).map(String.init)
    }
}
