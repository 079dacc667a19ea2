import CKernels
import Evaluation
import Glibc
import Graphs
import Interpreter
import Synchronization
import Tensors

/// The memory of one call of a plan at a time. Pointers to inputs and outputs live no longer than the closures that hold
/// what they point into: these are arrays opened around the whole call. The plan keeps every access within its array: views
/// come from shapes that the builder has checked, and loops go through as many elements as their values have.
///
/// Safe to pass between threads: whoever has taken it from the idle ones is the only one that knows it.
final class PlanRun: @unchecked Sendable {
    let plan: Plan
    let engine: Engine
    private(set) var cancel: CancelFlag?
    private var inputs: [Tensor] = []
    private var threads = ThreadPool.of(.reader)
    /// Of the steps that the interpreter computes.
    private var context: EvaluationContext?
    /// Small inputs, constants, single numbers, the arena.
    let frame: UnsafeMutableRawPointer
    /// For every value with a home where its elements begin.
    let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer>
    /// Blocks of the loops and panels of the products, a part for each thread.
    let scratch: UnsafeMutableRawPointer
    let scratchBytes: Int

    /// Whether it is kept for the next call.
    let isLight: Bool
    /// Inputs that are used where they lie.
    private let opened: [Int]

    /// - Throws: `Fault.limit` when the system has no memory for it.
    init(_ plan: Plan, _ engine: Engine) throws {
        self.plan = plan
        self.engine = engine
        isLight = plan.isLight(engine.threads)
        scratchBytes = plan.scratchBytes
        scratch = try PlanRun.memory(scratchBytes * engine.threads)
        do {
            frame = try PlanRun.memory(plan.frameBytes)
        } catch {
            free(scratch)
            throw error
        }
        pointers = .allocate(capacity: max(plan.homes.count, 1))
        pointers.initialize(repeating: frame, count: max(plan.homes.count, 1))
        opened = plan.inputPlaces.indices.filter { plan.inputPlaces[$0] == nil }
        for (value, home) in plan.homes.enumerated() {
            switch home {
            case .input(let index): pointers[value] = frame + (plan.inputPlaces[index] ?? 0)
            case .arena(let start): pointers[value] = frame + start
            case .output, .none: break
            }
        }
        plan.constants.withUnsafeBytes { bytes in
            if let first = bytes.baseAddress {
                (frame + plan.constantStart).copyMemory(from: first, byteCount: bytes.count)
            }
        }
    }

    deinit {
        free(frame)
        free(scratch)
        pointers.deallocate()
    }

