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
