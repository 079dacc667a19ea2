import Glibc
import Logging
import NIOCore
import Wire

/// One client: cuts its bytes into requests, starts them, and writes the replies. Lives on one event loop; other
/// threads reach it through its ``Outbox`` and by way of that loop.
final class Connection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How the connection stands.
    enum Phase {
        /// Requests come and are answered.
        case open
        /// Everything is answered; closes once the answers are written.
        case closing(unread: Bool)
        /// The daemon has closed its side. What the client still sends is read and dropped: closing over unread bytes
        /// would reset the connection, maybe before the client has read the last answer.
        case lingering
        /// The channel is closed.
        case closed
    }

    let server: ServerContext
    let state: ConnectionState
    var phase = Phase.open
    /// When the last byte came.
    var lastByte = NIODeadline.now()
    var isWatched = false
    private var requests = RequestOrder()
    /// The replies of what is in flight, by id; `nil` is the one without.
    private var replies: [String?: ReplyWriter] = [:]
    private(set) var context: ChannelHandlerContext?
    private(set) var outbox: Outbox?
    private var isWriting = false

    init(_ server: ServerContext) {
        self.server = server
        state = ConnectionState(id: server.connections.nextNumber())
    }

    var logger: Logger { server.logger }
    /// Whether the rest of a request is waited for.
    var isMidRequest: Bool { requests.isMidRequest }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let loop = context.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        outbox = Outbox(bound: server.configuration.outboxBound) { loop.execute { bound.value.write() } }
        // The channel may have become active before this handler was there.
        if context.channel.isActive { admit(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        close()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) { admit(context) }

    func channelInactive(context: ChannelHandlerContext) { close() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("connection \(state.id): \(error)")
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .open = phase else { return }
        lastByte = .now()
        requests.receive(unwrapInboundIn(data).readableBytesView)
        pump()
    }

    func channelReadComplete(context: ChannelHandlerContext) { readOn() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else { return }
        switch phase {
        case .open:
            requests.end()
            pump()
        case .lingering: context.close(promise: nil)
        case .closing, .closed: break
        }
    }
}

extension Connection {
    /// Checks who the client is and whether there is room, and greets.
    private func admit(_ context: ChannelHandlerContext) {
        let peer = PeerCredentials(of: context.channel)
        guard let peer, peer.uid == server.configuration.uid else {
            let who = peer.map { "user \($0.uid) (process \($0.pid))" } ?? "unknown user"
            logger.warning("connection \(state.id): refused \(who)")
            return turnAway(WireError(.refused, "this daemon serves the user who started it, nobody else"))
        }
        guard !server.connections.isDraining else { return turnAway(.draining) }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        if case .full(let isNews) = server.connections.add(bound, number: state.id) {
            let count = server.configuration.maxConnections
            logger.log(level: isNews ? .warning : .debug, "connection \(state.id): refused, \(count) are open")
            return turnAway(WireError(.connections, "the daemon serves \(count) connections already"))
        }
        logger.debug("connection \(state.id): process \(peer.pid)")
        outbox?.append(Array(Greeting(server: Server.version, pid: Int(getpid())).encoded.utf8))
        pump()
    }

    private func turnAway(_ error: WireError) {
        // Without a wait for what the client still sends: refused connections must not pile up.
        phase = .closing(unread: false)
        outbox?.append(ReplyLine.error(error).encoded(id: nil, format: .text))
    }

    /// Does what can be done now: starts requests, answers, reads on, closes.
    private func pump() {
        while case .open = phase, let outbox, outbox.unread < server.configuration.outboxMark,
            let step = requests.next(in: state.session, isDraining: server.connections.isDraining)
        {
            switch step {
            case .start(let request, let session): start(request, in: session)
            case .answer(let id, let line): append(line, id: id)
            case .cancel(let id, let target): append(cancel(target), id: id)
            case .shutdown(let id, let onlyIdle): append(shutDown(onlyIdle: onlyIdle), id: id)
            case .close(let unread): phase = .closing(unread: unread)
            }
        }
        readOn()
        closeIfWritten()
        watch()
    }

    private func append(_ line: ReplyLine, id: String?) {
        outbox?.append(line.encoded(id: id, format: state.format))
    }

