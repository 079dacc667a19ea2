import Notebook
import Service
import Tensors
import Wire

extension ContributionsRequest {
    init(_ request: Request) throws {
        var question = BreakdownRequest()
        question.through = try request.names(.through)
        question.entry = try request.entry(.for).map(BreakdownRequest.Entry.init)
        question.row = try request.entry(.of).map(BreakdownRequest.Entry.init)
        question.axis = try request.integer(.by)
        question.top = try request.integer(.top)
        self.init(reference: request.word, question: question, seed: request[.seed])
    }
}

extension BreakdownRequest.Entry {
    init(_ reference: EntryReference) { self.init(name: reference.name, coordinates: reference.coordinates) }
}

extension ContributionsAnswer: Rendered {
    /// One of the lines behind the rows.
    private typealias Total = (kind: String, values: [Tensor])

    private var totals: [Total] {
        var totals: [Total] = [("bypass", breakdown.bypass)]
        if let sum = breakdown.sum { totals.append(("sum", sum)) }
        totals.append(("gradient", breakdown.gradient))
        if let cancellation = breakdown.cancellation { totals.append(("cancellation", cancellation)) }
        return totals
    }

    var text: LazyLines<TextLine> {
        let wrt = breakdown.wrt
        var lines = LazyLines(breakdown.rows) { row in
            TextLine("of \(row.label)" + (row.v.map { " v=\($0.text)" } ?? ""), row.values, of: wrt)
        }
        lines.append(totals) { TextLine($0.kind, $0.values, of: wrt) }
        lines.append(notes) { TextLine("note \($0)") }
        return lines
    }

    var json: LazyLines<JSON> {
        let wrt = breakdown.wrt
        var lines = LazyLines<JSON>(breakdown.rows) { row in
            let v: Fields = row.v.map { [("v", JSON($0))] } ?? []
            let fields: Fields = [("kind", "row"), ("label", .string(row.label))] + v
            return .fields(fields + [("values", JSON(row.values, of: wrt))])
        }
        lines.append(totals) { ["kind": .string($0.kind), "values": JSON($0.values, of: wrt)] }
        lines.append(notes) { ["kind": "note", "note": .string($0)] }
        return lines
    }

    var ending: Fields {
        [
            ("rows", .integer(breakdown.rows.count)), ("total_rows", .integer(breakdown.totalRows)),
            ("gap_ulps", breakdown.gapUlps.map(JSON.integer) ?? .null),
            ("method", .string(breakdown.method.replacing(" ", with: "-"))), ("run", .string(run.id.short)),
        ]
    }
}

extension TextLine {
    /// A value for each input, named where there are several.
    fileprivate init(_ start: String, _ values: [Tensor], of wrt: [String]) {
        let shown = zip(wrt, values).map { values.count == 1 ? $1.text : "\($0)=\($1.text)" }.joined(separator: " ")
        self.init("\(start) \(shown)", values.first?.dtype)
    }
}

extension JSON {
    /// An array for each input.
    fileprivate init(_ values: [Tensor], of wrt: [String]) {
        let arrays = zip(wrt, values).map { ($0, JSON($1, name: $0)) }
        self = .object(.init(arrays, uniquingKeysWith: { first, _ in first }))
    }
}
