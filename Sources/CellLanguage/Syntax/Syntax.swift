import Tensors

/// A parsed cell: what `Cell(parsing:)` makes of source text.
public struct Cell: Hashable, Sendable {
    /// The statements in source order.
    public var statements: [Statement]
}

/// An expression and where its first token stands.
public struct Expression: Hashable, Sendable {
    /// What the expression is.
    public var kind: Kind
    /// The first token, an opening bracket included; parentheses that only group move no position.
    public var position: SourcePosition

    /// The forms of an expression. Runs of operators and postfixes are flat, so that only brackets, prefix operators,
    /// powers, lambdas and conditionals make a tree deeper.
    public indirect enum Kind: Hashable, Sendable {
        /// `1_000`, `0x1f`: at most `Int.max`.
        case integer(Int)
        /// `1e-3`, `.5`, `5.`
        case float(Double)
        /// `'…'`, `"…"` and the triple-quoted forms, escapes resolved, neighbours joined.
        case string(String)
        /// `f"loss {l:.3f}"`: text and replacement fields, in order.
        case formatted([FormattedPiece])
        /// `True` or `False`.
        case boolean(Bool)
        /// `None`.
        case none
        /// `...`
        case ellipsis
        /// A name.
        case name(String)
        /// `-x`, `+x`, `~x`, `not x`.
        case unary(UnaryOperator, Expression)
        /// A left-associative run of binary operators of one precedence level, at least one link: `a + b - c`.
        case chain(Expression, [ChainLink])
        /// `base ** exponent`.
        case power(Expression, Expression)
        /// A comparison chain, at least one link: `a < b <= c` means `a < b and b <= c`.
        case comparison(Expression, [ComparisonLink])
        /// `a and b and c` or `a or b or c`, at least two operands.
        case logical(LogicalOperator, [Expression])
        /// `then if condition else otherwise`.
        case conditional(then: Expression, condition: Expression, otherwise: Expression)
        /// `lambda a, b=2: …`: the function has no name and an expression as its body.
        case lambda(Function)
        /// `[a, *b]`.
        case list([Expression])
        /// `()`, `(a,)`, `a, *b`.
        case tuple([Expression])
        /// `{k: v, **d}`.
        case dict([DictItem])
        /// `*xs`, as an element of a list or a tuple only.
        case starred(Expression)
        /// `[element for target in iterable if condition …]` and its like.
        case comprehension(Comprehension)
        /// A run of attributes, calls and indices, at least one: `x.at[i].add(u)`.
        case postfix(Expression, [Postfix])
    }
}

/// An item between the braces of a dict.
public enum DictItem: Hashable, Sendable {
    /// `key: value`
    case pair(Expression, Expression)
    /// `**mapping`
    case unpacked(Expression)
}

/// `[x for xs in rows for x in xs if x]`, the same in parentheses as the argument of a call, or `{k: v for k, v in items}`.
public struct Comprehension: Hashable, Sendable {
    /// What it makes, with the expression of an item.
    public enum Form: Hashable, Sendable {
        /// A list.
        case list(Expression)
        /// A sequence that a call takes as its only argument, and that is gone through once.
        case generator(Expression)
        /// A dict: key and value.
        case dict(Expression, Expression)
    }

    /// A `for … in …` with the conditions after it.
    public struct Clause: Hashable, Sendable {
        /// What is bound.
        public var target: Target
        /// What is gone through.
        public var iterable: Expression
        /// What must be true of an item.
        public var conditions: [Expression]
    }

    /// What it makes.
    public var form: Form
    /// At least one, the outermost first.
    public var clauses: [Clause]
}

/// A part of an f-string.
public enum FormattedPiece: Hashable, Sendable {
    /// Text as it stands, escapes resolved.
    case text(String)
    /// `{value!conversion:specification}`; of `{value=}` the text before is a piece of its own. The conversion is `r`,
    /// `s`, `a` or nil.
    case field(Expression, conversion: Character?, specification: [FormattedPiece])
}

/// A prefix operator.
public enum UnaryOperator: String, Hashable, Sendable {
    /// `-x`
    case minus = "-"
    /// `+x`
    case plus = "+"
    /// `~x`
    case invert = "~"
    /// `not x`
    case not = "not"
}

