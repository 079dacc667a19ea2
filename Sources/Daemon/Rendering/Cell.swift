import Service
import Wire

extension CellRequest {
    /// Every line of a body ends in LF; the journal keeps the source without the last one.
    init(_ request: Request) throws {
        let body = request.body ?? ""
        self.init(
            source: body.hasSuffix("\n") ? String(body.dropLast()) : body, repeats: try request.integer(.repeat) ?? 1)
    }
}

extension CellAnswer: Rendered {
    var text: LazyLines<TextLine> { LazyLines(shown) }
    var json: LazyLines<JSON> { LazyLines(shown) }
    var ending: Fields { [("cell", .integer(cell)), ("runs", .integer(runs))] }
}
