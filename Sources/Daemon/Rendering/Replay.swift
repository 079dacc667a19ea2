import Notebook
import Service
import Tensors
import Wire

extension ReplayRequest {
    init(_ request: Request) { self.init(reference: request.word) }
}

extension RunReplay: Rendered {
    private var results: [(name: String, tensor: Tensor)] {
        zip(recorded.run.resultNames, report.results).map { ($0, $1) }
    }

    private var remarks: [String] {
        report.differences.map { "difference: \($0.text)" } + report.comparison.lines + report.rules.lines(of: recorded)
    }

    var text: LazyLines<TextLine> {
        var lines = LazyLines(results) { TextLine($0.name, $0.tensor, $0.tensor.contentHash) }
        lines.append(remarks) { TextLine($0) }
        lines.append(notes) { TextLine("note \($0)") }
        return lines
    }

    var json: LazyLines<JSON> {
        var lines = LazyLines(results) { JSON($0.tensor, name: $0.name) }
        lines.append(remarks) { ["text": .string($0)] }
        lines.append(notes) { ["kind": "note", "note": .string($0)] }
        return lines
    }

    var ending: Fields {
        [
            ("runs", .integer(1)), ("differences", .integer(report.differences.count)),
            ("run", .string(recorded.id.short)), ("numerics", .string(recorded.execution.numerics.name)),
            ("rules", .string(report.rules.word)),
        ]
    }
}

extension SessionReplay: Rendered {
    var text: LazyLines<TextLine> { LazyLines(findings.flatMap(\.lines)) { TextLine($0) } }
    var json: LazyLines<JSON> { text.map { ["text": .string($0.text)] } }

    var ending: Fields {
        [("cells", .integer(cells)), ("runs", .integer(runs)), ("differences", .integer(differences))]
    }
}

extension SessionReplay.Finding {
    fileprivate var lines: [String] {
        switch self {
        case .aside(let cell): ["\(cell.text); each of its runs is computed alone"]
        case .binding(let cell, let name, let node, let was, let found):
            ["difference: cell \(cell), \(name) at \(node) was \(was.short), is \(found.short)"]
        case .run(let cell, let run, let report):
            report.differences.map { "difference: cell \(cell), \($0.text)" }
                + report.rules.lines(of: run).map { "cell \(cell), \($0)" }
        }
    }
}

extension ReplayReport.Comparison {
    /// What to know where not every bit was compared.
    fileprivate var lines: [String] {
        guard case .bound(let numerics) = self else { return [] }
        return [
            "recorded under the bit contract \(numerics): compared up to \(Self.bound(.f64)) of the greatest magnitude in an "
                + "array, \(Self.bound(.f32)) for f32, and not to the bit"
        ]
    }
}

extension ReplayReport.Difference {
    /// `dl/dx was 3f2a…, is 9c1b… [2, 4]`
    fileprivate var text: String {
        let place = node.map { " at \($0)" } ?? ""
        return "\(name)\(place) was \(expected.short), is \(found.contentHash.short) \(found.text)"
    }
}

extension RecordedRun {
    /// The results by today's rules that are not those recorded.
    fileprivate func lines(today: [Tensor]) -> [String] {
        zip(zip(run.resultNames, today), execution.results).filter { $0.1.contentHash != $1 }
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
    fileprivate func lines(of record: RecordedRun) -> [String] {
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
