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
        Wire.nearest(to: word.lowercased(), among: allCases.lazy.map(\.rawValue)).flatMap(Verb.init(rawValue:))
    }
}

/// One row of the verb table: how a verb is called, what it does, and how it answers.
public struct VerbDescriptor: Sendable {
    /// Whether a text body or a blob comes with a request.
    public enum Presence: Sendable {
        /// The verb takes none; one that is sent is read and refused.
        case none
        /// The verb takes one.
        case optional
        /// The verb needs one.
        case required
    }

    /// The arguments as a person would write them, without the verb: `REF for=x[0] [through=y]`.
    public var arguments: String
    /// How many words without a key the verb takes.
    public var positional: ClosedRange<Int>
    /// The keys of `key=value` that the verb knows.
    public var options: [String] = []
    /// The options that must be there.
    public var required: [String] = []
    /// The options whose only value is `1`; the command line writes them as `--record`.
    public var flags: [String] = []
    /// Whether a text body follows the line.
    public var body = Presence.none
    /// Whether a blob follows the line.
    public var blob = Presence.none
    /// Whether everything after the verb is one argument, taken as it stands: no words, no options, no body. Text
    /// that starts with a quote is a JSON string instead.
    public var isRaw = false
    /// What the verb does, in one line.
    public var summary: String
    /// Details and every reply form, as lines of text.
    public var details: String
}

extension Verb {
    /// The verb with its arguments: `fork SESSION at=CELL [name=NAME]`.
    public var usage: String {
        let arguments = descriptor.arguments
        return arguments.isEmpty ? rawValue : "\(rawValue) \(arguments)"
    }

    /// The help page of this verb, as lines.
    public var help: [String] {
        [usage, "    \(descriptor.summary)", ""]
            + descriptor.details.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
    }

    /// The list of all verbs, one line each.
    public static var overview: [String] {
        let width = allCases.map(\.rawValue.count).max() ?? 0
        return allCases.map { verb in
            let padding = String(repeating: " ", count: width - verb.rawValue.count)
            return "\(verb.rawValue)\(padding)  \(verb.descriptor.summary)"
        }
    }
}
