"""Writes corners.jsonl: cells at kinks, NaNs, zeros, the ends of the range of a type, and what they give exactly.

    pip install mpmath numpy && python corners.py > corners.jsonl

One JSON object a line: `kind`, `cell`, and `expect`, a list of numbers for each name that the cell binds, row-major. What
is not a closed form is computed to 60 digits with mpmath from the numbers as the element type rounds them.
"""
import json
import math

import mpmath
import numpy as np

mpmath.mp.dps = 60
inf, nan = math.inf, math.nan
TYPES = {"float64": np.float64, "float32": np.float32}
LEAST = {"float64": mpmath.mpf(2) ** -1022, "float32": mpmath.mpf(2) ** -126}
GREATEST = {"float64": mpmath.mpf(2) ** 1023, "float32": mpmath.mpf(2) ** 127}


def number(v):
    v = float(v)
    if not math.isfinite(v) or v == 0 and math.copysign(1, v) < 0:
        return str(v)
    return int(v) if v == int(v) and abs(v) < 1e15 else v


def row(kind, cell, **expect):
    values = {name: [number(v) for v in np.ravel(np.array(e, dtype=object))] for name, e in expect.items()}
    print(json.dumps({"kind": kind, "cell": cell, "expect": values}))


def representable(values, dtype):
    return all(v == 0 or LEAST[dtype] <= abs(v) <= GREATEST[dtype] for v in np.ravel(np.array(values, dtype=object)))


# norm-scaling: lengths of every size, said in several ways, with gradient, tangent and Hessian.
NORMS = ["norm({x})", "norm({x}, ord=2)", "norm({x}.reshape(1, 2))", "norm({x}.reshape(1, 2), axis=1)[0]",
         "norm({x}, keepdims=True)[0]", "hypot({x}[0], {x}[1])", "vmap(norm)({x}.reshape(1, 2))[0]",
         "norm(stack([{x}, 2 * {x}]), axis=1)[0]", "(sqrt(2.0) * std(stack([{x}, -{x}])))"]


def lengths(dtype, scale, ways):
    x = [TYPES[dtype](3 * scale), TYPES[dtype](4 * scale)]
    literal = f"x = array([{x[0]!s}, {x[1]!s}], dtype={dtype})\n"
    a = [mpmath.mpf(float(v)) for v in x]
    n = mpmath.sqrt(a[0] ** 2 + a[1] ** 2)
    u = [v / n for v in a]
    I = lambda f: [[f(i, j) for j in (0, 1)] for i in (0, 1)]
    d = lambda i, j: 1 if i == j else 0
    forms = {  # value, gradient, Hessian of a function of the length
        "{n}": (n, u, I(lambda i, j: (d(i, j) - u[i] * u[j]) / n)),
        "{n}**2": (n**2, [2 * v for v in a], I(lambda i, j: 2 * d(i, j))),
        "{n}**2.0": (n**2, [2 * v for v in a], I(lambda i, j: 2 * d(i, j))),
        "{n} * {n}": (n**2, [2 * v for v in a], I(lambda i, j: 2 * d(i, j))),
        "(3 * {n})**2 / 9": (n**2, [2 * v for v in a], I(lambda i, j: 2 * d(i, j))),
        "{n}**3": (n**3, [3 * n * v for v in a], I(lambda i, j: 3 * n * (d(i, j) + u[i] * u[j]))),
        "{n}**4": (n**4, [4 * n**2 * v for v in a], I(lambda i, j: 4 * n**2 * d(i, j) + 8 * a[i] * a[j])),
        "log({n})": (mpmath.log(n), [v / n for v in u], I(lambda i, j: (d(i, j) - 2 * u[i] * u[j]) / n**2)),
    }
    for way in ways:
        for form, (y, g, h) in forms.items():
            cell = literal + f"y = {form.format(n=way.format(x='x'))}\n"
            expect = {}
            if representable([y] + g, dtype):
                cell += f"g = grad(y, x)\nt = jvp(y, x, array([2.0, -1.0], dtype={dtype}))\n"
                expect = {"g": g, "t": [2 * g[0] - g[1]]}
                if representable(h, dtype):
                    cell += "h = hessian(y, x)\n"
                    expect["h"] = h
            if expect:
                row("norm-scaling", cell, **expect)


