import Autodiff
import Engine
import Evaluation
import Graphs
import Interpreter
import Tensors
import TestSupport
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

/// What the engine gives for a graph is what the interpreter gives.
func expectSame(_ graph: Graph, _ inputs: [Tensor], _ setting: EngineSetting, _ what: String) throws {
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

/// The engine gives what the interpreter gives, to the bit.
@Suite struct EngineTests {
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

    /// Special values at every place of a vector, and random bits, through every function of one and of two floats.
    @Test(arguments: EngineSetting.all.filter { $0.threads != 2 }) func everyFunctionInEveryLane(
        _ setting: EngineSetting
    ) throws {
        for dtype in [DType.f64, .f32] {
            let type = TensorType(dtype, try Shape([40_003]))
            let (x, y) = (try Tensor.ofEveryKind(type, seed: 1), try Tensor.ofEveryKind(type, seed: 2))
            let one = try [x, y].map {
                try Tensor(TensorType(dtype, .scalar), littleEndian: Array($0.canonicalBytes.prefix(dtype.byteWidth)))
            }
            for primitive in Self.elementwise {
                for (name, inputs) in [("many", [x, y]), ("one", one)] {
                    var b = GraphBuilder()
                    let operands = inputs.map { b.input($0.type) }
                    let result = try b.emit(primitive.primitive, Array(operands.prefix(primitive.count)))
                    let graph = try b.finish([result])
                    try expectSame(graph, inputs, setting, "\(name) \(dtype)")
                }
            }
        }
    }

    private static let elementwise: [(primitive: Primitive, count: Int)] =
        UnaryFunction.allCases.filter { $0 != .not }.map { (.unary($0), 1) }
        + [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7].map { (.integerPower($0), 1) }
        + BinaryFunction.allCases.filter { ![.and, .or, .xor, .threefry2x32].contains($0) }.map { (.binary($0), 2) }
        + Comparison.allCases.map { (.compare($0), 2) } + DType.allCases.map { (.convert($0), 1) }

    /// Sums, extremes, products and copies of a size at which threads share the work, along every axis.
    @Test(arguments: EngineSetting.all) func largeArrays(_ setting: EngineSetting) throws {
        for dtype in [DType.f64, .f32] {
            var random = SeededGenerator(seed: 5)
            var b = GraphBuilder()
            let type = TensorType(dtype, try Shape([300, 7, 301]))
            let x = b.input(type)
            let long = b.input(TensorType(dtype, try Shape([200_001])))
            var outputs = [x, try b.emit(.transpose([2, 0, 1]), [x]), try b.emit(.reverse([0, 2]), [x])]
            for axes in [[0], [1], [2], [0, 2], [0, 1, 2]] {
                outputs += try [.reduceSum(axes), .reduceMax(axes), .reduceMin(axes)].map { try b.emit($0, [x]) }
            }
            outputs += try [.reduceSum([0]), .reduceMax([0])].map { try b.emit($0, [long]) }
            let product = DotDimensions(leftContract: [2], rightContract: [2], leftBatch: [1], rightBatch: [1])
            outputs.append(try b.emit(.dotGeneral(product), [x, x]))
            outputs.append(try b.emit(.dotGeneral(DotDimensions(leftContract: [0], rightContract: [0])), [long, long]))
            let matrix = try b.emit(.reshape(Shape([2100, 301])), [x])
            outputs.append(
                try b.emit(.dotGeneral(DotDimensions(leftContract: [0], rightContract: [0])), [matrix, matrix]))
            let stretched = try b.emit(
                .broadcastInDim(Shape([300, 7, 301]), axes: [2]), [b.emit(.reduceSum([0, 1]), [x])])
            outputs.append(try b.apply(.tanh, b.mul(b.add(x, stretched), x)))
            try expectSame(
                b.finish(outputs), [random.tensor(type), random.tensor(b.types[long])], setting, "large \(dtype)")
        }
    }

    /// A raised flag stops a large product soon.
    @Test func cancelledInAProduct() throws {
        var b = GraphBuilder()
        let x = b.input(TensorType(.f64, try Shape([3000, 3000])))
        let y = try b.emit(.dotGeneral(DotDimensions(leftContract: [1], rightContract: [0])), [x, x])
        let graph = try b.finish([y])
        let input = Tensor.filled(.f64(1), graph.inputTypes[0])
        let flag = CancelFlag()
        flag.cancel()
        let fault = #expect(throws: Fault.self) {
            try Engine().evaluate(graph, [input], in: EvaluationContext(cancel: flag))
        }
        #expect(fault?.kind == .cancelled)
    }

    /// What would not fit is refused before it is made, with its size.
    @Test func limitsAreKept() throws {
        var b = GraphBuilder()
        let x = b.input(TensorType(.f64, try Shape([1000])))
        let wide = try b.emit(.broadcastInDim(Shape([1000, 1000]), axes: [0]), [x])
        let result = try b.apply(.sin, wide)
        let graph = try b.finish([result])
        let fault = #expect(throws: Fault.self) {
            try Engine().evaluate(
                graph, [Tensor.filled(.f64(1), graph.inputTypes[0])],
                in: EvaluationContext(limits: EvaluationLimits(tensorBytes: 1 << 20)))
        }
        #expect(fault?.kind == .limit && fault?.message.contains("7.6 MB") == true, "\(fault?.description ?? "")")
    }

    /// One compiled graph on many threads at once, some of which find the engine's threads taken.
    @Test func callsSideBySide() async throws {
        var b = GraphBuilder()
        let x = b.input(TensorType(.f64, try Shape([400, 500])))
        let product = DotDimensions(leftContract: [1], rightContract: [1])
        let y = try b.emit(.reduceSum([1]), [b.apply(.tanh, b.emit(.dotGeneral(product), [x, x]))])
        let graph = try b.finish([y])
        var random = SeededGenerator(seed: 21)
        let input = try random.tensor(graph.inputTypes[0])
        let expected = try Interpreter().evaluate(graph, [input])[0].scalars
        let compiled = try Engine(threads: 3).compile(graph)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 { group.addTask { try compiled.evaluate([input])[0].scalars == expected } }
            for try await isSame in group { #expect(isSame) }
        }
    }
}
