"""Writes names.jsonl: what names mean behind their modules, and which results are weak, in the form of behaviour.jsonl.

    pip install jax==0.10.2 && python names.py > names.jsonl

A weak result is seen by what it makes of a float32 or an int32: `y = float32(3) * full((2,), 2.0)` is float32.
"""
import itertools
import json

import jax
import jax.numpy as jnp
import jax.scipy.linalg
import jax.scipy.special
import jax.scipy.stats
from jax import lax

import behaviour
from behaviour import NAMES, derivatives, outcome

NAMES |= {"erf_inv": jax.scipy.special.erfinv, "random": jax.random, "cond": lax.cond, "scan": lax.scan, "fori_loop": lax.fori_loop,
          "while_loop": lax.while_loop, "vmap": jax.vmap, "grad": jax.grad, "value_and_grad": jax.value_and_grad, "jvp": jax.jvp,
          "vjp": jax.vjp, "jacobian": jax.jacobian, "hessian": jax.hessian, "checkpoint": jax.checkpoint, "solve": jnp.linalg.solve,
          "inv": jnp.linalg.inv, "det": jnp.linalg.det, "cholesky": jnp.linalg.cholesky, "slogdet": jnp.linalg.slogdet,
          "solve_triangular": jax.scipy.linalg.solve_triangular, "associative_scan": lax.associative_scan, "switch": lax.switch, "linearize": jax.linearize,
          "linear_transpose": jax.linear_transpose, "polygamma": jax.scipy.special.polygamma}
cells = {}
gradients = []


def add(*lines):
    for line in lines:
        cells.setdefault(line if "y = " in line else f"y = {line}")


def differentiate(x, *lines):
    gradients.extend((x, f"y = {line}") for line in lines)


# Weak types. W and I came from Python numbers alone.
W, I = "full((2,), 1.5)", "full((2,), 3)"
WW = "full((2, 2), 1.5)"
calls = []
for f in ("abs sign negative square sqrt cbrt reciprocal exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh "
          "cosh tanh arcsinh arctanh erf erfc lgamma digamma floor ceil round softplus relu leaky_relu elu gelu isnan array asarray "
          "ravel transpose squeeze sum mean max min prod var std any all logsumexp copy zeros_like ones_like logical_not cumsum "
          "cumprod argmax flip median").split():
    # abs and round of a Python number are Python's.
    calls += [f"{f}({v})" for v in ([] if f in ("abs", "round") else ["0.5", "1"]) + ["array(0.5)", "array(1)", W, I]]
    if f not in ("abs", "sign", "negative", "round", "lgamma", "relu", "softplus", "leaky_relu", "elu", "square", "argmax", "median"):
        calls += [f"{f}(True)"]
for f in ("add subtract multiply divide floor_divide mod power maximum minimum arctan2 hypot logaddexp equal dot inner outer "
          "bitwise_and matmul vdot").split():
    pairs = [("0.5", "2"), ("2", "3"), ("2.0", "0.5"), ("array(0.5)", "array(2)"), ("array(2)", "3"), (W, W), (I, I), (I, W),
             (I, "array([1.0, 2.0])"), (I, "array([1, 2])"), (W, "array([1.0, 2.0])"), (I, "3.0")]
    for a, b in pairs:
        if f == "bitwise_and" and any("." in v for v in (a, b)) or f == "matmul" and not all("(2,)" in v or "[" in v for v in (a, b)):
            continue
        if f == "vdot" and b == "3.0":
            continue
        calls.append(f"{f}({a}, {b})")