for dtype, scales in [("float64", [1e-160, 1e-150, 1e-100, 1, 1e75, 1e143, 1e150, 1e153, 1e300]),
                      ("float32", [1e-30, 1e-18, 1e-16, 1e-10, 1, 1e9, 1e14, 1e15, 1e18, 1e30])]:
    for scale in scales:
        extreme = not 1e-12 < scale < 1e12
        lengths(dtype, scale, NORMS if dtype == "float64" and scale in (1e-150, 1e150) or scale == 1 else NORMS[:1] + NORMS[5:6] + NORMS[8:] * extreme)

for dtype, spread in [("float64", 6e150), ("float64", 6e-150), ("float64", 6e-160), ("float32", 6e15), ("float32", 6e-16), ("float32", 6e18)]:
    s = float(TYPES[dtype](spread))
    cell = f"y = array([0.0, {TYPES[dtype](spread)!s}], dtype={dtype})\n"
    row("norm-scaling", cell + "g = grad(std(y)**2, y)\nk = grad(std(y), y)\nh = hessian(std(y)**2, y)\nm = grad(std(y, ddof=1)**2, y)",
        g=[-s / 2, s / 2], k=[-0.5, 0.5], h=[0.5, -0.5, -0.5, 0.5], m=[-s, s])
row("norm-scaling", "x = array([3e14, 4e14], dtype=float32)\ng = vjp(norm(x), x, array(1e20, dtype=float32))", g=[6e19, 8e19])
row("norm-scaling", "x = array([3e-300, 4e-300])\ng = vjp(norm(x), x, 1e-290)\nj = jvp(norm(x), x, x)\nf = vjp(norm(x), x, 1e300)",
    g=[6e-291, 8e-291], j=[5e-300], f=[6e299, 8e299])
row("norm-scaling", "x = array([3e300, 4e300])\nj = jvp(norm(x), x, x)\nh = hessian(norm(x), x) * 1e300", j=[5e300], h=[0.128, -0.096, -0.096, 0.072])
row("norm-scaling", "x = array([3e150, 4e150])\ng = grad(lambda x: norm(x)**2)(x)\nh = jvp(grad(lambda x: norm(x)**2), (x,), (array([1.0, 0.0]),))[1]",
    g=[6e150, 8e150], h=[2, 0])
row("norm-scaling", "X = array([[3e150, 4e150], [3e-150, 4e-150]])\ng = vmap(grad(lambda x: norm(x)**2))(X)\nh = vmap(hessian(lambda x: norm(x)**2))(X)\n"
    "s = grad(sum(vmap(lambda x: norm(x)**2)(X)), X)\nc = grad(lambda x: scan(lambda c, r: (c + norm(r)**2, c), array(0.0), x)[0])(X)\n"
    "m = grad(sum(map(lambda x: norm(x)**2, X)), X)",
    g=[6e150, 8e150, 6e-150, 8e-150], h=[2, 0, 0, 2] * 2, s=[6e150, 8e150, 6e-150, 8e-150], c=[6e150, 8e150, 6e-150, 8e-150],
    m=[6e150, 8e150, 6e-150, 8e-150])

# kinks-second-order: even powers have no kink; what has one has no second derivative.
for n, value, more in [(2, 2, 0), (4, 0, 24)]:
    ways = [f"abs(x)**{n}", f"abs(x)**{n}.0", f"power(abs(x), {n})", " * ".join(["abs(x)"] * n), f"(-abs(x))**{n}",
            f"(2 * abs(x) / 2)**{n}", f"hypot(x, 0.0)**{n}", f"norm(x)**{n}", f"norm(x.reshape(1))**{n}",
            f"square(abs(x))**{n // 2}", f"abs(x).reshape(1)[0]**{n}", f"sum(abs(x * ones(3))**{n}) / 3",
            f"norm(x * ones(4))**{n} / {2**n}", f"std(array([1.0, -1.0]) * x)**{n}"]
    for way in ways:
        row("kinks-second-order", f"x = array(0.0)\ny = {way}\ng = grad(y, x)\nh = hessian(y, x)\nf = jvp(jvp(y, x, 1.0), x, 1.0)\n"
            f"k = grad(grad(lambda x: {way}))(x)\nv = vmap(grad(grad(lambda x: {way})))(zeros(2))\nq = grad(grad(h, x), x)",
            g=[0], h=[value], f=[value], k=[value], v=[value] * 2, q=[more])
