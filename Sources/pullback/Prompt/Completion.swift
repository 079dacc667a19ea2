import Wire

/// What can stand where the last word of a line stands.
struct Completion {
    /// All candidates, in order.
    let candidates: [String]
    /// What they have in common beyond what is typed.
    let insertion: String

    /// - Parameters:
    ///   - head: the line up to the cursor.
    ///   - names: the live names of the session; asked for only where a name can stand.
    ///   - functions: the functions of the language, with the module of those that have one: `random.normal`.
    init(_ head: String, names: () -> [String], functions: () -> [String]) {
        var word = String(head.reversed().prefix { $0.isLetter || $0.isNumber || "_-.".contains($0) }.reversed())
        let before = head.dropLast(word.count)
        let pool: [String]
        if before == "%" || before == ":" {
            pool = Verb.allCases.map(\.rawValue)
        } else if let first = head.first, first == "%" || first == ":" {
            let row = Verb(rawValue: String(head.dropFirst().prefix { $0 != " " }))?.descriptor
            let key = before.last == "=" ? before.dropLast().split(separator: " ").last.map(String.init) : nil
            if case .choice(let values)? = key.flatMap({ row?.option($0) })?.type {
                pool = values
            } else {
                pool = (row?.options ?? []).map { "\($0.key.rawValue)=" + ($0.type == .flag ? "1" : "") } + names()
            }
        } else {
            let known = names() + functions() + Completion.keywords
            word = Completion.completed(word, among: known)
            pool = word.isEmpty ? [] : known
        }
        let fitting = Set(pool.filter { $0.hasPrefix(word) }).sorted()
        candidates = fitting
        guard let first = fitting.first, let last = fitting.last else {
            insertion = ""
            return
        }
        // Of sorted words, the first and the last have in common what all have.
        let common = zip(first, last).prefix { $0 == $1 }.count
        insertion = String(first.prefix(common).dropFirst(word.count))
    }

    /// What of a word is looked for: behind an operator what follows it, and behind a module that is no name here, such as
    /// `jnp`, the function alone.
    private static func completed(_ word: String, among known: [String]) -> String {
        let word = word.split(separator: "-", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        guard let dot = word.lastIndex(of: "."), !known.contains(where: { $0.hasPrefix(word) }) else { return word }
        return String(word[word.index(after: dot)...])
    }

    private static let keywords = """
        and as assert break class continue def elif else except False finally for from if import in lambda None not or pass \
        raise return True try while with
        """.split(separator: " ").map(String.init)
}
