import Autodiff
import CellLanguage
import Graphs
import Interpreter
import Tensors
import TestSupport
import Testing

/// What holds for every graph, on graphs that nobody thought of. A failure names the seed that makes it again.
@Suite struct RandomGraphTests {
    private static let count = 600

    private func graph(_ seed: Int, _ dtype: DType, isForwardOnly: Bool = false) throws -> Graph {
        try RandomGraph.make(seed: UInt64(seed), dtype: dtype, steps: 4 + seed % 12, isForwardOnly: isForwardOnly)
    }

    /// A graph, one of a gradient, and one of tangents that pass through loops whose number of steps is not known.
    private func graphs(_ seed: Int, _ dtype: DType) throws -> [Graph] {
        let plain = try graph(seed, dtype)
        let forward = try graph(seed, dtype, isForwardOnly: true)
        return [
            plain, try vjp(plain, wrt: Array(0..<plain.inputCount)),
            try linearize(forward, wrt: Array(0..<forward.inputCount)),
        ]
    }

    /// Whether all numbers are finite and moderate, so that rounding errors can be told from wrong rules.
    private func isModerate(_ tensors: [Tensor], below limit: Double = 1e4) -> Bool {
        tensors.allSatisfy { $0.doubles.allSatisfy { abs($0) < limit } }
    }

    private func pushed(_ graph: Graph, seed: Int) throws -> (
        x: [Tensor], t: [Tensor], y: [Tensor], moved: [Tensor]
    ) {
        let x = try RandomGraph.inputs(of: graph, seed: UInt64(seed) &* 31)
        let t = try RandomGraph.inputs(of: graph, seed: UInt64(seed) &* 37)
        let forward = try Interpreter().evaluate(linearize(graph, wrt: Array(0..<graph.inputCount)), x + t)
        return (x, t, Array(forward.prefix(graph.outputs.count)), Array(forward.suffix(graph.outputs.count)))
    }

    /// ⟨u, J t⟩ = ⟨Jᵀ u, t⟩
    @Test(arguments: [DType.f64, .f32])
    func forwardAndReverseModeAgree(_ dtype: DType) throws {
        var checked = 0
        for seed in 0..<Self.count {
            let graph = try graph(seed, dtype)
            let run = try pushed(graph, seed: seed)
            var random = SeededGenerator(seed: UInt64(seed) &* 41)
            let u = try graph.outputTypes.map { try random.tensor($0) }
            let wrt = Array(0..<graph.inputCount)
            let pulled = Array(try Interpreter().evaluate(vjp(graph, wrt: wrt), run.x + u).suffix(wrt.count))
            guard isModerate(run.y + run.moved + pulled) else { continue }
            checked += 1
            let (left, right) = (inner(u, run.moved), inner(pulled, run.t))
            let scale = zip(u + pulled, run.moved + run.t).reduce(1.0) { total, pair in
                zip(pair.0.doubles, pair.1.doubles).reduce(total) { $0 + abs($1.0 * $1.1) }
            }
            let allowed = (dtype == .f64 ? 1e-10 : 1e-2) * scale
            #expect(abs(left - right) <= allowed, "seed \(seed), \(dtype): \(left) against \(right)")
        }
        #expect(checked > Self.count * 3 / 4, "only \(checked) of \(Self.count) graphs have moderate values")
    }

    /// Second and third derivatives by nested forward mode equal those that take their last derivative by reverse mode:
    /// D²f[s, t] and D³f[r, s, t], weighted with a cotangent.
    @Test func higherDerivativesAgree() throws {
        var checked = 0
        for seed in 0..<(Self.count / 2) {
            let graph = try graph(seed, .f64)
            let wrt = Array(0..<graph.inputCount)
            var random = SeededGenerator(seed: UInt64(seed) &* 43)
            func drawn() throws -> [Tensor] { try graph.inputTypes.map { try random.tensor($0) } }
            let (x, directions) = (try drawn(), try [drawn(), drawn(), drawn()])
            let u = try graph.outputTypes.map { try random.tensor($0) }
            var (nested, inputs) = (graph, x)
            var isModerate = true
            for (order, direction) in directions.enumerated() {
                // The tangents of the order reached so far are the last outputs.
                let last = nested.outputs.suffix(graph.outputs.count)
                let reverse = try vjp(nested.with(outputs: Array(last)), wrt: wrt)
                let pulled = try Interpreter().evaluate(reverse, inputs + u).suffix(wrt.count)
                nested = try linearize(nested, wrt: wrt)
                inputs += direction
                let moved = try Interpreter().evaluate(nested, inputs).suffix(graph.outputs.count)
                isModerate = isModerate && self.isModerate(Array(pulled + moved), below: 1e6)
                guard isModerate else { break }
                let (left, right) = (inner(u, Array(moved)), inner(Array(pulled), direction))
                let scale = zip(u + Array(pulled), Array(moved) + direction).reduce(1.0) { total, pair in
                    zip(pair.0.doubles, pair.1.doubles).reduce(total) { $0 + abs($1.0 * $1.1) }
                }
                #expect(abs(left - right) <= 1e-9 * scale, "seed \(seed), order \(order + 1): \(left) against \(right)")
            }
            checked += isModerate ? 1 : 0
        }
        #expect(checked > Self.count / 4, "only \(checked) of \(Self.count / 2) graphs have moderate derivatives")
    }

