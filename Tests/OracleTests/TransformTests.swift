import Autodiff
import Graphs
import Interpreter
import Tensors
import TestSupport
import Testing

/// A graph of differentiated inputs first, and what its inputs hold.
struct Specimen {
    let name: String
    let graph: Graph
    let inputs: [Tensor]
    /// How many of the inputs are differentiated.
    let count: Int

    private var wrt: [Int] { Array(0..<count) }

    /// ⟨u, J t⟩ = ⟨Jᵀ u, t⟩
    func expectForwardAndReverseModeAgree(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let tangents = try wrt.map { try random.tensor(graph.types[$0]) }
        let cotangent = try random.tensor(graph.outputTypes[0])
        let forward = try Interpreter().evaluate(linearize(graph, wrt: wrt), inputs + tangents)
        let reverse = try Interpreter().evaluate(vjp(graph, wrt: wrt), inputs + [cotangent])
        let (left, right) = (inner([cotangent], [forward[1]]), inner(Array(reverse.dropFirst()), tangents))
        let isSingle = (inputs + [cotangent]).contains { $0.dtype == .f32 }
        let scale = zip(cotangent.doubles, forward[1].doubles).reduce(0) { $0 + abs($1.0 * $1.1) } + 1e-300
        #expect(
            abs(left - right) <= (isSingle ? 1e-5 : 1e-12) * scale, "\(name), seed \(seed): \(left) against \(right)")
    }

    /// Entry by entry a batch has the bits that single evaluations have, whichever inputs have the batch axis.
    func expectBatchesEqualSingleResults() throws {
        var random = SeededGenerator(seed: 21)
        let cotangent = try random.tensor(graph.outputTypes[0])
        let tangents = try wrt.map { try random.tensor(graph.types[$0]) }
        try expectBatches(of: graph, inputs, &random)
        try expectBatches(of: vjp(graph, wrt: wrt), inputs + [cotangent], &random)
        try expectBatches(of: linearize(graph, wrt: wrt), inputs + tangents, &random)
    }

    private func expectBatches(of graph: Graph, _ inputs: [Tensor], _ random: inout SeededGenerator) throws {
        let size = 3
        let entries = try (0..<size).map { _ in try inputs.map { try varied($0, &random) } }
        let one = inputs.indices.map { single in inputs.indices.map { $0 == single } }
        for isBatched in [inputs.map { _ in true }] + one {
            let batched = try batch(graph, isBatched: isBatched, size: size)
            let stacked = try inputs.indices.map { input in
                try isBatched[input] ? stack(entries.map { $0[input] }) : entries[0][input]
            }
            let together = try Interpreter().evaluate(batched, stacked)
            let single = try entries.map { entry in
                try Interpreter().evaluate(graph, inputs.indices.map { isBatched[$0] ? entry[$0] : entries[0][$0] })
            }
            for output in graph.outputs.indices {
                let expected = try stack(single.map { $0[output] })
                #expect(together[output].type == expected.type)
                #expect(
                    together[output].scalars == expected.scalars,
                    "\(name), batched inputs \(isBatched), output \(output)")
            }
        }
    }

    /// The tensor with every float changed a little, so that the entries of a batch differ.
    private func varied(_ tensor: Tensor, _ random: inout SeededGenerator) throws -> Tensor {
        let noise = try random.tensor(tensor.type).doubles
        return switch tensor.storage {
        case .f64(let values): try Tensor(.f64(zip(values, noise).map { $0 * (1 + $1 / 64) }), shape: tensor.shape)
        case .f32(let values):
            try Tensor(.f32(zip(values, noise).map { $0 * (1 + Float($1) / 64) }), shape: tensor.shape)
        case .i64, .i32, .bool: tensor
        }
    }

    private func stack(_ tensors: [Tensor]) throws -> Tensor {
        let type = TensorType(tensors[0].dtype, try Shape([tensors.count] + tensors[0].shape.dims))
        return try Tensor(type, littleEndian: tensors.flatMap(\.canonicalBytes))
    }

    /// Forward, reverse and batched graphs print and parse back with one hash.
    func expectTextFormReadsBack() throws {
        let reverse = try vjp(graph, wrt: wrt)
        let batched = try batch(reverse, isBatched: reverse.inputTypes.map { _ in true }, size: 2)
        for graph in [graph, reverse, batched] {
            let again = try Graph(parsing: graph.description)
            #expect(again.description == graph.description, "\(name)")
            #expect(again.structuralHash == graph.structuralHash, "\(name)")
            #expect(again.types == graph.types && again.outputs == graph.outputs, "\(name)")
        }
    }
}

/// What holds for the transforms of any graph, on the graphs of the oracle's cells.
@Suite struct TransformTests {
    private func specimen(_ oracle: OracleCase) throws -> Specimen {
        let session = try oracle.session()
        let wrt = try oracle.wrt.map { try session.value($0) }
        let (graph, inputs) = try session.graph(from: wrt, to: [session.value("y")])
        return Specimen(name: oracle.name, graph: graph, inputs: inputs, count: wrt.count)
    }

    @Test(arguments: Oracle.cases, [11, 12] as [UInt64])
    func forwardAndReverseModeAgree(_ oracle: OracleCase, seed: UInt64) throws {
        try specimen(oracle).expectForwardAndReverseModeAgree(seed: seed)
    }

    @Test(arguments: Oracle.cases) func batchesEqualSingleResults(_ oracle: OracleCase) throws {
        try specimen(oracle).expectBatchesEqualSingleResults()
    }

    @Test(arguments: Oracle.cases) func textFormReadsBack(_ oracle: OracleCase) throws {
        try specimen(oracle).expectTextFormReadsBack()
    }
}
