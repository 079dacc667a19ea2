import Testing

@testable import Notebook

/// A sum in whole multiples of 2⁻¹⁰⁷⁴, with digits of 32 bits: exact by construction, and nothing like the code under
/// test.
private struct Superaccumulator {
    // Two's complement, least significant first; wide enough for every double and many of them.
    private var digits = [Int64](repeating: 0, count: 70)

    mutating func add(_ value: Double) {
        guard value != 0 else { return }
        let exponent = value.exponent == Double.leastNormalMagnitude.exponent - 1 ? 0 : Int(value.exponentBitPattern)
        let isNormal = value.isNormal
        let mantissa = value.significandBitPattern | (isNormal ? 1 << 52 : 0)
        let shift = isNormal ? exponent - 1 : 0
        let (place, bits) = (shift / 32, shift % 32)
        let sign: Int64 = value < 0 ? -1 : 1
        let low = mantissa << UInt64(bits)
        let high = bits == 0 ? 0 : mantissa >> UInt64(64 - bits)
        digits[place] += sign * Int64(low & 0xFFFF_FFFF)
        digits[place + 1] += sign * Int64(low >> 32)
        digits[place + 2] += sign * Int64(high)
    }

    /// The nearest double, halves to even.
    var rounded: Double {
        var normal = digits
        var carry: Int64 = 0
        for index in normal.indices {
            let total = normal[index] + carry
            carry = total >> 32
            normal[index] = total & 0xFFFF_FFFF
        }
        if carry < 0 {
            var copy = self
            copy.digits = digits.map { -$0 }
            return -copy.rounded
        }
        guard let top = normal.lastIndex(where: { $0 != 0 }) else { return 0 }
        let length = top * 32 + (64 - Int64(normal[top]).leadingZeroBitCount)
        func bit(_ index: Int) -> UInt64 { index < 0 ? 0 : UInt64(normal[index / 32] >> Int64(index % 32)) & 1 }
        let kept = max(length - 53, 0)
        var mantissa: UInt64 = 0
        for index in stride(from: length - 1, through: kept, by: -1) { mantissa = mantissa << 1 | bit(index) }
        if kept > 0, bit(kept - 1) == 1 {
            let isAboveHalf = (0..<(kept - 1)).contains { bit($0) == 1 }
            if isAboveHalf || mantissa & 1 == 1 { mantissa += 1 }
        }
        return Double(sign: .plus, exponent: kept - 1074, significand: Double(mantissa))
    }
}

@Suite struct ExactSums {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8]) func agreesWithASuperaccumulator(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        for round in 0..<400 {
            var (sum, oracle) = (ExactSum(), Superaccumulator())
            let spread = [4, 60, 600, 1000][round % 4]
            for _ in 0..<(1 + Int(next() % 40)) {
                let exponent = Int(next() % UInt64(spread)) - spread / 2
                // Few mantissa bits make exact halves and cancellations common.
                let mantissa = Double(Int64(bitPattern: next()) >> (round % 3 == 0 ? 60 : 11))
                let value = Double(sign: .plus, exponent: exponent, significand: mantissa)
                sum.add(value)
                oracle.add(value)
            }
            #expect(sum.rounded == oracle.rounded, "seed \(seed), round \(round)")
        }
    }

    @Test func halvesAreDecidedByWhatLiesBelow() {
        var sum = ExactSum()
        for value in [1.0, 0x1p-53, 0x1p-106] { sum.add(value) }
        #expect(sum.rounded == 1.0.nextUp)
        sum.add(-0x1p-105)
        #expect(sum.rounded == 1)
    }

    @Test func cancellationLosesNothing() {
        var sum = ExactSum()
        for value in [1e308, 1.0, -1e308, 1e-300, -1.0] { sum.add(value) }
        #expect(sum.rounded == 1e-300)
        #expect(ExactSum().rounded == 0)
    }

    @Test func specialValuesAddAsUsual() {
        var sum = ExactSum()
        sum.add(.infinity)
        sum.add(1)
        #expect(sum.rounded == .infinity)
        sum.add(-.infinity)
        #expect(sum.rounded.isNaN)
    }

    @Test func floatsAreRoundedOnce() {
        // 1 + 2⁻²⁴ is a half for binary32; 2⁻⁶⁰ above it rounds up, though the double sum does not see it.
        var sum = ExactSum()
        for value in [1.0, 0x1p-24, 0x1p-80] { sum.add(value) }
        #expect(sum.roundedToFloat == Float(1).nextUp)
        sum.add(-0x1p-79)
        #expect(sum.roundedToFloat == 1)
    }

    @Test func distancesCountRepresentableNumbers() {
        #expect(1.0.ulps(to: 1.0.nextUp) == 1)
        #expect((-0.0).ulps(to: 0.0) == 0)
        #expect(5e-324.ulps(to: -5e-324) == 2)
        #expect(Double.nan.ulps(to: 1) == nil)
        #expect(Float(1).ulps(to: Float(1).nextDown) == 1)
    }
}
