import Engine
import Graphs
import Interpreter
import Tensors
import TestSupport
import Testing

/// A million elements, and one, through every primitive: numbers of every kind wander through all lanes and blocks, and
/// threads have parts of them. The interpreter is asked once for all settings of the engine.
@Suite struct EngineMillionTests {
    /// Every instruction set, with one thread and with as many as share the work unevenly.
    private static let engines = Engine.InstructionSet.allCases.filter(\.isAvailable).flatMap { set in
        [1, 3].map { Engine(threads: $0, instructionSet: set) }
    }

    /// Primes, so that no block, row or vector is full in the end.
    @Test(arguments: try EveryPrimitive(rows: 1009, columns: 997).cases)
    func aMillionElements(_ application: Application) throws { try check(application) }

    @Test(arguments: try EveryPrimitive(rows: 1, columns: 1).cases)
    func oneElement(_ application: Application) throws { try check(application) }

    /// A primitive that the vocabulary gains fails here until it has a case; `custom_linear` is never evaluated.
    @Test func everyPrimitiveHasACase() throws {
        let found = Set(try EveryPrimitive(rows: 3, columns: 5).cases.map(\.primitive.name))
        #expect(Set(Primitive.names).subtracting(found).sorted() == ["custom_linear"])
    }

    private func check(_ application: Application) throws {
        var b = GraphBuilder()
        let operands = application.operands.map { b.input($0) }
        let results = try b.emitAll(application.primitive, operands)
        let graph = try b.finish(Array(results))
        let inputs = try application.inputs()
        let expected = try Interpreter().evaluate(graph, inputs).map(\.canonicalBytes)
        for engine in Self.engines {
            let found = try engine.evaluate(graph, inputs)
            #expect(zip(found, graph.outputTypes).allSatisfy { $0.type == $1 }, "\(engine)")
            #expect(found.map(\.canonicalBytes) == expected, "\(engine)")
        }
    }
}

/// A primitive, the types of its operands, and those among them that are indices: whole numbers a little below 0 to a
/// little beyond a bound.
struct Application: Sendable, CustomTestStringConvertible {
    let primitive: Primitive
    let operands: [TensorType]
    var indexBounds: [Int: Int] = [:]

    var testDescription: String {
        "\(primitive.name) of \(operands.map { "\($0)" }.joined(separator: ", "))"
    }

    func inputs() throws -> [Tensor] {
        try operands.enumerated().map { place, type in
            guard let bound = indexBounds[place] else { return try Tensor.ofEveryKind(type, seed: UInt64(place)) }
            var random = SeededGenerator(seed: UInt64(place))
            let indices = (0..<type.shape.count).map { _ in Int64(random.below(bound + 4)) - 2 }
            return try Tensor(.i64(indices), shape: type.shape)
        }
    }
}

/// Every primitive of the vocabulary on arrays of about `rows` · `columns` elements.
private struct EveryPrimitive {
    let rows, columns: Int

    var cases: [Application] {
        get throws {
            try elementwise() + moves() + DType.allCases.flatMap { try along($0) }
                + [DType.f64, .f32].flatMap { try products($0) + matrices($0) + control($0) }
        }
    }

    private func type(_ dtype: DType, _ dims: [Int]) throws -> TensorType { TensorType(dtype, try Shape(dims)) }

    /// Those that the type rules allow, of each element type.
    private func elementwise() throws -> [Application] {
        let one =
            UnaryFunction.allCases.map(Primitive.unary) + (-3...7).map(Primitive.integerPower)
            + (0...2).map { .polygamma(order: $0) } + DType.allCases.map(Primitive.convert) + [.stopGradient]
        let two = BinaryFunction.allCases.map(Primitive.binary) + Comparison.allCases.map(Primitive.compare)
        return try DType.allCases.flatMap { dtype in
            let row = try type(dtype, [rows * columns])
            let choice = Application(primitive: .select, operands: [try type(.bool, [rows * columns]), row, row])
            let all =
                one.map { Application(primitive: $0, operands: [row]) }
                + two.map { Application(primitive: $0, operands: [row, row]) } + [choice]
            return all.filter { application in
                var b = GraphBuilder()
                let operands = application.operands.map { b.input($0) }
                return (try? b.emit(application.primitive, operands)) != nil
            }
        }
    }

    /// What makes elements and moves them about, for elements of 8, 4 and 1 bytes.
    private func moves() throws -> [Application] {
        try [DType.f64, .i32, .bool].flatMap { dtype in
            let (row, table) = (try type(dtype, [columns]), try type(dtype, [rows, columns]))
            let number = try type(dtype, [])
            let half = [rows / 2, columns / 2]
            return [
                Application(primitive: .broadcastInDim(table.shape, axes: [1]), operands: [row]),
                Application(primitive: .reshape(try Shape([columns, rows])), operands: [table]),
                Application(primitive: .transpose([1, 0]), operands: [table]),
                Application(
                    primitive: .slice(start: half, limit: [rows, columns], stride: [1, 2]), operands: [table]),
                Application(
                    primitive: .pad(low: [1, 2], high: [0, 3], interior: [0, 1]), operands: [table, number]),
                Application(primitive: .concatenate(axis: 1), operands: [table, table]),
                Application(primitive: .reverse([0, 1]), operands: [table]),
            ]
        } + [
            Application(primitive: .constant(.f64(-0.0)), operands: []),
            Application(primitive: .iota(try type(.i64, [rows, columns]), axis: 1), operands: []),
            Application(primitive: .iota(try type(.f32, [rows, columns]), axis: 0), operands: []),
        ]
    }

