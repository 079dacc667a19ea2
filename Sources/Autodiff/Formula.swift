import Graphs
import Tensors

/// A formula over graph values, so that a derivative rule reads like the formula in the table of integrals it comes
/// from. Numbers take type and shape of the values they stand beside.
indirect enum Formula: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    case value(ValueID)
    case number(Double)
    case unary(UnaryFunction, Formula)
    case binary(BinaryFunction, Formula, Formula)
    case power(Formula, Int)
    case polygamma(Int, Formula)
    /// `yes` where the two sides compare so, else `no`.
    case when(Comparison, Formula, Formula, yes: Formula, no: Formula)

    init(floatLiteral value: Double) { self = .number(value) }
    init(integerLiteral value: Int) { self = .number(Double(value)) }

    static func + (left: Formula, right: Formula) -> Formula { .binary(.add, left, right) }
    static func - (left: Formula, right: Formula) -> Formula { .binary(.sub, left, right) }
    static func * (left: Formula, right: Formula) -> Formula { .binary(.mul, left, right) }
    static func / (left: Formula, right: Formula) -> Formula { .binary(.div, left, right) }
    static prefix func - (operand: Formula) -> Formula { .unary(.neg, operand) }

    /// Writes the formula into the graph; `like` gives numbers their type and shape.
    func emit(like: ValueID, into b: inout GraphBuilder) throws -> ValueID {
        switch self {
        case .value(let value): return value
        case .number(let number): return try b.full(number, like: like)
        case .unary(let function, let operand): return try b.apply(function, operand.emit(like: like, into: &b))
        case .binary(let function, let left, let right):
            let left = try left.emit(like: like, into: &b)
            return try b.apply(function, left, right.emit(like: like, into: &b))
        case .power(let base, let exponent):
            return try b.emit(.integerPower(exponent), [base.emit(like: like, into: &b)])
        case .polygamma(let order, let operand):
            return try b.emit(.polygamma(order: order), [operand.emit(like: like, into: &b)])
        case .when(let comparison, let left, let right, let yes, let no):
            let left = try left.emit(like: like, into: &b)
            let predicate = try b.compare(comparison, left, right.emit(like: like, into: &b))
            let yes = try yes.emit(like: like, into: &b)
            return try b.select(predicate, yes, no.emit(like: like, into: &b))
        }
    }
}
