import GRDB
import Notebook
import Synchronization
import Tensors

/// One caller's events on their way into a transaction.
final class Submission: Sendable {
    let events: [Event]
    /// Microseconds since 1970 UTC.
    let time: Int64
    /// Where the arrays went that were not stored before.
    let placements: [ContentHash: Placement]
    private let settled = Mutex<Result<Void, ArchiveError>?>(nil)

    init(_ events: [Event], time: Int64, placements: [ContentHash: Placement]) {
        self.events = events
        self.time = time
        self.placements = placements
    }

    /// What became of it; nil while it waits.
    var outcome: Result<Void, ArchiveError>? { settled.withLock { $0 } }

    func settle(_ outcome: Result<Void, ArchiveError>) { settled.withLock { $0 = outcome } }
}

extension Archive {
    /// Records events, all or none, and returns when they are durable.
    ///
    /// Callers that wait together share one commit: whoever has the writer first stores what all of them brought, each
    /// in a savepoint of its own, so that one caller's bad event is that caller's alone.
    /// - Parameters:
    ///   - time: microseconds since 1970 UTC; nil asks the clock.
    ///   - isStopped: looked at while large arrays are written; where it is true, nothing is recorded.
    /// - Throws: `.refused` for events that contradict the journal; `.full`, `.io`, `.readOnly`, `.busy`, `.stopped`
    public func append(
        _ events: [Event], at time: Int64? = nil, stoppedBy isStopped: () -> Bool = { false }
    ) throws(ArchiveError) {
        try requireWritable()
        let placements = try makingRoom { () throws(ArchiveError) in
            try guarded { try placeContents(of: events, isStopped) }
        }
        let submission = Submission(events, time: time ?? now(), placements: placements)
        waiting.withLock { $0.append(submission) }
        pool.writeWithoutTransaction { database in
            if submission.outcome == nil { commitWaiting(database) }
        }
        guard let outcome = submission.outcome else { throw .defect("a submission was left behind") }
        try outcome.get()
    }

    /// Hashes and files are the caller's work, not the writer's.
    private func placeContents(
        of events: [Event], _ isStopped: () -> Bool
    ) throws -> [ContentHash: Placement] {
        var placements: [ContentHash: Placement] = [:]
        for case .cellRan(_, _, let contents) in events where !contents.isEmpty {
            let known = try pool.read { database in
                try contents.map { try TensorRow.isStored($0.hash, database) }
            }
            for (content, isKnown) in zip(contents, known) where !isKnown && placements[content.hash] == nil {
                placements[content.hash] = try files.place(content) { if isStopped() { throw ArchiveError.stopped } }
            }
        }
        return placements
    }

    private func commitWaiting(_ database: Database) {
        let batch = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        commit(batch, database)
        do {
            // Writing the log back may take as much room again, which must still be there then.
            let bound = try min(Archive.logByteLimit, Files.freeBytes(at: path))
            guard try logBytes > bound, readOnlyReason == nil else { return }
            try ignoringBusy { _ = try database.checkpoint(.truncate) }
        } catch {
            // What was committed is durable in the log. If the device fails, `meaning` ends writing.
            _ = meaning(of: error, on: database)
        }
    }

    private var logBytes: Int { get throws { try Files.size(of: path + "-wal") ?? 0 } }

    /// Runs `body`; once more, where there was no room and the log gave some back.
    private func makingRoom<Value>(_ body: () throws(ArchiveError) -> Value) throws(ArchiveError) -> Value {
        do throws(ArchiveError) {
            return try body()
        } catch {
            guard error == .full, pool.writeWithoutTransaction(makeRoom) else { throw error }
            return try body()
        }
    }

    /// Writes the log back: of a page that changed often it holds every version.
    /// - Returns: whether there is more room now.
    private func makeRoom(_ database: Database) -> Bool {
        do {
            let before = try logBytes
            guard before > 0 else { return false }
            try ignoringBusy { _ = try database.checkpoint(.truncate) }
            return try logBytes < before
        } catch {
            _ = meaning(of: error, on: database)
            return false
        }
    }

    /// - Parameter mayMakeRoom: whether it is tried again after the log was written back, where there is no room.
    private func commit(_ batch: [Submission], _ database: Database, mayMakeRoom: Bool = true) {
        do {
            try requireWritable()
            var outcomes: [Result<Void, ArchiveError>] = []
            try database.inTransaction(.immediate) {
                for submission in batch { outcomes.append(try write(submission, database)) }
                return .commit
            }
            for (submission, outcome) in zip(batch, outcomes) { submission.settle(outcome) }
        } catch {
            let meaning = meaning(of: error, on: database)
            if meaning == .full, mayMakeRoom, makeRoom(database) {
                commit(batch, database, mayMakeRoom: false)
            } else if batch.count > 1, meaning == .full {
                // One that asks for too much room must not fail those for which there is enough.
                for submission in batch { commit([submission], database, mayMakeRoom: false) }
            } else {
                for submission in batch { submission.settle(.failure(meaning)) }
            }
        }
    }

    /// - Returns: the failure when it is this submission's own; the transaction goes on without it.
    /// - Throws: what ends the transaction for all.
    private func write(_ submission: Submission, _ database: Database) throws -> Result<Void, ArchiveError> {
        do {
            try database.inSavepoint {
                let writer = EventWriter(database: database, files: files, submission: submission)
                for event in submission.events { try writer.write(event) }
                return .commit
            }
            return .success(())
        } catch let error as ArchiveError {
            return .failure(error)
        } catch let error as DatabaseError where [.SQLITE_CONSTRAINT, .SQLITE_TOOBIG].contains(error.resultCode) {
            return .failure(ArchiveError(error))
        }
    }
}
