"""Writes behaviour.jsonl: small cells and what JAX gives for them.

    pip install jax==0.10.2 && python behaviour.py > behaviour.jsonl

One JSON object a line: `cell`, and either `y` (an array), `text` (a Python value as printed) or `fails` (JAX refuses).
Lines that have `x` too hold derivatives of the cell by x, for the seed and tangent that `weights` gives: `vjp`, `jvp`, and
`second`, the tangent of the vjp.
"""
import itertools
import json
import warnings

import jax

jax.config.update("jax_enable_x64", True)
warnings.filterwarnings("ignore")
import jax.numpy as jnp
import numpy as np

NAMES = {k: getattr(jnp, k) for k in dir(jnp) if not k.startswith("_")}
NAMES |= {k: getattr(jax.nn, k) for k in (
    "sigmoid softplus relu leaky_relu elu silu gelu softmax log_softmax logsumexp one_hot").split()}
NAMES |= {"erf": jax.scipy.special.erf, "erfc": jax.scipy.special.erfc, "lgamma": jax.scipy.special.gammaln,
          "digamma": jax.scipy.special.digamma, "rsqrt": jax.lax.rsqrt, "stop_gradient": jax.lax.stop_gradient,
          "norm": jnp.linalg.norm, "jnp": jnp, "np": jnp, "jax": jax, "nn": jax.nn, "lax": jax.lax, "linalg": jnp.linalg,
          "max": jnp.max, "min": jnp.min, "sum": jnp.sum, "abs": jnp.abs, "round": jnp.round, "any": jnp.any,
          "all": jnp.all, "pow": jnp.pow, "cummax": jax.lax.cummax, "cummin": jax.lax.cummin}
KINDS = {"float64": "f64", "float32": "f32", "int64": "i64", "int32": "i32", "bool": "bool"}
cells = {}


def add(cell):
    cells.setdefault(cell)


def number(v):
    if isinstance(v, (bool, np.bool_)):
        return bool(v)
    if isinstance(v, (int, np.integer)):
        return int(v)
    v = float(v)
    if not np.isfinite(v):
        return str(v)
    # Whole numbers are written short; -0.0 is none.
    return int(v) if v == int(v) and abs(v) < 1e15 and str(v) != "-0.0" else v


def written(y):
    y = np.asarray(y)
    return {"dtype": KINDS[str(y.dtype)], "shape": list(y.shape), "values": [number(v) for v in y.ravel().tolist()]}


def run(cell, scope):
    scope = NAMES | scope
    exec(cell, scope)
    return scope["y"]


def outcome(cell):
    try:
        y = run(cell, {})
    except Exception as e:
        return {"fails": type(e).__name__}
    if isinstance(y, jax.Array):
        return {"y": written(y)}
    if isinstance(y, (int, float, bool, str, tuple, list, type(None))):
        return {"text": repr(y)}
    raise TypeError(f"no rule for {type(y)} of {cell}")


def weights(like, factor, prime, middle):
    values = (jnp.arange(like.size) * factor % prime - middle) / 4
    return values.reshape(like.shape).astype(like.dtype)


def derivatives(x, cell):
    x = eval(x, dict(NAMES))
    f = lambda x: run(cell, {"x": x})
    y = f(x)
    seed, tangent = weights(y, 7, 11, 4.5), weights(x, 5, 7, 2.75)
    gradient = lambda x: jax.vjp(f, x)[1](seed)[0]
    return {"y": written(y), "vjp": written(gradient(x)), "jvp": written(jax.jvp(f, (x,), (tangent,))[1]),
            "second": written(jax.jvp(gradient, (x,), (tangent,))[1])}


X5 = "x = array([1.5, -2.0, 0.25, 3.0, -0.5])\n"
X34 = "x = arange(12.0).reshape(3, 4) - 5.5\n"
X234 = "x = (arange(24) * 7 % 11).reshape(2, 3, 4)\n"

# Indexing: whole numbers, slices of every sign, None, ..., index arrays and their place in the result.
bounds = ["", "0", "1", "2", "-1", "-2", "4", "5", "-5", "-6", "9", "-9"]
for start, stop, step in itertools.product(["", "1", "-2", "9", "-9"], ["", "3", "-1", "-9"], ["", "2", "-1", "-2", "7", "-7"]):
    add(X5 + f"y = x[{start}:{stop}:{step}]")
for b in bounds[1:]:
    add(X5 + f"y = x[{b}:]")
    add(X5 + f"y = x[:{b}]")
    add(X5 + f"y = x[:{b}:-1]")
for index in ["0", "-1", "4", "-5", "5", "-6", "None", "...", "None, ...", "..., None", "None, 1", "1:3, None", "True"]:
    add(X5 + f"y = x[{index}]")
add("x = zeros((0,))\ny = x[::-1]")
add("x = zeros((0, 3))\ny = x[:, ::-2]")
add("x = array(3.0)\ny = x[None]")
add("x = array(3.0)\ny = x[...]")
add("x = array(3.0)\ny = x[()]")
add("x = array(3.0)\ny = x[0]")
parts = ["0", "-1", ":", "1:", "::-1", "...", "None"]
for a, b in itertools.product(parts, parts):
    add(X234 + f"y = x[{a}, {b}]")
for a, b, c in [(":", "1", "::2"), ("...", "1", "None"), ("None", "...", "2"), ("0", "None", "1"), ("1", "...", "::-3"),
                (":", ":", "-1"), ("...", ":", "0"), ("0", "1", "2"), ("-1", "-1", "-1"), ("...", "...", "0"), ("0", "0", "0, 0")]:
    add(X234 + f"y = x[{a}, {b}, {c}]")
I = "i = array([1, 0, -1])\nj = array([[0], [1]])\n"
for index in ["i", "j", "i, i", "j, i", ":, i", ":, :, i", "i, :, i", "i, i, :", "i, 1", "1, i", "0, :, i", "i, :, 0", ":, 0, i",
              ":, i, 0", "0, i, 1", "..., i", "i, ...", "i, ..., i", "None, i", "i, None", "i, None, i", ":, i, None, i",
              "i, 1:", "1:, i", "i, ::-1, i", ":, j, i", "j, :, i", "j, i, i", "i[:, None], i", "i[:, None], :, i", "[0, 1]",
              "[1, 0], [2, 1]", ":, [0, 2]", "[[0, 1], [1, 0]]", "0, [0, 1], 2", "0, [0, 1]", "[0, 1], ..., 0", "array(1)",
              "array(1), array(2)", ":, array(1)", "array(1), :, i", "i, None, 0", "None, i, :, i", "i.astype(int32)",
              "i, j.astype(int32)", "argmax(x, axis=0)[0]", "array([5, -7])", "array([], dtype=int64)", "(1, 2)", "((0, 1), 1)"]:
    add(X234 + I + f"y = x[{index}]")
add(X5 + "y = x[array([0.0, 1.0])]")
add(X5 + "y = x[1.0]")
add(X5 + "y = x[x > 0]") if False else None
for index in ["array([0, 4, 5, -5, -6, 100, -100])", "array(7)", "array(-7)"]:
    add(X5 + f"y = x[{index}]")
for more in ["", ", axis=0"]:
    add(X5 + f"y = take(x, array([0, 3, -1]){more})")
add(X34 + "y = take(x, 2)")
add(X34 + "y = take(x, array([3, 0]), axis=1)")
add(X34 + "y = take(x, 1, axis=0)")
add(X34 + "y = take(x, array([[0, 1]]), axis=-1)")
add(X34 + "y = x.take(array([11, 3]))")
add(X34 + "y = take_along_axis(x, argsort(x, axis=1), axis=1)") if False else None
add(X34 + "y = take_along_axis(x, array([[1], [0], [3]]), axis=1)")
add(X34 + "y = take_along_axis(x, array([[2, 0, 1, -1]]), axis=0)")
add(X34 + "y = take_along_axis(x, array([[2, 0, 1, 1]]), 0)")
add(X5 + "y = take(x, array([7, -9]))")
add(X234 + "y = take(x, array([7, -9]))")

# .at[]
for index, u in [("array([0, 2, 0])", "array([1.0, 2.0, 4.0])"), ("array([-1, 4, -5])", "1.0"), ("array([5, -6, 2])", "8.0"), ("1", "10.0"),
                 ("-1", "10"), ("1:3", "5.0"), ("::-2", "array([1.0, 2.0, 3.0])"), ("...", "1.5"), ("array([[0, 1], [1, 0]])", "array([10.0, 20.0])"),
                 ("array([], dtype=int64)", "1.0"), ("3:1", "2.0"), ("array([0, 1])", "array([1.0, 2.0, 3.0])"), ("array(2)", "7.0"), ("9", "1.0"), ("-9", "1.0"),
                 (":", "x"), ("::2", "array([[1.0, 2.0, 3.0]])"), ("1:3", "array([1, 2])"), ("array([0, 0, 0])", "1")]:
    add(X5 + f"y = x.at[{index}].add({u})")
