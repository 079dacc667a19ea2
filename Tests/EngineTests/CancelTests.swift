import Engine
import Evaluation
import Foundation
import Graphs
import Interpreter
import Synchronization
import TestSupport
import Tensors
import Testing

/// A graph of one family that takes long, and which evaluators it is given to.
struct LongWork: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Types of the inputs.
    let inputs: [TensorType]
    let emit: @Sendable (inout GraphBuilder, [ValueID]) throws -> ValueID
    /// Seconds until the flag goes up: well before the end, and behind the start.
    var pause = 0.03

    init(
        _ name: String, _ shapes: [[Int]], dtypes: [DType] = [],
        _ emit: @escaping @Sendable (inout GraphBuilder, [ValueID]) throws -> ValueID
    ) throws {
        testDescription = name
        inputs = try shapes.enumerated().map { index, dims in
            TensorType(index < dtypes.count ? dtypes[index] : .f64, try Shape(dims))
        }
        self.emit = emit
    }

    func graph() throws -> Graph {
        var b = GraphBuilder(equationLimit: .max, byteLimit: .max)
        let operands = inputs.map { b.input($0) }
        let result = try emit(&b, operands)
        return try b.finish([result])
    }
}

/// A flag that another thread raises stops every long kernel before its end.
@Suite(.serialized) struct CancelTests {
    private static func works() throws -> [LongWork] {
        let side = 6000
        let window = PoolingWindow(size: [300, 300], strides: [2, 2], low: [0, 0], high: [0, 0])
        let convolution = ConvolutionWindow(
            strides: [1, 1], low: [1, 1], high: [1, 1], leftDilation: [1, 1], rightDilation: [1, 1])
        let square = DotDimensions(leftContract: [1], rightContract: [0])
        return [
            try LongWork("elementwise", [[side, side]]) { b, x in try b.apply(.pow, x[0], b.apply(.lgamma, x[0])) },
            try LongWork("polygamma", [[1 << 18]]) { b, x in
                try b.emit(.polygamma(order: 3), [b.sub(x[0], b.full(2000, like: x[0]))])
            },
            try LongWork("contraction", [[5000, 5000]]) { b, x in try b.emit(.dotGeneral(square), [x[0], x[0]]) },
            try LongWork("contraction of whole numbers", [[1500, 1500]], dtypes: [.i64]) { b, x in
                try b.emit(.dotGeneral(square), [x[0], x[0]])
            },
            try LongWork("convolution", [[1, 4, 32, 256, 256], [1, 64, 32, 5, 5]]) { b, x in
                try b.emit(.convolution(convolution), x)
            },
            try LongWork("convolution by an image", [[1, 1, 1, 8000, 8000], [1, 1, 1, 8000, 8000]]) { b, x in
                try b.emit(.convolution(convolution), x)
            },
            try LongWork("windows of one plane", [[3000, 3000]]) { b, x in try b.emit(.windowArgmax(window), x) },
            try LongWork("sort", [[1 << 13, 1 << 12]]) { b, x in try b.emit(.argsort(axis: 0), x) },
            try LongWork("sort of one long line", [[1 << 25]]) { b, x in try b.emit(.argsort(axis: 0), x) },
            try LongWork("running sums", [[side, side]]) { b, x in
                try (0..<8).reduce(x[0]) { value, _ in try b.emit(.cumsum(axis: 0, reverse: false), [value]) }
            },
            try LongWork("reductions", [[1 << 25, 2]]) { b, x in
                let sums = try (1..<20).map { try b.sum(b.mul(x[0], b.full(Double($0), like: x[0])), axes: [0]) }
                return try b.emit(.concatenate(axis: 0), sums)
            },
            try LongWork("copies", [[side, side]]) { b, x in
                try (0..<9).reduce(x[0]) { value, turn in
                    try b.emit(.cumsum(axis: 1, reverse: turn % 2 == 0), [b.emit(.transpose([1, 0]), [value])])
                }
            },
            try LongWork("scatter", [[1 << 24], [1 << 24], [1 << 24]], dtypes: [.f64, .i64]) { b, x in
                try (0..<6).reduce(x[0]) { value, _ in try b.emit(.scatter(.max), [value, x[1], x[2]]) }
            },
            try LongWork("gather of long rows", [[4, 1 << 23], [16]], dtypes: [.f64, .i64]) { b, x in
                try b.emit(.reduceSum([0]), [b.emit(.gather, x)])
            },
            try LongWork("cholesky", [[2000, 2000]]) { b, x in
                let gram = try b.emit(.dotGeneral(DotDimensions(leftContract: [1], rightContract: [1])), [x[0], x[0]])
                return try b.emit(.matrix(.cholesky), [gram])
            },
            try LongWork("determinant", [[3000, 3000]]) { b, x in try b.emit(.matrix(.det), x) },
            try LongWork("cofactors", [[1000, 1000]]) { b, x in try b.emit(.matrix(.cofactors), x) },
            try LongWork("solve", [[2000, 2000], [2000, 2000]]) { b, x in
                try b.emit(.solve(isTransposed: true), x)
            },
            try LongWork("substitution", [[3000, 3000], [3000, 3000]]) { b, x in
                try b.emit(
                    .triangularSolve(TriangularForm(isLower: true, isTransposed: true, hasUnitDiagonal: false)), x)
            },
            try LongWork("loop", [[3]]) { b, x in
                var body = GraphBuilder()
                let carry = body.input(b.types[x[0]])
                let next = try body.apply(.sin, carry)
                let scan = Scan(
                    body: Body(try body.finish([next])), length: 2_000_000, isReversed: false, constantCount: 0,
                    carryCount: 1)
                return try b.emitAll(.control(.scan(scan)), x).lowerBound
            },
        ]
    }

