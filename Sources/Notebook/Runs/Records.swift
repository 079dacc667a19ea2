import Autodiff
import Graphs
import Tensors

/// What a derivative was asked to be.
public struct Question: Hashable, Sendable {
    /// The form of the derivative, named as the cell wrote it.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Gradient of a scalar.
        case grad
        /// Cotangent of the inputs for a seed on the target.
        case vjp
        /// Tangent of the target for seeds on the inputs.
        case jvp
        /// All partial derivatives.
        case jacobian
        /// Second derivative of a scalar along seeds.
        case hvp
        /// All second derivatives of a scalar.
        case hessian
        /// Rows of the contribution matrix at a cut.
        case contributions
        /// The part of the gradient that does not pass a cut.
        case bypass
    }

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

/// What determines every bit of a run: nothing else has an influence.
public struct Recipe: Sendable {
    /// The forward computation: inputs are the differentiated ones, then what enters from outside; one output, the target.
    public var graph: Graph
    /// The structural hash of `graph`.
    public var graphHash: ContentHash
    /// Contents of the graph's inputs, in order.
    public var inputs: [ContentHash]
    /// Contents of the seeds: one cotangent of the target, or one tangent for each differentiated input; empty where
    /// the kind needs none.
    public var seeds: [ContentHash]
    /// What was asked.
    public var question: Question

    /// A recipe; hashes the graph.
    public init(graph: Graph, inputs: [ContentHash], seeds: [ContentHash], question: Question) {
        self.graph = graph
        graphHash = graph.structuralHash
        self.inputs = inputs
        self.seeds = seeds
        self.question = question
    }

    /// The run id: SHA-256 over graph, inputs, seeds and question. The same question has the same id everywhere.
    public var id: ContentHash {
        var hasher = ContentHasher()
        hasher.update("recipe")
        hasher.update(graphHash)
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

/// One execution of a derivative that a cell asked for.
public struct RunRecord: Sendable {
    /// What determines the result.
    public var recipe: Recipe
    /// The recipe's hash.
    public var id: ContentHash
    /// The target as the cell wrote it, such as `l`.
    public var target: String
    /// Names of the differentiated inputs, as many as the question's `wrtCount`.
    public var wrt: [String]
    /// Names of the cut.
    public var through: [String]
    /// What the run gave: one array for each differentiated input, or one for a jvp.
    public var results: [ContentHash]
    /// The graph `(inputs, seeds) → results` that the rules of its day derived; nil for a run of an early archive, which
    /// did not keep it.
    public var derivative: KeptGraph?
    /// Names inside the graph, in value order.
    public var names: [NamedValue]
    /// Where the cell asked.
    public var position: SourcePosition
    /// The bit contract it was computed under.
    public var numerics: Int
    /// Wall time of the evaluation of the cell that asked, in microseconds.
    public var microseconds: Int

    /// A run record; computes the id.
    public init(
        recipe: Recipe, target: String, wrt: [String], through: [String], results: [ContentHash],
        derivative: KeptGraph? = nil, names: [NamedValue], position: SourcePosition, numerics: Int, microseconds: Int
    ) {
        self.recipe = recipe
        id = recipe.id
        self.target = target
        self.wrt = wrt
        self.through = through
        self.results = results
        self.derivative = derivative
        self.names = names
        self.position = position
        self.numerics = numerics
        self.microseconds = microseconds
    }
}

/// A name and what a cell bound it to.
public struct BindingRecord: Sendable {
    /// The name; `_` for the value of an expression statement.
    public var name: String
    /// Type of the array.
    public var type: TensorType
    /// Content of the array.
    public var hash: ContentHash
    /// The run that gave it, if it is a derivative.
    public var run: ContentHash?
    /// Whether its element type gives way to what it meets, as a Python number's does.
    public var isWeak: Bool

    /// A binding of `name`.
    public init(name: String, type: TensorType, hash: ContentHash, run: ContentHash? = nil, isWeak: Bool = false) {
        self.name = name
        self.type = type
        self.hash = hash
        self.run = run
        self.isWeak = isWeak
    }
}

/// One cell of a session's journal.
public struct CellRecord: Sendable {
    /// How the cell came in.
    public enum Kind: String, Sendable {
        /// Source in the cell language.
        case cell
        /// An array under a name; the source is the name.
        case put
    }

    /// How a cell ended.
    public enum Ending: String, Sendable {
        /// It took effect.
        case ok
        /// Someone stopped it, or its client was gone.
        case cancelled
        /// It could not be computed.
        case failed
    }

    /// Its number in the session, from 1.
    public var number: Int
    /// How it came in.
    public var kind: Kind
    /// The source as it was sent.
    public var source: String
    /// Contents that came from outside the source, in the order in which they were read: files, or the array put.
    public var leaves: [ContentHash]
    /// What it bound, in order of first binding; a name bound twice is listed once, with its last value.
    public var bindings: [BindingRecord]
    /// What it elaborated to; nil where that is not known.
    public var elaboration: ElaborationRecord?
    /// The derivatives it took, in order.
    public var runs: [RunRecord]

    /// A cell with what it did.
    public init(
        number: Int, kind: Kind, source: String, leaves: [ContentHash], bindings: [BindingRecord],
        elaboration: ElaborationRecord? = nil, runs: [RunRecord]
    ) {
        self.number = number
        self.kind = kind
        self.source = source
        self.leaves = leaves
        self.bindings = bindings
        self.elaboration = elaboration
        self.runs = runs
    }
}

/// An array under its content hash.
public struct NamedContent: Sendable {
    /// The content hash of `tensor`.
    public var hash: ContentHash
    /// The array.
    public var tensor: Tensor

    /// An array whose hash is known.
    public init(hash: ContentHash, tensor: Tensor) {
        self.hash = hash
        self.tensor = tensor
    }
}

/// What happened to a notebook: the journal is a list of these, and state is what they add up to.
public enum Event: Sendable {
    /// A session began, empty or as a copy of the first `at` cells of another.
    case sessionOpened(name: String, folder: String?, parent: Parent?)
    /// A session's files are read from another folder from now on.
    case folderChanged(session: String, folder: String)
    /// A cell took effect. `contents` holds every array that its bindings, leaves and runs name.
    case cellRan(session: String, cell: CellRecord, contents: [NamedContent])
    /// A cell was stopped while it was computed: it had no effect and has no number, but it was there.
    case cellStopped(session: String, source: String, ending: CellRecord.Ending)

    /// Where a fork branched off.
    public struct Parent: Hashable, Sendable {
        /// The session it was copied from.
        public var session: String
        /// The last cell it shares.
        public var cell: Int

        /// Branching off `session` after `cell`.
        public init(session: String, cell: Int) {
            self.session = session
            self.cell = cell
        }
    }
}

/// Why a cell that was understood could not be computed, and the event that says so.
public struct StoppedCell: Error {
    /// What stopped it.
    public let fault: Fault
    /// What to keep.
    public let event: Event

    init(_ fault: Fault, session: String, source: String) {
        self.fault = fault
        event = .cellStopped(session: session, source: source, ending: fault.kind == .cancelled ? .cancelled : .failed)
    }
}
