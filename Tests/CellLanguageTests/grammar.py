"""Writes grammar.jsonl: random cells of the language's grammar, and what Python's own parser makes of them.

    python grammar.py > grammar.jsonl

One JSON object a line: `cell`, and either `tree` (in the compact form of ParserTests), or `fails` (Python refuses), or
`outside` (Python accepts what the language lacks: the node).
"""
import ast
import json
import random
import warnings

warnings.filterwarnings("ignore")
# `1or x`: Python warns and will refuse it.
warnings.filterwarnings("error", message="invalid .* literal")
rng = random.Random(20261125)

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.MatMult: "@",
             ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>", ast.Pow: "**"}
LEVELS = [{"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "//", "%", "@"}]
COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
               ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in"}
MODULES = {"jax", "jaxlib", "numpy", "scipy", "autograd", "functools", "collections", "dataclasses", "operator", "typing", "math",
           "itertools", "contextlib", "types", "enum", "abc", "copy", "warnings", "logging", "time", "timeit", "datetime", "os",
           "sys", "re", "json", "pprint", "inspect", "textwrap", "builtins", "__future__", "matplotlib", "mpl_toolkits", "IPython", "tqdm"}
UNARY = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.Not: "not"}


class Outside(Exception):
    """A node that the language lacks."""


class Writer:
    """The compact form of a tree. Parentheses that only group are seen by where an operand begins."""

    def __init__(self, source):
        self.source = source

    def begins(self, inner, outer):
        return (inner.lineno, inner.col_offset) == (outer.lineno, outer.col_offset)

    def body(self, statements):
        return "; ".join(self.statement(s) for s in statements)

    def block(self, statements):
        return "{" + self.body(statements) + "}"

    def statement(self, s):
        match s:
            case ast.Assign(targets, value):
                return " = ".join([self.target(t) for t in targets] + [self.expression(value)])
            case ast.AnnAssign(ast.Name(name), _, value):
                return f"{name}:" + ("" if value is None else " = " + self.expression(value))
            case ast.AnnAssign(ast.Attribute() as target, _, value):
                return "pass" if value is None else f"{self.target(target)} = {self.expression(value)}"
            case ast.AugAssign(target, operator, value):
                return f"{self.target(target)} {OPERATORS[type(operator)]}= {self.expression(value)}"
            case ast.FunctionDef(name, arguments, body, decorators, _):
                return self.decorators(decorators) + f"def {name}{self.parameters(arguments)} {self.block(body)}"
            case ast.ClassDef(name, bases, [], body, decorators):
                body = [x for x in body if not isinstance(x, ast.Pass) and not self.isDocumentation(x)]
                members = [x for x in body if isinstance(x, (ast.FunctionDef, ast.Assign))]
                fields = ", ".join(self.field(x) for x in body if x not in members)
                inside = fields + "".join(" " + self.statement(x) for x in members)
                return self.decorators(decorators) + f"class {name}({', '.join(map(self.expression, bases))}): {{{inside}}}"
            case ast.For(target, iterable, body, orelse):
                head = f"for {self.target(target, items=False)} in {self.expression(iterable)}: {self.block(body)}"
                return head + (" else " + self.block(orelse) if orelse else "")
            case ast.While(test, body, orelse):
                return f"while {self.expression(test)}: {self.block(body)}" + (" else " + self.block(orelse) if orelse else "")
            case ast.Break():
                return "break"
            case ast.Continue():
                return "continue"
            case ast.With(items, body):
                parts = [self.expression(i.context_expr) + (" as " + self.single(i.optional_vars) if i.optional_vars else "") for i in items]
                return f"with {', '.join(parts)}: {self.block(body)}"
            case ast.Assert(test, message):
                return "assert " + self.expression(test) + (", " + self.expression(message) if message else "")
            case ast.Try(body, handlers, orelse, final):
                text = f"try {self.block(body)}" + "".join(map(self.handler, handlers))
                return text + (" else " + self.block(orelse) if orelse else "") + (" finally " + self.block(final) if final else "")
            case ast.Raise(error, _):
                return "raise" + (" " + self.expression(error) if error else "")
            case ast.Delete(targets):
                if len(targets) == 1 and isinstance(targets[0], ast.Tuple): targets = targets[0].elts
                return "del " + ", ".join(map(self.single, targets))
            case ast.If():
                return self.branches(s)
            case ast.Expr(value):
                return self.expression(value)
            case ast.Return(value):
                return "return" + ("" if value is None else " " + self.expression(value))
            case ast.Pass():
                return "pass"
            case ast.Import(names):
                parts = []
                for n in names:
                    root = n.name.split(".")[0]
                    if root not in MODULES: raise Outside("Import")
                    parts.append(f"{n.name} as {n.asname}" if n.asname else f"{root} as {root}")
                return "import " + ", ".join(parts)
            case ast.ImportFrom(module, names, 0):
                if module.split(".")[0] not in MODULES: raise Outside("ImportFrom")
                if names[0].name == "*": return "import "
                return "import " + ", ".join(f"{module}.{n.name} as {n.asname or n.name}" for n in names)
        raise Outside(type(s).__name__)

    def handler(self, h):
        return " except" + (" " + self.expression(h.type) if h.type else "") + (f" as {h.name}" if h.name else "") + " " + self.block(h.body)

    def isDocumentation(self, s):
        return isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) and (s.value.value is Ellipsis or isinstance(s.value.value, str))

    def branches(self, s):
        text = f"if {self.expression(s.test)} {self.block(s.body)}"
        if not s.orelse: return text
        inner = s.orelse[0]
        if len(s.orelse) == 1 and isinstance(inner, ast.If):
            line = self.source.split("\n")[inner.lineno - 1].encode()
            if line[inner.col_offset:].startswith(b"elif"): return text + " el" + self.branches(inner)
        return text + " else " + self.block(s.orelse)

    def decorators(self, decorators):
        return "".join(f"@{self.expression(d)} " for d in decorators)

    def field(self, s):
        match s:
            case ast.AnnAssign(ast.Name(name), _, value):
                return name + ("" if value is None else "=" + self.expression(value))
        raise Outside("ClassDef")

    def parameters(self, a):
        plain = a.posonlyargs + a.args
        defaults = [None] * (len(plain) - len(a.defaults)) + a.defaults + a.kw_defaults
        parts = [x.arg + ("" if d is None else "=" + self.expression(d)) for x, d in zip(plain + a.kwonlyargs, defaults)]
        if a.vararg: parts.insert(len(plain), "*" + a.vararg.arg)
        elif a.kwonlyargs: parts.insert(len(plain), "*")
        if a.posonlyargs: parts.insert(len(a.posonlyargs), "/")
        if a.kwarg: parts.append("**" + a.kwarg.arg)
        return "(" + ", ".join(parts) + "):"

    def single(self, t):
        if isinstance(t, (ast.Tuple, ast.List)): raise Outside("target")
        return self.target(t)

    def target(self, t, items=True):
        match t:
            case ast.Name(name):
                return name
            case ast.Tuple(elements) | ast.List(elements):
                return "(" + ", ".join(self.target(e, items) for e in elements) + ")"
            case ast.Starred(target):
                return "*" + self.target(target, items)
            case ast.Subscript(ast.Name()) if items:
                return "{" + self.postfixes(t) + "}"
            case ast.Subscript(base) | ast.Attribute(base) if items:
                return "{" + self.expression(base) + self.last(t) + "}"
        raise Outside(type(t).__name__)

    def expression(self, e):
        match e:
            case ast.Constant(value):
                return self.constant(value)
            case ast.Name(name):
                return name
            case ast.UnaryOp(operator, operand):
                return f"({UNARY[type(operator)]} {self.expression(operand)})"
            case ast.BinOp(base, ast.Pow(), exponent):
                return f"({self.expression(base)} ** {self.expression(exponent)})"
            case ast.BinOp():
                return "(" + self.chain(e) + ")"
            case ast.Compare(left, operators, operands):
                links = [f" {COMPARISONS[type(o)]} {self.expression(x)}" for o, x in zip(operators, operands)]
                return "(" + self.expression(left) + "".join(links) + ")"
            case ast.BoolOp(operator, operands):
                word = " and " if isinstance(operator, ast.And) else " or "
                return "(" + word.join(map(self.expression, operands)) + ")"
            case ast.IfExp(condition, yes, no):
                return f"({self.expression(yes)} if {self.expression(condition)} else {self.expression(no)})"
            case ast.Lambda(arguments, body):
                return f"(lambda {self.parameters(arguments)} {self.expression(body)})"
            case ast.List(elements):
                return "(list" + "".join(" " + self.expression(x) for x in elements) + ")"
            case ast.Tuple(elements):
                return "(tuple" + "".join(" " + self.expression(x) for x in elements) + ")"
            case ast.ListComp(element, clauses):
                return f"[{self.expression(element)}{self.clauses(clauses)}]"
            case ast.GeneratorExp():
                return self.argument(e)
            case ast.DictComp(key, value, clauses):
                return f"{{{self.expression(key)}: {self.expression(value)}{self.clauses(clauses)}}}"
            case ast.Dict(keys, values):
                return "(dict" + "".join(" **" + self.expression(v) if k is None else f" {self.expression(k)}: {self.expression(v)}"
                                         for k, v in zip(keys, values)) + ")"
            case ast.Starred(value):
                return "*" + self.expression(value)
            case ast.JoinedStr(values):
                return "(f" + "".join(" " + self.piece(v) for v in values) + ")"
            case ast.Attribute() | ast.Call() | ast.Subscript():
                return "{" + self.postfixes(e) + "}"
        raise Outside(type(e).__name__)

    def clauses(self, clauses):
        if any(c.is_async for c in clauses): raise Outside("async")
        return "".join(f" for {self.target(c.target, items=False)} in {self.expression(c.iter)}" +
                       "".join(" if " + self.expression(x) for x in c.ifs) for c in clauses)

    def piece(self, v):
        match v:
            case ast.Constant(text):
                return f"'{text}'"
            case ast.FormattedValue(value, conversion, specification):
                # A field of Python 3.11 has no place of its own in the source.
                inner = Writer(ast.unparse(value)).expression(ast.parse(ast.unparse(value), mode="eval").body)
                mark = "" if conversion == -1 else "!" + chr(conversion)
                return "{" + inner + mark + (":" + " ".join(map(self.piece, specification.values)) if specification and specification.values else "") + "}"

    def chain(self, e):
        operator, left = OPERATORS[type(e.op)], e.left
        level = next(l for l in LEVELS if operator in l)
        isOpen = isinstance(left, ast.BinOp) and OPERATORS[type(left.op)] in level and self.begins(left, e)
        return f"{self.chain(left) if isOpen else self.expression(left)} {operator} {self.expression(e.right)}"

    def postfixes(self, e):
        base = e.func if isinstance(e, ast.Call) else e.value
        isOpen = isinstance(base, (ast.Attribute, ast.Call, ast.Subscript)) and self.begins(base, e)
        start = self.postfixes(base) if isOpen else self.expression(base)
        return start + self.last(e)

    def last(self, e):
        """What stands last behind a primary expression."""
        match e:
            case ast.Attribute(_, name):
                return f" .{name}"
            case ast.Call(_, arguments, keywords):
                named = [f"{k.arg}={self.expression(k.value)}" if k.arg else "**" + self.expression(k.value) for k in keywords]
                return f" ({', '.join([self.argument(a) for a in arguments] + named)})"
        index = e.slice
        isTuple = isinstance(index, ast.Tuple) and not self.isParenthesized(index)
        if isTuple and any(isinstance(i, ast.Starred) for i in index.elts): raise Outside("Starred")
        items = [self.item(i) for i in (index.elts if isTuple else [index])]
        return f" [{', '.join(items)}{' tuple' if isTuple else ''}]"

    def argument(self, a):
        if not isinstance(a, ast.GeneratorExp): return self.expression(a)
        return f"({self.expression(a.elt)}{self.clauses(a.generators)})"

    def isParenthesized(self, e):
        """Whether the first character is the bracket that the last one closes."""
        text = ast.get_source_segment(self.source, e)
        if not text.startswith("("): return False
        depth = 0
        for place, character in enumerate(text):
            depth += (character in "([") - (character in ")]")
            if depth == 0: return place == len(text) - 1
        return False

    def item(self, i):
        if not isinstance(i, ast.Slice): return self.expression(i)
        return ":".join("_" if x is None else self.expression(x) for x in (i.lower, i.upper, i.step))

    def constant(self, value):
        match value:
            case bool() | None:
                return str(value)
            case int():
                if value > 2**63 - 1: raise Outside("long")
                return str(value)
            case float():
                return repr(value)
            case str():
                return f"'{value}'"
            case _ if value is Ellipsis:
                return "..."
        raise Outside(type(value).__name__)