for index, u in [("array([0, 2])", "1.0"), ("array([0, 2]), array([1, 1])", "array([3.0, 4.0])"), (":, array([3, 3])", "2.0"),
                 ("array([0, 0]), 1", "5.0"), ("1, array([0, 0, 2])", "array([1.0, 2.0, 3.0])"), ("0", "arange(4.0)"), ("1:, ::2", "1.0"),
                 (":, 1", "array([1.0, 2.0, 3.0])"), ("0, 0", "9.0"), ("array([0, 2])", "arange(8.0).reshape(2, 4)"), ("array([3, 1])", "1.0"),
                 ("..., array([0, 3])", "array([[1.0], [2.0], [3.0]])"), (":, array([[0, 1], [2, 3]])", "1.0"), ("array([[0], [2]]), array([1, 2])", "1.0"),
                 ("-1, ::-1", "arange(4.0)"), ("None, 0", "1.0")]:
    add(X34 + f"y = x.at[{index}].add({u})")
add("x = array([1, 2, 3])\ny = x.at[array([0, 0])].add(5)")
add("x = array([1, 2, 3], dtype=int32)\ny = x.at[1].add(2)")
add("x = array([1.0, 2.0], dtype=float32)\ny = x.at[0].add(0.5)")

# Promotion: every pair of types, arrays and Python's numbers.
kinds = ["float64", "float32", "int64", "int32", "bool"]
for a, b in itertools.product(kinds, kinds):
    for op in "+*/":
        add(f"y = array([1, 0, 1], dtype={a}) {op} array([1, 1, 0], dtype={b})")
    add(f"y = maximum(array([1, 0], dtype={a}), array([0, 1], dtype={b}))")
    add(f"y = where(array([True, False]), array([1, 1], dtype={a}), array([0, 1], dtype={b}))")
    add(f"y = concatenate([array([1], dtype={a}), array([1], dtype={b})])")
    add(f"y = array([1, 1], dtype={a}) ** array([1, 0], dtype={b})")
    add(f"y = array([1, 0], dtype={a}) == array([1, 1], dtype={b})")
    add(f"y = array([[1, 1]], dtype={a}) @ array([1, 1], dtype={b})")
for a in kinds:
    for scalar in ["2", "2.5", "True"]:
        for op in ["+", "*", "/", "-", "//", "%", "**", "<"]:
            add(f"y = array([1, 0, 1], dtype={a}) {op} {scalar}")
            add(f"y = {scalar} {op} array([1, 1, 1], dtype={a})")
        add(f"y = maximum(array([1, 0], dtype={a}), {scalar})")
        add(f"y = where(array([True, False]), array([1, 1], dtype={a}), {scalar})")
        add(f"y = clip(array([1, 3], dtype={a}), 2, {scalar})")
    for f in ["sum", "mean", "prod", "max", "min", "var", "std", "cumsum", "cumprod", "argmax", "argmin", "any", "all", "abs", "sign", "negative", "square",
              "sqrt", "exp", "sin", "floor", "ceil", "round", "isnan", "isfinite", "reciprocal", "logical_not", "sigmoid", "relu", "softmax",
              "logsumexp", "zeros_like", "ones_like", "erf", "norm", "silu", "elu", "leaky_relu", "log_softmax", "softplus", "gelu", "diag", "ravel", "flip"]:
        add(f"y = {f}(array([1, 0, 1], dtype={a}))")
    add(f"y = -array([1, 0], dtype={a})")
    add(f"y = ~array([1, 0], dtype={a})")
    add(f"y = +array([1, 0], dtype={a})")
    add(f"y = array([1, 0], dtype={a}) & array([1, 1], dtype={a})")
    add(f"y = array([1, 0], dtype={a}) ^ array([1, 1], dtype={a})")
    add(f"y = array([1, 0], dtype={a}) - array([1, 1], dtype={a})")
    for b in kinds:
        add(f"y = array([2, 0], dtype={a}).astype({b})")
for t in ["2 * 3", "2 + 0.5", "True + 1", "7 // 2", "-7 // 2", "7 // -2", "-7 % 3", "7 % -3", "-7.5 % 2", "7.5 // -2", "2 ** 10", "2 ** -1", "2.0 ** 3", "-2 ** 2",
          "(-2) ** 3", "1 / 3", "5 % 3.0", "-1 // 1e300", "1e300 * 1e10", "0.1 + 0.2", "1e16", "1e15", "123456789.0", "1e-5", "0.0001", "3 < 4", "3 < 4 < 2", "1 == 1.0", "not 0",
          "0 or 5", "3 and 0", "None", "None is None", "2 in [1, 2]", "5 not in (1, 2)", "[1] + [2, 3]", "(1, 2) + (3,)", "[0] * 3", "(1, 2) * 2", "'a' + 'b'", "len([1, 2])", "[1, 2, 3][-1]", "(1, 2, 3)[1:]",
          "[1, 2, 3][::-1]", "1 if 2 > 1 else 0", "~5", "5 & 3", "5 | 3", "5 ^ 3", "1 << 4", "256 >> 3", "-5 >> 1", "0x10", "1_000", "1.", ".5", "True", "'it'", "[]", "()", "(1,)", "[True, None]", "float(3)", "int(-2.7)",
          "-0.0", "1e400", "-1e400", "3 * [1, 2]", "2 * (1,)", "1 - True", "True & False", "True | 1", "-True", "+True", "~True", "0.1 * 3", "1e22", "1e21", "2**0.5", "(-8) // 3", "10 % -3", "0 ** 0", "0.0 ** 0", "1 if [] else 2",
          "[i * i for i in range(4)]", "[i for i in range(10) if i % 3 == 0]", "[(i, j) for i, j in [(1, 2), (3, 4)]]", "len(range(0, 10, 3))", "range(5)[2]", "list(range(3))", "tuple([1, 2])", "sum([1, 2])", "max([1, 5, 2])", "min(3, 1)",
          "[1, 2] == [1, 2]", "(1, 2) == (1, 3)", "'a' == 'a'", "[1, 2] < [1, 3]", "None == 0", "1 != 1.5", "'b' in 'abc'", "abs(-3)", "round(2.5)", "5 // 0.3", "1 @ 2", "'a' * 3", "-(-9223372036854775807)", "9223372036854775807 // -1",
          "bool(0)", "[*[1], 2]", "1 < 2 == 2", "len('abc')", "[0.1, 1.0, 1e-7, 1e7, 123.456]", "3.0 == 3", "pi", "e", "inf", "nan", "newaxis"]:
    add(f"y = {t}")

# %, // and ** with negative operands, zeros and infinities.
F = "array([5.5, -5.5, 5.5, -5.5, 0.0, -0.0, 6.0, -6.0])", "array([2.0, 2.0, -2.0, -2.0, 3.0, 3.0, -3.0, 3.0])"
S = "array([5.0, -5.0, inf, -inf, 1.0, nan, 0.0, 1e300, 0.3, -0.3])", "array([0.0, 0.0, 2.0, 2.0, inf, 1.0, 0.0, 1e-10, 0.1, 0.1])"
N = "array([7, -7, 7, -7, 0, 6, -6, 9223372036854775807])", "array([2, 2, -2, -2, 3, -3, 3, -1])"
P = "array([2.0, -2.0, -2.0, 0.0, 0.0, -0.0, inf, 1.5])", "array([3.0, 3.0, 0.5, 0.0, -1.0, -3.0, -1.0, 2.5])"
for op in ["%", "//"]:
    for a, b in (F, S, N):
        add(f"y = {a} {op} {b}")
    for s in ["3", "-3", "2.5", "-0.75"]:
        add(f"y = {F[0]} {op} {s}")
        add(f"y = {s} {op} {F[1]}")
        add(f"y = {N[0]} {op} {s}")
    add(f"y = array([1, -1], dtype=float32) {op} array([0.3, 0.3], dtype=float32)")
    add(f"y = array([-9, 8], dtype=int32) {op} 5")
add("y = array([5, -5]) % array([0, 0])")
add("y = array([5, -5]) // array([0, 0])")
for f in ["mod", "remainder", "floor_divide", "divide", "true_divide", "power", "pow", "arctan2", "hypot", "logaddexp", "maximum", "minimum", "add", "subtract", "multiply"]:
    add(f"y = {f}({F[0]}, {F[1]})")
for f in ["mod", "power", "maximum", "minimum", "arctan2", "hypot", "logaddexp", "divide"]:
    add(f"y = {f}({S[0]}, {S[1]})")
add(f"y = {P[0]} ** {P[1]}")
for n in ["0", "1", "2", "3", "-1", "-2", "7", "0.5", "-0.5", "2.0", "3.0"]:
    add(f"y = array([2.0, -2.0, 0.0, -0.0, inf, -inf, nan]) ** {n}")
    add(f"y = array([2, -3, 0]) ** {n}")
    add(f"y = {n} ** array([2.0, -2.0, 0.0])")
    add(f"y = {n} ** array([2, 3, 0])")
    add(f"y = power(array([2.0, -2.0]), {n})")
    add(f"y = array([2, -3], dtype=int32) ** {n}")
add("y = array([2, 3]) ** array([3, -1])")
add("y = array([2, -3, 5]) ** array([0, 3, 27])")
add("y = array([True, False]) ** 2")
add("y = array([2.0, 3.0]) ** array([2, -1])")
add("y = array([2.0, 3.0], dtype=float32) ** array([2, -1], dtype=int32)")

