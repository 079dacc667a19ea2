import Notebook
import Service
import Wire

extension SessionRequest {
    init(_ request: Request) { self.init(name: request.words.first, folder: request[.folder]) }
}

extension SessionAnswer: Rendered {
    var text: LazyLines<TextLine> { LazyLines(setAside) { TextLine($0.text) } }

    var json: LazyLines<JSON> {
        LazyLines(setAside) { ["cell": .integer($0.number), "set_aside": .string($0.text)] }
    }

    var ending: Fields {
        var fields: Fields = [("session", .string(name)), ("cells", .integer(cells))]
        if !setAside.isEmpty { fields.append(("set_aside", .integer(setAside.count))) }
        if let folder { fields.append(("folder", .string(folder))) }
        return fields
    }
}
