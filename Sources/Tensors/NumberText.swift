/// Text of numbers: shortest decimal form that reads back to the same bits.
extension Scalar {
    /// `3`, `-0.0`, `0.1`, `1e+16`, `nan`, `-inf`, `True`.
    public var text: String {
        switch self {
        case .f64(let value): Scalar.trimmed(value.description, isNegativeZero: value.bitPattern == 1 << 63)
        case .f32(let value): Scalar.trimmed(value.description, isNegativeZero: value.bitPattern == 1 << 31)
        case .i64(let value): String(value)
        case .i32(let value): String(value)
        case .bool(let value): value ? "True" : "False"
        }
    }

    /// Swift prints the shortest digits but keeps `.0` on whole numbers and the sign of NaN.
    private static func trimmed(_ text: String, isNegativeZero: Bool) -> String {
        if isNegativeZero { return "-0.0" }
        if text.hasSuffix("nan") { return "nan" }
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The bit pattern as hexadecimal, as wide as the type: `0x3ff0000000000000`.
    public var bitsText: String {
        let digits = String(bits, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, dtype.byteWidth * 2 - digits.count)) + digits
    }

    /// Reads `text` back to the same bits, or nil when it is not a number of `dtype`.
    public init?(text: some StringProtocol, _ dtype: DType) {
        // The standard library reads floats up to the first NUL and ignores the rest.
        guard !text.utf8.contains(0) else { return nil }
        switch dtype {
        case .f64:
            guard let value = Double(text) else { return nil }
            self = .f64(value)
        case .f32:
            guard let value = Float(text) else { return nil }
            self = .f32(value)
        case .i64:
            guard let value = Int64(text) else { return nil }
            self = .i64(value)
        case .i32:
            guard let value = Int32(text) else { return nil }
            self = .i32(value)
        case .bool:
            guard text == "True" || text == "False" else { return nil }
            self = .bool(text == "True")
        }
    }
}

extension Tensor {
    /// Arrays with more elements than this are abbreviated.
    public static let abbreviationThreshold = 100

    /// `[[1, 2], [3, 4]]`; with more than `abbreviationThreshold` elements the middle of each long axis is `...`, as
    /// NumPy does, leaving three entries at either end. Without elements it is `[]`, whatever the shape.
    public var text: String {
        // Written out, f64[1000000000,0] would be a thousand million brackets.
        guard count > 0 else { return "[]" }
        var result = ""
        append(axis: 0, offset: 0, strides: shape.strides, to: &result)
        return result
    }

    // Depth is the rank, which `Shape` bounds.
    private func append(axis: Int, offset: Int, strides: [Int], to result: inout String) {
        guard axis < shape.rank else {
            result += element(at: offset)?.text ?? ""
            return
        }
        result += "["
        let size = shape.dims[axis]
        let abbreviates = count > Tensor.abbreviationThreshold && size > 6
        for index in 0..<size {
            if abbreviates, index >= 3, index < size - 3 {
                if index == 3 { result += ", ..." }
                continue
            }
            if index > 0 { result += ", " }
            append(axis: axis + 1, offset: offset + index * strides[axis], strides: strides, to: &result)
        }
        result += "]"
    }
}
