"""Writes public_names.jsonl: every public name of JAX's modules, with small calls and what JAX gives for them.

    pip install jax==0.10.2 && python public_names.py > public_names.jsonl

The first line holds the version and the cell that makes the arguments. Each other line is a name: `module`, `name`, and `probes`, each an
expression with what JAX gives: `y` (an array or Python value, or a list of these for what has items), `other` (a value of a kind that
Pullback has not, such as complex numbers), or `fails` (JAX refuses). An array has `weak` where Python numbers made it.
"""
import json
import os
import signal
import sys
import types
import warnings

# Thousands of small programs are compiled, each is run once.
os.environ["XLA_FLAGS"] = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
os.environ["JAX_PLATFORMS"] = "cpu"
import jax

jax.config.update("jax_enable_x64", True)
warnings.filterwarnings("ignore")
import jax.numpy as jnp
import jax.scipy.linalg
import jax.scipy.special
import numpy as np

# Primitives of lax (`add_p`) are no functions that a cell calls; collectives need axes of devices.
MODULES = [
    ("jnp", jnp), ("lax", jax.lax), ("jax.nn", jax.nn), ("jax.scipy.special", jax.scipy.special),
    ("jax.scipy.linalg", jax.scipy.linalg), ("jnp.linalg", jnp.linalg), ("jax.random", jax.random),
]

PRELUDE = """
v = jnp.array([0.5, -1.25, 2.0, 0.75])
w = jnp.array([1.5, 0.25, -0.5, 3.0])
p = jnp.array([0.25, 0.5, 1.75, 2.5])
u = jnp.array([0.125, 0.9, 0.5, 0.3])
r = jnp.array([1.0, -2.0, 0.5])
m = jnp.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.5]])
n = jnp.array([[0.5, 2.0, -1.0], [1.5, -0.75, 0.25]])
t = jnp.array([[[1.0, 2.5], [-3.0, 0.5]], [[2.0, -1.0], [0.75, 4.0]]])
f = jnp.array([0.5, -1.25, 2.0, 0.75], dtype=jnp.float32)
g = jnp.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.5]], dtype=jnp.float32)
i = jnp.array([3, -1, 2, 0])
l = jnp.array([[4, 1, 3], [2, 6, 5]])
k = jnp.array([3, -2, 5, 1], dtype=jnp.int32)
b = jnp.array([True, False, True, True])
s = jnp.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 5.0]])
q = jnp.array([[2.0, -1.0, 0.5], [0.25, 1.5, 1.0], [3.0, 0.75, -2.0]])
c = jnp.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 5.0]], dtype=jnp.float32)
z = jnp.array(2.0)
key = jax.random.key(7)
""".strip()

# Arguments by kind of function; of each row the first that JAX takes are kept, as many as the number says.
POOL = [
    (6, ["v", "f", "k", "b", "m", "0.5", "2", "z", "p", "u"]),
    (7, ["v, w", "m, r", "f, v", "k, i", "f, 2.0", "k, 2", "i, 0.5", "b, b", "2, f", "v, z", "p, w", "p, u", "i, i", "l, l", "0.5, 2"]),
    (2, ["v, 0.25, 0.75", "p, w, u", "u, p, p", "v, w, r", "b, v, w", "p, p, u"]),
    (4, ["m, axis=0", "m, axis=-1", "m, axis=1, keepdims=True", "g, axis=0", "l, axis=1", "m, axis=(0, 1)", "m, 0"]),
    (3, ["m, 1", "t, 0, 2", "t, 1", "m, (3, 2)", "m, (1, 0)", "m, (0,)", "m, -1"]),
    (3, ["(2, 3)", "3", "(2,), jnp.float32", "3, jnp.float32", "(2, 3), 1.5", "1, 7, 2", "0.0, 1.0, 5", "m, 1.5", "v, jnp.float32", "3, dtype=jnp.int32"]),
    (3, ["[m, n]", "[m, n], axis=1", "(v, w)", "[v, f]", "[k, b]"]),
    (3, ["s", "t", "c", "q"]),
    (4, ["s, r", "q, s", "t, t", "m, q", "r, r", "s, s", "m, n", "c, c"]),
    (4, ["key", "key, (3,)", "key, shape=(2, 2)", "key, (3,), jnp.float32", "key, shape=(3,), dtype=jnp.float32"]),
    (3, ["key, 0.5", "key, p, (4,)", "key, 2.0, (3,)", "key, p, p", "key, v", "key, 3", "key, 1.5, 2.5, (3,)", "key, s, (2,)", "key, v, (2,)",
         "key, r, s", "key, 4, (3,)", "key, 0, 10", "key, (3,), 0, 10", "key, 0.5, (4,)"]),
]

