import Service
import Wire

extension Progress {
    /// The progress line in a format.
    func line(as format: ReplyFormat) -> ReplyLine {
        switch format {
        case .text: .progress(.text(text))
        case .json: .progress(.json(json))
        }
    }

    private var text: String {
        switch self {
        case .pass(let pass, let total): "pass \(pass) of \(total)"
        case .cell(let cell, let total): "cell \(cell) of \(total)"
        case .documentCell(let cell, let name): "\(name): cell \(cell)"
        }
    }

    private var json: JSON {
        switch self {
        case .pass(let pass, let total): ["pass": .integer(pass), "of": .integer(total)]
        case .cell(let cell, let total): ["cell": .integer(cell), "of": .integer(total)]
        case .documentCell(let cell, _): ["cell": .integer(cell)]
        }
    }
}
