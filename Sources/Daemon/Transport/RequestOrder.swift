import Collections
import Wire

/// What one connection has asked and what may start when: pure state, without a socket.
///
/// Requests with an id start at once; requests without one start one after another. The session that a request works in is
/// fixed when it is taken: what comes behind `session B` works in B, waits until it is known that there is one, and fails
/// with the same error where there is none. No more than
/// ``Limits/maxInFlight`` wait or run: what comes behind them stays in the decoder, and no more bytes are wanted.
struct RequestOrder {
    /// What the connection has to do next.
    enum Step {
        /// Run the request in the session, then call ``finished(_:session:error:)``.
        case start(Request, session: String)
        /// Write the final line of a request that is not run.
        case answer(id: String?, ReplyLine)
        /// Stop the request with the id `target`, and answer whether there was one.
        case cancel(id: String?, target: String)
        /// Answer, then stop the daemon; with `onlyIdle`, unless it has anything else to do.
        case shutdown(id: String?, onlyIdle: Bool)
        /// Everything is answered and nothing more comes: close once the answers are written. `unread` says that
        /// the client may still be sending.
        case close(unread: Bool)
    }

    /// What bytes can be expected.
    private enum Input {
        /// More may come.
        case open
        /// The client said that no more come; the decoder may still hold some.
        case ended
        /// No more are read: all are decoded, or where the next request starts is not known.
        case closed(unread: Bool)
    }

    /// Body and blob bytes of requests in flight at which no further request is taken.
    private static let payloadBound = Limits.maxBlob

    private var decoder = FrameDecoder()
    private var input = Input.open
    /// Decoded, but there was no room for it yet.
    private var held: Inbound?
    /// Without an id, waiting for their turn.
    private var ordered: Deque<Taken> = []
    /// With an id, waiting for their session.
    private var parked: Deque<Taken> = []
    /// What runs: by id; `nil` is the one without.
    private var running: [String?: Running] = [:]
    private var payload = 0
    /// Requests that were taken to attach the connection to a session, and the last of them while it has no answer.
    private var attachments = 0
    private var lastAttachment: Int?
    private var isOver = false

    /// Something that was taken off the wire and has not begun.
    fileprivate struct Taken {
        let inbound: Inbound
        var session: Home
        /// Its number among those that attach.
        let attachment: Int?
    }

    /// The session that a request works in.
    fileprivate enum Home {
        /// This one, or none.
        case known(String)
        /// The one that the request of this number attaches to.
        case awaited(Int)
        /// None: what would have attached to it has failed.
        case failed(WireError)
    }

    private struct Running {
        /// Bytes of body or blob.
        let payload: Int
        let attachment: Int?
    }

    /// Whether more bytes can be used now.
    var wantsBytes: Bool {
        if case .open = input { held == nil && hasRoom } else { false }
    }

    /// Whether part of a request has come and the rest is waited for. Meaningful when ``next(isDraining:)`` gave
    /// `nil`.
    var isMidRequest: Bool { wantsBytes && !decoder.isBetweenRequests }

    private var hasRoom: Bool {
        running.count + ordered.count + parked.count < Limits.maxInFlight && payload < RequestOrder.payloadBound
    }

    /// Takes bytes as they came.
    mutating func receive(_ bytes: some Collection<UInt8>) {
        if case .open = input { decoder.feed(bytes) }
    }

    /// Says that the client sends no more.
    mutating func end() {
        if case .open = input { input = .ended }
    }

    /// Gives up a request whose rest does not come.
    mutating func stall() {
        guard isMidRequest else { return }
        let id =
            switch decoder.finish() {
            case .failure(let id, _), .close(let id, _): id
            case .request(let request): request.id
            case nil: String?.none
            }
        held = .close(id: id, WireError(.framing, "the rest of the request did not come in time"))
    }

    /// Takes no more requests. What has not started is dropped.
    mutating func conclude() {
        held = nil
        ordered = []
        parked = []
        if case .closed = input { return }
        input = .closed(unread: true)
    }

    /// Says that the final line of a started request was written.
    /// - Parameters:
    ///   - session: what the connection is attached to now.
    ///   - error: the final line, if it is one.
    mutating func finished(_ id: String?, session: String, error: WireError?) {
        guard let ended = running.removeValue(forKey: id) else { return }
        payload -= ended.payload
        if let attachment = ended.attachment { settle(attachment, error.map(Home.failed) ?? .known(session)) }
    }

    /// Tells those that wait for an attachment what became of it.
    private mutating func settle(_ attachment: Int, _ home: Home) {
        if lastAttachment == attachment { lastAttachment = nil }
        for index in ordered.indices where ordered[index].waits(for: attachment) { ordered[index].session = home }
        for index in parked.indices where parked[index].waits(for: attachment) { parked[index].session = home }
    }

    /// The next thing to do, `nil` when something has to happen first. To be asked until it gives `nil`.
    /// - Parameter session: what the connection is attached to.
    mutating func next(in session: String, isDraining: Bool) -> Step? {
        if running[nil] == nil, let first = ordered.first, !first.isWaiting {
            return begin(unqueued(ordered.removeFirst()), isDraining: isDraining)
        }
        if let first = parked.first, !first.isWaiting {
            return begin(unqueued(parked.removeFirst()), isDraining: isDraining)
        }
        while let inbound = held ?? decode() {
            held = nil
            guard hasRoom || inbound.isUrgent else {
                held = inbound
                return nil
            }
            if case .close = inbound { closeInput() }
            let taken = take(inbound, in: session)
            let hasToQueue = inbound.id == nil && (running[nil] != nil || !ordered.isEmpty)
            guard hasToQueue || taken.isWaiting else { return begin(taken, isDraining: isDraining) }
            if let id = inbound.id, let refusal = duplicate(id) {
                settle(taken, refusal)
                return .answer(id: id, .error(refusal))
            }
            payload += inbound.payload
            if inbound.id == nil { ordered.append(taken) } else { parked.append(taken) }
        }
        guard case .closed(let unread) = input, running.isEmpty, ordered.isEmpty, parked.isEmpty, !isOver else {
            return nil
        }
        isOver = true
        return .close(unread: unread)
    }

