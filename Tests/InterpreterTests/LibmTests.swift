import Foundation
import Testing

@testable import Interpreter

private let specials: [Double] = [
    .nan, .infinity, -.infinity, 0.0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0x1p-1030, 0.5, -0.5, 1,
    -1, 2, -2, 3, -3, 1e10, 1e10 + 1,
    -1e15 - 1, 0x1p53, 0x1p53 + 2, 1e300, -1e300, 1023, 1024, -1074, -1075,
]

/// SLEEF beside the C library: C99 fixes the special values, and everything else is within some ulps.
@Test func sleefHasTheSpecialValuesOfC99() {
    for x in specials {
        for y in specials {
            check("pow(\(x), \(y))", Double.elementary.pow(x, y), pow(x, y))
            check("atan2(\(x), \(y))", Double.elementary.atan2(x, y), atan2(x, y))
            check("hypot(\(x), \(y))", Double.elementary.hypot(x, y), hypot(x, y))
        }
    }
}

private func check(_ call: String, _ result: Double, _ expected: Double) {
    let isSame = result.isNaN && expected.isNaN || result == expected && result.sign == expected.sign
    let isNear = expected.isFinite && expected != 0 && abs(result - expected) <= 2 * expected.ulp
    #expect(isSame || isNear, "\(call) is \(result), not \(expected)")
}
