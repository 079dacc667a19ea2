import CKernels
import Dispatch
import Graphs
import Synchronization
import Tensors

/// One run of a plan. Pointers live no longer than the closures that hold what they point into: inputs and outputs are
/// arrays opened around the whole run, the arena is freed at its end. The plan keeps every access within its array: views
/// come from shapes that the builder has checked, and loops go through as many elements as their values have.
final class PlanRun {
    let plan: Plan
    let engine: Engine
    let workspace: Workspace
    let cancel: CancelFlag?
    private let inputs: [Tensor]
    private let arena: UnsafeMutableRawPointer
    /// Copies of the small inputs, one behind the other.
    private let smallInputs: UnsafeMutableRawPointer
    private var smallBytes = 0
    private var inputPointers: [UnsafeMutableRawPointer] = []
    private var outputPointers: [UnsafeMutableRawPointer] = []
    /// For every value with a home where its elements begin.
    private(set) var pointers: [UnsafeMutableRawPointer] = []
    /// Blocks of the loops and panels of the products, a part for each thread.
    let scratch: UnsafeMutableRawPointer
    let scratchBytes: Int

    static func run(
        _ plan: Plan, _ inputs: [Tensor], _ engine: Engine, _ limits: EvaluationLimits, _ cancel: CancelFlag?
    ) throws -> [Tensor] {
        let workspace = Workspace(limits: limits, cancel: cancel)
        try workspace.hold(plan)
        let run = PlanRun(plan, inputs, engine, workspace, cancel)
        defer { run.free() }
        let storages = try run.withInputs(0) { try run.withOutputs(0) { try run.runSteps() } }
        return try zip(plan.sources, plan.graph.outputs).map { source, output in
            if case .output(let index) = plan.homes[source] {
                return try Tensor(storages[index], shape: plan.graph.types[output].shape)
            }
            return try run.tensor(source, as: output)
        }
    }

    private init(
        _ plan: Plan, _ inputs: [Tensor], _ engine: Engine, _ workspace: Workspace, _ cancel: CancelFlag?
    ) {
        self.plan = plan
        self.inputs = inputs
        self.engine = engine
        self.workspace = workspace
        self.cancel = cancel
        let arena = UnsafeMutableRawPointer.allocate(byteCount: max(plan.arenaBytes, 64), alignment: 64)
        plan.constants.withUnsafeBytes { bytes in
            if let first = bytes.baseAddress { arena.copyMemory(from: first, byteCount: bytes.count) }
        }
        self.arena = arena
        smallInputs = .allocate(byteCount: inputs.reduce(64) { $0 + PlanRun.smallSize($1) }, alignment: 64)
        scratchBytes = max(plan.blockBytes, plan.productBytes) + 64
        scratch = .allocate(byteCount: scratchBytes * engine.threads, alignment: 64)
    }

    /// Bytes that the copy of an input takes: none for one that is opened.
    private static func smallSize(_ input: Tensor) -> Int {
        input.type.byteCount < Plan.openedBytes ? (input.type.byteCount + 63) / 64 * 64 : 0
    }

    private func free() {
        arena.deallocate()
        smallInputs.deallocate()
        scratch.deallocate()
    }

    /// Copies small inputs and opens large ones, one around the other, then calls `body`.
    private func withInputs<Result>(_ first: Int, _ body: () throws -> Result) throws -> Result {
        for index in first..<inputs.count {
            guard PlanRun.smallSize(inputs[index]) == 0, inputs[index].count > 0 else {
                let copy = smallInputs + smallBytes
                inputs[index].storage.withBytes { bytes in
                    if let source = bytes.baseAddress { copy.copyMemory(from: source, byteCount: bytes.count) }
                }
                smallBytes += PlanRun.smallSize(inputs[index])
                inputPointers.append(copy)
                continue
            }
            return try inputs[index].storage.withBytes { bytes in
                // Inputs are only read; the pointer is mutable because results of steps are named by the same type.
                inputPointers.append(UnsafeMutableRawPointer(mutating: bytes.baseAddress ?? UnsafeRawPointer(arena)))
                return try withInputs(index + 1, body)
            }
        }
        return try body()
    }