    @Test(arguments: try works()) func aFlagStops(_ work: LongWork) throws {
        let graph = try work.graph()
        let inputs = try work.inputs.enumerated().map { try numbers($1, seed: $0) }
        for evaluator in [Engine(), Interpreter()] as [any Evaluator] {
            let flag = CancelFlag()
            let raised = Mutex<ContinuousClock.Instant?>(nil)
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: work.pause)
                raised.withLock { $0 = .now }
                flag.cancel()
            }
            let fault = #expect(throws: Fault.self, "\(work.testDescription) of \(evaluator) came to its end") {
                let limits = EvaluationLimits(tensorBytes: 1 << 33, totalBytes: 1 << 34)
                _ = try evaluator.evaluate(graph, inputs, in: EvaluationContext(limits: limits, cancel: flag))
            }
            #expect(fault?.kind == .cancelled)
            let delay = raised.withLock { $0 }.map { "\(ContinuousClock.now - $0)" } ?? "?"
            print("\(work.testDescription): \(type(of: evaluator)) stopped after \(delay)")
        }
    }

    /// Cheap to make, different from one another, and whole numbers that are row numbers of most operands.
    private func numbers(_ type: TensorType, seed: Int) throws -> Tensor {
        let count = type.shape.count
        func mixed(_ index: Int) -> Int { (index + seed) &* 2_654_435_761 & 0xFF_FFFF }
        return switch type.dtype {
        case .i64: try Tensor(.i64((0..<count).map { Int64(mixed($0)) % Int64(max(count / 4, 4)) }), shape: type.shape)
        case .f64, .f32, .i32, .bool:
            try Tensor(.f64((0..<count).map { Double(mixed($0)) * 0x1p-24 + 1 }), shape: type.shape)
        }
    }

    /// Planning stops as well: of a graph of a million equations, for single numbers and for arrays.
    @Test(arguments: [[], [64]]) func aFlagStopsPlanning(dims: [Int]) throws {
        var b = GraphBuilder(equationLimit: .max, byteLimit: .max)
        var last = b.input(TensorType(.f64, try Shape(dims)))
        for index in 0..<1_000_000 { last = try b.apply(index % 2 == 0 ? .sin : .cos, last) }
        let graph = try b.finish([last])
        let flag = CancelFlag()
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.1)
            flag.cancel()
        }
        let fault = #expect(throws: Fault.self) { try Engine().compile(graph, in: EvaluationContext(cancel: flag)) }
        #expect(fault?.kind == .cancelled)
    }
}