# Elementwise functions at the edges.
E = "array([-inf, -2.5, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 1.5, 2.5, 30.0, 800.0, inf, nan])"
for f in ("abs sign negative square sqrt rsqrt cbrt reciprocal exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh "
          "arcsinh arccosh arctanh erf erfc lgamma digamma floor ceil round isnan isfinite sigmoid softplus relu leaky_relu elu silu gelu asin acos atan asinh acosh atanh absolute rint "
          "logical_not swish expit").split():
    if f in ("swish", "expit"):
        continue
    add(f"y = {f}({E})")
for f in ["exp", "tanh", "sigmoid", "sqrt", "log"]:
    add(f"y = {f}(array([-1.0, 0.5, 100.0], dtype=float32))")
    add(f"y = {f}(2)")
    add(f"y = {f}(2.0) * array([1.0], dtype=float32)")
    add(f"y = {f}(array([1, 2], dtype=int32))")
add("y = gelu(array([-1.0, 0.5]), approximate=False)")
add("y = leaky_relu(array([-1.0, 0.5]), 0.2)")
add("y = elu(array([-1.0, 0.5]), alpha=2.0)")
add("y = round(array([0.5, 1.5, -0.5, 2.4999]))")
add("y = round(array([3, 4]))")
add("y = floor(array([3, 4]))")
add("y = abs(array([-3, 4], dtype=int32))")
add("y = sign(array([-3, 0, 4]))")

# where, clip, comparisons, logic.
for c, a, b in [("x > 0", "x", "0"), ("x > 0", "1", "0"), ("x > 0", "1", "0.5"), ("True", "x", "0"), ("x", "1.0", "2.0"), ("x[:, None] > 0", "x", "-x"), ("array([[True], [False]])", "x", "x[::-1]"), ("x > 0", "True", "False"), ("x > 0", "x", "array([1, 2])"), ("1", "x", "2 * x"), ("False", "1", "2")]:
    add(X5 + f"y = where({c}, {a}, {b})")
for args in ["-1, 1", "-1.0, 1.0", "None, 0.5", "0.5, None", "min=0", "max=0", "array([0.0]), 1", "x[::-1], 2", "0.5, -0.5", "0, 1"]:
    add(X5 + f"y = clip(x, {args})")
add("y = clip(array([1, 5, 9]), 2, 7)")
add("y = clip(array([1, 5, 9]), 2.5, 7)")
add("x = array([3.0, -3.0])\ny = x.clip(-1, 1)")
for op in ["==", "!=", "<", "<=", ">", ">="]:
    add(f"y = array([1.0, nan, -0.0, inf]) {op} array([1.0, nan, 0.0, -inf])")
    add(f"y = array([[1], [2]]) {op} array([1, 2])")
    add(f"y = array([True, False]) {op} array([True, True])")
    add(f"y = array([1, 2]) {op} 1.5")
add("y = (array([1, 2, 3]) > 1) & (array([1, 2, 3]) < 3)")
add("y = (array([1, 2, 3]) > 1) | (array([1, 2, 3]) < 1)")
add("y = array([True]) & 1")
add("y = array([5]) & 3")
add("y = array([5.0]) & 3")
add("y = logical_and(array([1.0, 0.0]), array([2.0, 1.0]))")
add("y = logical_or(array([1, 0]), array([2, 0]))")
add("y = logical_and(True, array([True, False]))")
add("y = logical_not(array([0.5, 0.0]))")
for f in ["equal", "not_equal", "less", "less_equal", "greater", "greater_equal"]:
    add(f"y = {f}(array([1.0, 2.0]), 1)")
    add(f"y = {f}(1, 2)")
add("y = add(1, 2)")
add("y = multiply(2.0, 3)")
add("y = power(2, 3)")
add("y = mod(7, 3)")
add("y = square(3)")
add("y = abs(-3.5) + array([1.0], dtype=float32)")
add("y = maximum(1, 2) + array([1.0], dtype=float32)")

# Reductions.
for f in ["sum", "mean", "max", "min", "prod", "var", "std", "logsumexp", "any", "all", "norm"]:
    for more in ["", ", axis=0", ", axis=-1", ", axis=(0, 1)", ", axis=1, keepdims=True", ", keepdims=True", ", axis=2", ", axis=()", ", axis=(0, 0)", ", 0"]:
        if f == "norm" and (more in (", axis=(0, 1)", ", axis=()", ", axis=(0, 0)", "", ", keepdims=True", ", 0")):
            continue
        add(X34 + f"y = {f}(x{more})")
    add(f"x = zeros((0, 3))\ny = {f}(x, axis=1)" if f != "norm" else "y = 0")
    if f != "norm":
        add(f"x = zeros((2, 0))\ny = {f}(x, axis=1)")
        add(f"x = zeros((0,))\ny = {f}(x)")
    add(f"y = {f}(array(3.0))" if f != "norm" else "y = 0")
    add(f"y = {f}(array([nan, 1.0, -inf]))")
    if f not in ("logsumexp", "norm"):
        add(X34 + f"y = x.{f}(axis=0)")
        add(X34 + f"y = x.{f}()")
for f in ["var", "std"]:
    add(X34 + f"y = {f}(x, axis=0, ddof=1)")
    add(X34 + f"y = x.{f}(ddof=1)")
for f in ["argmax", "argmin"]:
    for more in ["", ", axis=0", ", axis=-1", ", axis=1, keepdims=True", ", keepdims=True", ", axis=5"]:
        add(X34 + f"y = {f}(x{more})")
    add(f"y = {f}(array([1.0, nan, 3.0, nan]))")
    add(f"y = {f}(array([2, 5, 5, 1, 1]))")
    add(f"y = {f}(array([False, True, False]))")
    add(f"y = {f}(zeros((0,)))")
    add(X34 + f"y = x.{f}(0)")
for f in ["cumsum", "cumprod"]:
    for more in ["", ", axis=0", ", axis=1", ", -1", ", axis=3"]:
        add(X34 + f"y = {f}(x{more})")
    add(f"y = {f}(zeros((0,)))")
    add(f"y = {f}(array(2.0))")
    add(f"y = {f}(array([True, True]))")
for f in ["softmax", "log_softmax"]:
    for more in ["", ", axis=0", ", axis=(0, 1)", ", axis=None"]:
        add(X34 + f"y = {f}(x{more})")
    add(f"y = {f}(array([1000.0, 0.0, -inf]))")
    add(f"y = {f}(array([-inf, -inf]))")
    add(f"y = {f}(array([inf, 0.0]))")
    add(f"y = {f}(zeros((0,)))")
add("y = logsumexp(array([-inf, -inf]))")
add("y = logsumexp(array([inf, 1.0]))")
add("y = logsumexp(array([1000.0, 1000.0]))")
add("y = trace(array([[1, 2], [3, 4]]))")
add("y = trace(arange(6.0).reshape(2, 3))")
add("y = norm(array([3.0, 4.0]))")
add("y = norm(array([3, 4]))")
add("y = norm(array([[3.0, 4.0], [0.0, 1.0]]))")
add("y = linalg.norm(array([[3.0, 4.0], [0.0, 1.0]]), axis=1)")
add("y = norm(array([3.0, -4.0]), ord=1)")
add("y = norm(array([3.0, -4.0]), inf)")
add("y = sum(array([True, True, False]))")
add("y = mean(array([1, 2]))")
add("y = mean(array([True, False]))")
add("y = prod(array([1, 2, 3], dtype=int32))")
add("y = sum(array([1, 2, 3], dtype=int32))")
add("y = sum(3.0)")
add("y = max(array([1.0, -inf, 2.0]))")

# Contractions.
shapes = ["", "0", "3", "4", "3,4", "4,3", "2,3,4", "2,4,3", "1,4,2", "5,1,4,3", "0,4", "4,0"]
def arr(name, s):
    dims = [int(d) for d in s.split(",")] if s else []
    n = int(np.prod(dims)) if dims else 1
    return f"{name} = (arange({n}.0) % 5).reshape({tuple(dims)})\n"
for s, t in itertools.product(shapes, shapes):
    add(arr("a", s) + arr("b", t) + "y = a @ b")
    if s in ("", "3", "4", "3,4", "2,3,4") and t in ("", "4", "4,3", "2,4,3", "3,4"):
        add(arr("a", s) + arr("b", t) + "y = dot(a, b)")
        add(arr("a", s) + arr("b", t) + "y = inner(a, b)")
        add(arr("a", s) + arr("b", t) + "y = outer(a, b)")
        for axes in ["1", "0", "2", "([1], [0])", "([-1], [-1])", "([0, 1], [1, 0])"]:
            add(arr("a", s) + arr("b", t) + f"y = tensordot(a, b, axes={axes})")
