import Engine
import Evaluation
import Foundation
import Glibc
import Graphs
import Interpreter
import Synchronization
import TestSupport
import Tensors
import Testing

/// The memory that evaluations share, and who gives way to whom.
@Suite struct ContextTests {
    private static let evaluators: [any Evaluator] = [Engine(threads: 2), Interpreter()]

    /// A chain over arrays of 8 MB, some of which are alive at one time.
    private func chain() throws -> (graph: Graph, inputs: [Tensor]) {
        var b = GraphBuilder()
        let type = TensorType(.f64, try Shape([1 << 20]))
        let x = b.input(type)
        let product = try b.mul(
            b.emit(.cumsum(axis: 0, reverse: false), [x]), b.emit(.cumsum(axis: 0, reverse: true), [x]))
        let last = try b.emit(.cumsum(axis: 0, reverse: false), [product])
        let graph = try b.finish([last])
        return (graph, [Tensor.filled(.f64(1e-3), type)])
    }

    @Test(arguments: evaluators.indices) func memoryIsReservedAndGivenBack(_ index: Int) throws {
        let (evaluator, (graph, inputs)) = (Self.evaluators[index], try chain())
        let budget = MemoryBudget(bytes: 64 << 20)
        let context = EvaluationContext(memory: budget, holder: "cell of session a")
        let expected = try Interpreter().evaluate(graph, inputs)[0].contentHash
        for _ in 0..<2 {
            #expect(try evaluator.evaluate(graph, inputs, in: context)[0].contentHash == expected)
            #expect(budget.usedBytes == 0)
        }
        let held = try budget.reserve(60 << 20, for: "session b")
        let fault = #expect(throws: Fault.self) { try evaluator.evaluate(graph, inputs, in: context) }
        #expect(fault?.kind == .limit)
        #expect(fault?.message.contains("cell of session a would take") == true, "\(fault?.description ?? "")")
        #expect(fault?.message.contains("held: session b 60.0 MB") == true, "\(fault?.description ?? "")")
        #expect(budget.usedBytes == held.bytes)
    }

    /// Evaluations side by side never take more than there is: each gives the right bits, or is refused.
    @Test(arguments: evaluators.indices) func evaluationsSideBySideShareTheBudget(_ index: Int) async throws {
        let (evaluator, (graph, inputs)) = (Self.evaluators[index], try chain())
        let expected = try Interpreter().evaluate(graph, inputs)[0].contentHash
        let budget = MemoryBudget(bytes: 70 << 20)
        let given = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<24 {
                group.addTask {
                    do {
                        let found = try evaluator.evaluate(graph, inputs, in: EvaluationContext(memory: budget))
                        return found[0].contentHash == expected && budget.usedBytes <= budget.bytes
                    } catch let fault as Fault where fault.kind == .limit {
                        return true
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(given.count == 24 && given.allSatisfy { $0 })
        #expect(budget.usedBytes == 0)
    }

    /// An evaluation that the flag or a limit ends gives back what it took.
    @Test(arguments: evaluators.indices) func whatEndsEarlyGivesBack(_ index: Int) throws {
        let (graph, inputs) = try chain()
        let budget = MemoryBudget(bytes: 1 << 30)
        let flag = CancelFlag()
        flag.cancel()
        let context = EvaluationContext(cancel: flag, memory: budget)
        #expect(throws: Fault.self) { try Self.evaluators[index].evaluate(graph, inputs, in: context) }
        #expect(budget.usedBytes == 0)
    }

    /// Plans of graphs that are too large to be kept are counted while they are there.
    @Test func largePlansAreCounted() throws {
        var b = GraphBuilder(equationLimit: .max)
        var last = b.input(TensorType(.f64, .scalar))
        for index in 0..<120_000 { last = try b.apply(index % 2 == 0 ? .sin : .cos, last) }
        let graph = try b.finish([last])
        let fault = #expect(throws: Fault.self) {
            try Engine().compile(graph, in: EvaluationContext(memory: MemoryBudget(bytes: 1 << 20)))
        }
        #expect(fault?.message.hasPrefix("plans would take 58.5 MB") == true, "\(fault?.description ?? "")")
        let budget = MemoryBudget(bytes: 1 << 30)
        let compiled = try Engine().compile(graph, in: EvaluationContext(memory: budget))
        #expect(budget.holders.map(\.name) == ["plans"])
        withExtendedLifetime(compiled) {}
    }

    /// A thread of cells gives way, one of readers does not; the bits are the same.
    @Test func threadsOfCellsGiveWay() throws {
        func niceness(of priority: EvaluationPriority) -> Int32 {
            let found = Mutex<Int32?>(nil)
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                priority.takeThread()
                found.withLock { $0 = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
                done.signal()
            }
            done.wait()
            return found.withLock { $0 } ?? .min
        }
        let usual = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
        #expect(niceness(of: .reader) == usual)
        #expect(niceness(of: .cell) == max(usual, 10))
        let (graph, inputs) = try chain()
        let found = try [EvaluationPriority.cell, .reader].map {
            try Engine(threads: 3).evaluate(graph, inputs, in: EvaluationContext(priority: $0))[0].contentHash
        }
        #expect(found[0] == found[1])
    }

    @Test func numericsIsOfTheContract() {
        for evaluator in Self.evaluators { #expect(evaluator.numerics == .version1 && evaluator.numerics.name == "1") }
    }
}
