// Functions that are formulas of others, written in the language. A formula must be right where it is not smooth, too:
// what `where` does not choose adds nothing to a gradient, but it must not be infinite there.

extension Library {
    static let writtenElementwise: [Builtin] = [
        Builtin("isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)", written: closeness),
        Builtin(
            "allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)",
            written: "all(isclose(a, b, rtol, atol, equal_nan))"),
        Builtin("array_equal(a1, a2, equal_nan=False)", written: equality),
        Builtin("trunc(x)", written: "where(x < 0, ceil(x), floor(x))"),
        Builtin("fabs(x)", written: "abs(tofloat(x))"),
        // The other where one is NaN.
        Builtin("fmax(x1, x2)", written: "where((x1 > x2) | isnan(x2), x1, x2)"),
        Builtin("fmin(x1, x2)", written: "where((x1 < x2) | isnan(x2), x1, x2)"),
        Builtin("float_power(x1, x2)", written: floatPower),
        Builtin("deg2rad(x)", written: "tofloat(x) * (pi / 180)"),
        Builtin("rad2deg(x)", written: "tofloat(x) * (180 / pi)"),
        Builtin("radians(x)", written: "deg2rad(x)"), Builtin("degrees(x)", written: "rad2deg(x)"),
        Builtin("positive(x)", written: "+asarray(x)"), Builtin("real(x)", written: "+asarray(x)"),
        Builtin("conj(x)", written: "+asarray(x)"), Builtin("conjugate(x)", written: "+asarray(x)"),
        Builtin("imag(x)", written: "zeros_like(x)"),
        Builtin("isneginf(x)", written: "asarray(x) == -inf"), Builtin("isposinf(x)", written: "asarray(x) == inf"),
        // −0 has the sign of its reciprocal.
        Builtin("signbit(x)", written: "(asarray(x) < 0) | ((asarray(x) == 0) & (1 / where(x == 0, x, 1) < 0))"),
        Builtin("copysign(x1, x2)", written: copiedSign),
        Builtin(
            "heaviside(x1, x2)",
            written: "where(x1 < 0, zeros_like(x2 / 1), where(x1 == 0, x2, where(x1 > 0, 1.0, x1 / 1)))"),
        Builtin("logaddexp2(x1, x2)", written: binaryLogSum),
        Builtin("nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None)", written: numbersOnly),
        Builtin("sinc(x)", written: sinc),
        Builtin("xlogy(x, y)", written: timesLogarithm("log")),
        Builtin("xlog1py(x, y)", written: timesLogarithm("log1p")),
        Builtin("entr(x)", written: "where(x < 0, -inf, -xlogy(tofloat(x), where(x < 0, 1, tofloat(x))))"),
        Builtin("logit(x)", written: logit),
    ]

    private static let closeness = """
        near = isfinite(b) & (abs(a / 1 - b / 1) <= atol + rtol * abs(b / 1))
        close = (asarray(a) == b) | near
        return close | (isnan(a) & isnan(b)) if equal_nan else close
        """

    private static let equality = """
        x = asarray(a1)
        y = asarray(a2)
        if x.shape != y.shape:
            return array(False)
        return all((x == y) | (isnan(x) & isnan(y))) if equal_nan else all(x == y)
        """

    private static let floatPower = """
        x, y = tofloat(x1, x2)
        return power(x, y)
        """

    private static let copiedSign = """
        x, y = tofloat(x1, x2)
        return where(signbit(y), -abs(x), abs(x))
        """

    private static let binaryLogSum = """
        x, y = tofloat(x1, x2)
        return (logaddexp(x * log(2.0), y * log(2.0)) / log(2.0)).astype(x.dtype)
        """

    private static let numbersOnly = """
        x = asarray(x)
        if x.dtype != float64 and x.dtype != float32:
            return x
        most = 1.7976931348623157e308 if x.dtype == float64 else 3.4028234663852886e38
        y = where(isnan(x), asarray(nan).astype(x.dtype), x)
        y = where(x == inf, asarray(most if posinf is None else posinf).astype(x.dtype), y)
        return where(x == -inf, asarray(-most if neginf is None else neginf).astype(x.dtype), y)
        """

    /// sin(πx) / (πx), near 0 by its series, whose derivatives are right at 0.
    private static let sinc = """
        t = pi * tofloat(x)
        near = abs(t) < 0.5
        s = where(near, t, 0) ** 2
        series = 1 + s * 0
        for k in [9, 8, 7, 6, 5, 4, 3, 2, 1]:
            series = 1 - s / (2 * k * (2 * k + 1)) * series
        far = where(near, 1, t)
        return where(near, series, sin(far) / far)
        """

    /// x f(y), 0 with slope −∞ by x where x is 0 and f(y) is not finite.
    private static func timesLogarithm(_ f: String) -> String {
        """
        x, y = tofloat(x, y)
        edge = (x == 0) & ~(\(f)(stop_gradient(y)) > -inf) & ~isnan(y)
        inside = where(edge, 1, y)
        return where(edge, 0 - sqrt(where(edge, x, 1)), x * \(f)(inside))
        """
    }

    /// log(x / (1 − x)), by the form that cancels nothing.
    private static let logit = """
        x = tofloat(x)
        low = where(x < 0.25, x, 0.125)
        middle = where((x >= 0.25) & (x <= 0.75), x, 0.5)
        high = where((x >= 0.25) & (x <= 0.75), 0.875, where(x < 0.25, 0.875, x))
        left = log(low) - log1p(-low)
        right = log(high / (1 - high))
        return where(x < 0.25, left, where((x >= 0.25) & (x <= 0.75), 2 * arctanh(2 * middle - 1), right))
        """

    static let writtenActivations: [Builtin] = [
        // At 0 and at 6 the slope is 0.
        Builtin("nn.relu6(x)", written: "where(x >= 6, 6.0, where(x <= 0, 0.0, x))"),
        Builtin("nn.hard_tanh(x)", written: "where(x > 1, 1, where(x < -1, -1, x))"),
        Builtin("nn.hard_sigmoid(x)", written: "nn.relu6(x + 3.0) / 6"),
        Builtin("nn.hard_silu(x)", written: "asarray(x) * nn.hard_sigmoid(x)"),
        Builtin("nn.hard_swish(x)", written: "asarray(x) * nn.hard_sigmoid(x)"),
        Builtin("nn.soft_sign(x)", written: "asarray(x) / (1 + abs(x / 1))"),
        Builtin("nn.log_sigmoid(x)", written: "-softplus(-(x / 1))"),
        Builtin("nn.squareplus(x, b=4)", written: "(x + sqrt(asarray(x) ** 2 + b)) / 2"),
        Builtin("nn.mish(x)", written: "x * tanh(softplus(x / 1))"),
        Builtin("nn.celu(x, alpha=1.0)", written: "maximum(x, 0.0) + alpha * expm1(minimum(x, 0.0) / alpha)"),
        Builtin(
            "nn.selu(x)", written: "1.0507009873554804934193349852946 * elu(x * 1.0, 1.6732632423543772848170429916717)"
        ),
        Builtin("nn.glu(x, axis=-1)", written: "split(x, 2, axis)[0] * sigmoid(split(x, 2, axis)[1])"),
    ]
}
