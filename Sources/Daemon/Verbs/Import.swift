import Notebook
import Tensors
import Wire

extension Job {
    /// `import [name=] [folder=] <<TAG`: a session from a document's cells. Either all of them run and are kept, or none.
    func importDocument() throws {
        let name = request[.name] ?? "imported"
        let document = try SessionFile(parsing: request.body ?? "")
        let box = SessionBox(Session(name: name, folder: request[.folder]))
        guard try desk.archive.session(named: name) == nil else {
            throw Fault(.refused, "there is a session \(name) already", hint: "name=OTHER names another")
        }
        let bench = bench(for: box)
        let steps = document.steps
        let count = try box.change(in: desk.archive) { session in
            var events: [Event] = []
            for (index, step) in steps.enumerated() {
                do {
                    events.append(try session.run(step.source, on: bench).event)
                } catch let fault as Fault {
                    throw fault.shifted(byLines: step.line - 1)
                } catch let stopped as StoppedCell {
                    throw stopped.fault.shifted(byLines: step.line - 1)
                }
                progress(
                    "cell \(index + 1) of \(steps.count)", ["cell": .integer(index + 1), "of": .integer(steps.count)])
            }
            return (events, events.count)
        }
        try desk.adopt(box, as: name, isNew: true)
        exchange.connection.session = name
        ok([("session", .string(name)), ("cells", .integer(count))])
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
    func shifted(byLines lines: Int) -> Fault {
        var copy = self
        copy.position?.line += lines
        return copy
    }
}
