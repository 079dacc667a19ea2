import Notebook
import Tensors
import Wire

extension Job {
    /// `explain REF for=x[0] [through=y]`: the chain rule for one entry, with its numbers.
    func explain() throws {
        let record = try run(word)
        var question = BreakdownRequest()
        question.through = try request.names(.through)
        guard let entry = try request.entry(.for).map(BreakdownRequest.Entry.init) else {
            throw Fault(.argument, "explain needs for=")
        }
        question.entry = entry
        let breakdown = try breakdown(of: record, question)
        let cut = breakdown.cut
        // With a seed v, what is differentiated is the number Σᵢ vᵢ · yᵢ.
        let t = record.recipe.question.kind == .vjp ? "⟨v, \(record.target)⟩" : record.target
        let x = entry.description
        let sums = cut.map { name in
            let isScalar = breakdown.rows.contains { $0.label == name }
            return isScalar ? "d\(t)/d\(name) · d\(name)/d\(x)" : "Σᵢ d\(t)/d\(name)ᵢ · d\(name)ᵢ/d\(x)"
        }
        say("d\(t)/d\(x) = " + sums.joined(separator: " + "), [("for", .string(x))])
        for row in breakdown.rows { term(row, target: t, entry: x) }
        guard let bypass = breakdown.bypass.first, let gradient = breakdown.gradient.first,
            let sum = breakdown.sum?.first,
            let cancellation = breakdown.cancellation?.first
        else { throw Fault(.defect, "a column without its sums") }
        say("  around \(cut.joined(separator: ", ")): \(bypass.text)", [("bypass", JSON(bypass, name: x))])
        say("  exact sum, rounded once: \(sum.text)", [("sum", JSON(sum, name: x))])
        say("  gradient of the reverse pass: \(gradient.text)", [("gradient", JSON(gradient, name: x))])
        say(
            "  cancellation Σ|terms| / |Σ terms|: \(cancellation.text)", [("cancellation", JSON(cancellation, name: x))]
        )
        try notes(of: record)
        noteRules(breakdown)
        ok([
            ("terms", .integer(breakdown.rows.count)), ("gap_ulps", breakdown.gapUlps.map(JSON.integer) ?? .null),
            ("run", .string(record.id.short)),
        ])
    }

    private func term(_ row: Breakdown.Row, target: String, entry: String) {
        guard let v = row.v, let slope = row.slope, let value = row.values.first?.element(at: 0) else { return }
        say(
            "  d\(target)/d\(row.label) · d\(row.label)/d\(entry) = \(v.text) · \(slope.text) = \(value.text)",
            [("label", .string(row.label)), ("v", JSON(v)), ("slope", JSON(slope)), ("value", JSON(value))])
    }

    private func say(_ text: String, _ fields: [(String, JSON)]) {
        data(text, .object(.init(uniqueKeysWithValues: fields + [("text", .string(text))])))
    }
}
