"""Runs the cells of one page in JAX (or autograd) and writes what each binds; a child of paste.py.

Reads one pickled request from stdin: {"cells": [source], "mode": "page" | "alone", "repository": …, "skip": {index}}.
Appends one pickled record a cell to the file in argv[1], so that what was done is there when a cell takes this process with it:
("begin", index), then ("end", index, {"error": text} | {"bindings": {name: tree}}).
A tree is a tuple whose first item is its kind: see `describe`.
"""

import ast
import collections
import dataclasses
import io
import os
import pickle
import resource
import signal
import sys
import symtable

SECONDS_A_CELL = 30
MEMORY_BYTES = 6 << 30
LEAVES_MAX = 2000
# Of larger arrays element type and shape are compared, not the values.
ELEMENTS_MAX = 1 << 20

IMPORTS = {
    "jax": """
import functools, math, operator
from functools import partial
import numpy as np, numpy as onp
import jax, jax.numpy as jnp, jax.scipy as jsp
from jax import grad, jit, vmap, jvp, vjp, jacfwd, jacrev, hessian, linearize, value_and_grad, lax, nn, random, tree_util, make_jaxpr
""",
    "autograd": """
import autograd.numpy as np, autograd.numpy as anp, autograd.numpy.random as npr
import numpy as onp
from autograd import grad, jacobian, hessian, elementwise_grad, value_and_grad, vector_jacobian_product
from autograd.extend import primitive, defvjp, defjvp
""",
}


def describe(value, budget, depth=0):
    """What a name holds: number, array, large array, key, text, none, items, fields, function, or other."""
    import jax
    import numpy
    budget[0] -= 1
    if budget[0] < 0 or depth > 16:
        return ("other", "too large")
    if isinstance(value, (bool, int, float, complex)) and type(value) in (bool, int, float, complex):
        return ("number", value)
    if isinstance(value, str):
        return ("text", str(value))
    if value is None:
        return ("none",)
    if isinstance(value, jax.Array):
        if jax.numpy.issubdtype(value.dtype, jax.dtypes.prng_key):
            return ("key", numpy.asarray(jax.random.key_data(value)))
        return array(value)
    if isinstance(value, (numpy.ndarray, numpy.generic)):
        return array(value) if value.dtype.kind in "biufc" else ("other", "array")
    if isinstance(value, dict):
        return ("items", [(key, describe(v, budget, depth + 1)) for key, v in value.items()])
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return ("fields", [(f, describe(getattr(value, f), budget, depth + 1)) for f in value._fields])
    if isinstance(value, (list, tuple)):
        return ("items", [(i, describe(v, budget, depth + 1)) for i, v in enumerate(value)])
    if callable(value):
        return ("function",)
    if dataclasses.is_dataclass(value):
        return ("fields", [(f.name, describe(getattr(value, f.name, None), budget, depth + 1)) for f in dataclasses.fields(value)])
    return ("other", type(value).__name__)


def array(value):
    if value.size > ELEMENTS_MAX:
        return ("large", str(value.dtype), tuple(value.shape))
    import numpy
    return ("array", str(value.dtype), numpy.asarray(value))


def bound_names(source):
    """The names that a cell binds at its top level, without imports."""
    symbols = symtable.symtable(source, "cell", "exec").get_symbols()
    return [s.get_name() for s in symbols if s.is_assigned() and not s.is_imported()]


def run(source, namespace):
    """Runs a cell as a notebook does: the value of an expression at its end is bound to `_`."""
    tree = ast.parse(source)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    exec(compile(tree, "<cell>", "exec"), namespace)
    names = [n for n in bound_names(source) if n in namespace]
    bindings = {n: namespace[n] for n in names}
    if last is not None:
        bindings["_"] = eval(compile(last, "<cell>", "eval"), namespace)
        # Jupyter shows what it got when it got it: deferred errors are errors of this cell.
    import jax
    jax.block_until_ready([v for v in bindings.values() if isinstance(v, jax.Array)])
    budget = [LEAVES_MAX]
    return {name: describe(value, budget) for name, value in bindings.items()}


def fresh(repository, imports):
    namespace = {"__name__": "__main__", "__builtins__": __builtins__}
    if imports:
        exec(IMPORTS[repository], namespace)
    return namespace


class TooLong(BaseException):
    pass


def main():
    out = open(sys.argv[1], "ab", buffering=0)
    request = pickle.load(sys.stdin.buffer)
    sys.stdin = io.StringIO()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    import jax
    jax.numpy.zeros(1).block_until_ready()

    def late(*_):
        raise TooLong()
    signal.signal(signal.SIGALRM, late)

    alone = request["mode"] == "alone"
    namespace = fresh(request["repository"], alone)
    for index, source in enumerate(request["cells"]):
        if index in request["skip"]:
            continue
        if alone:
            jax.config.update("jax_enable_x64", True)
            namespace = fresh(request["repository"], True)
        pickle.dump(("begin", index), out)
        signal.alarm(SECONDS_A_CELL)
        try:
            result = {"bindings": run(source, namespace)}
        except TooLong:
            result = {"error": "TooLong"}
        except BaseException as error:
            result = {"error": f"{type(error).__name__}: {str(error)[:200]}"}
        finally:
            signal.alarm(0)
        try:
            record = pickle.dumps(("end", index, result))
        except BaseException as error:
            record = pickle.dumps(("end", index, {"error": f"unpicklable: {error}"}))
        out.write(record)


main()
