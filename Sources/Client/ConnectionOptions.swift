import Wire

/// Which daemon a connection is to, and what it is to begin with.
public struct ConnectionOptions: Sendable {
    /// Socket, archive and the files beside them.
    public var paths: SocketPaths
    /// The session to attach to; `nil` is the daemon's own choice, `main`.
    public var session: String?
    /// Whether a daemon is started where none runs, and an idle one of an earlier version replaced.
    public var mayStart = true
    /// The program of a daemon that is started; `nil` is `PULLBACK_DAEMON`, or `pullbackd` beside this program, or on the
    /// `PATH`.
    public var program: String?
    /// The folder, from the root, that sessions which the connection makes load files from.
    public var folder: String?

    /// Begins in the daemon's own session; starts a daemon where none runs.
    public init(paths: SocketPaths) { self.paths = paths }

    /// The same as for the program `pullback`: `PULLBACK_SOCKET`, `PULLBACK_ARCHIVE` and `PULLBACK_SESSION`, else the places
    /// of ``SocketPaths``.
    /// - Parameters:
    ///   - socket: overrides the environment.
    ///   - archive: overrides the environment.
    /// - Throws: when the socket's path is too long.
    public static func fromEnvironment(
        socket: String? = nil, archive: String? = nil
    ) throws(PathError) -> ConnectionOptions {
        let keys = ["XDG_RUNTIME_DIR", "XDG_STATE_HOME", "HOME", "PULLBACK_SOCKET", "PULLBACK_ARCHIVE"]
        var variables: [String: String] = [:]
        for key in keys { variables[key] = Paths.environment(key) }
        var options = ConnectionOptions(
            paths: try SocketPaths(environment: variables, socket: socket, archive: archive))
        options.session = Paths.environment("PULLBACK_SESSION")
        return options
    }
}