calls += f"""array([1.0, 2.0]); array([1, 2]); array([]); array([True, 2]); array([array(1.0), 2.0]); array([array([1.0]), array([2.0])])
array((1.0, 2)); array([[1.0], [2.0]]); asarray([1.0, 2.0]); array(1.0, dtype=float64); array(array(1.0)); array({W}); asarray({W})
array(range(3)); zeros((2,)); ones((2,)); zeros(2, dtype=int64); full((2,), 2.0); full((2,), 2); full((2,), True)
full((2,), 2.0, dtype=float64); full((2,), array(2.0)); full((2,), array([1.0, 2.0])); full_like(1.0, 2); full_like(1, 2.5)
full_like(1.0, array(2.5)); full_like(array([1.0]), 2.0); full_like(array([1], dtype=int32), 2.5); full_like(1.0, 2, dtype=float64)
zeros_like(1.0, dtype=float64); zeros_like(array([1.0])); zeros_like({W}); ones_like({I}); arange(3); arange(3.0); arange(0, 3, 0.5)
linspace(0, 1, 3); linspace(0.0, 1.0, 3); linspace(array(0.0), 1.0, 3); eye(2); identity(2); tri(2); diag(array([1.0])); diag({W})
diagonal({WW}); trace({WW}); tril({WW}); triu({WW}); reshape(1.0, (1,)); reshape(2, (1,)); array(1.0).reshape(1); {W}.ravel()
{W}.flatten(); {WW}.T; {WW}.mT; swapaxes({WW}, 0, 1); moveaxis({WW}, 0, 1); matrix_transpose({WW}); expand_dims(1.0, 0)
expand_dims(array(1.0), 0); broadcast_to(1.0, (2,)); broadcast_to(2, (2,)); concatenate([{W}, {W}]); concatenate([{W}, {I}])
concatenate([{W}]); concatenate([array(1.0)[None], array([1.0])]); stack([1.0, 2.0]); stack([1, 2]); stack([1, 2.0]); stack([True, 2])
stack([array(1.0), array(2.0)]); stack([array(1.0), array(2)]); stack([{W}, array([1.0, 2.0])]); vstack([1.0, 2.0]); hstack([1.0, 2.0])
vstack([{W}, {W}]); hstack([{W}, {W}]); split({W}, 2)[0]; pad({W}, 1); pad({W}, 1, mode='edge'); pad({W}, 1, constant_values=2)
roll({W}, 1); tile(1.0, 2); tile({W}, 2); repeat(1.0, 2); repeat({W}, 2); take({W}, 0); take({W}, array([0])); take({I}, array([0]))
take({W}, array([0]), mode='clip'); take({W}, array([0]), mode='wrap'); take_along_axis({W}, array([0]), 0); {W}[0]; {I}[0]; {W}[:1]
{W}[None]; {W}[array([0])]; {I}[array([0])]; {W}[::-1]; {W}.at[0].set(2.0); {W}.at[0].add(2); {I}.at[0].add(2); {W}.at[0].multiply(2)
{W}.at[0].min(2); {W}.at[0].divide(2); {W}.at[0].power(2); {W}.at[array([0])].set(2.0); {W}.at[array([0])].add(2.0); {W}.at[0].get()
{W}.at[array([0])].get(); array([1.0]).at[0].set(2); one_hot(1, 3); one_hot({I}, 3); where(True, 1.0, 2.0); where(True, 1, 2.0)
where(True, 1, 2); where(array([True]), 1.0, array(2.0)); where(array([True, False]), {W}, 3); clip(0.5, 0, 1); clip(2, 0, 1)
clip(array(0.5), 0, 1); clip(2, 0.0, 1); clip({W}, 0, 1); norm({W}); norm({I}); softmax({W}); softmax({I}); log_softmax({W}); cummax({W})
cummax({I}); sort({W}); sort({I}); {W} @ {W}; {I} @ {I}; {I} @ {W}; tensordot({W}, {W}, 1); einsum('i,i', {W}, {W}); einsum('i', {W})
einsum('i->', {W}); einsum('i,i->i', {I}, {I}); einsum('ij->ji', {WW}); convolve({W}, {W}); solve({WW} + eye(2), {W}); det({WW})
cholesky({WW}); inv({WW} + eye(2)); slogdet({WW})[0]; slogdet({WW})[1]; solve_triangular({WW}, {W})
cond(array(True), lambda: 1.0, lambda: 2.0); cond(array(True), lambda x: x, lambda x: 2 * x, 1.0)
scan(lambda c, x: (c + 1.0, c), 0.0, None, length=2)[0]; scan(lambda c, x: (c + 1.0, c), 0.0, None, length=2)[1]
scan(lambda c, x: (c, x), 0.0, {W})[1]; fori_loop(0, 3, lambda i, c: c + 1.0, 0.0); fori_loop(0, 3, lambda i, c: c + i, 0)
while_loop(lambda c: c < 3.0, lambda c: c + 1.0, 0.0); lax.map(lambda x: x, {W}); lax.map(lambda x: 2.0, {W}); vmap(lambda x: x)({W})
vmap(lambda x: 2.0)({W}); vmap(lambda x: x * 2)(array([1.0])); vmap(sum)({WW}); checkpoint(lambda x: x * 2)(1.0)
grad(lambda x: x * x)(1.0); grad(lambda x: sin(x))(array(1.0)); grad(lambda x: sin(x))(array([1.0])[0])
grad(lambda x: sin(x) * array([1.0, 2.0])[0])(array(1.0)); grad(lambda x: sum(x * 2))({W}); value_and_grad(lambda x: x * x)(1.0)[1]
jvp(sin, (1.0,), (1.0,))[0]; jvp(sin, (1.0,), (1.0,))[1]; jvp(sin, (array(1.0),), (array(1.0),))[1]
jvp(lambda x: x * array([1.0, 2.0])[0], (array(1.0),), (array(1.0),))[1]; jvp(lambda x: sum(x), ({W},), ({W},))[1]; vjp(sin, 1.0)[0]
vjp(sin, 1.0)[1](1.0)[0]; jacobian(lambda x: x * 2)({W}); jacobian(lambda x: x * array([1.0, 2.0]))({W}); hessian(lambda x: sum(x ** 2))({W})
random.normal(random.key(0)); random.uniform(random.key(0), minval=0.5); array(1.0).astype(float64); float64(1.0)
-array(1.0); +array(1.0); ~array(1); array(1.0) ** 2; array(1) ** 2; array(1) ** array(2); array(2) ** 0.5; 2 ** array(2); array(1.0) % 2
array(1) // 2; array(1) / 2; array(1) & 3; array(1.0) < 2; round(array(0.55), 1); {W}.round(); {W}.sum(); {W}.dot({W}); {W}.take(0)
{W}.repeat(2); {W}.clip(0, 1); {W}.std(); {W}.copy(); {W}.cumsum(); {WW}.diagonal(); {WW}.trace(); [v for v in {W}][0]
lax.add(1.0, 2.0); lax.add(1, 2); lax.max(1, 2); lax.select(array(True), 1.0, 2.0); lax.full((2,), 1.0); lax.full_like(1.0, 2); lax.cumsum({W})
lax.reduce_sum({W}, (0,)); lax.broadcast(1.0, (2,)); lax.reshape({W}, (2, 1)); lax.round(0.5); lax.integer_pow(2.0, 2); lax.clamp(0.0, 1.0, 2.0)
lax.convert_element_type(1.0, float64); lax.top_k({W}, 1)[0]; lax.sort({W}); lax.dot({W}, {W}); lax.dynamic_slice({W}, (0,), (1,))
lax.concatenate([{W}], 0); lax.expand_dims({W}, (0,)); lax.rev({W}, (0,)); lax.pow(2.0, 2); lax.abs(2); lax.cumlogsumexp({W}); lax.iota(int, 3)
lax.argmax({W}, 0, int64)""".replace("\n", "; ").split("; ")  # fmt: skip
for call in calls:
    add(call, f"float32(3) * ({call})", f"int32(3) * ({call})")

