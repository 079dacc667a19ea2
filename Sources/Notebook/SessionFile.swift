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

    /// Reads a file. LF, CRLF and a missing last newline give the same blocks.
    /// - Throws: `Fault.parse` for a fence that is not closed, an output without a cell, or a wrong `repeat=`.
    public init(parsing text: String) throws {
        var blocks: [Block] = []
        var prose: [String] = []
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)[...]
        if lines.last == "" { lines.removeLast() }
        let total = lines.count
        while let line = lines.popFirst() {
            guard let fence = SessionFile.fence(line) else {
                prose.append(line)
                continue
            }
            let number = total - lines.count
            var inside: [String] = []
            while let next = lines.first,
                next.prefix(while: { $0 == "`" }).count < 3 || next.contains(where: { $0 != "`" })
            {
                inside.append(next)
                lines.removeFirst()
            }
            guard lines.popFirst() != nil else {
                throw Fault(.parse, "this fence is not closed", at: SourcePosition(line: number, column: 1))
            }
            if !prose.isEmpty { blocks.append(.prose(prose)) }
            prose = []
            blocks.append(try SessionFile.block(fence, inside, number: number, after: blocks))
        }
        if !prose.isEmpty { blocks.append(.prose(prose)) }
        self.blocks = blocks
    }

    /// The info string of a fence that is ours, or nil.
    private static func fence(_ line: String) -> String? {
        guard line.hasPrefix("```") else { return nil }
        let info = String(line.dropFirst(3).drop { $0 == " " })
        let word = info.prefix { $0 != " " }
        return word == "pullback" || word == "output" ? info : nil
    }

    private static func block(_ info: String, _ lines: [String], number: Int, after: [Block]) throws -> Block {
        let place = SourcePosition(line: number, column: 1)
        if info == "output" {
            guard after.contains(where: { if case .cell = $0 { true } else { false } }) else {
                throw Fault(.parse, "an output without a cell before it", at: place)
            }
            return .output(lines)
        }
        var repeats = 1
        for word in info.split(separator: " ").dropFirst() {
            guard word.hasPrefix("repeat="), let count = Int(word.dropFirst(7)), (1...1_000_000).contains(count) else {
                throw Fault(.parse, "expected repeat=N on the fence, found \(word)", at: place)
            }
            repeats = count
        }
        return .cell(CellBlock(info: info, lines: lines, firstLine: number + 1, repeats: repeats))
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
