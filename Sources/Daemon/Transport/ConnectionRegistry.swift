import NIOCore
import Synchronization

/// The open connections and the requests under way, over all event loops; and whether the daemon still takes new ones.
final class ConnectionRegistry: Sendable {
    private struct State {
        var connections: [Int: NIOLoopBound<Connection>] = [:]
        var accepted = 0
        /// Whether a connection was refused since the last one closed.
        var isFull = false
        var inFlight = 0
        var isDraining = false
    }

    private let state = Mutex(State())
    private let maxConnections: Int

    init(maxConnections: Int) { self.maxConnections = maxConnections }

    /// Whether new work is refused.
    var isDraining: Bool { state.withLock { $0.isDraining } }

    /// Requests that wait for a thread or run.
    var inFlight: Int { state.withLock { $0.inFlight } }

    /// Connections that are open.
    var count: Int { state.withLock { $0.connections.count } }

    /// The number of the next connection, for the log.
    func nextNumber() -> Int {
        state.withLock { state in
            state.accepted += 1
            return state.accepted
        }
    }

    /// What comes of a connection that wants in.
    enum Admission {
        /// It is booked.
        case added
        /// There are as many as may be. `isNews` for the first one refused, so that a storm is one line in the log.
        case full(isNews: Bool)
    }

    /// Books a connection, if there is a place.
    func add(_ connection: NIOLoopBound<Connection>, number: Int) -> Admission {
        state.withLock { state in
            guard state.connections.count < maxConnections else {
                defer { state.isFull = true }
                return .full(isNews: !state.isFull)
            }
            state.connections[number] = connection
            return .added
        }
    }

    func remove(_ number: Int) {
        state.withLock { state in
            if state.connections.removeValue(forKey: number) != nil { state.isFull = false }
        }
    }

    /// Books a request that is about to start. Booking and the look at the drain are one step, so that the drain
    /// never overlooks one.
    /// - Returns: `false` when the daemon is draining.
    func begin() -> Bool {
        state.withLock { state in
            guard !state.isDraining else { return false }
            state.inFlight += 1
            return true
        }
    }

    /// Says that the work of a booked request is over.
    func end() { state.withLock { $0.inFlight -= 1 } }

    /// From here on new work is refused.
    func drain() { state.withLock { $0.isDraining = true } }

    /// Runs `body` for every connection, each on its event loop.
    func forEach(_ body: @escaping @Sendable (Connection) -> Void) {
        let connections = state.withLock { Array($0.connections.values) }
        for connection in connections { connection.eventLoop.execute { body(connection.value) } }
    }
}
