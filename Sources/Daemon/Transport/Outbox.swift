import Collections
import NIOCore
import Synchronization

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

    /// Unread bytes from which on no line of an answer is added.
    let bound: Int
    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    /// - Parameter wake: has the event loop write; called when there are bytes again, and when the bound is reached.
    init(bound: Int, wake: @escaping @Sendable () -> Void) {
        self.bound = bound
        self.wake = wake
    }

    /// Bytes that the client has not taken yet, as far as the daemon can see.
    var unread: Int { state.withLock { $0.unread } }

    /// Since when the outbox has been full without a break, `nil` when it is not.
    var fullSince: NIODeadline? { state.withLock { $0.fullSince } }

    /// Whether the client is gone.
    var isGone: Bool { state.withLock { $0.isGone } }

    /// Adds bytes, whether there is room or not; once the client is gone, drops them.
    func append(_ bytes: [UInt8]) {
        let isNews = state.withLock { state in
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

    /// The bytes to write next; they count as unread until ``written(_:)``.
    func take() -> ByteBuffer? {
        state.withLock { state in
            guard var chunk = state.chunks.popFirst() else { return nil }
            let piece = chunk.readSlice(length: min(chunk.readableBytes, Outbox.pieceSize))
            if chunk.readableBytes > 0 { state.chunks.prepend(chunk) }
            return piece
        }
    }

    /// Says that bytes from ``take()`` have reached the client's socket.
    func written(_ count: Int) {
        state.withLock { state in
            state.unread -= count
            if state.unread < bound { state.fullSince = nil }
        }
    }

    /// Drops what is left.
    func close() {
        state.withLock { state in
            state.isGone = true
            state.chunks = []
            state.fullSince = nil
        }
    }
}