for cell in ["abs(x)", "cos(abs(x))", "x * abs(x)", "log1p(exp(-abs(x)))", "exp(-norm(x * ones(2)))", "hypot(x, x)", "cos(hypot(x, 0.0))",
             "std(array([1.0, -1.0]) * x)", "(1 + sqrt(5.0) * abs(x) + 5.0 * abs(x)**2 / 3) * exp(-sqrt(5.0) * abs(x))", "norm(x * ones(2), ord=3)",
             "norm(x * ones(2), ord=1)", "norm(x * ones(2), axis=0, keepdims=True)[0]"]:
    row("kinks-second-order", f"x = array(0.0)\ny = {cell}\ng = grad(y, x)\nh = hessian(y, x)\nf = jvp(jvp(y, x, 1.0), x, 1.0)\n"
        f"k = vmap(grad(grad(lambda x: {cell})))(zeros(1))\nq = grad(h, x)", g=[0], h=[nan], f=[nan], k=[nan], q=[nan])
row("kinks-second-order", "x = zeros((3,))\nh = hessian(norm(x)**2, x)\nk = hessian(norm(x, axis=0)**4, x)", h=np.eye(3) * 2, k=np.zeros((3, 3)))
row("kinks-second-order", "x = array([1.0, 1.0])\nh = hessian(std(x)**2, x)\nv = hessian(var(x), x)", h=[0.5, -0.5, -0.5, 0.5], v=[0.5, -0.5, -0.5, 0.5])
row("kinks-second-order", "x = zeros((2,))\nd = norm(x)\nh = hessian((1+sqrt(5.0)*d+5.0*d**2/3)*exp(-sqrt(5.0)*d), x)", h=[nan] * 4)
for cell, h in [("abs(x)**3", 0), ("abs(x)**2.5", 0), ("abs(x)**5", 0), ("abs(x) * abs(x) * abs(x)", 0), ("norm(x * ones(1), ord=3)**1", nan), ("sum(abs(x * ones(2))**3)", 0)]:
    row("kinks-second-order", f"x = array(0.0)\nh = hessian({cell}, x)", h=[h])
row("kinks-second-order", "x = array([-2.0, 3.0])\nh = hessian(sum(abs(x)), x)\nq = hessian(sum(abs(x)**3), x)", h=[0] * 4, q=[12, 0, 0, 18])
row("kinks-second-order", "x = array([3.0, 4.0])\nh = hessian(norm(x)**3, x)", h=[3 * (5 + 9 / 5), 36 / 5, 36 / 5, 3 * (5 + 16 / 5)])
row("kinks-second-order", "x = array([0.0, 0.0], dtype=float32)\nh = hessian(hypot(x[0], x[1])**2, x)\ng = hessian(norm(x)**2, x)", h=[2, 0, 0, 2], g=[2, 0, 0, 2])

