/// An error-free sum of doubles, rounded once at the end.
///
/// The partial sums never overlap and add up exactly to what was added (Shewchuk, *Adaptive Precision Floating-Point
/// Arithmetic*, 1997, Grow-Expansion). What passes the largest double on the way is counted apart, in units of 2¹⁰²⁴, so
/// that only a sum that is itself out of range becomes infinite. NaN and infinities are summed as ordinary addition would.
public struct ExactSum: Sendable {
    private var partials: [Double] = []
    private var overflows = 0
    private var special = 0.0
    private var hasSpecial = false

    /// Nothing added yet.
    public init() {}

    /// Adds a number without error.
    public mutating func add(_ number: Double) {
        guard number.isFinite else {
            special += number
            hasSpecial = true
            return
        }
        var carry = number
        var kept = 0
        for index in partials.indices {
            var large = carry
            var small = partials[index]
            if abs(large) < abs(small) { swap(&large, &small) }
            if !(large + small).isFinite {
                // The larger is at least 2¹⁰²³, so taking 2¹⁰²⁴ off it in halves is exact.
                let half = large < 0 ? -0x1p1023 : 0x1p1023
                overflows += large < 0 ? -1 : 1
                large = large - half - half
                if abs(large) < abs(small) { swap(&large, &small) }
            }
            carry = large + small
            let error = small - (carry - large)
            if error != 0 {
                partials[kept] = error
                kept += 1
            }
        }
        partials.removeLast(partials.count - kept)
        partials.append(carry)
    }

    /// The sum as the nearest double, halves to even. The sum of nothing is 0.
    public var rounded: Double {
        if hasSpecial { return special }
        guard overflows != 0 else { return nearestInRange }
        // The sum is at least 2⁹⁷⁰ here. It is rounded 60 powers lower, where it fits; of what would vanish there only
        // the sign of the largest part matters, and only at an exact half.
        var lowered = ExactSum()
        lowered.add(Double(overflows) * 0x1p964)
        for partial in partials where abs(partial) >= 0x1p-900 { lowered.add(partial * 0x1p-60) }
        if let tiny = partials.last(where: { $0 != 0 && abs($0) < 0x1p-900 }) {
            lowered.add(tiny < 0 ? -0x1p-1020 : 0x1p-1020)
        }
        return lowered.nearestInRange * 0x1p60
    }

    private var nearestInRange: Double {
        var rest = partials[...]
        guard var high = rest.popLast() else { return 0 }
        var low = 0.0
        while low == 0, let next = rest.popLast() {
            let sum = high + next
            low = next - (sum - high)
            high = sum
        }
        // At an exact half the sign of the parts below decides, which the addition of two parts cannot see.
        if let below = rest.last, (low < 0 && below < 0) || (low > 0 && below > 0) {
            let shifted = high + low * 2
            if shifted - high == low * 2 { return shifted }
        }
        return high
    }

    /// The sum as the nearest binary32, rounded once: the double is first made odd where it is not exact.
    public var roundedToFloat: Float {
        if hasSpecial { return Float(special) }
        let nearest = rounded
        var rest = self
        rest.add(-nearest)
        let error = rest.rounded
        guard error != 0, nearest.isFinite, nearest.significandBitPattern & 1 == 0 else { return Float(nearest) }
        return Float(error > 0 ? nearest.nextUp : nearest.nextDown)
    }
}

extension Double {
    /// How many representable doubles apart: 0 for equal, −0 and 0 are equal, nil with NaN.
    func ulps(to other: Double) -> Int? {
        if self == other { return 0 }
        guard !isNaN, !other.isNaN else { return nil }
        return Double.order(self).subtractingSaturated(Double.order(other))
    }

    private static func order(_ value: Double) -> Int {
        let bits = Int(bitPattern: UInt(value.bitPattern & ~(1 << 63)))
        return value.sign == .minus ? -bits : bits
    }
}

extension Float {
    /// How many representable floats apart; see `Double.ulps`.
    func ulps(to other: Float) -> Int? {
        if self == other { return 0 }
        guard !isNaN, !other.isNaN else { return nil }
        return Float.order(self).subtractingSaturated(Float.order(other))
    }

    private static func order(_ value: Float) -> Int {
        let bits = Int(value.bitPattern & ~(1 << 31))
        return value.sign == .minus ? -bits : bits
    }
}

extension Int {
    /// The distance of two integers, at most `Int.max`.
    fileprivate func subtractingSaturated(_ other: Int) -> Int {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? .max : difference == .min ? .max : abs(difference)
    }
}