# Modules. Refusals of jax.lax are refused here, too: it does not promote, and it does not broadcast ranks.
A, B = "array([[1.0, -2.0, 3.5], [0.5, 2.0, -1.0]])", "array([3, 1, 2, 1])"
for call in f"""lax.add(array([1.0, 2.0]), 1.0); lax.add(array([1.0, 2.0], dtype=float32), 1.0); lax.add(array([1, 2], dtype=int32), 1)
lax.add(array([1.0, 2.0]), array(1.0)); lax.add({A}, array([1.0, 2.0, 3.0])); lax.add({A}, array([[1.0], [2.0]])); lax.add(1, 2.0)
lax.add(array([True]), array([False])); lax.sub({A}, 1.5); lax.mul({A}, {A}); lax.mul(array([True]), array([False])); lax.div({A}, 3.0)
lax.div(array([-7, 7, 8]), array([3, -3, 4])); lax.div(1, 2); lax.rem(array([-7, 7]), array([3, -3])); lax.rem(array([-7.0, 7.0]), 3.0)
lax.neg({A}); lax.max(array([1.0, 2.0]), 0); lax.max(array([1.0, -2.0]), 0.0); lax.min({A}, {A}); lax.max(array([True]), array([False]))
lax.eq(array([1.0, 2.0]), 1); lax.eq(array([1.0, 2.0]), 1.0); lax.ne({A}, 1.0); lax.lt({A}, 1.0); lax.le({A}, 1.0); lax.gt({A}, 1.0); lax.ge({A}, 1.0)
lax.pow(array([2.0, 3.0]), 2); lax.pow(array([2.0, 3.0]), array([2, 3])); lax.pow(array([2.0, 3.0]), 2.5); lax.pow(2, 2); lax.atan2({A}, {A})
lax.bitwise_and(array([1, 7]), array([3, 3])); lax.bitwise_or(array([1, 7]), 8); lax.bitwise_xor(array([True]), array([True]))
lax.integer_pow({A}, 3); lax.integer_pow(array([2]), 3); lax.integer_pow({A}, -2); lax.integer_pow(2, -1); lax.logistic({A}); lax.is_finite(array([1.0, inf]))
lax.round(array([0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 4503599627370497.5, inf, nan, -0.0, 0.3, -0.3])); lax.round({A}, 1); lax.round(array([1, 2]))
round(array([0.5, 1.5, 2.5, -0.5])); lax.round({A}, rounding_method=0); lax.rsqrt(array([4.0])); lax.sign({A}); lax.square({A}); lax.erf_inv(array([0.5]))
lax.select(array([True, False]), array([1.0, 2.0]), array([3.0, 4.0])); lax.select(array([True, False]), 1.0, array([3.0, 4.0]))
lax.select(array([True, False]), array([1.0, 2.0]), array([3, 4])); lax.select(True, array([1.0, 2.0]), array([3.0, 4.0]))
lax.select_n(array([0, 2, 1]), array([1.0, 2.0, 3.0]), array([4.0, 5.0, 6.0]), array([7.0, 8.0, 9.0])); lax.select_n(array(True), 1.0, 2.0)
lax.clamp(0.0, {A}, 1.5); lax.clamp(0, {A}, 1); lax.clamp(array([0.0, 1.5]), array([1.0, 1.0]), array([0.5, 2.0])); lax.clamp(2.0, {A}, 1.0)
lax.cumsum({A}); lax.cumsum({A}, 1); lax.cumsum({A}, axis=1, reverse=True); lax.cumsum(array([1, 2], dtype=int32)); lax.cumprod({A}); lax.cumprod({A}, 0, True)
lax.cummax({A}); lax.cummin({A}, axis=1, reverse=True); lax.cumlogsumexp({A}); lax.cumlogsumexp({A}, axis=1, reverse=True); cumsum({A}); cumprod({A})
lax.reduce_sum({A}, (0,)); lax.reduce_prod({A}, axes=(0, 1)); lax.reduce_max({A}, [1]); lax.reduce_min({A}, (0,)); lax.reduce_and(array([True, False]), (0,))
lax.reduce_or(array([True, False]), (0,)); lax.reduce_sum(array([1, 2], dtype=int32), (0,)); lax.argmax({A}, 1, int32); lax.argmin({A}, axis=0, index_dtype=int64)
lax.dot({A}, array([1.0, 2.0, 3.0])); lax.dot(array([1.0, 2.0]), array([1, 2])); lax.dot(ones((2, 2, 2)), ones((2, 2, 2))); lax.dot(array(1.0), array([1.0]))
lax.dot_general({A}, {A}, (((1,), (1,)), ((), ()))); lax.dot_general({A}, {A}, (((1,), (1,)), ((0,), (0,)))); lax.batch_matmul(ones((2, 3, 4)), ones((2, 4, 5)))
lax.dot_general({A}, {A}, (((1,), (1,)), ((), ())), preferred_element_type=float32); lax.dot({A}, {A}.T, preferred_element_type=float32)
lax.split({B}, [1, 3])[1]; lax.split({A}, (1, 2), axis=1)[0]; lax.split({A}, (1, 1), axis=1); split({B}, [1, 3])[1]; lax.concatenate([array([1.0]), array([2])], 0)
lax.concatenate([{A}, {A}], dimension=1); lax.broadcast(array([1.0, 2.0]), (3,)); lax.broadcast_in_dim(array([1.0, 2.0]), (2, 3), (0,)); lax.iota(float32, 3)
lax.broadcasted_iota(int32, (2, 3), 1); lax.sort({A}); lax.sort({A}, dimension=0); lax.top_k(array([3.0, 1.0, 3.0, 2.0]), 3)[0]
lax.top_k(array([3.0, 1.0, 3.0, 2.0]), 3)[1]; lax.pad({A}, 0.5, [(1, 2, 0), (0, 1, 2)]); lax.pad(array([1.0, 2.0, 3.0]), 0.0, [(-1, 1, 0)])
lax.pad(array([1.0, 2.0, 3.0]), 0.0, [(-1, -1, 1)]); lax.pad(array([1.0]), 0, [(1, 1, 0)]); lax.slice({B}, (1,), (4,), (2,)); lax.slice({A}, (0, 1), (2, 3))
lax.slice_in_dim({B}, 1, 3); lax.slice_in_dim({A}, 0, None, 2, axis=1); lax.index_in_dim({A}, 1); lax.index_in_dim({A}, -1, 1, False)
lax.dynamic_slice({B}, (3,), (2,)); lax.dynamic_slice({B}, [array(-2)], (2,)); lax.dynamic_slice({A}, (array(1), array(1)), (1, 2)); lax.dynamic_slice({A}, (0, array(5)), (2, 2))
lax.dynamic_slice_in_dim({B}, 1, 2); lax.dynamic_slice_in_dim({A}, array(2), 2, axis=1); lax.dynamic_index_in_dim({A}, array(1)); lax.dynamic_index_in_dim({A}, 2, 1, keepdims=False)
lax.dynamic_update_slice({B}, array([9, 8]), (3,)); lax.dynamic_update_slice({A}, ones((1, 2)), (array(-1), array(0))); lax.dynamic_update_slice_in_dim({B}, array([9, 8]), array(1), 0)
lax.dynamic_update_index_in_dim({A}, array([9.0, 8.0, 7.0]), array(1), 0); lax.dynamic_update_index_in_dim({A}, array([9.0, 8.0]), 2, 1); lax.dynamic_update_slice({A}, array([[1]]), (0, 0))
lax.rev({A}, (0,)); lax.rev({A}, dimensions=(0, 1)); lax.squeeze(ones((1, 2)), (0,)); lax.squeeze(ones((1, 2)), dimensions=[0]); lax.squeeze({A}, (0,)); lax.expand_dims(ones(2), (0, 2))
lax.transpose({A}, (1, 0)); lax.transpose({A}, permutation=(1, 0)); lax.reshape({B}, (2, 2)); lax.reshape({A}, new_sizes=(6,)); lax.reshape({A}, (6,), (1, 0))
lax.collapse(ones((2, 3, 4)), 0, 2); lax.collapse(ones((2, 3, 4)), 1); lax.convert_element_type(array([1.5]), int32); lax.convert_element_type(array([1.5]), 'float32')
lax.full_like({A}, 2, shape=(3,)); lax.full((2,), 1, float32); lax.tile({B}, (2,)); lax.full((2,), fill_value=1.5)
jnp.linalg.trace(arange(12).reshape(2, 2, 3)); jnp.linalg.diagonal(arange(12).reshape(2, 2, 3)); jnp.linalg.diagonal(arange(12).reshape(2, 2, 3), offset=1)
trace(arange(12).reshape(2, 2, 3)); diagonal(arange(12).reshape(2, 2, 3)); jnp.linalg.trace(ones((2, 2)), offset=1, dtype=float32)
jax.scipy.special.softmax({A}); jax.scipy.special.softmax({A}, axis=0); jax.scipy.special.log_softmax({A}); jax.nn.softmax({A}); jax.nn.identity({A}); jnp.identity(2)
jax.scipy.linalg.cholesky(array([[4.0, 1.0], [2.0, 3.0]])); jax.scipy.linalg.cholesky(array([[4.0, 1.0], [2.0, 3.0]]), lower=True); jnp.linalg.cholesky(array([[4.0, 1.0], [1.0, 3.0]]))
jax.scipy.linalg.cho_solve(jax.scipy.linalg.cho_factor(array([[4.0, 1.0], [1.0, 3.0]])), array([1.0, 2.0])); jax.scipy.linalg.cho_factor(array([[4.0, 1.0], [2.0, 3.0]]))[0]
jax.scipy.linalg.cho_solve((array([[2.0, 0.0], [0.5, 1.5]]), True), array([[1.0, 2.0], [3.0, 4.0]])); jax.scipy.linalg.solve(array([[4.0, 1.0], [2.0, 3.0]]), array([1.0, 2.0]))
jax.scipy.linalg.solve(array([[4.0, 1.0], [2.0, 3.0]]), array([1.0, 2.0]), assume_a='pos'); jax.scipy.linalg.solve(array([[4.0, 1.0], [2.0, 3.0]]), array([1.0, 2.0]), lower=True, assume_a='pos')
array(list(map(lambda v: v * 2, [1, 2, 3]))); array(list(map(lambda v, w: v * w, [1, 2, 3], (4, 5)))); array([v + 1 for v in map(lambda v: v * 2, array([1.0, 2.0]))])
len(list(map(lambda v: (v, v), [1.0, 2.0]))); list(map(lambda v: (v, 1), (1, 2)))[1]""".replace("\n", "; ").split("; "):  # fmt: skip
    add(call)
