import ArgumentParser
import Glibc
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
    var paths: SocketPaths
    var session: String?
    var isJSON: Bool
    var mayStart: Bool

    init(_ options: OptionValues) throws(Failure) {
        let keys = ["XDG_RUNTIME_DIR", "XDG_STATE_HOME", "HOME", "PULLBACK_SOCKET", "PULLBACK_ARCHIVE"]
        var variables: [String: String] = [:]
        for key in keys { variables[key] = environment(key) }
        do throws(PathError) {
            paths = try SocketPaths(environment: variables, socket: options.socket, archive: options.archive)
        } catch {
            throw Failure(.usage, error.message)
        }
        session = options.session ?? environment("PULLBACK_SESSION")
        isJSON = options.json
        mayStart = !options.noStart
    }
}

/// An environment variable that is set and not empty.
func environment(_ key: String) -> String? {
    getenv(key).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}
