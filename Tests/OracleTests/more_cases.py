"""Writes more-cases.jsonl: cells with what JAX 0.10.2 gives for them, in the form of cases.jsonl.

    python more_cases.py      (with jax 0.10.2 and numpy installed)
"""
import json
import pathlib

import jax

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import numpy as np
from jax import lax

DTYPES = {"float64": "f64", "float32": "f32", "int64": "i64", "int32": "i32", "bool": "bool"}
cases = []


def written(array):
    array = np.asarray(array)
    values = [v if not isinstance(v, float) or np.isfinite(v) else repr(v) for v in array.ravel().tolist()]
    return {"dtype": DTYPES[str(array.dtype)], "shape": list(array.shape), "values": values}


def pairs(padding, axes):
    return [(padding, padding)] * axes if isinstance(padding, int) else padding


def steps(given, axes):
    return (given,) * axes if isinstance(given, int) else tuple(given)


def conv(x, k, strides=1, padding="VALID", dilation=1, groups=1):
    axes = x.ndim - 2
    dtype = jnp.promote_types(x.dtype, k.dtype)
    x, k = x.astype(dtype), k.astype(dtype)
    return lax.conv_general_dilated(
        x, k, steps(strides, axes), pairs(padding, axes), rhs_dilation=steps(dilation, axes), feature_group_count=groups)


def reduce_window(x, start, function, window, strides, padding):
    window = steps(window, x.ndim - 2)
    lead = x.ndim - len(window)
    padding = pairs(padding, len(window))
    if not isinstance(padding, str):
        padding = [(0, 0)] * lead + list(padding)
    return lax.reduce_window(
        x, start, function, (1,) * lead + window, (1,) * lead + steps(strides, len(window)), padding)


def max_pool(x, window, strides=1, padding="VALID"):
    return reduce_window(x, -jnp.inf, lax.max, window, strides, padding)


def avg_pool(x, window, strides=1, padding="VALID"):
    return reduce_window(x, 0.0, lax.add, window, strides, padding) / np.prod(steps(window, x.ndim - 2))


NAMES = {name: getattr(jnp, name) for name in dir(jnp) if not name.startswith("_")} | {
    "conv": conv, "max_pool": max_pool, "avg_pool": avg_pool, "random": jax.random, "jnp": jnp, "jax": jax, "lax": lax}


def case(name, cell, inputs, wrt=None, reference=None, tolerance=None, dense=True):
    """`reference` is Python for JAX that computes `y`, where the cell itself is not."""
    wrt = list(inputs) if wrt is None else wrt
    inputs = {key: jnp.asarray(value) for key, value in inputs.items()}
    numbers = np.random.default_rng(sum(name.encode()))

    def function(*values):
        scope = NAMES | inputs | dict(zip(wrt, values))
        exec(reference or cell, scope)
        return jnp.asarray(scope["y"])

    def like(value):
        return jnp.asarray(numbers.uniform(-1, 1, value.shape), value.dtype)

    values = [inputs[key] for key in wrt]
    y, pullback = jax.vjp(function, *values)
    seed, tangents = like(y), [like(value) for value in values]
    line = {
        "name": name, "cell": cell, "inputs": {key: written(value) for key, value in inputs.items()}, "wrt": wrt,
        "y": written(y), "seed": written(seed), "vjp": dict(zip(wrt, map(written, pullback(seed)))),
        "tangents": dict(zip(wrt, map(written, tangents))),
        "jvp": written(jax.jvp(function, values, tangents)[1]), "tolerance": tolerance}
    total = sum(value.size for value in values)
    if dense and y.size * total <= 700:
        jacobian = jax.jacrev if y.size <= total else jax.jacfwd
        rows = jacobian(function, argnums=tuple(range(len(wrt))))(*values)
        line["jacobian"] = dict(zip(wrt, map(written, rows)))
    cases.append(line)


rng = np.random.default_rng(20)


def f64(*shape):
    return rng.normal(size=shape)


def f32(*shape):
    return rng.normal(size=shape).astype(np.float32)


