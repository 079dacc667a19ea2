import Tensors

/// A graph inside a primitive: the body of a loop, a branch. Two bodies are equal when their structure is.
public struct Body: Hashable, Sendable {
    /// The graph.
    public let graph: Graph
    /// Its structural hash, which stands for it in comparisons.
    public let hash: ContentHash
    /// The number of equations, as `Graph.size` counts them.
    let size: Int

    /// `graph` as the parameter of a primitive.
    public init(_ graph: Graph) {
        self.graph = graph
        hash = graph.structuralHash
        size = graph.size
    }

    /// Whether both have the same structure.
    public static func == (left: Body, right: Body) -> Bool { left.hash == right.hash }

    /// See `Hashable`.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension Body: CustomStringConvertible {
    /// The text form of the graph on one line: `{(%0: f64[]); %1 = sin %0 : f64[]; return %1}`.
    public var description: String {
        let lines = graph.description.split(separator: "\n").map { $0.drop { $0 == " " } }
        let inputs = (lines.first ?? "").dropFirst("graph".count).dropLast(" {".count)
        return "{" + ([inputs] + lines.dropFirst().dropLast()).joined(separator: "; ") + "}"
    }

    /// Reads the one-line text form; nil when it is not one.
    init?(parsing text: some StringProtocol) {
        guard text.first == "{", text.last == "}" else { return nil }
        let parts = split(text.dropFirst().dropLast(), at: ";").map { String($0.drop { $0 == " " }) }
        guard let inputs = parts.first else { return nil }
        let lines = ["graph" + inputs + " {"] + parts.dropFirst() + ["}"]
        guard let graph = try? Graph(parsing: lines.joined(separator: "\n")) else { return nil }
        self.init(graph)
    }
}

/// The parts of `text` between separators that stand outside brackets of every kind.
func split(_ text: some StringProtocol, at separator: Character) -> [Substring] {
    var parts: [Substring] = []
    let text = Substring(text)
    var (start, depth) = (text.startIndex, 0)
    for index in text.indices {
        switch text[index] {
        case "[", "(", "{": depth += 1
        case "]", ")", "}": depth -= 1
        case separator where depth == 0:
            parts.append(text[start..<index])
            start = text.index(after: index)
        default: break
        }
    }
    if start < text.endIndex { parts.append(text[start...]) }
    return parts
}
