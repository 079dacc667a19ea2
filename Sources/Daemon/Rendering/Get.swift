import Service
import Wire

extension GetRequest {
    init(_ request: Request) throws {
        self.init(
            name: request.word, offset: try request.integer(.offset) ?? 0,
            max: try request.integer(.max) ?? Limits.maxBlob)
    }
}

extension GetAnswer: Rendered {
    var text: LazyLines<TextLine> { LazyLines() }
    var json: LazyLines<JSON> { LazyLines() }

    var ending: Fields {
        [
            ("name", .string(name)), ("type", .string(type.description)), ("offset", .integer(offset)),
            ("total", .integer(total)),
        ]
    }

    /// The bytes stand for themselves, in either format.
    func lines(as format: ReplyFormat) -> LazyLines<ReplyLine> { LazyLines([bytes]) { .blob($0) } }
}
