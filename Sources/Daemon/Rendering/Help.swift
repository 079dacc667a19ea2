import Service
import Wire

/// `help [VERB]`: the verb table, or one verb; `help functions` lists the language's library.
enum Help {
    static func answer(_ request: Request) throws -> PlainAnswer {
        guard let word = request.words.first else {
            let closing = "help VERB explains one; help functions lists the functions of the language"
            return PlainAnswer(Verb.overview + [closing], [("verbs", .integer(Verb.allCases.count))])
        }
        if word == "functions" { return functions() }
        guard let verb = Verb(rawValue: word) else {
            let hint = Verb.nearest(to: word).map { "; did you mean \($0.rawValue)?" } ?? ""
            throw WireError(.verb, "there is no verb \(word)\(hint)")
        }
        return PlainAnswer(verb.help, [("verb", .string(verb.rawValue))])
    }

    private static func functions() -> PlainAnswer {
        let families = FunctionFamily.all
        return PlainAnswer(
            families.flatMap { ["\($0.name):"] + $0.signatures.map { "  \($0)" } },
            [("functions", .integer(families.reduce(0) { $0 + $1.signatures.count }))])
    }
}
