import Autodiff
import Graphs
import Spelling
import Tensors

/// Where arrays come from that the source only names.
public protocol Loader {
    /// The array in the file at `path`, as the source wrote it; `key` chooses one of several.
    /// - Throws: `Fault.notFound`, `Fault.refused` for a path outside the session's folder, `Fault.parse`.
    mutating func load(_ path: String, key: String?) throws -> Leaf.Content
}

/// An array that entered the graph from outside its equations.
public struct Leaf: Sendable {
    /// What is known of its content.
    public enum Content: Sendable {
        /// The array itself.
        case tensor(Tensor)
        /// Its type and hash; the bytes lie in the archive.
        case stored(TensorType, ContentHash)
    }

    /// The graph's input.
    public let value: ValueID
    /// What it holds.
    public let content: Content
    /// Whether it came through the loader, not from a literal.
    public let isLoaded: Bool

    /// An input of the graph with its content.
    public init(value: ValueID, content: Content, isLoaded: Bool) {
        self.value = value
        self.content = content
        self.isLoaded = isLoaded
    }
}

/// A derivative that a cell asked for, to be recorded as a run.
public struct Derivative: Sendable {
    /// What it was asked to be.
    public var kind: DerivativeKind
    /// The target as written.
    public var targetText: String
    /// The differentiated value.
    public var target: ValueID
    /// The inputs as written, and their values.
    public var wrt: [(text: String, value: ValueID)]
    /// The cut as written, and its values.
    public var through: [(text: String, value: ValueID)]
    /// Cotangents or tangents given by the cell.
    public var seeds: [ValueID]
    /// What it gave.
    public var results: [ValueID]
    /// What leads from the inputs to the target.
    public var part: Extraction
    /// Where it was asked.
    public var position: SourcePosition
}

/// Names and what they mean at the end of a cell.
public struct Environment: Sendable {
    /// Every name of the session.
    public var names: [String: Value] = [:]
    /// Names whose meaning is not known any more, and what their use answers.
    public var lost: [String: Fault] = [:]
    /// What names stood for before they were bound anew, the latest last.
    var formers: [String: [Former]] = [:]
    /// Names that are all that leads to their list or dict, which may change.
    var owned: Set<String> = []
    /// Instances of classes, and references.
    var heap = Heap()
    /// Whether a cell used NumPy itself, whose arrays change.
    var usesNumPy = false
    /// Arrays of bools that cells wrote.
    var masks: [ValueID: Mask] = [:]

    /// No names beyond the library's.
    public init() {}
}

/// What elaborating a cell brought forth.
public struct Elaboration: Sendable {
    /// Names bound by the cell, in order of first binding, with their last values; `_` for an expression statement.
    public var bindings: [(name: String, value: Value)]
    /// Derivatives taken, in order.
    public var derivatives: [Derivative]
    /// Arrays that entered from outside.
    public var leaves: [Leaf]
    /// What should be known of the derivatives, in order.
    public var notes: [Note]
    /// What the cell printed, in order, line ends included.
    public var printed: [TextPiece]
    /// What must be true of the values, or the cell takes no effect.
    public var checks: [Check]

    /// What a cell brought forth.
    public init(
        bindings: [(name: String, value: Value)], derivatives: [Derivative], leaves: [Leaf], notes: [Note] = [],
        printed: [TextPiece] = [], checks: [Check] = []
    ) {
        self.bindings = bindings
        self.derivatives = derivatives
        self.leaves = leaves
        self.notes = notes
        self.printed = printed
        self.checks = checks
    }
}

/// Turns the statements of a cell into graph equations. Only static values steer it; nothing is executed.
public struct Elaborator {
    var b: GraphBuilder
    var globals: [String: Value]
    private var lost: [String: Fault]
    /// Names of the session that are all that leads to their list or dict.
    var owned: Set<String>
    /// Names whose list or dict is being read, so that it must not change meanwhile.
    var borrowed: [String] = []
    var printed: [TextPiece] = []
    var checks: [Check] = []
    /// The names of the call or comprehension that is being evaluated; nil at the top of the cell.
    var scope: Scope?
    /// Names bound by the cell, in order of first binding.
    var bound: [String] = []
    private var boundNames: Set<String> = []
    var derivatives: [Derivative] = []
    var notes: [Note] = []
    var formers: [String: [Former]]
    /// Where the statement of this cell begins that is being executed.
    var statement = SourcePosition(line: 1, column: 1)
    var leaves: [Leaf] = []
    var loader: any Loader
    /// The cell whose text is being evaluated: this one, or that of a function from an earlier cell.
    var source: CellSource
    /// Where this cell called into another cell's function, while that runs.
    var foreignCall: SourcePosition?
    /// How many functions are being written as graphs: what is inside has no values, so that no run is recorded there.
    var traceDepth = 0
    /// These functions, the innermost last.
    var traces: [Int] = []
    var heap: Heap
    var usesNumPy: Bool
    var masks: [ValueID: Mask]
    /// The body of the class that is being defined, and what its methods know of it.
    var classScope: Scope?
    var classNumber: Int?
    /// How many bodies of `try` are being executed.
    var attempts = 0
    /// The error that was raised last.
    var raised: ErrorValue?
    /// Errors whose handlers are being executed, the innermost last.
    var handling: [(value: ErrorValue, fault: Fault)] = []
    /// How deep each function's derivative rule is being elaborated.
    var ruleDepths: [ObjectIdentifier: Int] = [:]
    /// Nesting of evaluation, over all calls; bounded so that recursion ends before the stack does.
    var depth = 0
    /// Statements executed; bounded so that a static loop over a huge range ends.
    var steps = 0

