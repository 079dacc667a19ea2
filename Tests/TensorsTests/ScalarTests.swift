import Testing

@testable import Tensors

@Suite struct ScalarTests {
    private static let conversions: [(Scalar, Scalar)] = [
        // Toward zero.
        (.f64(2.9), .i64(2)), (.f64(-2.9), .i64(-2)), (.f32(-0.5), .i32(0)), (.f64(-0.0), .i64(0)),
        // Saturating.
        (.f64(1e300), .i64(.max)), (.f64(-1e300), .i64(.min)), (.f64(.infinity), .i64(.max)),
        (.f64(-.infinity), .i32(.min)), (.f64(0x1p63), .i64(.max)), (.f64(-0x1p63), .i64(.min)),
        (.f64((0x1p63).nextDown), .i64(0x7FFF_FFFF_FFFF_FC00)), (.f32(0x1p63), .i64(.max)), (.f32(3e9), .i32(.max)),
        (.f64(-3e9), .i32(.min)), (.f64(2_147_483_647.5), .i32(.max)), (.f32(.infinity), .i32(.max)),
        // NaN.
        (.f64(.nan), .i64(0)), (.f32(-.nan), .i32(0)), (.f64(.nan), .bool(true)), (.f64(-.nan), .f32(.nan)),
        // Whole numbers wrap.
        (.i64(0x1_0000_0005), .i32(5)), (.i64(0x8000_0000), .i32(.min)), (.i64(-1), .i32(-1)), (.i32(-7), .i64(-7)),
        // One rounding.
        (.i64(0x20_0000_0000_0001), .f64(0x1p53)), (.i64(.max), .f64(0x1p63)),
        (.i64(0x100_0001), .f32(0x1p24)), (.i32(0x100_0003), .f32(16_777_220)), (.f64(1e300), .f32(.infinity)),
        // Rounding to binary64 first would give 2⁶⁰ here.
        (.i64(0x1000_0010_0000_0001), .f32(0x1.000002p60)), (.f64(1e-46), .f32(0)), (.f64(-1e-46), .f32(-0.0)),
        // Truth.
        (.f64(-0.0), .bool(false)), (.f64(.leastNonzeroMagnitude), .bool(true)), (.i64(-3), .bool(true)),
        (.bool(true), .f32(1)),
        (.bool(true), .i32(1)), (.bool(false), .f64(0)),
    ]

    @Test(arguments: conversions)
    func `a value converts`(value: Scalar, converted: Scalar) {
        #expect(Scalar(value, as: converted.dtype) == converted)
    }

    @Test(arguments: [
        Scalar.f64(1e10), .f64(-1e10), .f64(.nan), .f32(.infinity), .i64(1 << 31), .i64(.max), .i32(-1), .bool(true),
    ])
    func `filling converts as a single value does`(value: Scalar) throws {
        for dtype in DType.allCases {
            let filled = Tensor.filled(value, TensorType(dtype, try Shape([2])))
            #expect(filled.element(at: 1) == Scalar(value, as: dtype))
        }
    }

    @Test func `equality is by type and bits`() {
        #expect(Scalar.f64(0) != .f64(-0.0))
        #expect(Scalar.f32(0) != .f32(-0.0))
        #expect(Scalar.f64(.nan) == .f64(-Double(nan: 5, signaling: true)))
        #expect(Set([Scalar.f64(.nan), .f64(-.nan), .f32(.nan)]).count == 2)
        #expect(Scalar.f64(1) != .f32(1))
        #expect(Scalar.i64(1) != .bool(true))
    }

    @Test func `bits read back`() {
        var random = SeededGenerator(printing: 11)
        for dtype in DType.allCases {
            for _ in 0..<1000 {
                let value = Scalar(bits: random.next(), dtype)
                #expect(Scalar(bits: value.bits, dtype) == value)
                #expect(value.dtype == dtype)
            }
        }
    }
}
