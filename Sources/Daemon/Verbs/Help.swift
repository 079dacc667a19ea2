import CellLanguage
import Wire

extension Job {
    /// `help [VERB]`: the verb table, or one verb; `help functions` lists the language's library.
    func help() throws {
        guard let word = request.words.first else {
            for text in Verb.overview { line(text) }
            line("help VERB explains one; help functions lists the functions of the language")
            return ok([("verbs", .integer(Verb.allCases.count))])
        }
        if word == "functions" { return helpFunctions() }
        guard let verb = Verb(rawValue: word) else {
            let hint = Verb.nearest(to: word).map { "; did you mean \($0.rawValue)?" } ?? ""
            throw WireError(.verb, "there is no verb \(word)\(hint)")
        }
        for text in verb.help { line(text) }
        ok([("verb", .string(verb.rawValue))])
    }

    private func helpFunctions() {
        for (family, signatures) in Library.signatures {
            line("\(family):")
            for signature in signatures { line("  \(signature)") }
        }
        ok([("functions", .integer(Library.signatures.reduce(0) { $0 + $1.signatures.count }))])
    }
}
