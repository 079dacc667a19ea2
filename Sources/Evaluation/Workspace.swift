import Graphs
import Tensors

/// What one evaluation has used and may use: bytes of arrays that are alive, and a poll of the cancel flag now and then.
/// Belongs to one thread.
final class Workspace {
    /// Elements between two polls: well under a millisecond of the cheap work, a few of the dearest.
    static let pollInterval = 1 << 16

    private let limits: EvaluationLimits
    let cancel: CancelFlag?
    /// What computes the bodies of loops and branches; nil for the interpreter.
    let engine: Engine?
    /// Bytes of arrays now alive.
    private var alive = 0
    private var untilPoll = Workspace.pollInterval
    /// What is being computed, for messages.
    private var current: (equation: Equation, types: [TensorType])?
    private var subject: String {
        guard let current else { return "an array" }
        let results = current.equation.results.map { "%\($0)" }.joined(separator: ", ")
        let types = current.types.map(\.description).joined(separator: ", ")
        return "\(results) = \(current.equation.primitive.name) : \(types)"
    }

    /// What a body may use whose inputs are counted already.
    func room(for inputs: [Tensor]) -> EvaluationLimits {
        let rest = max(limits.totalBytes - alive, 0)
        return EvaluationLimits(
            tensorBytes: limits.tensorBytes, totalBytes: inputs.reduce(rest) { $0 + $1.type.byteCount })
    }

    init(limits: EvaluationLimits, cancel: CancelFlag?, engine: Engine? = nil) {
        self.limits = limits
        self.cancel = cancel
        self.engine = engine
    }

    /// - Throws: `Fault.cancelled` when the flag is up.
    func poll() throws {
        untilPoll = Workspace.pollInterval
        guard cancel?.isCancelled != true else { throw Fault(.cancelled, "cancelled") }
    }

    /// Counts work in elements, and polls when enough has been done since the last poll.
    @inline(__always)
    func spend(_ elements: Int) throws {
        untilPoll -= elements
        if untilPoll < 0 { try poll() }
    }

    /// Counts an input.
    func hold(_ type: TensorType) throws {
        try requireRoom(for: type.byteCount, "the inputs would take")
        alive += type.byteCount
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

    /// Refuses a plan whose arrays would take too much, before any of them is made.
    static func check(_ plan: Plan, _ limits: EvaluationLimits) throws {
        guard
            (plan.largest.map { plan.graph.types[$0].byteCount } ?? 0) > limits.tensorBytes
                || plan.inputBytes + plan.madeBytes > limits.totalBytes
        else { return }
        if let largest = plan.largest {
            let type = plan.graph.types[largest]
            try Workspace(limits: limits, cancel: nil)
                .requireArray(of: type.byteCount, "%\(largest) : \(type) would take")
        }
        _ = try Workspace(holding: plan, limits: limits, cancel: nil)
    }

    /// What remains beside all that a plan keeps at one time.
    convenience init(
        holding plan: Plan, limits: EvaluationLimits, cancel: CancelFlag?, engine: Engine? = nil
    ) throws {
        self.init(limits: limits, cancel: cancel, engine: engine)
        try requireRoom(for: plan.inputBytes, "the inputs would take")
        alive += plan.inputBytes
        try requireRoom(for: plan.madeBytes, "the arrays that are alive at one time would take")
        alive += plan.madeBytes
    }

    /// Asks for an array that lives only within the current equation.
    func scratch(_ bytes: Int) throws { try requireRoom(for: bytes, "\(subject) would need a copy of") }

    /// An array is no longer there.
    func release(_ type: TensorType) { alive -= type.byteCount }

    private func requireArray(of bytes: Int, _ what: @autoclosure () -> String) throws {
        guard bytes > limits.tensorBytes else { return }
        throw Fault(
            .limit, "\(what()) \(Workspace.size(bytes)), the limit is \(Workspace.size(limits.tensorBytes))",
            hint: "ask for a sum or a slice of it, or raise the limit")
    }

    private func requireRoom(for bytes: Int, _ what: @autoclosure () -> String) throws {
        guard bytes > limits.totalBytes - alive else { return }
        let (asked, used, most) = (Workspace.size(bytes), Workspace.size(alive), Workspace.size(limits.totalBytes))
        throw Fault(
            .limit, "\(what()) \(asked) beside \(used) in use, the limit for all arrays is \(most)",
            hint: "work on smaller pieces, or raise the limit")
    }

    /// `2.0 GB`; units are powers of 1024, written without the i.
    static func size(_ bytes: Int) -> String {
        guard bytes >= 1024 else { return "\(bytes) bytes" }
        var (tenths, rest) = (
            bytes.multipliedReportingOverflow(by: 10).partialValue, ["KB", "MB", "GB", "TB", "PB"][...]
        )
        tenths >>= 10
        while tenths >= 10240, rest.count > 1 {
            tenths >>= 10
            rest = rest.dropFirst()
        }
        return "\(tenths / 10).\(tenths % 10) \(rest.first ?? "")"
    }
}

/// An array made element by element in order. Pages are touched as they are filled, so that even a huge array is
/// cancelled in time.
@inline(__always)
func tabulate<T: Element>(_ count: Int, _ workspace: Workspace, _ element: (Int) throws -> T) throws -> [T] {
    try [T](capacity: count) { output in
        for start in stride(from: 0, to: count, by: Workspace.pollInterval) {
            try workspace.poll()
            for index in start..<min(start + Workspace.pollInterval, count) { output.append(try element(index)) }
        }
    }
}
