import Wire

/// One request on its way to its reply.
public struct IncomingRequest: Sendable {
    /// What was asked.
    public let request: Request
    /// The connection it came on.
    public let connection: ConnectionState
    /// The session it works in: the connection's when the request was taken off the wire.
    public let session: String
    /// Raised when the request should stop; its reply then ends with `ERR 70` or, for `.draining`, `ERR 80`.
    public let stop: StopSignal
    private let sink: @Sendable (ReplyLine) -> Void

    /// A request whose early reply lines go to `sink`.
    /// - Parameters:
    ///   - session: the one to work in; `nil` is the connection's.
    ///   - sink: takes the lines in the order they are sent; must not block.
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

    /// Sends a line while the request is at work: how far it is, what a document gives. Lines leave in the order of the calls;
    /// what comes after the client is gone is dropped.
    public func send(_ line: ReplyLine) { sink(line) }
}

/// Where a request runs.
public enum Lane: Equatable, Sendable {
    /// On the event loop, at once: only for what neither computes nor reads the archive.
    case control
    /// Beside anything else: for what reads history, or what a session was at its last commit.
    case reading
    /// Strictly after what was sent to this session before, whoever sent it.
    case session(String)
}

/// What the transport calls to answer requests. `cancel` and `shutdown` never reach it.
public protocol RequestHandler: Sendable {
    /// Where a request should run that works in `session`. Called on an event loop, so it must not block.
    func lane(of request: Request, in session: String) -> Lane

    /// The answer to a request: any number of lines, then exactly one final one. Blocks until the work is done; the lines are made
    /// when the client can take them.
    func answer(_ request: IncomingRequest) -> LazyLines<ReplyLine>
}
