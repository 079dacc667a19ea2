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
        /// `[a, b]`.
        case list([Expression])
        /// `()`, `(a,)`, `a, b`.
        case tuple([Expression])
        /// `[element for target in iterable if condition …]`.
        case comprehension(element: Expression, target: Target, iterable: Expression, conditions: [Expression])
        /// A run of attributes, calls and indices, at least one: `x.at[i].add(u)`.
        case postfix(Expression, [Postfix])
    }
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

/// One argument of a call. Positional arguments come first; no keyword comes twice.
public struct Argument: Hashable, Sendable {
    /// The keyword, or nil for a positional argument.
    public var name: String?
    /// The value.
    public var value: Expression
    /// Where the argument begins: at its keyword, or at its value.
    public var position: SourcePosition
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
        /// By name alone: behind a bare `*`.
        case keyword
    }
}

/// What an assignment, a `for` or a comprehension binds.
public indirect enum Target: Hashable, Sendable {
    /// A name.
    case name(String, SourcePosition)
    /// `a, b`, `(a, b)` or `[a, b]`: unpacked one for one, possibly nested, possibly empty.
    case tuple([Target], SourcePosition)
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
        /// `name += expression`.
        case augmented(String, BinaryOperator, Expression)
        /// `def f(…): …`
        case function(Function)
        /// `for target in iterable: …`
        case forLoop(Target, Expression, [Statement])
        /// `if … elif … else …`: at least one branch; `otherwise` is empty when there is no `else`.
        case branch([Branch], otherwise: [Statement])
        /// An expression on its own.
        case expression(Expression)
        /// `return` or `return expression`, inside a `def` only.
        case returned(Expression?)
        /// `pass`
        case pass
        /// An import of `jax`, `numpy` or what is below them: the names it binds; none for `from module import *`.
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