add("from jax.lax import cumsum\ny = cumsum(array([[1.0, 2.0], [3.0, 4.0]]))", "from jax.lax import round as r\ny = r(array([0.5, 2.5]))",
    "import jax.scipy as s\ny = s.special.softmax(array([[1.0, 2.0], [3.0, 4.0]]))", "import jax.numpy.linalg as la\ny = la.trace(arange(8).reshape(2, 2, 2))",
    "from jax import lax as l\ny = l.max(1.0, 2.0)", "import jax.lax\ny = jax.lax.rem(array(-7.0), array(3.0))")  # fmt: skip

# Further functions.
N = "array([[1.0, nan, 3.5], [0.5, 2.0, -1.0]])"
S = "array([0.5, 2.5, -1.0, 2.0, 0.5])"
for call in f"""isclose(array([1.0, inf, nan, 1.0, -inf]), array([1.0 + 1e-9, inf, nan, 1.1, inf])); isclose(array([1.0, nan]), array([1.0, nan]), equal_nan=True); isclose(1, 1); isclose({A}, 1.0, atol=0.6)
allclose({A}, {A} + 1e-10); allclose({A}, {A} + 1e-3); allclose({A}, {A} + 1e-3, rtol=1e-2); allclose(array([1, 2]), array([1, 2])); array_equal({A}, {A}); array_equal({A}, {A}[0]); array_equal({N}, {N}); array_equal({N}, {N}, equal_nan=True)
array_equal(array([1, 2]), array([1.0, 2.0])); trunc(array([1.7, -1.7, 0.3, -0.3, nan, inf])); trunc(array([1, 2])); fabs(array([-1, 2])); fabs({A}); fmod(array([-7.0, 7.0]), 3.0); fmod(array([-7, 7]), 3); fmod(7, 0); fmax({A}, {N}); fmin({A}, {N}); fmax(1, array([2, 0]))
float_power(array([2, 3]), 2); deg2rad(array([90.0, 180.0])); rad2deg(1.0); radians(array([1, 2])); degrees({A}); positive({A}); real({A}); conj({A}); imag({A}); isneginf(array([-inf, 1.0])); isposinf(array([inf, 1.0])); signbit(array([-0.0, 0.0, -1.0, 2.0])); signbit(array([-1, 2]))
copysign(array([1.0, -2.0, 3.0]), array([-0.0, 1.0, -3.0])); copysign(1, -2); heaviside(array([nan, -1.0, 0.0, 2.0]), 0.5); heaviside(array([-1, 0, 1]), 2); logaddexp2(array([1.0, -inf]), array([2.0, -inf])); nan_to_num(array([nan, inf, -inf, 1.0])); nan_to_num(array([nan, inf, -inf]), nan=1.0, posinf=2.0, neginf=3.0)
nan_to_num(array([nan, inf], dtype=float32)); nan_to_num(array([1, 2])); sinc(array([0.0, 0.1, 0.5, 1.0, -1.5, 3.25])); jax.scipy.special.xlogy(array([0.0, 2.0, 0.5]), array([0.0, 3.0, 0.25])); jax.scipy.special.xlog1py(array([0.0, 2.0]), array([-1.0, 3.0])); jax.scipy.special.entr(array([-1.0, 0.0, 0.5, 2.0])); jax.scipy.special.logit(array([0.1, 0.25, 0.5, 0.6, 0.75, 0.999, 0.0, 1.0]))
jax.scipy.special.expit({A}); jax.nn.relu6({A} * 3); jax.nn.hard_tanh({A}); jax.nn.hard_sigmoid({A} * 2); jax.nn.hard_silu({A} * 2); jax.nn.soft_sign({A}); jax.nn.log_sigmoid({A}); jax.nn.squareplus({A}); jax.nn.mish({A}); jax.nn.celu({A}, 0.7); jax.nn.selu({A}); jax.nn.glu({A}, axis=0)
nansum({N}); nansum({N}, axis=0); nansum({N}, axis=1, keepdims=True); nanprod({N}, 0); nanmax({N}); nanmax({N}, axis=0); nanmin({N}, axis=1); nanmax(array([nan, nan])); nanmax(array([1, 2])); nanmean({N}); nanmean({N}, axis=0); nanmean(array([1, 2])); nanvar({N}, axis=1); nanstd({N}, ddof=1); nancumsum({N}); nancumsum({N}, axis=1)
count_nonzero(array([[0, 1], [2, 0]])); count_nonzero({A}, axis=1); ptp({A}); ptp({A}, axis=0); average({A}); average({A}, axis=1, weights=array([1.0, 2.0, 3.0])); average({A}, weights={A} ** 2); average({A}, axis=0, weights=array([1, 3])); average({A}, axis=-1, weights=array([1.0, 2.0, 3.0]), returned=True)[1]
cov({A}); cov({A}, rowvar=False); cov({S}); cov({A}, bias=True); cov({A}, ddof=0); cov({S}, {S} ** 2); corrcoef({A}); corrcoef({S}, {S} ** 2); quantile({S}, 0.3); quantile({A}, 0.3, axis=1); quantile({A}, array([0.0, 0.4, 1.0]), axis=0); quantile({A}, 0.6, keepdims=True); quantile({A}, array([0.1, 0.9]), axis=1, keepdims=True); quantile({N}, 0.5); percentile({S}, 30); percentile({S}, array([10, 90]))
percentile({S}, 30, method='lower'); percentile({S}, 30, method='higher'); percentile({S}, 40, method='nearest'); percentile({S}, 30, method='midpoint'); quantile(array([1.0, 2.0], dtype=float32), 0.3); trapezoid({S}); trapezoid({S}, dx=0.5); trapezoid({S}, arange(5) ** 2); trapezoid({A}, axis=0); polyval(array([1.0, 2.0, 3.0]), {S}); polyval(array([1, 2]), 3)
atleast_1d(1.0); atleast_1d({A}); atleast_2d(array([1, 2])); atleast_3d({A}); atleast_3d(array([1, 2])); atleast_1d(1.0, {A})[0]; append({A}, {A}); append({A}, {A}, axis=0); append(array([1, 2]), 3.5); array_split(arange(7), 3)[0]; array_split(arange(7), 3)[1]; array_split(arange(7), [2, 5])[1]; hsplit({A}, 3)[1]; vsplit({A}, 2)[0]; unstack({A})[1]; unstack({A}, axis=1)[2]
rollaxis(ones((2, 3, 4)), 2); rollaxis(ones((2, 3, 4)), 0, 3); rollaxis(ones((2, 3, 4)), 1, 2); column_stack([array([1, 2]), array([3, 4])]); column_stack([{A}, array([1.0, 2.0])]); dstack([array([1, 2]), array([3, 4])]); fliplr({A}); flipud({A}); rot90({A}); rot90({A}, 2); rot90({A}, 3); rot90({A}, -1); broadcast_arrays({A}, array([1, 2, 3]))[1]
kron({A}, array([[1.0, 2.0]])); kron(array([1, 2]), array([3, 4])); kron({A}, array([1.0, 2.0])); cross(array([1.0, 2.0, 3.0]), array([4.0, 5.0, 6.5])); cross({A}, array([4.0, 5.0, 6.5])); cross(array([1.0, 2.0]), array([3.0, 4.0])); vander(array([1, 2, 3])); vander(array([1.0, 2.0]), 3, increasing=True); diagflat(array([1, 2]), 1); partition(array([3.0, 1.0, 5.0, 2.0, 4.0]), 2); partition({A}, 1, axis=1)
correlate({S}, array([1.0, 2.0, 0.5])); correlate({S}, array([1.0, 2.0, 0.5]), 'full'); correlate(array([1.0, 2.0]), {S}, 'same'); correlate(array([1.0, 2.0, 3.0]), {S}, 'full'); diff({S}); diff({A}, axis=0); diff({S}, 2); diff({S}, prepend=0.0); diff({A}, append=array([[1.0], [2.0]])); diff(array([True, False, False])); ediff1d({A}); ediff1d(array([1, 4]), to_end=9, to_begin=array([5, 6]))
gradient({S}); gradient({S}, 0.5); gradient({A})[0]; gradient({A}, axis=1); gradient({A}, 0.5, 2.0)[1]; gradient({S}, array([0.0, 1.0, 1.5, 3.0, 3.5])); empty_like({A}) * 0; logspace(0, 2, 3); logspace(0, 2, 3, base=2.0); meshgrid(array([1, 2]), array([3, 4, 5]))[0]; meshgrid(array([1, 2]), array([3, 4, 5]))[1]; meshgrid(array([1, 2]), array([3, 4, 5]), indexing='ij')[0]; meshgrid(array([1, 2]), array([3, 4, 5]), sparse=True)[1]
meshgrid(array([1, 2]), array([3, 4, 5]), array([6, 7]))[2]; shape({A}); ndim({A}); size({A}); select([{S} > 1, {S} > 0], [{S}, {S} * 10], -1.0); select([{S} > 1, {S} > 0], [{S}, {S} * 10]); piecewise({S}, [{S} < 0, {S} > 1], [lambda x: -x, lambda x: x * x, 7.0]); piecewise({S}, [{S} < 0, {S} >= 0], [-1.0, 1.0]); interp({S}, array([0.0, 1.0, 2.0]), array([1.0, 3.0, -1.0])); interp(array([-5.0, 9.0]), array([0.0, 1.0]), array([1.0, 3.0]), left=7.0, right=8.0)
searchsorted(array([1.0, 2.0, 2.0, 3.0]), 2.0); searchsorted(array([1.0, 2.0, 2.0, 3.0]), array([0.0, 2.0, 9.0, nan]), side='right'); searchsorted(array([1, 2, 3]), array([[2, 5]])); digitize({S}, array([0.0, 1.0, 2.0])); digitize({S}, array([0.0, 1.0, 2.0]), right=True); digitize({S}, array([2.0, 1.0, 0.0])); bincount(array([1, 2, 2, 5]), length=4); bincount(array([1, 2, 2]), weights=array([0.5, 1.0, 2.0]), length=4)
histogram({S}, 4)[0]; histogram({S}, 4)[1]; histogram({S}, array([-1.0, 0.0, 2.5]))[0]; histogram({S}, 3, range=(0.0, 3.0))[0]; histogram({S}, 3, weights=array([1.0, 2.0, 3.0, 4.0, 5.0]))[0]; histogram({S}, 4, density=True)[0]; nonzero(array([0, 3, 0, 4]), size=3)[0]; nonzero(array([[0, 3], [4, 0]]), size=3, fill_value=-1)[1]; flatnonzero({A} > 0, size=5); argwhere(array([[0, 3], [4, 0]]), size=2)
unique(array([3, 1, 3, 2]), size=3); unique(array([3.0, 1.0, 3.0]), size=4); unique(array([3, 1, 3]), size=4, fill_value=9); iscomplexobj({A}); isrealobj({A})
random.gumbel(random.key(1), (3,)); random.exponential(random.key(1), (3,)); random.laplace(random.key(1), (3,)); random.logistic(random.key(1), (3,)); random.cauchy(random.key(1), (3,)); random.lognormal(random.key(1), 0.5, (3,)); random.rademacher(random.key(1), (5,)); random.truncated_normal(random.key(1), -1.0, 2.0, (4,)); random.gumbel(random.key(1), (3,), float32); random.laplace(random.key(1), (3,), float32)
random.multivariate_normal(random.key(1), array([1.0, 2.0]), array([[2.0, 0.5], [0.5, 1.0]])); random.multivariate_normal(random.key(1), array([1.0, 2.0]), array([[2.0, 0.5], [0.5, 1.0]]), (3,)); random.permutation(random.key(1), 7); random.permutation(random.key(2), {S}); random.permutation(random.key(2), {A}, axis=1); random.choice(random.key(1), 10, (4,)); random.choice(random.key(1), {S}); random.choice(random.key(1), {S}, (2, 3)); random.choice(random.key(3), {S}, (3,), replace=False)
random.choice(random.key(3), {S}, (3,), p=array([0.1, 0.2, 0.3, 0.2, 0.2])); random.choice(random.key(3), 5, (3,), replace=False, p=array([0.1, 0.2, 0.3, 0.2, 0.2])); random.choice(random.key(3), {A}, (2,), axis=1); random.categorical(random.key(1), {A}); random.categorical(random.key(1), {S}); random.categorical(random.key(1), {A}, axis=0); random.categorical(random.key(1), {S}, shape=(6,)); random.categorical(random.key(1), {A}, shape=(4, 2))
random.permutation(random.key(5), arange(3000))[:20]; jax.nn.initializers.zeros(random.key(0), (2, 3)); jax.nn.initializers.ones(random.key(0), (2,), float32); jax.nn.initializers.constant(2.5)(random.key(0), (2,)); jax.nn.initializers.normal()(random.key(1), (2, 3)); jax.nn.initializers.uniform(0.5)(random.key(1), (2, 3), float32); jax.nn.initializers.glorot_uniform()(random.key(1), (3, 4)); jax.nn.initializers.glorot_normal()(random.key(1), (3, 4))
jax.nn.initializers.he_normal()(random.key(1), (3, 4)); jax.nn.initializers.he_uniform()(random.key(1), (2, 3, 4)); jax.nn.initializers.lecun_normal()(random.key(1), (3, 4), float32); jax.nn.initializers.variance_scaling(2.0, 'fan_out', 'normal')(random.key(1), (3, 4)); jax.scipy.stats.norm.logpdf({S}, 0.5, 2.0); jax.scipy.stats.norm.pdf({S}); jax.scipy.stats.uniform.pdf({S}, 0.0, 2.0); jax.scipy.stats.uniform.logpdf({S}); jax.scipy.stats.expon.logpdf({S}, 0.0, 2.0); jax.scipy.stats.expon.pdf({S})
jax.scipy.stats.laplace.logpdf({S}, 0.5, 2.0); jax.scipy.stats.cauchy.logpdf({S}, 0.5, 2.0); jax.scipy.stats.cauchy.pdf({S}); jax.scipy.stats.logistic.logpdf({S}, 0.5, 2.0); jax.scipy.stats.logistic.cdf({S}); jax.scipy.stats.bernoulli.logpmf(array([0, 1, 2]), 0.3)
hessian(lambda x: x ** 2 * sin(x[0]))({S}); hessian(lambda x, w: sum(x * w) ** 2, argnums=(0, 1))({S}, {S} * 2)[0][1]; hessian(lambda x, w: sum(x * w) ** 2, argnums=(0, 1))({S}, {S} * 2)[1][1]; hessian(lambda x: sum(x ** 3), argnums=(0,))({S})[0][0]; hessian(lambda p: sum(p[0] * p[1] ** 2))(({S}, {S} * 2))[1][0]
switch(1, [lambda x: x, lambda x: 2 * x, lambda x: x * x], {S}); switch(array(2), [lambda x: x, lambda x: 2 * x, lambda x: x * x], {S}); switch(array(-4), [lambda x: x + 1, lambda x: 2 * x, lambda x: x * x], {S}); switch(array(9), [lambda: 1.0, lambda: 2.0]); vmap(lambda i, x: lax.switch(i, [lambda x: x, lambda x: 2 * x, lambda x: x * x], x))(array([0, 1, 2, 5, -1]), {S})
associative_scan(add, {S}); associative_scan(multiply, {A}, axis=1); associative_scan(add, {S}, reverse=True); associative_scan(lambda a, b: (a[0] * b[0], a[1] * b[0] + b[1]), ({S}, {S} * 2))[1]; associative_scan(maximum, array([1, 3, 2])); associative_scan(add, {S}[:2])
linearize(sin, {S})[0]; linearize(sin, {S})[1]({S} * 2); linearize(lambda x, y: x * y, {S}, {S} + 1)[1]({S}, {S} * 2); linear_transpose(lambda x: 3.0 * x, {S})({S})[0]
matmul({A}, {A}.T, preferred_element_type=float32); einsum('ij,kj->ik', {A}, {A}, precision='highest', optimize=True); dot(array([1, 2], dtype=int32), array([3, 4], dtype=int32), preferred_element_type=float64); einsum('ij,kj->ik', {A}.astype(float32), {A}.astype(float32), preferred_element_type=float64)
{S}.at[array([0, 9])].get(); {S}.at[array([0, 9])].get(mode='fill'); {S}.at[array([0, 9])].get(mode='fill', fill_value=7.0); {S}.at[array([0, 9])].get(mode='clip'); {S}.at[array([0, 9])].get(fill_value=7.0); {S}.at[array([0, 9])].set(1.0, mode='drop'); {S}.at[1:3].apply(sin); {S}.at[0].set(1.0, unique_indices=True)
take({S}, array([0, 9]), fill_value=3.0, mode='fill'); take(array([1, 2]), array([0, 9]), fill_value=3, mode='fill'); lax.scan(lambda c, x: (c + x, c), 0.0, {S}, unroll=2)[0]; lax.fori_loop(0, 3, lambda i, c: c + 1.0, 0.0, unroll=True); lax.map(lambda x: x * 2, {S}, batch_size=2); jax.vmap(lambda x: x * 2, axis_name='i')({S}); jax.checkpoint(lambda x: sin(x), prevent_cse=False)({S})""".replace("\n", "; ").split("; "):  # fmt: skip
    add(call)

