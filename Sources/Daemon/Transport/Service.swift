import Logging
import NIOCore
import Wire

/// What all connections share.
struct Service: Sendable {
    let configuration: Server.Configuration
    let handler: any RequestHandler
    let pool: ComputePool
    let traffic: Traffic
    let logger: Logger
    /// Has the server begin its graceful stop.
    let stop: @Sendable () -> Void

    /// Refuses new work from now on, and begins the graceful stop.
    func shutDown() {
        traffic.drain()
        stop()
    }

    /// Runs a request where its lane says. The reply comes by way of `reply`, this call does not wait for it.
    func start(_ request: Request, on connection: ConnectionState, reply: Reply) {
        guard traffic.begin() else { return reply.refuse(.draining) }
        switch handler.lane(of: request, on: connection) {
        case .control: answer(request, on: connection, reply: reply, blocks: false)
        case .reading: submit(request, on: connection, reply: reply, session: nil)
        case .session(let name): submit(request, on: connection, reply: reply, session: name)
        }
    }

    private func submit(_ request: Request, on connection: ConnectionState, reply: Reply, session: String?) {
        let isAccepted = pool.submit(session: session) {
            answer(request, on: connection, reply: reply, blocks: true)
        }
        guard !isAccepted else { return }
        traffic.end()
        reply.refuse(
            WireError(.budget, "the daemon has \(configuration.maxWaiting) requests waiting; try again later"))
    }

    private func answer(_ request: Request, on connection: ConnectionState, reply: Reply, blocks: Bool) {
        defer { traffic.end() }
        guard reply.begin() else { return }
        handler.handle(
            Exchange(request: request, connection: connection, stop: reply.stop) { reply.send($0, blocks: blocks) })
        reply.end()
    }
}
