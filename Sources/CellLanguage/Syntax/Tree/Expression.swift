import Tensors

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
