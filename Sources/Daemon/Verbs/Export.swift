import Archive
import Notebook
import Tensors
import Wire

extension Job {
    /// `export SESSION`: the journal as a document that replays.
    func export() throws {
        let name = word
        guard let summary = try desk.archive.session(named: name) else {
            throw Fault(.notFound, "there is no session \(name)", hint: "sessions lists them")
        }
        let cells = try desk.archive.journal(of: name)
        var blocks: [SessionFile.Block] = [.prose(["# \(name)", ""])]
        var session = Session(name: name)
        let bench = bench()
        for (cell, stored) in zip(cells, try desk.stored(cells)) {
            let shown = try session.replayShowing(stored, on: bench).map(\.text)
            if let aside = session.setAside.last, aside.number == cell.number {
                blocks.append(.prose(["Set aside, \(aside.text.controlsEscaped).", ""]))
            }
            blocks.append(.cell(.init(try source(of: cell))))
            blocks.append(.output(shown.map { SessionFile.outputLine($0.controlsEscaped) }))
            blocks.append(.prose([""]))
            session.forgetUnnamed()
        }
        for text in SessionFile.text(blocks) { line(text) }
        ok([("cells", .integer(summary.cellCount))])
    }

    /// The source; an array that was put becomes an array literal with the same bits.
    private func source(of cell: JournalCell) throws -> [String] {
        switch cell.kind {
        case .cell:
            return DocumentSource.lines(of: cell.source)
        case .put:
            guard let hash = cell.leaves.first, let tensor = try desk.archive.tensor(hash) else {
                throw Fault(.defect, "the archive has lost what \(cell.source) was put to")
            }
            return ["\(cell.source) = \(Job.literal(tensor))"]
        }
    }

    /// Python source that makes the array, to the bit.
    private static func literal(_ tensor: Tensor) -> String {
        let elements = (0..<tensor.count).compactMap { tensor.element(at: $0)?.text }.joined(separator: ", ")
        let dtype =
            switch tensor.dtype {
            case .f64: "float64"
            case .f32: "float32"
            case .i64: "int64"
            case .i32: "int32"
            case .bool: "bool_"
            }
        if tensor.shape.rank == 0 { return "array(\(elements), dtype=\(dtype))" }
        let dims = tensor.shape.dims.map(String.init).joined(separator: ", ")
        return "array([\(elements)], dtype=\(dtype)).reshape((\(dims),))"
    }
}
