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
    /// A name that a new session may have: 1 to 64 letters, digits, dots, underscores or dashes.
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

/// An element of an array, as it is asked for: a name and coordinates; a scalar has none.
public struct EntryReference: Equatable, Sendable {
    /// The array's name, as written.
    public let name: String
    /// Coordinates, negative ones counted from the end.
    public let coordinates: [Int]

    /// Reads `x[0,2]`, `x[0][2]` or `x`.
    /// - Returns: `nil` when it is no entry.
    public init?(_ text: String) {
        name = String(text.prefix { $0 != "[" })
        guard !name.isEmpty else { return nil }
        var rest = text.dropFirst(name.count)
        var coordinates: [Int] = []
        while !rest.isEmpty {
            guard rest.first == "[", let end = rest.firstIndex(of: "]") else { return nil }
            for part in rest[..<end].dropFirst().split(separator: ",", omittingEmptySubsequences: false) {
                let digits = part.drop { $0 == " " }.prefix { $0 != " " }
                guard let coordinate = Int(digits), part.allSatisfy({ $0 == " " || digits.contains($0) }) else {
                    return nil
                }
                coordinates.append(coordinate)
            }
            rest = rest[rest.index(after: end)...]
        }
        self.coordinates = coordinates
    }
}

/// A moment in UTC, to the second.
public struct Timestamp: Equatable, Sendable {
    /// Microseconds since 1970-01-01 00:00 UTC.
    public let microseconds: Int64

    /// Reads `2026-11-23` or `2026-11-23T10:30:00Z`.
    /// - Returns: `nil` when it is neither, or there is no such day.
    public init?(_ text: String) {
        let halves = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let date = Timestamp.numbers(halves[0], separator: "-", digits: [4, 2, 2]) else { return nil }
        var time = [0, 0, 0]
        if halves.count == 2 {
            guard halves[1].last == "Z",
                let found = Timestamp.numbers(halves[1].dropLast(), separator: ":", digits: [2, 2, 2])
            else { return nil }
            time = found
        }
        let (year, month, day) = (date[0], date[1], date[2])
        guard year >= 1, (1...12).contains(month), day >= 1, day <= Timestamp.days(in: month, of: year),
            time[0] < 24, time[1] < 60, time[2] < 60
        else { return nil }
        let days = Timestamp.days(before: year, month) + day - 1 - Timestamp.days(before: 1970, 1)
        microseconds = Int64(((days * 24 + time[0]) * 60 + time[1]) * 60 + time[2]) * 1_000_000
    }

    private static func numbers(_ text: Substring, separator: Character, digits: [Int]) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == digits, parts.allSatisfy({ $0.utf8.allSatisfy(Byte.isDigit) }) else {
            return nil
        }
        return parts.compactMap { Int($0) }
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days of the Gregorian calendar from its year 1 up to the first of this month.
    private static func days(before year: Int, _ month: Int) -> Int {
        let years = year - 1
        let wholeYears = years * 365 + years / 4 - years / 100 + years / 400
        return (1..<month).reduce(wholeYears) { $0 + days(in: $1, of: year) }
    }
}