    private func start(_ request: Request, in session: String) {
        guard let outbox, let loop = context?.eventLoop else { return }
        let id = request.id
        let bound = NIOLoopBound(self, eventLoop: loop)
        let reply = ReplyWriter(
            id: id, mayStop: request.verb.descriptor.lane != .session, connection: state, outbox: outbox
        ) { line, error in
            guard !outbox.isGone else { return }
            loop.execute { bound.value.finish(id, line, error) }
        }
        replies[id] = reply
        server.start(request, in: session, on: state, reply: reply)
    }

    private func finish(_ id: String?, _ line: [UInt8], _ error: WireError?) {
        replies[id] = nil
        requests.finished(id, session: state.session, error: error)
        outbox?.append(line)
        pump()
    }

    private func cancel(_ target: String) -> ReplyLine {
        guard let reply = replies[target] else {
            return .error(WireError(.notFound, "no request '\(target)' is waiting or running on this connection"))
        }
        reply.stop.raise(.cancelled)
        server.refuse(reply, WireError(.cancelled, "cancelled before it started"))
        return .cancelled(target)
    }

    private func shutDown(onlyIdle: Bool) -> ReplyLine {
        let (others, running) = (server.connections.count - 1, server.connections.inFlight)
        guard !onlyIdle || (others == 0 && running == 0) else {
            return .error(WireError(.refused, "not idle: \(others) other connections, \(running) requests under way"))
        }
        logger.info("connection \(state.id): shutdown requested")
        server.shutDown()
        return .ok(.fields([:]))
    }

    /// Stops what runs, since the daemon's patience is over, and answers what waits.
    func stopWork() {
        for reply in replies.values {
            reply.stop.raise(.draining)
            server.refuse(reply, .draining)
        }
    }

    /// Takes nothing more, says so, and closes: a request that crosses this line on its way was not taken.
    func conclude() {
        if case .open = phase { append(.error(.draining), id: nil) }
        requests.conclude()
        pump()
    }

    /// Gives up a request whose rest does not come.
    func stall() {
        logger.info("connection \(state.id): closed in the middle of a request, after no byte came for a while")
        requests.stall()
        pump()
    }
}

extension Connection {
    /// Has the channel read where bytes can be used.
    private func readOn() {
        let wants =
            switch phase {
            case .open: requests.wantsBytes && (outbox?.unread ?? .max) < server.configuration.outboxMark
            case .lingering: true
            case .closing, .closed: false
            }
        if wants { context?.read() }
    }

    /// Hands the next piece to the channel, one at a time: what the client has not taken stays countable.
    private func write() {
        watch()
        guard !isWriting, let context, let piece = outbox?.take() else { return }
        isWriting = true
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { result in
            // Not at once: a client that takes everything would make this recurse.
            bound.eventLoop.execute { bound.value.wrote(piece.readableBytes, result) }
        }
        context.writeAndFlush(wrapOutboundOut(piece), promise: promise)
    }

    private func wrote(_ count: Int, _ result: Result<Void, any Error>) {
        isWriting = false
        guard case .success = result else {
            context?.close(promise: nil)
            return
        }
        outbox?.written(count)
        write()
        if let outbox, outbox.unread < server.configuration.outboxMark {
            for reply in replies.values { server.resume(reply) }
        }
        pump()
    }

    private func closeIfWritten() {
        guard case .closing(let unread) = phase, outbox?.unread == 0, let context else { return }
        guard unread else {
            context.close(promise: nil)
            return
        }
        phase = .lingering
        context.close(mode: .output, promise: nil)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: TimeAmount(server.configuration.lingering)) {
            bound.value.context?.close(promise: nil)
        }
        context.read()
    }

    /// The client is gone, or all is done: nobody reads answers any more.
    private func close() {
        if case .closed = phase { return }
        phase = .closed
        server.connections.remove(state.id)
        outbox?.close()
        for reply in replies.values {
            reply.stop.raise(.disconnected)
            server.abandon(reply)
        }
        // The outbox wakes this connection, and so do the replies: whoever keeps them would keep both for ever.
        outbox = nil
        replies = [:]
    }
}
