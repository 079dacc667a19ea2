import Notebook
import Tensors

/// A document whose cells make a session.
public struct ImportRequest: Sendable {
    let name: String
    let folder: String?
    let document: SessionFile

    /// `folder` is where the session's cells load files from.
    public init(name: String, folder: String?, document: SessionFile) {
        self.name = name
        self.folder = folder
        self.document = document
    }
}

extension RequestContext {
    /// Makes a session from a document's cells. Either all of them run and are kept, or none.
    public func importDocument(_ request: ImportRequest) throws -> MadeSession {
        let name = try NotebookService.checkedName(request.name)
        let compute = compute
        let steps = request.document.steps
        let count = try service.makeSession(Session(name: name, folder: request.folder), stoppedBy: cancel) { session in
            var events: [Event] = []
            for (index, step) in steps.enumerated() {
                do {
                    events.append(try session.run(step.source, in: compute).event)
                } catch let fault as Fault {
                    throw fault.shifted(byLines: step.line - 1)
                } catch let stopped as StoppedCell {
                    throw stopped.fault.shifted(byLines: step.line - 1)
                }
                report(.cell(index + 1, of: steps.count))
            }
            return (events, events.count)
        }
        return MadeSession(name: name, cells: count)
    }
}

extension SessionFile {
    /// Every cell of the file as often as it repeats, with the line it begins at.
    fileprivate var steps: [(source: String, line: Int)] {
        blocks.flatMap { block -> [(source: String, line: Int)] in
            guard case .cell(let cell) = block else { return [] }
            let cells = cell.steps.compactMap { step -> (source: String, line: Int)? in
                guard case .cell(let source, let line) = step else { return nil }
                return (source, line)
            }
            return (0..<cell.repeats).flatMap { _ in cells }
        }
    }
}

extension Fault {
    /// The same fault in a file where the source begins `lines` lines further down.
    public func shifted(byLines lines: Int) -> Fault {
        var copy = self
        copy.position?.line += lines
        return copy
    }
}
