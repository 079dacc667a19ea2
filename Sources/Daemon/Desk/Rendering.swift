import Notebook
import Tensors
import Wire

extension JSON {
    /// The value as it stands in a text line: strings bare, the rest as JSON.
    var plainText: String { string ?? encoded }

    /// Exact text of a number: reads back to the same bits; non-finite ones become strings.
    init(_ scalar: Scalar) {
        switch scalar {
        case .bool(let value): self = .bool(value)
        case .i64(let value): self = .integer(Int(value))
        case .i32(let value): self = .integer(Int(value))
        case .f64, .f32: self = .number(scalar.text)
        }
    }

    /// An array as an object; values are left out above 65,536 elements.
    init(_ tensor: Tensor, name: String, hash: ContentHash? = nil, run: ContentHash? = nil) {
        var fields: [(String, JSON)] = [
            ("name", .string(name)), ("dtype", .string(tensor.dtype.rawValue)),
            ("shape", .array(tensor.shape.dims.map(JSON.integer))),
        ]
        if tensor.count <= JSON.valueLimit {
            fields.append(("values", .array((0..<tensor.count).compactMap { tensor.element(at: $0).map(JSON.init) })))
        }
        fields.append(("hash", .string((hash ?? tensor.contentHash).description)))
        if let run { fields.append(("run", .string(run.short))) }
        self = .object(.init(uniqueKeysWithValues: fields))
    }

    /// Larger arrays are fetched with `get`.
    static let valueLimit = 65_536
}

extension Job {
    /// `NAME DTYPE[SHAPE] VALUE HASH [run=RUN]`
    static func text(_ name: String, _ tensor: Tensor, _ hash: ContentHash, _ run: ContentHash?) -> String {
        "\(name) \(tensor.type) \(tensor.text) \(hash.short)" + (run.map { " run=\($0.short)" } ?? "")
    }

    /// Shows what a cell bound.
    func show(_ shown: [Shown]) {
        for item in shown { data(item.text, item.json) }
    }
}

extension Shown {
    /// The line that shows it.
    var text: String {
        switch self {
        case .array(let name, let tensor, let hash, let run): Job.text(name, tensor, hash, run)
        case .fixed(let name, let text): "\(name) static \(text)"
        case .function(let name): "\(name) function"
        case .note(let note): "note \(note.position.line):\(note.position.column) \(note.text)"
        case .printed(let line): line.isEmpty ? "|" : "| \(line)"
        }
    }

    /// The same in JSON.
    fileprivate var json: JSON {
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
