"""Compares what a cell bound in JAX (trees of reference.py) with what Pullback's reply to it shows."""

import ast
import math
import re

import numpy

DTYPES = {"float64": "f64", "float32": "f32", "int64": "i64", "int32": "i32", "bool": "bool"}
# Of the largest magnitude in the array.
TOLERANCE = {"f64": 1e-9, "f32": 1e-5}
# As in reference.py.
ELEMENTS_MAX = 1 << 20


class Node:
    """What Pullback shows under one name or one item of it: a leaf, or items by key or field."""

    def __init__(self, leaf=None):
        self.leaf = leaf
        self.items = {}

    def child(self, key):
        return self.items.setdefault(key, Node())


# A leaf is ("array", dtype, numpy array), ("number", value), ("text", str), ("none",), ("function",) or ("other", text).

def shown(data, fetch):
    """Nodes by name from the data objects of a reply to `cell`; fetch(name) reads an array that is too long for them."""
    names = {}
    for entry in data:
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            continue
        name, path = split_name(entry["name"])
        node = names.setdefault(name, Node())
        for key in path:
            node = node.child(key)
        if entry.get("dtype"):
            values = entry.get("values")
            if values is None and math.prod(entry["shape"]) > ELEMENTS_MAX:
                node.leaf = ("large", entry["dtype"], tuple(entry["shape"]))
            else:
                array = fetch(entry["name"]) if values is None else written(values, entry["dtype"], entry["shape"])
                node.leaf = ("array", entry["dtype"], array)
        elif "static" in entry and entry["static"] is not None:
            static(entry["static"], node)
        elif entry.get("function"):
            node.leaf = ("function",)
    return names


def split_name(text):
    """`t[1]["w"].x` as `t` and the path [1, "w", "x"]."""
    head = re.match(r"[^\[.]+", text)
    if not head:
        return text, []
    path = re.findall(r"\[(-?\d+)\]|\[['\"](.*?)['\"]\]|\.(\w+)", text[head.end():])
    return head[0], [int(i) if i else key or field for i, key, field in path]


NUMPY = {"f64": numpy.float64, "f32": numpy.float32, "i64": numpy.int64, "i32": numpy.int32, "bool": numpy.bool_}


def written(values, dtype, shape):
    flat = [float(v) if isinstance(v, str) else v for v in values]
    return numpy.array(flat, dtype=NUMPY[dtype]).reshape(shape)


def static(text, node):
    """Fills a node from the text of a static value, such as `(1, 'a', [2.5])`."""
    try:
        literal(ast.parse(text, mode="eval").body, node)
    except (SyntaxError, ValueError):
        node.leaf = ("other", text)


def literal(tree, node):
    if isinstance(tree, (ast.Tuple, ast.List)):
        for index, item in enumerate(tree.elts):
            literal(item, node.child(index))
        node.leaf = ("empty",) if not tree.elts else None
    elif isinstance(tree, ast.Dict):
        for key, item in zip(tree.keys, tree.values):
            literal(item, node.child(ast.literal_eval(key)))
        node.leaf = ("empty",) if not tree.keys else None
    elif isinstance(tree, ast.Call):
        for index, item in enumerate(tree.args):
            literal(item, node.child(index))
        for keyword in tree.keywords:
            literal(keyword.value, node.child(keyword.arg))
    elif isinstance(tree, ast.Constant):
        value = tree.value
        node.leaf = ("none",) if value is None else ("text", value) if isinstance(value, str) else ("number", value)
    elif isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        literal(tree.operand, node)
        if not node.leaf or node.leaf[0] != "number":
            raise ValueError(tree)
        node.leaf = ("number", -node.leaf[1])
    elif isinstance(tree, ast.Name) and tree.id in ("inf", "nan"):
        node.leaf = ("number", float(tree.id))
    else:
        raise ValueError(tree)


def differences(bindings, names, held):
    """One text a name of JAX's that Pullback has not, or has otherwise. `held` are the names of the session."""
    found = []
    for name, tree in bindings.items():
        if name not in names:
            if needs_value(tree) or tree[0] == "function" and name != "_" and name not in held:
                found.append(f"{name} is not bound")
            continue
        difference = compare(tree, names[name], name)
        if difference:
            found.append(difference)
    return found