# Calls that no row of the pool makes, by module and name.
PROBES = {
    ("jnp", "apply_along_axis"): ["lambda x: jnp.sum(x * x), 0, m"],
    ("jnp", "apply_over_axes"): ["jnp.sum, t, [0, 2]"],
    ("jnp", "array"): ["[1, 2]", "[1.5, 2]", "[True, 2]", "2.0", "[2.0, z]", "(1, 2.5), dtype=jnp.int32", "v, jnp.float32", "[[1, 2], [3, 4]]", "[f, f]"],
    ("jnp", "asarray"): ["[1, 2]", "2.0", "2", "f", "[1.5], jnp.float32"],
    ("jnp", "arange"): ["0, 1, 0.25", "5, 0, -2", "3.5", "2, dtype=jnp.float32"],
    ("jnp", "append"): ["m, n, axis=0"],
    ("jnp", "argpartition"): ["v, 1"],
    ("jnp", "array_split"): ["v, 3", "m, 2, axis=1", "v, [1, 3]"],
    ("jnp", "average"): ["m, axis=0, weights=jnp.array([1.0, 3.0])", "v, weights=p"],
    ("jnp", "bincount"): ["jnp.array([0, 1, 1, 3])", "jnp.array([0, 1, 1, 3]), length=6", "jnp.array([0, 1, 1, 3]), weights=v"],
    ("jnp", "block"): ["[[m], [n]]", "[[m, n]]", "[v, w]"],
    ("jnp", "broadcast_arrays"): ["m, r"],
    ("jnp", "broadcast_shapes"): ["(2, 1), (3,)"],
    ("jnp", "broadcast_to"): ["v, (2, 4)", "2.0, (3,)", "f, (1, 4)"],
    ("jnp", "choose"): ["jnp.array([0, 1, 1, 0]), [v, w]"],
    ("jnp", "clip"): ["v, 0, 1", "f, -0.5, 0.5", "v, min=0.0", "k, 0, 2", "v, max=w"],
    ("jnp", "compress"): ["jnp.array([True, False, True]), m, axis=1"],
    ("jnp", "convolve"): ["v, r", "v, r, mode='same'", "v, r, 'valid'"],
    ("jnp", "correlate"): ["v, r", "v, r, mode='full'"],
    ("jnp", "cov"): ["m", "m, rowvar=False", "v, ddof=0"],
    ("jnp", "corrcoef"): ["m", "m, rowvar=False"],
    ("jnp", "cross"): ["r, jnp.array([0.5, 1.0, 2.0])", "m, n"],
    ("jnp", "cumsum"): ["m", "m, dtype=jnp.float32", "b", "m, axis=-1"],
    ("jnp", "cumprod"): ["m", "k", "m, axis=-1"],
    ("jnp", "delete"): ["v, 1", "m, 0, axis=0"],
    ("jnp", "diff"): ["v, n=2", "m, axis=0", "v, prepend=0.0"],
    ("jnp", "digitize"): ["v, jnp.array([-1.0, 0.0, 1.0])", "v, jnp.array([-1.0, 0.0, 1.0]), right=True"],
    ("jnp", "einsum"): ["'ij,j->i', m, r", "'ij->ji', m", "'ii', s", "'ij,kj->ik', m, n", "'i,j', v, w"],
    ("jnp", "extract"): ["v > 0, v"],
    ("jnp", "eye"): ["3, 4", "3, k=1", "2, dtype=jnp.int32"],
    ("jnp", "fill_diagonal"): ["s, 0.0, inplace=False"],
    ("jnp", "flip"): ["m", "m, (0, 1)"],
    ("jnp", "fromfunction"): ["lambda x, y: x + 2 * y, (2, 3)"],
    ("jnp", "full"): ["(2,), 1", "(2, 2), 0.5, jnp.float32", "(2,), v[0]", "3, True"],
    ("jnp", "full_like"): ["v, 2", "k, 1.5", "f, 3, dtype=jnp.int32"],
    ("jnp", "geomspace"): ["1.0, 8.0, 4"],
    ("jnp", "gradient"): ["v", "v, 0.5", "m, axis=1"],
    ("jnp", "heaviside"): ["v, 0.5"],
    ("jnp", "histogram"): ["v, bins=3", "v, 4, (-2.0, 2.0)"],
    ("jnp", "histogram_bin_edges"): ["v, bins=3"],
    ("jnp", "insert"): ["v, 1, 5.0"],
    ("jnp", "interp"): ["u, jnp.array([0.0, 0.5, 1.0]), r", "2.0, p, w", "v, p, w, left=-1.0"],
    ("jnp", "isclose"): ["v, v + 1e-9", "v, w, rtol=0.5"],
    ("jnp", "isin"): ["i, jnp.array([2, 3])"],
    ("jnp", "ix_"): ["jnp.array([0, 1]), jnp.array([2, 0])"],
    ("jnp", "indices"): ["(2, 2)"],
    ("jnp", "ldexp"): ["v, k"],
    ("jnp", "lexsort"): ["(i, k)"],
    ("jnp", "linspace"): ["0, 1", "0.0, 1.0, num=4, endpoint=False", "v, w, 3", "0, 1, 3, dtype=jnp.float32"],
    ("jnp", "logspace"): ["0.0, 2.0, 3"],
    ("jnp", "mask_indices"): ["3, jnp.triu"],
    ("jnp", "meshgrid"): ["v, r", "v, r, indexing='ij'"],
    ("jnp", "moveaxis"): ["t, 0, -1", "t, (0, 1), (2, 0)"],
    ("jnp", "nan_to_num"): ["jnp.array([1.0, jnp.nan, jnp.inf, -jnp.inf])", "jnp.array([1.0, jnp.nan]), nan=5.0"],
    ("jnp", "nonzero"): ["v > 0", "v, size=4", "m > 0"],
    ("jnp", "pad"): ["v, 1", "v, (1, 2), constant_values=5.0", "m, ((1, 0), (0, 2))", "v, 2, mode='edge'", "v, 1, mode='reflect'", "v, 1, mode='wrap'", "v, 1, mode='symmetric'"],
    ("jnp", "partition"): ["v, 1"],
    ("jnp", "percentile"): ["v, 30", "m, jnp.array([25.0, 50.0]), axis=1", "v, 40, method='lower'"],
    ("jnp", "quantile"): ["v, 0.3", "m, 0.5, axis=0", "v, u[0]"],
    ("jnp", "piecewise"): ["v, [v < 0, v >= 0], [-1.0, 1.0]", "v, [v < 0], [lambda x: -x, lambda x: x * x]"],
    ("jnp", "polyfit"): ["p, v, 1"],
    ("jnp", "polyval"): ["r, v"],
    ("jnp", "polyder"): ["v"],
    ("jnp", "polyint"): ["v"],
    ("jnp", "promote_types"): ["jnp.int32, jnp.float32"],
    ("jnp", "put_along_axis"): ["m, jnp.array([[0], [1]]), 9.0, axis=1, inplace=False"],
    ("jnp", "put"): ["v, 1, 9.0, inplace=False"],
    ("jnp", "place"): ["v, v > 0, jnp.array([9.0]), inplace=False"],
    ("jnp", "ravel_multi_index"): ["(jnp.array([0, 1]), jnp.array([2, 0])), (2, 3)"],
    ("jnp", "repeat"): ["v, 2", "m, 2, axis=0", "v, jnp.array([1, 0, 2, 1]), total_repeat_length=4"],
    ("jnp", "reshape"): ["m, -1", "m, (3, -1)", "2.0, (1,)", "m, (3, 2), order='F'"],
    ("jnp", "resize"): ["v, (2, 3)"],
    ("jnp", "result_type"): ["v, f", "k, 1.5"],
    ("jnp", "roll"): ["v, 1", "m, 1, axis=1", "m, -1", "m, (1, 1), axis=(0, 1)"],
    ("jnp", "rollaxis"): ["t, 2"],
    ("jnp", "rot90"): ["m, 2"],
    ("jnp", "round"): ["jnp.array([0.5, 1.5, -2.5, 2.4])", "v, 1", "k", "2.5"],
    ("jnp", "rint"): ["jnp.array([0.5, 1.5, -2.5, 2.4])", "k", "2", "b"],
    ("jnp", "searchsorted"): ["p, v", "p, 0.5, side='right'", "p, jnp.array([0.5, 2.0]), side='right'"],
    ("jnp", "select"): ["[v < 0, v > 1], [w, p], 7.0", "[v < 0], [w]"],
    ("jnp", "size"): ["m, 1"],
    ("jnp", "split"): ["v, 2", "v, [1, 3]", "m, 3, axis=1"],
    ("jnp", "stack"): ["[v, w], -1", "[1.0, 2.0]", "[f, 2.0 * f]"],
    ("jnp", "std"): ["m, ddof=1", "m, axis=0, ddof=1"],
    ("jnp", "var"): ["m, ddof=1", "m, axis=0, correction=1", "m, where=m > 0"],
    ("jnp", "sum"): ["m, where=m > 0", "k, dtype=jnp.float32", "m, initial=2.0", "b"],
    ("jnp", "mean"): ["m, where=m > 0", "b", "k, dtype=jnp.float32"],
    ("jnp", "max"): ["m, initial=2.0", "m, axis=1, where=m > 0, initial=-9.0"],
    ("jnp", "min"): ["m, initial=-2.5", "m, axis=1, where=m > 0, initial=9.0"],
    ("jnp", "prod"): ["m, where=m > 0", "m, initial=2.0"],
    ("jnp", "take"): ["v, 2", "m, jnp.array([2, 0]), axis=1", "m, jnp.array([4, 0])", "v, jnp.array([9]), mode='clip'"],
    ("jnp", "take_along_axis"): ["m, jnp.array([[0], [2]]), axis=1", "v, jnp.array([1, 0]), axis=0"],
    ("jnp", "tensordot"): ["m, n, axes=2", "m, n, axes=[[1], [1]]", "m, s, 1"],
    ("jnp", "tile"): ["v, 2", "m, (2, 1)"],
    ("jnp", "trace"): ["s, offset=1", "t"],
    ("jnp", "trapezoid"): ["v, dx=0.5", "v, p"],
    ("jnp", "tri"): ["3", "2, 3, 1"],
    ("jnp", "tril"): ["s, -1"], ("jnp", "triu"): ["s, 1"],
    ("jnp", "trim_zeros"): ["jnp.array([0.0, 1.0, 0.0])"],
    ("jnp", "unique"): ["jnp.array([3, 1, 3, 2])", "jnp.array([3, 1, 3, 2]), size=4"],
    ("jnp", "unravel_index"): ["jnp.array([1, 5]), (2, 3)", "4, (2, 3)"],
    ("jnp", "unwrap"): ["jnp.array([0.0, 3.0, 6.5, 1.0])"],
    ("jnp", "vander"): ["r", "r, 2"],
    ("jnp", "where"): ["v > 0, v, w", "v > 0, 1, 0", "v > 0, f, 0.0", "v > 0", "b, k, 2.5"],
    ("jnp", "squeeze"): ["m[None]", "m[None, :, None], axis=0"],
    ("jnp", "expand_dims"): ["v, (0, 2)"],
    ("jnp", "zeros_like"): ["m, dtype=jnp.int32", "2.0"], ("jnp", "ones_like"): ["m, jnp.float32", "2.0"],
    ("jnp", "nanmean"): ["jnp.array([1.0, jnp.nan, 4.0])"], ("jnp", "nansum"): ["jnp.array([1.0, jnp.nan, 4.0])"],
    ("jnp", "nanmax"): ["jnp.array([1.0, jnp.nan, 4.0])"], ("jnp", "nanmin"): ["jnp.array([1.0, jnp.nan, 4.0])"],
    ("jnp", "nanvar"): ["jnp.array([1.0, jnp.nan, 4.0])"], ("jnp", "nanstd"): ["jnp.array([1.0, jnp.nan, 4.0])"],
    ("jnp", "nanprod"): ["jnp.array([1.0, jnp.nan, 4.0])"], ("jnp", "nanmedian"): ["jnp.array([1.0, jnp.nan, 4.0])"],
    ("jnp", "nancumsum"): ["jnp.array([1.0, jnp.nan, 4.0])"], ("jnp", "nancumprod"): ["jnp.array([1.0, jnp.nan, 4.0])"],
    ("jnp", "nanargmax"): ["jnp.array([1.0, jnp.nan, 4.0])"], ("jnp", "nanargmin"): ["jnp.array([1.0, jnp.nan, 4.0])"],
    ("jnp", "nanquantile"): ["jnp.array([1.0, jnp.nan, 4.0]), 0.5"], ("jnp", "nanpercentile"): ["jnp.array([1.0, jnp.nan, 4.0]), 50"],
    ("jnp", "isdtype"): ["jnp.float32, 'real floating'"],
    ("jnp", "issubdtype"): ["jnp.float32, jnp.floating"],
    ("jnp", "can_cast"): ["jnp.int32, jnp.float64"],
    ("jnp", "tril_indices"): ["3", "3, 1"], ("jnp", "triu_indices"): ["3", "3, 1"], ("jnp", "diag_indices"): ["3"],
    ("jnp", "column_stack"): ["[v, w]"], ("jnp", "vsplit"): ["m, 2"], ("jnp", "hsplit"): ["v, 2"], ("jnp", "dsplit"): ["t, 2"],
    ("jnp", "matvec"): ["m, r"], ("jnp", "vecmat"): ["r, q"],

    ("lax", "associative_scan"): ["jnp.add, v", "lambda x, y: x * y, m", "jnp.multiply, v, reverse=True", "jnp.add, m, axis=1"],
    ("lax", "batch_matmul"): ["t, t"],
    ("lax", "bitcast_convert_type"): ["f, jnp.int32"],
    ("lax", "broadcast"): ["v, (2,)"],
    ("lax", "broadcast_in_dim"): ["v, (2, 4), (1,)", "2.0, (3,), ()"],
    ("lax", "broadcast_shapes"): ["(2, 1), (3,)"],
    ("lax", "broadcast_to_rank"): ["v, 2"],
    ("lax", "broadcasted_iota"): ["jnp.int32, (2, 3), 1"],
    ("lax", "clamp"): ["0.0, v, 1.0", "-w * w, v, p"],
    ("lax", "collapse"): ["t, 0, 2", "t, 1"],
    ("lax", "concatenate"): ["[m, n], 0", "[m, n], dimension=1", "[v, f], 0"],
    ("lax", "cond"): ["True, lambda x: x * 2, lambda x: x + 1, v", "v[0] > 1, lambda x: x * 2, lambda x: x + 1, v"],
    ("lax", "conv"): ["m[None, None], s[None, None, :2, :2], (1, 1), 'VALID'"],
    ("lax", "conv_general_dilated"): ["m[None, None], s[None, None, :2, :2], (1, 1), 'SAME'",
                                      "m[None, :, :, None], s[:2, :2, None, None], (1, 1), 'VALID', dimension_numbers=('NHWC', 'HWIO', 'NHWC')"],
    ("lax", "conv_with_general_padding"): ["m[None, None], s[None, None, :2, :2], (1, 1), [(0, 0), (1, 1)], (1, 1), (1, 1)"],
    ("lax", "conv_transpose"): ["m[None, :, :, None], s[:2, :2, None, None], (1, 1), 'VALID'"],
    ("lax", "convert_element_type"): ["v, jnp.float32", "v, jnp.int32", "b, jnp.float64"],
    ("lax", "cumsum"): ["m", "m, axis=1", "m, axis=1, reverse=True", "v, reverse=True", "k"],
    ("lax", "cumprod"): ["m", "m, axis=1", "m, axis=1, reverse=True"],
    ("lax", "cummax"): ["m", "m, axis=1", "v, reverse=True"],
    ("lax", "cummin"): ["m", "m, axis=1", "v, reverse=True"],
    ("lax", "cumlogsumexp"): ["m", "m, axis=1", "v, reverse=True"],
    ("lax", "custom_root"): ["lambda x: x * x - 2.0, 1.0, lambda f, x: jnp.sqrt(2.0), lambda f, y: y / f(1.0)"],
    ("lax", "custom_linear_solve"): ["lambda x: 2.0 * x, v, lambda mv, y: y / 2.0, symmetric=True"],
    ("lax", "dot"): ["m, r", "m, q", "r, r"],
    ("lax", "dot_general"): ["m, q, (((1,), (0,)), ((), ()))", "t, t, (((2,), (1,)), ((0,), (0,)))", "m, n, (((1,), (1,)), ((), ()))"],
    ("lax", "dynamic_slice"): ["v, (1,), (2,)", "m, (0, 1), (2, 2)", "v, (3,), (2,)", "v, [jnp.argmax(v)], [2]"],
    ("lax", "dynamic_slice_in_dim"): ["m, 1, 2, axis=1", "v, 3, 2"],
    ("lax", "dynamic_index_in_dim"): ["m, 1", "m, 2, axis=1, keepdims=False", "v, 9"],
    ("lax", "dynamic_update_slice"): ["v, jnp.array([9.0, 8.0]), (1,)", "v, jnp.array([9.0, 8.0]), (3,)", "m, jnp.ones((1, 2)), (1, 1)"],
    ("lax", "dynamic_update_slice_in_dim"): ["m, jnp.ones((2, 1)), 1, 1"],
    ("lax", "dynamic_update_index_in_dim"): ["m, jnp.ones(3), 1, 0"],
    ("lax", "expand_dims"): ["v, (0,)", "v, (0, 2)"],
    ("lax", "fori_loop"): ["0, 3, lambda n, x: x * 2.0, v", "0, 3, lambda n, x: x + n, 0"],
    ("lax", "full"): ["(2,), 1.5", "(2,), 1, jnp.float32", "(2,), v[0]"],
    ("lax", "full_like"): ["v, 2", "v, 2, jnp.int32"],
    ("lax", "integer_pow"): ["v, 3", "v, -2", "k, 2"],
    ("lax", "iota"): ["jnp.int32, 4", "jnp.float64, 3"],
    ("lax", "index_in_dim"): ["m, 0", "m, 1, 1", "m, 1, axis=1, keepdims=False"],
    ("lax", "index_take"): ["v, (jnp.array([1, 0]),), (0,)"],
    ("lax", "map"): ["lambda x: x * 2.0, m", "jnp.sum, m"],
    ("lax", "pad"): ["v, 0.0, ((1, 2, 0),)", "v, 0.0, [(0, 0, 1)]", "m, 1.0, ((1, 0, 0), (-1, 0, 0))"],
    ("lax", "polygamma"): ["1.0, p", "p, p"],
    ("lax", "reduce"): ["v, 0.0, jax.lax.add, (0,)", "m, 1.0, jax.lax.mul, (1,)"],
    ("lax", "reduce_precision"): ["v, 5, 10"],
    ("lax", "reduce_window"): ["v, 0.0, jax.lax.add, (2,), (1,), 'VALID'", "m, -jnp.inf, jax.lax.max, (2, 2), (1, 1), 'SAME'", "v, 0.0, jax.lax.add, (2,), (2,), 'SAME'"],
    ("lax", "reshape"): ["m, (3, 2)", "v, (2, 2)", "m, (6,), (1, 0)"],
    ("lax", "rev"): ["m, (0,)", "m, (0, 1)"],
    ("lax", "round"): ["jnp.array([0.5, 1.5, -2.5, 2.4])", "jnp.array([0.5, 1.5, -2.5, 2.4]), jax.lax.RoundingMethod.TO_NEAREST_EVEN", "v"],
    ("lax", "scan"): ["lambda x, y: (x + y, x * y), 1.0, v", "lambda x, y: (x + y, x), 0.0, v, reverse=True", "lambda x, _: (x * 2, None), v, None, length=3"],
    ("lax", "select"): ["b, v, w", "True, v, w"],
    ("lax", "select_n"): ["b, v, w"],
    ("lax", "slice"): ["v, (1,), (3,)", "m, (0, 0), (2, 3), (1, 2)"],
    ("lax", "slice_in_dim"): ["v, 1, 3", "m, 0, 3, 2, axis=1"],
    ("lax", "sort"): ["m", "m, dimension=0", "[k, k], num_keys=1"],
    ("lax", "sort_key_val"): ["v, w", "i, v"],
    ("lax", "split"): ["v, (1, 3)", "m, (1, 1)", "m, (2, 1), axis=1"],
    ("lax", "squeeze"): ["m[None], (0,)"],
    ("lax", "stop_gradient"): ["v"],
    ("lax", "switch"): ["1, [lambda x: x, lambda x: -x], v", "9, [lambda x: x, lambda x: -x], v", "i[2], [lambda x: x, lambda x: -x, lambda x: 2 * x], v"],
    ("lax", "tile"): ["v, (2,)"],
    ("lax", "top_k"): ["v, 2", "m, 2"],
    ("lax", "transpose"): ["m, (1, 0)", "t, (2, 0, 1)"],
    ("lax", "while_loop"): ["lambda x: x < 10.0, lambda x: x * 2.0, 1.0", "lambda x: x[0] < 3, lambda x: (x[0] + 1, x[1] * 0.5), (0, v)"],
    ("lax", "reduce_max"): ["m, (0,)"], ("lax", "reduce_min"): ["m, (0,)"], ("lax", "reduce_sum"): ["m, (0,)"], ("lax", "reduce_prod"): ["m, (0,)"],
    ("lax", "reduce_and"): ["b, (0,)"], ("lax", "reduce_or"): ["b, (0,)"],
    ("lax", "argmax"): ["m, 0, jnp.int32", "m, 1, jnp.int64"], ("lax", "argmin"): ["m, 0, jnp.int32"],
    ("lax", "betainc"): ["p, p, u"],

    ("jax.nn", "dot_product_attention"): ["t[:, :, None], t[:, :, None], t[:, :, None]"],
    ("jax.nn", "gelu"): ["v, approximate=False", "v, False"],
    ("jax.nn", "glu"): ["m[:, :2]", "m[:, :2], axis=0"],
    ("jax.nn", "leaky_relu"): ["v, 0.2", "v, negative_slope=0.3"],
    ("jax.nn", "elu"): ["v, 0.5"], ("jax.nn", "celu"): ["v, 0.5"],
    ("jax.nn", "logsumexp"): ["m, axis=1, b=n * n", "m, where=m > 0", "m, axis=1, return_sign=True, b=n"],
    ("jax.nn", "softmax"): ["m, axis=0", "m, where=m > -1"],
    ("jax.nn", "log_softmax"): ["m, axis=0"],
    ("jax.nn", "one_hot"): ["jnp.array([0, 2, 5]), 3", "1, 3", "jnp.array([0, 1]), 2, dtype=jnp.float32", "jnp.array([0, 1]), 2, axis=0"],
    ("jax.nn", "standardize"): ["m", "m, axis=0"],

    ("jax.scipy.special", "polygamma"): ["1, p", "0, p"],
    ("jax.scipy.special", "multigammaln"): ["p + 2.0, 2"],
    ("jax.scipy.special", "logsumexp"): ["m, axis=1, b=n * n", "m, where=m > 0"],
    ("jax.scipy.special", "softmax"): ["m", "m, axis=1"], ("jax.scipy.special", "log_softmax"): ["m", "m, axis=1"],
    ("jax.scipy.special", "zeta"): ["p + 1.5, p"],
    ("jax.scipy.special", "betainc"): ["p, p, u"],
    ("jax.scipy.special", "expn"): ["2, p"],
    ("jax.scipy.special", "erfinv"): ["u"], ("jax.scipy.special", "ndtri"): ["u"], ("jax.scipy.special", "logit"): ["u"],
    ("jax.scipy.special", "xlogy"): ["jnp.array([0.0, 1.0]), jnp.array([0.0, 2.0])"],

    ("jax.scipy.linalg", "cholesky"): ["s", "s, lower=True", "c"],
    ("jax.scipy.linalg", "solve"): ["s, r", "q, s", "s, r, assume_a='pos'"],
    ("jax.scipy.linalg", "solve_triangular"): ["q, r", "q, r, lower=True", "q, r, trans=1", "q, r, lower=True, unit_diagonal=True"],
    ("jax.scipy.linalg", "cho_solve"): ["(jax.scipy.linalg.cholesky(s, lower=True), True), r"],
    ("jax.scipy.linalg", "lu_solve"): ["jax.scipy.linalg.lu_factor(q), r"],
    ("jax.scipy.linalg", "eigh_tridiagonal"): ["r, r[:2], eigvals_only=True"],
    ("jax.scipy.linalg", "toeplitz"): ["r", "r, v"], ("jax.scipy.linalg", "block_diag"): ["m, s", "r, s"],

    ("jnp.linalg", "cholesky"): ["s", "c", "s, upper=True"],
    ("jnp.linalg", "cond"): ["s", "q, 1", "s, p='fro'"],
    ("jnp.linalg", "diagonal"): ["t", "s, offset=1", "t, offset=-1"],
    ("jnp.linalg", "trace"): ["t", "s, offset=1"],
    ("jnp.linalg", "norm"): ["v", "m", "m, axis=1", "v, 1", "v, jnp.inf", "m, 'fro'", "m, ord=1", "m, ord=2", "v, ord=3", "m, axis=0, keepdims=True", "m, 'nuc'", "v, -jnp.inf", "v, 0"],
    ("jnp.linalg", "vector_norm"): ["m, ord=1", "m, axis=0", "v, ord=jnp.inf"],
    ("jnp.linalg", "matrix_norm"): ["m", "m, ord=1", "t"],
    ("jnp.linalg", "matrix_power"): ["s, 3", "q, -1", "q, 0"],
    ("jnp.linalg", "multi_dot"): ["[m, q, r]"],
    ("jnp.linalg", "solve"): ["s, r", "q, s", "t, t"],
    ("jnp.linalg", "cross"): ["r, jnp.array([0.5, 1.0, 2.0])"],
    ("jnp.linalg", "outer"): ["v, r"],
    ("jnp.linalg", "tensordot"): ["m, n, axes=2"],
    ("jnp.linalg", "vecdot"): ["m, n"],
    ("jnp.linalg", "slogdet"): ["s", "q", "t"],
    ("jnp.linalg", "lstsq"): ["s, r"],

    ("jax.random", "key"): ["3"], ("jax.random", "PRNGKey"): ["3"],
    ("jax.random", "split"): ["key", "key, 3", "key, (2, 2)"],
    ("jax.random", "fold_in"): ["key, 5"],
    ("jax.random", "key_data"): ["key"],
    ("jax.random", "normal"): ["key", "key, (3,)", "key, shape=(2, 2)", "key, (3,), jnp.float32", "key, (), jnp.float32"],
    ("jax.random", "uniform"): ["key, (3,), minval=-1.0, maxval=2.0", "key, (3,), jnp.float32, -1, 1"],
    ("jax.random", "randint"): ["key, (4,), 0, 10", "key, (4,), -5, 5, jnp.int32", "key, shape=(2,), minval=3, maxval=300"],
    ("jax.random", "bits"): ["key, (3,)"],
    ("jax.random", "bernoulli"): ["key, 0.3, (5,)", "key, shape=(5,)", "key, u"],
    ("jax.random", "choice"): ["key, 5", "key, v", "key, 5, (3,)", "key, v, (3,), replace=False", "key, v, (2,), p=u / jnp.sum(u)", "key, 5, (3,), replace=False"],
    ("jax.random", "permutation"): ["key, 5", "key, v", "key, m, axis=1", "key, m, independent=True"],
    ("jax.random", "categorical"): ["key, v", "key, m", "key, m, axis=0", "key, v, shape=(3,)"],
    ("jax.random", "truncated_normal"): ["key, -1.0, 1.0, (3,)", "key, -2.0, 2.0, (3,), jnp.float32"],
    ("jax.random", "multivariate_normal"): ["key, r, s", "key, r, s, (2,)"],
    ("jax.random", "gamma"): ["key, 2.0, (3,)", "key, p", "key, 0.05, (20,)", "key, 30.5, (20,), jnp.float32", "key, p[:, None], (4, 3)"],
    ("jax.random", "loggamma"): ["key, p", "key, 0.01, (5,)", "key, 2.0, (5,), jnp.float32"],
    ("jax.random", "beta"): ["key, 2.0, 3.0, (3,)", "key, p, 0.5"],
    ("jax.random", "chisquare"): ["key, p", "key, 3.0, (5,)"], ("jax.random", "f"): ["key, p, 4.0", "key, 3.0, 5.0, (4,)"],
    ("jax.random", "geometric"): ["key, u", "key, 0.2, (6,)", "key, u, dtype=jnp.int32"],
    ("jax.random", "binomial"): ["key, 10.0, 0.3, (8,)", "key, 100.0, 0.3, (20,)", "key, 1000.0, 0.7, (20,)", "key, p * 10.0, u", "key, 3, 0.5, (4,)"],
    ("jax.random", "multinomial"): ["key, 20.0, u / jnp.sum(u)", "key, 200.0, u / jnp.sum(u)"],
    ("jax.random", "weibull_min"): ["key, 2.0, 1.5, (4,)"], ("jax.random", "rayleigh"): ["key, 2.0, (4,)", "key, p"],
    ("jax.random", "maxwell"): ["key, (4,)"], ("jax.random", "double_sided_maxwell"): ["key, 0.5, 2.0, (4,)"],
    ("jax.random", "triangular"): ["key, 0.0, 0.5, 2.0, (4,)", "key, -p, u - 0.5, p"], ("jax.random", "wald"): ["key, p", "key, 2.0, (4,)"],
    ("jax.random", "generalized_normal"): ["key, 2.0, (4,)", "key, 0.7, (4,), jnp.float32"],
    ("jax.random", "wrap_key_data"): [],
    ("jax.random", "dirichlet"): ["key, p", "key, p, (2,)"],
    ("jax.random", "poisson"): ["key, 3.0, (3,)", "key, 0.5, (20,)", "key, 12.5, (30,)", "key, 1000.0, (20,)", "key, p * 10.0", "key, 4, (5,)"],
    ("jax.random", "t"): ["key, 3.0, (3,)", "key, 0.5, (4,), jnp.float32"], ("jax.random", "laplace"): ["key, (3,)"], ("jax.random", "orthogonal"): ["key, 3"],
    ("jax.random", "ball"): ["key, 3", "key, 2, 1, (3,)"], ("jax.random", "pareto"): ["key, 2.0, (3,)", "key, p"], ("jax.random", "rademacher"): ["key, (4,)", "key, (4,), jnp.float32"],
}

