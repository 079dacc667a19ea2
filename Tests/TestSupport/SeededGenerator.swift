import Tensors
import TestTools

/// SplitMix64: the same numbers everywhere.
public typealias SeededGenerator = TestTools.SeededGenerator

extension SeededGenerator {
    /// Uniform numbers between −1 and 1 in an array of `type`; of integers and bools, zeros.
    public mutating func tensor(_ type: TensorType) throws -> Tensor {
        switch type.dtype {
        case .f64: try Tensor(.f64((0..<type.shape.count).map { _ in number() }), shape: type.shape)
        case .f32: try Tensor(.f32((0..<type.shape.count).map { _ in Float(number()) }), shape: type.shape)
        case .i64, .i32, .bool: Tensor.filled(.i64(0), type)
        }
    }

    private mutating func number() -> Double { Double.random(in: -1...1, using: &self) }
}
