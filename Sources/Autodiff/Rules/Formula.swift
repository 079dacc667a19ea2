import Graphs
import Tensors

/// A formula over graph values, so that a derivative rule reads like the formula in the table of integrals it comes
/// from. Numbers take type and shape of the values they stand beside. What stands in it twice is computed once.
indirect enum Formula: Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
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
        var written: [Formula: ValueID] = [:]
        return try emit(like: like, into: &b, &written)
    }

    private func emit(
        like: ValueID, into b: inout GraphBuilder, _ written: inout [Formula: ValueID]
    ) throws -> ValueID {
        if let known = written[self] { return known }
        let value: ValueID
        switch self {
        case .value(let given): value = given
        case .number(let number): value = try b.full(number, like: like)
        case .unary(let function, let operand):
            value = try b.apply(function, operand.emit(like: like, into: &b, &written))
        case .binary(let function, let left, let right):
            let left = try left.emit(like: like, into: &b, &written)
            value = try b.apply(function, left, right.emit(like: like, into: &b, &written))
        case .power(let base, let exponent):
            value = try b.emit(.integerPower(exponent), [base.emit(like: like, into: &b, &written)])
        case .polygamma(let order, let operand):
            value = try b.emit(.polygamma(order: order), [operand.emit(like: like, into: &b, &written)])
        case .when(let comparison, let left, let right, let yes, let no):
            let left = try left.emit(like: like, into: &b, &written)
            let predicate = try b.compare(comparison, left, right.emit(like: like, into: &b, &written))
            let yes = try yes.emit(like: like, into: &b, &written)
            value = try b.select(predicate, yes, no.emit(like: like, into: &b, &written))
        }
        written[self] = value
        return value
    }
}
