import Autodiff
import CellLanguage
import Graphs
import Interpreter
import Tensors
import TestSupport
import Testing

/// What is said to have no path has no derivative, and what has none by its rules is said to have no path.
@Suite struct MissingPathTests {
    @Test func randomGraphsHaveNoDerivativeWhereNoPathLeads() throws {
        var missing = 0
        for seed in 0..<400 {
            let graph = try RandomGraph.make(seed: UInt64(seed), dtype: .f64, steps: 3 + seed % 9)
            let count = graph.inputCount
            let found = graph.missingPaths(ofFirst: count)
            let x = try RandomGraph.inputs(of: graph, seed: UInt64(seed) &* 31)
            var random = SeededGenerator(seed: UInt64(seed) &* 41)
            let u = try graph.outputTypes.map { try random.tensor($0) }
            let pulled = try Interpreter().evaluate(vjp(graph, wrt: Array(0..<count)), x + u).suffix(count)
            for (index, (reason, cotangent)) in zip(found, pulled).enumerated() where reason != nil {
                missing += 1
                #expect(
                    cotangent.doubles.allSatisfy { $0 == 0 || $0.isNaN },
                    "seed \(seed), input \(index): \(cotangent.text)")
            }
        }
        #expect(missing > 20)
    }
}
