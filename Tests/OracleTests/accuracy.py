"""Writes accuracy.jsonl and higher.jsonl: exact values and derivatives of elementwise functions, rounded once.

    python3 accuracy.py        # needs mpmath 1.4

accuracy.jsonl: one line for each expression and element type: arguments, value, first derivatives. Points are magnitudes
from the subnormals to the greatest number, where the function has a finite value, both sides of every kink and zero, and
seeded random ones, many of them near the zeros of lgamma and digamma below 0 and at the ends of the range. higher.jsonl:
second and third (partial) derivatives at ordinary points.
"""

import json
import math
import random
from pathlib import Path

from mpmath import mp, mpf, sqrt, exp, log, pi, erf, erfc, erfinv, digamma, psi, loggamma, diff, hypot, atan2, atan
import mpmath as m

mp.dps = 80
HERE = Path(__file__).parent
FORMATS = {"f64": (53, -1074, 1024), "f32": (24, -149, 128)}


def rounded(value, dtype):
    """The nearest number of the format, ties to even, as a Python float."""
    bits, least, limit = FORMATS[dtype]
    value = mpf(value)
    if value == 0 or m.isnan(value) or m.isinf(value):
        return float(value)
    step = max(int(m.floor(m.log(abs(value), 2))) - bits + 1, least)
    whole = int(m.nint(m.ldexp(value, -step)))
    if abs(m.ldexp(mpf(whole), step)) >= m.ldexp(mpf(1), limit):
        return float("inf") if whole > 0 else float("-inf")
    return float(m.ldexp(mpf(whole), step))


def text(value, dtype):
    """The shortest text that reads back as the number."""
    if value != value or value in (float("inf"), float("-inf")):
        return {"nan": "nan", "inf": "inf", "-inf": "-inf"}[str(value)]
    if dtype == "f64":
        return value
    for digits in range(1, 10):
        short = float(f"{value:.{digits}g}")
        if rounded(short, "f32") == value:
            return short
    return value


def s(x):
    return 1 / (1 + exp(-x))


def slope(x):
    return s(x) * s(-x)


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def inner(x):
    return 2 * sqrt(2 / pi) * (x + mpf("0.044715") * x**3)


def inner_slope(x):
    return 2 * sqrt(2 / pi) * (1 + 3 * mpf("0.044715") * x**2)


def real_lgamma(x):
    return log(abs(m.gamma(x))) if abs(x) < 200 else m.re(loggamma(x))


def trigamma(x):
    """By reflection below 0, where mpmath's own takes a sum as long as x."""
    return psi(1, x) if x > 0 else (pi / m.sinpi(x)) ** 2 - psi(1, 1 - x)


def inverse_erf(x):
    """Newton's method on erfc where erf has lost its digits."""
    y = erfinv(x)
    for _ in range(3):
        y -= (erf(y) - x) * sqrt(pi) / 2 * exp(y * y)
    return y


ALL = (-mpf("1e400"), mpf("1e400"))
POSITIVE = (mpf(0), mpf("1e400"))

