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
    /// before has its own, see ``IncomingRequest/session``.
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