# nan-dropped: the slope at NaN of what is NaN there.
UNARY = ["abs(x)", "sign(x)", "square(x)", "x**3", "x**-1", "x**-3", "x**12", "reciprocal(x)", "sqrt(x)", "rsqrt(x)", "cbrt(x)", "exp(x)", "exp2(x)", "expm1(x)",
         "log(x)", "log2(x)", "log10(x)", "log1p(x)", "sin(x)", "cos(x)", "tan(x)", "arcsin(x)", "arccos(x)", "arctan(x)", "sinh(x)",
         "cosh(x)", "tanh(x)", "arcsinh(x)", "arccosh(x)", "arctanh(x)", "erf(x)", "erfc(x)", "erf_inv(x)", "lgamma(x)", "digamma(x)",
         "floor(x)", "ceil(x)", "round(x)", "round(x, 2)", "sigmoid(x)", "softplus(x)", "relu(x)", "leaky_relu(x)", "elu(x)", "silu(x)",
         "gelu(x)", "gelu(x, approximate=False)", "clip(x, 0.0, 1.0)", "clip(x, 0.0)", "clip(x, None, 1.0)", "maximum(x, 0.0)", "minimum(0.0, x)",
         "x % 2.0", "2.0 % x", "x // 2.0", "2.0 // x", "x**array(2.0)", "array(2.0)**x", "array(0.0)**x", "hypot(x, 1.0)", "arctan2(x, 1.0)", "arctan2(1.0, x)",
         "logaddexp(x, 0.0)", "1 / x", "norm(x)", "where(x <= 0, 0.0, x)", "where(x > 0, x, 0.5 * x)", "x * x", "median(stack([x, 1.0, 2.0]))",
         "max(stack([x, 1.0]))", "min(stack([1.0, x]))", "sort(stack([2.0, x, 1.0]))[2]", "cummax(stack([x, 1.0]))[1]", "cummin(stack([1.0, x]))[1]",
         "var(stack([x, 1.0]))", "std(stack([x, 1.0]))", "norm(stack([x, 1.0]))", "norm(stack([x, 1.0]), ord=1)", "norm(stack([x, 1.0]), ord=inf)",
         "norm(stack([x, 1.0]), ord=3)", "logsumexp(stack([x, 1.0]))", "softmax(stack([x, 1.0]))[1]", "log_softmax(stack([x, 1.0]))[0]",
         "max_pool(stack([x, 1.0]).reshape(1, 1, 2), 2)[0, 0, 0]", "stack([1.0, 2.0]).at[0].max(x)[0]", "stack([1.0, 2.0]).at[0].min(x)[0]"]
for dtype in TYPES:
    for cell in UNARY:
        # The slope of a square is linear.
        second = {} if cell in ("square(x)", "x**array(2.0)", "x * x", "var(stack([x, 1.0]))") else {"h": [nan]}
        cell = cell.replace("1.0", "o").replace("2.0", "w").replace("0.0", "z").replace("array(w)", "w").replace("array(z)", "z")
        row("nan-dropped", f"x = array(nan, dtype={dtype})\no = array(1.0, dtype={dtype})\nw = array(2.0, dtype={dtype})\nz = array(0.0, dtype={dtype})\n"
            f"y = {cell}\ng = grad(y, x)\nj = jvp(y, x, o)\nh = grad(g, x)\nv = vmap(grad(lambda x: {cell}))(full((2,), nan, dtype={dtype}))",
            y=[nan], g=[nan], j=[nan], v=[nan, nan], **second)
row("nan-dropped", "x = array([5.0])\ns = std(x, ddof=1)\ng = grad(s, x)\nk = grad(var(x, ddof=1), x)", s=[nan], g=[nan], k=[nan])
row("nan-dropped", "x = array([1.0, 2.0, nan])\ng = grad(max(x), x)\nk = grad(min(x), x)\nh = jvp(max(x), x, ones(3))", g=[nan] * 3, k=[nan] * 3, h=[nan])
row("nan-dropped", "X = array([[1.0, nan], [3.0, 2.0]])\ng = grad(sum(max(X, axis=1)), X)\nk = grad(sum(min(X, axis=0)), X)\nm = vmap(grad(max))(X)",
    g=[nan, nan, 1, 0], k=[1, nan, 0, nan], m=[nan, nan, 1, 0])
row("nan-dropped", "a = array([nan, 1.0, 2.0])\nb = array([1.0, nan, 3.0])\ng, h = grad(sum(maximum(a, b)), [a, b])\nk, l = grad(sum(minimum(a, b)), [a, b])",
    g=[nan, nan, 0], h=[nan, nan, 1], k=[nan, nan, 1], l=[nan, nan, 0])
row("nan-dropped", "x = array([nan, -1.0, 2.0])\ng = grad(sum(relu(x)), x)\nh = grad(sum(floor(x)), x)\nk = grad(sum(clip(x, 0.0, 1.0)), x)", g=[nan, 0, 1], h=[nan, 0, 0], k=[nan, 0, 0])
row("nan-dropped", "x = array([inf, -inf, 0.5])\ng = grad(sum(sign(x) + floor(x)), x)\nh = grad(sum(relu(x)), x)\nk = vjp(floor(x), x, array([inf, 1.0, inf]))\nm = grad(sum(abs(x)), x)",
    g=[0, 0, 0], h=[1, 0, 1], k=[0, 0, 0], m=[1, -1, 1])
