import Synchronization

/// Asks a request to stop. Raised at most once; the first reason stays.
public final class StopSignal: Sendable {
    /// Why a request is asked to stop.
    public enum Reason: Equatable, Sendable {
        /// The client sent `cancel`.
        case cancelled
        /// The client is gone; nobody will read the answer.
        case disconnected
        /// The daemon stops, and the time it gives running work is over.
        case draining
    }

    private struct State {
        var reason: Reason?
        var actions: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// A signal that is not raised.
    public init() {}

    /// Whether the request should stop.
    public var isRaised: Bool { reason != nil }

    /// Why the request should stop, `nil` while it may go on.
    public var reason: Reason? { state.withLock { $0.reason } }

    /// Raises the signal; once raised, further calls change nothing. Actions run on the calling thread, which may be
    /// an event loop: they set flags, they do not work.
    public func raise(_ reason: Reason) {
        let actions = state.withLock { state -> [@Sendable () -> Void] in
            guard state.reason == nil else { return [] }
            state.reason = reason
            defer { state.actions = [] }
            return state.actions
        }
        for action in actions { action() }
    }

    /// Runs `action` once the signal is raised; at once, on this thread, where it is already.
    public func onRaise(_ action: @escaping @Sendable () -> Void) {
        let isRaised = state.withLock { state in
            if state.reason == nil { state.actions.append(action) }
            return state.reason != nil
        }
        if isRaised { action() }
    }
}