add(arr("a", "2,3") + arr("b", "2,3") + "y = vdot(a, b)")
add(arr("a", "3") + arr("b", "3") + "y = a.dot(b)")
for spec, s, t in [("ij,jk->ik", "3,4", "4,3"), ("ij,jk", "3,4", "4,3"), ("ij,kj->ik", "3,4", "3,4"), ("i,j->ij", "3", "4"), ("i,i->", "3", "3"), ("ij,ij->i", "3,4", "3,4"),
                   ("bij,bjk->bik", "2,3,4", "2,4,3"), ("bij,bjk->ikb", "2,3,4", "2,4,3"), ("ij,j->i", "3,4", "4"), ("ij,kl->iklj", "3,4", "4,3"), ("i,->i", "3", ""), ("ij,jk->", "3,4", "4,3"),
                   ("ij,jk->k", "3,4", "4,3"), ("bij,bij->b", "2,3,4", "2,3,4"), ("...ij,...jk->...ik", "2,3,4", "2,4,3"), ("...i,i->...", "2,3,4", "4"), ("ij,jk->il", "3,4", "4,3"), ("ij,jk->ik", "3,4", "3,4"),
                   ("ij,j", "3,4", "4"), ("ba,ac", "3,4", "4,3"), ("i j, j k -> i k", "3,4", "4,3"), ("ij,jk->iik", "3,4", "4,3"), ("ij,->ji", "3,4", "")]:
    add(arr("a", s) + arr("b", t) + f"y = einsum('{spec}', a, b)")
for spec, s in [("ij->ji", "3,4"), ("ij->", "3,4"), ("ij->i", "3,4"), ("ij", "3,4"), ("ji", "3,4"), ("ijk->kij", "2,3,4"), ("ii->", "3,4"), ("ii->i", "3,4"), ("...j->j...", "2,3,4"), ("ij->k", "3,4")]:
    add(arr("a", s) + f"y = einsum('{spec}', a)")
add("a = arange(9.0).reshape(3, 3)\ny = einsum('ii->', a)")
add("a = arange(9.0).reshape(3, 3)\ny = einsum('ii->i', a)")
add("a = arange(9.0).reshape(3, 3)\ny = einsum('ii', a)")
add("a = arange(9.0).reshape(3, 3)\nb = arange(3.0)\ny = einsum('ii,i->i', a, b)")
add("a = arange(6.0).reshape(2, 3)\nb = arange(12.0).reshape(3, 4)\nc = arange(4.0)\ny = einsum('ij,jk,k->i', a, b, c)")
add("a = arange(6.0).reshape(2, 3)\nb = arange(6.0).reshape(2, 3)\nc = arange(4.0)\ny = einsum('ij,ij,k->jk', a, b, c)")
add("a = arange(3.0)\ny = einsum('i,i,i->', a, a, a)")
add("a = array([1, 2])\ny = einsum('i,i->', a, array([0.5, 1.0]))")
add("a = arange(3.0)[:, None]\nb = arange(12.0).reshape(3, 4)\ny = einsum('ij,ij->i', a, b)")
add("y = array([[1, 2]], dtype=int32) @ array([[3], [4]], dtype=int32)")
add("y = array([[True, False]]) @ array([[True], [True]])")
add("y = matmul(arange(4.0).reshape(2, 2), eye(2))")

# Shapes.
for args in ["4, 3", "(4, 3)", "-1", "2, -1", "(2, 6)", "12, 1, 1", "-1, -1", "5, -1", "(3, 5)", "(2, -1, 2)", "()", "-2, -6", "[6, 2]", "x.size"]:
    add(X34 + f"y = x.reshape({args})")
for args in ["(4, 3)", "-1", "(2, -1)", "12", "[3, 4]", "shape=(6, 2)", "newshape=(6, 2)"]:
    add(X34 + f"y = reshape(x, {args})")
add("y = zeros((0, 3)).reshape(0, 7)")
add("y = zeros((0, 3)).reshape(-1, 3)")
add("y = zeros((0, 3)).reshape(-1)")
add("y = zeros((0, 3)).reshape(-1, 0)")
add("y = array(5.0).reshape(1, 1)")
add("y = array([5.0]).reshape(())")
for e in ["x.T", "x.transpose()", "x.transpose(0, 2, 1)", "x.transpose((2, 0, 1))", "transpose(x)", "transpose(x, (1, 0, 2))", "transpose(x, axes=(1, 0, 2))", "x.transpose(-1, 0, 1)", "x.transpose(0, 1)", "x.transpose(0, 0, 1)",
          "swapaxes(x, 0, 2)", "x.swapaxes(-1, 1)", "swapaxes(x, 0, 3)", "moveaxis(x, 0, -1)", "moveaxis(x, -1, 0)", "moveaxis(x, (0, 1), (-1, -2))", "moveaxis(x, [2, 0], [0, 1])", "moveaxis(x, 3, 0)", "permute_dims(x, (2, 1, 0))", "x.ravel()", "ravel(x)",
          "x.flatten()", "x.shape", "x.ndim", "x.size", "x.T.shape", "len(x)", "x.mT", "matrix_transpose(x)",
          "expand_dims(x, 0)", "expand_dims(x, -1)", "expand_dims(x, (0, 2))", "expand_dims(x, (-1, 0))", "expand_dims(x, 5)", "squeeze(expand_dims(x, 1))", "squeeze(x, 0)", "squeeze(x[:1], axis=0)", "squeeze(x[:1], axis=(0,))", "x[:1].squeeze()", "x[:1].squeeze(-3)",
          "broadcast_to(x, (5, 2, 3, 4))", "broadcast_to(x[:1], (6, 3, 4))", "broadcast_to(x, (3, 4))", "broadcast_to(x, (2, 3, 5))", "broadcast_to(1, (2, 2))", "broadcast_to(x, (2, 1, 4))",
          "flip(x)", "flip(x, 0)", "flip(x, axis=(0, -1))", "flip(x, 7)", "roll(x, 5)", "roll(x, 1, axis=1)", "roll(x, -1, axis=-1)", "roll(x, (1, 2), axis=(0, 1))", "roll(x, 2, axis=(0, 1))", "roll(x, -100, axis=2)", "roll(x, (1, 2))", "roll(x, 0)", "roll(x, (1, 1), axis=(0, 0))",
          "tile(x, (2, 1, 1))", "tile(x, (2, 2, 1, 1))", "tile(x, (1, 2))", "tile(x, 0)", "tile(x, ())", "repeat(x, 2)", "repeat(x, 2, axis=1)", "repeat(x, 0, axis=0)", "repeat(x, 3, axis=-1)", "repeat(x, array([1, 2, 3]), axis=1)", "repeat(x, [1, 2, 3], axis=1)",
          "tril(x)", "triu(x, 1)", "tril(x, -1)", "triu(x, k=-1)", "tril(x, 100)", "stack([x, x])", "stack([x, x], axis=1)", "stack([x, x], axis=-1)", "stack([x, x], axis=4)", "stack((x, x[::-1]), 2)", "stack([])", "stack([x, x[0]])", "concatenate([x, x])", "concatenate([x, x[:, :1]], axis=1)",
          "concatenate([x, x], axis=-1)", "concatenate((x, x[:1]), 0)", "concatenate([x, x[:, :1]])", "concatenate([x, x], axis=None)", "concatenate([x])", "concatenate(x)", "stack(x, axis=1)", "concat([x, x])", "vstack([x, x])", "hstack([x, x])", "vstack([x[0, 0], x[0, 1]])", "hstack([x[0, 0], x[0, 1]])", "hstack([1.0, 2.0])", "vstack([1.0, 2.0])", "hstack([x[0, 0], x[0, :2, 0]])",
          "split(x, 2)[1]", "split(x, 3, axis=1)[0]", "split(x, [1, 2], axis=1)[2]", "split(x, (1,), axis=-1)[1]", "split(x, 5)", "split(x, [3, 1], axis=2)[1]", "split(x, [-1], axis=2)[1]", "split(x, [9], axis=2)[1]", "len(split(x, [1, 2], axis=1))",
          "pad(x, 1)", "pad(x, (1, 2))", "pad(x, ((0, 1), (1, 0), (0, 0)))", "pad(x, ((1, 1),))", "pad(x, 1, constant_values=7)", "pad(x, ((0, 0), (0, 0)))", "pad(x, -1)", "pad(x, 0)", "pad(x, ((0, 0), (1, 1), (0, 0)), mode='constant', constant_values=-1)", "pad(x, (1,))", "pad(x, 1, 'edge')",
          "diag(x[0])", "diag(x[0, 0])", "diag(x[0, 0, :2])", "diag(x[0], 1)", "diag(x[0, 0], k=-1)", "diagonal(x[0])", "x.astype(float32)", "x.astype('float32')", "x.astype(float)", "x.astype(int)", "x.astype(bool)", "x.at[0].add(1).sum()", "x.max()", "x.min(axis=(0, 1))", "x.mean(-1)", "x.foo", "x.sum(foo=1)",
          "x.nbytes", "x.item()", "swapaxes(x, axis1=0, axis2=1)", "array(x)", "asarray(x)", "array([x[0], x[1]])", "array([x[0, 0, 0], 1.5])", "array([[x[0, 0, 0], 1], [2, 3]])"]:
    add(X234 + f"y = {e}")

