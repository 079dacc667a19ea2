import Spelling

/// The verbs of `pullback/1`: a closed set. A handler, a help page or a completion that forgets one does not compile;
/// nothing else compares verb names.
public enum Verb: String, CaseIterable, Sendable {
    /// Answers, so that one knows the daemon is there.
    case ping
    /// Lists the verbs, or explains one.
    case help
    /// What the daemon is and does at the moment.
    case status
    /// The bounds and budgets in force.
    case limits
    /// Changes a setting of this connection.
    case set
    /// Attaches the connection to a session, or says which one it is attached to.
    case session
    /// Lists the sessions.
    case sessions
    /// Branches a session after one of its cells.
    case fork
    /// Runs a cell.
    case cell
    /// Runs a cell of one line.
    case eval
    /// Lists the live names of the session.
    case names
    /// Shows one name.
    case show
    /// Binds a name to an array sent as bytes.
    case put
    /// Sends the bytes of an array.
    case get
    /// Lists gradient runs, newest first.
    case log
    /// One gradient run, whole.
    case run
    /// What each output of a cut contributes to a gradient.
    case contributions
    /// The chain rule for one entry of a gradient, written out with numbers.
    case explain
    /// The graph of a run.
    case graph
    /// Recomputes and compares to the bit.
    case replay
    /// A session as a Markdown document.
    case export
    /// Makes a session from a Markdown document.
    case `import`
    /// Read-only SQL over the archive's views.
    case query
    /// Stops a request of this connection.
    case cancel
    /// Stops the daemon.
    case shutdown

    /// The verb's row in the table.
    public var descriptor: VerbDescriptor {
        switch self {
        case .ping: .ping
        case .help: .help
        case .status: .status
        case .limits: .limits
        case .set: .set
        case .session: .session
        case .sessions: .sessions
        case .fork: .fork
        case .cell: .cell
        case .eval: .eval
        case .names: .names
        case .show: .show
        case .put: .put
        case .get: .get
        case .log: .log
        case .run: .run
        case .contributions: .contributions
        case .explain: .explain
        case .graph: .graph
        case .replay: .replay
        case .export: .export
        case .import: .import
        case .query: .query
        case .cancel: .cancel
        case .shutdown: .shutdown
        }
    }

    /// The verb that a mistyped word most likely stands for.
    public static func nearest(to word: String) -> Verb? {
        Spelling.nearest(to: word, among: allCases.lazy.map(\.rawValue)).flatMap(Verb.init(rawValue:))
    }
}
