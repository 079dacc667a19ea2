import Graphs
import Tensors
import Testing

@testable import Interpreter

private let inf = Double.infinity
private let nan = Double.nan
/// The least subnormal.
private let tiny = Double.leastNonzeroMagnitude
private let halfPi = Double.pi / 2
private let quarterPi = Double.pi / 4
private let halfRootPi = 0.886226925452758

/// ∞, −∞, 0, −0, the least subnormal, its negative; NaN gives NaN everywhere and is tested apart.
private let specialInputs = [inf, -inf, 0.0, -0.0, tiny, -tiny]

private func specialValues(_ function: UnaryFunction) -> [Double] {
    switch function {
    case .neg: [-inf, inf, -0.0, 0.0, -tiny, tiny]
    case .abs: [inf, inf, 0, 0, tiny, tiny]
    case .sign, .absSlope: [1, -1, 0.0, -0.0, 1, -1]
    case .floor: [inf, -inf, 0.0, -0.0, 0.0, -1]
    case .ceil: [inf, -inf, 0.0, -0.0, 1, -0.0]
    case .round: [inf, -inf, 0.0, -0.0, 0.0, -0.0]
    case .sqrt: [inf, nan, 0.0, -0.0, 0x1p-537, nan]
    case .rsqrt: [0, nan, inf, -inf, 0x1p537, nan]
    case .cbrt: [inf, -inf, 0.0, -0.0, 0x1p-358, -0x1p-358]
    case .exp, .exp2: [inf, 0, 1, 1, 1, 1]
    case .expm1: [inf, -1, 0.0, -0.0, tiny, -tiny]
    case .log: [inf, nan, -inf, -inf, -0x1.74385446d71c3p+9, nan]
    case .log2: [inf, nan, -inf, -inf, -1074, nan]
    case .log10: [inf, nan, -inf, -inf, -0x1.434e6420f4374p+8, nan]
    // SLEEF loses the very least subnormal here, and its sign: within the one ulp that it promises.
    case .log1p: [inf, nan, 0.0, -0.0, 0.0, 0.0]
    case .asinh: [inf, -inf, 0.0, -0.0, 0.0, 0.0]
    case .tan: [nan, nan, 0.0, -0.0, 0.0, 0.0]
    case .sin: [nan, nan, 0.0, -0.0, tiny, -tiny]
    case .cos: [nan, nan, 1, 1, 1, 1]
    case .asin, .atanh: [nan, nan, 0.0, -0.0, tiny, -tiny]
    case .acos: [nan, nan, halfPi, halfPi, halfPi, halfPi]
    case .atan: [halfPi, -halfPi, 0.0, -0.0, tiny, -tiny]
    case .sinh: [inf, -inf, 0.0, -0.0, tiny, -tiny]
    case .cosh: [inf, inf, 1, 1, 1, 1]
    case .tanh: [1, -1, 0.0, -0.0, tiny, -tiny]
    case .acosh: [inf, nan, nan, nan, nan, nan]
    case .logistic: [1, 0, 0.5, 0.5, 0.5, 0.5]
    case .erf: [1, -1, 0.0, -0.0, tiny, -tiny]
    case .erfc: [0, 2, 1, 1, 1, 1]
    case .erfInv: [nan, nan, 0.0, -0.0, tiny, -tiny]
    case .erfInvSlope: [nan, nan, halfRootPi, halfRootPi, halfRootPi, halfRootPi]
    case .gaussian: [0, 0, 1, 1, 1, 1]
    case .silu, .gelu, .geluTanh: [inf, -0.0, 0.0, -0.0, 0.0, -0.0]
    case .siluSlope, .geluSlope, .geluTanhSlope: [1, -0.0, 0.5, 0.5, 0.5, 0.5]
    case .lgamma: [inf, inf, inf, inf, 0x1.74385446d71c3p+9, 0x1.74385446d71c3p+9]
    case .not, .isFinite: []
    }
}

@Test(arguments: UnaryFunction.allCases) func unarySpecialValues(function: UnaryFunction) throws {
    let expected = specialValues(function)
    if expected.isEmpty { return }
    #expect(try run(.unary(function), Tensor.vector(specialInputs)).scalars == expected.map { .f64($0) })
    #expect(try run(.unary(function), Tensor.vector([nan])).scalars == [.f64(nan)])
    // In binary32 the same but for what depends on the exponents' range.
    let narrow = try run(.unary(function), floats(specialInputs.prefix(4).map { Float($0) }))
    #expect(narrow.scalars == expected.prefix(4).map { .f32(Float($0)) })
    #expect(try run(.unary(function), floats([.nan])).scalars == [.f32(.nan)])
}