    /// Opens the outputs one around the other, then calls `body`, which fills them.
    private func withOutputs(_ index: Int, _ body: () throws -> Void) throws -> [Tensor.Storage] {
        guard index < plan.made.count else {
            try body()
            return []
        }
        let type = plan.graph.types[plan.made[index]]
        var rest: [Tensor.Storage] = []
        func opened<T: Element>(_: T.Type) throws -> Tensor.Storage {
            T.storage(
                try [T](unsafeUninitializedCapacity: type.shape.count) { buffer, count in
                    outputPointers.append(buffer.baseAddress.map { UnsafeMutableRawPointer($0) } ?? arena)
                    rest = try withOutputs(index + 1, body)
                    count = type.shape.count
                })
        }
        let storage =
            switch type.dtype {
            case .f64: try opened(Double.self)
            case .f32: try opened(Float.self)
            case .i64: try opened(Int64.self)
            case .i32: try opened(Int32.self)
            case .bool: try opened(Bool.self)
            }
        return [storage] + rest
    }

    private func runSteps() throws {
        pointers = plan.homes.map { home in
            switch home {
            case .input(let index): inputPointers[index]
            case .output(let index): outputPointers[index]
            case .arena(let start): arena + start
            case .none: arena
            }
        }
        for step in plan.steps {
            try workspace.poll()
            switch step {
            case .loop(let loop): try run(loop)
            case .copy(let source, let view, let result): try copy(source, view, to: result)
            case .product(let product): try multiply(product)
            case .convolve(let product): try convolve(product)
            case .reduce(let kind, let rows, let length, let result): try reduce(kind, rows, length, to: result)
            case .interpret(let equation, let operands): try interpret(equation, operands)
            }
        }
    }

    func width(_ value: ValueID) -> Int { plan.graph.types[value].dtype.byteWidth }

    /// The elements of `source` as an array of the type of `value`.
    private func tensor(_ source: ValueID, as value: ValueID) throws -> Tensor {
        let type = plan.graph.types[value]
        if case .input(let index) = plan.homes[source] { return try inputs[index].reshaped(to: type.shape) }
        func read<T: Element>(_: T.Type) -> Tensor.Storage {
            let first = pointers[source].assumingMemoryBound(to: T.self)
            return T.storage(Array(UnsafeBufferPointer(start: first, count: type.shape.count)))
        }
        let storage =
            switch type.dtype {
            case .f64: read(Double.self)
            case .f32: read(Float.self)
            case .i64: read(Int64.self)
            case .i32: read(Int32.self)
            case .bool: read(Bool.self)
            }
        return try Tensor(storage, shape: type.shape)
    }

    private func interpret(_ equation: Equation, _ operands: [ValueID]) throws {
        let tensors = try zip(operands, equation.operands).map { try tensor($0, as: $1) }
        let results = try Evaluation.interpret(
            equation.primitive, tensors, equation.results.map { plan.graph.types[$0] }, workspace)
        for (value, result) in zip(equation.results, results) where plan.homes[value] != .none {
            try result.storage.withBytes { bytes in
                if let first = bytes.baseAddress { pointers[value].copyMemory(from: first, byteCount: bytes.count) }
            }
        }
    }

    /// Calls `body` with parts of `0 ..< count`, side by side where there is enough work. The parts are a matter of the
    /// number of threads and change no bit.
    func inParts(_ count: Int, worth: Int, _ body: (_ range: Range<Int>, _ thread: Int) throws -> Void) throws {
        let parts = min(engine.threads, max(worth / PlanRun.leastWork, 1), max(count, 1))
        guard parts > 1 else { return try body(0..<count, 0) }
        let failure = FirstFailure()
        withoutActuallyEscaping(body) { body in
            // Safe: the parts touch different elements, and all have returned before this call does.
            nonisolated(unsafe) let body = body
            DispatchQueue.concurrentPerform(iterations: parts) { part in
                do {
                    try body(count * part / parts..<count * (part + 1) / parts, part)
                } catch {
                    failure.note(error)
                }
            }
        }
        try failure.rethrow()
    }

    /// Elements' worth of work below which another thread is not worth waking: some tens of microseconds.
    private static let leastWork = 1 << 15
}

/// The first error of several threads.
private final class FirstFailure: Sendable {
    private let error = Mutex<(any Error)?>(nil)

    func note(_ error: any Error) { self.error.withLock { $0 = $0 ?? error } }

    func rethrow() throws {
        if let error = error.withLock({ $0 }) { throw error }
    }
}