def convolutions():
    case("conv/strided", "y = conv(x, k, strides=2)", {"x": f64(2, 2, 7), "k": f64(3, 2, 3)})
    case("conv/uneven", "y = conv(x, k, strides=(2, 3), padding=((1, 2), (0, 3)), dilation=(2, 1))",
         {"x": f64(1, 2, 6, 7), "k": f64(2, 2, 3, 2)})
    case("conv/cropped", "y = conv(x, k, padding=((-1, 2), (1, -2)))", {"x": f64(1, 2, 5, 6), "k": f64(2, 2, 2, 2)})
    case("conv/same-strided", "y = conv(x, k, strides=2, padding='SAME')", {"x": f64(1, 1, 6, 5), "k": f64(2, 1, 3, 2)})
    case("conv/same-lower", "y = conv(x, k, padding='SAME_LOWER', dilation=2)", {"x": f64(1, 1, 5), "k": f64(2, 1, 4)})
    case("conv/groups", "y = conv(x, k, padding=1, groups=2)", {"x": f64(2, 4, 4, 3), "k": f64(6, 2, 2, 2)})
    case("conv/depthwise", "y = conv(x, k, groups=3)", {"x": f64(1, 3, 5), "k": f64(3, 1, 2)})
    case("conv/cubes", "y = conv(x, k, strides=(1, 2, 1))", {"x": f64(1, 2, 3, 4, 3), "k": f64(2, 2, 2, 2, 2)})
    case("conv/points", "y = conv(x, k)", {"x": f64(3, 4), "k": f64(2, 4)})
    case("conv/single", "y = conv(x, k, padding='SAME')", {"x": f32(1, 2, 5, 5), "k": f32(2, 2, 3, 3)})
    case("conv/promoted", "y = conv(x, k)", {"x": f32(1, 1, 5), "k": f64(1, 1, 3)})
    case("conv/too-small", "y = conv(x, k)", {"x": f64(1, 1, 2), "k": f64(1, 1, 3)}, dense=False)
    case("conv/no-channels", "y = conv(x, k)", {"x": f64(1, 0, 4), "k": f64(2, 0, 3)}, dense=False)
    case("conv/deep", "y = conv(x, k)", {"x": f64(1, 150, 4), "k": f64(2, 150, 3)}, dense=False)
    case("conv/second-derivative", "s = sum(conv(x, k, strides=2, padding=1, groups=2) ** 3)\ny = grad(s, k)",
         {"x": f64(1, 2, 5), "k": f64(4, 1, 3)},
         reference="y = jax.grad(lambda k: sum(conv(x, k, strides=2, padding=1, groups=2) ** 3))(k)")
    case("conv/net", "h = tanh(conv(x, k, padding='SAME'))\nh = max_pool(h, 2, 2)\ny = sum(conv(h, c) ** 2)",
         {"x": f64(2, 1, 6, 6), "k": f64(2, 1, 3, 3), "c": f64(1, 2, 3, 3)})
    for mode in ["full", "same", "valid"]:
        case(f"convolve/{mode}", f"y = convolve(a, v, mode='{mode}')", {"a": f64(7), "v": f64(4)})
    case("convolve/swapped", "y = convolve(a, v, 'same')", {"a": f64(3), "v": f64(6)})
    case("convolve/twice", "y = convolve(convolve(a, v), a)", {"a": f64(4), "v": f32(3)})


def pools():
    case("max-pool/overlapping", "y = max_pool(x, (3, 2))", {"x": f64(2, 2, 5, 4)})
    ties = np.array([[1, 1, 0, 2], [1, 0, 2, 2], [3, 3, 3, 3], [3, 3, 3, 3]], float)
    case("max-pool/ties", "y = max_pool(x, (2, 2), (2, 2))", {"x": ties})
    case("max-pool/padded", "y = max_pool(x, 3, strides=2, padding='SAME')", {"x": f64(1, 2, 6, 5)})
    case("max-pool/pairs", "y = max_pool(x, (2,), padding=((3, 1),))", {"x": f64(2, 4)})
    case("max-pool/single", "y = max_pool(x, 2, 2)", {"x": f32(1, 1, 4, 6)})
    case("max-pool/second-derivative", "s = sum(max_pool(x ** 3, 2, 2))\ny = grad(s, x)", {"x": f64(1, 1, 4, 4)},
         reference="y = jax.grad(lambda x: sum(max_pool(x ** 3, 2, 2)))(x)")
    case("avg-pool/strided", "y = avg_pool(x, (2, 2), (2, 2))", {"x": f64(2, 2, 4, 6)})
    case("avg-pool/padded", "y = avg_pool(x, 3, strides=2, padding='SAME')", {"x": f64(1, 2, 5, 6)})
    case("avg-pool/vectors", "y = avg_pool(x, 3)", {"x": f32(1, 2, 7)})


