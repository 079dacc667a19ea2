import ArgumentParser
import Wire

/// `pullback VERB …`: one request. Everything about it comes from the verb's row.
///
/// The parser wants one type a subcommand, which is why the verb's place in the table is a type: `VerbCommand<First>` is the
/// first verb's, `VerbCommand<Next<First>>` the second's.
struct VerbCommand<Place: TablePlace>: ParsableCommand {
    private static var verb: Verb { Verb.allCases[Place.index] }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: verb.rawValue, abstract: verb.descriptor.summary, usage: "pullback \(verb.commandLine)",
            discussion: verb.descriptor.details)
    }

    @OptionGroup var options: Options<AfterVerb>

    @Argument(parsing: .allUnrecognized, help: "Arguments and options of the verb, as above.")
    var words: [String] = []

    @ParentCommand var parent: Pullback

    func run() throws {
        throw Status.reporting {
            let values = options.values.completed(by: parent.options.values)
            let arguments = try VerbArguments(words, of: Self.verb, session: values.session)
            return try RequestRunner(setting: Setting(values)).run(Self.verb, arguments)
        }
    }
}

/// A place in the verb table.
protocol TablePlace {
    static var index: Int { get }
}

/// The first place.
enum First: TablePlace {
    static let index = 0
}

/// The place behind another.
enum Next<Place: TablePlace>: TablePlace {
    static var index: Int { Place.index + 1 }
}

extension Verb {
    /// The subcommands of all verbs, in the table's order. `help` stands before the parser's own, which knows nothing of
    /// functions.
    static var commands: [any ParsableCommand.Type] { commands(from: First.self) }

    private static func commands<Place: TablePlace>(from place: Place.Type) -> [any ParsableCommand.Type] {
        guard Verb.allCases.indices.contains(Place.index) else { return [] }
        return [VerbCommand<Place>.self] + commands(from: Next<Place>.self)
    }
}
