import Synchronization

/// Looks on while graphs are written, all graphs of one task together: counts what they take, and asks every so many
/// equations whether to go on.
public final class WritingMonitor: Sendable {
    /// So many equations are written between two questions: some milliseconds of the slowest.
    public static let interval = 1024

    private let ask: @Sendable (_ bytes: Int) throws -> Void
    private let held = Mutex(0)

    /// A monitor that asks `ask`, with the bytes that the graphs take together; what it throws stops the writing.
    public init(_ ask: @escaping @Sendable (_ bytes: Int) throws -> Void) { self.ask = ask }

    /// Bytes that the graphs take.
    public var bytes: Int { held.withLock { $0 } }

    /// Asks.
    public func check() throws { try ask(bytes) }

    /// Counts `bytes` more, and asks.
    func take(_ bytes: Int) throws {
        try ask(
            held.withLock { held in
                held += bytes
                return held
            })
    }

    /// Takes `bytes` off, of graphs that nobody needs any more.
    public func giveBack(_ bytes: Int) { held.withLock { $0 -= bytes } }

    /// Takes off what `body` writes, once it is through.
    public func passing<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = bytes
        defer { giveBack(bytes - before) }
        return try body()
    }
}