def draws():
    """Random numbers with the same bits: tolerance 0, and arithmetic that rounds nothing more."""
    cells = {
        "uniform": "y = x * random.uniform(random.key(0), (5,))",
        "uniform-single": "y = x * random.uniform(random.PRNGKey(3), (5,), float32)",
        "uniform-matrix": "y = x * random.uniform(random.key(2**40 + 7), (3, 5))[1]",
        "uniform-range": "y = x * random.uniform(random.key(1), (5,), minval=-0.3, maxval=1.1)",
        "uniform-range-single": "y = x * random.uniform(random.key(-1), (5,), dtype=float32, minval=-3, maxval=0.7)",
        "uniform-scalar": "y = x * random.uniform(random.key(5))",
        "split": "k, other = random.split(random.key(11))\ny = x * random.uniform(other, (5,))",
        "split-more": "y = x * random.uniform(random.split(random.key(11), (2, 3))[1, 2], (5,))",
        "fold-in": "y = x * random.uniform(random.fold_in(random.key(4), 12345), (5,))",
        "key-data": "y = x * random.key_data(random.split(random.key(9), 5))[:, 0]",
        "bernoulli": "y = x * random.bernoulli(random.key(6), 0.3, (5,))",
        "bernoulli-half": "y = x * random.bernoulli(random.key(6), shape=(5,))",
        "bernoulli-each": "y = x * random.bernoulli(random.key(8), array([0.1, 0.5, 0.9, 0.5, 1.0], dtype=float32))",
        "randint": "y = x * random.randint(random.key(2), (5,), -7, 100)",
        "randint-wide": "y = x * random.randint(random.key(2), (5,), 0, 2**31 - 1)",
        "randint-short": "y = x * random.randint(random.key(2), (5,), 10, 70000, int32)",
        "randint-empty": "y = x * random.randint(random.key(2), (5,), 3, 3)",
        "imported": "import jax\nfrom jax import random as r\nfrom jax.random import split as halves\n"
                    "y = x * r.uniform(halves(jax.random.key(1))[0], (5,))",
    }
    for name, cell in cells.items():
        single = "single" in name
        case(f"random/{name}", cell, {"x": f32(5) if single else f64(5)}, tolerance=0)
    case("random/normal", "y = x * random.normal(random.key(0), (50,))", {"x": f64(50)}, tolerance=1e-15, dense=False)
    case("random/normal-single", "y = x * random.normal(random.key(0), (50,), dtype=float32)", {"x": f32(50)},
         tolerance=3e-7, dense=False)
    case("random/ends", "y = random.uniform(random.key(1), (5,), minval=a, maxval=b)",
         {"a": rng.normal(), "b": 3 + rng.normal()}, tolerance=1e-15)


def regular(*shape, dtype=np.float64):
    return (rng.normal(size=shape) + 3 * np.eye(shape[-1])).astype(dtype)


