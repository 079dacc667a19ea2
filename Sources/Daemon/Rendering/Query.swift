import Archive
import Service
import Tensors
import Wire

extension QueryRequest {
    init(_ request: Request) { self.init(sql: request.word) }
}

extension QueryResult: Rendered {
    var text: LazyLines<TextLine> {
        var lines = LazyLines([columns.joined(separator: " | ")]) { TextLine($0) }
        lines.append(rows) { row in TextLine(row.map { JSON($0).plainText }.joined(separator: " | ")) }
        return lines
    }

    var json: LazyLines<JSON> {
        var lines = LazyLines<JSON>([columns]) { ["columns": .array($0.map(JSON.string))] }
        lines.append(rows) { row in ["row": .array(row.map(JSON.init))] }
        return lines
    }

    var ending: Fields { [("rows", .integer(rows.count))] + (truncated ? [("more", .integer(1))] : []) }
}

extension JSON {
    fileprivate init(_ value: QueryValue) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(Int(number))
        case .real(let number): self = JSON(.f64(number))
        case .text(let text): self = .string(text)
        case .blob(let bytes):
            self = .string(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        }
    }
}
