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