def matrices():
    case("solve/matrix", "y = solve(a, b)", {"a": regular(4, 4), "b": f64(4, 2)})
    case("solve/vectors", "y = linalg.solve(a, b)", {"a": regular(2, 3, 3), "b": f64(3)})
    case("solve/batched", "y = jnp.linalg.solve(a, b)", {"a": regular(3, 1, 2, 2), "b": f64(2, 2, 1)})
    case("solve/single", "y = solve(a, b)", {"a": regular(3, 3, dtype=np.float32), "b": f32(3)}, tolerance=1e-4)
    case("solve/permuted", "y = solve(a, b)", {"a": np.array([[0, 2, 1], [1, 1, 0], [3, 0, 2.0]]), "b": f64(3)})
    case("solve/second-derivative", "s = sum(solve(a, b) ** 3)\ny = grad(s, a)", {"a": regular(3, 3), "b": f64(3)},
         reference="y = jax.grad(lambda a: sum(jnp.linalg.solve(a, b) ** 3))(a)")
    case("inv/batched", "y = inv(a)", {"a": regular(2, 3, 3)})
    case("inv/second-derivative", "s = sum(inv(a) ** 2)\ny = grad(s, a)", {"a": regular(3, 3)},
         reference="y = jax.grad(lambda a: sum(jnp.linalg.inv(a) ** 2))(a)")
    for size in [1, 2, 4, 5]:
        case(f"det/{size}", "y = det(a)", {"a": regular(size, size)})
    case("det/batched", "y = det(a)", {"a": regular(2, 2, 4, 4)})
    case("det/single", "y = det(a)", {"a": regular(4, 4, dtype=np.float32)}, tolerance=1e-4)
    singular = np.array([[2, 1, 3], [4, 2, 6], [1, 0, 1.0]])
    case("det/singular-small", "y = det(a)", {"a": singular})
    singular = np.array([[1, 2, 3, 4], [2, 4, 6, 8], [1, 0, 1, 0], [0, 1, 0, 3.0]])
    case("det/singular", "y = det(a)", {"a": singular}, tolerance=1e-13)
    case("det/rank-two", "y = det(a)", {"a": np.diag([1.0, 2, 0, 0])})
    case("det/second-derivative", "d = det(a)\ny = grad(d, a)", {"a": regular(4, 4)},
         reference="y = jax.grad(jnp.linalg.det)(a)")
    case("slogdet/log", "sign, y = slogdet(a)", {"a": regular(4, 4)})
    case("slogdet/negative", "sign, l = slogdet(a)\ny = sign * l", {"a": -regular(3, 3)})
    case("slogdet/batched", "y = linalg.slogdet(a)[1]", {"a": regular(3, 2, 2)})
    case("slogdet/second-derivative", "l = slogdet(a)[1]\ny = grad(l, a)", {"a": regular(3, 3)},
         reference="y = jax.grad(lambda a: jnp.linalg.slogdet(a)[1])(a)")
    spread = "s = a @ a.swapaxes(-1, -2) + 2 * eye(3)\n"
    case("cholesky/uneven", "y = cholesky(a)", {"a": f64(4, 4) / 4 + 2 * np.eye(4)})
    case("cholesky/batched", spread + "y = jnp.linalg.cholesky(s)", {"a": f64(2, 3, 3)})
    case("cholesky/upper", spread + "y = cholesky(s, upper=True)", {"a": f64(3, 3)})
    case("cholesky/single", spread.replace("eye(3)", "eye(3, dtype=float32)") + "y = cholesky(s)", {"a": f32(3, 3)})
    case("cholesky/second-derivative", spread + "l = sum(cholesky(s) ** 3)\ny = grad(l, a)", {"a": f64(3, 3)},
         reference="y = jax.grad(lambda a: sum(jnp.linalg.cholesky(a @ a.T + 2 * eye(3)) ** 3))(a)")
    for lower in [True, False]:
        for turned in [True, False]:
            for left in [True, False]:
                options = f"left_side={left}, lower={lower}, transpose_a={turned}"
                name = "-".join(["left" if left else "right", "lower" if lower else "upper"] + ["turned"] * turned)
                case(f"triangular-solve/{name}", f"y = lax.linalg.triangular_solve(a, b, {options})",
                     {"a": regular(3, 3), "b": f64(3, 2) if left else f64(2, 3)})
    case("triangular-solve/unit", "y = lax.linalg.triangular_solve(a, b, lower=True, unit_diagonal=True, left_side=True)",
         {"a": f64(3, 3), "b": f64(3, 2)})
    case("triangular-solve/batched", "y = lax.linalg.triangular_solve(a, b, left_side=True)",
         {"a": regular(2, 3, 3), "b": f64(2, 3, 2)})
    case("triangular-solve/vector", "y = lax.linalg.triangular_solve(a, b)", {"a": regular(3, 3), "b": f64(3)})
    case("triangular-solve/single", "y = lax.linalg.triangular_solve(a, b)",
         {"a": regular(3, 3, dtype=np.float32), "b": f32(3)}, tolerance=1e-4)
    case("triangular-solve/second-derivative", "s = sum(solve_triangular(a, b, lower=True, trans=1) ** 3)\ny = grad(s, a)",
         {"a": regular(3, 3), "b": f64(3)},
         reference="y = jax.grad(lambda a: sum(jax.scipy.linalg.solve_triangular(a, b, lower=True, trans=1) ** 3))(a)")


NAMES |= {name: getattr(jnp.linalg, name) for name in ["solve", "inv", "det", "slogdet", "cholesky"]}
convolutions()
pools()
draws()
matrices()
path = pathlib.Path(__file__).with_name("more-cases.jsonl")
path.write_text("".join(json.dumps(line) + "\n" for line in cases))
print(len(cases), "cases,", path.stat().st_size, "bytes")
