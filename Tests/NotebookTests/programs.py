"""Writes programs.jsonl: small programs in Python with what they print and bind, as Python and JAX give them.

    python programs.py > programs.jsonl

One JSON object a line: `source`; `printed`, the lines; `names`, an object of what is bound at the end: `{"dtype", "shape", "values"}`
of an array, `{"text"}` of a static value. The first line says which versions wrote it.
"""
import contextlib
import io
import json
import sys

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

HEAD = """import jax
import jax.numpy as jnp
from jax import grad, jit, vmap, lax
"""

PROGRAMS = [
    # Static numbers.
    *[f"a = {e}" for e in (
        "1.7 ** 3.2", "2 ** 10", "2 ** -1", "2.0 ** 0.5", "(-8.0) ** 3", "(-2) ** -3", "1.1 ** 10", "10.0 ** -5", "0.0 ** 0", "2.5 ** -2.5", "1e300 ** 0.1",
        "7 // 2", "-7 // 2", "7 // -2", "-7 % 3", "7 % -3", "7.5 // 2", "-7.5 % 2", "7.5 % -2", "-0.0 % 3.0", "6.0 % -3.0", "1 % 0.1", "1e20 // 3", "5 / 2", "1 / 3",
        "9007199254740993 / 3", "True + True", "True * 2.5", "True / 2", "True & False", "True ^ True", "6 & 3", "6 | 3", "6 ^ 3", "1 << 10", "-16 >> 2", "~5", "-True",
        "round(2.5)", "round(3.5)", "round(-2.5)", "round(2.675, 2)", "round(1234, -2)", "round(1250, -2)", "round(1.005, 2)", "abs(-3)", "abs(-2.5)", "abs(True)",
        "min(3, 1, 2)", "max([1, 5, 3])", "max(1, 2.5)", "min('b', 'a')", "max([(1, 2), (1, 3)])", "max([1, -5, 3], key=abs)", "min([], default=4)", "divmod(7, 3)",
        "divmod(-7, 3)", "divmod(7.5, 2)", "pow(2, 5)", "pow(2.0, -1)", "int(3.9)", "int(-3.9)", "float(3)", "bool(0)", "bool('x')", "bool([])", "bool(2.5)", "sum([1, 2, 3])",
        "sum([1.5, 2])", "sum(range(5))", "sum([[1], [2]], [])", "sum(x ** 2 for x in range(4))", "any([0, 1])", "all([1, 0])", "all([])", "any(x > 2 for x in [1, 2, 3])",
        "1 < 2 < 3", "1 < 3 < 2", "1 == 1.0", "1 is None", "None is None", "(1, 2) < (1, 3)", "[1, 2] == [1, 2]", "(1,) == [1]", "'abc' < 'abd'", "'a' in 'abc'", "2 in [1, 2]",
        "3 not in (1, 2)", "5 in range(0, 10, 5)", "9007199254740993 == 9007199254740992.0", "9007199254740993 > 9007199254740992.0", "float('inf') > 1", "0.1 + 0.2", "1e16", "1e-5",
        "123456789.123", "1e22", "not []", "1 if [] else 2", "3 and 0 or 4", "None or 5", "len('abc')", "len([1, 2])", "len({'a': 1})", "-2 ** 2", "2 ** 3 ** 2", "10 % 3 ** 2",
    )],
    # Strings.
    *[f"a = {e}" for e in (
        "'ab' * 2", "'a' + 'b'", "'%d and %.2f' % (3, 2.5)", "'%s' % 'x'", "'%5.1f|%-6d|%06.2f' % (1.25, 3, 2.5)", "'%x %o %e' % (255, 8, 12345.678)", "'100%%' % ()",
        "'{} {}'.format(1, 'b')", "'{1} {0:.3f}'.format(2.0, 'b')", "'{a:>5}|'.format(a=3)", "','.join(['a', 'b'])", "'a,b'.split(',')", "' a b '.split()", "' x '.strip()",
        "'Abc'.lower() + 'Abc'.upper()", "'abc'.replace('b', 'xx')", "'abc'.startswith('ab')", "'abc'.endswith('x')", "'hello world'.title()", "'abc'[1]", "'abc'[::-1]",
        "'abc'[-2:]", "str(1.0)", "str([1, 'a', None, True])", "str((1,))", "str({'a': 1.5})", "repr('it\\'s')", "f'{1}{\"a\"}'", "f'{3.14159:.2f}'", "f'{42:5d}|{42:<5}|{42:^5}|'",
        "f'{1234567:,}'", "f'{0.000012:.2e}'", "f'{0.5:%}'", "f'{255:#x} {255:b} {-5:+d}'", "f'{1.0}'", "f'{1e-7}'", "f'{12345678.9:g}'", "f'{\"abc\":>6}|'", "f'{1.5!r}'",
        "f'{\"x\"!r}'", "f'{{}}'", "f'{1 + 1 = }'", "f'{2.5:08.3f}'", "f'{True}'", "f'{None}'", "f'{[1, 2]}'", "f'{3:.1f}'", "f'{1e10:.3}'", "f'{100.0:.3}'", "f'{2:{5}}|'", "format(2.5, '.3f')",
        "f'{1e300:.1f}'[:5]", "f'{0.1:.20f}'", "f'{7:x}{10:X}'", "f'{float(\"nan\")} {float(\"inf\"):f}'", "'a' 'b' f'{1}'", "rf'\\n{1}'", "f'''{1}\n{2}'''",
    )],
    # Lists, tuples and dicts.
    "xs = []\nfor i in range(3):\n    xs.append(i * i)\na = xs[-1]",
    "xs = [1, 2]\nxs.extend([3, 4])\nxs.insert(0, 0)\nxs.remove(2)\np = xs.pop()\nxs.reverse()\nxs[0] = 9\nxs += [7]\ndel xs[1]",
    "xs = list(range(5))\nys = xs[1:4]\nys.append(8)\nzs = [*xs, *ys]\nn = len(zs)",
    "d = {'b': 1, 'a': 2}\nd['c'] = 3\nd.update(e=5)\nd['a'] += 10\nk = list(d.keys())\nv = list(d.values())\ni = sorted(d.items())\ng = d.get('x', 7)\nh = 'b' in d\np = d.pop('b')",
    "d = dict(a=1, b=[2, 3])\ne = {**d, 'a': 5}\nf = {k: v * 2 for k, v in {'x': 1, 'y': 2}.items() if v > 1}\nn = len(d)\nfor key in d: last = key",
    "d = {1: 'a', 1.0: 'b', True: 'c', (1, 2): 'd', None: 'e'}\nn = len(d)\nx = d[1]\ny = d[1, 2]\nz = d[None]",
    "a, b = 1, 2\na, b = b, a\n(c, d), e = (3, 4), 5\nf, *g = [6, 7, 8]\n*h, i = (1, 2, 3)\nj, *k, l = 'abcd'",
    "a = b = 3\nx: int = 5\ny: float\ndel b\n",
    "xs = [x * y for x in range(3) for y in range(2) if x != y]\nm = [[i * j for j in range(3)] for i in range(2)]\nt = tuple(x + 1 for x in (1, 2))",
    "z = list(zip([1, 2], 'ab'))\ne = list(enumerate(['x', 'y']))\nr = list(reversed([1, 2, 3]))\ns = sorted([3, 1, 2], reverse=True)\nk = sorted(['bb', 'a'], key=len)\nf = list(filter(lambda x: x > 1, [1, 2, 3]))",
    "n = 0\nwhile n < 5:\n    n += 2\nelse:\n    m = 'done'",
    "found = None\nfor x in [1, 4, 9]:\n    if x % 2: continue\n    found = x\n    break\nelse:\n    found = -1",
    "t = 0\nfor i in range(3):\n    for j in range(3):\n        if j == 2: break\n        t += j\n    else:\n        t += 100",
    "x = 3\nassert x == 3, 'no'\nassert isinstance(x, int) and not isinstance(x, str)\nok = isinstance(2.5, (int, float)), isinstance([1], list), isinstance({}, dict), isinstance(True, int)",
    "c = type(1) == int, type('a') is str, type([1]) == list\nf = callable(len)\ng = getattr((1, 2), 'count')(1)",
    # Functions.
    "def f(*args): return len(args), args\na = f(1, 2, 3)\nb = f(*[1, 2], *(3,))\nc = f()",
    "def f(x, *rest, scale=2, **options): return x, rest, scale, options\na = f(1, 2, 3, scale=5, z=9)\nb = f(*[1], **{'scale': 3})\nc = f(x=4)",
    "def f(a: int, b: float = 2.0, *, c: str = 'x') -> tuple:\n    '''Doc.'''\n    return a, b, c\nx = f(1, c='y')",
    "def outer(n):\n    def inner(x): return x + n\n    return inner\na = outer(3)(4)\nfs = [lambda x, k=k: x * k for k in range(3)]\nb = [f(2) for f in fs]",
    "def twice(f):\n    def g(*args, **kwargs): return f(f(*args, **kwargs))\n    return g\n@twice\ndef h(x): return x * 3\na = h(2)\n@twice\n@twice\ndef k(x): return x + 1\nb = k(0)",
    "from functools import partial, reduce\ndef f(a, b, c=3): return (a, b, c)\ng = partial(f, 1, c=5)\nx = g(2)\ny = g(2, c=7)\nz = partial(g, 8)()\nr = reduce(lambda a, b: a * b, [1, 2, 3, 4])\ns = reduce(lambda a, b: a + b, [], 10)",
    "def fact(n): return 1 if n <= 1 else n * fact(n - 1)\na = fact(6)\ndef sign(x):\n    if x > 0:\n        return 1\n    elif x == 0:\n        return 0\n    return -1\nb = sign(3), sign(0), sign(-2)",
    "from typing import NamedTuple\nclass P(NamedTuple):\n    x: float\n    y: float = 2.0\np = P(1.0)\na, b = p\nc = p.x + p[1]\nq = p._replace(x=5.0)\ns = str(p)\nd = isinstance(p, tuple), len(p)",
    "from collections import namedtuple\nQ = namedtuple('Q', 'u v')\nq = Q(1, v=2)\na = q.u, q.v, q == (1, 2), q._asdict(), Q._fields",
    "from dataclasses import dataclass, replace\n@dataclass\nclass C:\n    w: float\n    n: int = 3\nc = C(2.0)\nd = replace(c, n=4)\na = c.w, d.n, c == C(2.0)\ns = str(c)",
    "import math\na = math.sqrt(2), math.floor(2.7), math.ceil(-2.7), math.exp(1.5), math.log(10), math.factorial(5), math.pi, math.prod([2, 3])",
    "import operator\na = operator.add(1, 2), operator.mul(3, 4), operator.neg(2)",
    # Printing.
    "print('a', 1, 2.5, None, True, sep='-')\nprint()\nprint('x', end='')\nprint('y')\nprint([1, 'b'], (1,), {'k': 2})\nprint('two\\nlines')",
    HEAD + "x = jnp.arange(3.)\nprint(x)\nprint(x[0], x.sum(), x.shape, x.dtype)\nprint([x], (x, 1), {'a': x[1]})\nprint(f'{x[1]:.3f} {x} {x!r} {x[2] = }')",
    HEAD + "print(jnp.array([1.5, -2.25, 1e-3]), jnp.array([1e10, 1.0]), jnp.array([1, -20, 300]), jnp.array([True, False]))\nprint(jnp.array([[1., 2.5], [-3., 4.]]))\nprint(jnp.ones((2, 2, 2)))",
    HEAD + "print(jnp.array([1/3, 2/3]), jnp.array([jnp.nan, 1.0, jnp.inf]), jnp.array([-jnp.inf, 1e-9]))\nprint(jnp.float32(0.1), jnp.array(0.1), jnp.array([0.1, 0.25], dtype='float32'), jnp.zeros(0))\nprint(jnp.arange(40))\nprint(jnp.arange(40) * 0.25)",
    HEAD + "print(jnp.arange(2000))\nprint(jnp.arange(2000.).reshape(40, 50))\nprint([jnp.arange(30.)])\nprint([jnp.ones((2, 3), dtype='float32'), jnp.float32(2)])",
    HEAD + "print('loss %.4f after %d' % (jnp.array(0.5), 3))\nprint('{} {:.2e}'.format(jnp.arange(2), jnp.array(1234.5)))\ns = 'x: ' + str(1.5)\nprint('sum: ' + str(jnp.array([1.0, 2.0])))",
    HEAD + "print(jnp.array([1e-5, 1.0]), jnp.array([123456.789, 0.001]), jnp.array([0.1, 100000.0]), jnp.array([1e8]), jnp.array([12345678.9]))\nprint(jnp.array(1e16), jnp.array(123456789.0), jnp.float32(16777216.0), jnp.float32(1e-5))",
    # Trees.
    HEAD + "params = {'w': jnp.array([1., 2.]), 'b': jnp.array(3.)}\nx = jnp.array([4., 5.])\ndef loss(p): return ((p['w'] @ x + p['b']) ** 2).sum()\ng = grad(loss)(params)\nnew = jax.tree.map(lambda p, g: p - 0.1 * g, params, g)\nv, g2 = jax.value_and_grad(loss)(params)",
    HEAD + "from typing import NamedTuple\nclass Params(NamedTuple):\n    w: jnp.ndarray\n    b: jnp.ndarray\np = Params(jnp.array([1., 2.]), jnp.array(0.5))\ng = grad(lambda p: (p.w ** 2).sum() * p.b)(p)\nq = jax.tree_util.tree_map(lambda x: x * 2, p)\nleaves = jax.tree.leaves({'z': p, 'a': [1, None, (2,)]})",
    HEAD + "leaves, treedef = jax.tree.flatten({'b': [1, 2], 'a': (3,)})\nback = jax.tree.unflatten(treedef, [x * 10 for x in leaves])\nt = jax.tree.reduce(lambda a, b: a + b, {'x': 1, 'y': [2, 3]})\nsame = jax.tree.structure([1, (2, 3)]) == jax.tree.structure([4, (5, 6)])\nprint(treedef)\npairs = jax.tree.map(lambda a, b: (a, b), {'a': 1}, {'a': [1, 2]})",
    HEAD + "def step(carry, x):\n    carry = {'s': carry['s'] + x, 'n': carry['n'] + 1}\n    return carry, {'y': carry['s'] * 2}\nlast, ys = lax.scan(step, {'s': 0.0, 'n': 0}, jnp.arange(3.))\nr = lax.fori_loop(0, 3, lambda i, d: {'a': d['a'] * 2.0}, {'a': 1.0})\nc = lax.cond(True, lambda d: d['x'] + 1, lambda d: d['x'], {'x': jnp.array(1.0)})",
    HEAD + "batch = {'x': jnp.arange(6.).reshape(3, 2), 'y': jnp.arange(3.)}\na = vmap(lambda d: d['x'].sum() + d['y'])(batch)\nb = vmap(lambda d, k: d['x'] * k, in_axes=({'x': 0, 'y': None}, None))(batch, 2.0)\nc = vmap(lambda x: {'s': x.sum(), 't': (x, x * 2)})(batch['x'])",
    HEAD + "from dataclasses import dataclass\n@jax.tree_util.register_dataclass\n@dataclass\nclass S:\n    a: jnp.ndarray\n    b: jnp.ndarray\ng = grad(lambda s: s.a * s.b ** 2)(S(jnp.array(2.0), jnp.array(3.0)))\nx, y = g.a, g.b",
    # Decorators and transforms.
    HEAD + "from functools import partial\n@jit\ndef f(x): return x * 2\n@partial(jit, static_argnums=(1,))\ndef g(x, n): return x ** n\n@jax.jit\n@vmap\ndef h(x): return x.sum()\n@grad\ndef d(x): return x ** 3\na, b, c, e = f(jnp.array(2.0)), g(jnp.array(3.0), 2), h(jnp.ones((2, 3))), d(2.0)",
    HEAD + "from functools import partial\n@partial(vmap, in_axes=(None, 0))\ndef f(a, x): return a * x\ny = f(2.0, jnp.arange(3.))\n@jax.checkpoint\ndef g(x): return jnp.sin(x)\nz = grad(g)(1.0)\nw = jax.jit(lambda x, y: x + y)(1, y)\njax.block_until_ready(w)\njax.config.update('jax_enable_x64', True)\nwith jax.disable_jit():\n    v = jit(jnp.sin)(0.5)",
    HEAD + "def layer(params, x):\n    w, b = params\n    return jnp.tanh(w @ x + b)\nparams = [(jnp.ones((2, 2)) * 0.5, jnp.zeros(2)), (jnp.ones((1, 2)), jnp.zeros(1))]\ndef net(params, x):\n    for p in params:\n        x = layer(p, x)\n    return x.sum()\ng = grad(net)(params, jnp.array([1.0, -0.5]))\nparams = [(w - 0.1 * dw, b - 0.1 * db) for (w, b), (dw, db) in zip(params, g)]",
    HEAD + "losses = []\nw = jnp.array(0.0)\nfor i in range(4):\n    l, g = jax.value_and_grad(lambda w: (w - 3.0) ** 2)(w)\n    w = w - 0.25 * g\n    losses.append(l)\n    if i % 2 == 0:\n        print(f'step {i}: loss {l:.4f}')\nhistory = jnp.array(losses)",
    HEAD + "def f(*args, **kwargs): return sum(args) + kwargs['b']\na = f(jnp.array(1.0), 2.0, b=jnp.array([3.0, 4.0]))\nd = grad(lambda *xs: xs[0] * xs[1], argnums=(0, 1))(2.0, 3.0)\ne = sum([jnp.array([1., 2.]), jnp.array([3., 4.])])\nt = sum(x for x in jnp.arange(3.))",
    HEAD + "x = jnp.array([1., 2., 3.])\nassert jnp.allclose(x, x + 1e-12) if False else x.shape == (3,)\nassert (x > 0).all(), 'positive'\nassert x[0] == 1.0\ny = all([x[0] > 0, x[1] > 1])",
    HEAD + "import numpy as np\nnp.testing.assert_allclose(jnp.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-10]))\nnp.testing.assert_array_equal(jnp.arange(3), np.array([0, 1, 2]))\nok = True",
    HEAD + "key = jax.random.key(0)\nks = jax.random.split(key, 3)\nparams = {f'w{i}': jnp.ones((i + 1,)) * i for i in range(3)}\ntotal = sum(v.sum() for v in params.values())\nshapes = {k: v.shape for k, v in params.items()}\nn = sum(v.size for v in jax.tree.leaves(params))\ndel key, ks",
    HEAD + "x = jnp.arange(4.)\nout = (x, 2, 'a', None, {'s': x.sum(), 'k': [1, x[0]]})\na, *rest = x\nb = [float(v) * 2 for v in [1, 2]]\nfor i, v in enumerate(x): last = v * i\nfor u, v in zip(x, [1, 2, 3, 4]): w = u * v",
    HEAD + "jax.debug.print('x = {x}, y = {:.2f}', 1.5, x=jnp.arange(2))\nr = None\nprint(r is None, r)",
]