I, K = "sin(arange(32.0)).reshape(1, 2, 4, 4)", "cos(arange(36.0)).reshape(2, 2, 3, 3)"
for call in f"""var({A}, where={A} > 0); std({A}, axis=1, where={A} > 0); var({A}, axis=0, ddof=1, where={A} > -3); softmax({A}, where={A} > 0); softmax({A}, axis=0, where=array([[True, False, True], [True, True, True]])); logsumexp({A}, b=2.0); logsumexp({A}, axis=1, b=array([1.0, 0.0, 2.0])); logsumexp({A}, b=-1.0); logsumexp({A}, where={A} > 0); logsumexp({A}, axis=0, where=array([[True, False, True], [True, False, True]])); logsumexp(array([inf, 1.0]), b=array([0.0, 1.0])); jax.scipy.special.logsumexp({A}, axis=1, b=array([1.0, 0.5, 2.0]))
lax.conv_general_dilated({I}, {K}, (1, 1), 'SAME'); lax.conv_general_dilated({I}, {K}, (2, 1), 'VALID', rhs_dilation=(1, 1)); lax.conv_general_dilated({I}, {K}, (1, 1), [(1, 1), (0, 2)]); lax.conv_general_dilated({I}, {K}, (1, 1), [(2, 2), (2, 2)], lhs_dilation=(2, 2)); lax.conv_general_dilated({I}.transpose(0, 2, 3, 1), {K}.transpose(2, 3, 1, 0), (1, 1), 'SAME', dimension_numbers=('NHWC', 'HWIO', 'NHWC')); lax.conv_general_dilated({I}.transpose(0, 2, 3, 1), {K}, (1, 2), 'VALID', dimension_numbers=('NHWC', 'OIHW', 'NCHW')); lax.conv({I}, {K}, (1, 1), 'SAME'); lax.conv_general_dilated({I}, {K}[:, :1], (1, 1), 'SAME', feature_group_count=2); lax.conv_general_dilated({I}[:, :, 0], {K}[:, :, 0], (1,), 'SAME', dimension_numbers=('NCH', 'OIH', 'NCH'))
lax.reduce_window({A}, 0.0, lax.add, (1, 2), (1, 1), 'VALID'); lax.reduce_window({A}, -inf, lax.max, (2, 2), (1, 1), 'SAME'); lax.reduce_window({A}, inf, lax.min, (1, 2), (1, 2), 'SAME'); lax.reduce_window({I}, -inf, lax.max, (1, 1, 2, 2), (1, 1, 2, 2), 'VALID'); lax.reduce_window({S}, 0.0, lax.add, (3,), (2,), [(1, 1)]); lax.reduce({A}, 0.0, lax.add, (1,)); lax.reduce({A}, -inf, lax.max, (0, 1)); lax.reduce({A}, 1.0, lax.mul, (0,)); lax.reduce({A}, 10.0, lax.add, [0])""".replace("\n", "; ").split("; "):  # fmt: skip
    add(call)