    /// What goes along axes, or to places.
    private func along(_ dtype: DType) throws -> [Application] {
        let table = try type(dtype, [rows, columns])
        var primitives = [0, 1].map { Primitive.argsort(axis: $0) }
        if dtype != .bool {
            for axes in [[0], [1], [0, 1]] {
                primitives += [.reduceSum(axes), .reduceMax(axes), .reduceMin(axes)]
            }
            for axis in [0, 1] {
                primitives += [.cumsum(axis: axis, reverse: false), .cumsum(axis: axis, reverse: true)]
            }
        }
        let indices = try type(.i64, [rows])
        let scatters = ScatterFunction.allCases.filter { dtype != .bool || $0 == .set }
        let images = try type(dtype, [1, rows, columns])
        let pool = PoolingWindow(size: [3, 2], strides: [2, 2], low: [1, 0], high: [1, 1])
        return primitives.map { Application(primitive: $0, operands: [table]) }
            + [Application(primitive: .gather, operands: [table, indices], indexBounds: [1: rows])]
            + scatters.map {
                Application(primitive: .scatter($0), operands: [table, indices, table], indexBounds: [1: rows])
            } + (dtype == .bool ? [] : [Application(primitive: .windowArgmax(pool), operands: [images])])
    }

    private func products(_ dtype: DType) throws -> [Application] {
        let (table, row) = (try type(dtype, [rows, columns]), try type(dtype, [columns]))
        let plain = Primitive.dotGeneral(DotDimensions(leftContract: [1], rightContract: [0]))
        let window = ConvolutionWindow(
            strides: [1, 2], low: [1, 0], high: [0, 1], leftDilation: [1, 1], rightDilation: [1, 1])
        return [
            Application(primitive: plain, operands: [table, row]),
            Application(primitive: plain, operands: [try type(dtype, [rows, 7]), try type(dtype, [7, columns])]),
            Application(
                primitive: .convolution(window),
                operands: [try type(dtype, [1, 1, 1, rows, columns]), try type(dtype, [1, 2, 1, 2, 2])]),
        ]
    }

    /// Small matrices, many at a time.
    private func matrices(_ dtype: DType) throws -> [Application] {
        let side = rows == 1 ? 1 : 3
        let squares = try type(dtype, [rows * columns / (side * side), side, side])
        let triangles = [
            TriangularForm(isLower: true), TriangularForm(isLower: false, isTransposed: true, hasUnitDiagonal: true),
        ]
        return MatrixFunction.allCases.map { Application(primitive: .matrix($0), operands: [squares]) }
            + [false, true].map {
                Application(primitive: .solve(isTransposed: $0), operands: [squares, squares])
            } + triangles.map { Application(primitive: .triangularSolve($0), operands: [squares, squares]) }
    }

    /// Bodies over as many elements, and steps over rows.
    private func control(_ dtype: DType) throws -> [Application] {
        let (row, all) = (try type(dtype, [columns]), try type(dtype, [rows * columns]))
        let count = try type(.i64, [])
        let (sine, tangent) = (
            try body([all]) { [try $0.apply(.sin, $1[0])] }, try body([all]) { [try $0.apply(.tanh, $1[0])] }
        )
        let step = try body([row, row]) { b, x in
            let carry = try b.add(x[0], x[1])
            return [carry, try b.mul(carry, x[1])]
        }
        let isBelow = try body([count, all]) { [try $0.compare(.lt, $1[0], $0.full(2, like: $1[0]))] }
        let next = try body([count, all]) { [try $0.add($1[0], $0.full(1, like: $1[0])), try $0.mul($1[1], $1[1])] }
        let rule = try body([all, all]) { [try $0.apply(.sin, $1[0]), try $0.mul($0.apply(.cos, $1[0]), $1[1])] }
        let custom = CustomFunction(body: sine, rule: .jvp(rule), capturedCount: 0)
        let scan = Scan(body: step, length: rows, isReversed: true, constantCount: 0, carryCount: 1)
        return [
            Application(primitive: .control(.checkpoint(sine)), operands: [all]),
            Application(primitive: .control(.custom(custom)), operands: [all]),
            Application(
                primitive: .control(.cond(onTrue: sine, onFalse: tangent)), operands: [try type(.bool, []), all]),
            Application(primitive: .control(.scan(scan)), operands: [row, try type(dtype, [rows, columns])]),
            Application(
                primitive: .control(.whileLoop(condition: isBelow, body: next)), operands: [count, all],
                indexBounds: [0: 1]),
        ]
    }

    private func body(
        _ types: [TensorType], _ write: (inout GraphBuilder, [ValueID]) throws -> [ValueID]
    ) throws -> Body {
        var b = GraphBuilder()
        let inputs = types.map { b.input($0) }
        let results = try write(&b, inputs)
        return Body(try b.finish(results))
    }
}
