import Notebook
import Service
import Wire

extension ExportRequest {
    init(_ request: Request) { self.init(session: request.word) }
}

extension ExportAnswer: Rendered {
    var text: LazyLines<TextLine> {
        var lines = LazyLines(["# \(session)", ""]) { TextLine($0) }
        for cell in cells { lines.append(LazyLines(SessionFile.text(ExportAnswer.blocks(cell))) { TextLine($0) }) }
        return lines
    }

    var json: LazyLines<JSON> { text.map { ["text": .string($0.text)] } }
    var ending: Fields { [("cells", .integer(cells.count))] }

    private static func blocks(_ cell: Cell) -> [SessionFile.Block] {
        (cell.aside.map { [.prose(["Set aside, \($0.text.controlsEscaped).", ""])] } ?? []) + [
            .cell(.init(cell.source)),
            .output(cell.shown.map { SessionFile.outputLine($0.line.text.controlsEscaped) }), .prose([""]),
        ]
    }
}