for call in f"""vecdot({A}, {A}[0]); jnp.linalg.vecdot({A}, {A}, axis=0); jnp.linalg.cross({A}, {A}[::-1]); jnp.linalg.matrix_power({A}[:, :2], 3); jnp.linalg.matrix_power({A}[:, :2], -2); jnp.linalg.matrix_power({A}[:, :2], 0); jnp.linalg.matrix_power({A}[:, :2], 1); jnp.linalg.multi_dot([{A}, {A}.T, {A}]); jnp.linalg.vector_norm({A}); jnp.linalg.vector_norm({A}, axis=1); jnp.linalg.vector_norm({A}, ord=1); jnp.linalg.matrix_norm({A}); jnp.linalg.matrix_norm({A}, ord=1)
jax.scipy.linalg.block_diag({A}, array([[1.0]]), array([1.0, 2.0])); jax.scipy.linalg.toeplitz(array([1.0, 2.0, 3.0])); jax.scipy.linalg.toeplitz(array([1.0, 2.0]), array([1.0, 5.0, 6.0])); tril_indices(3)[0]; tril_indices(3)[1]; tril_indices(3, -1)[1]; tril_indices(2, 1, 4)[1]; triu_indices(3)[0]; triu_indices(3, 1)[1]; triu_indices(3, -1, 2)[0]; diag_indices(3)[1]; apply_along_axis(lambda v: v * v[0], 0, {A}); apply_along_axis(sum, 1, {A}); apply_along_axis(lambda v: v[:2], 1, {A})
geomspace(1, 100, 3); geomspace(-1.0, -8.0, 4); geomspace(1.0, 8.0, 3, endpoint=False); around({S} * 1.3, 1); polygamma(1, {S} + 2); jax.scipy.special.polygamma(2, {S} + 2)""".replace("\n", "; ").split("; "):  # fmt: skip
    add(call)