def pick(*choices):
    return rng.choice(choices)


def some(make, least, most, between=", "):
    return between.join(make() for _ in range(rng.randint(least, most)))


def gap():
    return rng.choices(["", " ", "  "], [3, 6, 1])[0]


def atom(n):
    return pick(
        lambda: pick("a", "b", "x", "é", "f", "_"), lambda: pick("1", "0", "2.5", "1e-3", "0x1F", "1_000", "5.", ".5", "00"),
        lambda: pick("'s'", '"t"', "r'\\n'", "'a' 'b'", "'''q'''", "True", "False", "None", "..."),
        lambda: "(" + expression(n - 1) + ")", lambda: "[" + some(lambda: expression(n - 1), 0, 3) + "]",
        lambda: "(" + some(lambda: expression(n - 1) + ",", 0, 3, " ") + ")",
        lambda: "[" + some(lambda: pick("", "*") + operand(n - 1), 1, 3) + "]",
        lambda: "{" + some(lambda: pick(f"{expression(n - 1)}: {expression(n - 1)}", "**" + operand(n - 1)), 0, 3) + "}",
        lambda: "{" + f"{operand(n - 1)}: {operand(n - 1)} for {target()} in {operand(n - 1)}" + "}",
        lambda: f"[{expression(n - 1)} for {target()} in {operand(n - 1)} for {target()} in {operand(n - 1)}]",
        lambda: pick("f", "rf") + pick("'", '"') .join(["", "".join(field() for _ in range(rng.randint(0, 3))), ""]),
        lambda: f"[{expression(n - 1)} for {target()} in {operand(n - 1)}" + some(lambda: f" if {operand(n - 1)}", 0, 2, "") + "]",
    )()