# What no call reaches: looked at as it stands.
PLAIN = {
    ("jnp", "r_"): ["jnp.r_[v, 1.0]", "jnp.r_[0:3]"], ("jnp", "c_"): ["jnp.c_[v, w]"], ("jnp", "mgrid"): ["jnp.mgrid[0:2, 0:3]"],
    ("jnp", "ogrid"): ["jnp.ogrid[0:2, 0:3]"], ("jnp", "s_"): ["m[jnp.s_[0, 1:]]"], ("jnp", "index_exp"): ["m[jnp.index_exp[0, 1:]]"],
    ("jnp", "newaxis"): ["v[:, jnp.newaxis]"], ("jnp", "finfo"): ["jnp.finfo(jnp.float32).eps", "jnp.finfo(jnp.float64).max"],
    ("jnp", "iinfo"): ["jnp.iinfo(jnp.int32).max"], ("jnp", "vectorize"): ["jnp.vectorize(lambda x, y: x * y)(v, 2.0)", "jnp.vectorize(jnp.dot, signature='(n),(n)->()')(m, r)"],
    ("jnp", "ndarray"): ["isinstance(v, jnp.ndarray)"], ("jnp", "dtype"): ["jnp.zeros(2, jnp.dtype('float32'))"],
    ("jnp", "einsum_path"): [], ("jnp", "ufunc"): [], ("jnp", "frompyfunc"): ["jnp.frompyfunc(lambda x, y: x + y, 2, 1, identity=0)(v, w)"],
    ("lax", "Precision"): ["jnp.dot(m, r, precision=jax.lax.Precision.HIGHEST)"],
    ("lax", "RoundingMethod"): ["jax.lax.round(v, jax.lax.RoundingMethod.TO_NEAREST_EVEN)"],
}
# These read or write files or the process's state.
UNCALLED = {"save", "savez", "load", "fromfile", "set_printoptions", "printoptions", "get_printoptions", "frombuffer", "from_dlpack", "fromstring",
            "save", "empty", "empty_like", "create_token", "after_all", "rng_uniform", "rng_bit_generator", "composite", "stage", "custom_jvp"}

