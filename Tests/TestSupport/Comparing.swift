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

/// How many numbers of the type lie between each element and what is expected, the latter included: the error in ulps.
/// NaN is 0 from NaN and far from everything else.
public func ulps(_ found: Tensor, from expected: Tensor) -> [Int] {
    zip(found.scalars, expected.scalars).map { found, expected in
        switch (found, expected) {
        case (.f64(let found), .f64(let expected)):
            found.isNaN || expected.isNaN ? (found.isNaN && expected.isNaN ? 0 : .max) : distance(found, expected)
        case (.f32(let found), .f32(let expected)):
            found.isNaN || expected.isNaN ? (found.isNaN && expected.isNaN ? 0 : .max) : distance(found, expected)
        default: found == expected ? 0 : .max
        }
    }
}

/// Places in the order of all floats of the type; both zeros are at 0, and infinity follows the greatest number.
private func distance(_ left: Double, _ right: Double) -> Int {
    func place(_ x: Double) -> Int {
        let size = Int(truncatingIfNeeded: x.magnitude.bitPattern)
        return x.sign == .minus ? -size : size
    }
    let (difference, overflow) = place(left).subtractingReportingOverflow(place(right))
    return overflow ? .max : Int(clamping: difference.magnitude)
}

private func distance(_ left: Float, _ right: Float) -> Int {
    func place(_ x: Float) -> Int { x.sign == .minus ? -Int(x.magnitude.bitPattern) : Int(x.magnitude.bitPattern) }
    return abs(place(left) - place(right))
}
