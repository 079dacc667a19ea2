import CKernels

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

    /// Where kernels look; for as long as the flag is held.
    package var address: UnsafePointer<Int32> { UnsafePointer(raised) }
}
