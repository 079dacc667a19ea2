import Glibc
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Wire

/// The daemon without its process: listens at a socket, answers, and stops gracefully.
///
/// ```swift
/// let claim = try SocketClaim(SocketPaths(environment: [:], socket: "/tmp/example/socket"))
/// let server = Server(claim, handler: handler, logger: Logger(label: "example"))
/// try await server.run()  // until a graceful shutdown of its ServiceGroup, or the verb `shutdown`
/// ```
public struct Server: ServiceLifecycle.Service {
    /// Version of the daemon, as the greeting and `--version` say it.
    public static let version = Greeting.packageVersion

    /// What the owner of the process wants to know, or do at a given point.
    public struct Hooks: Sendable {
        /// The server listens.
        public var onReady: @Sendable () -> Void = {}
        /// The server begins to stop.
        public var onDrain: @Sendable () -> Void = {}
        /// No request runs any more, unless one did not stop in time: close the archive here.
        public var onClose: @Sendable () -> Void = {}

        /// Hooks that do nothing.
        public init() {}
    }

    private let claim: SocketClaim
    private let configuration: Configuration
    private let handler: any RequestHandler
    private let logger: Logger
    private let hooks: Hooks
    private let stop = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// A server that does not listen yet.
    /// - Parameter claim: the right to the socket's path; given back when the server has stopped.
    public init(
        _ claim: SocketClaim, configuration: Configuration = Configuration(), handler: any RequestHandler,
        logger: Logger, hooks: Hooks = Hooks()
    ) {
        self.claim = claim
        self.configuration = configuration
        self.handler = handler
        self.logger = logger
        self.hooks = hooks
    }

    /// Listens and answers until it is to stop, then stops gracefully. To be called once.
    /// - Throws: ``StartupFailure`` when it cannot listen.
    public func run() async throws {
        // A reply to a client that has left is an error of that write, and not the end of the process; NIO sees to
        // that on Darwin only.
        signal(SIGPIPE, SIG_IGN)
        let pool = ComputePool(capacity: configuration.maxWaiting)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let context = ServerContext(
            configuration: configuration, handler: handler, pool: pool,
            connections: ConnectionRegistry(maxConnections: configuration.maxConnections), logger: logger,
            stop: { stop.continuation.yield() })
        do {
            let listener = try await listen(on: group, context)
            await stopRequested()
            await Drain(server: context, listener: listener, hooks: hooks).run()
        } catch {
            pool.close()
            await close(group)
            throw error
        }
        await close(group)
        logger.info("stopped")
    }

    private func listen(on group: MultiThreadedEventLoopGroup, _ context: ServerContext) async throws -> any Channel {
        try context.pool.start(threads: configuration.threads)
        let socket = try claim.bind()
        let listener = try await Listener.start(socket, on: group, context)
        logger.info("ready at \(claim.path) (process \(getpid()), \(configuration.threads) threads)")
        hooks.onReady()
        return listener
    }

    /// Waits for the verb `shutdown`, for a graceful shutdown of the service group, or for the end of the task.
    private func stopRequested() async {
        await withGracefulShutdownHandler {
            for await _ in stop.stream { break }
        } onGracefulShutdown: {
            stop.continuation.yield()
        }
    }

    private func close(_ group: MultiThreadedEventLoopGroup) async {
        claim.remove()
        do {
            try await group.shutdownGracefully()
        } catch {
            logger.error("the event loops did not stop: \(error)")
        }
    }
}

extension Server: CustomStringConvertible {
    /// What service groups call it. Without a name of its own they would spell out all that it holds, which takes a tenth of
    /// the daemon's start.
    public var description: String { "server" }
}
