import Notebook
import Tensors
import Wire

extension JSON {
    /// Exact text of a number: reads back to the same bits; non-finite ones become strings.
    init(_ scalar: Scalar) {
        switch scalar {
        case .bool(let value): self = .bool(value)
        case .i64(let value): self = .integer(Int(value))
        case .i32(let value): self = .integer(Int(value))
        case .f64, .f32: self = .number(scalar.text)
        }
    }

    /// An array as an object; values are left out above `valueLimit` elements.
    init(_ tensor: Tensor, name: String, hash: ContentHash? = nil, run: ContentHash? = nil) {
        var fields: Fields = [
            ("name", .string(name)), ("dtype", .string(tensor.dtype.rawValue)),
            ("shape", .array(tensor.shape.dims.map(JSON.integer))),
        ]
        if tensor.count <= JSON.valueLimit {
            fields.append(("values", .array((0..<tensor.count).compactMap { tensor.element(at: $0).map(JSON.init) })))
        }
        fields.append(("hash", .string((hash ?? tensor.contentHash).description)))
        if let run { fields.append(("run", .string(run.short))) }
        self = fields.object
    }

    /// Larger arrays are fetched with `get`.
    static let valueLimit = 65_536
}

extension TextLine {
    /// `NAME DTYPE[SHAPE] VALUE HASH [run=RUN]`
    init(_ name: String, _ tensor: Tensor, _ hash: ContentHash, run: ContentHash? = nil) {
        self.init(
            "\(name) \(tensor.type) \(tensor.text) \(hash.short)" + (run.map { " run=\($0.short)" } ?? ""),
            tensor.dtype)
    }
}

extension Shown {
    /// The line that shows it.
    var line: TextLine {
        switch self {
        case .array(let name, let tensor, let hash, let run): TextLine(name, tensor, hash, run: run)
        case .fixed(let name, let text): TextLine("\(name) static \(text)")
        case .function(let name): TextLine("\(name) function")
        case .note(let note): TextLine("note \(note.position.line):\(note.position.column) \(note.text)")
        case .printed(let line): TextLine(line.isEmpty ? "|" : "| \(line)")
        }
    }

    /// The same in JSON.
    var object: JSON {
        switch self {
        case .array(let name, let tensor, let hash, let run): JSON(tensor, name: name, hash: hash, run: run)
        case .fixed(let name, let text): ["name": .string(name), "static": .string(text)]
        case .function(let name): ["name": .string(name), "function": true]
        case .note(let note):
            [
                "note": .string(note.text), "line": .integer(note.position.line),
                "column": .integer(note.position.column),
            ]
        case .printed(let line): ["print": .string(line)]
        }
    }
}

extension LazyLines<TextLine> {
    /// What a cell bound, printed and noted.
    init(_ shown: [Shown]) { self.init(shown, \.line) }
}

extension LazyLines<JSON> {
    /// The same in JSON.
    init(_ shown: [Shown]) { self.init(shown, \.object) }
}