    /// Tangents against central differences of fourth order.
    @Test(arguments: [false, true]) func tangentsAgreeWithDifferences(isForwardOnly: Bool) throws {
        var checked = 0
        for seed in 0..<Self.count {
            let graph = try graph(seed, .f64, isForwardOnly: isForwardOnly)
            let run = try pushed(graph, seed: seed)
            guard isModerate(run.y + run.moved, below: 100) else { continue }
            let estimates = try [1e-3, 1e-5].compactMap { try differences(graph, run.x, along: run.t, step: $0) }
            guard !estimates.isEmpty else { continue }
            checked += 1
            for (index, tangent) in run.moved.flatMap(\.doubles).enumerated() {
                // A jump between the points of the long step lies hardly between those of the short one too.
                let agrees = estimates.contains { estimate in
                    abs(tangent - estimate[index].value) <= 1e-6 * (1 + abs(tangent)) + 4 * estimate[index].doubt
                }
                #expect(
                    agrees, "seed \(seed): tangent \(tangent), differences \(estimates.map { $0[index].value })")
            }
        }
        #expect(checked > Self.count / 2, "only \(checked) of \(Self.count) graphs have moderate values")
    }

    /// Derivatives along `t` by four values; nil where one is not finite. Where an estimate by two of them differs, a kink or
    /// a steep curve lies between the points: there they tell nothing, and the difference is the doubt.
    private func differences(
        _ graph: Graph, _ x: [Tensor], along t: [Tensor], step: Double
    ) throws -> [(value: Double, doubt: Double)]? {
        let values = try [-2.0, -1, 1, 2].map { times in
            try Interpreter().evaluate(graph, zip(x, t).map { try shifted($0, by: times * step, along: $1) })
                .flatMap(\.doubles)
        }
        guard values.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
        return values[0].indices.map { i in
            let near: Double = (values[2][i] - values[1][i]) / (2 * step)
            let far: Double = (values[3][i] - values[0][i]) / (4 * step)
            let value: Double = (4 * near - far) / 3
            return (value, abs(value - near))
        }
    }

    private func shifted(_ x: Tensor, by step: Double, along t: Tensor) throws -> Tensor {
        try Tensor(.f64(zip(x.doubles, t.doubles).map { $0 + step * $1 }), shape: x.shape)
    }

    /// Entry by entry a batch has the bits that single evaluations have.
    @Test(arguments: [DType.f64, .f32]) func batchesEqualSingleResults(_ dtype: DType) throws {
        for seed in 0..<(Self.count / 3) {
            for graph in try graphs(seed, dtype) {
                var random = SeededGenerator(seed: UInt64(seed))
                var isBatched = (0..<graph.inputCount).map { _ in random.below(2) == 0 }
                isBatched[random.below(graph.inputCount)] = true
                let batched = try batch(graph, isBatched: isBatched, size: 2)
                let inputs = try batched.inputTypes.map { try random.tensor($0) }
                let together = try Interpreter().evaluate(batched, inputs)
                for entry in 0..<2 {
                    let single = try Interpreter().evaluate(
                        graph, zip(inputs, isBatched).map { try $1 ? $0.part(entry) : $0 })
                    for (whole, one) in zip(together, single) {
                        #expect(try whole.part(entry).scalars == one.scalars, "seed \(seed), batched \(isBatched)")
                    }
                }
            }
        }
    }

    @Test(arguments: [DType.f64, .f32]) func textFormReadsBack(_ dtype: DType) throws {
        for seed in 0..<Self.count {
            for graph in try graphs(seed, dtype) {
                let again = try Graph(parsing: graph.description)
                #expect(again.structuralHash == graph.structuralHash, "seed \(seed)")
                #expect(again.types == graph.types && again.outputs == graph.outputs, "seed \(seed)")
            }
        }
    }

    /// A graph printed as a cell elaborates to itself.
    @Test(arguments: [DType.f64, .f32]) func cellTextElaboratesToTheSameGraph(_ dtype: DType) throws {
        for seed in 0..<(Self.count / 3) {
            for made in try graphs(seed, dtype) {
                // Constants stand where they are first used in what a session cuts out, so the same is done here.
                var (b, values, _) = try GraphBuilder.opening(made)
                let outputs = try made.outputs.map { try b.emit(.reshape(b.shape(values[$0])), [values[$0]]) }
                let graph = try b.extract(from: Array(0..<made.inputCount), to: outputs).graph
                var session = Session()
                let names = (0..<graph.inputCount).map { "x\($0)" }
                let inputs = zip(names, graph.inputTypes).map { session.give($0, .filled(.i64(0), $1)) }
                let results = graph.outputs.indices.map { "y\($0)" }
                try session.run(graph.cellText(inputs: names, outputs: results))
                let again = try session.builder.extract(from: inputs, to: results.map { try session.value($0) }).graph
                #expect(again.structuralHash == graph.structuralHash, "seed \(seed)")
            }
        }
    }

    /// The generator reaches the whole vocabulary, so that a primitive that it does not know fails here. Functions with
    /// rules of their own, which are no derivatives of their bodies, are the concern of `CustomRuleTests`.
    @Test func everyPrimitiveIsReached() throws {
        var found: Set<String> = []
        for seed in 0..<Self.count { found.formUnion(try graph(seed, .f64).equations.map(\.primitive.name)) }
        let missing = Set(Primitive.names).subtracting(found)
        #expect(missing == ["custom", "custom_linear"], "\(missing.sorted())")
    }
}
