import Autodiff
import Evaluation
import Graphs
import TestSupport
import Tensors
import Testing

/// An engine as tests force it.
struct EngineSetting: Sendable, CustomTestStringConvertible {
    let set: Engine.InstructionSet
    let threads: Int

    var testDescription: String { "\(set) with \(threads) threads" }

    /// Every instruction set that this machine has, with 1, 2 and 3 threads.
    static let all = Engine.InstructionSet.allCases.filter(\.isAvailable).flatMap { set in
        (1...3).map { EngineSetting(set: set, threads: $0) }
    }
}

/// The engine gives what the interpreter gives, to the bit.
@Suite struct EngineTests {
    private func expectSame(_ graph: Graph, _ inputs: [Tensor], _ setting: EngineSetting, _ what: String) throws {
        let engine = Engine(threads: setting.threads, instructionSet: setting.set)
        func differs(_ graph: Graph) throws -> Bool {
            let (found, expected) = (try engine.evaluate(graph, inputs), try Interpreter().evaluate(graph, inputs))
            return zip(found, expected).contains { $0.type != $1.type || $0.scalars != $1.scalars }
        }
        guard try differs(graph) else { return }
        // The first value that differs tells more than the outputs.
        let first = try graph.types.indices.first { try differs(graph.with(outputs: [$0])) }
        let equation = graph.equations.first { $0.results.contains(first ?? -1) }
        Issue.record(
            "\(what), \(setting): \(equation.map { "\($0.primitive.text) of \($0.operands.map { graph.types[$0] })" } ?? "all together")"
        )
    }

    @Test(arguments: EngineSetting.all) func randomGraphs(_ setting: EngineSetting) throws {
        for seed in 0..<400 {
            for dtype in [DType.f64, .f32] {
                let graph = try RandomGraph.make(seed: UInt64(seed), dtype: dtype, steps: 4 + seed % 12)
                let wrt = Array(0..<graph.inputCount)
                let inputs = try RandomGraph.inputs(of: graph, seed: UInt64(seed) &* 31)
                var random = SeededGenerator(seed: UInt64(seed))
                try expectSame(graph, inputs, setting, "seed \(seed), \(dtype)")
                let reverse = try vjp(graph, wrt: wrt)
                let cotangents = try graph.outputTypes.map { try random.tensor($0) }
                try expectSame(reverse, inputs + cotangents, setting, "seed \(seed), \(dtype), reverse")
            }
        }
    }
}
