import ArgumentParser
import Wire

/// Ties a command type to its verb: the parser wants one type a subcommand.
protocol VerbName {
    static var verb: Verb { get }
}

/// `pullback VERB …`: one request. Its help comes from the verb's row.
struct Send<Name: VerbName>: ParsableCommand {
    static var configuration: CommandConfiguration {
        let verb = Name.verb
        return CommandConfiguration(
            commandName: verb.rawValue, abstract: verb.descriptor.summary, usage: "pullback \(verb.commandLine)",
            discussion: verb.descriptor.details)
    }

    @OptionGroup var options: Options<AfterVerb>

    @Argument(parsing: .allUnrecognized, help: "Arguments and options of the verb, as above.")
    var words: [String] = []

    @ParentCommand var parent: Pullback

    func run() throws {
        throw Status.reporting { () throws(Failure) in
            let values = options.values.completed(by: parent.options.values)
            let setting = try Setting(values)
            let arguments = try VerbArguments(words, of: Name.verb, session: values.session)
            return try Conversation(setting: setting).run(Name.verb, arguments)
        }
    }
}

extension Verb {
    /// The subcommand of the verb. `help` stands before the parser's own, which knows nothing of functions.
    var command: any ParsableCommand.Type {
        switch self {
        case .ping: Send<Ping>.self
        case .help: Send<Help>.self
        case .status: Send<StatusName>.self
        case .limits: Send<LimitsName>.self
        case .set: Send<SetName>.self
        case .session: Send<Session>.self
        case .sessions: Send<Sessions>.self
        case .fork: Send<Fork>.self
        case .cell: Send<Cell>.self
        case .eval: Send<Eval>.self
        case .names: Send<Names>.self
        case .show: Send<Show>.self
        case .put: Send<Put>.self
        case .get: Send<Get>.self
        case .log: Send<Log>.self
        case .run: Send<Run>.self
        case .contributions: Send<Contributions>.self
        case .explain: Send<Explain>.self
        case .graph: Send<Graph>.self
        case .replay: Send<Replay>.self
        case .export: Send<Export>.self
        case .import: Send<Import>.self
        case .query: Send<Query>.self
        case .cancel: Send<Cancel>.self
        case .shutdown: Send<Shutdown>.self
        }
    }
}

enum Ping: VerbName { static let verb = Verb.ping }
enum Help: VerbName { static let verb = Verb.help }
enum StatusName: VerbName { static let verb = Verb.status }
enum LimitsName: VerbName { static let verb = Verb.limits }
enum SetName: VerbName { static let verb = Verb.set }
enum Session: VerbName { static let verb = Verb.session }
enum Sessions: VerbName { static let verb = Verb.sessions }
enum Fork: VerbName { static let verb = Verb.fork }
enum Cell: VerbName { static let verb = Verb.cell }
enum Eval: VerbName { static let verb = Verb.eval }
enum Names: VerbName { static let verb = Verb.names }
enum Show: VerbName { static let verb = Verb.show }
enum Put: VerbName { static let verb = Verb.put }
enum Get: VerbName { static let verb = Verb.get }
enum Log: VerbName { static let verb = Verb.log }
enum Run: VerbName { static let verb = Verb.run }
enum Contributions: VerbName { static let verb = Verb.contributions }
enum Explain: VerbName { static let verb = Verb.explain }
enum Graph: VerbName { static let verb = Verb.graph }
enum Replay: VerbName { static let verb = Verb.replay }
enum Export: VerbName { static let verb = Verb.export }
enum Import: VerbName { static let verb = Verb.import }
enum Query: VerbName { static let verb = Verb.query }
enum Cancel: VerbName { static let verb = Verb.cancel }
enum Shutdown: VerbName { static let verb = Verb.shutdown }
