import Tensors

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