@Test(
    arguments: [
        (UnaryFunction.sinh, 710.4, 1.6663642832806494e308), (.cosh, -710.4, 1.6663642832806494e308), (.sinh, 711, inf),
        (.asinh, -1e300, -691.46867507877357), (.acosh, 1e300, 691.46867507877357),
        (.log1p, 1.79e308, 709.77842426201869),
        (.logistic, -740, 85 * tiny), (.logistic, -800, 0), (.log1p, -1, -inf), (.atanh, 1, inf),
        (.lgamma, -3, inf),
        (.acos, 1, 0), (.acosh, 1, 0), (.exp2, 10, 1024), (.log10, 1000, 3), (.log2, 8, 3), (.cbrt, -27, -3),
        (.round, 2.5, 2), (.round, -0.5, -0.0), (.exp, 1000, inf), (.exp, -745, tiny),
        (.erfc, 10, 2.0884875837625446e-45),
    ] as [(UnaryFunction, Double, Double)])
func unaryValues(function: UnaryFunction, argument: Double, expected: Double) throws {
    let result = try run(.unary(function), Tensor.vector([argument])).doubles[0]
    let near = abs(result - expected) <= 2 * expected.ulp && result.sign == expected.sign
    #expect(result == expected || near, "\(function) \(argument) gives \(result)")
}

@Test func notAndIsFinite() throws {
    let bools = try Tensor(.bool([true, false]), shape: Shape([2]))
    #expect(try run(.unary(.not), bools).scalars == [.bool(false), .bool(true)])
    #expect(try run(.unary(.not), integers([0, .min])).scalars == [.i64(-1), .i64(.max)])
    let finite = try run(.unary(.isFinite), Tensor.vector([nan, inf, -inf, -0.0, tiny, .greatestFiniteMagnitude]))
    #expect(finite.scalars == [false, false, false, true, true, true].map { .bool($0) })
}

@Test(
    arguments: [
        (BinaryFunction.max, -0.0, 0.0, 0.0), (.max, 0.0, -0.0, 0.0), (.min, -0.0, 0.0, -0.0), (.min, 0.0, -0.0, -0.0),
        (.max, -0.0, -0.0, -0.0), (.max, nan, inf, nan), (.max, inf, nan, nan), (.min, nan, -inf, nan),
        (.min, -inf, inf, -inf), (.max, -inf, inf, inf), (.add, inf, -inf, nan), (.add, -0.0, -0.0, -0.0),
        (.sub, 0, 0, 0), (.sub, inf, inf, nan), (.mul, 0, inf, nan), (.mul, -tiny, 0.5, -0.0), (.div, 1, -0.0, -inf),
        (.div, 0, 0, nan), (.rem, 5.5, -2, 1.5), (.rem, -5.5, 2, -1.5), (.rem, -4, 2, -0.0), (.rem, 1, 0, nan),
        (.rem, inf, 1, nan), (.rem, 3, inf, 3), (.rem, 1e300, 7, 1.0), (.pow, nan, 0, 1), (.pow, 1, nan, 1),
        (.pow, -2, 3, -8), (.pow, -2, 0.5, nan), (.pow, 0, -1, inf), (.pow, -0.0, -1, -inf), (.pow, -0.0, -2, inf),
        (.pow, -0.0, 3, -0.0), (.pow, -1, inf, 1), (.pow, -1, -inf, 1), (.pow, 0.5, inf, 0), (.pow, 0.5, -inf, inf),
        (.pow, inf, -1, 0), (.pow, -inf, 3, -inf), (.pow, -inf, -3, -0.0), (.pow, 2, -1074, tiny), (.pow, nan, 1, nan),
        (.divSlope, 6, 2, -1.5), (.divSlope, 3 * tiny, 0x1p-500, -0x1.8p-73), (.divSlope, 0x1p1000, 0x1p600, -0x1p-200),
        (.divSlope, 1, 0x1p-600, -inf), (.divSlope, 0, -2, -0.0), (.divSlope, 0, 0, nan), (.divSlope, 1, inf, -0.0),
        (.powSlope, 0, 0, 0), (.powSlope, nan, 0, 0), (.powSlope, 0, 1, 1), (.powSlope, 0, 0.5, inf),
        (.powSlope, -0.0, 3, 0), (.powSlope, -2, 3, 12), (.powSlope, -2, 0.5, nan), (.powSlope, inf, 2, inf),
        (.powSlope, 0, -1, -inf), (.powSlope, 1, nan, nan),
        (.atan2, 0.0, -0.0, .pi), (.atan2, -0.0, -0.0, -.pi), (.atan2, -0.0, 0.0, -0.0), (.atan2, 0, -1, .pi),
        (.atan2, 1, 0, halfPi), (.atan2, inf, inf, quarterPi), (.atan2, inf, -inf, 3 * quarterPi),
        (.atan2, 1, -inf, .pi),
        (.atan2, nan, 1, nan), (.hypot, inf, nan, inf), (.hypot, nan, -inf, inf), (.hypot, nan, 1, nan),
        (.hypot, 3e300, 4e300, 5e300), (.hypot, tiny, 0, tiny), (.logaddexp, inf, inf, inf),
        (.logaddexp, -inf, -inf, -inf),
        (.logaddexp, inf, -inf, inf), (.logaddexp, -inf, 3, 3), (.logaddexp, nan, inf, nan),
        (.logaddexp, 1000, 1000, 1000.6931471805599),
        (.logaddexp, 0, -800, 0), (.logaddexp, -inf, -0.0, 0),
    ] as [(BinaryFunction, Double, Double, Double)])
