import Foundation
import Graphs
import Tensors
import Testing

@testable import Evaluation

/// Rates of the reference, printed for the record; set `PULLBACK_SPEED=1`.
@Test(.enabled(if: ProcessInfo.processInfo.environment["PULLBACK_SPEED"] != nil)) func rates() throws {
    func rate(_ name: String, _ work: Double, _ primitive: Primitive, _ operands: Tensor...) throws {
        var builder = GraphBuilder()
        let result = try builder.emit(primitive, operands.map { builder.input($0.type) })
        let graph = try builder.finish([result])
        _ = try Interpreter().evaluate(graph, operands)
        let time = try ContinuousClock().measure { _ = try Interpreter().evaluate(graph, operands) }
        print("\(name): \(Int(work / (time / .microseconds(1)))) M/s")
    }
    let side = 2000
    let matrix = Tensor.filled(.f64(1.5), TensorType(.f64, try Shape([side, side])))
    let small = Tensor.filled(.f64(1.5), TensorType(.f64, try Shape([400, 400])))
    let count = Double(side * side)
    try rate("transpose", count, .transpose([1, 0]), matrix)
    try rate("reverse", count, .reverse([0, 1]), matrix)
    try rate("broadcast", count, .broadcastInDim(Shape([side, side]), axes: []), Tensor.scalar(.f64(1)))
    try rate("slice", count / 4, .slice(start: [0, 0], limit: [side, side], stride: [2, 2]), matrix)
    try rate("pad", count, .pad(low: [1, 1], high: [1, 1], interior: [0, 0]), matrix, Tensor.scalar(.f64(0)))
    try rate("concatenate", 2 * count, .concatenate(axis: 1), matrix, matrix)
    try rate("add", count, .binary(.add), matrix, matrix)
    try rate("max", count, .binary(.max), matrix, matrix)
    try rate("convert", count, .convert(.f32), matrix)
    try rate("exp", count, .unary(.exp), matrix)
    try rate("reduce_sum rows", count, .reduceSum([1]), matrix)
    try rate("reduce_sum columns", count, .reduceSum([0]), matrix)
    try rate("cumsum", count, .cumsum(axis: 1, reverse: false), matrix)
    try rate(
        "dot_general flops", 2 * 400 * 400 * 400, .dotGeneral(DotDimensions(leftContract: [1], rightContract: [0])),
        small,
        small)
}
