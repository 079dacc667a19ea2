/// An error-free sum of doubles, rounded once at the end.
///
/// The partial sums never overlap and add up exactly to what was added (Shewchuk, *Adaptive Precision Floating-Point
/// Arithmetic*, 1997, Grow-Expansion). NaN and infinities are summed apart, as ordinary addition would sum them.
public struct ExactSum: Sendable {
    private var partials: [Double] = []
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
            let partial = partials[index]
            let sum = carry + partial
            let rounded = sum - carry
            let error = (carry - (sum - rounded)) + (partial - rounded)
            if error != 0 {
                partials[kept] = error
                kept += 1
            }
            carry = sum
        }
        partials.removeLast(partials.count - kept)
        partials.append(carry)
    }

    /// The sum as the nearest double, halves to even. The sum of nothing is 0.
    public var rounded: Double {
        if hasSpecial { return special }
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