# These take bins or points in order: only the calls above give them such.
SORTED = {"searchsorted", "digitize", "histogram", "interp"}

# Binary functions of lax: no promotion and no ranks broadcast.
BINARY = "add sub mul div rem pow max min atan2 bitwise_and bitwise_or bitwise_xor eq ne lt le gt ge nextafter igamma".split()

KINDS = {"float64": "f64", "float32": "f32", "int64": "i64", "int32": "i32", "bool": "bool"}
ELEMENTS_MAX = 60
PROBES_MAX = 14


def number(v):
    if isinstance(v, (bool, np.bool_)):
        return bool(v)
    if isinstance(v, (int, np.integer)):
        return int(v)
    x = float(v)
    if not np.isfinite(x):
        return str(x)
    if isinstance(v, np.float32):
        x = float(str(v))
    return int(x) if x == int(x) and abs(x) < 1e15 and str(x) != "-0.0" else x


class Other(Exception):
    pass


def written(y):
    """An array, a Python value or the list of the items of a container; raises Other for what Pullback has not."""
    if isinstance(y, jax.Array) and jnp.issubdtype(y.dtype, jax.dtypes.prng_key):
        return {"key": [int(x) for x in np.asarray(jax.random.key_data(y)).ravel()], "shape": list(jax.random.key_data(y).shape)}
    if isinstance(y, (jax.Array, np.ndarray, np.generic)):
        weak = bool(getattr(y, "weak_type", False))
        y = np.asarray(y)
        if str(y.dtype) == "uint32" and y.shape[-1:] == (2,):
            return {"key": [int(x) for x in y.ravel()], "shape": list(y.shape)}
        if str(y.dtype) not in KINDS:
            raise Other(f"{y.dtype}{list(y.shape)}")
        if y.size > ELEMENTS_MAX:
            raise Other("large")
        found = {"dtype": KINDS[str(y.dtype)], "shape": list(y.shape), "values": [number(v) for v in y.ravel()]}
        return found | {"weak": True} if weak else found
    if isinstance(y, dict):
        return [written(v) for v in y.values()]
    if isinstance(y, (list, tuple)):
        return [written(v) for v in y]
    if type(y).__name__ in ("TypedInt", "TypedFloat"):
        # A Python number that JAX handed on.
        return {"dtype": "i64" if isinstance(y, int) else "f64", "shape": [], "values": [number(y)], "weak": True}
    if y is None or isinstance(y, (bool, int, float, str)):
        return {"text": "True" if y is True else "False" if y is False else repr(y)}
    if isinstance(y, np.dtype) and str(y) in KINDS:
        return {"text": KINDS[str(y)]}
    raise Other(type(y).__name__)


