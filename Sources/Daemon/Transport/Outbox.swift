import Collections
import NIOCore

/// Reply bytes on their way to one client: bounded, filled by any thread, emptied by the connection's event loop.
final class Outbox: Sendable {
    private struct State {
        var chunks: Deque<ByteBuffer> = []
        /// Bytes in `chunks` and in the write that is under way.
        var unread = 0
        var isGone = false
        /// Since when `unread` has been at the bound or over it.
        var fullSince: NIODeadline?
    }

    /// Bytes that one write hands to the channel.
    static let pieceSize = 256 << 10

    /// Unread bytes from which on senders wait.
    let bound: Int
    private let monitor = Monitor(State())
    private let wake: @Sendable () -> Void

    /// - Parameter wake: has the event loop write; called when there are bytes again, and when the bound is reached.
    init(bound: Int, wake: @escaping @Sendable () -> Void) {
        self.bound = bound
        self.wake = wake
    }

    /// Bytes that the client has not taken yet, as far as the daemon can see.
    var unread: Int { monitor.withLock { $0.unread } }

    /// Since when senders have had to wait without a break, `nil` when they need not.
    var fullSince: NIODeadline? { monitor.withLock { $0.fullSince } }

    /// Whether the client is gone.
    var isGone: Bool { monitor.withLock { $0.isGone } }

    /// Adds bytes, whether there is room or not; once the client is gone, drops them.
    func append(_ bytes: [UInt8]) {
        let isNews = monitor.withLock { state in
            guard !state.isGone else { return false }
            let isFirst = state.unread == 0
            state.unread += bytes.count
            if let last = state.chunks.indices.last, state.chunks[last].readerIndex == 0,
                state.chunks[last].readableBytes + bytes.count <= Outbox.pieceSize
            {
                state.chunks[last].writeBytes(bytes)
            } else {
                state.chunks.append(ByteBuffer(bytes: bytes))
            }
            guard state.fullSince == nil, state.unread >= bound else { return isFirst }
            state.fullSince = .now()
            return true
        }
        if isNews { wake() }
    }

    /// Blocks while the outbox is full. Returns once there is room, or the client is gone.
    func waitForRoom() {
        monitor.wait { state in state.unread < bound || state.isGone ? () : nil }
    }

    /// The bytes to write next; they count as unread until ``written(_:)``.
    func take() -> ByteBuffer? {
        monitor.withLock { state in
            guard var chunk = state.chunks.popFirst() else { return nil }
            let piece = chunk.readSlice(length: min(chunk.readableBytes, Outbox.pieceSize))
            if chunk.readableBytes > 0 { state.chunks.prepend(chunk) }
            return piece
        }
    }

    /// Says that bytes from ``take()`` have reached the client's socket.
    func written(_ count: Int) {
        monitor.update { state in
            state.unread -= count
            if state.unread < bound { state.fullSince = nil }
        }
    }

    /// Drops what is left and lets every sender go on.
    func close() {
        monitor.update { state in
            state.isGone = true
            state.chunks = []
            state.fullSince = nil
        }
    }
}
