import CPeak
import Dispatch
import Engine
import Glibc

/// What this machine can do at most with all of its processors, measured by loops that do nothing else.
enum Peak {
    /// Multiply-adds in registers, in GF/s; `run` gives the operations of one processor for a number of rounds.
    static func multiplyAdds(_ run: @escaping @Sendable (Int) -> Double) throws -> Double {
        let (processors, rounds) = (Engine.processorCount, 1 << 19)
        return try Double(processors) * run(rounds) * 1e-9
            / least { DispatchQueue.concurrentPerform(iterations: processors) { _ in _ = run(rounds) } }
    }

    /// Reading from end to end, in GB/s.
    static func reading() throws -> Double { try sweep(bytes: 8) { from, _, count in _ = peak_read(from, count) } }

    /// Copying from end to end, in GB/s of what is read and written.
    static func copying() throws -> Double {
        try sweep(bytes: 16) { from, to, count in memcpy(to, from, count * 8) }
    }

    /// The rate at which all processors go through 2²⁴ words, of each of which they move so many bytes.
    private static func sweep(
        bytes: Double, _ body: @Sendable (UnsafePointer<UInt64>, UnsafeMutablePointer<UInt64>, Int) -> Void
    ) throws -> Double {
        let (count, processors) = (1 << 24, Engine.processorCount)
        let from = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        let to = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        defer {
            from.deallocate()
            to.deallocate()
        }
        from.initialize(repeating: 1, count: count)
        to.initialize(repeating: 1, count: count)
        // Safe: each processor has a part of its own, and all are done before the memory goes.
        nonisolated(unsafe) let (source, target) = (UnsafePointer(from), to)
        let time = try least {
            DispatchQueue.concurrentPerform(iterations: processors) { part in
                let (start, end) = (count * part / processors, count * (part + 1) / processors)
                body(source + start, target + start, end - start)
            }
        }
        return bytes * Double(count) / time * 1e-9
    }

    /// The shortest of many runs, in seconds.
    private static func least(_ body: () throws -> Void) throws -> Double {
        try (0..<40).map { _ in try seconds(body) }.min() ?? 0
    }
}
