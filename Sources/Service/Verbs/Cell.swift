import Notebook
import Tensors

/// Source to run in the session.
public struct CellRequest: Sendable {
    let source: String
    let repeats: Int

    /// A cell runs once, or as often as asked.
    public init(source: String, repeats: Int = 1) {
        self.source = source
        self.repeats = repeats
    }

    /// Passes of a repeated cell are kept in groups of at most this many, so that a long loop neither waits for the disk
    /// at every pass nor loses much.
    fileprivate static let passesPerCommit = 64
}

/// What a cell gave; of a repeated one the last pass.
public struct CellAnswer: Sendable {
    /// What it bound, printed and noted.
    public let shown: [Shown]
    /// Its number.
    public let cell: Int
    /// The derivatives that all passes took.
    public let runs: Int
}

extension RequestContext {
    /// Runs source in the session.
    public func cell(_ request: CellRequest) throws -> CellAnswer {
        let handle = try session()
        let compute = compute
        var (done, runs) = (0, 0)
        var last: CellOutcome?
        while done < request.repeats {
            let count = min(CellRequest.passesPerCommit, request.repeats - done)
            let (outcomes, fault) = try service.change(handle, stoppedBy: cancel) { session in
                try RequestContext.passes(count, of: request.source, in: &session, in: compute)
            }
            if let fault { throw fault }
            done += count
            runs += outcomes.reduce(0) { $0 + $1.runs.count }
            last = outcomes.last
            if done < request.repeats { report(.pass(done, of: request.repeats)) }
        }
        guard let last else { throw Fault(.defect, "no pass was run") }
        return CellAnswer(shown: last.shown, cell: last.cell.number, runs: runs)
    }

    /// Runs source `count` times, or until a fault: the passes before it are kept, and of one that was stopped while it
    /// was computed, that it was.
    private static func passes(
        _ count: Int, of source: String, in session: inout Session, in compute: ComputeContext
    ) throws -> (events: [Event], result: (outcomes: [CellOutcome], fault: Fault?)) {
        var outcomes: [CellOutcome] = []
        for _ in 0..<count {
            do {
                outcomes.append(try session.run(source, in: compute))
            } catch let stopped as StoppedCell {
                return (outcomes.map(\.event) + [stopped.event], (outcomes, stopped.fault))
            } catch let fault as Fault where !outcomes.isEmpty {
                return (outcomes.map(\.event), (outcomes, fault))
            }
        }
        return (outcomes.map(\.event), (outcomes, nil))
    }
}
