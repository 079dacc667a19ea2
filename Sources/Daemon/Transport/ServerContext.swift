import Logging
import NIOCore
import Wire

/// What all connections share.
struct ServerContext: Sendable {
    let configuration: Server.Configuration
    let handler: any RequestHandler
    let pool: ComputePool
    let connections: ConnectionRegistry
    let logger: Logger
    /// Has the server begin its graceful stop.
    let stop: @Sendable () -> Void

    /// Refuses new work from now on, and begins the graceful stop.
    func shutDown() {
        connections.drain()
        stop()
    }

    /// Runs a request where its lane says. The reply comes by way of `reply`, this call does not wait for it.
    func start(_ request: Request, in session: String, on connection: ConnectionState, reply: ReplyWriter) {
        guard connections.begin() else {
            reply.refuse(.draining)
            return
        }
        let answer = { @Sendable in self.answer(request, in: session, on: connection, reply: reply) }
        switch handler.lane(of: request, in: session) {
        case .control: answer()
        case .reading: submit(lane: nil, reply, answer)
        case .session(let name): submit(lane: name, reply, answer)
        }
    }

    /// Goes on with a reply that waits for its client to read.
    func resume(_ reply: ReplyWriter) {
        guard reply.isWaitingForRoom else { return }
        let isAccepted = pool.submit(session: nil) {
            if reply.resume() { connections.end() }
        }
        // The queue is full: the next time that the client reads is as good.
        if !isAccepted { logger.debug("a reply waits on, as the queue is full") }
    }

    /// Ends a reply that has not begun, or waits for its client to read.
    func refuse(_ reply: ReplyWriter, _ error: WireError) {
        if reply.refuse(error) { connections.end() }
    }

    /// Forgets a reply whose client is gone.
    func abandon(_ reply: ReplyWriter) {
        if reply.abandon() { connections.end() }
    }

    private func submit(lane: String?, _ reply: ReplyWriter, _ job: @escaping LaneQueue.Job) {
        guard !pool.submit(session: lane, job) else { return }
        connections.end()
        reply.refuse(
            WireError(.budget, "the daemon has \(configuration.maxWaiting) requests waiting; try again later"))
    }

    private func answer(
        _ request: Request, in session: String, on connection: ConnectionState, reply: ReplyWriter
    ) {
        guard reply.begin() else { return connections.end() }
        let incoming = IncomingRequest(
            request: request, connection: connection, session: session, stop: reply.stop, sink: reply.send)
        if reply.finish(handler.answer(incoming)) { connections.end() }
    }
}