def field():
    """A part of an f-string."""
    return pick(lambda: pick("a", " b", "{{", "}}", "1", ": "),
                lambda: "{" + pick("", " ") + pick("a", "b.T", "x[0]", "a + b", "f(x)", "a == b", "(lambda: a)", "a, b", "a != b", "-x") + pick("", "=", " = ")
                        + pick("", "!r", "!s") + pick("", ":.3f", ":>{a}", ":", ":,") + "}")()


def postfix(n):
    def argument():
        return expression(n - 1)
    def stars():
        return pick("", "", "*", "**") + operand(n - 1)
    def item():
        return pick(lambda: expression(n - 1), lambda: ":".join(pick("", "1", "a", "-1") for _ in range(rng.randint(2, 3))))()
    return pick(
        lambda: "." + pick("T", "at", "shape", "b"), lambda: "(" + some(argument, 0, 2) + ")",
        lambda: "(" + some(stars, 0, 3) + pick("", ", k=a") + ")", lambda: f"({operand(n - 1)} for {target()} in {operand(n - 1)})",
        lambda: "(" + some(argument, 0, 1) + pick("", ", k=") + argument() + pick("", ",") + ")",
        lambda: "[" + some(item, 1, 3) + pick("", "", ",") + "]")()


def operand(n):
    """Anything that an operator takes without parentheses."""
    if n <= 0: return pick("a", "b", "x", "1", "2.5")
    return pick(
        lambda: atom(n), lambda: atom(n) + some(lambda: postfix(n), 1, 3, ""), lambda: pick("-", "+", "~") + gap() + operand(n - 1),
        lambda: atom(n) + gap() + "**" + gap() + pick("", "-") + operand(n - 1),
        lambda: some(lambda: operand(n - 1), 2, 4, gap() + pick("+", "-", "*", "/", "//", "%", "@", "&", "|", "^", "<<", ">>") + gap()),
        lambda: operand(n - 1) + " " + pick("+", "*", "|", "**", "<<") + " " + operand(n - 1) + " " + pick("-", "@", "&", "^") + " " + operand(n - 1),
    )()


