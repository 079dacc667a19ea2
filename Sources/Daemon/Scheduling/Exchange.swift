import Synchronization
import Wire

/// What a connection remembers between requests. Thread-safe.
public final class ConnectionState: Sendable {
    private struct Settings {
        var session = "main"
        var format = ReplyFormat.text
        var folder: String?
    }

    /// Number of the connection since the daemon started, for the log.
    public let id: Int
    private let settings = Mutex(Settings())

    /// The state of a new connection: session `main`, replies as text.
    public init(id: Int) { self.id = id }

    /// The session that the connection is attached to: of requests that are taken from now on. A request that was taken
    /// before has its own, see ``Exchange/session``.
    public var session: String {
        get { settings.withLock { $0.session } }
        set { settings.withLock { $0.session = newValue } }
    }

    /// Where sessions that the connection makes read their files from.
    public var folder: String? {
        get { settings.withLock { $0.folder } }
        set { settings.withLock { $0.folder = newValue } }
    }

    /// How reply lines are written, from the next line on.
    public var format: ReplyFormat {
        get { settings.withLock { $0.format } }
        set { settings.withLock { $0.format = newValue } }
    }
}

/// One request on its way to its reply.
public struct Exchange: Sendable {
    /// What was asked.
    public let request: Request
    /// The connection it came on.
    public let connection: ConnectionState
    /// The session it works in: the connection's when the request was taken off the wire.
    public let session: String
    /// Raised when the request should stop; a handler then ends its reply with `ERR 70` or, for `.draining`, `ERR 80`.
    public let stop: StopSignal
    private let sink: @Sendable (ReplyLine) -> Void

    /// An exchange whose reply lines go to `sink`.
    /// - Parameters:
    ///   - session: the one to work in; `nil` is the connection's.
    ///   - sink: takes the lines in the order they are sent; may block.
    public init(
        request: Request, connection: ConnectionState, session: String? = nil, stop: StopSignal = StopSignal(),
        sink: @escaping @Sendable (ReplyLine) -> Void
    ) {
        self.request = request
        self.connection = connection
        self.session = session ?? connection.session
        self.stop = stop
        self.sink = sink
    }

    /// Sends one line of the reply. Lines leave in the order of the calls; what comes after the final line, or after
    /// the client is gone, is dropped. On a compute thread the call blocks while the client reads too slowly.
    public func send(_ line: ReplyLine) { sink(line) }
}

/// Where a request runs.
public enum Lane: Equatable, Sendable {
    /// On the event loop, at once: only for what neither computes nor reads the archive.
    case control
    /// On any compute thread, beside anything else: for what only reads history.
    case reading
    /// On a compute thread, strictly after what was sent to this session before, whoever sent it.
    case session(String)
}

/// What the transport calls to answer requests. `cancel` and `shutdown` never reach it.
public protocol RequestHandler: Sendable {
    /// Where a request should run that works in `session`. Called on an event loop, so it must not block.
    func lane(of request: Request, in session: String) -> Lane

    /// Answers a request: any number of lines, then exactly one final one. Blocks until the work is done.
    func handle(_ exchange: Exchange)
}