X = "array([[1.25, -0.5, 2.0], [0.75, 3.0, -1.5]])"
differentiate(X, "lax.cumsum(x) ** 2", "lax.cumsum(x, 1, reverse=True) * x", "lax.cumprod(x)", "lax.cumprod(x, axis=1, reverse=True)", "lax.cummax(x, axis=1)",
              "lax.cummin(x, reverse=True) ** 2", "lax.cumlogsumexp(x)", "lax.cumlogsumexp(x, axis=1, reverse=True)", "lax.max(x, 0.5)", "lax.min(x, x * x)", "lax.add(x, 2.0) * x",
              "lax.sub(x, 1.0) ** 2", "lax.mul(x, x)", "lax.div(x, x + 4.0)", "lax.rem(x, 0.7) * x", "lax.pow(x * x, 1.5)", "lax.pow(x, 3)", "lax.integer_pow(x, 3)", "lax.neg(x) * x",
              "lax.atan2(x, x * x)", "lax.logistic(x)", "lax.clamp(-1.0, x, 2.5) ** 2", "lax.select(x > 0, x * x, sin(x))", "lax.select_n(array([[0, 1, 2], [2, 1, 0]]), x, x * x, sin(x))",
              "lax.round(x) * x", "lax.reduce_sum(x * x, (0,))", "lax.reduce_prod(x, (1,))", "lax.reduce_max(x, (1,)) ** 2", "lax.reduce_min(x, (0, 1)) * x", "lax.dot(x, x.T)",
              "lax.dot_general(x, x, (((1,), (1,)), ((0,), (0,)))) ** 2", "lax.split(x, (1, 2), 1)[1] ** 2", "lax.concatenate([x, sin(x)], 1)", "lax.broadcast(x, (2,)) ** 2", "lax.sort(x) ** 2",
              "lax.top_k(x, 2)[0] ** 2", "lax.pad(x, 0.5, [(1, -1, 0), (0, 1, 2)]) ** 2", "lax.slice(x, (0, 1), (2, 3)) ** 2", "lax.dynamic_slice(x, (array(1), array(1)), (1, 2)) ** 2",
              "lax.dynamic_update_slice(x, sin(x[:1, :2]), (array(1), array(0))) ** 2", "lax.dynamic_index_in_dim(x, array(1), 1) ** 2", "lax.dynamic_update_index_in_dim(x, x[0] * 2, array(1), 0) ** 2",
              "lax.rev(x, (0, 1)) * x", "lax.transpose(x, (1, 0)) ** 2", "lax.reshape(x, (6,), (1, 0)) ** 2", "lax.collapse(x, 0, 2) ** 2", "jnp.linalg.trace(x[:, :2]) * x", "jnp.linalg.diagonal(x) ** 2",
              "jax.scipy.special.softmax(x) * x", "jax.scipy.special.log_softmax(x)", "jax.scipy.linalg.cholesky(x @ x.T)", "jax.scipy.linalg.cholesky(x @ x.T, lower=True)",
              "fmax(x, 0.5)", "fmin(x, x * x)", "trunc(x) * x", "fmod(x, 0.7)", "fabs(x) * x", "copysign(x, -x * x)", "heaviside(x, 0.5) * x", "logaddexp2(x, x * x)", "nan_to_num(x) ** 2",
              "sinc(x)", "float_power(x * x, 1.5)", "deg2rad(x) ** 2", "jax.scipy.special.xlogy(x, x * x)", "jax.scipy.special.xlog1py(x, x * x)", "jax.scipy.special.entr(x * x)", "jax.scipy.special.logit(0.1 + 0.08 * x * x)", "jax.nn.relu6(x * 3)", "jax.nn.hard_tanh(x)",
              "jax.nn.soft_sign(x)", "jax.nn.log_sigmoid(x)", "jax.nn.squareplus(x)", "jax.nn.mish(x)", "jax.nn.celu(x, 0.7)", "jax.nn.selu(x)", "jax.nn.glu(x, 0)", "nansum(x, axis=0) ** 2", "nanmax(x, axis=1) * x[0, 0]", "nanmean(x, axis=1) ** 2", "nanvar(x, axis=1)", "average(x, axis=1, weights=array([1.0, 2.0, 3.0])) ** 2",
              "average(x, weights=x * x)", "cov(x)", "corrcoef(x)", "quantile(x, 0.3, axis=1) ** 2", "quantile(x, array([0.2, 0.9])) ** 2", "trapezoid(x, x[0]) ** 2", "polyval(x[0], x)", "array_split(x, 2, 1)[0] ** 2", "rot90(x) ** 2", "kron(x, x[:1])", "cross(x, x[::-1] * x)", "vander(x[0])", "partition(x, 1) ** 2",
              "correlate(x[0], x[1, :2])", "diff(x, axis=1) ** 2", "gradient(x, axis=1) ** 2", "gradient(x[0], cumsum(x[1] ** 2))", "select([x > 1, x > 0], [x * x, sin(x)], -1.0)", "piecewise(x, [x < 0], [lambda v: v * v, lambda v: sin(v)])", "interp(x, array([-1.0, 0.1, 2.2]), x[0]) ** 2", "interp(x, cumsum(x[0] ** 2), x[1])",
              "jax.scipy.stats.norm.logpdf(x, x[0], 2.0)", "jax.scipy.stats.logistic.logpdf(x)", "jax.scipy.stats.cauchy.logpdf(x)", "jax.scipy.linalg.cho_solve(jax.scipy.linalg.cho_factor(x @ x.T), x[:, 0])", "jax.scipy.linalg.solve(x @ x.T, x, assume_a='pos')")  # fmt: skip
