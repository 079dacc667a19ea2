"""Writes special.jsonl: exact values and derivatives of special functions, rounded once.

    python3 special.py        # needs mpmath 1.3

One line for each expression and element type: arguments, value, first derivatives. The functions are those of accuracy.py.
"""
import mpmath as m
from accuracy import FORMATS, HERE, rounded, text, write
from mpmath import exp, log, mpf, pi, sqrt

m.mp.dps = 60


def phi(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def ndtr(x):
    return m.erfc(-x / sqrt(mpf(2))) / 2


def log_ndtr(x):
    if x > 0:
        return m.log1p(-ndtr(-x))
    if x > -1000:
        return log(ndtr(x))
    return -x * x / 2 - log(-x * sqrt(2 * pi)) + m.log1p(-1 / x**2 + 3 / x**4 - 15 / x**6)


def hazard(x):
    return phi(x) / ndtr(x) if x > -1000 else -x / (1 - 1 / x**2 + 3 / x**4 - 15 / x**6)


def ndtri(p):
    """By Newton's method for the logarithm of Φ, from the lower tail."""
    q = min(p, 1 - p)
    x = -sqrt(-2 * log(q)) if q < mpf("0.1") else mpf(0)
    for _ in range(60):
        step = (log(ndtr(x)) - log(q)) * ndtr(x) / phi(x)
        x -= step
        if abs(step) <= abs(x) * mpf(10) ** -50:
            break
    return x if p < 0.5 else -x


def bessel(order, x):
    """e^-|x| I(x), for huge arguments by the asymptotic series."""
    if x == 0:
        return mpf(1 - order)
    if abs(x) < 1000:
        return m.besseli(order, x) * exp(-abs(x))
    term = total = mpf(1)
    for k in range(1, 12):
        term *= -mpf(4 * order - (2 * k - 1) ** 2) / (8 * k * abs(x))
        total += term
    return (sign(x) if order else 1) * total / sqrt(2 * pi * abs(x))


def scaled_bessel(order):
    return lambda x: bessel(order, x)


def sign(x):
    return (x > 0) - (x < 0)


def scaled_slope_0(x):
    if abs(x) < 1000:
        return bessel(1, x) - sign(x) * bessel(0, x)
    return m.diff(lambda y: bessel(0, y), x, h=abs(x) * mpf(10) ** -25)


def scaled_slope_1(x):
    if abs(x) < 1000:
        first = mpf("0.5") if x == 0 else bessel(0, x) - bessel(1, x) / x
        return first - sign(x) * bessel(1, x)
    return m.diff(lambda y: bessel(1, y), x, h=abs(x) * mpf(10) ** -25)


def plain(order, x):
    return bessel(order, x) * exp(abs(x))


def plain_slope_1(x):
    return mpf("0.5") if x == 0 else plain(0, x) - plain(1, x) / x


def multigammaln(a):
    return sum(m.loggamma(a - mpf(j) / 2) for j in range(3)) + mpf(3) / 2 * log(pi)


S = "jax.scipy.special."
ORDINARY = [0.0, 0.1, 0.3, 0.5, 0.74, 0.76, 1.0, 1.3, 1.56, 2.0, 2.5, 3.3, 3.99, 4.01, 5.5, 7.0, 7.99, 8.01, 12.5, 20.1, 33.0, 100.5]
WIDE = [1e-300, 1e-20, 1e-8, 1e-3, 650.0]
HUGE = [1e5, 1e10, 1e100, 1e300]
BOTH = lambda xs: xs + [-x for x in xs if x != 0]
GAMMA = [0.1, 0.25, 0.5, 0.75, 1.0, 1.46, 1.5, 2.0, 2.3, 3.0, 4.4, 5.7, 7.9, 8.1, 10.0, 20.3, 33.3, 50.0, 100.7, 140.2, 170.6, 171.5,
         1e-8, 1e-20, 1e-300]
BELOW = [-0.1, -0.25, -0.49, -0.51, -0.75, -1.5, -2.3, -3.7, -5.2, -8.4, -15.9, -20.5, -33.3, -50.25, -100.3, -1e-8, -1e-300]
PROBABILITIES = [1e-320, 1e-300, 1e-100, 1e-30, 1e-10, 1e-6, 9e-6, 1.1e-5, 1e-3, 0.01, 0.1, 0.2499, 0.25, 0.3, 0.45, 0.6, 0.75, 0.7501, 0.9, 0.99,
                 0.9999, 1 - 2.0**-30, 1 - 2.0**-53]

# Expression: value, derivative, arguments, ulps of the value and of the derivative.
UNARY = {
    f"{S}i0e(x)": (scaled_bessel(0), scaled_slope_0, BOTH(ORDINARY + WIDE + HUGE), 4, 4),
    f"{S}i1e(x)": (scaled_bessel(1), scaled_slope_1, BOTH(ORDINARY + WIDE + HUGE), 4, 4),
    f"{S}i0(x)": (lambda x: plain(0, x), lambda x: plain(1, x), BOTH(ORDINARY + WIDE), 4, 4),
    f"{S}i1(x)": (lambda x: plain(1, x), plain_slope_1, BOTH(ORDINARY + WIDE), 4, 4),
    f"{S}gamma(x)": (m.gamma, lambda x: m.gamma(x) * m.digamma(x), GAMMA + BELOW, 6, 8),
    f"{S}factorial(x)": (lambda x: m.gamma(x + 1), lambda x: m.gamma(x + 1) * m.digamma(x + 1), [0.0, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 170.0, 2.5, 7.5], 6, 8),
    f"{S}loggamma(x)": (m.loggamma, m.digamma, GAMMA, 4, 4),
    f"{S}ndtr(x)": (ndtr, phi, BOTH(ORDINARY[:-2] + WIDE[:-1] + [35.5, 37.9, 38.4]), 4, 4),
    f"{S}log_ndtr(x)": (log_ndtr, hazard, BOTH(ORDINARY[:-2] + WIDE[:-1] + [19.99, 20.01, 35.5]) + [-38.5, -100.5, -1e5, -1e100], 4, 6),
    f"{S}ndtri(x)": (ndtri, lambda p: 1 / phi(ndtri(p)), PROBABILITIES, 4, 6),
    f"{S}multigammaln(x, 3)": (multigammaln, lambda a: sum(m.digamma(a - mpf(j) / 2) for j in range(3)), [1.1, 1.7, 2.5, 4.0, 10.3, 100.2, 1e6], 8, 8),
    "jax.scipy.stats.norm.pdf(x)": (phi, lambda x: -x * phi(x), BOTH(ORDINARY[:-2] + WIDE[:-1] + [35.5, 37.9]), 4, 6),
}


def zeta(x, q):
    return m.zeta(x, q)


BETA = [(1.0, 1.0), (0.5, 0.5), (2.5, 3.25), (0.1, 0.2), (1e-3, 3.0), (7.9, 0.3), (8.1, 0.3), (8.1, 7.9), (20.5, 3.25), (30.5, 40.25), (1e5, 2.5),
        (1e10, 1e-3), (1e10, 1e9), (100.0, 100.0), (3.0, 1e8)]
PAIRS = {
    f"{S}betaln(a, b)": (
        lambda a, b: m.loggamma(a) + m.loggamma(b) - m.loggamma(a + b), lambda a, b: m.digamma(a) - m.digamma(a + b),
        lambda a, b: m.digamma(b) - m.digamma(a + b), BETA, 8, 8),
    f"{S}beta(a, b)": (
        m.beta, lambda a, b: m.beta(a, b) * (m.digamma(a) - m.digamma(a + b)),
        lambda a, b: m.beta(a, b) * (m.digamma(b) - m.digamma(a + b)), [p for p in BETA if max(p) < 8], 12, 12),
    f"{S}zeta(a, b)": (
        zeta, lambda x, q: m.diff(lambda s: m.zeta(s, q), x, h=mpf(10) ** -20), lambda x, q: -x * m.zeta(x + 1, q),
        [(1.5, 1.0), (2.0, 1.0), (3.0, 1.0), (2.5, 0.3), (2.0, 10.5), (4.0, 100.0), (1.001, 2.0), (20.0, 3.0), (10.0, 1e-3), (50.0, 1.0), (3.5, 1e5)], 6, 8),
}


def lines():
    for expression, (value, slope, xs, *ulps) in UNARY.items():
        for dtype in FORMATS:
            rows, seen = [], set()
            for x in xs:
                x = rounded(x, dtype)
                if x in seen or abs(x) == float("inf") or (x == 0 and dtype == "f32" and xs[0] != 0) or (x in (0.0, 1.0) and "ndtri" in expression):
                    continue
                seen.add(x)
                numbers = [rounded(f(mpf(x)), dtype) for f in (value, slope)]
                rows.append([text(number, dtype) for number in [x] + numbers])
            names = ["x", "value", "derivative"]
            yield {"expression": expression, "dtype": dtype, "ulps": ulps} | dict(zip(names, map(list, zip(*rows))))
    for expression, (value, by_a, by_b, pairs, *ulps) in PAIRS.items():
        for dtype in FORMATS:
            rows = []
            for pair in pairs:
                a, b = (rounded(x, dtype) for x in pair)
                if float("inf") in (a, b) or 0 in (a, b):
                    continue
                numbers = [rounded(f(mpf(a), mpf(b)), dtype) for f in (value, by_a, by_b)]
                rows.append([text(number, dtype) for number in [a, b] + numbers])
            names = ["a", "b", "value", "by_a", "by_b"]
            yield {"expression": expression, "dtype": dtype, "ulps": ulps} | dict(zip(names, map(list, zip(*rows))))


if __name__ == "__main__":
    write("special.jsonl", lines())
