/// The keys of all options. What a key means, a verb's row says.
public enum OptionKey: String, CaseIterable, Sendable {
    case at, before, by, folder, `for`, format, idle, kind, limit, max, name, of, offset, record, `repeat`, seed,
        session
    case show, since, through, top, wrt
}

/// What a word or the value of an option may be. ``Request/checkTypes()`` checks it.
public enum ValueType: Equatable, Sendable {
    /// A whole number of this range.
    case integer(ClosedRange<Int>)
    /// `1`, or `0` as if it were not there; the command line writes `--record`.
    case flag
    /// One of these words.
    case choice([String])
    /// The name of something that there is, or is to be.
    case name
    /// Names, separated by commas, with or without parentheses around them.
    case names
    /// An element of an array: `x[0,2]`.
    case entry
    /// The name of a session that is made where there is none; which names it may have is the service's to say.
    case sessionName
    /// A folder. A client sends it from the root, since the daemon runs elsewhere.
    case folder
    /// A folder, from the root.
    case rootedFolder
    /// A UTC date, or date and time: `2026-11-23T10:30:00Z`.
    case time
    /// A run: a name bound to a derivative, an id's prefix, or `@-1`.
    case run
    /// The type of an array: `f64[2,3]`.
    case arrayType
    /// Any text.
    case text

    /// The words of an enumeration.
    static func choice<Choice: CaseIterable & RawRepresentable<String>>(of type: Choice.Type) -> ValueType {
        .choice(type.allCases.map(\.rawValue))
    }
}

/// `graph format=`: how a graph is written.
public enum GraphFormat: String, CaseIterable, Sendable {
    /// One line an equation.
    case text
    /// As cells, one primitive a line.
    case cell
    /// For Graphviz.
    case dot
    /// One object a graph.
    case json
}
