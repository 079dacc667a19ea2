import Tensors

/// A parsed cell: what `Cell(parsing:)` makes of source text.
public struct Cell: Hashable, Sendable {
    /// The statements in source order.
    public var statements: [Statement]
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
