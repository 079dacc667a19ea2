import Graphs
import Tensors
import TestTools
import Testing

@testable import Interpreter

typealias SeededGenerator = TestTools.SeededGenerator

extension SeededGenerator {
    /// A number of either sign whose magnitude varies over many orders.
    mutating func number() -> Double {
        Double.random(in: -1...1, using: &self)
            * Double(sign: .plus, exponent: Int.random(in: -20...20, using: &self), significand: 1)
    }

    mutating func f64(_ dims: [Int]) throws -> Tensor {
        let shape = try Shape(dims)
        return try Tensor(.f64((0..<shape.count).map { _ in number() }), shape: shape)
    }

    mutating func f32(_ dims: [Int]) throws -> Tensor {
        let shape = try Shape(dims)
        return try Tensor(.f32((0..<shape.count).map { _ in Float(number()) }), shape: shape)
    }

    /// Sizes of up to `rank` axes, 0 and 1 among them.
    mutating func dims(rank: ClosedRange<Int> = 0...4, size: ClosedRange<Int> = 0...5) -> [Int] {
        (0..<Int.random(in: rank, using: &self)).map { _ in Int.random(in: size, using: &self) }
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}

/// Evaluates one primitive.
func run(_ primitive: Primitive, _ operands: Tensor...) throws -> Tensor { try run(primitive, operands) }

func run(_ primitive: Primitive, _ operands: [Tensor]) throws -> Tensor {
    var builder = GraphBuilder()
    let inputs = operands.map { builder.input($0.type) }
    let result = try builder.emit(primitive, inputs)
    let outputs = try Interpreter().evaluate(builder.finish([result]), operands)
    #expect(outputs[0].type == builder.types[result])
    return outputs[0]
}

func integers(_ values: [Int64], _ dims: [Int]? = nil) throws -> Tensor {
    try Tensor(.i64(values), shape: Shape(dims ?? [values.count]))
}

func floats(_ values: [Float]) throws -> Tensor { try Tensor(.f32(values), shape: Shape([values.count])) }

extension Tensor {
    /// All elements, comparable to the bit; NaNs are equal.
    var scalars: [Scalar] { (0..<count).compactMap { element(at: $0) } }

    /// The element at these coordinates.
    func at(_ coordinates: [Int]) throws -> Scalar {
        try #require(shape.flatIndex(of: coordinates).flatMap { element(at: $0) })
    }
}

/// What a result should be, coordinate by coordinate.
func expectEach(
    _ result: Tensor, seed: UInt64, _ expected: ([Int]) throws -> Scalar,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    for flat in 0..<result.count {
        let wanted = try expected(result.shape.coordinates(of: flat))
        #expect(
            result.element(at: flat) == wanted, "seed \(seed), \(result.type), element \(flat)",
            sourceLocation: sourceLocation)
    }
}