# Making.
for args in ["5", "2, 7", "0, 10, 3", "10, 0, -3", "0", "-3", "5.0", "0, 1, 0.25", "1.5", "0.5, 3", "5, 2", "0, 1, 0.1", "1, 0, -0.3", "3, dtype=float32", "0, 3, dtype=int32", "0, 1, 0", "0.0, 10.0, 2.5", "2, 3.5", "0, 5, 2.0", "7, dtype=float64", "1, 2, 0.3", "0, 2, 0.7, dtype=float32", "start=1, stop=4", "-1, 1, 0.4"]:
    add(f"y = arange({args})")
for args in ["0, 1, 5", "0.0, 1.0, 4", "1, 0, 3", "0, 1, 1", "0, 1, 0", "0, 1", "0, 1, 5, endpoint=False", "-1.5, 2.5, 9", "0, 10, num=3", "0, 1, 3, dtype=float32", "0, 1, -1", "2, 2, 3", "0, 5, 6, dtype=int64", "0, 1e-300, 3", "1, 1000, 7", "0.1, 0.7, 13", "0, 1, 1, endpoint=False", "array(0.0), array(1.0), 3"]:
    add(f"y = linspace({args})")
for e in ["eye(3)", "eye(2, 4)", "eye(3, dtype=int32)", "eye(0)", "eye(3, k=1)", "eye(3, 4, -1)", "zeros(3)", "zeros((2, 3))", "zeros([2], dtype=int64)", "zeros(())", "zeros((0,))", "zeros(-1)", "ones((2,), dtype=bool)", "ones(2, dtype=float32)", "full((2, 2), 7)", "full((2,), 1.5)", "full(3, True)", "full((2, 2), array([1.0, 2.0]))", "full((2,), 1, dtype=float64)", "full((), 3.0)", "full((2,), array([1.0, 2.0, 3.0]))",
          "full_like(array([1, 2]), 7)", "full_like(array([1.0, 2.0]), 7)", "zeros_like(array([1, 2], dtype=int32))", "ones_like(array([[1.0]]))", "ones_like(3.0)", "zeros_like(3)", "zeros_like(array([1, 2]), dtype=float32)", "tri(3)", "tri(2, 3)", "tri(3, 3, 1)", "identity(2)", "array([1, 2])", "array([1, 2.0])", "array([True, 1])", "array([True, 2.5])", "array([[1, 2], [3, 4]])", "array([])", "array([[]])", "array([[], []])", "array(5)", "array(5.5)", "array(True)", "array([1, 2], dtype=float32)",
          "array([1.7, -1.7], dtype=int64)", "array([0, 2], dtype=bool)", "array([[1], [2, 3]])", "array([[1, 2], 3])", "array([3, [1, 2]])", "array((1, 2))", "array([(1, 2), (3, 4)])", "array([nan, inf, -inf, -0.0])", "array([1, None])", "array('a')", "array([1e400])", "array([9223372036854775807])", "array([1.5], dtype='float32')", "array([1], 'int32')", "array([0.1], dtype=float32)", "array(range(3))", "array([range(2), range(2)])",
          "one_hot(array([0, 2, 1]), 3)", "one_hot(array([[0], [1]]), 2)", "one_hot(array([0, 5, -1]), 3)", "one_hot(1, 3)", "one_hot(array([0, 1]), 2, dtype=float32)", "one_hot(array([0, 1], dtype=int32), 3)", "float32(1.5)", "int64(2.7)", "float64(array([1, 2]))", "int32(array([1.9]))", "bool_(3)", "ones((2, 2))[0]", "jnp.zeros(2)", "np.ones(2)", "jnp.linalg.norm(array([3.0, 4.0]))", "jax.nn.relu(array([-1.0, 1.0]))", "nn.relu(-1.0)", "lax.rsqrt(4.0)", "jax.numpy.sum(ones(3))", "jax.lax.stop_gradient(ones(1))",
          "arange(3)[None]", "arange(3) * 2", "zeros((3,)).shape", "ones((2, 3)).T.shape", "arange(5).dtype == int64", "ones(2).dtype == float64"]:
    add(f"y = {e}")

# Functions, closures, loops, branches, unpacking.
PROGRAMS = """
def f(a, b=2, c=3):
    return a * 100 + b * 10 + c
y = (f(1), f(1, 5), f(1, c=7), f(c=1, a=2), f(1, 2, 3))
---
def f(a, b=2):
    return a + b
y = f()
---
def f(a):
    return a
y = f(1, 2)
---
def f(a):
    return a
y = f(b=1)
---
def f(a):
    return a
y = f(1, a=2)
---
def f():
    pass
y = f()
---
def f():
    return
y = f()
---
def f():
    return 1, 2
a, b = f()
y = a * 10 + b
---
def outer(n):
    def inner(x):
        return x + n
    return inner
y = outer(5)(1)
---
def outer(n):
    g = lambda x: x + n
    n = 100
    return g(1)
y = outer(5)
---
def outer(n):
    def fact(k):
        if k <= 1:
            return 1
        return k * fact(k - 1)
    return fact(n)
y = outer(5)
---
def fact(k):
    return 1 if k <= 1 else k * fact(k - 1)
y = fact(10)
---
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
y = even(9)
---
n = 1
def f():
    return n
n = 2
y = f()
---
n = 1
f = lambda: n
n = 2
y = f()
---
n = 1
def f(k=n):
    return k
n = 2
y = f()
---
n = 1
def f():
    n += 1
    return n
y = f()
---
n = 1
def f():
    m = n
    n = 2
    return m
y = f()
---
n = 1
def f():
    n = 2
    return n
y = f() * 10 + n
---
def f(n):
    n += 1
    return n
y = f(1)
---
def f(x):
    for i in range(3):
        x = x + i
    return x
y = f(1)
---
def f(x):
    for i in range(10):
        if i == 4:
            return i
    return -1
y = f(1)
---
fs = [lambda x: x + i for i in range(3)]
y = fs[0](10)
---
fs = [lambda x, i=i: x + i for i in range(3)]
y = fs[0](10)
---
i = 7
t = [i for i in range(3)]
y = i
---
for i in range(3):
    pass
y = i
---
total = 0
for i in range(5):
    if i % 2 == 0:
        total += i
    elif i == 3:
        total += 100
    else:
        total -= 1
y = total
---
for a, b in [(1, 2), (3, 4)]:
    y = a * b
---
for i, v in enumerate([5, 6]):
    y = i * v
---
for a, b in zip([1, 2], [3, 4]):
    y = a + b
---
x = arange(6.0).reshape(2, 3)
s = 0
for row in x:
    s = s + row.sum() * 2
y = s
---
x = arange(4.0)
a, b, c, d = x
y = a + 10 * d
---
a, (b, c) = 1, (2, 3)
y = a + b * c
---
[a, b] = [1, 2]
y = a + b
---
a = b = 3
y = a * b
---
a, b = 1, 2
a, b = b, a
y = (a, b)
---
a, b = (1, 2, 3)
y = a
---
a, b = 5
y = a
---
x = [1, 2, 3]
y = [2 * v for v in x if v > 1]
---
y = [[i * j for j in range(3)] for i in range(3)]
---
y = [i + j for i, j in [(1, 2), (3, 4)]]
---
y = array([sin(i) for i in range(3)])
---
y = stack([x * x for x in arange(3.0)])
---
f = lambda x, y=2: x * y
y = f(3)
---
y = (lambda a: a + 1)(2)
---
def compose(f, g):
    return lambda x: f(g(x))
y = compose(sin, cos)(array(1.0))
---
def f(x):
    if x.ndim == 2:
        return x.sum(axis=0)
    else:
        return x
y = f(ones((2, 3)))
---
def f(x, n):
    if n == 0:
        return x
    return f(x * 2, n - 1)
y = f(ones(2), 5)
---
x = ones(3)
x += 1
x *= array([1.0, 2.0, 3.0])
x -= 0.5
x /= 2
x **= 2
y = x
---
x = eye(2)
x @= array([[1.0, 2.0], [3.0, 4.0]])
y = x
---
x = 5
x %= 3
y = x
---
x = 5
x //= 2
y = x
---
x = arange(3.0)
z = x
x += 1
y = z
---
x = ones(2)
y = 1 if x.shape[0] == 2 else 0
---
y = sum([1.0, 2.0])
---
import jax.numpy as jnp
y = jnp.sum(jnp.ones(3))
---
from jax import numpy as jnp
y = jnp.ones(3)
---
import jax
y = jax.nn.softmax(jax.numpy.zeros(2))
---
from jax.numpy import sin, cos as c
y = c(array(0.0))
---
import jax.numpy as J
y = J.exp(J.zeros(1))
---
from jax.nn import relu as r
y = r(array([-1.0, 2.0]))
---
sum = 3
y = sum
---
def sin(x):
    return 7
y = sin(1)
---
x = 1; y = x + 1
---
y = (1 +
     2)
---
x = [1,
     2,
     ]
y = x
---
if False:
    y = 1
elif 0:
    y = 2
else:
    y = 3
---
y = None or 5
---
y = [] and 1
---
y = 1 < 2 < 3
---
y = 0 == False
---
x = None
y = 3 if x is None else 4
---
x = (1, 2, 3)
y = x[-1] + x[0]
---
x = ones((2, 3))
b, t = x.shape
y = b * t
---
x = ones((2, 3))
y = x.shape[-1] * 1.0 + x
---
def loss(w, x=ones(3)):
    return sum(w * x)
y = loss(array(2.0))
---
y = 'abc'
---
y = -2 ** 2 + 3 * 2 // 4 % 3
---
y = not True == False
---
y = 2 ** 3 ** 2
---
y = -array([1.0, 2.0]) ** 2
---
y = 10 - 3 - 2
---
y = 2 / 4 * 8
---
y = 7 & 3 | 8 ^ 1
---
y = 1 + 2 << 3
---
y = 1, 2
---
y = (1)
---
y = ((1,),)
---
x = 3
def f():
    y = x
    def g():
        return y + x
    return g()
y = f()
---
def f(a, b=[1, 2]):
    return b[a]
y = f(1)
---
def make():
    def step(v):
        return v * rate
    rate = 3
    return step
y = make()(2)
---
def f(k):
    s = 0
    for i in range(k):
        def g(v):
            return v + i
        s = g(s)
    return s
y = f(4)
---
def f(n):
    return [g(i) for i in range(n)]
def g(i):
    return i * i
y = f(4)
---
def f(n):
    k = 2
    return [k * i for i in range(n) if i != k]
y = f(4)
"""
for program in PROGRAMS.strip("\n").split("\n---\n"):
    add(program)


