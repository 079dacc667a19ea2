import Notebook
import Tensors
import Wire

extension Job {
    /// `contributions REF [through=] [by=] [for=] [of=] [top=] [seed=]`
    func contributions() throws {
        let record = try run(word)
        let breakdown = try breakdown(of: record, breakdownRequest())
        for row in breakdown.rows {
            let v = row.v.map { " v=\($0.text)" } ?? ""
            emit(
                "of \(row.label)\(v)", "row", row.values, breakdown.wrt,
                [("label", .string(row.label))] + (row.v.map { [("v", JSON($0))] } ?? []))
        }
        emit("bypass", "bypass", breakdown.bypass, breakdown.wrt)
        if let sum = breakdown.sum { emit("sum", "sum", sum, breakdown.wrt) }
        emit("gradient", "gradient", breakdown.gradient, breakdown.wrt)
        if let cancellation = breakdown.cancellation {
            emit("cancellation", "cancellation", cancellation, breakdown.wrt)
        }
        try notes(of: record)
        noteRules(breakdown)
        ok([
            ("rows", .integer(breakdown.rows.count)), ("total_rows", .integer(breakdown.totalRows)),
            ("gap_ulps", breakdown.gapUlps.map(JSON.integer) ?? .null),
            ("method", .string(breakdown.method.replacing(" ", with: "-"))), ("run", .string(record.id.short)),
        ])
    }

    /// A line for each input that the target does not depend on, for rules that a cell gave, and for a NaN at a kink.
    func notes(of record: RunRecord) throws {
        for text in try record.notes + record.kinkNotes(on: bench(for: session())) {
            data("note \(text)", ["kind": "note", "note": .string(text)])
        }
    }

    /// A line where the numbers are by other rules than the run's.
    func noteRules(_ breakdown: Breakdown) {
        if let note = breakdown.note { data("note \(note)", ["kind": "note", "note": .string(note)]) }
    }

    /// One line: a value for each input, named where there are several.
    private func emit(
        _ text: String, _ kind: String, _ values: [Tensor], _ wrt: [String], _ fields: [(String, JSON)] = []
    ) {
        let shown = zip(wrt, values).map { values.count == 1 ? $1.text : "\($0)=\($1.text)" }.joined(separator: " ")
        let arrays = zip(wrt, values).map { ($0, JSON($1, name: $0)) }
        let object = JSON.object(.init(arrays, uniquingKeysWith: { first, _ in first }))
        data(
            "\(text) \(shown)",
            .object(.init(uniqueKeysWithValues: [("kind", .string(kind))] + fields + [("values", object)])))
    }

    private func breakdownRequest() throws -> BreakdownRequest {
        var question = BreakdownRequest()
        question.through = try request.names(.through)
        question.entry = try request.entry(.for).map(BreakdownRequest.Entry.init)
        question.row = try request.entry(.of).map(BreakdownRequest.Entry.init)
        question.axis = try request.integer(.by)
        question.top = try request.integer(.top)
        if let name = request[.seed] {
            let box = try session()
            let bench = bench(for: box)
            question.seed = try box.use { try $0.array(named: name, on: bench).tensor }
        }
        return question
    }

    func breakdown(of record: RunRecord, _ question: BreakdownRequest) throws -> Breakdown {
        let bench = bench(for: try session())
        return try Breaker(record, through: question.through, seed: question.seed, on: bench).answer(question)
    }
}

extension BreakdownRequest.Entry {
    init(_ reference: EntryReference) { self.init(name: reference.name, coordinates: reference.coordinates) }
}
