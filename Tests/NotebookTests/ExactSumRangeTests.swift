@testable import Notebook
import TestSupport
import Testing

/// Sums of doubles in fixed point: bit i of a magnitude stands for 2^(i − 1074).
private struct FixedPoint {
    private var positive = [UInt32](repeating: 0, count: 70)
    private var negative = [UInt32](repeating: 0, count: 70)

    mutating func add(_ value: Double) {
        guard value != 0 else { return }
        let isNormal = value.exponentBitPattern > 0
        let mantissa = value.significandBitPattern | (isNormal ? 1 << 52 : 0)
        let shift = isNormal ? Int(value.exponentBitPattern) - 1 : 0
        if value < 0 {
            FixedPoint.add(mantissa, shift, to: &negative)
        } else {
            FixedPoint.add(mantissa, shift, to: &positive)
        }
    }

    private static func add(_ mantissa: UInt64, _ shift: Int, to limbs: inout [UInt32]) {
        for bit in 0..<53 where mantissa >> UInt64(bit) & 1 == 1 {
            var (limb, carry) = ((shift + bit) / 32, UInt32(1) << UInt32((shift + bit) % 32))
            while carry != 0 {
                let (sum, overflow) = limbs[limb].addingReportingOverflow(carry)
                limbs[limb] = sum
                carry = overflow ? 1 : 0
                limb += 1
            }
        }
    }

    /// Sign, exponent of the last place, and rounded significand, for a format of `precision` bits.
    func rounded(precision: Int, lowest: Int) -> (isNegative: Bool, exponent: Int, significand: UInt64) {
        let isNegative = positive.reversed().lexicographicallyPrecedes(negative.reversed())
        let (large, small) = isNegative ? (negative, positive) : (positive, negative)
        var limbs = large
        var borrow: Int64 = 0
        for index in limbs.indices {
            let difference = Int64(large[index]) - Int64(small[index]) - borrow
            limbs[index] = UInt32(truncatingIfNeeded: difference)
            borrow = difference < 0 ? 1 : 0
        }
        func bit(_ index: Int) -> UInt64 { index < 0 ? 0 : UInt64(limbs[index / 32] >> UInt32(index % 32) & 1) }
        guard let top = (0..<(70 * 32)).last(where: { bit($0) == 1 }) else { return (false, 0, 0) }
        let last = max(top - precision + 1, lowest + 1074)
        var significand: UInt64 = 0
        for index in stride(from: top, through: last, by: -1) { significand = significand << 1 | bit(index) }
        let isBeyondHalf = (0..<max(0, last - 1)).contains { bit($0) == 1 }
        if bit(last - 1) == 1, isBeyondHalf || significand & 1 == 1 { significand += 1 }
        return (isNegative, last - 1074, significand)
    }

    var double: Double {
        let (isNegative, exponent, significand) = rounded(precision: 53, lowest: -1074)
        return Double(sign: isNegative ? .minus : .plus, exponent: exponent, significand: Double(significand))
    }

    var float: Float {
        let (isNegative, exponent, significand) = rounded(precision: 24, lowest: -149)
        return Float(sign: isNegative ? .minus : .plus, exponent: exponent, significand: Float(significand))
    }
}

extension SeededGenerator {
    /// A finite double with an exponent from `range`.
    fileprivate mutating func double(_ range: ClosedRange<Int>) -> Double {
        let exponent = UInt(Int.random(in: range, using: &self) + 1023)
        return Double(
            sign: Bool.random(using: &self) ? .minus : .plus, exponentBitPattern: exponent,
            significandBitPattern: next() & (1 << 52 - 1) & (Bool.random(using: &self) ? ~0 : 7 << 49))
    }
}

@Suite struct ExactSumRangeTests {
    private func check(_ values: [Double], _ place: SourceLocation = #_sourceLocation) {
        var sum = ExactSum()
        var oracle = FixedPoint()
        for value in values {
            sum.add(value)
            oracle.add(value)
        }
        #expect(sum.rounded == oracle.double, "\(values)", sourceLocation: place)
        #expect(sum.roundedToFloat == oracle.float, "\(values)", sourceLocation: place)
    }

