import Collections
import Wire

/// What one connection has asked and what may start when: pure state, without a socket.
///
/// Requests with an id start at once; requests without one start one after another. No more than
/// ``Limits/maxInFlight`` wait or run: what comes behind them stays in the decoder, and no more bytes are wanted.
struct Conversation {
    /// What the connection has to do next.
    enum Step {
        /// Run the request, then call ``finished(_:)``.
        case start(Request)
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
    private var ordered: Deque<Inbound> = []
    /// Payload bytes of what runs: by id; `nil` is the one without.
    private var running: [String?: Int] = [:]
    private var payload = 0
    private var isOver = false

    /// Whether more bytes can be used now.
    var wantsBytes: Bool {
        if case .open = input { held == nil && hasRoom } else { false }
    }

    /// Whether part of a request has come and the rest is waited for. Meaningful when ``next(isDraining:)`` gave
    /// `nil`.
    var isMidRequest: Bool { wantsBytes && !decoder.isBetweenRequests }

    private var hasRoom: Bool {
        running.count + ordered.count < Limits.maxInFlight && payload < Conversation.payloadBound
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
        if case .closed = input { return }
        input = .closed(unread: true)
    }

    /// Says that the final line of a started request was written.
    mutating func finished(_ id: String?) {
        payload -= running.removeValue(forKey: id) ?? 0
    }

    /// The next thing to do, `nil` when something has to happen first. To be asked until it gives `nil`.
    mutating func next(isDraining: Bool) -> Step? {
        if running[nil] == nil, let inbound = ordered.popFirst() {
            payload -= inbound.payload
            return begin(inbound, isDraining: isDraining)
        }
        while let inbound = held ?? decode() {
            held = nil
            guard hasRoom || inbound.isUrgent else {
                held = inbound
                return nil
            }
            if case .close = inbound { closeInput() }
            guard inbound.id == nil, running[nil] != nil else { return begin(inbound, isDraining: isDraining) }
            payload += inbound.payload
            ordered.append(inbound)
        }
        guard case .closed(let unread) = input, running.isEmpty, ordered.isEmpty, !isOver else { return nil }
        isOver = true
        return .close(unread: unread)
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

    private mutating func begin(_ inbound: Inbound, isDraining: Bool) -> Step {
        switch inbound {
        case .failure(let id, let error), .close(let id, let error): return .answer(id: id, .error(error))
        case .request(let request):
            if let id = request.id, running[id] != nil {
                let error = WireError(.duplicate, "a request with the id '\(id)' is still in flight")
                return .answer(id: id, .error(error))
            }
            if request.verb == .cancel { return .cancel(id: request.id, target: request.words.first ?? "") }
            if isDraining { return .answer(id: request.id, .error(.draining)) }
            if request.verb == .shutdown {
                return .shutdown(id: request.id, onlyIdle: request.options["idle"] == "1")
            }
            running[request.id] = inbound.payload
            payload += inbound.payload
            return .start(request)
        }
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