# Sorting, running extremes and products.
SORTED = ["array([nan, 0.0, -0.0, -inf, -0.0, 1.0, nan, inf])", "array([3, 1, 2, 1, 3])", "array([True, False, True])", "array([2.0, 2.0, 1.0], dtype=float32)",
          "array([])", "array([5.0])", "array([2, -1], dtype=int32)", "(arange(24) * 7 % 11).reshape(2, 3, 4)", "zeros((2, 0, 3))", "3.0"]
for x in SORTED:
    for e in ["sort(x)", "argsort(x)", "sort(x, axis=0)", "argsort(x, axis=0)", "sort(x, 1)", "argsort(x, -2)", "sort(x, axis=None)", "argsort(x, axis=None)", "sort(x, descending=True)",
              "argsort(x, descending=True)", "median(x)", "median(x, axis=-1)", "median(x, axis=(0, 2), keepdims=True)", "cummax(x)", "cummin(x, axis=0, reverse=True)", "cummax(x, axis=1)", "cumprod(x)", "cumsum(x, axis=-1)", "cumprod(x, axis=1)"]:
        add(f"x = {x}\ny = {e}")
for e in ["x.sort()", "x.sort(axis=0)", "x.argsort()", "x.argsort(0)", "x.cumsum(0)", "x.cumprod()", "x.repeat(2, axis=0)", "x.diagonal()", "x.copy()", "x.trace()", "x.T.dot(x)", "x.take(array([1, 2]), axis=1)", "x.round()", "x.round(1)", "x.clip(0)",
          "x.clip(max=1.0)", "x.any()", "x.all(axis=1)", "x.argmin(axis=0)", "x.argmax()", "x.squeeze()", "x.var(axis=1)", "x.std()", "x.prod(axis=0)", "x.mT", "x.mT.shape", "x.itemsize", "x.nbytes", "x.size", "x.sum(axis=1, keepdims=True)", "x.max(axis=-1)",
          "x.mean(axis=0)", "x.reshape(-1, 2)", "x.ravel()", "x.at[0, 1].get()", "x.at[0].get().sum()", "cumsum(x, dtype=float32)", "cumsum(x, axis=0, dtype=int)", "x.min()", "x.swapaxes(0, 1)"]:
    add(X34 + f"y = {e}")

# .at[] with every method.
METHODS = ["set", "add", "subtract", "multiply", "divide", "power", "min", "max"]
for method in METHODS:
    for x, index, u in [("[1.5, -2.0, 0.25, 3.0, -0.5]", i, u) for i, u in
                        [("1", "2.0"), ("-1", "3"), ("1:4", "array([2.0, -1.0, 0.5])"), ("::-2", "array([1.0, 2.0, 3.0])"), ("3:1", "2.0"), ("...", "2.0"), ("array([0, 2, 0])", "array([2.0, 3.0, 4.0])"),
                         ("array([5, -6, 2, -1])", "2.0"), ("array([[0, 1], [1, 0]])", "array([3.0, 2.0])"), ("array([], dtype=int64)", "1.0"), ("array(3)", "2.0"), ("None, 1:3", "array([[2.0, 3.0]])"), ("array([0, 1])", "array([1.0, 2.0, 3.0])"), ("array([3, 3, 3], dtype=int32)", "array([1, 2, 3])")]]:
        add(f"x = array({x})\ny = x.at[{index}].{method}({u})")
    for index, u in [("array([0, 2]), 1:3", "2.0"), ("1:, array([3, 0, 3])", "array([2.0, 3.0, 4.0])"), ("array([2, 0]), ::-2", "array([[2.0, 3.0], [4.0, 5.0]])"), ("None, array([0, 0])", "3.0"), ("..., array([1, 1])", "array([2.0, 3.0])"),
                     ("1, array([1, 1])", "2.0"), ("array([1, -1, 7]), array([1, 1, 1])", "array([2.0, 3.0, 4.0])"), ("::2, None, array([1, 2])", "2.0"), ("array([[0], [2]]), array([1, 1, 2])", "2.0"), ("0", "arange(1.0, 5.0)"), (":, 1:3", "2.0")]:
        add(X34 + f"y = x.at[{index}].{method}({u})")
    for index, u in [("0, :, array([1, 1])", "2"), ("array([1, 0]), :, array([3, 3])", "array([[2], [3]])"), (":, array([0, 2]), 1:", "3"), ("array([1, 1]), 0", "2")]:
        add(X234 + f"y = x.at[{index}].{method}({u})")
    for kind in kinds:
        add(f"x = array([1, 2, 3], dtype={kind})\ny = x.at[array([0, 2])].{method}(2)")
        add(f"x = array([1, 0, 3], dtype={kind})\ny = x.at[1].{method}(1.5)")
        add(f"x = array([1, 0, 3], dtype={kind})\ny = x.at[0:2].{method}(array([True, False]))")
add("x = array([1, 2])\ny = x.at[array([0, 0])].add(0.6)")
add("x = array([-0.0, -0.0, -0.0])\ny = 1 / x.at[1].add(1.0)")
add("x = array([nan, 1.0, nan])\ny = x.at[array([0, 1, 1])].max(array([1.0, nan, 2.0]))")
add(X5 + "y = x.at[array([0, 2])].get()")
add(X5 + "y = x.at[array([9, -9])].get()")
add(X5 + "y = x.at[0].mul(3)")
add(X5 + "y = x.at[0].foo(1)")
add(X5 + "y = x.at[0].add()")
add(X5 + "y = x.at[0].add(1, 2, 3)")

# take and its modes, take_along_axis, one_hot.
for mode in ["'fill'", "'clip'", "'wrap'", "None"]:
    add(X5 + f"y = take(x, array([7, -9, -1, 2]), mode={mode})")
    add(X34 + f"y = take(x, array([[7, -9], [-1, 2]]), axis=1, mode={mode})")
for x in ["array([1, 2], dtype=int32)", "array([True, False])", "array([1.0, 2.0], dtype=float32)"]:
    add(f"y = take({x}, array([5, -1, -3]))")
for i, axis in [("array([[1, 2, 0]])", 1), ("array([[0]])", 1), ("array([[0], [1]])", 1), ("array([1, 2])", "None"), ("array([[0, 9, -9, -1]])", 0), ("array([1, 2])", 0), ("array([[1, 2, 0, 0], [0, 0, 0, 0], [2, 2, 2, 2]])", 0), ("array([[1, 0]])", -1)]:
    add(X34 + f"y = take_along_axis(x, {i}, axis={axis})")
add(X34 + "y = take_along_axis(x, argsort(x, axis=1), axis=1)")
add(X34 + "y = take_along_axis(x, argsort(-x))")
for e in ["one_hot(array([0, 1, 2]), 3, axis=0)", "one_hot(array([[0], [1]]), 2, axis=1)", "one_hot(array([0.0, 1.0]), 2)", "one_hot(2, 3)", "one_hot(array([0, 1], dtype=int32), 2, dtype=int32)", "one_hot(array([0, 1]), 0)"]:
    add(f"y = {e}")

# Diagonals, padding, repeating, moving.
for k in ["0", "1", "-1", "2", "-3", "9", "-9"]:
    for e in ["diag(x, {k})", "diagonal(x, {k})", "trace(x, {k})", "tril(x, {k})", "triu(x, {k})", "diag(x[0], {k})", "eye(2, 4, {k})", "eye(3, k={k})", "tri(3, 4, {k})"]:
        if k in ("9", "-9") and "diag(x[0]" in e:
            continue
        add(X34 + "y = " + e.format(k=k))
