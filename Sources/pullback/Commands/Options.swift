import ArgumentParser
import Client
import Wire

/// Options that stand before the verb.
enum BeforeVerb {}
/// Options that stand behind the verb.
enum AfterVerb {}

/// The options that every verb takes, wherever they stand on the command line. The type parameter keeps the two
/// places apart, since the parser hands a group it has seen on to the subcommand unchanged.
struct Options<Place>: ParsableArguments {
    @Option(help: "The session to work in, or whose runs to log; PULLBACK_SESSION names one to work in too.")
    var session: String?

    @Option(help: "The daemon's socket; PULLBACK_SOCKET names one too.")
    var socket: String?

    @Option(help: "The archive of a daemon that is started; PULLBACK_ARCHIVE names one too.")
    var archive: String?

    @Flag(help: "Print the reply as JSON, one object a line.")
    var json = false

    @Flag(help: "Do not start a daemon when none runs.")
    var noStart = false

    var values: OptionValues {
        OptionValues(session: session, socket: socket, archive: archive, json: json, noStart: noStart)
    }
}

/// What the options say.
struct OptionValues {
    var session: String?
    var socket: String?
    var archive: String?
    var json = false
    var noStart = false

    /// These options, completed by those from before the verb.
    func completed(by other: OptionValues) -> OptionValues {
        OptionValues(
            session: session ?? other.session, socket: socket ?? other.socket, archive: archive ?? other.archive,
            json: json || other.json, noStart: noStart || other.noStart)
    }
}

/// Options and environment, put together.
struct Setting {
    var options: ConnectionOptions
    var isJSON: Bool

    init(_ values: OptionValues) throws(Failure) {
        do throws(PathError) {
            options = try .fromEnvironment(socket: values.socket, archive: values.archive)
        } catch {
            throw Failure(.usage, error.message)
        }
        options.session = values.session ?? options.session
        options.mayStart = !values.noStart
        isJSON = values.json
    }

    /// What the connection for a request of this verb begins with. A session that it may make loads files from the folder
    /// that this runs in; one that has no name, or is gone, is none.
    func connection(for verb: Verb) -> ConnectionOptions {
        var options = options
        if verb.makesSessions { options.folder = Paths.real(".") }
        return options
    }
}

extension Verb {
    /// Whether it makes the session that it is sent to, where there is none.
    var makesSessions: Bool {
        switch (descriptor.lane, descriptor.session) {
        case (.session, .works): true
        case (.session, _), (.snapshot, _), (.reading, _), (.control, _): false
        }
    }
}
