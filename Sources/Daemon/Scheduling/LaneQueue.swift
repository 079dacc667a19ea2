import Collections

/// What waits for a compute thread: which request may run next, and which has to wait for its session.
struct LaneQueue: Sendable {
    typealias Job = @Sendable () -> Void

    /// A job taken from the queue; `session` is busy until ``finish(_:)``.
    struct Work: Sendable {
        var session: String?
        var job: Job
    }

    private struct Entry {
        /// Place in the order of arrival.
        var number: Int
        var job: Job
    }

    private struct Turn {
        var number: Int
        var session: String
    }

    /// The most jobs that may wait.
    let capacity: Int
    /// Jobs that wait.
    private(set) var waiting = 0
    private var arrivals = 0
    private var reads: Deque<Entry> = []
    /// Jobs that wait, for each session that has one waiting or running.
    private var sessions: [String: Deque<Entry>] = [:]
    /// Sessions with a job to run and none running. Each is here at most once.
    private var turns: Deque<Turn> = []

    init(capacity: Int) { self.capacity = capacity }

    /// Adds a job that belongs to a session, or, without one, may run beside anything else.
    /// - Returns: `false` when the queue is full.
    mutating func add(session: String?, _ job: @escaping Job) -> Bool {
        guard waiting < capacity else { return false }
        waiting += 1
        arrivals += 1
        let entry = Entry(number: arrivals, job: job)
        guard let session else {
            reads.append(entry)
            return true
        }
        if sessions[session] == nil { turns.append(Turn(number: arrivals, session: session)) }
        sessions[session, default: []].append(entry)
        return true
    }

    /// Takes the job that should run next: of reads and sessions, the one that came first.
    /// - Parameter readsOnly: passes the sessions over.
    mutating func next(readsOnly: Bool) -> Work? {
        let read = reads.first?.number ?? .max
        let turn = readsOnly ? .max : turns.first?.number ?? .max
        if read < turn, let entry = reads.popFirst() {
            waiting -= 1
            return Work(session: nil, job: entry.job)
        }
        guard turn < .max, let session = turns.popFirst()?.session, let entry = sessions[session]?.popFirst() else {
            return nil
        }
        waiting -= 1
        return Work(session: session, job: entry.job)
    }

    /// Lets the session's next job run. It queues behind the other sessions, so that a busy one does not hold them up.
    mutating func finish(_ work: Work) {
        guard let session = work.session else { return }
        if let entry = sessions[session]?.first {
            turns.append(Turn(number: entry.number, session: session))
        } else {
            sessions[session] = nil
        }
    }
}