for e in ["diagonal(x)", "diagonal(x, 1, 2, 0)", "diagonal(x, axis1=-1, axis2=1)", "trace(x)", "trace(x, 1, 1, 2)", "diagonal(x, 0, 1, 1)", "diag(x)", "trace(x > 3)", "diag(x[0] > 2)", "trace(x.astype(int32))", "triu(x, 1)", "tril(x[0, 0])", "diag(x[0, 0] > 2)", "diag(array(3.0))", "diag(zeros((0,)))", "diag(zeros((0, 3)))",
          "tril(x > 3)", "eye(3, dtype=bool)", "identity(2, dtype=int32)", "eye(0, 3)", "full_like(x, 2.5)", "full_like(x, 2.5, dtype=float32)", "full_like(3.0, 2)", "moveaxis(x, (0, 1, 2), (2, 0, 1))", "moveaxis(x, (0, 0), (1, 2))", "moveaxis(x, (0, 1), (1,))", "moveaxis(x, 0, 5)", "roll(x, (1, 2), (0, 0))", "roll(x, (1, 2, 3), (0, 1, 2))", "roll(x, (1, 2, 3), (0, 1))",
          "roll(array(3.0), 1)", "flip(array(3.0))", "tile(array(3.0), (2, 2))", "repeat(array(3.0), 2)", "repeat(x, -1)", "tile(x, (2, 0))", "concatenate([x, x[0]], axis=None)", "concatenate([x, 1.5 * x], axis=None)", "split(x, [0, 0], axis=1)[2]", "split(x, [2, 1], axis=1)[0]", "split(x, 0)", "transpose(x, None)", "transpose(x, [2, 0, 1])", "reshape(x, (4, 6), order='C')", "matrix_transpose(x)", "matrix_transpose(x[0, 0])",
          "x[0, 0].mT", "permute_dims(x, axes=(2, 1, 0))", "swapaxes(x, 0, -1)", "expand_dims(x, (0, 0))", "squeeze(x, ())", "broadcast_to(x[0, 0], (2, 4))", "vstack([x[0, 0], x[0]])", "hstack([x[0], x[0]])", "stack([x, x > 3])", "copy(x)", "round(x, 1)", "round(x, -1)", "round(x * 0.37, 2)", "round(x * 17.3, -1)", "reshape(x)", "x.reshape()"]:
    if e not in ("reshape(x, (4, 6), order='C')",):
        add(X234 + f"y = {e}")
for mode in ["constant", "edge", "reflect", "symmetric", "wrap", "foo"]:
    for x, width in [("array([1.0, 2.0, 3.0])", "1"), ("array([1.0, 2.0, 3.0])", "(4, 7)"), ("array([1.0])", "3"), ("arange(6.0).reshape(2, 3)", "((1, 2), (0, 3))"), ("arange(6.0).reshape(2, 3)", "((2, 1),)"), ("arange(6).reshape(2, 3)", "(0, 1)"), ("array([])", "1"), ("array([])", "0"), ("array(3.0)", "0"), ("array(3.0)", "2")]:
        add(f"y = pad({x}, {width}, mode='{mode}')")
for values in ["7", "(7, 8)", "((1, 2), (3, 4))", "((1, 2),)", "1.5", "array(2.0)"]:
    add(f"y = pad(arange(6.0).reshape(2, 3), ((1, 2), (0, 3)), constant_values={values})")
    add(f"y = pad(array([1, 2]), 1, constant_values={values})")
for args in ["array([0.0, 1.0]), 2.0, 3", "array([0.0, 1.0]), array([[2.0], [3.0]]), 3", "array([0.0, 1.0]), 2.0, 3, axis=1", "array(0, dtype=int32), 1, 3", "array(1), array(2), 3", "-3, 5, 6, dtype=int64", "0.0, 1.0, 4, endpoint=False", "array([0.0, 1.0]), 2.0, 3, axis=-1", "array(0.0, dtype=float32), 1, 3"]:
    add(f"y = linspace({args})")

# Reductions with their options; norms.
for f in ["sum", "prod", "mean", "max", "min", "any", "all"]:
    for more in ["where=x > 0", "where=x > 0, axis=0", "axis=1, where=array([True, False, True, True])", "where=x > 100", "where=x > 0, initial=-1.0", "initial=2.0", "initial=2, axis=0, keepdims=True", "where=array([1, 0, 1, 1])", "where=zeros((5,)) > 0"]:
        if f in ("mean", "any", "all") and "initial" in more:
            continue
        add(X34 + f"y = {f}(x, {more})")
for f in ["sum", "prod", "mean", "var", "std"]:
    for kind in kinds:
        add(f"y = {f}(array([1, 2, 3], dtype=int32), dtype={kind})")
        add(f"y = {f}(array([[1.5, 2.0]]), axis=0, dtype={kind})")
for x in ["x", "x[0]", "x[:, :1]", "x.reshape(3, 2, 2)", "zeros((0,))", "zeros((2, 0))", "array(3.0)", "array([1, 2])"]:
    for more in ["", ", 1", ", -1", ", inf", ", -inf", ", 0", ", 2", ", 3", ", 0.5", ", -2", ", 'fro'", ", 'foo'", ", axis=0", ", axis=(0, 1)", ", 1, axis=(1, 0)", ", inf, axis=(-1, -2)", ", axis=0, keepdims=True", ", keepdims=True", ", 1, 0", ", 1, (0, 1), True"]:
        if more in (", 2", ", -2") and x in ("x", "x[:, :1]"):
            continue
        add(X34 + f"y = norm({x}{more})")
for x in ["zeros((0,))", "zeros((2, 0))", "zeros((0, 2))", "ones((1, 1, 1))", "array(2.0)", "array([[2, 3]])", "array([[True, False]])"]:
    for f in ["sum", "prod", "mean", "max", "min", "any", "all", "argmax", "argmin", "cumsum", "cumprod", "var"]:
        for more in ["", ", axis=0", ", axis=-1"]:
            add(f"y = {f}({x}{more})")

# Contractions of more kinds.
for e in ["einsum('ij, jk -> ik', a, b)", "einsum('ij,jk,kl->il', a, b, a)", "einsum('ij,jk,kl', a, b, a)", "einsum('ij,jk,ik->', a, b, a @ b)", "einsum('...', a)", "einsum('...i->...', a)", "einsum('i...->...', a)", "einsum('i...,i...->...', a, a)", "einsum('...j,jk->...k', a, b)", "einsum('ij...,jk...->ik...', a, b)", "einsum('ij->jj', a)", "einsum('ij,ij', a, a)",
          "einsum('ab,cd->', a, b)", "einsum('ab,cd->ad', a, b)", "einsum('ij,jk->ik', a > 3, b > 3)", "einsum('ij->', a > 3)", "einsum('i,j,k->ijk', a[0], a[1], a[2])", "einsum('ii,jj->', a[:, :3], b[:3])", "einsum('iij->j', arange(18.0).reshape(3, 3, 2))", "einsum('iij->ij', arange(18.0).reshape(3, 3, 2))", "einsum('iii->i', arange(27.0).reshape(3, 3, 3))", "einsum('ij,kj->', a[:1], a)", "einsum(',->', 2.0, 3.0)",
          "einsum('->', 2.0)", "einsum('ij,j->i', a, 2.0)", "einsum('ij,jk->ik', a, b[:1])", "einsum('ij->i j', a)", "einsum('ij-ik', a, b)", "einsum('i1->i', a)", "einsum('ij->ik', a)", "einsum('Ij,jA->AI', a, b)", "einsum('ba', a)", "einsum('ij,jk->ik', a.astype(int32), b.astype(int64))", "einsum('bij,bjk->bik', arange(24.0).reshape(2, 3, 4), arange(24.0).reshape(2, 4, 3))",
          "einsum('...ij,...jk->...ik', arange(24.0).reshape(2, 1, 3, 4), arange(24.0).reshape(2, 4, 3))", "tensordot(a, b, 1)", "tensordot(a, b, ((1,), (0,)))", "tensordot(a, a, axes=((0, 1), (0, 1)))", "tensordot(a, b, axes=3)", "tensordot(a, b, axes=([1], [1]))", "tensordot(a, b, axes=([0, 1], [1]))", "vdot(a, b)", "vdot(a, a)", "vdot(a[0], a)", "inner(a, b.T)", "inner(a, 3.0)", "inner(a, b)", "outer(a[0], b[0])", "outer(2.0, a[0])",
          "dot(a, 2)", "dot(a, b)", "dot(a[0], b[:, 0])", "dot(a, b[:, 0])", "dot(arange(24.0).reshape(2, 3, 4), b)", "dot(arange(24.0).reshape(2, 3, 4), arange(24.0).reshape(2, 4, 3))", "dot(a > 3, b > 3)", "vdot(a > 3, a > 3)", "matmul(a, 2)", "a @ 2", "matmul(a, b.T)", "tensordot(a > 3, b > 3, 1)", "outer(a[0] > 1, b[0] > 1)", "a.dot(b)", "inner(a > 1, a > 1)"]:
    add(f"a = arange(12.0).reshape(3, 4)\nb = arange(12.0).reshape(4, 3) - 5\ny = {e}")

