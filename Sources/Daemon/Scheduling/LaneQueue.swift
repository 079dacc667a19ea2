import Collections

/// What waits for a compute thread: which request may run next, and which has to wait for its session.
struct LaneQueue: Sendable {
    typealias Job = @Sendable () -> Void

    /// A job taken from the queue; `session` is busy until ``finish(_:)``.
    struct Work: Sendable {
        var session: String?
        var job: Job
    }

    /// The most jobs that may wait.
    let capacity: Int
    /// Jobs that wait.
    private(set) var waiting = 0
    private var reads: Deque<Job> = []
    /// Jobs that wait, for each session that has one waiting or running.
    private var sessions: [String: Deque<Job>] = [:]
    /// Sessions with a job to run and none running. Each is here at most once.
    private var turns: Deque<String> = []

    init(capacity: Int) { self.capacity = capacity }

    /// Adds a job that belongs to a session, or, without one, may run beside anything else.
    /// - Returns: `false` when the queue is full.
    mutating func add(session: String?, _ job: @escaping Job) -> Bool {
        guard waiting < capacity else { return false }
        waiting += 1
        guard let session else {
            reads.append(job)
            return true
        }
        if sessions[session] == nil { turns.append(session) }
        sessions[session, default: []].append(job)
        return true
    }

    /// Takes the read that came first.
    mutating func nextRead() -> Work? {
        guard let entry = reads.popFirst() else { return nil }
        waiting -= 1
        return Work(session: nil, job: entry)
    }

    /// Takes the next job of the session whose turn it is.
    mutating func nextOfSession() -> Work? {
        guard let session = turns.popFirst(), let entry = sessions[session]?.popFirst() else { return nil }
        waiting -= 1
        return Work(session: session, job: entry)
    }

    /// Lets the session's next job run. It queues behind the other sessions, so that a busy one does not hold them up.
    mutating func finish(_ work: Work) {
        guard let session = work.session else { return }
        if sessions[session]?.isEmpty == false {
            turns.append(session)
        } else {
            sessions[session] = nil
        }
    }
}