    private mutating func unqueued(_ taken: Taken) -> Taken {
        payload -= taken.inbound.payload
        return taken
    }

    /// Fixes the session of what comes off the wire.
    private mutating func take(_ inbound: Inbound, in session: String) -> Taken {
        guard case .request(let request) = inbound, request.sessionUse != .none else {
            return Taken(inbound: inbound, session: .known(session), attachment: nil)
        }
        let home = lastAttachment.map(Home.awaited) ?? .known(session)
        guard request.sessionUse == .attaches else { return Taken(inbound: inbound, session: home, attachment: nil) }
        attachments += 1
        lastAttachment = attachments
        return Taken(inbound: inbound, session: home, attachment: attachments)
    }

    /// What comes behind an attachment that is not begun fails as it does.
    private mutating func settle(_ taken: Taken, _ error: WireError) {
        if let attachment = taken.attachment { settle(attachment, .failed(error)) }
    }

    private func duplicate(_ id: String) -> WireError? {
        let isInFlight = running[id] != nil || parked.contains { $0.inbound.id == id }
        return isInFlight ? WireError(.duplicate, "a request with the id '\(id)' is still in flight") : nil
    }

    /// Answers a request that waits for its session.
    /// - Returns: whether there was one.
    private mutating func cancelParked(_ id: String) -> Bool {
        guard let index = parked.firstIndex(where: { $0.inbound.id == id }) else { return false }
        parked[index].session = .failed(WireError(.cancelled, "cancelled before it started"))
        // To the front, where it is looked at next.
        parked.prepend(parked.remove(at: index))
        return true
    }

    private mutating func decode() -> Inbound? {
        switch input {
        case .open: return decoder.next()
        case .ended:
            if let inbound = decoder.next() { return inbound }
            closeInput()
            return decoder.finish()
        case .closed: return nil
        }
    }

    private mutating func closeInput() {
        switch input {
        case .open: input = .closed(unread: true)
        case .ended: input = .closed(unread: false)
        case .closed: break
        }
    }

    private mutating func begin(_ taken: Taken, isDraining: Bool) -> Step {
        switch taken.inbound {
        case .failure(let id, let error), .close(let id, let error): return .answer(id: id, .error(error))
        case .request(let request):
            let answer = answerWithoutRunning(request, taken, isDraining: isDraining)
            if case .answer(_, .error(let error))? = answer { settle(taken, error) }
            if let answer { return answer }
            guard case .known(let session) = taken.session else {
                return .answer(id: request.id, .error(WireError(.internal, "a request began without its session")))
            }
            running[request.id] = Running(payload: taken.inbound.payload, attachment: taken.attachment)
            payload += taken.inbound.payload
            return .start(request, session: session)
        }
    }

    /// What is answered here, and what fails before it begins.
    private mutating func answerWithoutRunning(_ request: Request, _ taken: Taken, isDraining: Bool) -> Step? {
        if let id = request.id, let refusal = duplicate(id) { return .answer(id: id, .error(refusal)) }
        if request.verb == .cancel {
            let target = request.words.first ?? ""
            guard cancelParked(target) else { return .cancel(id: request.id, target: target) }
            return .answer(id: request.id, .cancelled(target))
        }
        if isDraining { return .answer(id: request.id, .error(.draining)) }
        if request.verb == .shutdown {
            do throws(WireError) {
                return .shutdown(id: request.id, onlyIdle: try request.flag(.idle))
            } catch {
                return .answer(id: request.id, .error(error))
            }
        }
        if case .failed(let error) = taken.session { return .answer(id: request.id, .error(error)) }
        return nil
    }
}

extension RequestOrder.Taken {
    /// Whether its session is not known yet.
    fileprivate var isWaiting: Bool {
        if case .awaited = session { true } else { false }
    }

    fileprivate func waits(for attachment: Int) -> Bool {
        if case .awaited(attachment) = session { true } else { false }
    }
}

extension ReplyLine {
    /// The answer to `cancel`.
    static func cancelled(_ target: String) -> ReplyLine {
        .ok(.fields(["cancelled": .string(target)]))
    }
}

extension Inbound {
    fileprivate var id: String? {
        switch self {
        case .request(let request): request.id
        case .failure(let id, _), .close(let id, _): id
        }
    }

    /// Bytes of memory that its body or blob takes.
    fileprivate var payload: Int {
        guard case .request(let request) = self else { return 0 }
        return (request.body?.utf8.count ?? 0) + (request.blob?.count ?? 0)
    }

    /// Whether it is answered at once even where nothing more may start: a connection with all its requests in
    /// flight must still be able to cancel one.
    fileprivate var isUrgent: Bool {
        guard case .request(let request) = self else { return id != nil }
        return request.verb == .cancel && request.id != nil
    }
}

extension WireError {
    /// The answer to work that comes, or has not begun, while the daemon stops.
    static let draining = WireError(.draining, "the daemon is shutting down; try again when it has restarted")
}