def flat(name, value, names):
    """What `value` holds, by the names that the session gives to it."""
    if isinstance(value, (jax.Array, np.ndarray, np.generic)):
        if jnp.issubdtype(value.dtype, jax.dtypes.prng_key): return
        a = np.asarray(value)
        names[name] = {"dtype": str(a.dtype), "shape": list(a.shape), "values": [str(x) for x in a.ravel().tolist()]}
    elif isinstance(value, type) or opaque(value):
        return
    elif isinstance(value, (bool, int, float, str, type(None))):
        names[name] = {"text": repr(value)}
    elif isinstance(value, dict):
        if not holds(value): names[name] = {"text": repr(value)}
        else: [flat(f"{name}[{k!r}]", v, names) for k, v in value.items()]
    elif hasattr(value, "_fields"):
        if not holds(value): names[name] = {"text": repr(value)}
        else: [flat(f"{name}.{k}", v, names) for k, v in zip(value._fields, value)]
    elif isinstance(value, (list, tuple)):
        if not holds(value): names[name] = {"text": repr(value)}
        else: [flat(f"{name}[{i}]", v, names) for i, v in enumerate(value)]


def opaque(value):
    """Whether a function is in it, whose text is its address."""
    return isinstance(value, (list, tuple)) and any(map(callable, value))


def holds(value):
    """Whether an array is in it."""
    if isinstance(value, (jax.Array, np.ndarray, np.generic)): return True
    if isinstance(value, dict): return any(map(holds, value.values()))
    return isinstance(value, (list, tuple)) and any(map(holds, value))


print(json.dumps({"versions": f"Python {sys.version.split()[0]}, jax {jax.__version__}, numpy {np.__version__}"}))
for source in PROGRAMS:
    out, space = io.StringIO(), {}
    try:
        with contextlib.redirect_stdout(out): exec(compile(source, "cell", "exec"), space)
    except Exception as error:
        raise SystemExit(f"{source}\n{error!r}")
    jax.effects_barrier()
    names = {}
    for name, value in space.items():
        if not name.startswith("__"): flat(name, value, names)
    lines = out.getvalue()
    lines = lines[:-1] if lines.endswith("\n") else lines
    print(json.dumps({"source": source, "printed": lines.split("\n") if lines else [], "names": names}, ensure_ascii=False))
