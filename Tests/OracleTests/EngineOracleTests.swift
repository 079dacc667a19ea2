import Autodiff
import Engine
import Graphs
import Interpreter
import Tensors
import TestSupport
import Testing

/// The engine gives the interpreter's bits on every cell of the oracle, forward, reverse and batched.
@Suite struct EngineOracleTests {
    @Test(arguments: Oracle.cases) func equalsTheInterpreter(_ oracle: OracleCase) throws {
        let session = try oracle.session()
        let wrt = try oracle.wrt.map { try session.value($0) }
        let (graph, inputs) = try session.graph(from: wrt, to: [session.value("y")])
        let reverse = try vjp(graph, wrt: Array(wrt.indices))
        let cotangents = inputs + [oracle.seed.tensor]
        let batched = try batch(reverse, isBatched: cotangents.map { _ in true }, size: 2)
        let twice = try cotangents.map {
            try Tensor($0.type.repeated(2), littleEndian: $0.canonicalBytes + $0.canonicalBytes)
        }
        for (graph, inputs) in [(graph, inputs), (reverse, cotangents), (batched, twice)] {
            let expected = try Interpreter().evaluate(graph, inputs)
            for (index, set) in Engine.InstructionSet.allCases.filter(\.isAvailable).enumerated() {
                let threads = index % 3 + 1
                let found = try Engine(threads: threads, instructionSet: set).evaluate(graph, inputs)
                for (one, other) in zip(found, expected) {
                    #expect(one.type == other.type && one.scalars == other.scalars, "\(set), \(threads) threads")
                }
            }
        }
    }
}
