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
            case ast.AugAssign(ast.Name(name), operator, value):
                return f"{name} {OPERATORS[type(operator)]}= {self.expression(value)}"
            case ast.FunctionDef(name, arguments, body, [], None):
                return f"def {name}{self.parameters(arguments)} {self.block(body)}"
            case ast.For(target, iterable, body, []):
                return f"for {self.target(target)} in {self.expression(iterable)}: {self.block(body)}"
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
                    if root not in ("jax", "numpy"): raise Outside("Import")
                    parts.append(f"{n.name} as {n.asname}" if n.asname else f"{root} as {root}")
                return "import " + ", ".join(parts)
            case ast.ImportFrom(module, names, 0):
                if module.split(".")[0] not in ("jax", "numpy"): raise Outside("ImportFrom")
                if names[0].name == "*": return "import "
                return "import " + ", ".join(f"{module}.{n.name} as {n.asname or n.name}" for n in names)
        raise Outside(type(s).__name__)

    def branches(self, s):
        text = f"if {self.expression(s.test)} {self.block(s.body)}"
        if not s.orelse: return text
        inner = s.orelse[0]
        if len(s.orelse) == 1 and isinstance(inner, ast.If):
            line = self.source.split("\n")[inner.lineno - 1].encode()
            if line[inner.col_offset:].startswith(b"elif"): return text + " el" + self.branches(inner)
        return text + " else " + self.block(s.orelse)

    def parameters(self, a):
        if a.vararg or a.kwarg: raise Outside("arguments")
        plain = a.posonlyargs + a.args
        if any(x.annotation for x in plain + a.kwonlyargs): raise Outside("annotation")
        defaults = [None] * (len(plain) - len(a.defaults)) + a.defaults + a.kw_defaults
        parts = [x.arg + ("" if d is None else "=" + self.expression(d)) for x, d in zip(plain + a.kwonlyargs, defaults)]
        if a.kwonlyargs: parts.insert(len(plain), "*")
        if a.posonlyargs: parts.insert(len(a.posonlyargs), "/")
        return "(" + ", ".join(parts) + "):"

    def target(self, t):
        match t:
            case ast.Name(name):
                return name
            case ast.Tuple(elements) | ast.List(elements):
                return "(" + ", ".join(self.target(e) for e in elements) + ")"
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
            case ast.ListComp(element, [ast.comprehension(target, iterable, conditions, 0)]):
                ifs = "".join(" if " + self.expression(c) for c in conditions)
                return f"[{self.expression(element)} for {self.target(target)} in {self.expression(iterable)}{ifs}]"
            case ast.Attribute() | ast.Call() | ast.Subscript():
                return "{" + self.postfixes(e) + "}"
        raise Outside(type(e).__name__)

    def chain(self, e):
        operator, left = OPERATORS[type(e.op)], e.left
        level = next(l for l in LEVELS if operator in l)
        isOpen = isinstance(left, ast.BinOp) and OPERATORS[type(left.op)] in level and self.begins(left, e)
        return f"{self.chain(left) if isOpen else self.expression(left)} {operator} {self.expression(e.right)}"

    def postfixes(self, e):
        base = e.func if isinstance(e, ast.Call) else e.value
        isOpen = isinstance(base, (ast.Attribute, ast.Call, ast.Subscript)) and self.begins(base, e)
        start = self.postfixes(base) if isOpen else self.expression(base)
        match e:
            case ast.Attribute(_, name):
                return f"{start} .{name}"
            case ast.Call(_, arguments, keywords):
                if any(k.arg is None for k in keywords): raise Outside("keyword")
                named = [f"{k.arg}={self.expression(k.value)}" for k in keywords]
                return f"{start} ({', '.join([self.expression(a) for a in arguments] + named)})"
        index = e.slice
        isTuple = isinstance(index, ast.Tuple) and not self.isParenthesized(index)
        items = [self.item(i) for i in (index.elts if isTuple else [index])]
        return f"{start} [{', '.join(items)}{' tuple' if isTuple else ''}]"

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
        lambda: f"[{expression(n - 1)} for {target()} in {operand(n - 1)}" + some(lambda: f" if {operand(n - 1)}", 0, 2, "") + "]",
    )()


def postfix(n):
    def argument():
        return expression(n - 1)
    def item():
        return pick(lambda: expression(n - 1), lambda: ":".join(pick("", "1", "a", "-1") for _ in range(rng.randint(2, 3))))()
    return pick(
        lambda: "." + pick("T", "at", "shape", "b"), lambda: "(" + some(argument, 0, 2) + ")",
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
    return pick("i", "i, j", "(i, j)", "i, (j, k)", "[i, j]", "i,")


def simple(n, inside):
    return pick(
        lambda: pick("x", "x = y", "x, y", "(x, [y])", "x,") + gap() + "=" + gap() + expressions(n),
        lambda: "x " + pick("+=", "-=", "*=", "/=", "//=", "%=", "@=", "**=", "&=", "|=", "^=", "<<=", ">>=") + " " + expressions(n),
        lambda: expressions(n), lambda: "pass" if not inside else pick("return", "return " + expressions(n)),
        lambda: pick("import jax", "import jax.numpy as jnp, numpy", "from jax import grad, vmap as v", "from jax.numpy import (sin, cos,)"),
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
    if kind < 0.72: return f"{indent}for {target()} in {expressions(n - 1)}:" + block(n, indent, inside)
    if kind < 0.84: return f"{indent}def f({pick('', 'a', 'a, b=1', 'a, b=(1, 2),')}):" + block(n, indent, True)
    text = f"{indent}if {expression(n - 1)}:" + block(n, indent, inside)
    if rng.random() < 0.4: text += f"{indent}elif {expression(n - 1)}:" + block(n, indent, inside)
    if rng.random() < 0.4: text += f"{indent}else:" + block(n, indent, inside)
    return text


FOREIGN = ["while x: pass\n", "class A: pass\n", "x: int = 1\n", "{1: 2}\n", "{1, 2}\n", "(x := 1)\n", "f(*a)\n", "f(**a)\n", "x[0] = 1\n",
           "x.a = 1\n", "x[0] += 1\n", "del x\n", "assert x\n", "global x\n", "raise x\n", "try:\n  x\nexcept E:\n  y\n", "with a as b: pass\n",
           "import os\n", "from . import a\n", "def f(*a): pass\n", "def f(a, *, b): pass\n", "def f(a, /): pass\n", "def f(a: int): pass\n",
           "def f() -> int: pass\n", "@f\ndef g(): pass\n", "f(x for x in y)\n", "[x for x in y for z in w]\n", "1j\n", "b'a'\n", "f'{x}'\n",
           "for i in x: pass\nelse: pass\n", "match x:\n  case 1: pass\n", "a, *b = c\n", "lambda *a: a\n", "99999999999999999999\n",
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