/// A binary arithmetic or bitwise operator.
public enum BinaryOperator: String, Hashable, Sendable {
    /// `a + b`
    case add = "+"
    /// `a - b`
    case subtract = "-"
    /// `a * b`
    case multiply = "*"
    /// `a / b`
    case divide = "/"
    /// `a // b`
    case floorDivide = "//"
    /// `a % b`
    case modulo = "%"
    /// `a @ b`
    case matmul = "@"
    /// `a & b`
    case and = "&"
    /// `a | b`
    case or = "|"
    /// `a ^ b`
    case xor = "^"
    /// `a << b`
    case shiftLeft = "<<"
    /// `a >> b`
    case shiftRight = ">>"
    /// `a **= b`; in an expression it is `Expression.Kind.power`.
    case power = "**"
}

/// A comparison operator.
public enum ComparisonOperator: String, Hashable, Sendable {
    /// `a == b`
    case equal = "=="
    /// `a != b`
    case notEqual = "!="
    /// `a < b`
    case less = "<"
    /// `a <= b`
    case lessEqual = "<="
    /// `a > b`
    case greater = ">"
    /// `a >= b`
    case greaterEqual = ">="
    /// `a is b`
    case identical = "is"
    /// `a is not b`
    case notIdentical = "is not"
    /// `a in b`
    case contained = "in"
    /// `a not in b`
    case notContained = "not in"
}

/// An operator on static truth values.
public enum LogicalOperator: String, Hashable, Sendable {
    /// `a and b`
    case and
    /// `a or b`
    case or
}

/// One further operand of a chain.
public struct ChainLink: Hashable, Sendable {
    /// The operator before the operand.
    public var `operator`: BinaryOperator
    /// The right operand.
    public var operand: Expression
    /// Where the operator stands.
    public var position: SourcePosition
}

/// One further operand of a comparison.
public struct ComparisonLink: Hashable, Sendable {
    /// The operator before the operand.
    public var `operator`: ComparisonOperator
    /// The right operand.
    public var operand: Expression
    /// Where the operator stands.
    public var position: SourcePosition
}

/// What may follow a primary expression.
public enum Postfix: Hashable, Sendable {
    /// `.name`, at the name.
    case attribute(String, SourcePosition)
    /// `(arguments)`, at the opening parenthesis.
    case call([Argument], SourcePosition)
    /// `[items]`, at the opening bracket; a tuple when there is a comma, even after a single item.
    case index([IndexItem], SourcePosition, isTuple: Bool)
}

/// One argument of a call. Positional arguments come before those with a keyword; no keyword comes twice.
public struct Argument: Hashable, Sendable {
    /// The keyword, or nil for a positional argument.
    public var name: String?
    /// The value.
    public var value: Expression
    /// Where the argument begins: at its keyword, at its stars, or at its value.
    public var position: SourcePosition
    /// Whether the value stands for many arguments.
    public var unpacking: Unpacking?

    /// How one expression gives many arguments.
    public enum Unpacking: Hashable, Sendable {
        /// `*xs`: each item by place.
        case items
        /// `**d`: each entry by name.
        case entries
    }
}

/// One item between the brackets of an index.
public enum IndexItem: Hashable, Sendable {
    /// A plain index; `None` and `...` are expressions too.
    case expression(Expression)
    /// `start:stop:step`, each optional.
    case slice(Expression?, Expression?, Expression?)
}

/// A `def` or a `lambda`.
public struct Function: Hashable, Sendable {
    /// The name; nil for a lambda.
    public var name: String?
    /// The parameters: names are distinct, and of those that may be given without names the ones with defaults come last.
    public var parameters: [Parameter]
    /// What the function does.
    public var body: Body
    /// The word `def` or `lambda`.
    public var position: SourcePosition

    /// The body of a function.
    public indirect enum Body: Hashable, Sendable {
        /// The value of a lambda.
        case expression(Expression)
        /// The statements of a `def`, at least one.
        case statements([Statement])
    }
}

/// One parameter of a function.
public struct Parameter: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value it has when no argument is given.
    public var `default`: Expression?
    /// Where the name stands.
    public var position: SourcePosition
    /// How an argument may be given for it. The kinds come in the order of the cases.
    public var kind = Kind.any

    /// By what an argument and a parameter are matched.
    public enum Kind: Hashable, Sendable {
        /// By place alone: before a `/`.
        case positional
        /// By place or name.
        case any
        /// `*args`: a tuple of all further arguments that are given by place.
        case rest
        /// By name alone: behind a `*`.
        case keyword
        /// `**kwargs`: a dict of all further arguments that are given by name.
        case entries
    }
}

