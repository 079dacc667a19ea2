import Service
import Wire

extension ShowRequest {
    init(_ request: Request) { self.init(name: request.word) }
}

extension ShowAnswer: Rendered {
    var text: LazyLines<TextLine> { LazyLines(shown) }
    var json: LazyLines<JSON> { LazyLines(shown) }
    var ending: Fields { [] }
}
