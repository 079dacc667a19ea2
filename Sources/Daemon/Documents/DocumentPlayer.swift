import Notebook
import Service
import Tensors
import Wire

/// Plays a session document in a session that no archive keeps: runs its cells and verbs in order and compares what they give
/// with what the document says they gave.
struct DocumentPlayer {
    let dispatcher: Dispatcher
    /// Works in `scratch`.
    let context: RequestContext
    let scratch: SessionHandle
    let name: String
    /// Takes the document's lines with what is computed, as it goes; nil shows none.
    let show: (@Sendable (String) -> Void)?

    struct Result {
        /// The document with its outputs as they are now.
        var blocks: [SessionFile.Block] = []
        /// One sentence for each cell that gave something else.
        var differences: [String] = []
        var cells = 0
        var runs = 0
    }

    /// A line that a cell gave.
    private struct Line {
        let text: String
        /// Of the numbers in it, where it has any.
        let dtype: DType?

        init(_ text: String, _ dtype: DType? = nil) {
            self.text = SessionFile.outputLine(text.controlsEscaped)
            self.dtype = dtype
        }
    }

    func play(_ document: SessionFile) throws -> Result {
        var result = Result()
        var pending: (number: Int, found: [Line])?
        for block in document.blocks {
            if case .cell = block { settle(&pending, with: nil, &result) }
            switch block {
            case .prose(let lines):
                result.blocks.append(block)
                show(lines)
            case .cell(let cell):
                result.blocks.append(block)
                result.cells += 1
                show(SessionFile.text([block]))
                pending = (result.cells, try run(cell, &result))
                context.report(.documentCell(result.cells, name: name))
            case .output(let expected): settle(&pending, with: expected, &result)
            }
        }
        settle(&pending, with: nil, &result)
        return result
    }

    /// Compares what a cell gave with the output fence after it; a cell that gives lines must have one.
    private func settle(
        _ pending: inout (number: Int, found: [Line])?, with expected: [String]?, _ result: inout Result
    ) {
        guard let (number, found) = pending else { return }
        pending = nil
        if !found.isEmpty || expected != nil {
            let output = SessionFile.Block.output(found.map(\.text))
            // The output belongs directly after its cell, before prose that may have followed.
            let place = result.blocks.lastIndex { if case .cell = $0 { true } else { false } } ?? result.blocks.endIndex
            result.blocks.insert(output, at: min(place + 1, result.blocks.endIndex))
            show(SessionFile.text([output]))
        }
        if let difference = difference(found, expected, number) { result.differences.append(difference) }
    }

    private func difference(_ found: [Line], _ expected: [String]?, _ number: Int) -> String? {
        guard let expected else {
            return found.isEmpty ? nil : "\(name): cell \(number) has no output recorded; replay --record writes it"
        }
        for index in 0..<max(found.count, expected.count) {
            guard index < found.count else {
                return "\(name): cell \(number) gives no line \"\(expected[index])\" any more"
            }
            guard index < expected.count else { return "\(name): cell \(number) also gives \"\(found[index].text)\"" }
            // A document of an earlier release may hold what is escaped today.
            let (was, line) = (expected[index].trimmedEnd.controlsEscaped, found[index])
            if line.text != was {
                let first = LineDifference(expected: was, found: line.text, dtype: line.dtype)
                let node = scratch.node(of: first.name)
                return "\(name): cell \(number), \(first.text)" + (node.map { "; first differing node \($0)" } ?? "")
            }
        }
        return nil
    }

    /// Runs the steps of a block, as often as it says; gives the lines of the last pass.
    private func run(_ cell: SessionFile.CellBlock, _ result: inout Result) throws -> [Line] {
        var lines: [Line] = []
        for _ in 0..<cell.repeats {
            lines = []
            for step in cell.steps {
                let (replied, runs) = try perform(step)
                lines += replied
                result.runs += runs
            }
        }
        return lines
    }

    private func show(_ lines: [String]) {
        guard let show else { return }
        for line in lines { show(line) }
    }

    /// Performs one step by the same functions as any request; errors are lines like any other.
    private func perform(_ step: SessionFile.Step) throws -> (lines: [Line], runs: Int) {
        try context.checkCancellation()
        let request: Request
        switch step {
        case .cell(let source, _): request = Request(.cell, body: source)
        case .request(let text, let line):
            var decoder = FrameDecoder()
            decoder.feed(Array((text + "\n").utf8))
            switch decoder.next() {
            case .request(let parsed)?: request = parsed
            case .failure(_, let error)?, .close(_, let error)?: return ([Line(error.text)], 0)
            case nil: throw Fault(.parse, "expected a verb after %", at: SourcePosition(line: line, column: 2))
            }
        }
        guard request.verb.descriptor.isPlayable else {
            let error = WireError(.argument, "\(request.verb.rawValue) does not belong in a document")
            return ([Line(error.text)], 0)
        }
        return outcome(of: request)
    }

    private func outcome(of request: Request) -> (lines: [Line], runs: Int) {
        do {
            let answer = try dispatcher.answer(request, in: context)
            let lines = Array(answer.text)
            // A line of `explain` does not say its dtype; the others of the same answer do.
            let dtype = lines.lazy.compactMap(\.dtype).first
            let shown = lines.map { Line($0.text, $0.dtype ?? dtype) }
            if let cell = answer as? CellAnswer, request.verb == .cell { return (shown, cell.runs) }
            return (shown + [Line("OK \(answer.ending.text)".trimmedEnd, dtype)], 0)
        } catch {
            return ([Line(Failure.wireError(error, isDraining: false).text)], 0)
        }
    }
}
