import TestSupport
import Tensors
import Testing

private let inf = Double.infinity
private let nan = Double.nan

/// What functions and derivatives are at kinks, ties, poles, edges of the domain and infinities: the conventions that
/// NUMERICS.md lists.
@Suite struct ConventionTests {
    @Test(
        arguments: [
            ("abs(x)", 0, 0, 0), ("sign(x)", 0, 0, 0), ("floor(x)", 2, 2, 0), ("ceil(x)", 2, 2, 0),
            ("round(x)", 0.5, 0, 0),
            ("relu(x)", 0, 0, 0), ("elu(x)", 0, 0, 1), ("elu(x, alpha=2)", 0, 0, 2), ("leaky_relu(x)", 0, 0, 1),
            ("clip(x, 0.0, 1.0)", 0, 0, 0.5), ("clip(x, 0.0, 1.0)", 1, 1, 0.5),
            ("sqrt(x)", 0, 0, inf), ("sqrt(x)", -1, nan, nan), ("sqrt(x)", inf, inf, 0), ("sqrt(x)", -0.0, 0, -inf),
            ("rsqrt(x)", 0, inf, -inf), ("rsqrt(x)", inf, 0, 0), ("cbrt(x)", 0, 0, inf), ("cbrt(x)", -inf, -inf, 0),
            ("log(x)", 0, -inf, inf), ("log(x)", -1, nan, -1), ("log(x)", inf, inf, 0),
            ("log1p(x)", -1, -inf, inf), ("log1p(x)", -2, nan, -1), ("exp(x)", inf, inf, inf), ("exp(x)", -inf, 0, 0),
            ("expm1(x)", -inf, -1, 0), ("sin(x)", inf, nan, nan), ("cos(x)", inf, nan, nan), ("tan(x)", inf, nan, nan),
            ("arcsin(x)", 1, .pi / 2, inf), ("arcsin(x)", 2, nan, nan), ("arccos(x)", 1, 0, -inf),
            ("arccos(x)", -2, nan, nan), ("arctan(x)", inf, .pi / 2, 0), ("arctan(x)", -inf, -.pi / 2, 0),
            ("arccosh(x)", 1, 0, inf), ("arccosh(x)", 0.5, nan, nan), ("arccosh(x)", inf, inf, 0),
            ("arctanh(x)", 1, inf, inf), ("arctanh(x)", 2, nan, -1.0 / 3), ("arcsinh(x)", inf, inf, 0),
            ("sinh(x)", -inf, -inf, inf), ("cosh(x)", -inf, inf, -inf), ("tanh(x)", inf, 1, 0),
            ("tanh(x)", -inf, -1, 0),
            ("sigmoid(x)", inf, 1, 0), ("sigmoid(x)", -inf, 0, 0), ("softplus(x)", inf, inf, 1),
            ("softplus(x)", -inf, 0, 0), ("silu(x)", inf, inf, 1), ("silu(x)", -inf, 0, 0), ("gelu(x)", inf, inf, 1),
            ("gelu(x)", -inf, 0, 0), ("gelu(x, approximate=False)", inf, inf, 1),
            ("gelu(x, approximate=False)", -inf, 0, 0), ("erf(x)", inf, 1, 0), ("erfc(x)", -inf, 2, 0),
            ("erf_inv(x)", 1, inf, inf), ("erf_inv(x)", -1, -inf, inf), ("erf_inv(x)", 1.5, nan, nan),
            ("lgamma(x)", 0, inf, nan), ("lgamma(x)", -3, inf, nan), ("lgamma(x)", inf, inf, inf),
            ("digamma(x)", 0, nan, inf), ("digamma(x)", -2, nan, inf), ("digamma(x)", inf, inf, 0),
            ("reciprocal(x)", 0, inf, -inf), ("reciprocal(x)", inf, 0, 0), ("square(x)", inf, inf, inf),
            ("x**0", 0, 1, 0), ("x**0", nan, 1, 0), ("x**1", 0, 0, 1), ("x**2", 0, 0, 0), ("x**-1", 0, inf, -inf),
            ("x**(-9223372036854775807 - 1)", 2, 0, 0), ("x**9223372036854775807", -1, -1, 9223372036854775807),
        ] as [(String, Double, Double, Double)])
    func unary(_ cell: String, _ x: Double, _ value: Double, _ derivative: Double) throws {
        for dtype in ["f64", "f32"] {
            var session = Session()
            session.give("w", .scalar(.f64(x)))
            try session.run("x = w.astype(\(dtype))\ny = \(cell)\nd = grad(y, x)")
            try expect(session, "y", value, "\(cell) at \(x), \(dtype)")
            try expect(session, "d", derivative, "the derivative of \(cell) at \(x), \(dtype)")
        }
    }