    private static func memory(_ bytes: Int) throws -> UnsafeMutableRawPointer {
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, 64, max(bytes, 64)) == 0, let memory else {
            throw Fault(
                .limit, "the system has no \(sizeText(bytes)) for this process",
                hint: "let go of large names, wait for what runs beside, or work on smaller pieces")
        }
        pb_prefer_large_pages(memory, bytes)
        return memory
    }

    /// The outputs for `inputs`, which have the types that the plan takes.
    func evaluate(_ inputs: [Tensor], _ context: EvaluationContext) throws -> [Tensor] {
        (self.inputs, cancel, threads) = (inputs, context.cancel, .of(context.priority))
        if plan.isInterpreted { self.context = context }
        defer {
            (self.inputs, cancel) = ([], nil)
            if plan.isInterpreted { (self.context, workspace) = (nil, nil) }
        }
        for (input, place) in zip(inputs, plan.inputPlaces) {
            guard let place else { continue }
            input.storage.withBytes { bytes in
                if let first = bytes.baseAddress { (frame + place).copyMemory(from: first, byteCount: bytes.count) }
            }
        }
        let storages = try withInputs(0) { try withOutputs(0) { try runSteps() } }
        return try zip(plan.sources, plan.graph.outputs).map { source, output in
            if case .output(let index) = plan.homes[source] {
                return try Tensor(storages[index], shape: plan.graph.types[output].shape)
            }
            return try tensor(source, as: output)
        }
    }

    /// Opens the inputs that are used where they lie, one around the other, then calls `body`.
    private func withInputs<Result>(_ next: Int, _ body: () throws -> Result) throws -> Result {
        guard next < opened.count else { return try body() }
        return try inputs[opened[next]].storage.withBytes { bytes in
            // Inputs are only read; the pointer is mutable because results of steps are named by the same type.
            pointers[opened[next]] = UnsafeMutableRawPointer(mutating: bytes.baseAddress ?? UnsafeRawPointer(frame))
            return try withInputs(next + 1, body)
        }
    }

    /// Opens the outputs one around the other, then calls `body`, which fills them.
    private func withOutputs(_ index: Int, _ body: () throws -> Void) throws -> [Tensor.Storage] {
        guard index < plan.made.count else {
            try body()
            return []
        }
        let type = plan.graph.types[plan.made[index]]
        var rest: [Tensor.Storage] = []
        func opened<T: BitwiseCopyable>(_ storage: ([T]) -> Tensor.Storage) throws -> Tensor.Storage {
            storage(
                try [T](unsafeUninitializedCapacity: type.shape.count) { buffer, count in
                    let start = buffer.baseAddress.map { UnsafeMutableRawPointer($0) } ?? frame
                    pb_prefer_large_pages(start, type.byteCount)
                    pointers[plan.made[index]] = start
                    rest = try withOutputs(index + 1, body)
                    count = type.shape.count
                })
        }
        let storage =
            switch type.dtype {
            case .f64: try opened(Tensor.Storage.f64)
            case .f32: try opened(Tensor.Storage.f32)
            case .i64: try opened(Tensor.Storage.i64)
            case .i32: try opened(Tensor.Storage.i32)
            case .bool: try opened(Tensor.Storage.bool)
            }
        return [storage] + rest
    }

    private func runSteps() throws {
        for step in plan.steps {
            try cancel?.check()
            switch step {
            case .scalars(let program): try run(program)
            case .loop(let loop): try run(loop)
            case .copy(let source, let view, let result): try copy(source, view, to: result)
            case .product(let product, let loop): try multiply(product, then: loop)
            case .convolve(let product): try convolve(product)
            case .gather(let operand, let type, let indices, let result):
                try gather(operand, as: type, indices, to: result)
            case .scatter(let scatter): try self.scatter(scatter)
            case .greatest(let windows): try findGreatest(windows)
            case .argsort(let lines): try argsort(lines)
            case .runningSums(let lines, let isBackward): try sumUp(lines, isBackward: isBackward)
            case .reduce(let kind, let reduction): try reduce(kind, reduction)
            case .rows(let group): try run(group)
            case .interpret(let equation, let operands): try interpret(equation, operands)
            }
        }
    }

    /// - Throws: `Fault.cancelled` where a kernel says that it saw the flag.
    func finished(_ stopped: Int32) throws {
        guard stopped == 0 else { throw Fault(.cancelled, "cancelled") }
    }

    func width(_ value: ValueID) -> Int { plan.graph.types[value].dtype.byteWidth }

    /// The elements of `source` as an array of the type of `value`.
    private func tensor(_ source: ValueID, as value: ValueID) throws -> Tensor {
        let type = plan.graph.types[value]
        if case .input(let index) = plan.homes[source] { return try inputs[index].reshaped(to: type.shape) }
        func read<T: BitwiseCopyable>(_ storage: ([T]) -> Tensor.Storage) throws -> Tensor.Storage {
            let first = pointers[source].assumingMemoryBound(to: T.self)
            return storage(
                try [T](unsafeUninitializedCapacity: type.shape.count) { buffer, count in
                    while count < type.shape.count, let start = buffer.baseAddress {
                        try cancel?.check()
                        let part = min(PlanRun.bytesAtATime / 8, type.shape.count - count)
                        (start + count).initialize(from: first + count, count: part)
                        count += part
                    }
                })
        }
        let storage =
            switch type.dtype {
            case .f64: try read(Tensor.Storage.f64)
            case .f32: try read(Tensor.Storage.f32)
            case .i64: try read(Tensor.Storage.i64)
            case .i32: try read(Tensor.Storage.i32)
            case .bool: try read(Tensor.Storage.bool)
            }
        return try Tensor(storage, shape: type.shape)
    }

    /// What the interpreter may use beside the arrays of the plan; made when it is first needed.
    private var workspace: Workspace?

    private func interpret(_ equation: Equation, _ operands: [ValueID]) throws {
        let workspace = workspace ?? makeWorkspace()
        self.workspace = workspace
        let tensors = try zip(operands, equation.operands).map {
            try cancel?.check()
            return try tensor($0, as: $1)
        }
        let results = try Interpreter.results(
            of: equation.primitive, tensors, equation.results.map { plan.graph.types[$0] }, workspace)
        for (value, result) in zip(equation.results, results) where plan.homes[value] != .none {
            try result.storage.withBytes { bytes in
                guard let first = bytes.baseAddress else { return }
                for start in stride(from: 0, to: bytes.count, by: PlanRun.bytesAtATime) {
                    try cancel?.check()
                    (pointers[value] + start).copyMemory(
                        from: first + start, byteCount: min(PlanRun.bytesAtATime, bytes.count - start))
                }
            }
        }
    }

    /// Bytes that are copied between two looks at the cancel flag.
    private static let bytesAtATime = 1 << 24

    /// Bodies of loops and branches are plans like any graph.
    private func makeWorkspace() -> Workspace {
        let (engine, context) = (engine, context ?? EvaluationContext())
        return Workspace(context, alive: plan.inputBytes + plan.madeBytes) { body in
            let compiled = try engine.compiled(body, in: context)
            return { inputs, context in try compiled.evaluate(inputs, in: context) }
        }
    }

    /// Calls `body` with parts of `0 ..< count`, side by side where there is enough work. The parts are a matter of the
    /// number of threads and change no bit. Where `isEven` is not said, there are more parts than threads, and each takes
    /// the next one when it is done, as memory and the system hold up one more than another.
    func inParts(
        _ count: Int, worth: Int, isEven: Bool = false, _ body: (_ range: Range<Int>, _ thread: Int) throws -> Void
    ) throws {
        let threads = min(engine.threads, max(worth / PlanRun.leastWork, 1), max(count, 1))
        guard threads > 1 else { return try body(0..<count, 0) }
        let parts = isEven ? threads : min(threads * max(min(worth / PlanRun.longWork / threads, 8), 1), count)
        let failure = FirstFailure()
        let next = Atomic<Int>(0)
        self.threads.run(threads) { thread in
            do {
                while case let part = next.add(1, ordering: .relaxed).oldValue, part < parts {
                    try body(count * part / parts..<count * (part + 1) / parts, thread)
                }
            } catch {
                failure.note(error)
            }
        }
        try failure.rethrow()
    }

    /// Elements' worth of work from which on a thread takes more than one part: a millisecond or so.
    private static let longWork = 1 << 20
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