def needs_value(tree):
    """Whether a tree holds arrays or numbers; names of other things are not compared."""
    if tree[0] in ("items", "fields"):
        return any(needs_value(item) for _, item in tree[1])
    return tree[0] in ("number", "array", "large", "key")


def compare(tree, node, place):
    kind = tree[0]
    if kind in ("items", "fields"):
        for index, (key, item) in enumerate(tree[1]):
            child = node.items.get(key)
            if child is None and kind == "fields":
                child = node.items.get(index)
            if child is None:
                if needs_value(item):
                    return f"{place}[{key!r}] is not shown"
                continue
            difference = compare(item, child, f"{place}[{key!r}]")
            if difference:
                return difference
        return None
    if not needs_value(tree):
        return None
    leaf = node.leaf
    if kind == "large":
        same = leaf is not None and leaf == ("large", DTYPES.get(tree[1]), tree[2])
        return None if same else f"{place} is not {tree[1]}{list(tree[2])}"
    if leaf is None or leaf[0] not in ("array", "number"):
        return f"{place} is {'a container' if leaf is None else leaf[0]}, a number or array was expected"
    if kind == "number":
        return compare_number(tree[1], leaf, place)
    if kind == "key" or (tree[1] == "uint32" and tree[2].shape[-1:] == (2,)):
        # Bits of a key: Pullback has no unsigned numbers and holds them as i64.
        want = tree[1] if kind == "key" else tree[2]
        if leaf[0] != "array" or leaf[2].shape != want.shape or not numpy.array_equal(leaf[2], want):
            return f"{place}: another key"
        return None
    return compare_array(tree[1], tree[2], leaf, place)


def compare_number(want, leaf, place):
    if isinstance(want, complex):
        return f"{place} is complex"
    kind = "bool" if isinstance(want, bool) else "i64" if isinstance(want, int) else "f64"
    if leaf[0] == "number":
        have = leaf[1]
        if type(have) is not type(want):
            return f"{place}: {type(have).__name__} where Python has {type(want).__name__}"
        return None if close(want, have, kind) else f"{place}: {have} where Python has {want}"
    if leaf[2].shape != () or leaf[1] not in (kind, {"i64": "i32", "f64": "f32"}.get(kind)):
        return f"{place}: {leaf[1]}{list(leaf[2].shape)} where Python has {type(want).__name__}"
    return None if close(want, leaf[2], leaf[1]) else f"{place}: {leaf[2]} where Python has {want}"


def compare_array(dtype, want, leaf, place):
    dtype = DTYPES.get(dtype, dtype)
    if leaf[0] == "number":
        have = leaf[1]
        kind = "bool" if isinstance(have, bool) else "i64" if isinstance(have, int) else "f64"
        if want.shape != () or kind != dtype:
            return f"{place}: a Python {type(have).__name__} where JAX has {dtype}{list(want.shape)}"
        return None if close(want, have, dtype) else f"{place}: {have} where JAX has {want}"
    if leaf[1] != dtype or leaf[2].shape != want.shape:
        return f"{place}: {leaf[1]}{list(leaf[2].shape)} where JAX has {dtype}{list(want.shape)}"
    return None if close(want, leaf[2], dtype) else f"{place}: other values"


def close(want, have, dtype):
    want, have = numpy.asarray(want), numpy.asarray(have)
    if dtype not in TOLERANCE:
        return bool(numpy.array_equal(want, have))
    want, have = want.astype(numpy.float64), have.astype(numpy.float64)
    finite = numpy.isfinite(want)
    if not numpy.array_equal(finite, numpy.isfinite(have)):
        return False
    if not numpy.array_equal(want[~finite], have[~finite], equal_nan=True):
        return False
    if not finite.any():
        return True
    bound = TOLERANCE[dtype] * numpy.abs(want[finite]).max()
    return bool((numpy.abs(want[finite] - have[finite]) <= bound).all())