# expression in x: value, derivative, where both are defined and worth a test
UNARY = {
    "negative(x)": (lambda x: -x, lambda x: mpf(-1), ALL),
    "abs(x)": (abs, lambda x: mpf(m.sign(x)), ALL),
    "square(x)": (lambda x: x * x, lambda x: 2 * x, ALL),
    "reciprocal(x)": (lambda x: 1 / x, lambda x: -1 / x**2, ALL),
    "sqrt(x)": (sqrt, lambda x: 1 / (2 * sqrt(x)), POSITIVE),
    "rsqrt(x)": (lambda x: 1 / sqrt(x), lambda x: -1 / (2 * x * sqrt(x)), POSITIVE),
    "cbrt(x)": (lambda x: m.sign(x) * m.cbrt(abs(x)), lambda x: 1 / (3 * m.cbrt(abs(x)) ** 2), ALL),
    "exp(x)": (exp, exp, (-760, 720)),
    "exp2(x)": (lambda x: mpf(2) ** x, lambda x: mpf(2) ** x * log(mpf(2)), (-1080, 1024)),
    "expm1(x)": (m.expm1, exp, (-760, 720)),
    "log(x)": (log, lambda x: 1 / x, POSITIVE),
    "log2(x)": (lambda x: log(x) / log(mpf(2)), lambda x: 1 / (x * log(mpf(2))), POSITIVE),
    "log10(x)": (lambda x: log(x) / log(mpf(10)), lambda x: 1 / (x * log(mpf(10))), POSITIVE),
    "log1p(x)": (m.log1p, lambda x: 1 / (1 + x), (-1, mpf("1e400"))),
    "sin(x)": (m.sin, m.cos, ALL),
    "cos(x)": (m.cos, lambda x: -m.sin(x), ALL),
    "tan(x)": (m.tan, lambda x: 1 / m.cos(x) ** 2, ALL),
    "arcsin(x)": (m.asin, lambda x: 1 / sqrt((1 - x) * (1 + x)), (-1, 1)),
    "arccos(x)": (m.acos, lambda x: -1 / sqrt((1 - x) * (1 + x)), (-1, 1)),
    "arctan(x)": (atan, lambda x: 1 / (1 + x * x), ALL),
    "sinh(x)": (m.sinh, m.cosh, (-720, 720)),
    "cosh(x)": (m.cosh, m.sinh, (-720, 720)),
    "tanh(x)": (m.tanh, lambda x: 1 / m.cosh(x) ** 2, (-800, 800)),
    "arcsinh(x)": (m.asinh, lambda x: 1 / sqrt(1 + x * x), ALL),
    "arccosh(x)": (m.acosh, lambda x: 1 / (sqrt(x - 1) * sqrt(x + 1)), (1, mpf("1e400"))),
    "arctanh(x)": (m.atanh, lambda x: 1 / ((1 - x) * (1 + x)), (-1, 1)),
    "sigmoid(x)": (s, slope, (-800, 800)),
    "softplus(x)": (lambda x: m.log1p(exp(-abs(x))) + max(x, 0), s, (-800, 800)),
    "silu(x)": (lambda x: x * s(x), lambda x: s(x) * (1 + x * s(-x)), (-800, 800)),
    "gelu(x)": (
        lambda x: x * s(inner(x)),
        lambda x: s(inner(x)) * (1 + x * inner_slope(x) * s(-inner(x))),
        (-45, 45),
    ),
    "gelu(x, approximate=False)": (
        lambda x: x * cdf(x),
        lambda x: cdf(x) + x * exp(-x * x / 2) / sqrt(2 * pi),
        (-45, 45),
    ),
    "elu(x)": (lambda x: x if x > 0 else m.expm1(x), lambda x: mpf(1) if x > 0 else exp(x), (-800, 800)),
    "relu(x)": (lambda x: max(x, mpf(0)), lambda x: mpf(1 if x > 0 else 0), ALL),
    "erf(x)": (erf, lambda x: 2 / sqrt(pi) * exp(-x * x), (-30, 30)),
    "erfc(x)": (erfc, lambda x: -2 / sqrt(pi) * exp(-x * x), (-30, 30)),
    "erf_inv(x)": (inverse_erf, lambda x: sqrt(pi) / 2 * exp(inverse_erf(x) ** 2), (-1, 1)),
    "lgamma(x)": (real_lgamma, digamma, ALL),
    "digamma(x)": (digamma, trigamma, ALL),
    "x**3": (lambda x: x**3, lambda x: 3 * x**2, ALL),
    "x**5": (lambda x: x**5, lambda x: 5 * x**4, ALL),
    "x**-2": (lambda x: x**-2, lambda x: -2 * x**-3, ALL),
    "x**-3": (lambda x: x**-3, lambda x: -3 * x**-4, ALL),
    "x**17": (lambda x: x**17, lambda x: 17 * x**16, ALL),
}

