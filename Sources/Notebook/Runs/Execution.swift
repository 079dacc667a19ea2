import Evaluation
import Graphs
import Tensors

/// A name that a run's graph had in its session, for `through=` and for display.
public struct NamedValue: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value of the run's graph.
    public var value: ValueID
    /// The hash of what the name was bound to.
    public var hash: ContentHash

    /// A name of a value.
    public init(name: String, value: ValueID, hash: ContentHash) {
        self.name = name
        self.value = value
        self.hash = hash
    }
}

/// A question that was asked: what determines its answer, and what its parts were called.
public struct Run: Hashable, Sendable {
    /// The recipe's hash.
    public var id: ContentHash
    /// What determines the result.
    public var recipe: Recipe
    /// The target as the cell wrote it, such as `l`.
    public var target: String
    /// Names of the differentiated inputs, as many as the question's `wrtCount`.
    public var wrt: [String]
    /// Names of the cut.
    public var through: [String]
    /// Names inside the graph, in value order.
    public var names: [NamedValue]

    /// A run of this recipe.
    /// - Parameter id: what an archive has as its id; nil computes it.
    public init(
        id: ContentHash? = nil, recipe: Recipe, target: String, wrt: [String], through: [String], names: [NamedValue]
    ) {
        self.id = id ?? recipe.id
        self.recipe = recipe
        self.target = target
        self.wrt = wrt
        self.through = through
        self.names = names
    }

    /// The form of the derivative.
    public var kind: Question.Kind { recipe.question.kind }
}

/// One time that a run was computed. A field of it stands here, in its column (`Archive/Schema/RunRow.swift`), and where
/// answers are rendered.
public struct Execution: Hashable, Sendable {
    /// What was computed.
    public var run: Run
    /// The session whose cell asked.
    public var session: String
    /// The number of that cell.
    public var cell: Int
    /// Where the cell asked.
    public var position: SourcePosition
    /// What it gave: one array for each differentiated input, or one for a jvp.
    public var results: [ContentHash]
    /// The structural hash of the graph `(inputs, seeds) → results` that the rules of its day derived; nil for an execution of
    /// an early archive, which did not keep it.
    public var derivative: ContentHash?
    /// The bit contract it was computed under.
    public var numerics: Numerics
    /// Wall time of the evaluation of the cell that asked, in microseconds.
    public var microseconds: Int
    /// Its place in the order of all executions, and when it was recorded, in microseconds since 1970 UTC; nil until it is kept.
    public var kept: Keeping?

    /// What an archive adds.
    public struct Keeping: Hashable, Sendable {
        /// Its place in the order of all executions.
        public var row: Int64
        /// When it was recorded, in microseconds since 1970 UTC.
        public var time: Int64

        /// Both are the archive's to say.
        public init(row: Int64, time: Int64) {
            self.row = row
            self.time = time
        }
    }

    /// An execution; see the properties.
    public init(
        run: Run, session: String, cell: Int, position: SourcePosition, results: [ContentHash],
        derivative: ContentHash?,
        numerics: Numerics, microseconds: Int, kept: Keeping? = nil
    ) {
        self.run = run
        self.session = session
        self.cell = cell
        self.position = position
        self.results = results
        self.derivative = derivative
        self.numerics = numerics
        self.microseconds = microseconds
        self.kept = kept
    }
}

/// An execution and the graphs that it names by their content.
public struct RecordedRun: Sendable {
    /// What was computed, where and when.
    public var execution: Execution
    /// The forward computation.
    public let graph: Graph
    /// The graph that gave the results, if it was kept.
    public let derivative: Graph?

    /// An execution with its graphs, whose hashes it knows.
    public init(_ execution: Execution, graph: Graph, derivative: Graph?) {
        self.execution = execution
        self.graph = graph
        self.derivative = derivative
    }

    /// The question.
    public var run: Run { execution.run }
    /// The run's id.
    public var id: ContentHash { execution.run.id }
}

extension Run {
    /// What each result is, in one word.
    public var resultNames: [String] { kind.resultNames(target: target, wrt: wrt) }
}
