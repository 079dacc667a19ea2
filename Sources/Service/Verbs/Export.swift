import Notebook
import Tensors

/// A session to write as a document.
public struct ExportRequest: Sendable {
    let session: String

    /// A session that is kept.
    public init(session: String) { self.session = session }
}

/// A session as a document.
public struct ExportAnswer: Sendable {
    /// Its cells, in order.
    public let cells: [Cell]
    /// The session's name.
    public let session: String

    /// A cell of the document.
    public struct Cell: Sendable {
        /// Lines of source.
        public let source: [String]
        /// What the cell showed.
        public let shown: [Shown]
        /// Why its source does not give that today, if so.
        public let aside: SetAsideCell?
    }
}

extension RequestContext {
    /// The journal of a session as cells with what they showed.
    public func export(_ request: ExportRequest) throws -> ExportAnswer {
        let name = request.session
        guard try archive.session(named: name) != nil else { throw NotebookService.noSession(name) }
        var session = Session(name: name)
        let compute = compute
        var cells: [ExportAnswer.Cell] = []
        for cell in try archive.journal(of: name) {
            try compute.checkCancellation()
            let shown = try session.replayShowing(cell, in: compute)
            let aside = session.setAside.last.flatMap { $0.number == cell.number ? $0 : nil }
            cells.append(.init(source: try source(of: cell.record), shown: shown, aside: aside))
            session.forgetUnnamed()
        }
        return ExportAnswer(cells: cells, session: name)
    }

    /// The source; an array that was put becomes an array literal with the same bits.
    private func source(of cell: CellRecord) throws -> [String] {
        switch cell.kind {
        case .cell: return DocumentSource.lines(of: cell.source)
        case .put:
            guard let leaf = cell.leaves.first, let tensor = try archive.tensor(leaf.hash) else {
                throw Fault(.defect, "the archive has lost what \(cell.source) was put to")
            }
            return ["\(cell.source) = \(DocumentSource.literal(tensor))"]
        }
    }
}