# Other names for the same functions.
for e in ["asin(x)", "acos(x)", "atan(x)", "asinh(x)", "acosh(1 + x * x)", "atanh(x)", "atan2(x, 1.0)", "pow(x, 2)", "concat([x, x])", "permute_dims(x[None], (1, 0))", "matrix_transpose(x[None])", "bitwise_invert(x > 0)", "bitwise_not(array([1, 2]))", "invert(array([1, 2]))", "bitwise_and(array([5, 6]), 3)", "bitwise_or(array([5, 6]), array([3, 8]))", "bitwise_xor(array([5, 6]), 3)",
          "bitwise_and(array([True, False]), array([True, True]))", "absolute(x)", "true_divide(x, 2)", "remainder(x, 0.3)", "amax(x)", "amin(x)", "jnp.sort(x)", "np.argsort(x)", "jax.numpy.cumsum(x)", "lax.cummax(x)", "jax.lax.cummin(x)", "jax.lax.cumsum(x, axis=0)", "lax.cumprod(x, axis=0)", "jnp.linalg.norm(x, 1)", "jax.numpy.linalg.norm(x)", "linalg.norm(x, ord=inf)", "jax.nn.one_hot(array([1]), 2)", "nn.softmax(x)", "jax.scipy.special.erf(x)", "jnp.pi",
          "jnp.newaxis", "x[jnp.newaxis]", "jnp.float32(1.5)", "x.astype(jnp.float32)", "jnp.array([1.0]).at[0].set(2.0)", "linalg.matrix_transpose(x[None])", "jnp.linalg.diagonal(x[None])", "linalg.trace(x[None])", "jnp.linalg.outer(x, x)"]:
    add(f"x = array([0.5, -0.25, 0.125])\ny = {e}")

# Derivatives by x.
gradients = {}


def differentiate(x, *programs):
    for cell in programs:
        gradients.setdefault((x, "y = " + cell))


TIES = "array([1.0, 3.0, 1.0, 2.0, 3.0, 3.0, -1.0])"
differentiate(TIES, "sort(x)", "sort(x, descending=True)", "sort(x) ** 3", "median(x)", "median(x[:6])", "cummax(x)", "cummin(x)", "cummax(x, reverse=True) ** 2", "cumprod(x)", "cumprod(x * (x > 1))", "cumsum(x) ** 2", "max(x)", "min(x)", "max(x) * x", "sort(sin(x) * x)", "x[argsort(x)] ** 2",
              "take_along_axis(x, argsort(-x), 0) ** 2", "std(x)", "var(x)", "prod(x)", "prod(x * (x > 1))", "norm(x)", "norm(x, 1)", "norm(x, inf)", "norm(x, 3)", "norm(x, 0.5)", "logsumexp(x)", "softmax(x) * x", "sum(x, where=x > 1) ** 2", "mean(x, where=x > 1) ** 2", "max(x, initial=2.0, where=x < 3) * x", "prod(x, where=x > 1)", "max(x, initial=3.0) ** 2")
M = "((arange(12.0) * 5 % 7) - 2).reshape(3, 4)"
differentiate(M, "sort(x)", "sort(x, axis=0) ** 2", "sort(x, axis=None) ** 2", "median(x, axis=1)", "median(x, axis=0) ** 2", "cummax(x, axis=1)", "cummin(x, axis=0)", "cumprod(x, axis=1)", "cumprod(x, axis=0)", "cumsum(x, axis=1) ** 2", "max(x, axis=0)", "min(x, axis=1)", "prod(x, axis=0)", "norm(x)", "norm(x, 1)", "norm(x, inf)", "norm(x, axis=0)", "norm(x + 0.25, -1) * x",
              "trace(x) * x", "diag(x, 1) ** 2", "diagonal(x, -1) ** 3", "tril(x, -1) ** 2", "triu(x, 1) * x.sum()", "diag(x[0], -1) @ diag(x[1], 1)", "pad(x, 1) ** 2", "pad(x, 2, mode='edge') ** 2", "pad(x, ((3, 4), (1, 5)), mode='reflect') ** 2", "pad(x, ((3, 4), (1, 5)), mode='symmetric') ** 2", "pad(x, ((3, 4), (1, 5)), mode='wrap') ** 2", "pad(x * x, 1, constant_values=3)",
              "roll(x, (1, 2), (0, 1)) * x", "repeat(x, 3, axis=1) ** 2", "tile(x, (2, 1, 2)) ** 2", "moveaxis(x[None], (0, 1), (2, 0)) ** 2", "concatenate([x, x * x], axis=None)", "stack([x, sin(x)], axis=1)", "flip(x, 1) * x", "linspace(x[0], x[1], 3) ** 2", "linspace(x[0], x[1], 3, endpoint=False, axis=1) ** 2", "x.mT @ x", "squeeze(x[:1]) ** 2", "x.reshape(2, 6) ** 2", "broadcast_to(x[0], (3, 4)) * x",
              "split(x, [1, 3], axis=1)[1] ** 2", "hstack([x, x * x])", "vstack([x, x * x])", "expand_dims(x, (0, 2)) ** 2", "round(x * x)", "full((2, 3, 4), x) ** 2", "std(x * x, axis=1)", "var(x, axis=0, ddof=1)")
for index in ["array([2, 0, 2])", ":, array([0, 0, 3])", "array([1, 1]), array([2, 2])", "array([0, 2]), 1:3", "1:, array([3, 0, 3])", "::-1, ::2", "None, array([0, 0])", "1, array([0, 0])", "array([[0, 1], [1, 0]])", "array([0, -1]), ::-2", "..., array([1, 1])", "array([1, 2]), None, array([0, 0])"]:
    differentiate(M, f"x[{index}] ** 2")
    for method in METHODS:
        if method == "subtract":
            continue
        differentiate(M, f"(x * x).at[{index}].{method}(2.0) * x" if method != "power" else f"(1 + x * x).at[{index}].{method}(2.0) * x")
for index, u in [("array([0, 2, 1])", "x[::-1]"), ("1", "x[0]"), ("1:, ::2", "x[:2, 2:]"), (":, array([3, 0])", "x[:, 1:3]"), ("array([0, 2]), 1:3", "x[1:, 2:]"), ("array([2, 1]), array([2, 0])", "x[0, :2]")]:
    for method in METHODS:
        if method == "subtract":
            continue
        # JAX knows the gradient of products and quotients by index arrays only where they promise to be distinct.
        if method in ("multiply", "divide", "power") and "array" in index:
            continue
        y = "1 + x * x" if method == "power" else "x"
        differentiate(M, f"({y}).at[{index}].{method}(sin({u}))", f"({y}).at[{index}].{method}({u}) ** 2")
for index, u in [("array([0, 0, 1])", "x[::-1]"), (":, array([3, 3, 0, 3])", "x * 0.5"), ("array([2, 2]), 1:3", "x[1:, 2:]"), ("array([2, 9, 2]), array([2, 0, 2])", "x[0, :3]"), ("array([[1, 1], [0, 1]])", "x[0]")]:
    for method in ["set", "add", "min", "max"]:
        differentiate(M, f"x.at[{index}].{method}(sin({u}))", f"x.at[{index}].{method}({u}) ** 2")
for mode in ["'fill'", "'wrap'"]:
    differentiate(TIES, f"take(x, array([1, -1, 1, 9]), mode={mode}) ** 2")
differentiate(M, "take(x, array([3, 3]), axis=1) ** 2", "take(x, array([[11, 0], [5, 5]])) ** 2", "take_along_axis(x, array([[1, 1, 0]]), axis=1) ** 2", "take_along_axis(x, argsort(x, axis=0), axis=0) ** 2")
differentiate(M, "einsum('ij,kj->ik', x, x)", "einsum('ij,ij->', x, x)", "einsum('ij,ik,il->jkl', x, x, x)", "einsum('ii->i', x[:, :3]) ** 2", "einsum('ii', x[:, :3]) ** 2", "einsum('...i,...i->...', x, x)", "einsum('ij->j', x) ** 2", "einsum('ij,kj->i', x, x[:1])", "einsum('ij,j->ij', x, x[0])", "tensordot(x, x, ((0, 1), (0, 1)))", "tensordot(x, x, 0)", "tensordot(x, x.T, 1)", "inner(x, x)", "outer(x, x[0])",
              "vdot(x, x)", "dot(x, x.T)", "x @ x[0]", "x[0] @ x.T", "x[None] @ x.T", "x @ x.T[None]", "x.reshape(3, 2, 2) @ x.reshape(3, 2, 2)", "x[0] @ x.reshape(3, 4, 1)", "einsum('iij->ij', x[:2].reshape(2, 2, 2)) ** 2")
differentiate("array([1.0, 3.0, 1.0, 2.0], dtype=float32)", "sort(x) ** 2", "cummax(x)", "cumprod(x)", "x.at[array([0, 0])].max(x[2:]) ** 2", "x.at[array([0, 0, 1])].set(x[1:] * x[:3])", "max(x) * x", "norm(x)")
differentiate("array(2.5)", "x.at[()].set(3.0) * x", "x.at[...].multiply(x)", "array([x, x * x]).at[0].add(x)", "cumsum(x)", "full((3,), x) * x", "sum(x) ** 2")

if __name__ == "__main__":
    for cell in cells:
        print(json.dumps({"cell": cell} | outcome(cell), separators=(",", ":")))
    for x, cell in gradients:
        print(json.dumps({"x": x, "cell": cell} | derivatives(x, cell), separators=(",", ":")), flush=True)
