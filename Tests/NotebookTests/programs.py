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
    # Classes.
    "class A:\n    '''Doc.'''\n    scale = 2\n    names = ('a', 'b')\n    def __init__(self, x, y=1):\n        self.x = x\n        self.y: int = y\n    def total(self): return (self.x + self.y) * self.scale\n    @property\n    def twice(self): return 2 * self.x\n    @staticmethod\n    def helper(v): return v + 1\n    @classmethod\n    def make(cls, v): return cls(v, y=cls.helper(v))\n    def __repr__(self): return f'A({self.x}, y={self.y})'\na = A(3)\nb = A.make(5)\nr = a.total(), b.total(), a.twice, A.scale, a.names[1], b.helper(1)\nprint(a, [b], f'{a} {b!r}', str(a))\nt = type(a) is A, isinstance(a, A), isinstance(3, A), A.__name__, type(b).__name__",
    "class Counter:\n    def __init__(self): self.n = 0\n    def count(self):\n        self.n += 1\n        return self.n\nc = Counter()\nd = c\nx = c.count(), d.count(), c.n, d.n\nd.n = 10\ny = c.count()\ne = Counter()\nz = c is d, c is e, c == d, c == e, c != e, c in [e, d]\ndef bump(k): k.n *= 2\nbump(c)\nw = d.n\nc.label = 'new'\nv = getattr(d, 'label'), hasattr(e, 'label'), getattr(e, 'label', None)",
    "class Base:\n    kind = 'base'\n    def __init__(self, n): self.n = n\n    def name(self): return self.kind + str(self.n)\n    def double(self): return Base(self.n * 2)\nclass Sub(Base):\n    kind = 'sub'\n    def __init__(self, n, m):\n        super().__init__(n)\n        self.m = m\n    def name(self): return super().name() + '/' + str(self.m)\nclass Third(Sub):\n    def double(self): return 'd' + super().double().name()\ns = Sub(1, 2)\nt = Third(3, 4)\na = s.name(), t.name(), t.double(), isinstance(t, Base), isinstance(s, Third)\nf = s.name\nb = f()\nc = Base.name(t)",
    "class V:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n    def __add__(self, o): return V(self.x + o.x, self.y + o.y)\n    def __mul__(self, k): return V(self.x * k, self.y * k)\n    def __rmul__(self, k): return self * k\n    def __neg__(self): return V(-self.x, -self.y)\n    def __eq__(self, o): return isinstance(o, V) and self.x == o.x and self.y == o.y\n    def __getitem__(self, i): return (self.x, self.y)[i]\n    def __len__(self): return 2\n    def __call__(self, z): return self.x + z\n    def __contains__(self, z): return z in (self.x, self.y)\n    def __lt__(self, o): return self.x < o.x\n    def __str__(self): return f'<{self.x},{self.y}>'\nu = V(1, 2)\nprint(u + u, 3 * u, u * 2, -u)\na = u[0], u[-1], len(u), u(5), 2 in u, 7 in u, u == V(1, 2), u != V(1, 2), u == 3, u < V(4, 0), u > V(4, 0)\nb = [k for k in u]\nx, y = u",
    "class Stack:\n    def __init__(self): self.items = ()\n    def __setitem__(self, k, v): self.items = self.items + ((k, v),)\ns = Stack()\ns['a'] = 1\ns[0] = 2\na = s.items",
    HEAD + "class Model:\n    def __init__(self, key):\n        self.w = jnp.array([1., 2.])\n        self.b = 0.5\n    def __call__(self, x): return self.w @ x + self.b\n    @jax.jit\n    def doubled(self, x): return 2 * self(x)\nm = Model(None)\ny = m(jnp.array([3., 4.]))\ng = grad(m)(jnp.array([3., 4.]))\nz = vmap(m)(jnp.eye(2))\nw = grad(lambda w: w @ m.w)(jnp.ones(2))\nm.w = m.w - 0.1 * g\nv = m.w",
    HEAD + "class P:\n    def __init__(self, a, b, name):\n        self.a, self.b, self.name = a, b, name\njax.tree_util.register_pytree_node(P, lambda p: ((p.a, p.b), p.name), lambda name, c: P(*c, name))\np = P(jnp.arange(3.), jnp.ones(3), 'n')\ndef f(p): return (p.a * p.b ** 2).sum()\ng = grad(f)(p)\ns = g.a\nt = g.b, g.name\nq = vmap(lambda p: P(p.a * 2, p.b + 1, p.name))(p)\nu = q.a, q.b\nl = jax.tree.leaves({'x': p, 'y': 2.0})\nm = jax.tree.map(lambda x, y: x + y, p, q)\nw = m.a\nlast, ys = lax.scan(lambda c, x: (P(c.a + x, c.b * x, c.name), c.b.sum()), p, jnp.arange(1., 3.))\nv = last.a, last.b, ys, last.name\nd = jax.value_and_grad(f)(p)[1].b\ni = lax.fori_loop(0, 3, lambda i, p: P(p.a + i, p.b, p.name), p).a\njv = jax.jvp(f, (p,), (p,))[1]",
    HEAD + "@jax.tree_util.register_pytree_node_class\nclass Q:\n    def __init__(self, x, n): self.x, self.n = x, n\n    def tree_flatten(self): return (self.x,), {'n': self.n}\n    @classmethod\n    def tree_unflatten(cls, aux, children): return cls(*children, aux['n'])\n    def power(self): return (self.x ** self.n).sum()\nq = Q(jnp.array([1., 2.]), 3)\ng = grad(lambda q: q.power())(q)\na, n = g.x, g.n\nsame = jax.tree.structure(q) == jax.tree.structure(g), jax.tree.structure(q) == jax.tree.structure(Q(1., 2))",
    HEAD + "from dataclasses import dataclass, field\nfrom functools import partial\n@partial(jax.tree_util.register_dataclass, data_fields=['w'], meta_fields=['n'])\n@dataclass\nclass S:\n    w: jnp.ndarray\n    n: int = 2\n    def loss(self, x): return ((self.w * x) ** self.n).sum()\n    @property\n    def size(self): return self.w.size\n@dataclass(frozen=True)\nclass C:\n    xs: list = field(default_factory=list)\n    k: int = field(default=4, metadata=dict(static=True))\ns = S(jnp.array([1., 2.]))\ng = grad(S.loss)(s, 3.0)\na, b, c = g.w, g.n, s.size\nd = C()\nt = d.k, d.xs, jax.tree.leaves(s)",
    HEAD + "class Opt:\n    def __init__(self, w, n): self.w, self.n = w, n\njax.tree_util.register_dataclass(Opt, data_fields=['w'], meta_fields=['n'])\no = jax.tree.map(lambda x: x * 2, Opt(jnp.ones(2), 'k'))\na, b = o.w, o.n\nclass Fixed:\n    def __init__(self, k): self.k = k\n    def __eq__(self, o): return self.k == o.k\n    def __hash__(self): return 1\njax.tree_util.register_static(Fixed)\nl = jax.tree.leaves([Fixed(1), 2])",
    "class Log:\n    def __init__(self):\n        self.rows = []\n        self.by = {}\n    def add(self, k, v):\n        self.rows.append((k, v))\n        self.by[k] = v\n        self.by[k] += 1\n        return len(self.rows)\n    def merge(self, o):\n        self.rows += o.rows[:1]\n        self.rows[0] = 'first'\n        self.by.update(o.by)\na = Log()\nb = Log()\nn = a.add('x', 1), a.add('y', 2), b.add('z', 5)\na.merge(b)\nr = a.rows[0], a.rows[-1], len(a.rows), sorted(a.by.items()), b.rows.pop(), [k for k in b.rows]\nclass Net:\n    def __init__(self, sizes):\n        self.layers = [s * 2 for s in sizes]\n        for i in range(2): self.layers.append(i)\n    def __call__(self, x):\n        for l in self.layers: x = x + l\n        return x\ns = Net([1, 2])(10)",
    "log = []\nseen = {}\ndef note(x):\n    log.append(x)\n    seen[x] = seen.get(x, 0) + 1\n    return x\nnote(1)\nnote(2)\nnote(1)\n[note(k) for k in (5, 6)]\ndef own():\n    log = [0]\n    log.append(9)\n    return log\na = own(), log[0], log[-1], len(log), seen[1]\ndef clear(): log.clear()\nclear()\nn = len(log)",
    "n = 0\nm = 5\ndef bump(k):\n    global n, fresh\n    n += k\n    fresh = 'made'\n    m = 1\n    def inner():\n        global m\n        m = n * 10\n    inner()\n    return n, m\na = bump(2), bump(3)\nb = n, m, fresh",
    # Errors.
    "def f(x):\n    try:\n        if x < 0: raise ValueError('negative', x)\n        if x == 0: raise KeyError('zero')\n        r = 10 // x\n    except ValueError as e:\n        return 'v', e.args, str(e)\n    except (KeyError, IndexError) as e:\n        return type(e).__name__, repr(e), str(e)\n    else:\n        return 'else', r\n    finally:\n        print('finally', x)\na = f(-1), f(0), f(5)",
    "class Bad(RuntimeError): pass\nclass Worse(Bad):\n    def __init__(self, code):\n        super().__init__(f'code {code}')\n        self.code = code\ndef g(k):\n    if k == 1: raise Bad('one')\n    if k == 2: raise Worse(7)\n    if k == 3: raise Bad\n    return k\nout = []\nfor k in range(5):\n    try:\n        out.append(g(k))\n    except Worse as e:\n        out.append(('worse', e.code, str(e), isinstance(e, Bad), isinstance(e, RuntimeError)))\n    except Exception as e:\n        out.append((type(e).__name__, str(e), repr(e)))",
    "x = 1\ntry:\n    x = 2\n    y = [1, 2][5]\n    x = 3\nexcept IndexError:\n    z = 'index'\ntry:\n    {'a': 1}['b']\nexcept KeyError as e:\n    k = str(e)\ntry:\n    undefined_name\nexcept NameError:\n    n = 'name'\ntry:\n    assert x == 3, 'message'\nexcept AssertionError as e:\n    m = str(e)\ntry:\n    1 // 0\nexcept ZeroDivisionError:\n    d = 'zero'\ntry:\n    a, b = [1, 2, 3]\nexcept ValueError:\n    u = 'unpack'\ntry:\n    int('q')\nexcept ValueError:\n    i = 'int'",
    "def f():\n    for i in range(3):\n        try:\n            if i == 1: continue\n            if i == 2: return 'done'\n        finally:\n            print('out', i)\nr = f()\nxs = []\nfor i in range(4):\n    try:\n        if i == 1: continue\n        if i == 3: break\n        xs.append(i)\n    finally:\n        xs.append(-i)\ntry:\n    try:\n        raise TypeError('inner')\n    except ValueError:\n        a = 'wrong'\n    finally:\n        b = 'finally'\nexcept TypeError as e:\n    c = str(e)\ntry:\n    try:\n        raise TypeError('again')\n    except TypeError as e:\n        raise ValueError('from') from e\nexcept ValueError as e:\n    d = str(e)\ntry:\n    try:\n        raise TypeError('bare')\n    except TypeError:\n        raise\nexcept TypeError as e:\n    g = str(e)",
    "class Ctx:\n    def __init__(self): self.log = ()\n    def __enter__(self):\n        self.log += ('in',)\n        return self\n    def __exit__(self, kind, value, trace): self.log += ('out',)\nwith Ctx() as c:\n    c.log += ('body',)\na = c.log\ntry:\n    with c as d:\n        raise ValueError('x')\nexcept ValueError:\n    pass\nb = c.log",
    "class A:\n    def __init__(self): self.v = None\n    @property\n    def p(self):\n        self.v = 7\n        return self.v\n    @property\n    def q(self): return self.nothing\na = A()\nh = hasattr(a, 'p'), a.v, hasattr(a, 'q'), getattr(a, 'q', 3)",
    # References.
    HEAD + "x_ref = jax.new_ref(jnp.zeros(3))\n@jax.jit\ndef f(): x_ref[1] += 1.\nprint(x_ref)\nf()\nf()\na = x_ref[...]\nprint(x_ref, x_ref.shape, x_ref.dtype)\ny_ref = x_ref\ny_ref[0] = 5.\nb = x_ref[0], x_ref[1:]\nx_ref[1:] = jnp.array([7., 8.])\nx_ref[jnp.array([0, 2])] = jnp.array([1., 2.])\ndef put(r, v): r[...] = r[...] * v\nput(x_ref, 2.)\nc = jax.ref.swap(x_ref, 0, jnp.array(3.))\nd = x_ref[...]\ne = jax.freeze(x_ref)",
    HEAD + "def g(x):\n    r = jax.new_ref(jnp.zeros(2))\n    r[0] = jnp.sin(x)\n    r[1] = r[0] * x\n    return r[...]\na = jax.jacobian(g)(1.0)\nb = vmap(g)(jnp.arange(3.))\nc = lax.scan(lambda c, x: (c + g(x).sum(), g(x)), 0.0, jnp.arange(3.))",
    HEAD + "a = jnp.ones(2, dtype='float32')\nprint(jnp.result_type(a, 1), jnp.result_type(a, 2.5), jnp.result_type(jnp.arange(2), a), jnp.result_type(1, 2.0), jnp.result_type(3), jnp.result_type(True, jnp.int32), jnp.result_type('int64', jnp.float32), jnp.result_type(float, jnp.int32), jnp.result_type(a, jnp.float64), jnp.result_type(int, a), jnp.result_type(jnp.array(2.0), a), jnp.promote_types('int32', 'int64'), jnp.promote_types(jnp.int64, jnp.float32), jnp.promote_types(float, jnp.float32))",
    # Indices outside.
    HEAD + "x = jnp.arange(10.)\na = x.at[11].get(), x.at[-11].get(), x.at[11].get(mode='fill'), x.at[11].get(mode='fill', fill_value=5.), x.at[-12].get(mode='clip')\nb = x.at[11].set(3., mode='drop'), x.at[-11].add(3., mode='drop'), x.at[11].mul(2., mode='drop')\ny = jnp.arange(6.).reshape(2, 3)\nc = y.at[5].get(mode='fill'), y.at[5, 1].get(mode='fill'), y.at[5, 1:].get(), y.at[:, -7].get(mode='fill'), jnp.arange(3).at[7].get(mode='fill')\nd = grad(lambda y: y.at[5, 1].get() * y.at[0, 0].get())(y)",
    HEAD + "from jax import export\ndef f(x): return jnp.sin(x) * 2\ne = export.export(jax.jit(f))(jax.ShapeDtypeStruct((3,), jnp.float64))\nprint(e.in_avals, e.out_avals, e.fun_name)\ny = e.call(jnp.arange(3.))",
    # Masks that the cell writes, and masks that are computed.
    HEAD + "import numpy as np\nx = jnp.arange(4.)\nm = [True, False, True, True]\na = x[jnp.array(m)]\nb = x[np.array(m)]\ny = jnp.arange(12.).reshape(3, 4)\nc = y[np.array([True, False, True])]\nd = y[:, jnp.array(m)]\ne = y[np.array([[True, False, False, True], [False] * 4, [True] * 4])]\nf = y[..., np.array(m)], y[1, np.array(m)]\ng = jnp.where(np.array(m)), jnp.where(jnp.array([[True, False], [True, True]]))\nh = x[np.array([False] * 4)]\ni = x.at[np.array(m)].set(jnp.array([7., 8., 9.])), y.at[:, np.array(m)].add(1.)\nj = x.at[x > 1].set(0.), y.at[y % 2 == 0].mul(10.), y.at[y[:, 0] > 2].add(1.), x.at[x < 2].min(0.5)\nk = grad(lambda x: (x.at[x > 1].mul(3.) * x).sum())(x)\nl = jnp.where(x > 1, size=3, fill_value=-1)",
    # Generators beside other arguments.
    "a = max((x * x for x in [1, -3, 2]), default=0), max((x for x in []), default=7), sum((x for x in range(4)), 10), min((x for x in 'cab'))\nb = list(zip([1, 2], (x + 1 for x in range(2)))), dict((k, v) for k, v in [('a', 1)]), sorted((3, 1, 2), key=lambda v: -v)",
    # Types and graphs of functions.
    HEAD + "s = jax.ShapeDtypeStruct((3,), jnp.float32)\nprint(s, s.shape, s.dtype, s.ndim, s.size)\nprint(jax.eval_shape(lambda x, y: {'a': x * 2, 'b': (x.sum() > 0, y)}, s, 1.0))\nprint(jax.typeof(jnp.ones(3)), repr(jax.typeof(jnp.ones((2, 3), dtype='float32'))), jnp.ones(2).aval)\na = jax.typeof(jnp.ones(3)).shape, jnp.array(1.0).weak_type\nb = jax.jit(lambda x: x * 3).lower(2.0).compile()(jnp.array(2.0))\nc = jax.jit(lambda x: (x, x > 1)).lower(jnp.ones(2)).out_info[1].dtype == jnp.bool_",
    HEAD + "a = jnp.issubdtype(jnp.float32, jnp.floating), jnp.issubdtype(jnp.int32, jnp.floating), jnp.issubdtype(jnp.int64, jnp.integer), jnp.issubdtype(jnp.bool_, jnp.number), jnp.issubdtype(jnp.float64, jnp.inexact), jnp.issubdtype(jnp.float32, jnp.float32), jnp.issubdtype(jnp.floating, jnp.inexact), jnp.issubdtype(jnp.floating, jnp.integer)\nb = jnp.finfo(jnp.float32).eps, jnp.finfo('float64').max\nc = jnp.iinfo(jnp.int32).max, jnp.iinfo(jnp.int64).min, jnp.finfo(jnp.float32).bits\nd = jnp.dtype('float32') == jnp.float32\nprint(jnp.dtype('int32'))",
    HEAD + "t = {'a': [1, 2], 'b': (3,)}\nprint(jax.tree_util.tree_flatten_with_path(t)[0])\nk = [jax.tree_util.keystr(p) for p, _ in jax.tree_util.tree_leaves_with_path(t)]\nm = jax.tree.map_with_path(lambda p, x: jax.tree_util.keystr(p) + str(x), t)\nu = jax.tree.transpose(jax.tree.structure([0, 0]), jax.tree.structure({'x': 0, 'y': 0}), [{'x': 1, 'y': 2}, {'x': 3, 'y': 4}])",
    HEAD + "import os\nos.environ['XLA_FLAGS'] = '--a'\nn = jax.device_count(), jax.local_device_count(), jax.process_index(), len(jax.devices())\nwith jax.profiler.TraceAnnotation('x'):\n    y = jax.checkpoint(jnp.sin, policy=jax.checkpoint_policies.dots_saveable)(1.0)\nz = jax.pure_callback(lambda x: x * 2, jax.ShapeDtypeStruct((2,), jnp.float64), jnp.ones(2))\njax.debug.callback(lambda v: print('called', v), jnp.array(2.0))\nParams = dict[str, jnp.ndarray]\nPair = tuple[int, float]",
    # Formulas of the library: value, gradient, tangent, rows and curvature.
    *[HEAD + f"x, y = jnp.array([0.3, -1.2, 2.5, 0.7]), jnp.array([1.1, 0.4, -0.6, 0.9])\nf = lambda x: {e}\nv = f(x)\ng = grad(lambda x: jnp.sum(f(x) ** 2))(x)\nt = jax.jvp(f, (x,), (y,))[1]\nu = vmap(f)(jnp.stack([x, y + 2]))\nh = jax.hessian(lambda x: jnp.sum(f(x) ** 2))(x)" for e in (
        "jnp.nanquantile(x, 0.3)",
        "jnp.nanpercentile(x, jnp.array([20., 70.]))",
        "jnp.nancumprod(x)",
        "jnp.nanvar(x)",
        "jnp.unwrap(3 * x)",
        "jnp.polyint(x)",
        "jnp.polyder(x)",
        "jnp.polymul(x, y)",
        "jnp.poly(x)",
        "jnp.polyval(y, x)",
        "jnp.insert(x, 1, x[0] * y[0])",
        "jnp.delete(x, 1)",
        "jnp.fill_diagonal(jnp.outer(x, y), x[0], inplace=False)",
        "jnp.put_along_axis(x, jnp.array([1]), y[:1] * x[2], 0, inplace=False)",
        "jnp.block([[jnp.outer(x, y), x[:, None]], [y[None, :], jnp.ones((1, 1))]])",
        "jnp.choose(jnp.array([1, 0, 1, 0]), [x, y])",
        "jnp.vecmat(x, jnp.outer(x, y))",
        "jnp.cumulative_sum(x, include_initial=True)",
        "jax.nn.log1mexp(jnp.exp(x))",
        "jax.nn.logmeanexp(x)",
        "jax.nn.sparse_plus(x)",
        "jax.nn.sparse_sigmoid(x)",
        "jax.nn.standardize(x)",
        "jax.lax.sort_key_val(y, x)[1]",
        "jax.lax.approx_max_k(x, 2)[0]",
        "jnp.linalg.tensorsolve(jnp.diag(jnp.exp(x)).reshape(2, 2, 2, 2), y.reshape(2, 2))",
        "jax.scipy.linalg.hankel(x, y)",
        "jax.scipy.linalg.toeplitz(x, y)",
        "jax.scipy.linalg.companion(x)",
        "jnp.trapezoid(x, x ** 3)",
        "jnp.cov(x, y)",
        "jnp.corrcoef(x, y)",
        "jnp.average(x, weights=jnp.exp(x))",
        "jnp.copysign(x, y)",
        "jnp.logaddexp2(x, y)",
        "jnp.gradient(x, jnp.exp(y))",
        "jnp.geomspace(jnp.exp(x[0]), jnp.exp(x[1]), 5)",
        "jax.nn.selu(x)",
        "jax.nn.relu6(3 * x)",
        "jnp.sinc(x)",
    )],
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
