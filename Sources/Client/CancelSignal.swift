import Glibc

/// Where a wish to stop may come from while a request is under way: a key at a terminal, or a ``CancelSignal``.
public struct InterruptSource: Sendable {
    /// Readable when there is something to look at.
    public let descriptor: Int32
    /// Takes what is there, and says whether it was an interrupt.
    public let take: @Sendable () -> Bool

    /// A source that is looked at when `descriptor` is readable.
    public init(descriptor: Int32, take: @escaping @Sendable () -> Bool) {
        self.descriptor = descriptor
        self.take = take
    }
}

/// Stops requests from another thread: the first ``cancel()`` while a request is under way cancels it at the daemon, the
/// second has the connection give up waiting for it.
public final class CancelSignal: Sendable {
    private let descriptor: Int32

    /// A signal that nobody has given.
    /// - Throws: ``ClientError/busy(_:log:)`` when the process may open no more files.
    public init() throws(ClientError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC.rawValue | EFD_NONBLOCK.rawValue | EFD_SEMAPHORE.rawValue))
        guard descriptor >= 0 else { throw .busy("cannot make a signal: \(Paths.reason)") }
    }

    deinit { close(descriptor) }

    /// Gives the signal once.
    public func cancel() { _ = eventfd_write(descriptor, 1) }

    /// For ``Connection/exchange(_:interrupts:_:)``. It keeps the signal alive.
    public var source: InterruptSource {
        InterruptSource(descriptor: descriptor) { [self] in
            var count: eventfd_t = 0
            return eventfd_read(descriptor, &count) == 0
        }
    }
}