    @Test(
        arguments: [
            ("power(a, b)", 0, 0, 1, 0, 0), ("power(a, b)", 0, 1, 0, 1, 0), ("power(a, b)", 0, 2, 0, 0, 0),
            ("power(a, b)", 0, 0.5, 0, inf, 0), ("power(a, b)", 0, -1, inf, -inf, 0),
            ("power(a, b)", -2, 3, -8, 12, nan),
            ("power(a, b)", -2, 0.5, nan, nan, nan), ("power(a, b)", inf, 1, inf, 1, inf),
            ("power(a, b)", inf, 0, 1, 0, inf), ("power(a, b)", nan, 0, 1, 0, nan),
            ("hypot(a, b)", 0, 0, 0, 0, 0), ("hypot(a, b)", inf, 1, inf, nan, 0), ("hypot(a, b)", 0, -3, 3, 0, -1),
            ("logaddexp(a, b)", inf, inf, inf, 0.5, 0.5), ("logaddexp(a, b)", -inf, -inf, -inf, 0.5, 0.5),
            ("logaddexp(a, b)", inf, -inf, inf, 1, 0), ("logaddexp(a, b)", -inf, 1, 1, 0, 1),
            ("logaddexp(a, b)", nan, inf, nan, nan, nan),
            ("arctan2(a, b)", 0, 0, 0, nan, nan), ("arctan2(a, b)", 0, 1, 0, 1, 0),
            ("arctan2(a, b)", 0, -1, .pi, -1, 0),
            ("arctan2(a, b)", 1, 0, .pi / 2, 0, -1), ("a / b", 1, 0, inf, inf, -inf), ("a / b", 0, 0, nan, inf, nan),
            ("maximum(a, b)", 1, 1, 1, 0.5, 0.5), ("minimum(a, b)", 1, 1, 1, 0.5, 0.5), ("a % b", 5.5, 2, 1.5, 1, -2),
            ("a % b", -5.5, 2, 0.5, 1, 3), ("a % b", 4, 2, 0, 1, -2), ("a % b", -5.5, -2, -1.5, 1, -2),
        ] as [(String, Double, Double, Double, Double, Double)])
    func binary(_ cell: String, _ a: Double, _ b: Double, _ value: Double, _ byA: Double, _ byB: Double) throws {
        for dtype in ["f64", "f32"] {
            var session = Session()
            session.give("v", .scalar(.f64(a)))
            session.give("w", .scalar(.f64(b)))
            try session.run(
                "a = v.astype(\(dtype))\nb = w.astype(\(dtype))\ny = \(cell)\np = grad(y, a)\nq = grad(y, b)")
            try expect(session, "y", value, "\(cell) at \(a), \(b), \(dtype)")
            try expect(session, "p", byA, "∂/∂a of \(cell) at \(a), \(b), \(dtype)")
            try expect(session, "q", byB, "∂/∂b of \(cell) at \(a), \(b), \(dtype)")
        }
    }

    /// Equal as the type rounds; the sign of a zero is not looked at.
    private func expect(_ session: Session, _ name: String, _ expected: Double, _ what: String) throws {
        let found = try session.evaluate(name)
        let rounded = found.dtype == .f32 ? Double(Float(expected)) : expected
        let value = found.doubles[0]
        #expect(value == rounded || value.isNaN && rounded.isNaN, "\(what) is \(value), not \(rounded)")
    }

    /// Far out, second and third derivatives are 0 and not NaN, and at singular points what the function has there.
    @Test(
        arguments: [
            ("tanh(x)", 800, 0, 0), ("tanh(x)", -1e300, 0, 0), ("sigmoid(x)", 800, 0, 0), ("sigmoid(x)", -1e300, 0, 0),
            ("softplus(x)", 1e300, 0, 0), ("softplus(x)", 0, 0.25, 0), ("silu(x)", 1e300, 0, 0),
            ("silu(x)", -800, 0, 0),
            ("gelu(x)", 1e300, 0, 0), ("gelu(x)", -50, 0, 0), ("gelu(x, approximate=False)", 1e300, 0, 0),
            ("erf(x)", 1e300, 0, 0), ("erfc(x)", -40, 0, 0), ("arctan(x)", 1e200, 0, 0), ("arcsinh(x)", 1e200, 0, 0),
            ("x**array(2.0)", 0, 2, 0), ("x**array(3.0)", 0, 0, 6), ("x**array(1.0)", 0, 0, 0),
            ("x**array(0.0)", 0, 0, 0),
            ("x**array(3.0)", -2, -12, 6), ("hypot(x, array(3.0))", 0, 1.0 / 3, 0), ("elu(x)", 800, 0, 0),
            ("abs(x)", 0, nan, nan), ("abs(x)", -2, 0, 0), ("x**2", 0, 2, 0), ("x**3", 0, 0, 6),
        ] as [(String, Double, Double, Double)])
    func higherDerivatives(_ cell: String, _ x: Double, _ second: Double, _ third: Double) throws {
        var session = Session()
        session.give("x", .scalar(.f64(x)))
        try session.run(
            "y = \(cell)\nsecond = grad(grad(y, x), x)\nthird = grad(second, x)\nforward = jvp(jvp(y, x, x * 0 + 1), x, x * 0 + 1)"
        )
        try expect(session, "second", second, "the second derivative of \(cell) at \(x)")
        try expect(session, "forward", second, "the second derivative of \(cell) at \(x) by forward mode")
        try expect(session, "third", third, "the third derivative of \(cell) at \(x)")
    }

