import Service
import Wire

extension ForkRequest {
    init(_ request: Request) throws {
        self.init(parent: request.word, cell: try request.integer(.at) ?? 0, name: request[.name])
    }
}

extension MadeSession: Rendered {
    var text: LazyLines<TextLine> { LazyLines() }
    var json: LazyLines<JSON> { LazyLines() }
    var ending: Fields { [("session", .string(name)), ("cells", .integer(cells))] }
}