# Linear functions have their slope at NaN, too.
row("nan-dropped", "x = array([nan, 1.0])\na = grad(sum(2 * x), x)\nb = grad(sum(x), x)\nc = grad(prod(x), x)\nd = grad(cumsum(x)[1], x)\ne = grad(sum(-x), x)\nf = grad(x[0], x)",
    a=[2, 2], b=[1, 1], c=[1, nan], d=[1, 1], e=[-1, -1], f=[1, 0])

# sign-of-zero: Python's % and //, as NumPy has them.
values = [-6.0, -4.0, -3.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 3.0, 4.0, 6.0, inf, -inf]
divisors = [1.0, 2.0, -3.0, -2.0, 0.5, -0.5, inf, -inf]
with np.errstate(all="ignore"):
    for dtype, T in TYPES.items():
        for d in divisors:
            a, b = np.array(values, T), T(d)
            row("sign-of-zero", f"a = array({values}, dtype={dtype})\nb = array({d}, dtype={dtype})\nr = a % b\nq = a // b\nm = mod(a, b)\nf = floor_divide(a, b)\n"
                "g = vjp(r, a, ones_like(a))[2]", r=a % b, q=a // b, m=a % b, f=a // b, g=[1])
    for a in values[:12]:
        for d in divisors:
            row("sign-of-zero", f"r = array({a!r} % {d!r})\nq = array({a!r} // {d!r})", r=[a % d], q=[a // d])
row("sign-of-zero", "r = array([-1.0,-4.0,0.0,4.0]) % array([1.0,2.0,-3.0,-2.0])\ns = 1.0/r", r=["0.0", "0.0", "-0.0", "-0.0"], s=[inf, inf, -inf, -inf])

# two-conventions: log-sums of infinities share evenly among those that equal the result.
for x in [[-inf, -inf], [inf, 1.0], [inf, inf], [-inf, 2.0], [1.0, 1.0], [inf, -inf]]:
    y = max(x) if not math.isfinite(max(x)) else (x[1] if x[0] == -inf else 1 + math.log(2))
    equal = [v == max(x) for v in x]
    g = [0.5, 0.5] if all(equal) else [float(e) for e in equal]
    t = 2 * g[0] - g[1]
    row("two-conventions", f"x = array([{x[0]}, {x[1]}])\ny = logsumexp(x)\nz = logaddexp(x[0], x[1])\ng = grad(y, x)\nk = grad(z, x)\n"
        "v = vmap(grad(logsumexp))(stack([x, x]))\na = grad(sum(logsumexp(stack([x, x]), axis=1)), x)\n"
        "t = jvp(y, x, array([2.0, -1.0]))\nw = jvp(z, x, array([2.0, -1.0]))\nr = grad(sum(logsumexp(x, keepdims=True)), x)\n"
        "l = grad(lambda x: scan(lambda c, e: (logaddexp(c, e), c), x[0], x[1:])[0])(x)",
        y=[y], z=[y], g=g, k=g, v=g + g, a=[2 * v for v in g], t=[t], w=[t], r=g, l=g)
row("two-conventions", "x = array([-inf, -inf, -inf])\ng = grad(logsumexp(x), x)\nh = hessian(logsumexp(x), x)\nk = hessian(logaddexp(x[0], x[1]), x)", g=[1 / 3] * 3, h=[0] * 9, k=[0] * 9)
row("two-conventions", "x = array([inf, inf, 1.0, -inf])\ng = grad(logsumexp(x), x)", g=[0.5, 0.5, 0, 0])
row("two-conventions", "x = array([nan, 1.0])\ng = grad(logsumexp(x), x)\nk = grad(logaddexp(x[0], x[1]), x)", g=[nan, nan], k=[nan, nan])
row("two-conventions", "x = array([0.0, 0.0, 0.0])\nh = hessian(logsumexp(x), x)", h=[2 / 9, -1 / 9, -1 / 9, -1 / 9, 2 / 9, -1 / 9, -1 / 9, -1 / 9, 2 / 9])
