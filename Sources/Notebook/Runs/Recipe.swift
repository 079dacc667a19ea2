import Autodiff
import Graphs
import Tensors

/// What a derivative was asked to be.
public struct Question: Hashable, Sendable {
    /// The form of a derivative.
    public typealias Kind = DerivativeKind

    /// The form of the derivative.
    public var kind: Kind
    /// How many of the run graph's first inputs are differentiated.
    public var wrtCount: Int
    /// The values of the run's graph that form the cut; empty when none was asked for.
    public var cut: [ValueID]

    /// A question about a run's graph.
    public init(kind: Kind, wrtCount: Int, cut: [ValueID] = []) {
        self.kind = kind
        self.wrtCount = wrtCount
        self.cut = cut
    }
}

/// What determines every bit of a run: nothing else has an influence. Graph and arrays are known by their content.
public struct Recipe: Hashable, Sendable {
    /// The structural hash of the forward computation: its inputs are the differentiated ones, then what enters from outside;
    /// its one output is the target.
    public var graph: ContentHash
    /// Contents of the graph's inputs, in order.
    public var inputs: [ContentHash]
    /// Contents of the seeds: one cotangent of the target, or one tangent for each differentiated input; empty where
    /// the kind needs none.
    public var seeds: [ContentHash]
    /// What was asked.
    public var question: Question

    /// A recipe; see the properties.
    public init(graph: ContentHash, inputs: [ContentHash], seeds: [ContentHash], question: Question) {
        self.graph = graph
        self.inputs = inputs
        self.seeds = seeds
        self.question = question
    }

    /// The run id: SHA-256 over graph, inputs, seeds and question. The same question has the same id everywhere.
    public var id: ContentHash {
        var hasher = ContentHasher()
        hasher.update("recipe")
        hasher.update(graph)
        hasher.update(inputs.count)
        for input in inputs { hasher.update(input) }
        hasher.update(seeds.count)
        for seed in seeds { hasher.update(seed) }
        hasher.update(question.kind.rawValue)
        hasher.update(question.wrtCount)
        hasher.update(question.cut.count)
        for value in question.cut { hasher.update(value) }
        return hasher.finish()
    }
}

/// A graph under its structural hash.
public struct KeptGraph: Sendable {
    /// The graph.
    public let graph: Graph
    /// The structural hash of `graph`.
    public let hash: ContentHash

    /// Hashes the graph.
    public init(_ graph: Graph) { self.init(graph, hash: graph.structuralHash) }

    /// A graph whose structural hash is known.
    public init(_ graph: Graph, hash: ContentHash) {
        self.graph = graph
        self.hash = hash
    }
}
