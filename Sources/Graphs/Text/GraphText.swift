import Tensors

extension Graph: CustomStringConvertible {
    /// The text form, which prints and parses back:
    ///
    ///     graph(%0: f64[3]) {
    ///       %1 = sin %0 : f64[3]
    ///       return %1
    ///     }
    public var description: String { text {} }

    /// The text form; `check` is called every so many equations.
    private func text(_ check: () throws -> Void) rethrows -> String {
        var text = "graph("
        text += types.prefix(inputCount).enumerated().map { "%\($0): \($1)" }.joined(separator: ", ")
        text += ") {\n"
        for (index, equation) in equations.enumerated() {
            if index % WritingMonitor.interval == 0 { try check() }
            let results = equation.results.map { "%\($0)" }.joined(separator: ", ")
            let operands = equation.operands.map { " %\($0)" }.joined()
            let resultTypes = equation.results.map { types[$0].description }.joined(separator: ", ")
            text += "  \(results) = \(equation.primitive.text)\(operands) : \(resultTypes)\n"
        }
        return text + "  return" + outputs.map { " %\($0)" }.joined() + "\n}\n"
    }

    /// The hash of the structure: inputs, equations, outputs; no names, no values, no source positions.
    public var structuralHash: ContentHash { Graph.hash(of: description) }

    /// The same, while somebody looks on.
    /// - Throws: what the monitor throws.
    public func structuralHash(under monitor: WritingMonitor?) throws -> ContentHash {
        Graph.hash(of: try text { try monitor?.check() })
    }

    private static func hash(of text: String) -> ContentHash {
        var hasher = ContentHasher()
        hasher.update("graph")
        hasher.update(text)
        return hasher.finish()
    }

    /// Reads the text form, checking every equation and every printed type.
    /// - Throws: `Fault` with the line that is wrong.
    public init(parsing text: String) throws {
        var reader = GraphReader()
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            do {
                try reader.read(line)
            } catch let fault as Fault {
                throw fault.at(SourcePosition(line: number, column: 1))
            }
        }
        self = try reader.finished()
    }
}

/// Reads the text form line by line.
private struct GraphReader {
    var builder = GraphBuilder()
    var outputs: [ValueID]?
    var isOpen = false
    var isClosed = false

    mutating func read(_ line: Substring) throws {
        let line = line.drop { $0 == " " }
        if line.isEmpty { return }
        if line.hasPrefix("graph("), !isOpen {
            try readInputs(line)
        } else if line == "}", isOpen, !isClosed {
            isClosed = true
        } else if line.hasPrefix("return"), isOpen, outputs == nil {
            outputs = try line.dropFirst("return".count).split(separator: " ").map(value)
        } else if isOpen, outputs == nil {
            try readEquation(line)
        } else {
            throw Fault(.parse, "expected graph(…) {, an equation, return or }, found \(line)")
        }
    }

    private mutating func readInputs(_ line: Substring) throws {
        guard line.hasSuffix(") {") else { throw Fault(.parse, "expected graph(%0: type, …) {") }
        isOpen = true
        for input in line.dropFirst("graph(".count).dropLast(") {".count).split(separator: "%") {
            guard let colon = input.firstIndex(of: ":") else { throw Fault(.parse, "expected %n: type") }
            let type = input[input.index(after: colon)...].filter { $0 != " " }
            _ = builder.input(try TensorType(parsing: type.hasSuffix(",") ? String(type.dropLast()) : type))
        }
    }

    private mutating func readEquation(_ line: Substring) throws {
        let halves = line.split(separator: " = ", maxSplits: 1)
        // Bodies hold equations of their own, so that only what stands outside brackets counts.
        let parts = halves.count == 2 ? split(halves[1], at: ":") : []
        guard parts.count == 2 else { throw Fault(.parse, "expected %n = primitive %operand… : type") }
        let words = split(parts[0], at: " ").filter { !$0.isEmpty }
        guard let head = words.first else { throw Fault(.parse, "expected a primitive") }
        let results = try builder.emitAll(try primitive(head), try words.dropFirst().map(value))
        let types = split(parts[1], at: ",").map { $0.filter { $0 != " " } }
        guard try halves[0].split(separator: ", ").map(value) == Array(results),
            types == results.map({ builder.types[$0].description })
        else { throw Fault(.graph, "this equation defines \(results.map { "%\($0): \(builder.types[$0])" })") }
    }

    private func value(_ word: Substring) throws -> ValueID {
        guard word.first == "%", let id = Int(word.dropFirst()), id >= 0 else {
            throw Fault(.parse, "expected a value such as %3, found \(word)")
        }
        return id
    }

    private func primitive(_ text: Substring) throws -> Primitive {
        guard let open = text.firstIndex(of: "[") else { return try Primitive(name: String(text), parameters: []) }
        guard text.last == "]" else { throw Fault(.parse, "expected ] at the end of \(text)") }
        let inside = text[text.index(after: open)...].dropLast()
        return try Primitive(name: String(text[..<open]), parameters: split(inside, at: ",").map(parameter))
    }

    private func parameter(_ text: Substring) throws -> NamedParameter {
        guard let equals = text.firstIndex(of: "=") else { throw Fault(.parse, "expected name=value, found \(text)") }
        return NamedParameter(
            name: String(text[..<equals]), value: Parameter(parsing: String(text[text.index(after: equals)...])))
    }

    func finished() throws -> Graph {
        guard isClosed, let outputs else { throw Fault(.parse, "the graph ends before }") }
        return try builder.finish(outputs)
    }
}
