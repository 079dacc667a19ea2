import Glibc

/// Where a wish to stop may come from while a request is under way: a key at a terminal, or a ``CancelSignal``.
public struct InterruptSource {
    /// Readable when there is something to look at.
    public let descriptor: Int32
    /// Takes what is there, and says whether it was an interrupt.
    public let take: () -> Bool

    /// A source that is looked at when `descriptor` is readable.
    public init(descriptor: Int32, take: @escaping () -> Bool) {
        self.descriptor = descriptor
        self.take = take
    }
}

/// Stops requests from another thread: the first ``cancel()`` while a request is under way cancels it at the daemon, the
/// second has the connection give up waiting for it.
public final class CancelSignal: Sendable {
    /// A pipe that holds one byte for each call that was not looked at.
    private let input: Int32
    private let output: Int32

    /// A signal that nobody has given.
    /// - Throws: ``ClientError/busy(_:log:)`` when the process may open no more files.
    public init() throws(ClientError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .busy("cannot make a signal: \(Paths.reason)") }
        (output, input) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(input)
        close(output)
    }

    /// Gives the signal once. May be called from any thread.
    public func cancel() {
        var byte: UInt8 = 1
        // A full pipe holds more signals than anybody waits for.
        _ = write(input, &byte, 1)
    }

    /// For ``Connection/exchange(_:interrupts:_:)``. It keeps the signal alive.
    public var source: InterruptSource {
        InterruptSource(descriptor: output) { [self] in
            var byte: UInt8 = 0
            return read(output, &byte, 1) == 1
        }
    }
}
