import Glibc

extension Server {
    /// The bounds of a server. The defaults are the ones of the protocol; tests take smaller ones.
    public struct Configuration: Sendable {
        /// Compute threads, the one for reads alone not counted.
        public var threads: Int
        /// The user whose clients are served.
        public var uid: UInt32 = getuid()
        /// Connections that may be open at the same time.
        public var maxConnections = 256
        /// Requests of all connections that may wait for a thread.
        public var maxWaiting = 1024
        /// Unread bytes of replies from which on a connection starts nothing more.
        public var outboxMark = 1 << 20
        /// Unread bytes of replies from which on a request has to wait with its next line.
        public var outboxBound = 16 << 20
        /// How long a client may leave a request unfinished without a byte, or its outbox full.
        public var patience = Duration.seconds(30)
        /// How long the daemon takes in what a client sends after the last answer, before it closes.
        public var lingering = Duration.seconds(1)
        /// How long running work may go on once the daemon is to stop.
        public var grace = Duration.seconds(10)
        /// How long work may take to stop once it is asked to.
        public var stopGrace = Duration.seconds(2)
        /// How long the last replies may take to be written.
        public var flushGrace = Duration.seconds(2)

        /// The bounds of the protocol.
        /// - Parameter threads: at least 1.
        public init(threads: Int = Configuration.defaultThreads) { self.threads = max(1, threads) }

        /// One thread a core, and two at least: a long evaluation must not hold up another session.
        public static var defaultThreads: Int { max(2, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

        /// Upper bound of the time between the wish to stop and the end.
        public var maxShutdown: Duration { grace + stopGrace + flushGrace + .seconds(4) }
    }
}