def expression(n):
    if n <= 0: return operand(0)
    return pick(
        lambda: operand(n), lambda: operand(n), lambda: operand(n - 1) + " " + pick("<", "==", "!=", ">=", "in", "not in", "is", "is not") + " " + operand(n - 1),
        lambda: some(lambda: pick("", "not ") + operand(n - 1), 2, 3, " " + pick("and", "or") + " "),
        lambda: f"{operand(n - 1)} < {operand(n - 1)} <= {operand(n - 1)}", lambda: "not " + operand(n - 1),
        lambda: f"{operand(n - 1)} if {operand(n - 1)} else {expression(n - 1)}",
        lambda: f"lambda {pick('', 'x', 'x, y', 'x, y=1', 'x,')}: {expression(n - 1)}",
        lambda: f"{operand(n - 1)} and not {operand(n - 1)} or {operand(n - 1)}",
    )()


def target():
    return pick("i", "i, j", "(i, j)", "i, (j, k)", "[i, j]", "i,", "i, *j")


def simple(n, inside):
    return pick(
        lambda: pick("x", "x = y", "x, y", "(x, [y])", "x,", "x, *y", "x[0]", "x[a, b]", "x: int", "x[0], y") + gap() + "=" + gap() + expressions(n),
        lambda: pick("x ", "x[a] ") + pick("+=", "-=", "*=", "/=", "//=", "%=", "@=", "**=", "&=", "|=", "^=", "<<=", ">>=") + " " + expressions(n),
        lambda: expressions(n), lambda: "pass" if not inside else pick("return", "return " + expressions(n)),
        lambda: pick("assert ", "raise ", "del ") + pick("x", "x, y", "x[0]", operand(n)), lambda: "x: " + operand(n),
        lambda: pick("import jax", "import functools as f, os", "import jax.numpy as jnp, numpy", "from jax import grad, vmap as v", "from jax.numpy import (sin, cos,)"),
    )()


