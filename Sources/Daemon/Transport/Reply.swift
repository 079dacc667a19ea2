import Synchronization
import Wire

/// The way of one reply from the thread that answers to the connection that asked. Lets exactly one final line pass.
final class Reply: Sendable {
    private enum Phase {
        /// In a queue; nobody has begun to answer.
        case waiting
        /// The handler answers.
        case running
        /// The final line is on its way, or nobody wants it any more.
        case finished
    }

    /// Asks whoever answers to stop.
    let stop = StopSignal()
    private let id: String?
    private let connection: ConnectionState
    private let outbox: Outbox
    private let finish: @Sendable ([UInt8], WireError?) -> Void
    private let phase = Mutex(Phase.waiting)

    /// - Parameter finish: takes the bytes of the final line, and its error if it is one. The request must leave the connection's books before
    ///   the line can reach the client, who may use the id again at once.
    init(
        id: String?, connection: ConnectionState, outbox: Outbox,
        finish: @escaping @Sendable ([UInt8], WireError?) -> Void
    ) {
        self.id = id
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

    /// Sends a line of a running reply.
    /// - Parameter blocks: whether the caller can wait for room in the outbox; an event loop cannot.
    func send(_ line: ReplyLine, blocks: Bool) {
        if blocks { outbox.waitForRoom() }
        if outbox.isGone { return }
        pass(line, in: .running)
    }

    /// Says that the handler has returned. A reply without a final line would leave the client waiting for ever.
    func end() { pass(.error(WireError(.internal, "the request ended without an answer")), in: .running) }

    /// Answers a request that has not begun. One that runs is left to its handler.
    func refuse(_ error: WireError) { pass(.error(error), in: .waiting) }

    /// Forgets a request whose client is gone: it does not start any more.
    func abandon() {
        phase.withLock { phase in
            if case .waiting = phase { phase = .finished }
        }
    }

    private func pass(_ line: ReplyLine, in expected: Phase) {
        let bytes = line.encoded(id: id, format: connection.format)
        // The lock spans check and append: a line of another thread cannot slip behind the final one.
        phase.withLock { phase in
            guard phase == expected else { return }
            if line.isFinal {
                phase = .finished
                finish(bytes, line.failure)
            } else {
                outbox.append(bytes)
            }
        }
    }
}

extension ReplyLine {
    /// The error that ends the reply, if one does.
    fileprivate var failure: WireError? {
        if case .error(let error) = self { error } else { nil }
    }
}
