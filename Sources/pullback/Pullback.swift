import ArgumentParser
import Glibc
import Wire

/// The client: `pullback` alone is a notebook at the prompt, `pullback VERB …` sends one request.
@main
struct Pullback: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pullback",
        abstract: "A notebook for gradients.",
        usage: "pullback [OPTIONS] [VERB ARGUMENTS…]",
        discussion: """
            Without a verb it opens the notebook at the prompt. Options of a verb are written `through=y` or \
            `--through y`. The daemon starts by itself.

            Exit codes: 0 fine, 1 a replay found a difference (replay --record writes it down and ends with 0), 64 usage, \
            65 bad input, 69 no daemon, 70 a defect, 74 storage, 75 busy, try later, 130 cancelled.
            """,
        version: Greeting.packageVersion,
        subcommands: Verb.commands)

    @OptionGroup var options: Options<BeforeVerb>

    static func main() {
        signal(SIGPIPE, SIG_IGN)
        checkVerb()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch  where exitCode(for: error) == .validationFailure {
            exit(withError: refusal() ?? error)
        } catch {
            exit(withError: error)
        }
    }

    /// What the parser says of the arguments, which it repeats, in a form that a terminal does not obey.
    private static func refusal() -> (any Error)? {
        do {
            _ = try parseAsRoot(CommandLine.arguments.dropFirst().map(\.controlsEscaped))
            return nil
        } catch {
            return error
        }
    }

    /// Offers the nearest verb for a mistyped one; the parser would only call it unexpected.
    private static func checkVerb() {
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), word != "help",
            Verb(rawValue: word) == nil
        else { return }
        let hint = Verb.nearest(to: word).map { "did you mean '\($0.rawValue)'?" } ?? "'pullback --help' lists them"
        exit(withError: Status.reporting { throw Failure(.usage, "no verb '\(word)'; \(hint)") })
    }

    func run() throws {
        throw Status.reporting { try Prompt.run(try Setting(options.values)) }
    }
}