differentiate(X, "switch(array(1), [lambda v: v, lambda v: v * v, lambda v: sin(v)], x)", "vmap(lambda i, v: lax.switch(i, [lambda v: v, lambda v: v * v, lambda v: sin(v)], v))(array([2, 1]), x)", "associative_scan(multiply, x, axis=1)",
  "associative_scan(lambda a, b: (a[0] * b[0], a[1] * b[0] + b[1]), (x, x * 2), axis=1)[1]", "associative_scan(add, x * x, reverse=True) ** 2", "linearize(lambda v: v * sin(v), x)[1](x)", "x.at[array([0, 9])].get(mode='fill', fill_value=2.0) ** 2", "jax.hessian(lambda v: sum(v ** 3))(x[0]) ** 2", "jax.hessian(lambda v: v ** 3)(x[0, :2])")  # fmt: skip
differentiate(X, "var(x, axis=1, where=array([True, True, False])) ** 2", "std(x, where=x > -1) * x", "softmax(x, where=x > 0) * x", "logsumexp(x, axis=1, b=array([1.0, 0.5, 2.0])) ** 2", "logsumexp(x, b=x * x)", "logsumexp(x, where=x > 0) * x",
  "lax.conv_general_dilated(x[None, None], x[None, None, :, :2], (1, 1), 'SAME') ** 2", "lax.conv_general_dilated(x[None, :, :, None], x[:1, :2, None, None], (1, 1), [(1, 1), (2, 0)], lhs_dilation=(2, 1), dimension_numbers=('NHWC', 'HWIO', 'NHWC')) ** 2",
  "lax.reduce_window(x, 0.0, lax.add, (1, 2), (1, 1), 'SAME') ** 2", "lax.reduce_window(x, -inf, lax.max, (2, 2), (1, 1), 'VALID') ** 2")  # fmt: skip
differentiate(X, "vecdot(x, x[::-1]) ** 2", "jnp.linalg.matrix_power(x[:, :2], 3)", "jnp.linalg.multi_dot([x, x.T, x])", "jax.scipy.linalg.toeplitz(x[0], x[1]) ** 2", "jax.scipy.linalg.block_diag(x, x[:1]) ** 2", "apply_along_axis(lambda v: v * v[0], 0, x)", "jnp.linalg.vector_norm(x, axis=1) ** 2", "geomspace(exp(x[0, 0]), 8.0, 4)")  # fmt: skip

if __name__ == "__main__":
    for cell in cells:
        print(json.dumps({"cell": cell} | outcome(cell), separators=(",", ":")))
    for x, cell in gradients:
        print(json.dumps({"x": x, "cell": cell} | derivatives(x, cell), separators=(",", ":")), flush=True)
