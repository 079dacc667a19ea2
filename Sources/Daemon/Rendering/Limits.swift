import Service
import Wire

extension LimitsAnswer: Rendered {
    /// Those of the protocol's requests, of the notebook, and of the protocol's answers.
    private var all: [(name: String, value: Int)] {
        [
            ("line_bytes", Limits.maxLine), ("body_bytes", Limits.maxBody), ("blob_bytes", Limits.maxBlob),
            ("requests_in_flight", Limits.maxInFlight), ("id_bytes", Limits.maxID),
        ] + bounds + [("json_values", JSON.valueLimit), ("repeat", Limits.maxRepeat)]
    }

    var text: LazyLines<TextLine> { LazyLines(all) { TextLine("\($0.name) \($0.value)") } }
    var json: LazyLines<JSON> { LazyLines(all) { [$0.name: .integer($0.value)] } }
    var ending: Fields { [] }
}