# More points where a function is delicate: zeros, poles, saturation, edges of overflow.
DELICATE = {
    "arcsin(x)": [1 - 2.0**-k for k in (1, 3, 10, 20, 40, 53)] + [-1 + 2.0**-k for k in (2, 24, 52)],
    "arccos(x)": [1 - 2.0**-k for k in (1, 3, 10, 20, 40, 53)] + [-1 + 2.0**-k for k in (2, 24, 52)],
    "arctanh(x)": [1 - 2.0**-k for k in (1, 3, 10, 20, 40, 53)] + [-1 + 2.0**-k for k in (2, 24, 52)],
    "erf_inv(x)": [1 - 2.0**-k for k in (1, 2, 3, 10, 20, 40, 53)] + [-1 + 2.0**-k for k in (2, 24, 52)],
    "arccosh(x)": [1 + 2.0**-k for k in (1, 3, 10, 20, 40, 52)],
    "log1p(x)": [-1 + 2.0**-k for k in (1, 3, 10, 20, 40, 53)],
    "log(x)": [1 + 2.0**-k for k in (2, 20, 52)] + [1 - 2.0**-k for k in (2, 20, 53)],
    "log2(x)": [1 + 2.0**-k for k in (2, 20, 52)] + [1 - 2.0**-k for k in (2, 20, 53)],
    "log10(x)": [1 + 2.0**-k for k in (2, 20, 52)] + [1 - 2.0**-k for k in (2, 20, 53)],
    "sin(x)": [3.141592653589793, 6381956970095103 * 2.0**797, 22.0],
    "cos(x)": [1.5707963267948966, 11.0, 6381956970095103 * 2.0**797],
    "tan(x)": [1.5707963267948966, -1.5707963267948968, 0.7853981633974483, 11.0],
    "exp(x)": [709.78, 88.72, -708.5, -745.1, -87.5, -103.9],
    "exp2(x)": [1023.999, 127.999, -1022.5, -1074.9, -126.5, -149.4],
    "expm1(x)": [709.78, 88.72, -37.5, -745.1, 1e-16, -1e-8],
    "sinh(x)": [710.4, 89.4, -710.4, 700.5, 80.5],
    "cosh(x)": [710.4, 89.4, -710.4, 700.5, 80.5],
    "tanh(x)": [19.0, 355.5, 371.9, -372.4, 44.5, -51.7, 9.0],
    "sigmoid(x)": [37.0, -37.5, -708.9, -744.9, 744.9, -88.5, -103.5],
    "softplus(x)": [37.0, -37.5, -708.9, -744.9, 744.9, -88.5, -103.5],
    "silu(x)": [-1.278464542761, -1.2784, -1.3, -2.4, -708.9, -750.5, -88.5, -107.5],
    "gelu(x)": [-0.752461422071, -0.7525, -0.76, -1.58, -20.5, -21.1, -21.3, -10.1, -10.4],
    "gelu(x, approximate=False)": [-0.751791524693, -0.7518, -0.76, -1.58, -37.6, -38.5, -14.9, -15.1, -13.2, -14.3],
    "erf(x)": [5.9, -5.95, 26.5, 27.2, -9.2, 10.1, 3.8],
    "erfc(x)": [-5.9, 5.95, 26.5, 27.2, 9.2, 10.0],
    "lgamma(x)": [1.0 + 2.0**-40, 2.0 - 2.0**-40, 1.4616321449683622, 1.46163, 2.5e305, 4.08e36],
    # Below -16 the last eight lie nearest to a zero, of all numbers.
    "digamma(x)": [1.4616321449683622, 1.461632, 1.47, 2.0, 9.9, 10.1, -27.759811695826706, -60.79246998985628,
                   -87.80536027839507, -116.81445628517743, -1965.8749921566869, -2977.8808777877402, -6066919.936815942,
                   -204097275.94819948],
    "x**17": [2.1e-20, 1.97e-20, -1.9e-20, 1.8e-20, 2.6e-3, -2.5e-3, 2.4e-3, 1.8e-3],
}

# The seed of the points near zeros below 0.
ZEROS_SEED = 20240


def newton(function, slope, x):
    for _ in range(12):
        x -= function(x) / slope(x)
    return x


def lgamma_zeros():
    """All that some number lies near: from -2.457 down, one on each side of -3, -4, ... -16."""
    starts = [mpf("-2.457"), mpf("-2.7477"), mpf("-3.1436")]
    for pole in range(4, 17):
        starts += [-pole + 1 / m.factorial(pole), -pole - 1 / m.factorial(pole)]
    return [newton(real_lgamma, digamma, start) for start in starts]


def digamma_zeros(generator):
    """One in each of the first 32 intervals between poles, and in two random ones for each power of two."""
    intervals = list(range(32)) + [generator.randrange(2**k, 2 ** (k + 1)) for k in range(5, 47) for _ in range(2)]
    for n in intervals:
        offset = m.acot(log(n + 1) / pi) / pi if n > 1 else mpf("0.4")
        yield newton(digamma, trigamma, offset - n - 1)


