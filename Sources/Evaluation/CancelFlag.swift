import CKernels
import Tensors

/// A flag that another thread may raise; evaluation polls it. Once raised it stays so.
public final class CancelFlag: Sendable {
    /// 0, or 1 once raised; kernels in C look at it. Safe to share: it is only written and read atomically, by the functions
    /// below, and freed when nobody holds the flag any more.
    @usableFromInline nonisolated(unsafe) let raised: UnsafeMutablePointer<Int32>

    /// A flag that is not raised.
    public init() {
        raised = .allocate(capacity: 1)
        raised.initialize(to: 0)
    }

    deinit { raised.deallocate() }

    /// Raises the flag.
    public func cancel() { pb_flag_raise(raised) }

    /// Whether it has been raised. Inlined, as loops look at it for every block.
    @inlinable public var isCancelled: Bool { pb_flag_is_raised(raised) != 0 }

    /// - Throws: `Fault.cancelled` once it has been raised.
    @inlinable public func check() throws {
        if isCancelled { throw Fault(.cancelled, "cancelled") }
    }

    /// As above, for each index of a long loop over small things: it looks at the flag for one in 1024.
    @inlinable public func check(at index: Int) throws {
        if index & 1023 == 0 { try check() }
    }

    /// Where kernels look; for as long as the flag is held.
    package var address: UnsafePointer<Int32> { UnsafePointer(raised) }
}
