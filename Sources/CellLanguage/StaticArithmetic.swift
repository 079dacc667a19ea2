import Tensors

/// Python's arithmetic on numbers that are known while the cell is elaborated.
enum StaticArithmetic {
    /// The result, or nil when an operand is an array.
    static func binary(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value? {
        switch (left, right) {
        case (.integer(let x), .integer(let y)): try integers(operation, x, y)
        case (.integer(let x), .bool(let y)): try integers(operation, x, y ? 1 : 0)
        case (.bool(let x), .integer(let y)): try integers(operation, x ? 1 : 0, y)
        case (.bool(let x), .bool(let y)):
            switch operation {
            case .and: .bool(x && y)
            case .or: .bool(x || y)
            case .xor: .bool(x != y)
            default: try integers(operation, x ? 1 : 0, y ? 1 : 0)
            }
        case (.list(let x), .list(let y)) where operation == .add: .list(x + y)
        case (.tuple(let x), .tuple(let y)) where operation == .add: .tuple(x + y)
        case (.list(let items), .integer(let count)) where operation == .multiply,
            (.integer(let count), .list(let items)) where operation == .multiply:
            .list(try repeated(items, count))
        case (.tuple(let items), .integer(let count)) where operation == .multiply,
            (.integer(let count), .tuple(let items)) where operation == .multiply:
            .tuple(try repeated(items, count))
        case (.string(let x), .string(let y)) where operation == .add: .string(try joined(x, y))
        default:
            if let x = number(left), let y = number(right) { try floats(operation, x, y) } else { nil }
        }
    }

    private static func joined(_ left: String, _ right: String) throws -> String {
        guard left.utf8.count + right.utf8.count <= 100_000 else {
            throw Fault(.limit, "a string of more than 100000 bytes", hint: "strings are names and options")
        }
        return left + right
    }

    private static func repeated(_ items: [Value], _ count: Int) throws -> [Value] {
        guard count <= 100_000, items.count * max(count, 0) <= 100_000 else {
            throw Fault(.limit, "a list of more than 100000 items")
        }
        return (0..<max(count, 0)).flatMap { _ in items }
    }

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .integer(let value): Double(value)
        case .float(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    private static func integers(_ operation: BinaryOperator, _ x: Int, _ y: Int) throws -> Value {
        func checked(_ result: (partialValue: Int, overflow: Bool)) throws -> Value {
            guard !result.overflow else {
                throw Fault(.limit, "\(x) \(operation.rawValue) \(y) does not fit in 64 bits", hint: "write a float")
            }
            return .integer(result.partialValue)
        }
        switch operation {
        case .add: return try checked(x.addingReportingOverflow(y))
        case .subtract: return try checked(x.subtractingReportingOverflow(y))
        case .multiply: return try checked(x.multipliedReportingOverflow(by: y))
        case .divide:
            guard y != 0 else {
                throw Fault(
                    .argument, "\(x) \(operation.rawValue) \(y): a division of numbers by zero",
                    hint: "1 / array(0.0) is inf")
            }
            return .float(Double(x) / Double(y))
        case .floorDivide, .modulo:
            guard y != 0 else {
                throw Fault(.argument, "\(x) \(operation.rawValue) \(y): a division of numbers by zero")
            }
            guard y != -1 else {
                return operation == .modulo ? .integer(0) : try checked(0.subtractingReportingOverflow(x))
            }
            let rest = x % y
            let isShifted = rest != 0 && (rest < 0) != (y < 0)
            return .integer(operation == .modulo ? (isShifted ? rest + y : rest) : (isShifted ? x / y - 1 : x / y))
        case .power: return try power(x, y)
        case .and: return .integer(x & y)
        case .or: return .integer(x | y)
        case .xor: return .integer(x ^ y)
        case .shiftLeft, .shiftRight:
            guard y >= 0 else { throw Fault(.argument, "a shift by \(y), and it must be from 0") }
            // Swift's smart shifts give 0 or the sign where nothing of the number is left.
            guard operation == .shiftRight || (x << y) >> y == x else {
                throw Fault(.limit, "\(x) << \(y) does not fit in 64 bits", hint: "write a float")
            }
            return .integer(operation == .shiftLeft ? x << y : x >> y)
        case .matmul: throw Fault(.argument, "@ of numbers", hint: "use *")
        }
    }

    private static func power(_ x: Int, _ y: Int) throws -> Value {
        guard y >= 0 else { return .float(floatPower(Double(x), y)) }
        var result = 1
        // The product of 64 twos overflows, so a base other than 0, 1 and −1 ends the loop soon.
        for _ in 0..<((-1...1).contains(x) ? min(y, 2 - y % 2) : y) {
            let (product, overflow) = result.multipliedReportingOverflow(by: x)
            guard !overflow else { throw Fault(.limit, "\(x) ** \(y) does not fit in 64 bits", hint: "write a float") }
            result = product
        }
        return .integer(y == 0 ? 1 : result)
    }

    /// x to a whole power, by repeated squaring.
    private static func floatPower(_ x: Double, _ exponent: Int) -> Double {
        var (square, rest, result) = (x, exponent.magnitude, 1.0)
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            rest >>= 1
            square *= square
        }
        return exponent < 0 ? 1 / result : result
    }

    private static func floats(_ operation: BinaryOperator, _ x: Double, _ y: Double) throws -> Value {
        switch operation {
        case .add: return .float(x + y)
        case .subtract: return .float(x - y)
        case .multiply: return .float(x * y)
        case .divide, .floorDivide, .modulo:
            guard y != 0 else {
                throw Fault(
                    .argument, "\(x) \(operation.rawValue) \(y): a division of numbers by zero",
                    hint: "1 / array(0.0) is inf")
            }
            if operation == .divide { return .float(x / y) }
            let rest = x.truncatingRemainder(dividingBy: y)
            let floored = rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
            return .float(operation == .modulo ? floored : ((x - floored) / y).rounded())
        case .power:
            if y == 0.5, x >= 0 { return .float(x.squareRoot()) }
            if let whole = Int(exactly: y) { return .float(floatPower(x, whole)) }
            throw Fault(
                .argument, "a static number to the power \(y)", hint: "write power(array(\(x)), \(y))")
        case .matmul, .and, .or, .xor, .shiftLeft, .shiftRight:
            throw Fault(
                .argument, "\(operation.rawValue) does not apply to \(x) and \(y)",
                hint: operation == .xor ? "a power is written x ** 2" : nil)
        }
    }

    /// The truth of a comparison, or nil when an operand is an array.
    static func compare(_ operation: ComparisonOperator, _ left: Value, _ right: Value) -> Bool? {
        if let x = number(left), let y = number(right) {
            switch operation {
            case .equal, .identical: return x == y
            case .notEqual, .notIdentical: return x != y
            case .less: return x < y
            case .lessEqual: return x <= y
            case .greater: return x > y
            case .greaterEqual: return x >= y
            case .contained, .notContained: return nil
            }
        }
        switch operation {
        case .equal, .identical: return same(left, right)
        case .notEqual, .notIdentical: return same(left, right).map { !$0 }
        case .contained, .notContained:
            let found = right.items?.map { compare(.equal, left, $0) ?? false }.contains(true)
            return found.map { operation == .contained ? $0 : !$0 }
        case .less, .lessEqual, .greater, .greaterEqual: return nil
        }
    }

    private static func same(_ left: Value, _ right: Value) -> Bool? {
        switch (left, right) {
        case (.none, .none): return true
        case (.none, _), (_, .none): return false
        case (.string(let x), .string(let y)): return x == y
        case (.dtype(let x), .dtype(let y)): return x == y
        default:
            guard let x = left.items, let y = right.items else { return nil }
            return x.count == y.count && zip(x, y).allSatisfy { compare(.equal, $0, $1) ?? false }
        }
    }
}
