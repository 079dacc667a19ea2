import Archive
import Notebook
import Tensors
import Wire

extension Job {
    /// `replay REF|SESSION`, or a document in the body: recomputes and compares every bit.
    func replay() throws {
        switch (request.words.first, request.body) {
        case (let reference?, nil):
            if try desk.archive.session(named: reference) != nil, try !isDerivative(reference) {
                return try replaySession(reference)
            }
            try replayRun(reference)
        case (nil, let body?): try replayDocument(body)
        case (nil, nil), (_?, _?):
            throw Fault(.argument, "replay takes a run or session, or a document in a body, one of them")
        }
    }

    private func isDerivative(_ name: String) throws -> Bool { try session().use { $0.run(named: name) != nil } }

    private func replayRun(_ reference: String) throws {
        let record = try run(reference)
        let report = try record.replay(on: bench(for: session()))
        for (name, result) in zip(record.resultNames, report.results) {
            data(Job.text(name, result, result.contentHash, nil), JSON(result, name: name))
        }
        for difference in report.differences { line("difference: \(difference.text)") }
        for text in report.rules.lines(of: record) { line(text) }
        try notes(of: record)
        ok([
            ("runs", .integer(1)), ("differences", .integer(report.differences.count)),
            ("run", .string(record.id.short)),
            ("numerics", .integer(record.numerics)), ("rules", .string(report.rules.word)),
        ])
    }

    /// Runs every cell of a kept session again, in a scratch session, from the contents that it read then.
    private func replaySession(_ name: String) throws {
        let aside = try desk.session(named: name, on: bench()).setAside
        let cells = try desk.stored(desk.archive.journal(of: name))
        let scratch = desk.openScratch(folder: nil)
        defer { desk.close(scratch) }
        let bench = bench()
        var (runs, differences) = (0, 0)
        for cell in cells {
            if let aside = aside.first(where: { $0.number == cell.number }) {
                line("\(aside.text); each of its runs is computed alone")
                let found = try replayRuns(ofCell: cell, in: name, scratch, on: bench)
                (runs, differences) = (runs + found.runs, differences + found.differences)
                continue
            }
            let outcome = try scratch.use { try $0.run(again: cell, on: bench) }
            runs += outcome.cell.runs.count
            for (found, expected) in zip(outcome.cell.bindings, cell.bindings) where found.hash != expected.hash {
                differences += 1
                let node = try scratch.use { $0.node(of: found.name) } ?? "an input"
                line(
                    "difference: cell \(cell.number), \(found.name) at \(node) was \(expected.hash.short), is "
                        + found.hash.short)
            }
            progress(
                "cell \(cell.number) of \(cells.count)", ["cell": .integer(cell.number), "of": .integer(cells.count)])
        }
        ok([("cells", .integer(cells.count)), ("runs", .integer(runs)), ("differences", .integer(differences))])
    }

    /// Computes the runs of a cell that was set aside, and takes its names as the journal has them.
    private func replayRuns(
        ofCell cell: StoredCell, in name: String, _ scratch: SessionBox, on bench: Workbench
    ) throws -> (runs: Int, differences: Int) {
        let runs = try desk.archive.runsOfCell(session: name, cell: cell.number).map(record)
        var differences = 0
        for run in runs {
            let report = try run.replay(on: bench)
            differences += report.differences.count
            for difference in report.differences { line("difference: cell \(cell.number), \(difference.text)") }
            for text in report.rules.lines(of: run) { line("cell \(cell.number), \(text)") }
        }
        _ = try scratch.use { try $0.replayJournal([cell], on: bench) }
        return (runs.count, differences)
    }

    private func replayDocument(_ body: String) throws {
        let document = try SessionFile(parsing: body)
        let scratch = desk.openScratch(folder: request[.folder])
        defer { desk.close(scratch) }
        let player = DocumentPlayer(job: self, scratch: scratch, name: request[.name] ?? "document")
        let result = try player.play(document, shows: try request.flag(.show))
        if try request.flag(.record) {
            for text in SessionFile.text(result.blocks) { line(text) }
        } else {
            for difference in result.differences { line(difference) }
        }
        ok([
            ("cells", .integer(result.cells)), ("runs", .integer(result.runs)),
            ("differences", .integer(result.differences.count)),
        ])
    }
}

extension ReplayReport.Difference {
    /// `dl/dx was 3f2a…, is 9c1b… [2, 4]`
    fileprivate var text: String {
        let place = node.map { " at \($0)" } ?? ""
        return "\(name)\(place) was \(expected.short), is \(found.contentHash.short) \(found.text)"
    }
}

extension RunRecord {
    /// The results by today's rules that are not those recorded.
    fileprivate func lines(today: [Tensor]) -> [String] {
        zip(zip(resultNames, today), results).filter { $0.1.contentHash != $1 }
            .map { "today: \($0.0.0) is \($0.0.1.contentHash.short) \($0.0.1.text)" }
    }
}

extension ReplayReport.Rules {
    /// The field of the final line.
    fileprivate var word: String {
        switch self {
        case .same: "same"
        case .changed: "changed"
        case .earlier, .notKept: "not-kept"
        }
    }

    /// What to know of rules that are not those of the run.
    fileprivate func lines(of record: RunRecord) -> [String] {
        switch self {
        case .same: return []
        case .changed(today: nil):
            return ["today's rules cannot derive this run; the graph that it kept was evaluated"]
        case .changed(let today?):
            let others = record.lines(today: today)
            guard !others.isEmpty else {
                return ["today's rules derive another graph, which gives the same bits; the kept one was evaluated"]
            }
            return ["today's rules derive another graph; the kept one was evaluated"] + others
        case .earlier(today: nil):
            return ["today's rules cannot derive this run; those of the release that recorded it were taken"]
        case .earlier(let today?):
            let others = record.lines(today: today)
            guard !others.isEmpty else { return [] }
            return ["recorded by an earlier release, by whose rules it was derived; today's give another result"]
                + others
        case .notKept(let others):
            guard !others.isEmpty else { return [] }
            return [
                "the graph that gave this result was not kept, and what today's rules derive gives another; recorded by an "
                    + "earlier release, whose rules were others"
            ] + others.map { "today: \($0.text)" }
        }
    }
}