class TooLong(Exception):
    pass


def late(*_):
    raise TooLong


signal.signal(signal.SIGALRM, late)
SCOPE = {"jnp": jnp, "jax": jax, "lax": jax.lax, "np": np}
exec(PRELUDE, SCOPE)


def outcome(cell):
    """What JAX gives for an expression, or None where there is nothing to compare."""
    signal.alarm(20)
    try:
        return {"y": written(eval(cell, dict(SCOPE)))}
    except Other as other:
        return None if str(other) == "large" else {"other": str(other)}
    except TooLong:
        return None
    except Exception as error:
        return {"fails": type(error).__name__}
    finally:
        signal.alarm(0)


def probes(module, name, value):
    place = f"{module}.{name}"
    if (module, name) in PLAIN:
        cells = PLAIN[module, name]
    elif name in UNCALLED:
        return []
    elif isinstance(value, type) and (issubclass(value, np.generic) or "dtype" in dir(value)) or not callable(value):
        cells = [place] if not callable(value) else [f"{place}(2.5)", f"jnp.zeros(2, dtype={place})"]
    elif isinstance(value, type):
        cells = [f"jnp.zeros(2, dtype={place})"]
    else:
        found = []
        own = PROBES.get((module, name), [])
        for arguments in own:
            cell = f"{place}({arguments})"
            found.append((cell, outcome(cell)))
            if found[-1][1] and "fails" in found[-1][1] and not (module == "lax"):
                print(f"{cell}: {found[-1][1]}", file=sys.stderr)
        for count, row in POOL:
            if own and row is not POOL[0][1] and module in ("lax", "jax.random"):
                continue
            if name in SORTED:
                break
            if row[0].startswith("key") and module != "jax.random":
                continue
            for arguments in row:
                cell = f"{place}({arguments})"
                if any(cell == c for c, _ in found):
                    continue
                result = outcome(cell)
                if result is None or "fails" in result:
                    continue
                found.append((cell, result))
                count -= 1
                if count == 0 or len(found) >= PROBES_MAX:
                    break
            if len(found) >= PROBES_MAX:
                break
        if module == "lax" and name in BINARY:
            for arguments in ["v, f", "m, r", "k, i", "v, 2", "v, k", "v, True"]:
                cell = f"{place}({arguments})"
                result = outcome(cell)
                if result and not any(cell == c for c, _ in found):
                    found.append((cell, result))
        return [{"cell": cell, **result} for cell, result in found if result]
    return [{"cell": cell, **result} for cell in cells if (result := outcome(cell))]


def main():
    only = sys.argv[1:]
    print(json.dumps({"version": jax.__version__, "prelude": PRELUDE}))
    for module, holder in MODULES:
        for name in dir(holder):
            value = getattr(holder, name)
            if name.startswith("_") or isinstance(value, types.ModuleType) or isinstance(value, jax.extend.core.Primitive):
                continue
            if only and f"{module}.{name}" not in only and module not in only:
                continue
            print(json.dumps({"module": module, "name": name, "probes": probes(module, name, value)}, separators=(",", ":")), flush=True)


import jax.extend.core
main()