func binarySpecialValues(function: BinaryFunction, left: Double, right: Double, expected: Double) throws {
    #expect(
        try run(.binary(function), Tensor.vector([left]), Tensor.vector([right])).scalars == [.f64(expected)],
        "\(function)(\(left), \(right))")
    // Those that binary32 has too.
    guard
        [left, right, expected].allSatisfy({ $0.isNaN || $0.isInfinite || abs($0) < 1e6 && ($0 == 0 || abs($0) > 1e-6) }
        )
    else { return }
    let narrow = try run(.binary(function), floats([Float(left)]), floats([Float(right)])).scalars
    #expect(narrow == [.f32(Float(expected))], "\(function)(\(left), \(right)) in f32")
}

@Test(
    arguments: [
        (BinaryFunction.add, Int64.max, 1, Int64.min), (.sub, .min, 1, .max), (.mul, .max, 2, -2), (.div, 7, 0, -1),
        (.div, .min, -1, .min), (.div, -7, 2, -3), (.rem, 7, 0, 7), (.rem, .min, -1, 0), (.rem, -7, 2, -1),
        (.max, -3, 4, 4), (.min, -3, 4, -3), (.and, 6, 3, 2), (.or, 6, 3, 7), (.xor, 6, 3, 5),
    ] as [(BinaryFunction, Int64, Int64, Int64)])
func integerEdges(function: BinaryFunction, left: Int64, right: Int64, expected: Int64) throws {
    #expect(try run(.binary(function), integers([left]), integers([right])).scalars == [.i64(expected)])
    func narrow(_ value: Int64) -> Int32 { value == .max ? .max : value == .min ? .min : Int32(value) }
    func tensor(_ value: Int64) throws -> Tensor { try Tensor(.i32([narrow(value)]), shape: Shape([1])) }
    #expect(try run(.binary(function), tensor(left), tensor(right)).scalars == [.i32(narrow(expected))])
}

@Test func integerUnaryEdges() throws {
    let values = try integers([.min, -2, 0, 3])
    #expect(try run(.unary(.neg), values).scalars == [.min, 2, 0, -3].map { .i64($0) })
    #expect(try run(.unary(.abs), values).scalars == [.min, 2, 0, 3].map { .i64($0) })
    #expect(try run(.unary(.sign), values).scalars == [-1, -1, 0, 1].map { .i64($0) })
}

@Test func boolsAndComparisons() throws {
    let left = try Tensor(.bool([false, false, true, true]), shape: Shape([4]))
    let right = try Tensor(.bool([false, true, false, true]), shape: Shape([4]))
    #expect(try run(.binary(.and), left, right).scalars == [false, false, false, true].map { .bool($0) })
    #expect(try run(.binary(.or), left, right).scalars == [false, true, true, true].map { .bool($0) })
    #expect(try run(.binary(.xor), left, right).scalars == [false, true, true, false].map { .bool($0) })
    #expect(try run(.compare(.lt), left, right).scalars == [false, true, false, false].map { .bool($0) })
    let (a, b) = (try Tensor.vector([1, 2, 2, 0.0, nan]), try Tensor.vector([2, 1, 2, -0.0, nan]))
    let expected: [(Comparison, [Bool])] = [
        (.eq, [false, false, true, true, false]), (.ne, [true, true, false, false, true]),
        (.lt, [true, false, false, false, false]), (.le, [true, false, true, true, false]),
        (.gt, [false, true, false, false, false]), (.ge, [false, true, true, true, false]),
    ]
    for (comparison, bools) in expected {
        #expect(try run(.compare(comparison), a, b).scalars == bools.map { .bool($0) }, "\(comparison)")
    }
    #expect(try run(.select, left, integers([1, 2, 3, 4]), integers([5, 6, 7, 8])).integers == [5, 6, 3, 4])
}

@Test func conversions() throws {
    let values = try Tensor.vector([nan, inf, -inf, -1.9, 1e10, -0.0])
    #expect(try run(.convert(.i64), values).scalars == [0, .max, .min, -1, 10_000_000_000, 0].map { .i64($0) })
    #expect(try run(.convert(.i32), values).scalars == [0, .max, .min, -1, .max, 0].map { .i32($0) })
    #expect(try run(.convert(.bool), values).scalars == [true, true, true, true, true, false].map { .bool($0) })
    #expect(try run(.convert(.f32), values).scalars.last == .f32(-0.0))
    #expect(try run(.convert(.i32), integers([1 << 32 | 5])).scalars == [.i32(5)])
}

