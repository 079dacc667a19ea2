import Tensors

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
