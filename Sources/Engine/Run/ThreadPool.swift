import CKernels
import Dispatch
import Evaluation
import Foundation
import Synchronization

/// The threads that share the steps of an evaluation: one group for cells and one for readers, begun when they are first
/// needed. Those of cells give way to those of readers, so that a question is answered beside a cell that computes on all
/// processors. A thread that has done its part looks for the next one for a while before it sleeps, as steps follow each
/// other within microseconds, less than it takes to wake a thread.
final class ThreadPool: Sendable {
    private static let cells = ThreadPool(.cell)
    private static let readers = ThreadPool(.reader)

    static func of(_ priority: EvaluationPriority) -> ThreadPool {
        switch priority {
        case .cell: cells
        case .reader: readers
        }
    }

    private let priority: EvaluationPriority

    private init(_ priority: EvaluationPriority) { self.priority = priority }

    private let workers = Mutex<[Worker]>([])
    /// Whether an evaluation has the threads.
    private let isTaken = Atomic<Bool>(false)
    /// Parts that have not been done yet.
    private let pending = Atomic<Int>(0)

    fileprivate func partIsDone() { pending.subtract(1, ordering: .releasing) }

    /// Calls `body` with 0 ..< `parts`, part 0 on this thread, and returns when all calls have returned. While another
    /// evaluation has the threads, this one does all of its parts.
    func run(_ parts: Int, _ body: (Int) -> Void) {
        guard parts > 1, !isTaken.exchange(true, ordering: .acquiring) else {
            for part in 0..<parts { body(part) }
            return
        }
        defer { isTaken.store(false, ordering: .releasing) }
        withoutActuallyEscaping(body) { body in
            // Safe: every call has returned before this closure does.
            nonisolated(unsafe) let body = body
            let helpers = workers.withLock { workers in
                while workers.count < parts - 1 { workers.append(Worker(priority)) }
                return workers.prefix(parts - 1)
            }
            pending.store(parts - 1, ordering: .relaxed)
            for (index, worker) in helpers.enumerated() { worker.give(index + 1, of: body, self) }
            body(0)
            var waited = 0
            while pending.load(ordering: .acquiring) > 0 {
                waited += 1
                if waited < Worker.spins { pb_pause() } else { sched_yield() }
            }
        }
    }
}

/// One thread and what it is to do next.
private final class Worker: @unchecked Sendable {
    // Safe to share: a task is written only while the thread waits for their count to grow, which publishes it.
    private var task: (part: Int, body: (Int) -> Void, pool: ThreadPool)?
    private let given = Atomic<Int>(0)
    private let isAsleep = Atomic<Bool>(false)
    private let wake = DispatchSemaphore(value: 0)

    /// Looks for work before a thread sleeps: some tens of microseconds.
    static let spins = 2000

    init(_ priority: EvaluationPriority) {
        let thread = Thread { [self] in
            priority.takeThread()
            work()
        }
        thread.name = "engine"
        // Kernels need little; what is computed by the interpreter recurses over axes.
        thread.stackSize = 1 << 21
        thread.start()
    }

    /// The thread has done what it was given before.
    func give(_ part: Int, of body: @escaping (Int) -> Void, _ pool: ThreadPool) {
        task = (part, body, pool)
        given.add(1, ordering: .sequentiallyConsistent)
        if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { wake.signal() }
    }

    private func work() {
        var done = 0
        while true {
            waitForMore(than: done)
            finish()
            done += 1
        }
    }

    private func finish() {
        guard let pool = task?.pool, let part = task?.part else { return }
        task?.body(part)
        // The closure is let go before the giver may return, as it lives no longer.
        task = nil
        pool.partIsDone()
    }

    private func waitForMore(than done: Int) {
        for _ in 0..<Worker.spins {
            if given.load(ordering: .acquiring) > done { return }
            pb_pause()
        }
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        // Work may have come just before; then the giver has seen the flag and signals, or has not and it is taken back.
        if given.load(ordering: .sequentiallyConsistent) > done,
            isAsleep.exchange(false, ordering: .sequentiallyConsistent)
        {
            return
        }
        wake.wait()
    }
}
