import Notebook
import Service
import Wire

extension NamesAnswer: Rendered {
    var text: LazyLines<TextLine> {
        LazyLines(names) { item in
            switch item.meaning {
            case .array(let array):
                TextLine("\(item.name) \(array.type)" + (array.run.map { " run=\($0.short)" } ?? ""))
            case .fixed(let text): TextLine("\(item.name) \(text)")
            }
        }
    }

    var json: LazyLines<JSON> {
        LazyLines(names) { item in
            let array = item.array
            let fixed: String? = if case .fixed(let text) = item.meaning { text } else { nil }
            return [
                "name": .string(item.name), "dtype": JSON(array?.type.dtype.rawValue),
                "shape": array.map { .array($0.type.shape.dims.map(JSON.integer)) } ?? .null, "static": JSON(fixed),
                "run": JSON(array?.run?.short),
            ]
        }
    }

    var ending: Fields { [("names", .integer(names.count))] }
}
