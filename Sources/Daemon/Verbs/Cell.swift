import Notebook
import Tensors
import Wire

extension Job {
    /// Passes of a repeated cell are kept in groups of at most this many, so that a long loop neither waits for the disk
    /// at every pass nor loses much.
    private static let passesPerCommit = 64

    /// `cell [repeat=N] <<TAG`
    func cell() throws {
        // Every line of a body ends in LF; the journal keeps the source without the last one.
        let body = request.body ?? ""
        try run(
            cell: body.hasSuffix("\n") ? String(body.dropLast()) : body,
            repeats: try request.integer(.repeat) ?? 1)
    }

    /// `eval EXPR`: a cell of one line.
    func eval() throws { try run(cell: word, repeats: 1) }

    /// Runs source in the session and shows what it bound; of a repeated cell the last pass.
    func run(cell source: String, repeats: Int) throws {
        let box = try session()
        let bench = bench(for: box)
        var (done, runs) = (0, 0)
        var last: CellOutcome?
        while done < repeats {
            let count = min(Job.passesPerCommit, repeats - done)
            let (outcomes, fault) = try box.change(in: desk.archive) { session in
                try Job.passes(count, of: source, in: &session, on: bench)
            }
            desk.remember(box)
            if let fault { throw fault }
            done += count
            runs += outcomes.reduce(0) { $0 + $1.cell.runs.count }
            last = outcomes.last
            if done < repeats {
                progress("pass \(done) of \(repeats)", ["pass": .integer(done), "of": .integer(repeats)])
            }
        }
        guard let last else { throw Fault(.defect, "no pass was run") }
        show(last.shown)
        ok([("cell", .integer(last.cell.number)), ("runs", .integer(runs))])
    }

    /// Runs source `count` times, or until a fault: the passes before it are kept, and of one that was stopped while it
    /// was computed, that it was.
    private static func passes(
        _ count: Int, of source: String, in session: inout Session, on bench: Workbench
    ) throws -> (events: [Event], result: (outcomes: [CellOutcome], fault: Fault?)) {
        var outcomes: [CellOutcome] = []
        for _ in 0..<count {
            do {
                outcomes.append(try session.run(source, on: bench))
            } catch let stopped as StoppedCell {
                return (outcomes.map(\.event) + [stopped.event], (outcomes, stopped.fault))
            } catch let fault as Fault where !outcomes.isEmpty {
                return (outcomes.map(\.event), (outcomes, fault))
            }
        }
        return (outcomes.map(\.event), (outcomes, nil))
    }
}
