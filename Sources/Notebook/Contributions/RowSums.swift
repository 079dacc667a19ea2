import Graphs
import Tensors

/// Exact sums and absolute sums of rows, element by element, while the rows stream by.
struct RowSums {
    private var sums: [[ExactSum]]
    private var magnitudes: [[Double]]
    private let types: [TensorType]

    init(_ types: [TensorType]) {
        self.types = types
        sums = types.map { [ExactSum](repeating: ExactSum(), count: $0.shape.count) }
        magnitudes = types.map { [Double](repeating: 0, count: $0.shape.count) }
    }

    mutating func add(_ row: [Tensor]) {
        for (index, tensor) in row.enumerated() {
            for (flat, value) in tensor.doubles.enumerated() {
                sums[index][flat].add(value)
                magnitudes[index][flat] += abs(value)
            }
        }
    }

    /// The sums, each rounded once.
    func totals() throws -> [Tensor] {
        try zip(sums, types).map { sums, type in
            try Tensor(
                type.dtype == .f32 ? .f32(sums.map(\.roundedToFloat)) : .f64(sums.map(\.rounded)), shape: type.shape)
        }
    }

    /// The exact sum of `values`, rounded once to `dtype`; a single value is itself, −0 included.
    static func total(_ values: [Scalar], _ dtype: DType) throws -> Tensor {
        if values.count == 1 { return .scalar(values[0]) }
        var sum = ExactSum()
        for value in values { sum.add(value.asDouble) }
        return .scalar(dtype == .f32 ? .f32(sum.roundedToFloat) : .f64(sum.rounded))
    }

    /// κ for each element: 1 where nothing was added.
    func cancellation() throws -> [Tensor] {
        try zip(zip(sums, magnitudes), types).map { pair, type in
            let values = zip(pair.0, pair.1).map { $1 == 0 ? 1 : $1 / abs($0.rounded) }
            return try Tensor(.f64(values), shape: type.shape)
        }
    }

    /// The greatest distance in ulps from `gradient`; nil where NaN makes it meaningless.
    static func gap(_ totals: [Tensor], _ gradient: [Tensor]) -> Int? {
        var gap = 0
        for (total, expected) in zip(totals, gradient) {
            for flat in 0..<total.count {
                let distance: Int? =
                    switch (total.element(at: flat), expected.element(at: flat)) {
                    case (.f32(let x)?, .f32(let y)?): x.ulps(to: y)
                    case (.f64(let x)?, .f64(let y)?): x.ulps(to: y)
                    default: nil
                    }
                guard let distance else { return nil }
                gap = max(gap, distance)
            }
        }
        return gap
    }
}
