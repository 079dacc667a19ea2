import Foundation
import Evaluation
import Graphs
import Synchronization
import Tensors
import Testing

@testable import Interpreter

private func fault(_ kind: Fault.Kind, _ body: () throws -> Void) -> Fault? {
    do {
        try body()
    } catch let fault as Fault where fault.kind == kind {
        return fault
    } catch {
        Issue.record("expected \(kind), got \(error)")
        return nil
    }
    Issue.record("expected \(kind), got nothing")
    return nil
}

@Test func unneededEquationsAreNotComputed() throws {
    var builder = GraphBuilder(byteLimit: .max)
    let x = builder.input(TensorType(.f64, .scalar))
    let unneeded = builder.input(TensorType(.f64, try Shape([1 << 20])))
    let huge = try builder.emit(.broadcastInDim(Shape([1 << 40]), axes: []), [x])
    _ = try builder.emit(.reduceSum([0]), [huge])
    let y = try builder.emit(.unary(.neg), [x])
    let inputs = [Tensor.scalar(.f64(3)), Tensor.filled(.f64(0), builder.types[unneeded])]
    let limits = EvaluationLimits(tensorBytes: 8, totalBytes: 16)
    let graph = try builder.finish([y, x, y])
    let outputs = try Interpreter().evaluate(graph, inputs, in: EvaluationContext(limits: limits))
    #expect(outputs.map(\.scalars) == [[.f64(-3)], [.f64(3)], [.f64(-3)]])
}

@Test func tooLargeAnArrayIsRefused() throws {
    var builder = GraphBuilder(byteLimit: .max)
    let x = builder.input(TensorType(.f64, .scalar))
    let huge = try builder.emit(.broadcastInDim(Shape([1 << 40]), axes: []), [x])
    let sum = try builder.emit(.reduceSum([0]), [huge])
    let graph = try builder.finish([sum])
    let fault = fault(.limit) { _ = try Interpreter().evaluate(graph, [Tensor.scalar(.f64(1))]) }
    #expect(
        fault?.message == "%1 = broadcast_in_dim : f64[1099511627776] would take 8.0 TB, the limit is 2.0 GB")
}

@Test func valuesAreDroppedAfterTheirLastUse() throws {
    var builder = GraphBuilder()
    let type = TensorType(.f64, try Shape([1000]))
    let x = builder.input(type)
    var last = x
    for _ in 0..<50 { last = try builder.emit(.binary(.add), [last, last]) }
    let graph = try builder.finish([last])
    func evaluate(arrays: Int) throws -> [Tensor] {
        let limits = EvaluationLimits(totalBytes: arrays * 8000)
        return try Interpreter().evaluate(graph, [Tensor.filled(.f64(1), type)], in: EvaluationContext(limits: limits))
    }
    // The input, an operand, a result.
    #expect(try evaluate(arrays: 3)[0].doubles[0] == 0x1p50)
    _ = fault(.limit) { _ = try evaluate(arrays: 2) }
}

@Test func wrongInputsAreRefused() throws {
    var builder = GraphBuilder()
    let x = builder.input(TensorType(.f64, try Shape([3])))
    let graph = try builder.finish([x])
    #expect(fault(.graph) { _ = try Interpreter().evaluate(graph, []) } != nil)
    let wrong = try floats([1, 2, 3])
    let refused = fault(.graph) { _ = try Interpreter().evaluate(graph, [wrong]) }
    #expect(refused?.message == "input %0 is f64[3], not f32[3]")
}

@Test func raisedFlagStops() throws {
    var builder = GraphBuilder()
    let x = builder.input(TensorType(.f64, .scalar))
    let y = try builder.emit(.unary(.neg), [x])
    let graph = try builder.finish([y])
    let flag = CancelFlag()
    flag.cancel()
    _ = fault(.cancelled) {
        _ = try Interpreter().evaluate(graph, [Tensor.scalar(.f64(1))], in: EvaluationContext(cancel: flag))
    }
}

@Test(arguments: ["matrix product", "one long sum", "fill", "convolution", "solve", "polygamma"])
func longKernelsStopSoon(kernel: String) throws {
    var builder = GraphBuilder()
    let x = builder.input(TensorType(.f64, .scalar))
    func filled(_ dims: [Int]) throws -> ValueID { try builder.emit(.broadcastInDim(Shape(dims), axes: []), [x]) }
    let output =
        switch kernel {
        case "matrix product":
            try builder.emit(
                .dotGeneral(DotDimensions(leftContract: [1], rightContract: [0])),
                [filled([2000, 2000]), filled([2000, 2000])])
        case "one long sum": try builder.emit(.reduceSum([0]), [filled([100_000_000])])
        case "fill": try filled([200_000_000])
        case "convolution":
            try builder.emit(
                .convolution(
                    ConvolutionWindow(
                        strides: [1, 1], low: [0, 0], high: [0, 0], leftDilation: [1, 1], rightDilation: [1, 1])),
                [filled([1, 1, 64, 256, 256]), filled([1, 64, 64, 3, 3])])
        case "solve":
            try builder.emit(.solve(isTransposed: false), [filled([2000, 2000]), filled([2000, 2000])])
        default: try builder.emit(.polygamma(order: 2), [filled([1_000_000])])
        }
    let graph = try builder.finish([output])
    let flag = CancelFlag()
    let raised = Mutex<ContinuousClock.Instant?>(nil)
    Thread.detachNewThread {
        Thread.sleep(forTimeInterval: 0.15)
        raised.withLock { $0 = .now }
        flag.cancel()
    }
    do {
        let input = Tensor.scalar(.f64(-2000.5))
        _ = try Interpreter().evaluate(graph, [input], in: EvaluationContext(cancel: flag))
    } catch let fault as Fault {
        #expect(fault.kind == .cancelled)
        let delay = raised.withLock { $0 }.map { ContinuousClock.now - $0 }
        print("\(kernel): stopped after \(delay.map { "\($0)" } ?? "?")")
        #expect((delay ?? .seconds(9)) < .milliseconds(500))
    }
}

@Test func longChainsNeedNoStack() throws {
    var builder = GraphBuilder()
    let x = builder.input(TensorType(.i64, .scalar))
    let one = try builder.emit(.constant(.i64(1)), [])
    var last = x
    for _ in 0..<300_000 { last = try builder.emit(.binary(.add), [last, one]) }
    let outputs = try Interpreter().evaluate(builder.finish([last]), [Tensor.scalar(.i64(0))])
    #expect(outputs[0].scalars == [.i64(300_000)])
}
