@preconcurrency import Glibc
import Wire

extension Connection {
    /// Connects as `options` say: to the daemon that runs, or to one that is started here, attached to the session.
    ///
    /// Of many clients that find no daemon at the same time, one starts it. A daemon of an earlier version is replaced if
    /// it is idle; one that works for somebody is left alone.
    /// - Throws: ``ClientError/noDaemon(_:log:)`` when none runs and none may or can be started,
    ///   ``ClientError/busy(_:log:)`` when one holds socket or archive and does not answer, or is older and at work.
    public static func open(_ options: ConnectionOptions) throws(ClientError) -> Connection {
        var connection = try Launcher(options: options).connect()
        // A daemon of an earlier version knows nothing of it.
        if let folder = options.folder {
            try connection.exchange(Request(.set, options: ["folder": folder])) { _ in }
        }
        if let session = options.session { _ = try connection.ask(Request(.session, words: [session])) }
        return connection
    }

    /// Calls `body` with a connection, and once more with one to the next daemon where this one left before it took what
    /// `body` asked. What `body` asks before that is asked twice.
    /// - Throws: what `open` and `body` throw.
    public static func with<Result>(
        _ options: ConnectionOptions, _ body: (inout Connection) throws -> Result
    ) throws -> Result {
        do {
            var connection = try Connection.open(options)
            return try body(&connection)
        } catch ClientError.untaken where options.mayStart {
            var connection = try Connection.open(options)
            return try body(&connection)
        }
    }
}

/// Finds the daemon, and starts one where none runs.
struct Launcher {
    let options: ConnectionOptions

    /// How long a daemon that was started may take until it accepts a connection.
    private static let patience: ContinuousClock.Duration = .seconds(10)

    /// How long to wait for a daemon that is starting before the next try: a small part of what it takes.
    private static let pollMicroseconds: UInt32 = 1000

    /// How long to wait for a daemon that is on its way out before the next try.
    private static let busyMicroseconds: UInt32 = 200_000

    /// How a daemon ends that finds its socket or its archive taken.
    private static let busyExitCode: Int32 = 75

    /// `POSIX_SPAWN_SETSID`, which glibc declares for GNU programs only.
    private static let newSession: Int32 = 0x80

    /// Open files above this number are not looked for.
    private static let descriptors: Int32 = 1024

    /// Bytes of the log that are read to say why a daemon did not start.
    private static let logBytes = 1 << 26

    func connect() throws(ClientError) -> Connection {
        if let folder = options.paths.runtimeFolder {
            do throws(PathError) {
                try RuntimeFolder.prepare(folder)
            } catch {
                throw .noDaemon(error.message)
            }
        }
        if let connection = try Connection(socket: options.paths.socket) {
            guard options.mayStart, connection.greeting.isOlder else { return connection }
            try retire(connection)
        }
        guard options.mayStart else { throw .noDaemon("no daemon listens at \(options.paths.socket)") }
        return try start()
    }

    /// Has a daemon of an earlier version stop, if it is idle.
    private func retire(_ connection: consuming Connection) throws(ClientError) {
        let version = connection.greeting.server
        do throws(ClientError) {
            _ = try connection.ask(Request(.shutdown, options: ["idle": "1"]))
        } catch {
            throw .busy(
                "the daemon is version \(version), older than this client's \(Greeting.packageVersion), and "
                    + "\(error.message); try again later, or use it as it is with --no-start")
        }
    }

    /// Starts a daemon under a lock: whoever waits for it finds one running then.
    private func start() throws(ClientError) -> Connection {
        let lock = Glibc.open(options.paths.startLock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw .noDaemon("cannot open \(options.paths.startLock): \(Paths.reason)") }
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .noDaemon("cannot lock the start: \(Paths.reason)") }
        }
        if let connection = try Connection(socket: options.paths.socket) { return connection }

        let logStart = Launcher.size(of: options.paths.log)
        var process = try spawn()
        var isBusy = false
        let deadline = ContinuousClock.now + Launcher.patience
        while ContinuousClock.now < deadline {
            if let connection = try Connection(socket: options.paths.socket) { return connection }
            if let code = Launcher.exitCode(of: &process) {
                isBusy = code == Launcher.busyExitCode
                guard isBusy else {
                    throw .noDaemon("the daemon ended with code \(code)", log: logTail(from: logStart))
                }
                // Another daemon holds socket or archive: one that is just starting, or one that is on its way out.
                usleep(Launcher.busyMicroseconds)
                process = try spawn()
            }
            usleep(Launcher.pollMicroseconds)
        }
        let message = "the daemon does not listen"
        throw isBusy ? .busy(message, log: logTail(from: logStart)) : .noDaemon(message, log: logTail(from: logStart))
    }

    /// Starts the daemon in a session of its own, so that neither the terminal nor the client takes it along. What it is to
    /// use stands in its environment: without arguments it need not make ready to read any, a sixth of its start.
    private func spawn() throws(ClientError) -> pid_t {
        let program = options.program ?? Launcher.program
        var places = ["PULLBACK_SOCKET": Paths.absolute(options.paths.socket)]
        if let archive = options.paths.archive { places["PULLBACK_ARCHIVE"] = Paths.absolute(archive) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, options.paths.log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // The daemon outlives whoever called the client: a pipe that it held open would keep the caller waiting.
        for descriptor in (STDERR_FILENO + 1)..<Launcher.descriptors
        where fcntl(descriptor, F_GETFD) == 0 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        // A client may ignore SIGPIPE, and what is ignored is inherited.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(Launcher.newSession | POSIX_SPAWN_SETSIGDEF))

        let variables: [UnsafeMutablePointer<CChar>?] = Launcher.variables(with: places).map { strdup($0) } + [nil]
        let words = [strdup(program), nil]
        defer { for pointer in variables + words { free(pointer) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, program, &actions, &attributes, words, variables)
        guard code == 0 else { throw .noDaemon("cannot start \(program): \(String(cString: strerror(code)))") }
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
    private static var program: String {
        if let chosen = Paths.environment("PULLBACK_DAEMON") { return chosen }
        if let own = Paths.real("/proc/self/exe") {
            let neighbour = "\(Paths.split(own).folder)/pullbackd"
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
        let log = Glibc.open(options.paths.log, O_RDONLY | O_CLOEXEC)
        guard log >= 0 else { return [] }
        defer { close(log) }
        lseek(log, off_t(start), SEEK_SET)
        let bytes = Paths.bytes(of: log, limit: Launcher.logBytes) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(5).map(String.init)
    }
}