    /// −2⁶³ is written as in Python, and nothing is written that the type cannot hold.
    @Test(
        arguments: [
            ("-9223372036854775808", Int64.min), ("- 9223372036854775808", .min), ("-0x8000000000000000", .min),
            ("-2**63", .min), ("(-2)**63", .min), ("-9223372036854775807 - 1", .min), ("-(2**62)", -(1 << 62)),
            ("-2**2", -4), ("-2**-1", nil), ("-9223372036854775808 + 1", -.max), ("[-9223372036854775808][0]", .min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("--9223372036854775808", nil),
            ("-9223372036854775808**1", nil), ("-(9223372036854775808)", nil), ("2**63", nil), ("-2**64", nil),
            ("9_223_372_036_854_775_808", nil), ("-9_223_372_036_854_775_808", .min),
        ] as [(String, Int64?)])
    func leastWholeNumber(_ text: String, _ expected: Int64?) throws {
        var session = Session()
        guard let expected else {
            guard (try? session.run("a = array(\(text))")) != nil else { return }
            #expect(try session.evaluate("a").dtype.isFloating, "\(text)")
            return
        }
        try session.run("a = array(\(text))\nb = array([\(text), 0])\nc = arange(1) + \(text)")
        for name in ["a", "b", "c"] { #expect(try session.evaluate(name).scalars[0] == .i64(expected), "\(text)") }
    }

    /// As NumPy and JAX refuse them; casts wrap and saturate as they do there.
    @Test(
        arguments: [
            "array(2147483648, dtype=int32)", "array([1, -2147483649], dtype=int32)",
            "full((2,), 3000000000, dtype=int32)",
            "array([1], dtype=int32) + 3000000000", "array([1], dtype=int32) < 2147483648", "array([2, 3]) ** -1",
            "array([2, 3]) ** array([1, -1])", "array([2, 3]) ** array(-1)", "power(array([2, 3]), array([-1, 2]))",
            "array([2, 3]) ** -arange(2)", "array([2, 3]) ** full((2,), -1)",
            "array([2], dtype=int32) ** array([-1], dtype=int32)", "3 ** array([-1])",
            // A parity of their sum would be another number.
            "lax.reduce_xor(array([1, 2, 4]), (0,))",
        ])
    func refusedWholeNumbers(_ cell: String) throws {
        var session = Session()
        let fault = try #require(throws: Fault.self, "\(cell)") { try session.run("y = \(cell)") }
        #expect(fault.position != nil)
    }

    @Test(
        arguments: [
            ("array(-2147483648, dtype=int32)", [-2_147_483_648]), ("array([2, 3]) ** array([3, 0])", [8, 1]),
            ("array([3000000000.0, nan, -inf]).astype(int32)", [2_147_483_647, 0, -2_147_483_648]),
            ("array([3000000000]).astype(int32)", [-1_294_967_296]),
            // Inside of a function that runs as a graph, the inverse without what is behind the point.
            ("vmap(lambda a, k: a ** k)(array([2, 1, -1, -1, 0, -3]), n)", [0, 1, -1, 1, 0, -27]),
            ("n ** array([2, 2, 2, 0, 1, 3])", [1, 9, 1, 1, -2, 27]),
            ("array([7, -7, 7, -7, 0, 6]) % array([3, 3, -3, -3, 5, 0])", [1, 2, -2, -1, 0, 0]),
            ("array([7, -7, 7, -7]) // array([2, 2, -2, -2])", [3, -4, -4, 3]),
        ] as [(String, [Int64])])
    func wholeNumbersOfArrays(_ cell: String, _ expected: [Int64]) throws {
        var session = Session()
        session.give("n", try Tensor(.i64([-1, -3, -1, -2, -2, 3]), shape: Shape([6])))
        try session.run("y = \(cell)")
        #expect(try session.evaluate("y").scalars.map { $0.asInt64 } == expected, "\(cell)")
    }

    /// Whole numbers and bools are lifted to floats before a floating function, and have no derivative themselves.
    @Test func wholeNumbersAndBools() throws {
        var session = Session()
        try session.run("n = array([0, 1, 4])\ny = erf_inv(n)\nz = sqrt(n)\nb = silu(array([True, False]))")
        #expect(try session.evaluate("y").scalars == [.f64(0), .f64(inf), .f64(nan)])
        #expect(try session.evaluate("z").scalars == [.f64(0), .f64(1), .f64(2)])
        #expect(try session.evaluate("b").dtype.isFloating)
        let fault = try #require(throws: Fault.self) { try session.run("d = grad(sum(z), n)") }
        #expect(fault.kind == .dtype)
    }
}
