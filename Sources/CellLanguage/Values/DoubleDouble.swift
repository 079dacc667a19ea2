/// A number as the sum of two doubles, which holds about 32 digits. Powers of Python's numbers are computed with it, so that
/// they are rounded once and have the same bits on every machine, whatever its C library.
///
/// Dekker, T. J., "A floating-point technique for extending the available precision", 1971.
struct DoubleDouble {
    var high: Double
    var low: Double

    init(_ high: Double, _ low: Double = 0) {
        self.high = high
        self.low = low
    }

    /// Exactly `value`.
    init(_ value: Int) {
        high = Double(value)
        // The rounded value may be 2⁶³, which is no Int: then the rest is what is missing to it.
        low = Int(exactly: high).map { Double(value &- $0) } ?? Double(value - Int.max) - 1
    }

    /// ln 2
    private static let ln2 = DoubleDouble(0.6931471805599453, 2.3190468138462996e-17)
    /// What is missing in `ln2`.
    private static let ln2Rest = 5.707708438416212e-34

    private static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
        let total = a + b
        let part = total - a
        return DoubleDouble(total, (a - (total - part)) + (b - part))
    }

    private var normal: DoubleDouble { DoubleDouble.sum(high, low) }

    static func + (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
        let high = sum(x.high, y.high), low = sum(x.low, y.low)
        let middle = sum(high.high, high.low + low.high)
        return sum(middle.high, middle.low + low.low)
    }

    static prefix func - (x: DoubleDouble) -> DoubleDouble { DoubleDouble(-x.high, -x.low) }

    static func * (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
        let product = x.high * y.high
        let rest = (-product).addingProduct(x.high, y.high)
        return sum(product, rest + (x.high * y.low + x.low * y.high))
    }

    static func / (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
        let first = x.high / y.high
        let rest = x + -(y * DoubleDouble(first))
        let second = rest.high / y.high
        let remainder = rest + -(y * DoubleDouble(second))
        return sum(first, second) + DoubleDouble(remainder.high / y.high)
    }

    /// The nearest double.
    var rounded: Double { high + low }

    /// ln x of a positive finite x: k ln 2 + 2 artanh((m − 1) / (m + 1)) with m between √½ and √2.
    static func log(_ x: Double) -> DoubleDouble {
        var exponent = Int(x.exponent)
        var m = x.significand
        if m > 1.4142135623730951 {
            m /= 2
            exponent += 1
        }
        let r = (DoubleDouble(m) + DoubleDouble(-1)) / (DoubleDouble(m) + DoubleDouble(1))
        let square = r * r
        var (term, total) = (r, r)
        for odd in stride(from: 3, through: 51, by: 2) {
            term = term * square
            total = total + term / DoubleDouble(Double(odd))
        }
        let k = DoubleDouble(Double(exponent))
        return k * ln2 + (total + total) + DoubleDouble(Double(exponent) * ln2Rest)
    }

    /// eˣ, rounded: 2ᵏ Σ rⁿ / n! with |r| ≤ ln 2 / 2.
    static func exp(_ x: DoubleDouble) -> Double {
        guard x.high < 710 else { return .infinity }
        guard x.high > -746 else { return 0 }
        let k = (x.high / ln2.high).rounded()
        let r = x + -(DoubleDouble(k) * ln2) + DoubleDouble(-k * ln2Rest)
        var (term, total) = (DoubleDouble(1), DoubleDouble(1))
        for n in 1...28 {
            term = term * r / DoubleDouble(Double(n))
            total = total + term
        }
        let mantissa = total.normal
        return Double(sign: .plus, exponent: Int(k), significand: mantissa.high)
            + Double(sign: .plus, exponent: Int(k), significand: mantissa.low)
    }

    /// x to the power y of a positive finite x.
    static func power(_ x: Double, _ y: Double) -> Double {
        // Beyond this the logarithm's product overflows where the power is 0 or infinite all the same.
        let logarithm = log(x)
        let bounded = min(max(y, -1e20), 1e20)
        return exp(logarithm * DoubleDouble(bounded))
    }
}
