import Notebook
import Service
import Tensors
import Wire

extension ExplainRequest {
    init(_ request: Request) throws {
        guard let entry = try request.entry(.for) else { throw Fault(.argument, "explain needs for=") }
        self.init(
            reference: request.word, entry: BreakdownRequest.Entry(entry), through: try request.names(.through))
    }
}

extension ExplainAnswer: Rendered {
    private var rule: String {
        let (t, x) = (target, entry.description)
        let sums = cut.map { name, isScalar in
            isScalar ? "d\(t)/d\(name) · d\(name)/d\(x)" : "Σᵢ d\(t)/d\(name)ᵢ · d\(name)ᵢ/d\(x)"
        }
        return "d\(t)/d\(x) = " + sums.joined(separator: " + ")
    }

    var text: LazyLines<TextLine> {
        let dtype = gradient.dtype
        let (target, entry) = (target, entry.description)
        var lines = LazyLines([rule]) { TextLine($0, dtype) }
        lines.append(breakdown.rows.compactMap(Term.init)) { TextLine($0.sentence(target, entry), dtype) }
        lines.append(totals) { TextLine($0.sentence, dtype) }
        lines.append(notes) { TextLine("note \($0)") }
        return lines
    }

    var json: LazyLines<JSON> {
        let (target, entry) = (target, entry.description)
        var lines = LazyLines<JSON>([rule]) { ["for": .string(entry), "text": .string($0)] }
        lines.append(breakdown.rows.compactMap(Term.init)) { term in
            [
                "label": .string(term.label), "v": JSON(term.v), "slope": JSON(term.slope),
                "value": JSON(term.value), "text": .string(term.sentence(target, entry)),
            ]
        }
        lines.append(totals) { [$0.key: JSON($0.value, name: entry), "text": .string($0.sentence)] }
        lines.append(notes) { ["kind": "note", "note": .string($0)] }
        return lines
    }

    var ending: Fields {
        [
            ("terms", .integer(breakdown.rows.count)), ("gap_ulps", breakdown.gapUlps.map(JSON.integer) ?? .null),
            ("run", .string(run.id.short)),
        ]
    }

    /// One product of the chain rule.
    private struct Term {
        let label: String
        let v, slope, value: Scalar

        init?(_ row: Breakdown.Row) {
            guard let v = row.v, let slope = row.slope, let value = row.values.first?.element(at: 0) else { return nil }
            (label, self.v, self.slope, self.value) = (row.label, v, slope, value)
        }

        func sentence(_ target: String, _ entry: String) -> String {
            "  d\(target)/d\(label) · d\(label)/d\(entry) = \(v.text) · \(slope.text) = \(value.text)"
        }
    }

    private var totals: [(key: String, value: Tensor, sentence: String)] {
        [
            ("bypass", bypass, "  around \(cut.map(\.name).joined(separator: ", ")): \(bypass.text)"),
            ("sum", sum, "  exact sum, rounded once: \(sum.text)"),
            ("gradient", gradient, "  gradient of the reverse pass: \(gradient.text)"),
            ("cancellation", cancellation, "  cancellation Σ|terms| / |Σ terms|: \(cancellation.text)"),
        ]
    }
}