/// What an assignment, a `for` or a comprehension binds.
public indirect enum Target: Hashable, Sendable {
    /// A name.
    case name(String, SourcePosition)
    /// `a, b`, `(a, b)` or `[a, b]`: unpacked one for one, possibly nested, possibly empty; at most one is starred.
    case tuple([Target], SourcePosition)
    /// `*a` among others: a list of what they leave over.
    case starred(Target, SourcePosition)
    /// `xs[i]`: an item of a list or a dict that has a name.
    case item(of: String, [IndexItem], isTuple: Bool, SourcePosition)
    /// `self.xs[i]`: an item of what an expression gives.
    case element(of: Expression, [IndexItem], isTuple: Bool, SourcePosition)
    /// `self.x`: an attribute of what an expression gives.
    case attribute(of: Expression, String, SourcePosition)
}

/// A statement and where its first token stands.
public struct Statement: Hashable, Sendable {
    /// What the statement is.
    public var kind: Kind
    /// The first token.
    public var position: SourcePosition

    /// The forms of a statement.
    public indirect enum Kind: Hashable, Sendable {
        /// `a = b = expression`: at least one target, bound from left to right.
        case assign([Target], Expression)
        /// `name += expression` or `xs[i] += expression`.
        case augmented(Target, BinaryOperator, Expression)
        /// `x: int = expression`: an assignment, whose annotation says nothing. Without a value nothing is bound.
        case annotated(String, Expression?)
        /// `def f(…): …` with the decorators above it, the outermost first.
        case function(Function, decorators: [Expression])
        /// A `class`.
        case record(RecordDefinition)
        /// `for target in iterable: …`; what stands under `else` is run unless the loop was broken off.
        case forLoop(Target, Expression, [Statement], otherwise: [Statement])
        /// `while condition: …`, the same.
        case whileLoop(Expression, [Statement], otherwise: [Statement])
        /// `break`, inside a loop only.
        case breaking
        /// `continue`, inside a loop only.
        case continuing
        /// `with expression as target: …`, at least one expression.
        case with([WithItem], [Statement])
        /// `assert condition, message`
        case asserted(Expression, message: Expression?)
        /// `raise error`
        case raised(Expression?)
        /// `try: … except X as e: … else: … finally: …`: at least one handler, or statements under `finally`.
        case attempt([Statement], [Handler], otherwise: [Statement], finally: [Statement])
        /// `del a, b[0]`
        case deleted([Target])
        /// `if … elif … else …`: at least one branch; `otherwise` is empty when there is no `else`.
        case branch([Branch], otherwise: [Statement])
        /// An expression on its own.
        case expression(Expression)
        /// `return` or `return expression`, inside a `def` only.
        case returned(Expression?)
        /// `global a, b`: names that a function binds in the session.
        case global([String])
        /// `pass`
        case pass
        /// An import of a known module or of what is below it: the names it binds; none for `from module import *`.
        case imported([ImportedName])
    }
}

/// A name that an import binds.
public struct ImportedName: Hashable, Sendable {
    /// The name in the cell.
    public var name: String
    /// What it stands for: `jax.numpy`, `jax.nn.relu`.
    public var path: String
}

/// An `if` or `elif` with its body.
public struct Branch: Hashable, Sendable {
    /// The condition.
    public var condition: Expression
    /// The statements, at least one.
    public var body: [Statement]
}

/// An `except` with what it catches, the name of the error, and its body.
public struct Handler: Hashable, Sendable {
    /// A class of errors, or a tuple of them; nil for all.
    public var types: Expression?
    /// What the error is bound to.
    public var name: String?
    /// The statements, at least one.
    public var body: [Statement]
    /// The word `except`.
    public var position: SourcePosition
}

/// An expression of a `with`, and what it is bound to.
public struct WithItem: Hashable, Sendable {
    /// What is entered.
    public var context: Expression
    /// What is behind `as`.
    public var target: Target?
}

/// A `class`: `class Point(NamedTuple)` and one under `@dataclass` have named fields, others what their methods set.
public struct RecordDefinition: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The decorators above it, the outermost first.
    public var decorators: [Expression]
    /// What it inherits from.
    public var bases: [Expression]
    /// The annotated fields in order.
    public var fields: [Parameter]
    /// Methods and attributes of the class.
    public var members: [Statement]
    /// The word `class`.
    public var position: SourcePosition
}