def around(zeros, generator, spread):
    """For each zero the seven nearest numbers of binary64, and as many at random distances in units of `spread`."""
    points = []
    for zero in zeros:
        step = math.ulp(float(zero))
        points += [float(zero) + k * step for k in range(-3, 4)]
        reach = [generator.choice([-1, 1]) * 2 ** generator.uniform(-50, 0) for _ in range(7)]
        points += [float(zero + spread(zero) * size) for size in reach]
    return points


def delicate_below_zero():
    generator = random.Random(ZEROS_SEED)
    DELICATE["lgamma(x)"] += around(lgamma_zeros(), generator, lambda zero: abs(zero - m.nint(zero)) / 8)
    DELICATE["digamma(x)"] += around(digamma_zeros(generator), generator, lambda zero: mpf("0.2"))


BINARY = {
    "power(a, b)": (
        lambda a, b: a**b,
        lambda a, b: b * a ** (b - 1),
        lambda a, b: a**b * log(a) if a > 0 else mpf("nan"),
    ),
    "hypot(a, b)": (hypot, lambda a, b: a / hypot(a, b), lambda a, b: b / hypot(a, b)),
    "arctan2(a, b)": (atan2, lambda a, b: b / (a * a + b * b), lambda a, b: -a / (a * a + b * b)),
    "a / b": (lambda a, b: a / b, lambda a, b: 1 / b, lambda a, b: -a / b**2),
    "logaddexp(a, b)": (
        lambda a, b: max(a, b) + m.log1p(exp(-abs(a - b))),
        lambda a, b: s(a - b),
        lambda a, b: s(b - a),
    ),
}

PAIRS = {
    "power(a, b)": {
        "f64": [
            (2.0, 3.5), (1e-300, 0.3), (1e300, -0.7), (1e-310, 0.4), (1e200, 1.5), (5e-324, 0.5), (1e-200, 1.5),
            (1.7e308, 0.01), (0.3, 250.25), (1.0000001, 1e7), (7.5, 1e-20), (3.25, -1e-10), (10.0, -300.5),
            (-2.0, 3.0), (-1.5, -4.0), (-0.1, 7.0), (1e-5, 60.0), (0.999, -1e5), (1e160, 0.999), (2.5, 1.0),
        ],
        "f32": [
            (2.0, 3.5), (1e-30, 0.3), (1e30, -0.7), (1e-40, 0.4), (1e20, 1.5), (1e-20, 1.5), (0.3, 60.25),
            (1.001, 1e3), (7.5, 1e-10), (10.0, -30.5), (-2.0, 3.0), (-1.5, -4.0), (1e-3, 12.0), (2.5, 1.0),
        ],
    },
    "hypot(a, b)": {
        "f64": [
            (3.0, 4.0), (-1e-300, 2e-300), (1e300, -1.2e300), (5e-324, 5e-324), (1e-310, 2e-310), (1e308, 1e308),
            (1e-5, 1e5), (1.0, 1e-170), (0.0, -2.0), (1e200, 1e-200), (-0.3, 0.7), (1e-160, 1e-155),
        ],
        "f32": [
            (3.0, 4.0), (-1e-38, 2e-38), (1e38, -1.2e38), (1e-45, 1e-45), (1e-40, 2e-40), (1e-3, 1e3), (0.0, -2.0),
            (1e20, 1e-20), (-0.3, 0.7),
        ],
    },
    "arctan2(a, b)": {
        "f64": [
            (3.0, 4.0), (1.0, -2.0), (-1e-300, 2e-300), (1e300, -1.2e300), (1e-320, 2e-310), (1e-5, 1e5), (2.0, 1e-170),
            (0.0, -2.0), (3.0, 0.0), (-3.0, 0.0), (1e200, 1e-100), (1e150, 1e152), (-0.3, 0.7), (1e-160, 1e-155),
        ],
        "f32": [
            (3.0, 4.0), (1.0, -2.0), (-1e-37, 2e-37), (1e37, -1.2e37), (1e-3, 1e3), (0.0, -2.0), (3.0, 0.0),
            (1e15, 1e16), (-0.3, 0.7),
        ],
    },
    "a / b": {
        "f64": [(1.0, 3.0), (-2e300, 7e10), (1e-300, 3e-10), (5.0, 1e-160), (1e200, 3e250), (-0.0, 2.0)],
        "f32": [(1.0, 3.0), (-2e30, 7e3), (1e-30, 3e-5), (5.0, 1e-16), (1e20, 3e25)],
    },
    "logaddexp(a, b)": {
        "f64": [(1.0, 2.0), (0.0, -700.5), (1000.5, 1000.25), (-1e5, -1e5 + 20), (1e300, -1e300), (3.0, 3.0), (50.0, 8.0),
                (700.3, 0.1), (0.7, -30.3)],
        "f32": [(1.0, 2.0), (0.0, -80.5), (1000.5, 1000.25), (1e30, -1e30), (3.0, 3.0), (50.0, 8.0), (70.3, 0.1)],
    },
}