@Test func integerPowers() throws {
    let values = try Tensor.vector([2, -3, 0.0, -0.0, nan, inf, 1.1])
    #expect(try run(.integerPower(0), values).scalars == [Scalar](repeating: .f64(1), count: 7))
    let cubes = try run(.integerPower(3), values).scalars
    #expect(cubes == [8, -27, 0.0, -0.0, nan, inf, 1.1 * (1.1 * 1.1)].map { .f64($0) })
    #expect(try run(.integerPower(6), values).doubles.suffix(2) == [inf, 1.7715610000000008])
    #expect(try run(.integerPower(-2), values).doubles.prefix(4) == [0.25, 1.0 / 9, inf, inf])
    #expect(try run(.integerPower(.min), values).doubles[0] == 0)
    // Parity survives where the exponent is no float: −1 to an odd power beyond 2⁵³.
    #expect(try run(.integerPower(.max), Tensor.vector([-1, -0.0])).scalars == [.f64(-1), .f64(-0.0)])
    #expect(try run(.integerPower(-7), Tensor.vector([-0.0, -2])).scalars == [.f64(-inf), .f64(-0.0078125)])
    #expect(try run(.integerPower(-2), Tensor.vector([1e155])).doubles == [1e-310])
}

@Test(
    arguments: [
        (0, 1e-05, -100000.57719921567), (0, 0.1, -10.423754940411076), (0, 1.0, -0.5772156649015329),
        (0, 2.5, 0.7031566406452432), (0, 9.75, 2.225109535044576), (0, 123.25, 4.810152531964819),
        (0, 1e+20, 46.051701859880914), (0, -0.25, 2.9141391202135276), (0, -1.5, 0.7031566406452432),
        (0, -10.3125, 4.480203840363012), (1, 1e-05, 10000000001.644909), (1, 1.0, 1.6449340668482264),
        (1, 2.5, 0.49035775610023485), (1, 30.5, 0.03333024811280161), (1, 1e+20, 1e-20),
        (1, -0.25, 18.541879647671607),
        (1, -100.75, 19.72933233925096), (2, 0.5, -16.82879664423432), (2, 15.0, -0.004750602716551555),
        (2, 1000000.0, -1.0000010000005e-12), (2, -0.25, 122.69736678366236), (2, -10.3125, 59.92631662017296),
        (3, 9.75, 0.0025123789213988943), (3, 1e+20, 2e-60), (3, -100.75, 1558.5454546172964),
        (5, 2.5, 0.5785691785671835), (5, 123.25, 8.611280009153669e-10), (10, 9.75, -7.51039250630095e-05),
        (10, 15.0, -8.644004350424738e-07), (10, -0.25, 15220204428462.791), (30, 30.5, -4.1156048459585374e-14),
        (30, 1000000.0, -8.841894620854845e-150), (100, 9.75, -1.2038160176402026e+58),
        (100, 123.25, -1.1371039385819824e-53), (200, 123.25, -5.551087031803514e-46),
        (200, 30.5, -3.575072435211053e+76),
    ] as [(Int, Double, Double)])
func polygammas(order: Int, argument: Double, expected: Double) throws {
    let result = try run(.polygamma(order: order), Tensor.vector([argument])).doubles[0]
    let tolerance = order > 20 ? 1e-12 : 1e-14
    let error = abs(result - expected) / abs(expected)
    #expect(error <= tolerance, "ψ of order \(order) at \(argument) is \(result), off by \(error)")
    let narrow = try run(.polygamma(order: order), floats([Float(argument)])).scalars
    #expect(narrow == [.f32(Float(Polygamma.value(order: order, Double(Float(argument)))))])
}

@Test func polygammaPoles() throws {
    let places = try Tensor.vector([0.0, -0.0, -1, -1e300, nan, -inf])
    #expect(try run(.polygamma(order: 0), places).scalars == [Scalar](repeating: .f64(nan), count: 6))
    #expect(try run(.polygamma(order: 1), places).scalars == [inf, inf, inf, inf, nan, nan].map { .f64($0) })
    #expect(try run(.polygamma(order: 2), places).scalars == [Scalar](repeating: .f64(nan), count: 6))
    #expect(try run(.polygamma(order: 1), Tensor.vector([inf])).scalars == [.f64(0)])
    for order in [1 << 20, .max] {
        _ = try run(.polygamma(order: order), Tensor.vector([1e-300, 0.5, 1e3, 1e300, -2000.5, inf]))
    }
}
