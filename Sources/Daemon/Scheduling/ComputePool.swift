import Glibc

/// The threads on which requests run: a fixed number for anything, and one more for reads alone, so that long
/// evaluations never keep history from being read.
final class ComputePool: Sendable {
    private struct State {
        var queue: LaneQueue
        var isClosed = false
        /// Threads that have not ended.
        var threads = 0
    }

    /// Bytes of stack for a compute thread: elaboration recurses with the nesting of a cell.
    static let stackSize = 16 << 20

    private let monitor: Monitor<State>

    /// A pool whose threads are not started.
    /// - Parameter capacity: the most jobs that may wait.
    init(capacity: Int) { monitor = Monitor(State(queue: LaneQueue(capacity: capacity))) }

    /// Starts `threads` threads for anything and one for reads.
    func start(threads: Int) throws(StartupFailure) {
        for index in 0...threads {
            monitor.withLock { $0.threads += 1 }
            let code = startThread { self.work(readsOnly: index == threads) }
            guard code == 0 else {
                monitor.withLock { $0.threads -= 1 }
                throw StartupFailure(
                    message: "cannot start compute thread \(index): \(String(cString: strerror(code)))", exitCode: 71)
            }
        }
    }

    /// Threads that have not ended yet.
    var threads: Int { monitor.withLock { $0.threads } }

    /// Queues a job: in the order of its session, or, without one, beside anything else.
    /// - Returns: `false` when as many jobs wait as may.
    func submit(session: String?, _ job: @escaping LaneQueue.Job) -> Bool {
        monitor.update { $0.isClosed ? false : $0.queue.add(session: session, job) }
    }

    /// Takes no more jobs; the threads end when no job waits.
    func close() { monitor.update { $0.isClosed = true } }

    private func work(readsOnly: Bool) {
        while let work = next(readsOnly: readsOnly) {
            work.job()
            monitor.update { $0.queue.finish(work) }
        }
        monitor.withLock { $0.threads -= 1 }
    }

    private func next(readsOnly: Bool) -> LaneQueue.Work? {
        monitor.wait { state -> LaneQueue.Work?? in
            if let work = state.queue.next(readsOnly: readsOnly) { return .some(work) }
            // A session that is busy still has jobs: its thread comes back for them.
            return state.isClosed ? .some(nil) : nil
        }
    }
}

/// Starts a detached thread with the stack of a compute thread.
/// - Returns: 0, or the error number.
private func startThread(_ body: @escaping @Sendable () -> Void) -> Int32 {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, ComputePool.stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let box = Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let code = pthread_create(
        &thread, &attributes,
        { pointer in
            if let pointer { Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body() }
            return nil
        }, box.toOpaque())
    if code != 0 { box.release() }
    return code
}
