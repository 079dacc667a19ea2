import Tensors

/// SplitMix64: the same numbers everywhere.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// A generator that gives the same numbers for the same seed.
    public init(seed: UInt64) { state = seed }

    /// See `RandomNumberGenerator`.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

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
