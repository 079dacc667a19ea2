import Evaluation
import Glibc

/// The threads on which requests run: some for what changes sessions, and others for reads, so that long evaluations never
/// keep anything from being read.
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

    /// What a thread takes from the queue.
    private enum Kind {
        /// Jobs of sessions.
        case sessions
        /// Jobs that read.
        case reads
    }

    /// Starts `threads` threads for sessions, and as many and one more for reads: a long one must not hold up a short one.
    func start(threads: Int) throws(StartupFailure) {
        let kinds = [Kind](repeating: .sessions, count: threads) + [Kind](repeating: .reads, count: threads + 1)
        for (index, kind) in kinds.enumerated() {
            monitor.withLock { $0.threads += 1 }
            let code = startThread { self.work(kind) }
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

    private func work(_ kind: Kind) {
        // Whatever a session's lane does gives way to readers: elaboration and storing as well as evaluation.
        switch kind {
        case .sessions: EvaluationPriority.cell.takeThread()
        case .reads: EvaluationPriority.reader.takeThread()
        }
        while let work = next(kind) {
            work.job()
            monitor.update { $0.queue.finish(work) }
        }
        monitor.withLock { $0.threads -= 1 }
    }

    private func next(_ kind: Kind) -> LaneQueue.Work? {
        monitor.wait { state -> LaneQueue.Work?? in
            let work =
                switch kind {
                case .sessions: state.queue.nextOfSession()
                case .reads: state.queue.nextRead()
                }
            if let work { return .some(work) }
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
