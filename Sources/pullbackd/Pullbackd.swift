import ArgumentParser
import Daemon
import Dispatch
import Glibc
import Logging
import ServiceLifecycle
import Wire

@main
enum Main {
    /// A client starts the daemon without arguments, and waits for it: then nothing is made ready to read any.
    static func main() async {
        guard CommandLine.arguments.count > 1 else { exit(await DaemonProcess().run()) }
        let arguments = Array(CommandLine.arguments.dropFirst())
        // What is wrong with them is said with their own words, which no terminal is to obey.
        let isReadable = (try? Pullbackd.parseAsRoot(arguments)) != nil
        await Pullbackd.main(isReadable ? arguments : arguments.map(\.controlsEscaped))
    }
}

/// The daemon's command line.
struct Pullbackd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pullbackd",
        abstract: "The daemon of Pullback, a notebook for gradients.",
        discussion: """
            Runs in the foreground, logs to standard error, and says 'ready' when it listens. SIGTERM stops it after \
            what it is doing; a second one at once. Neither costs anything that was answered with OK.

            Exit codes: 0 stopped, 64 usage, 65 archive refused, 73 the socket cannot be made, 74 storage, 75 another \
            daemon runs.
            """,
        version: Server.version)

    @Option(help: "The Unix-domain socket to listen at. (default: PULLBACK_SOCKET, or in XDG_RUNTIME_DIR)")
    var socket: String?

    @Option(help: "The archive. (default: PULLBACK_ARCHIVE, or in XDG_STATE_HOME)")
    var archive: String?

    @Option(help: "Compute threads. (default: one a core, at least 2)")
    var threads: Int?

    func validate() throws {
        guard (1...1024).contains(threads ?? 1) else { throw ValidationError("--threads is 1 to 1024") }
    }

    func run() async throws {
        let process = DaemonProcess(socket: socket, archive: archive, threads: threads)
        throw ExitCode(await process.run())
    }
}

/// The daemon's process: signals, log, exit code.
struct DaemonProcess {
    var socket, archive: String?
    var threads: Int?

    /// Serves until it is told to stop, and returns the exit code.
    func run() async -> Int32 {
        LoggingSystem.bootstrap { StandardErrorLog(label: $0) }
        let logger = Logger(label: "pullbackd")
        do {
            try await serve(logger)
            return 0
        } catch let failure as StartupFailure {
            logger.error("\(failure.message)")
            return failure.exitCode
        } catch {
            logger.error("\(error)")
            return 70
        }
    }

    private func serve(_ logger: Logger) async throws {
        signal(SIGHUP, SIG_IGN)
        let paths = try paths()
        guard let archive = paths.archive else {
            throw StartupFailure(
                message: "no place for the archive: name one with --archive or PULLBACK_ARCHIVE, or set HOME",
                exitCode: 64)
        }
        let claim = try SocketClaim(paths)
        let settings = Server.Configuration(threads: threads ?? Server.Configuration.defaultThreads)
        let (handler, close) = try makeHandler(
            archivePath: archive, threads: settings.threads, instructionSet: ProcessEnvironment.all["PULLBACK_ISA"],
            logger: logger)
        var hooks = Server.Hooks()
        hooks.onDrain = { Impatience.begin() }
        hooks.onClose = close
        let server = Server(claim, configuration: settings, handler: handler, logger: logger, hooks: hooks)
        var group = ServiceGroupConfiguration(
            services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = settings.maxShutdown
        try await ServiceGroup(configuration: group).run()
    }

    private func paths() throws(StartupFailure) -> SocketPaths {
        do throws(PathError) {
            return try SocketPaths(environment: ProcessEnvironment.all, socket: socket, archive: archive)
        } catch {
            throw StartupFailure(message: error.message, exitCode: 64)
        }
    }
}

/// The end of patience: once the daemon is stopping, a further SIGTERM or SIGINT ends it at once. The archive needs
/// no farewell, since it is sound after every commit.
private enum Impatience {
    static func begin() {
        for number in [SIGTERM, SIGINT] {
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { _exit(128 + number) }
            source.resume()
            // Kept until the process ends, however it ends.
            _ = Unmanaged.passRetained(source as AnyObject)
        }
    }
}

/// The environment, read without Foundation.
private enum ProcessEnvironment {
    static var all: [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            let parts = String(cString: pointer).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // The first of two entries counts, as for getenv.
            if parts.count == 2 { result[String(parts[0])] = result[String(parts[0])] ?? String(parts[1]) }
            entry += 1
        }
        return result
    }
}
