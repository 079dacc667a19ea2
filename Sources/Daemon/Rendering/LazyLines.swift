/// Lines that are made one by one, each when it is asked for: what a slow client has not read takes no memory, and what nobody
/// reads is never made.
public struct LazyLines<Line: Sendable>: Sendable {
    private struct Part: Sendable {
        let count: Int
        let line: @Sendable (Int) -> Line
    }

    private var parts: [Part] = []

    /// No lines.
    public init() {}

    /// A line for each of some items.
    public init<Item: Sendable>(_ items: [Item], _ line: @escaping @Sendable (Item) -> Line) {
        append(items, line)
    }

    /// Adds a line.
    public mutating func append(_ line: @autoclosure @escaping @Sendable () -> Line) {
        parts.append(Part(count: 1) { _ in line() })
    }

    /// Adds a line for each of some items.
    public mutating func append<Item: Sendable>(_ items: [Item], _ line: @escaping @Sendable (Item) -> Line) {
        if !items.isEmpty { parts.append(Part(count: items.count) { line(items[$0]) }) }
    }

    /// Adds lines.
    public mutating func append(_ others: LazyLines) { parts += others.parts }

    /// The same lines, changed.
    func map<Other: Sendable>(_ change: @escaping @Sendable (Line) -> Other) -> LazyLines<Other> {
        var lines = LazyLines<Other>()
        lines.parts = parts.map { part in .init(count: part.count) { change(part.line($0)) } }
        return lines
    }
}

extension LazyLines: Sequence {
    /// Where the reading of lines stands; a value, so that it can rest while the client reads.
    public struct Iterator: IteratorProtocol, Sendable {
        fileprivate let lines: LazyLines
        private var part = 0
        private var index = 0

        fileprivate init(_ lines: LazyLines) { self.lines = lines }

        /// Makes the next line.
        public mutating func next() -> Line? {
            guard part < lines.parts.count else { return nil }
            let current = lines.parts[part]
            let line = current.line(index)
            index += 1
            if index == current.count { (part, index) = (part + 1, 0) }
            return line
        }
    }

    /// From the first line on.
    public func makeIterator() -> Iterator { Iterator(self) }
}
