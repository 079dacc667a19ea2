import CKernels
import Evaluation
import Graphs
import Tensors

/// What one evaluation has used and may use: bytes of arrays that are alive, and a poll of the cancel flag now and then.
/// Belongs to one thread.
package final class Workspace {
    /// A body of a loop or a branch, made ready to be computed many times.
    package typealias ReadyBody = (_ inputs: [Tensor], _ context: EvaluationContext) throws -> [Tensor]

    /// Elements between two polls: well under a millisecond of the cheap work, a few of the dearest.
    static let pollInterval = 1 << 16

    let context: EvaluationContext
    /// What makes bodies ready; nil where the interpreter computes them itself.
    let makeReady: ((Graph) throws -> ReadyBody)?
    /// Bytes of arrays now alive, and how many of them are counted elsewhere.
    private var alive: Int
    private var heldByOthers: Int
    /// What has been reserved for the others. Never given back before the end, as an evaluation that has taken it once may
    /// take it again.
    private var memory: MemoryReservation?
    private var reservedBytes = EvaluationContext.uncountedBytes
    private var untilPoll = Workspace.pollInterval
    /// What is being computed, for messages.
    private var current: (equation: Equation, types: [TensorType])?
    private var subject: String {
        guard let current else { return "an array" }
        let results = current.equation.results.map { "%\($0)" }.joined(separator: ", ")
        let types = current.types.map(\.description).joined(separator: ", ")
        return "\(results) = \(current.equation.primitive.name) : \(types)"
    }

    /// A workspace beside arrays of `alive` bytes that are counted already.
    package init(_ context: EvaluationContext, alive: Int = 0, makeReady: ((Graph) throws -> ReadyBody)? = nil) {
        self.context = context
        self.alive = alive
        heldByOthers = alive
        self.makeReady = makeReady
    }

    /// What a body may use whose inputs are counted already.
    func context(for inputs: [Tensor]) -> EvaluationContext {
        var inner = context
        let rest = max(context.limits.totalBytes - alive, 0)
        inner.limits.totalBytes = inputs.reduce(rest) { $0 + $1.type.byteCount }
        return inner
    }

    /// - Throws: `Fault.cancelled` when the flag is up.
    func poll() throws {
        untilPoll = Workspace.pollInterval
        try context.cancel?.check()
    }

    /// Counts work in elements, and polls when enough has been done since the last poll.
    @inline(__always)
    func spend(_ elements: Int) throws {
        untilPoll -= elements
        if untilPoll < 0 { try poll() }
    }

    /// Counts an input.
    func hold(_ type: TensorType) throws {
        try context.limits.requireRoom(for: type.byteCount, beside: alive, "the inputs would take")
        alive += type.byteCount
        heldByOthers += type.byteCount
    }

    /// Counts the results of an equation that is about to be computed.
    func begin(_ equation: Equation, _ types: [TensorType]) throws {
        current = (equation, types)
        for type in types {
            try requireArray(of: type.byteCount, "\(subject) would take")
            try requireRoom(for: type.byteCount, "\(subject) would take")
            alive += type.byteCount
        }
    }

    /// Computes a body within an equation. What it leaves alive are its results, which the equation copies or has counted
    /// already.
    func within<Result>(_ body: () throws -> Result) rethrows -> Result {
        let (outer, before) = (current, alive)
        defer { (current, alive) = (outer, before) }
        return try body()
    }

    /// Asks for an array that lives only within the current equation.
    func scratch(_ bytes: Int) throws { try requireRoom(for: bytes, "\(subject) would need a copy of") }

    /// An array is no longer there.
    func release(_ type: TensorType) { alive -= type.byteCount }

    private func requireArray(of bytes: Int, _ what: @autoclosure () -> String) throws {
        try context.limits.requireArray(of: bytes, what())
    }

    private func requireRoom(for bytes: Int, _ what: @autoclosure () -> String) throws {
        try context.limits.requireRoom(for: bytes, beside: alive, what())
        let needed = alive - heldByOthers + bytes
        if needed > reservedBytes { try reserve(needed) }
    }

    /// Reserves a multiple of 1 MB, so that small arrays seldom ask.
    private func reserve(_ bytes: Int) throws {
        let step = EvaluationContext.uncountedBytes
        let rounded = (bytes + step - 1) / step * step
        if let memory {
            try memory.resize(to: rounded)
        } else {
            memory = try context.memory.reserve(rounded, for: context.holder)
        }
        reservedBytes = rounded
    }
}

extension Workspace {
    /// Some elements of an array.
    func copy<T: Element>(_ values: [T], _ range: Range<Int>) throws -> [T] {
        try tabulate(range.count, self) { values[range.lowerBound + $0] }
    }
}

/// An array made element by element in order. Pages are touched as they are filled, so that even a huge array is
/// cancelled in time.
@inline(__always)
func tabulate<T: Element>(_ count: Int, _ workspace: Workspace, _ element: (Int) throws -> T) throws -> [T] {
    try [T](capacity: count) { output in
        output.withUnsafeMutableBufferPointer { buffer, _ in
            if let start = buffer.baseAddress { pb_prefer_large_pages(start, count * MemoryLayout<T>.stride) }
        }
        for start in stride(from: 0, to: count, by: Workspace.pollInterval) {
            try workspace.poll()
            for index in start..<min(start + Workspace.pollInterval, count) { output.append(try element(index)) }
        }
    }
}