    @Test(arguments: [-1023...1023, -1023...(-1000), 900...1023, -60...60, -160...(-120), 90...140, 1021...1023])
    func randomSumsAreExact(_ exponents: ClosedRange<Int>) {
        var numbers = SeededGenerator(
            seed: UInt64(bitPattern: Int64(exponents.lowerBound &* 7919 &+ exponents.upperBound)))
        for round in 0..<400 {
            var values = (0..<(round % 40)).map { _ in numbers.double(exponents) }
            // Every second list cancels but for one number.
            if round % 2 == 1 { values += values.dropFirst().map { -$0 } }
            check(values.shuffled(using: &numbers))
        }
    }

    @Test func halvesAreDecidedByWhatLiesBelow() {
        let half = 0x1p-53
        for tiny in [0, 0x1p-1074, -0x1p-1074, 0x1p-200, -0x1p-200, 0x1p-106, -0x1p-106] {
            for whole in [1.0, 1.0.nextUp, 2.0.nextDown, -1.0, -1.0.nextUp] {
                for part in [half, -half, half / 2, -half / 2] { check([whole, part, tiny]) }
            }
            for whole in [Float(1), Float(1).nextUp, Float(2).nextDown, Float.greatestFiniteMagnitude] {
                check([Double(whole), Double(whole.ulp / 2), tiny])
                check([-Double(whole), -Double(whole.ulp / 2), tiny])
            }
        }
    }

    @Test func onlyASumOutOfRangeIsInfinite() {
        let most = Double.greatestFiniteMagnitude
        check([most, most, -most, -most, 3])
        check([most, most, -most])
        check([most, 0x1p970, -0x1p-1074])
        check([most, 0x1p970, 0x1p-1074])
        check([most, 0x1p970])
        check([most, 0x1p969, 0x1p969, -0x1p900, 0x1p-1000])
        check([-most, -most, -most, most, most, 0x1p-1074])
        check([most, most])
        check([0x1p1023, 0x1p1023, -0x1p970, -0x1p918])
        check([0x1p1023, 0x1p1023, -0x1p970, -0x1p-1074, 0x1p-1070])
    }

    @Test func nothingZeroesAndSpecials() {
        func sum(_ values: Double...) -> Double { values.reduce(into: ExactSum()) { $0.add($1) }.rounded }
        #expect(sum().bitPattern == 0)
        #expect(sum(-0.0).sign == .minus)
        #expect(sum(-0.0, 0).sign == .plus)
        #expect(sum(1, -1).bitPattern == 0)
        #expect(sum(1, .infinity) == .infinity)
        #expect(sum(.infinity, -.infinity).isNaN)
        #expect(sum(.nan, 1).isNaN)
        #expect(sum(.greatestFiniteMagnitude, .greatestFiniteMagnitude, -.infinity) == -.infinity)
    }

    @Test func ulpsCountAcrossZero() {
        #expect(1.0.ulps(to: 1.0.nextUp) == 1)
        #expect(0.0.ulps(to: -0.0) == 0)
        #expect(Double.leastNonzeroMagnitude.ulps(to: -Double.leastNonzeroMagnitude) == 2)
        #expect((-1.0).ulps(to: 1) == 2 * 0x3FF0_0000_0000_0000)
        #expect(Double.infinity.ulps(to: -.infinity) == .max)
        #expect(Double.greatestFiniteMagnitude.ulps(to: .infinity) == 1)
        #expect(Double.nan.ulps(to: 1) == nil)
        #expect(Float(1).ulps(to: Float(1).nextDown) == 1)
        #expect((-Float.leastNonzeroMagnitude).ulps(to: .leastNonzeroMagnitude) == 2)
        #expect(Float.nan.ulps(to: .nan) == nil)
    }
}
