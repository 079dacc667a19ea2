import Synchronization
import Wire

/// The way of one reply from the thread that answers to the connection that asked. Lets exactly one final line pass.
///
/// What the client has not room for waits here, on no thread: whoever does not read holds up nobody.
final class ReplyWriter: Sendable {
    private enum Phase {
        /// In a queue; nobody has begun to answer.
        case waiting
        /// The handler is at work.
        case running
        /// The answer is there, and the client takes it in; the rest waits for it to read.
        case answered(LazyLines<ReplyLine>.Iterator)
        /// Some thread writes lines of the answer.
        case writing
        /// The final line is on its way, or nobody wants it any more.
        case finished
    }

    /// Asks whoever answers to stop.
    let stop = StopSignal()
    private let id: String?
    /// Whether the answer may be broken off: one that says what has changed is written whole.
    private let mayStop: Bool
    private let connection: ConnectionState
    private let outbox: Outbox
    private let finish: @Sendable ([UInt8], WireError?) -> Void
    private let phase = Mutex(Phase.waiting)

    /// - Parameter finish: takes the bytes of the final line, and its error if it is one. The request must leave the connection's books before
    ///   the line can reach the client, who may use the id again at once.
    init(
        id: String?, mayStop: Bool, connection: ConnectionState, outbox: Outbox,
        finish: @escaping @Sendable ([UInt8], WireError?) -> Void
    ) {
        self.id = id
        self.mayStop = mayStop
        self.connection = connection
        self.outbox = outbox
        self.finish = finish
    }

    /// Says that the handler starts now.
    /// - Returns: `false` when the request was answered or abandoned while it waited.
    func begin() -> Bool {
        phase.withLock { phase in
            guard case .waiting = phase else { return false }
            phase = .running
            return true
        }
    }

    /// Sends a line of a running reply. Never waits: what is sent early is bounded by what a request has to say on its way.
    func send(_ line: ReplyLine) {
        let bytes = line.encoded(id: id, format: connection.format)
        phase.withLock { phase in
            if case .running = phase { outbox.append(bytes) }
        }
    }

    /// Takes the answer, and writes of it what there is room for.
    /// - Returns: whether all of it is written; else ``resume()`` goes on.
    func finish(_ answer: LazyLines<ReplyLine>) -> Bool {
        let isMine = phase.withLock { phase in
            guard case .running = phase else { return false }
            phase = .writing
            return true
        }
        return !isMine || write(answer.makeIterator())
    }

    /// Whether lines wait for room.
    var isWaitingForRoom: Bool {
        phase.withLock { phase in
            if case .answered = phase { true } else { false }
        }
    }

    /// Goes on writing, where lines wait for room.
    /// - Returns: whether the reply came to its end by this.
    func resume() -> Bool { takeBack().map(write) ?? false }

    /// The lines that wait for room, to be written by this thread.
    private func takeBack() -> LazyLines<ReplyLine>.Iterator? {
        phase.withLock { phase in
            guard case .answered(let rest) = phase else { return nil }
            phase = .writing
            return rest
        }
    }

    /// Writes lines until there are no more, or no room for more.
    private func write(_ lines: LazyLines<ReplyLine>.Iterator) -> Bool {
        var lines = lines
        while !outbox.isGone {
            if stop.isRaised, mayStop { return end(with: .error(stopped)) }
            guard outbox.unread < outbox.bound else {
                phase.withLock { [lines] in $0 = .answered(lines) }
                // Where the client has read everything in between, nobody else comes back.
                guard outbox.unread < outbox.bound, let rest = takeBack() else { return false }
                lines = rest
                continue
            }
            // A reply without a final line would leave the client waiting for ever.
            guard let line = lines.next() else { return end(with: ReplyWriter.unanswered) }
            if line.isFinal { return end(with: line) }
            outbox.append(line.encoded(id: id, format: connection.format))
        }
        return end(with: .error(stopped))
    }

    private var stopped: WireError {
        stop.reason == .draining ? .draining : WireError(.cancelled, "the request was stopped")
    }

    private static let unanswered = ReplyLine.error(WireError(.internal, "the request ended without an answer"))

    /// Answers a request that has not begun, or whose answer waits for room. One that runs is left to its handler.
    /// - Returns: whether an answer was waiting, whose work ends with this.
    @discardableResult
    func refuse(_ error: WireError) -> Bool {
        let (isMine, wasAnswered) = phase.withLock { phase -> (Bool, Bool) in
            switch phase {
            case .waiting:
                phase = .writing
                return (true, false)
            case .answered where mayStop:
                phase = .writing
                return (true, true)
            case .answered, .running, .writing, .finished: return (false, false)
            }
        }
        if isMine { _ = end(with: .error(error)) }
        return wasAnswered
    }

    /// Forgets a request whose client is gone: it does not start any more.
    /// - Returns: whether an answer was waiting, whose work ends with this.
    func abandon() -> Bool {
        phase.withLock { phase in
            switch phase {
            case .waiting:
                phase = .finished
                return false
            case .answered:
                phase = .finished
                return true
            case .running, .writing, .finished: return false
            }
        }
    }

    private func end(with line: ReplyLine) -> Bool {
        let bytes = line.encoded(id: id, format: connection.format)
        // The lock spans check and final line: a line of another thread cannot slip behind it.
        phase.withLock { phase in
            if case .finished = phase { return }
            phase = .finished
            finish(bytes, line.failure)
        }
        return true
    }
}

extension ReplyLine {
    /// The error that ends the reply, if one does.
    fileprivate var failure: WireError? {
        if case .error(let error) = self { error } else { nil }
    }
}