def expressions(n):
    return pick(lambda: expression(n), lambda: expression(n), lambda: some(lambda: expression(n - 1), 2, 3) + pick("", ","))()


def block(n, indent, inside):
    if rng.random() < 0.25: return " " + some(lambda: simple(n - 1, inside), 1, 2, "; ") + "\n"
    deeper = indent + pick("  ", "    ", "\t")
    return pick("", "  # why") + "\n" + "".join(statement(n - 1, deeper, inside) for _ in range(rng.randint(1, 2)))


def statement(n, indent="", inside=False):
    if n <= 0: return indent + simple(1, inside) + "\n"
    kind = rng.random()
    if kind < 0.6: return indent + some(lambda: simple(n, inside), 1, 2, pick("; ", ";")) + pick("", ";", "  # note") + "\n"
    if kind < 0.70:
        text = f"{indent}for {target()} in {expressions(n - 1)}:" + block(n, indent, inside)
        return text + (f"{indent}else:" + block(n, indent, inside) if rng.random() < 0.2 else "")
    if kind < 0.74:
        text = f"{indent}while {expression(n - 1)}:" + block(n, indent, inside)
        return text + (f"{indent}    break\n" if text.endswith("\n") and rng.random() < 0.1 else "")
    if kind < 0.76: return f"{indent}with {operand(n - 1)}{pick('', ' as x')}:" + block(n, indent, inside)
    if kind < 0.78:
        return f"{pick('', indent + '@f(a)' + chr(10))}{indent}class A{pick('', '(B)', '()')}:\n{indent}    {pick('pass', 'a: int', 'a: int = 1; b: f[x] = a')}\n"
    if kind < 0.86:
        head = pick('', 'a', 'a, b=1', 'a, b=(1, 2),', '*a', 'a, *b, c=1, **d', 'a: int, b: f[x] = 2', '**d', '*, a, **d', 'a, /, *b')
        return f"{pick('', indent + '@f' + chr(10))}{indent}def f({head}){pick('', ' -> int')}:" + block(n, indent, True)
    text = f"{indent}if {expression(n - 1)}:" + block(n, indent, inside)
    if rng.random() < 0.4: text += f"{indent}elif {expression(n - 1)}:" + block(n, indent, inside)
    if rng.random() < 0.4: text += f"{indent}else:" + block(n, indent, inside)
    return text


