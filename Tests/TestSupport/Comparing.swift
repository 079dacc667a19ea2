import Tensors

extension Tensor {
    /// All elements, comparable to the bit; NaNs are equal.
    public var scalars: [Scalar] { (0..<count).compactMap { element(at: $0) } }

    /// How far the elements lie from those of `expected`: the greatest difference, in units of the greatest finite
    /// magnitude that `expected` holds (of 1, if it holds none). Infinite when type, shape or a non-finite element differs.
    public func distance(to expected: Tensor) -> Double {
        guard type == expected.type else { return .infinity }
        let scale = expected.doubles.filter(\.isFinite).map(abs).max() ?? 0
        var greatest = 0.0
        for (found, wanted) in zip(doubles, expected.doubles) where found != wanted && !(found.isNaN && wanted.isNaN) {
            guard found.isFinite, wanted.isFinite else { return .infinity }
            greatest = max(greatest, abs(found - wanted))
        }
        return greatest / (scale > 0 ? scale : 1)
    }
}

/// Σ aᵢ bᵢ over all elements, for dot-product identities.
public func inner(_ left: [Tensor], _ right: [Tensor]) -> Double {
    zip(left, right).reduce(0) { total, pair in
        zip(pair.0.doubles, pair.1.doubles).reduce(total) { $0 + $1.0 * $1.1 }
    }
}
