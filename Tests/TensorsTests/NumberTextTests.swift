import Testing

@testable import Tensors

@Suite struct NumberTextTests {
    private static let texts: [(Scalar, String)] = [
        (Scalar.f64(0), "0"), (.f64(-0.0), "-0.0"), (.f64(3), "3"), (.f64(-2.5), "-2.5"), (.f64(0.1), "0.1"),
        (.f64(1e16), "1e+16"), (.f64(.leastNonzeroMagnitude), "5e-324"),
        (.f64(Double.leastNormalMagnitude.nextDown), "2.225073858507201e-308"),
        (.f64(.greatestFiniteMagnitude), "1.7976931348623157e+308"), (.f64(.infinity), "inf"),
        (.f64(-.infinity), "-inf"), (.f64(.nan), "nan"), (.f64(-.nan), "nan"),
        (.f64(Double(nan: 7, signaling: true)), "nan"), (.f32(0.1), "0.1"), (.f32(-0.0), "-0.0"),
        (.f32(16_777_216), "16777216"), (.f32(.leastNonzeroMagnitude), "1e-45"), (.f32(-.nan), "nan"),
        (.f32(-.infinity), "-inf"),
        (.i64(.min), "-9223372036854775808"), (.i32(7), "7"), (.bool(true), "True"), (.bool(false), "False"),
    ]

    @Test(arguments: texts)
    func `a value has this text and reads back`(value: Scalar, text: String) {
        #expect(value.text == text)
        #expect(Scalar(text: text, value.dtype) == value)
    }

    private static let noNumbers: [(String, DType)] = [
        ("", DType.f64), ("1,5", .f64), ("1 ", .f64), (" 1", .f32), ("1\u{0}", .f64), ("1\u{0}2", .f32), ("x", .f32),
        ("1.0", .i64), ("9223372036854775808", .i64), ("2147483648", .i32), ("true", .bool), ("1", .bool), ("", .bool),
    ]

    @Test(arguments: noNumbers)
    func `what is no number of the type is refused`(text: String, dtype: DType) {
        #expect(Scalar(text: text, dtype) == nil)
    }

    private static let bits: [(Scalar, String)] = [
        (Scalar.f64(1), "0x3ff0000000000000"), (.f64(-.nan), "0x7ff8000000000000"), (.f64(-0.0), "0x8000000000000000"),
        (.f64(.leastNonzeroMagnitude), "0x0000000000000001"), (.f32(-.nan), "0x7fc00000"), (.f32(0), "0x00000000"),
        (.i64(-1), "0xffffffffffffffff"), (.i32(-1), "0xffffffff"), (.bool(true), "0x01"),
    ]

    @Test(arguments: bits)
    func `bits are as wide as the type`(value: Scalar, text: String) {
        #expect(value.bitsText == text)
    }

    @Test func `random f64 patterns read back, and from no shorter text`() throws {
        var random = SeededGenerator(printing: 0x64)
        for round in 0..<20_000 {
            // Every fourth is subnormal or near it: uniform patterns hardly ever are.
            let pattern: UInt64 = random.next() & (round % 4 == 0 ? 0x801F_FFFF_FFFF_FFFF : .max)
            try check(.f64(Double(bitPattern: pattern)))
        }
    }

    @Test func `random f32 patterns read back, and from no shorter text`() throws {
        var random = SeededGenerator(printing: 0x32)
        for round in 0..<20_000 {
            let pattern = UInt32(truncatingIfNeeded: random.next()) & (round % 4 == 0 ? 0x80FF_FFFF : .max)
            try check(.f32(Float(bitPattern: pattern)))
        }
    }

    private func check(_ value: Scalar) throws {
        let text = value.text
        try #require(Scalar(text: text, value.dtype) == value, "\(text) of \(value.bitsText)")
        for shorter in neighbours(of: text) {
            try #require(Scalar(text: shorter, value.dtype) != value, "\(shorter) is enough for \(text)")
        }
    }

    /// The two decimals with one significant digit less on either side of the number: when neither reads back as it,
    /// none with fewer digits does.
    private func neighbours(of text: String) -> [String] {
        let parts = text.split(separator: "e")
        guard let mantissa = parts.first, mantissa.contains(where: \.isNumber) else { return [] }
        let sign = mantissa.hasPrefix("-") ? "-" : ""
        let fraction = mantissa.split(separator: ".").dropFirst().first?.count ?? 0
        var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - fraction
        var digits = Array(mantissa.compactMap(\.wholeNumberValue).drop { $0 == 0 })
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        guard digits.count > 1, let number = Int(digits.dropLast().map(String.init).joined()) else { return [] }
        return [number, number + 1].map { "\(sign)\($0)e\(exponent + 1)" }
    }

    @Test func `nested arrays`() throws {
        #expect(Tensor.scalar(.f64(2.5)).text == "2.5")
        #expect(try Tensor.vector([]).text == "[]")
        #expect(try Tensor(.i64([1, 2, 3, 4, 5, 6]), shape: Shape([2, 3])).text == "[[1, 2, 3], [4, 5, 6]]")
        #expect(try Tensor(.bool([true, false]), shape: Shape([2, 1])).text == "[[True], [False]]")
        #expect(try Tensor.vector([.nan, -0.0]).text == "[nan, -0.0]")
    }

    @Test func `only beyond the threshold are long axes abbreviated`() throws {
        let whole = try Tensor.vector((0..<100).map(Double.init)).text
        #expect(whole == "[" + (0..<100).map(String.init).joined(separator: ", ") + "]")
        #expect(try Tensor.vector((0..<101).map(Double.init)).text == "[0, 1, 2, ..., 98, 99, 100]")
        let grid = try Tensor(.i32((0..<120).map(Int32.init)), shape: Shape([2, 60])).text
        #expect(grid == "[[0, 1, 2, ..., 57, 58, 59], [60, 61, 62, ..., 117, 118, 119]]")
        // Axes of up to six stay whole, however many elements there are.
        let narrow = try Tensor(.i64((0..<120).map(Int64.init)), shape: Shape([20, 6])).text
        #expect(narrow.hasPrefix("[[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11], [12, 13, 14, 15, 16, 17], ..., [102,"))
    }

    @Test func `an array without elements is short, whatever its shape`() throws {
        for dims in [[0], [3, 0], [0, 3], [1 << 46, 0], Array(repeating: 2, count: 46) + [0]] {
            #expect(Tensor.filled(.f64(0), TensorType(.f64, try Shape(dims))).text == "[]")
        }
    }
}
