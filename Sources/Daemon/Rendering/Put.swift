import Service
import Tensors
import Wire

extension PutRequest {
    init(_ request: Request) throws {
        let type = try TensorType(parsing: request.words.count > 1 ? request.words[1] : "")
        try self.init(name: request.word, type: type, bytes: request.blob ?? [])
    }
}

extension PutAnswer: Rendered {
    var text: LazyLines<TextLine> { LazyLines(shown) }
    var json: LazyLines<JSON> { LazyLines(shown) }
    var ending: Fields { [("cell", .integer(cell))] }
}
