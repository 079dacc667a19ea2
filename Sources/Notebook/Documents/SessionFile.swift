import Tensors

/// A session file: Markdown in which fences hold cells and what they gave.
public struct SessionFile: Sendable {
    /// A part of the file, in order.
    public enum Block: Sendable, Equatable {
        /// Lines that are neither cell nor output.
        case prose([String])
        /// A ```` ```pullback ```` fence.
        case cell(CellBlock)
        /// An ```` ```output ```` fence.
        case output([String])
    }

    /// A fence of cells and verbs.
    public struct CellBlock: Sendable, Equatable {
        /// What follows `pullback` on the fence's first line.
        public let info: String
        /// The lines inside.
        public let lines: [String]
        /// The number of the first line inside, from 1.
        public let firstLine: Int
        /// How often the cells run.
        public let repeats: Int
    }

    /// One thing that a cell block does.
    public enum Step: Sendable, Equatable {
        /// Lines of cell source, beginning at this line of the file.
        case cell(source: String, line: Int)
        /// A protocol request, without the `%`.
        case request(String, line: Int)
    }

    /// The parts in order.
    public let blocks: [Block]

    /// Reads a file. LF, CRLF and a missing last newline give the same blocks. A fence of ours has three backticks;
    /// what stands inside any other fence is prose.
    /// - Throws: `Fault.parse` for a fence that is not closed, an output without a cell, or a wrong `repeat=`.
    public init(parsing text: String) throws {
        var blocks: [Block] = []
        var prose: [String] = []
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)[...]
        if lines.last == "" { lines.removeLast() }
        let total = lines.count
        while let line = lines.popFirst() {
            guard let fence = Fence(opening: line) else {
                prose.append(line)
                continue
            }
            let number = total - lines.count
            let inside = lines.prefix { !fence.isClosed(by: $0) }
            let closing = lines.dropFirst(inside.count).first
            lines = lines.dropFirst(inside.count + 1)
            guard fence.isOurs else {
                prose += [line] + inside + (closing.map { [$0] } ?? [])
                continue
            }
            guard closing != nil else {
                throw Fault(.parse, "this fence is not closed", at: SourcePosition(line: number, column: 1))
            }
            if !prose.isEmpty { blocks.append(.prose(prose)) }
            prose = []
            blocks.append(try SessionFile.block(fence.info, Array(inside), number: number, after: blocks))
        }
        if !prose.isEmpty { blocks.append(.prose(prose)) }
        self.blocks = blocks
    }

    /// The first line of a fenced block, as CommonMark has it: at least three backticks or tildes.
    private struct Fence {
        let mark: Character
        let length: Int
        /// What follows the marks, without spaces around it.
        let info: String
        let isOurs: Bool

        init?(opening line: String) {
            let text = line.drop { $0 == " " }
            guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
            let rest = text.drop { $0 == mark }
            length = text.count - rest.count
            guard length >= 3, line.count - text.count <= 3, mark == "~" || !rest.contains("`") else { return nil }
            self.mark = mark
            info = rest.split(separator: " ").joined(separator: " ")
            let word = info.prefix { $0 != " " }
            isOurs = mark == "`" && length == 3 && line.first == "`" && (word == "pullback" || word == "output")
        }

        /// Whether `line` has as many marks or more, and nothing else.
        func isClosed(by line: String) -> Bool {
            let text = line.drop { $0 == " " }
            let rest = text.drop { $0 == mark }
            return text.count - rest.count >= length && line.count - text.count <= 3 && rest.allSatisfy { $0 == " " }
        }
    }

    private static func block(_ info: String, _ lines: [String], number: Int, after: [Block]) throws -> Block {
        let place = SourcePosition(line: number, column: 1)
        let words = info.split(separator: " ")
        if words.first == "output" {
            guard words.count == 1 else { throw Fault(.parse, "expected nothing after output", at: place) }
            guard after.contains(where: { if case .cell = $0 { true } else { false } }) else {
                throw Fault(.parse, "an output without a cell before it", at: place)
            }
            return .output(lines)
        }
        var repeats = 1
        for word in words.dropFirst() {
            guard word.hasPrefix("repeat="), let count = Int(word.dropFirst(7)), (1...1_000_000).contains(count) else {
                throw Fault(.parse, "expected repeat=N on the fence, found \(word)", at: place)
            }
            repeats = count
        }
        return .cell(CellBlock(info: info, lines: lines, firstLine: number + 1, repeats: repeats))
    }

    /// A line of output such that it does not close its fence.
    public static func outputLine(_ text: String) -> String {
        let rest = text.drop { $0 == " " }
        guard text.count - rest.count <= 3, rest.hasPrefix("```") else { return text }
        return text.prefix(text.count - rest.count) + "\\u0060" + rest.dropFirst()
    }

    /// The text of the file with these blocks.
    public static func text(_ blocks: [Block]) -> [String] {
        blocks.flatMap { block -> [String] in
            switch block {
            case .prose(let lines): lines
            case .cell(let cell): ["```\(cell.info)"] + cell.lines + ["```"]
            case .output(let lines): ["```output"] + lines + ["```"]
            }
        }
    }
}

extension SessionFile.CellBlock {
    /// A block of these lines.
    public init(_ lines: [String]) {
        self.init(info: "pullback", lines: lines, firstLine: 1, repeats: 1)
    }

    /// What the block does, in order: lines that begin with `%` are requests, the runs of lines between them cells.
    public var steps: [SessionFile.Step] {
        var steps: [SessionFile.Step] = []
        var source: [String] = []
        var start = firstLine
        func flush(_ steps: inout [SessionFile.Step]) {
            if source.contains(where: { $0.contains { $0 != " " } }) {
                steps.append(.cell(source: source.joined(separator: "\n"), line: start))
            }
        }
        for (index, line) in lines.enumerated() {
            guard line.hasPrefix("%") else {
                if source.isEmpty { start = firstLine + index }
                source.append(line)
                continue
            }
            flush(&steps)
            source = []
            steps.append(.request(String(line.dropFirst()), line: firstLine + index))
        }
        flush(&steps)
        return steps
    }
}
