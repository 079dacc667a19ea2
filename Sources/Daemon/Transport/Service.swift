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
    func start(_ request: Request, in session: String, on connection: ConnectionState, reply: Reply) {
        guard traffic.begin() else { return reply.refuse(.draining) }
        let answer = { @Sendable (blocks: Bool) in
            self.answer(request, in: session, on: connection, reply: reply, blocks: blocks)
        }
        switch handler.lane(of: request, in: session) {
        case .control: answer(false)
        case .reading: submit(lane: nil, reply) { answer(true) }
        case .session(let name): submit(lane: name, reply) { answer(true) }
        }
    }

    private func submit(lane: String?, _ reply: Reply, _ job: @escaping LaneQueue.Job) {
        let isAccepted = pool.submit(session: lane, job)
        guard !isAccepted else { return }
        traffic.end()
        reply.refuse(
            WireError(.budget, "the daemon has \(configuration.maxWaiting) requests waiting; try again later"))
    }

    private func answer(
        _ request: Request, in session: String, on connection: ConnectionState, reply: Reply, blocks: Bool
    ) {
        defer { traffic.end() }
        guard reply.begin() else { return }
        handler.handle(
            Exchange(request: request, connection: connection, session: session, stop: reply.stop) { line in
                reply.send(line, blocks: blocks)
            })
        reply.end()
    }
}
