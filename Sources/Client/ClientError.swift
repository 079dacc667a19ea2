import Wire

/// Why a request has no answer.
public enum ClientError: Error, Equatable, Sendable {
    /// No daemon listens, and none was to be started, or could be. `log` is what one that was started had to say.
    case noDaemon(String, log: [String] = [])
    /// There is a daemon, and it takes nothing at present, or speaks another version of the protocol. Try again later.
    case busy(String, log: [String] = [])
    /// The daemon left without having taken the request: it can be sent to the next one.
    case untaken(WireError)
    /// The daemon is gone in the middle of a reply. Whether the request has had its effect is not known.
    case closed
    /// What came is no reply of the protocol.
    case broken(WireError)
    /// The daemon answered `ERR …`.
    case refused(WireError)
    /// The caller did not wait for the end of a request that it had cancelled.
    case abandoned

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .noDaemon(let message, _), .busy(let message, _): message
        case .untaken(let error), .refused(let error): error.message
        case .closed: "the daemon closed the connection"
        case .broken(let error): "the daemon's reply is broken: \(error.message)"
        case .abandoned: "left; the daemon may still be at work"
        }
    }
}