    static let depthLimit = 400
    static let depthHint = "a function that calls itself must end by an if after a few calls"
    static let stepLimit = 2_000_000
    /// All derivatives of a cell together may go through and write this many equations: one of a million equations fits.
    static let derivativeLimit = 5_000_000

    /// Elaborates `source` behind what `builder` holds. On a fault neither `builder` nor `environment` is changed.
    /// - Throws: `Fault` with its position in the source.
    public static func elaborate(
        _ source: String, environment: inout Environment, builder: inout GraphBuilder, loader: inout any Loader
    ) throws -> Elaboration {
        let cell = try Cell(parsing: source)
        let mark = builder.mark
        // The builder moves into the elaborator and back, so that it is never copied.
        var elaborator = Elaborator(
            b: builder, globals: environment.names, lost: environment.lost, owned: environment.owned,
            formers: environment.formers,
            loader: loader,
            source: CellSource(source), heap: environment.heap, usesNumPy: environment.usesNumPy,
            masks: environment.masks)
        builder = GraphBuilder()
        elaborator.b.derivativeRoom = EquationRoom(derivativeLimit, orElse: derivativeRefusal)
        elaborator.b.derivativeRoom.monitor = elaborator.b.monitor
        defer {
            builder = elaborator.b
            loader = elaborator.loader
        }
        do {
            for statement in cell.statements { _ = try elaborator.execute(statement) }
        } catch {
            elaborator.b.rollBack(to: mark)
            throw error
        }
        environment.names = elaborator.globals
        environment.lost = elaborator.lost
        environment.formers = elaborator.formers
        environment.owned = elaborator.owned
        environment.heap = elaborator.heap
        environment.usesNumPy = elaborator.usesNumPy
        environment.masks = elaborator.masks
        let bindings = elaborator.bound.compactMap { name in elaborator.globals[name].map { (name, $0) } }
        return Elaboration(
            bindings: bindings, derivatives: elaborator.derivatives, leaves: elaborator.leaves, notes: elaborator.notes,
            printed: elaborator.printed, checks: elaborator.checks)
    }

    private static let derivativeRefusal = Fault(
        .limit,
        "the derivatives of this cell take more than \(derivativeLimit) equations, where a derivative of a derivative "
            + "counts \(GraphBuilder.nestedWeight) times",
        hint:
            "grad of grad of … is several times as large with each grad: nest fewer; derivatives of fori_loop and scan "
            + "have the size of the body")

    /// Looks a name up: local, then of the session, then of the library.
    func lookUp(_ name: String, at position: SourcePosition) throws -> Value {
        switch scope?.meaning(of: name) ?? .unknown {
        case .value(let value): return value
        case .unassigned:
            throw Fault(
                .notFound, "\(name) is used before the function assigns it", at: position,
                hint: "a name that a function assigns is its own; give the outer \(name) as an argument")
        case .unknown: break
        }
        if !source.isLibrary, let fault = lost[name] { throw fault.at(position) }
        let known =
            source.isLibrary
            ? Library.parts[name].map(Value.builtin) : globals[name] ?? Library.builtins[name].map(Value.builtin)
        if let value = known ?? Library.value(named: name) { return value }
        if let instead = ForeignNames.names[name] {
            throw Fault(.notFound, "'\(name)' is not part of the cell language", at: position, hint: instead)
        }
        // Names of the session come first: a slip of the pen is more likely among them than a function not known.
        let own = (scope?.names ?? []) + globals.keys.filter { $0 != "_" }
        let meant = nearestName(to: name, among: own) ?? nearestName(to: name, among: Library.names)
        throw Fault(
            .notFound, "there is no name \(name)", at: position, hint: meant.map { "did you mean \($0)?" }
        ).raising("NameError")
    }

    /// Takes a name away, where it is bound.
    mutating func unbind(_ name: String) {
        if let scope { _ = scope.unbind(name) } else { globals[name] = nil }
    }

    mutating func bind(_ name: String, _ value: Value) {
        if let scope, !scope.isGlobal(name) {
            scope.bind(name, value)
        } else {
            remember(name)
            globals[name] = value
            lost[name] = nil
            owned.remove(name)
            if boundNames.insert(name).inserted { bound.append(name) }
        }
    }

    /// Counts statements and iterations.
    mutating func step(_ count: Int = 1, at position: SourcePosition) throws {
        guard count <= Elaborator.stepLimit - steps else {
            throw Fault(
                .limit, "the cell runs more than \(Elaborator.stepLimit) statements", at: position,
                hint: "fori_loop(0, n, f, x) and scan(f, init, xs) take any number of steps")
        }
        steps += count
        try b.monitor?.check()
    }

    /// Adds an array from outside the equations.
    mutating func addLeaf(_ content: Leaf.Content, isLoaded: Bool) -> Value {
        let type =
            switch content {
            case .tensor(let tensor): tensor.type
            case .stored(let type, _): type
            }
        let value = b.input(type)
        leaves.append(Leaf(value: value, content: content, isLoaded: isLoaded))
        return .array(value)
    }

    /// A value of its own: functions give new values, so that a derivative can tell the result from the operand.
    mutating func fresh(_ value: ValueID, since mark: Int) throws -> ValueID {
        value >= mark ? value : try b.emit(.reshape(b.shape(value)), [value])
    }
}

/// The known name that is meant by `name`, most likely; of several as near the first by the alphabet.
func nearestName(to name: String, among known: some Sequence<String>) -> String? {
    nearest(to: name, among: Set(known).sorted())
}