# The seed of pairs at the ends of the range.
EXTREMES_SEED = 20241


def extreme_pairs(dtype, generator):
    """Powers and quotients that are subnormal or overflow, or have derivatives that do."""
    _, least, limit = FORMATS[dtype]
    powers, quotients = [], []
    for low, high in 20 * [(least - 5, least + 60), (limit - 15, limit + 15)]:
        exponent = generator.choice([-1, 1]) * 10 ** generator.uniform(-1, 6 if dtype == "f64" else 4)
        base = generator.uniform(low, high) / exponent
        if least < base < limit:
            powers.append((float(mpf(2) ** mpf(base)), exponent))
    for low, high in 10 * [(least - 5, least + 60), (limit - 15, limit + 5)]:
        for reach in (1, 0.25, 0.02):
            # 2 to the powers of the quotient's and the divisor's logarithm
            size, divisor = generator.uniform(low, high), generator.uniform(reach * least, reach * limit)
            quotients.append((float(mpf(2) ** (size + divisor)), generator.choice([-1, 1]) * float(mpf(2) ** divisor)))
    quotients = [(a, b) for a, b in quotients if 0 < rounded(a, dtype) < float("inf")]
    return {"power(a, b)": powers, "a / b": quotients}


# Second and third derivatives at ordinary points; the arguments lie in every function's domain.
HIGHER_POINTS = {
    "arccosh(x)": [1.25, 3.5, 1e3], "arcsin(x)": [-0.6, 0.25, 0.95], "arccos(x)": [-0.6, 0.25, 0.95],
    "arctanh(x)": [-0.6, 0.25, 0.95], "erf_inv(x)": [-0.6, 0.25, 0.999],
    "lgamma(x)": [0.3, 1.75, 40.0], "digamma(x)": [0.3, 1.75, 40.0],
}
POSITIVE_POINTS = [0.3, 1.75, 40.0]
NOT_SMOOTH_AT_ZERO = ["lgamma(x)", "digamma(x)", "abs(x)", "relu(x)", "elu(x)", "reciprocal(x)", "cbrt(x)", "x**-2", "x**-3"]
# The same functions without the fold that keeps huge arguments finite, for differences across it.
SMOOTH = {
    "softplus(x)": lambda x: log(1 + exp(x)),
    "logaddexp(a, b)": lambda a, b: log(exp(a) + exp(b)),
}
HIGHER_BINARY = {
    "power(a, b)": [(1.5, 2.25), (0.3, -1.5), (7.0, 0.25)],
    "hypot(a, b)": [(0.5, -1.25), (3e5, 4e5), (1e-3, 2.0), (0.0, 3.0)],
    "arctan2(a, b)": [(0.5, -1.25), (-2.0, 0.3), (1e-3, 2.0)],
    "a / b": [(0.5, -1.25), (3.0, 0.2)],
    "logaddexp(a, b)": [(0.5, -1.25), (3.0, 3.5), (-20.0, 2.0), (2.0, 2.0)],
}