FOREIGN = ["while x: pass\n", "class A: pass\n", "x: int = 1\n", "{1: 2}\n", "{1, 2}\n", "(x := 1)\n", "f(*a)\n", "f(**a)\n", "x[0] = 1\n",
           "x.a = 1\n", "x[0] += 1\n", "del x\n", "assert x\n", "global x\n", "raise x\n", "try:\n  x\nexcept E:\n  y\n", "with a as b: pass\n",
           "import os\n", "from . import a\n", "def f(*a): pass\n", "def f(a, *, b): pass\n", "def f(a, /): pass\n", "def f(a: int): pass\n",
           "def f() -> int: pass\n", "@f\ndef g(): pass\n", "f(x for x in y)\n", "[x for x in y for z in w]\n", "1j\n", "b'a'\n", "f'{x}'\n",
           "for i in x: pass\nelse: pass\n", "while x:\n  break\n", "while x:\n  def f(): continue\n", "break\n", "with a as b, c: x\n",
           "class A(B, k=1): pass\n", "class A:\n  def f(self): pass\n", "x.a: int = 1\n", "x[0]: int\n", "del f(x)\n", "del x, (y, z)\n", "raise a from b\n",
           "@f\nx = 1\n", "@f\n@g(1)\ndef h(): pass\n", "f(**a, *b)\n", "f(*a, k=1, *b)\n", "f(**a, k=1)\n", "f(k=1, **a, b)\n", "a = *b\n", "*a = b\n",
           "*a, = b\n", "*a, *b = c\n", "f'{'\n", "f'}'\n", "f'{}'\n", "f'{a!x}'\n", "f'{a:{b:{c}}}'\n", "f'{a#}'\n", "f'{a\\n}'\n", "f'a' 'b{c}'\n",
           "f(x for x in y, 1)\n", "f(1, x for x in y)\n", "[*a for a in b]\n", "{**a for a in b}\n", "{a: b, c}\n", "{a, b: c}\n", "def f(a, *b, *c): pass\n",
           "def f(**a, b): pass\n", "def f(*a=1): pass\n", "lambda *a, **b: a\n", "assert x, y, z\n", "x: int, y = 1\n", "import torch\n", "return x\n", "match x:\n  case 1: pass\n", "a, *b = c\n", "lambda *a: a\n", "99999999999999999999\n",
           "async def f(): pass\n", "def f():\n  yield 1\n", "def f():\n  nonlocal x\n", "type X = int\n", "x[*a]\n", "{**a}\n", "[*a]\n",
           "for i in x: break\n", "for x.a in y: pass\n", "[x for x[0] in y]\n", "def f(): return (yield)\n", "lambda: (yield)\n", "print(*a)\n"]
WRECKS = ["(", ")", "[", "]", ",", ":", "=", "==", "**", "not ", "if ", " else ", " for ", " in ", "lambda ", ".", "1", "x", "\n", "  ", ";", "#", "'", "\\", "\t",
          "@", "->", ":=", "*", "and ", "is ", "return ", "def ", "..."]


def wrecked(cell):
    for _ in range(rng.randint(1, 2)):
        place = rng.randrange(len(cell) + 1)
        end = min(len(cell), place + rng.choice([0, 0, 1, 1, 2, 5]))
        cell = cell[:place] + pick("", rng.choice(WRECKS)) + cell[end:]
    return cell


def outcome(cell):
    try:
        compile(cell, "cell", "exec")
        tree = ast.parse(cell)
    except (SyntaxError, ValueError, MemoryError):
        return {"fails": True}
    try:
        return {"tree": Writer(cell).body(tree.body)}
    except Outside as node:
        return {"outside": str(node)}


seen = set()
while len(seen) < 3000:
    cell = "".join(statement(rng.randint(1, 4)) for _ in range(rng.randint(1, 3)))
    kind = rng.random()
    if kind < 0.1: cell = pick(cell, "") + rng.choice(FOREIGN) + pick(cell, "")
    elif kind < 0.4: cell = wrecked(cell)
    if cell in seen or len(cell) > 400: continue
    seen.add(cell)
    print(json.dumps({"cell": cell} | outcome(cell), ensure_ascii=False))
