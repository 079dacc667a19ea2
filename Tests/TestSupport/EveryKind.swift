import Tensors

extension Tensor {
    /// Numbers of every kind: random bits, and zeros, infinities, NaN, subnormals and ordinary numbers that wander through
    /// the lanes of vectors; of whole numbers small ones and the greatest.
    public static func ofEveryKind(_ type: TensorType, seed: UInt64) throws -> Tensor {
        var random = SeededGenerator(seed: seed)
        func floats(_ special: [Double]) -> [Double] {
            (0..<type.shape.count).map { index in
                switch index % 3 {
                case 0: special[(index / 3 + Int(seed)) % special.count]
                case 1: Double(bitPattern: random.next())
                default: Double.random(in: -4...4, using: &random)
                }
            }
        }
        func whole() -> [Int64] {
            (0..<type.shape.count).map { index in
                switch index % 3 {
                case 0: [0, .max, .min, -1, 1, 1 << 31, -1 << 31][(index / 3 + Int(seed)) % 7]
                case 1: Int64(bitPattern: random.next())
                default: Int64(random.below(15)) - 7
                }
            }
        }
        let special: [Double] = [
            0, -0.0, .infinity, -.infinity, .nan, 1e-310, -1e-40, 1, -1, 0.5, 2, 1e300, 1e38, -700, 88,
        ]
        let storage: Storage =
            switch type.dtype {
            case .f64: .f64(floats(special))
            case .f32: .f32(floats(special).map(Float.init))
            case .i64: .i64(whole())
            case .i32: .i32(whole().map { Int32(truncatingIfNeeded: $0) })
            case .bool: .bool(whole().map { $0 % 2 == 0 })
            }
        return try Tensor(storage, shape: type.shape)
    }
}