def magnitudes(dtype, generator):
    """Both signs of magnitudes all over the format, and zero."""
    if dtype == "f64":
        fixed = [5e-324, 3e-310, 2.2250738585072014e-308, 1.3e-200, 7e-20, 1.1e-8, 3e-4, 4e4, 1e10, 1.5e155, 1e160, 1e300,
                 1.7976931348623157e308]
    else:
        fixed = [1e-45, 3e-40, 1.1754944e-38, 1.3e-20, 7e-9, 1.1e-5, 3e-3, 4e4, 1e10, 2e19, 1e22, 1e38, 3.4028235e38]
    ordinary = [generator.uniform(0, 1) for _ in range(10)] + [generator.uniform(1, 30) for _ in range(10)]
    wide = [10 ** generator.uniform(-6, 3) for _ in range(10)]
    sizes = fixed + ordinary + wide
    return [0.0] + sizes[: len(sizes) // 2 * 2] + [-size for size in sizes[::2]] + [-ordinary[1], -ordinary[16]]


def arguments(expression, domain, dtype, generator):
    low, high = domain
    raw = magnitudes(dtype, generator) + DELICATE.get(expression, [])
    if domain == (1, mpf("1e400")):
        raw += [1 + size for size in raw if 0 < size < 1]
    kept = []
    for value in raw:
        value = rounded(value, dtype)
        inside = low < value < high or (low == -1 and high == 1 and abs(value) < 1)
        if inside and value not in kept and abs(value) != float("inf"):
            kept.append(value)
    return kept


def unary_lines():
    for index, (expression, (value, derivative, domain)) in enumerate(UNARY.items()):
        for dtype in FORMATS:
            generator = random.Random(1000 + index)
            rows = []
            for x in arguments(expression, domain, dtype, generator):
                try:
                    row = [rounded(value(mpf(x)), dtype), rounded(derivative(mpf(x)), dtype)]
                except (ZeroDivisionError, ValueError):
                    continue  # A pole or an edge: conventions, which have tests of their own.
                rows.append([text(number, dtype) for number in [x] + row])
            columns = [list(column) for column in zip(*rows)]
            yield dict(zip(["expression", "dtype", "x", "value", "derivative"], [expression, dtype] + columns))


def binary_lines():
    extremes = {dtype: extreme_pairs(dtype, random.Random(EXTREMES_SEED)) for dtype in FORMATS}
    for expression, functions in BINARY.items():
        for dtype, pairs in PAIRS[expression].items():
            rows = []
            for pair in pairs + extremes[dtype].get(expression, []):
                a, b = (rounded(x, dtype) for x in pair)
                numbers = [rounded(function(mpf(a), mpf(b)), dtype) for function in functions]
                rows.append([text(number, dtype) for number in [a, b] + numbers])
            columns = [list(column) for column in zip(*rows)]
            names = ["expression", "dtype", "a", "b", "value", "by_a", "by_b"]
            yield dict(zip(names, [expression, dtype] + columns))


def exact_difference(function, point, orders):
    """A derivative by differences in 80 digits; what they leave of a zero is 0."""
    value = float(diff(function, point, orders))
    return value if abs(value) > 1e-40 else 0.0


def higher_lines():
    for expression, (value, _, domain) in UNARY.items():
        value = SMOOTH.get(expression, value)
        points = HIGHER_POINTS.get(expression, POSITIVE_POINTS if domain == POSITIVE else [-1.75, 0.3, 2.5])
        if expression == "log1p(x)":
            points = [-0.75, 0.3, 40.0]
        if domain[0] < 0 and expression not in NOT_SMOOTH_AT_ZERO:
            points = points + [0.0]
        second = [exact_difference(value, mpf(x), 2) for x in points]
        third = [exact_difference(value, mpf(x), 3) for x in points]
        yield {"expression": expression, "x": points, "xx": second, "xxx": third}
    for expression, (value, _, _) in BINARY.items():
        value = SMOOTH.get(expression, value)
        line = {"expression": expression, "a": [], "b": []}
        for a, b in HIGHER_BINARY[expression]:
            line["a"].append(a)
            line["b"].append(b)
            for orders in ((2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3)):
                exact = exact_difference(value, (mpf(a), mpf(b)), orders)
                line.setdefault("a" * orders[0] + "b" * orders[1], []).append(exact)
        yield line


def write(name, lines):
    with open(HERE / name, "w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    delicate_below_zero()
    write("accuracy.jsonl", list(unary_lines()) + list(binary_lines()))
    write("higher.jsonl", higher_lines())
