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
        case (.string(let text), .integer(let count)) where operation == .multiply,
            (.integer(let count), .string(let text)) where operation == .multiply:
            .string(try repeated(text, count))
        case (.dict(let x), .dict(let y)) where operation == .or: .dict(Dict(x.keys + y.keys, x.values + y.values))
        case (.integer(let x), .float(let y)) where operation == .floorDivide || operation == .modulo:
            try floats(operation, Double(x), y)
        default:
            if let x = number(left), let y = number(right) { try floats(operation, x, y) } else { nil }
        }
    }

    static let stringBytesMax = 100_000
    static let longString = Fault(
        .limit, "a string of more than \(stringBytesMax) bytes", hint: "strings are names and text")

    private static func joined(_ left: String, _ right: String) throws -> String {
        guard left.utf8.count + right.utf8.count <= stringBytesMax else { throw longString }
        return left + right
    }

    private static func repeated(_ text: String, _ count: Int) throws -> String {
        guard count <= stringBytesMax, text.utf8.count * max(count, 0) <= stringBytesMax else { throw longString }
        return String(repeating: text, count: max(count, 0))
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
                    hint: "1 / array(0.0) is inf"
                ).raising("ZeroDivisionError")
            }
            return .float((DoubleDouble(x) / DoubleDouble(y)).rounded)
        case .floorDivide, .modulo:
            guard y != 0 else {
                throw Fault(.argument, "\(x) \(operation.rawValue) \(y): a division of numbers by zero")
                    .raising("ZeroDivisionError")
            }
            guard y != -1 else {
                return operation == .modulo ? .integer(0) : try checked(0.subtractingReportingOverflow(x))
            }
            let rest = x % y
            let isShifted = rest != 0 && (rest < 0) != (y < 0)
            return .integer(operation == .modulo ? (isShifted ? rest + y : rest) : (isShifted ? x / y - 1 : x / y))
        case .power: return y < 0 ? try floats(.power, Double(x), Double(y)) : .integer(try power(x, y, times: 1))
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

    /// `sign` · xʸ, y from 0.
    static func power(_ x: Int, _ y: Int, times sign: Int) throws -> Int {
        var result = sign
        // The product of 64 twos overflows, so a base other than 0, 1 and −1 ends the loop soon.
        for _ in 0..<((-1...1).contains(x) ? min(y, 2 - y % 2) : y) {
            let (product, overflow) = result.multipliedReportingOverflow(by: x)
            guard !overflow else { throw Fault(.limit, "\(x) ** \(y) does not fit in 64 bits", hint: "write a float") }
            result = product
        }
        return result
    }

    /// As C's `pow`; overflow is refused, as in Python.
    private static func power(_ x: Double, _ y: Double) throws -> Double {
        if y == 0 || x == 1 { return 1 }
        if x.isNaN || y.isNaN { return .nan }
        let isWhole = y.rounded(.towardZero) == y
        let isOdd = isWhole && y.magnitude < 0x1p53 && !Int(y).isMultiple(of: 2)
        let size = x.magnitude
        if y.isInfinite { return size == 1 ? 1 : (size > 1) == (y > 0) ? .infinity : 0 }
        if size.isInfinite || size == 0 {
            guard size.isInfinite || y > 0 else {
                throw Fault(.argument, "\(x) ** \(y): a division of numbers by zero", hint: "1 / array(0.0) is inf")
                    .raising("ZeroDivisionError")
            }
            let result: Double = (size == 0) == (y > 0) ? 0 : .infinity
            return x.sign == .minus && isOdd ? -result : result
        }
        guard x > 0 || isWhole else {
            throw Fault(.argument, "\(x) ** \(y) is a complex number", hint: "numbers are real; abs(x) ** y is there")
        }
        let result = y == 0.5 ? size.squareRoot() : DoubleDouble.power(size, y)
        guard result.isFinite else {
            throw Fault(.limit, "\(x) ** \(y) is too large for a float", hint: "array(\(x)) ** \(y) is inf")
        }
        return x < 0 && isOdd ? -result : result
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
                    hint: "1 / array(0.0) is inf"
                ).raising("ZeroDivisionError")
            }
            if operation == .divide { return .float(x / y) }
            let (quotient, rest) = floorDivision(x, y)
            return .float(operation == .modulo ? rest : quotient)
        case .power: return .float(try power(x, y))
        case .matmul, .and, .or, .xor, .shiftLeft, .shiftRight:
            throw Fault(
                .argument, "\(operation.rawValue) does not apply to \(x) and \(y)",
                hint: operation == .xor ? "a power is written x ** 2" : nil)
        }
    }

    /// Python's `divmod` of floats; a remainder of zero has the sign of the divisor.
    private static func floorDivision(_ x: Double, _ y: Double) -> (quotient: Double, rest: Double) {
        var rest = x.truncatingRemainder(dividingBy: y)
        var quotient = (x - rest) / y
        if rest == 0 {
            rest = Double(signOf: y, magnitudeOf: 0)
        } else if (rest < 0) != (y < 0) {
            rest += y
            quotient -= 1
        }
        guard quotient != 0 else { return (Double(signOf: x / y, magnitudeOf: 0), rest) }
        let floor = quotient.rounded(.down)
        return (quotient - floor > 0.5 ? floor + 1 : floor, rest)
    }

    /// The truth of a comparison, or nil when an operand is an array or has no order.
    static func compare(_ operation: ComparisonOperator, _ left: Value, _ right: Value) -> Bool? {
        switch operation {
        case .equal: return same(left, right)
        case .notEqual: return same(left, right).map { !$0 }
        case .identical: return identical(left, right)
        case .notIdentical: return identical(left, right).map { !$0 }
        case .less: return ordered(left, right)
        case .greater: return ordered(right, left)
        // NaN is in no order, so that neither follows from the other.
        case .lessEqual: return orderedOrSame(left, right)
        case .greaterEqual: return orderedOrSame(right, left)
        case .contained: return contains(right, left)
        case .notContained: return contains(right, left).map { !$0 }
        }
    }

    private static func orderedOrSame(_ left: Value, _ right: Value) -> Bool? {
        guard let isBefore = ordered(left, right) else { return nil }
        return isBefore || same(left, right) == true
    }

    /// Whether `left` comes before `right`; nil where Python does not compare them, or an array is among them.
    static func ordered(_ left: Value, _ right: Value) -> Bool? {
        if let x = number(left), let y = number(right) {
            // Whole numbers beyond 2⁵³ are not rounded.
            if let a = whole(left), let b = whole(right) { return a < b }
            return x < y || x == y && exactlyBefore(left, right)
        }
        if case .string(let x) = left, case .string(let y) = right {
            return x.unicodeScalars.lexicographicallyPrecedes(y.unicodeScalars)
        }
        guard let x = left.items, let y = right.items else { return nil }
        for (a, b) in zip(x, y) {
            guard let isSame = same(a, b) else { return nil }
            if !isSame { return ordered(a, b) }
        }
        return x.count < y.count
    }

    private static func whole(_ value: Value) -> Int? {
        switch value {
        case .integer(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    /// Of a whole number and a float that are equal once rounded, whether the first is less.
    private static func exactlyBefore(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.integer(let x), .float(let y)): Int(exactly: y).map { x < $0 } ?? (y > 0)
        case (.float(let x), .integer(let y)): Int(exactly: x).map { $0 < y } ?? (x < 0)
        default: false
        }
    }

    private static func contains(_ container: Value, _ value: Value) -> Bool? {
        switch container {
        case .dict(let dict): return DictKey(value).map { dict[$0] != nil }
        case .string(let text):
            guard case .string(let part) = value else { return nil }
            return part.isEmpty || text.contains(part)
        case .range(let start, let stop, let step):
            guard let number = whole(value) else { return nil }
            guard step > 0 ? number >= start && number < stop : number <= start && number > stop else { return false }
            let (distance, overflow) = number.subtractingReportingOverflow(start)
            return !overflow && distance % step == 0
        default:
            guard let items = container.items, !value.holdsArrays, !items.contains(where: \.holdsArrays) else {
                return nil
            }
            return items.contains { same(value, $0) ?? false }
        }
    }

    /// Whether two values are one; nil where that depends on how Python keeps them.
    private static func identical(_ left: Value, _ right: Value) -> Bool? {
        switch (left, right) {
        case (.none, .none): true
        case (.none, _), (_, .none): false
        case (.bool(let x), .bool(let y)): x == y
        case (.bool, _), (_, .bool): false
        case (.ellipsis, .ellipsis): true
        case (.builtin(let x), .builtin(let y)): x.name == y.name
        case (.dtype(let x), .dtype(let y)): x == y
        case (.integer(let x), .integer(let y)): x == y
        case (.string(let x), .string(let y)): x == y
        case (.object(.instance), _), (_, .object(.instance)), (.object(.classType), _), (_, .object(.classType)),
            (.object(.recordType), _), (_, .object(.recordType)), (.object(.reference), .object(.reference)):
            same(left, right) ?? false
        default: nil
        }
    }

    /// Whether two values are equal; nil where an array is among them.
    static func same(_ left: Value, _ right: Value) -> Bool? {
        if let x = number(left), let y = number(right) {
            if let a = whole(left), let b = whole(right) { return a == b }
            return x == y && !exactlyBefore(left, right) && !exactlyBefore(right, left)
        }
        switch (left, right) {
        case (.array, _), (_, .array): return nil
        case (.none, .none): return true
        case (.string(let x), .string(let y)): return x == y
        case (.dtype(let x), .dtype(let y)): return x == y
        case (.builtin(let x), .builtin(let y)): return x.name == y.name
        case (.dtype(let x), .builtin(let y)), (.builtin(let y), .dtype(let x)):
            return x == .f64 && y.name == "float" || x == .i64 && y.name == "int" || x == .bool && y.name == "bool"
        case (.object(.structure(let x)), .object(.structure(let y))): return x == y
        case (.object(.recordType(let x)), .object(.recordType(let y))): return x == y
        case (.object(.classType(let x)), .object(.classType(let y))): return x.id == y.id
        case (.object(.instance(let x)), .object(.instance(let y))): return x.id == y.id
        case (.object(.reference(let x)), .object(.reference(let y))): return x == y
        case (.object(.arrayType(let x)), .object(.arrayType(let y))): return x == y
        case (.object(.instance), _), (_, .object(.instance)): return false
        case (.range(let a, let b, let c), .range(let x, let y, let z)) where (a, b, c) == (x, y, z): return true
        case (.dtype(let x), .string(let y)), (.string(let y), .dtype(let x)): return x == Library.dtypes[y]
        case (.dict(let x), .dict(let y)):
            guard x.keys.count == y.keys.count else { return false }
            return allSame(x.keys.map { x[$0] ?? .none }, x.keys.map { y[$0] ?? .object(.text([])) })
        case (.record(let x), .record(let y)) where x.type == y.type: return allSame(x.items, y.items)
        case (.list(let x), .list(let y)): return allSame(x, y)
        case (.list, .tuple), (.tuple, .list): return false
        case (.tuple, _), (.record, _):
            guard let x = left.items, let y = right.items else { return false }
            return allSame(x, y)
        case (.none, _), (_, .none), (.string, _), (_, .string), (.dict, _), (_, .dict), (.list, _), (_, .list):
            return false
        default: return nil
        }
    }

    private static func allSame(_ x: [Value], _ y: [Value]) -> Bool? {
        guard x.count == y.count else { return false }
        for (a, b) in zip(x, y) {
            guard let isSame = same(a, b) else { return nil }
            if !isSame { return false }
        }
        return true
    }
}
