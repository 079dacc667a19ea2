import Graphs
import Tensors

extension Value {
    /// How an array is made of something that is none.
    fileprivate var arrayAdvice: String? {
        switch self {
        case .tuple, .list: "array([…]) makes an array of a list"
        case .dict: "d['key'] takes a value of the dict; derivatives, vmap and loops take dicts as they are"
        case .record: "x.field takes a value of it"
        case .object: nil
        case .range: "arange(start, stop) makes an array of whole numbers"
        case .closure, .builtin, .method, .transformed, .primitive: "call it: f(x)"
        case .none: "a function without return gives None"
        case .updater: "x.at[i].add(u) gives the changed array"
        case .file: "load(\"file.npz\")[\"key\"] takes one of its arrays"
        case .array, .integer, .float, .bool, .string, .ellipsis, .dtype, .module: nil
        }
    }
}

extension Elaborator {
    /// The array that a value stands for: itself, or a scalar constant.
    mutating func array(_ term: Term) throws -> ValueID {
        switch term.value {
        case .array(let id, _): return id
        case .integer(let value): return try b.emit(.constant(.i64(Int64(value))), [])
        case .float(let value): return try b.emit(.constant(.f64(value)), [])
        case .bool(let value): return try b.emit(.constant(.bool(value)), [])
        default:
            throw Fault(
                .argument, "expected an array, found \(term.value.kindText)", at: term.position,
                hint: term.value.arrayAdvice)
        }
    }

    func promotion(of term: Term) throws -> Promotion {
        switch term.value {
        case .array(let id, let isWeak): Promotion(b.dtype(id), isWeak: isWeak)
        case .integer: .weakInteger
        case .float: .weakFloat
        case .bool: .bool
        default:
            throw Fault(
                .argument, "expected an array or a number, found \(term.value.kindText)", at: term.position,
                hint: term.value.arrayAdvice)
        }
    }

    /// The array of a value in another element type. Python numbers become constants of that type at once.
    mutating func array(_ term: Term, as dtype: DType) throws -> ValueID {
        switch term.value {
        case .integer(let value):
            try requireFit(value, in: dtype, at: term.position)
            return try b.emit(.constant(Scalar(.i64(Int64(value)), as: dtype)), [])
        case .float(let value): return try b.emit(.constant(Scalar(.f64(value), as: dtype)), [])
        default: return try b.convert(array(term), to: dtype)
        }
    }

    /// - Throws: `Fault.limit` when the type has no such whole number, as NumPy and JAX refuse it.
    func requireFit(_ number: Int, in dtype: DType, at position: SourcePosition) throws {
        guard dtype == .i32, Int32(exactly: number) == nil else { return }
        throw Fault(
            .limit, "\(number) does not fit in int32", at: position,
            hint: "write an array of int64, or a float")
    }

    /// Operands promoted to one element type by JAX's lattice and then lifted, then stretched to one shape.
    mutating func matched(
        _ terms: [Term], as name: String, _ lift: Lift = .none
    ) throws -> (values: [ValueID], isWeak: Bool) {
        let rank = lift(try terms.map { try promotion(of: $0) }.reduce(.bool) { max($0, $1) })
        let arrays = try terms.map { try array($0, as: rank.dtype) }
        return (try stretched(arrays, terms, as: name), rank.isWeak)
    }

    /// Arrays stretched to the shape they broadcast to.
    mutating func stretched(_ arrays: [ValueID], _ terms: [Term], as name: String) throws -> [ValueID] {
        var dims: [Int] = []
        for (index, value) in arrays.enumerated() {
            guard let joined = try Shape(dims).broadcast(with: b.shape(value)) else {
                let other = arrays[..<index].first { b.shape($0).broadcast(with: b.shape(value)) == nil } ?? arrays[0]
                let place = arrays.firstIndex(of: other).map { terms[$0].position } ?? terms[0].position
                throw Fault(
                    .shape,
                    "\(name): \(b.types[other]) at \(place) and \(b.types[value]) at \(terms[index].position) do not "
                        + "broadcast together",
                    at: terms[index].position,
                    hint: "sizes must be equal or 1, matched from the last axis; reshape or x[:, None] adds an axis")
            }
            dims = joined
        }
        return try arrays.map { try b.broadcastTrailing($0, to: dims) }
    }

    /// A function of arrays of one element type.
    mutating func elementwise(
        _ function: BinaryFunction, _ left: Term, _ right: Term, _ lift: Lift = .none
    ) throws -> Value {
        let (x, isWeak) = try matched([left, right], as: function.rawValue, lift)
        return .array(try b.apply(function, x[0], x[1]), isWeak: isWeak)
    }

    /// A function of one floating array; the result is weak when the operand is.
    mutating func elementwise(_ function: UnaryFunction, _ operand: Term) throws -> Value {
        let (x, isWeak) = try matched([operand], as: function.rawValue, .inexact)
        return .array(try b.apply(function, x[0]), isWeak: isWeak)
    }

    mutating func unary(_ operation: UnaryOperator, _ term: Term) throws -> Value {
        let operand = term.value
        if operand.classType != nil, let name = operation.methodName,
            let value = try calling(name, of: operand, at: term.position)
        {
            return value
        }
        switch (operation, operand) {
        case (.minus, .integer(let value)):
            let (negated, overflow) = Int(0).subtractingReportingOverflow(value)
            guard !overflow else { throw Fault(.limit, "-(\(value)) does not fit in 64 bits") }
            return .integer(negated)
        case (.minus, .float(let value)): return .float(-value)
        case (.minus, .bool(let value)): return .integer(value ? -1 : 0)
        case (.minus, .array(let id, let isWeak)): return .array(try b.apply(.neg, id), isWeak: isWeak)
        case (.plus, .integer), (.plus, .float): return operand
        case (.plus, .bool(let value)): return .integer(value ? 1 : 0)
        case (.invert, .bool(let value)): return .integer(value ? -2 : -1)
        case (.plus, .array(let id, let isWeak)): return .array(try b.emit(.reshape(b.shape(id)), [id]), isWeak: isWeak)
        case (.invert, .integer(let value)): return .integer(~value)
        case (.invert, .array(let id, let isWeak)): return .array(try b.apply(.not, id), isWeak: isWeak)
        case (.not, .array):
            throw Fault(
                .argument, "'not' of an array, which has many truths",
                hint: "write ~x of bools, or x == 0, which work element by element")
        case (.not, _): return .bool(try !truth(operand, at: term.position))
        default: throw Fault(.argument, "\(operation.rawValue) does not apply to \(operand.kindText)")
        }
    }

    mutating func binary(_ operation: BinaryOperator, _ left: Term, _ right: Term) throws -> Value {
        if case .string(let text) = left.value, operation == .modulo { return try percentFormatted(text, right) }
        if operation == .add, left.value.isText, right.value.isText {
            return try string(pieces(of: left.value, represented: false) + pieces(of: right.value, represented: false))
        }
        if let value = try overloaded(operation, left, right) { return value }
        if let value = try StaticArithmetic.binary(operation, left.value, right.value) { return value }
        switch operation {
        case .add: return try elementwise(isBool(left, right) ? .or : .add, left, right)
        case .subtract: return try elementwise(.sub, left, right)
        case .multiply: return try elementwise(isBool(left, right) ? .and : .mul, left, right)
        case .divide: return try elementwise(.div, left, right, .inexact)
        case .floorDivide: return try floorDivide(left, right)
        case .modulo: return try remainder(left, right)
        case .power: return try power(left, right)
        case .matmul: return try matmul(left, right)
        case .and: return try bitwise(.and, left, right, "compare in parentheses: (a < b) & (c < d)")
        case .or: return try bitwise(.or, left, right, "compare in parentheses: (a < b) | (c < d)")
        case .xor: return try bitwise(.xor, left, right, "a power is written x ** 2")
        case .shiftLeft, .shiftRight:
            throw Fault(
                .argument, "\(operation.rawValue) works on static whole numbers only", at: left.position,
                hint: "write x * 2**n or x // 2**n")
        }
    }

    /// `&`, `|` or `^`, which floats do not have.
    private mutating func bitwise(
        _ function: BinaryFunction, _ left: Term, _ right: Term, _ advice: String
    ) throws -> Value {
        for term in [left, right] where try promotion(of: term) >= .weakFloat {
            let symbol = function == .and ? "&" : function == .or ? "|" : "^"
            throw Fault(
                .dtype, "\(symbol) works on whole numbers and bools, not on \(typeText(term))", at: term.position,
                hint: advice)
        }
        return try elementwise(function, left, right)
    }

    /// `f64[3]` of an array, else what a person would call the value.
    func typeText(_ term: Term) -> String {
        if case .array(let id, _) = term.value { b.types[id].description } else { term.value.text }
    }

    private func isBool(_ left: Term, _ right: Term) throws -> Bool {
        try promotion(of: left) == .bool && promotion(of: right) == .bool
    }

    /// Python's `%`: the remainder has the sign of the divisor. Of whole numbers, x % 0 = 0, as JAX has it.
    mutating func remainder(_ left: Term, _ right: Term) throws -> Value {
        let (x, isWeak) = try matched([left, right], as: "%", .number)
        var divisor = x[1]
        if !b.dtype(divisor).isFloating {
            divisor = try b.select(
                b.compare(.eq, divisor, b.zeros(b.types[divisor])), b.full(1, like: divisor), divisor)
        }
        let rest = try b.apply(.rem, x[0], divisor)
        let zero = try b.zeros(b.types[rest])
        let signsDiffer = try b.compare(.ne, b.compare(.lt, rest, zero), b.compare(.lt, divisor, zero))
        let isShifted = try b.apply(.and, signsDiffer, b.compare(.ne, rest, zero))
        let shifted = try b.select(isShifted, b.add(rest, divisor), rest)
        guard b.dtype(rest).isFloating else { return .array(shifted, isWeak: isWeak) }
        // x + 0 and −(0 − x) are x, but for x = ±0, of which they make 0 and −0.
        let positive = try b.add(shifted, zero)
        let negative = try b.apply(.neg, b.sub(zero, shifted))
        return .array(try b.select(b.compare(.lt, divisor, zero), negative, positive), isWeak: isWeak)
    }

    /// Python's `//`: rounds toward minus infinity; a zero has the sign of a / b. By zero it gives what JAX gives.
    mutating func floorDivide(_ left: Term, _ right: Term) throws -> Value {
        let (x, isWeak) = try matched([left, right], as: "//", .number)
        let (dividend, divisor) = (x[0], x[1])
        let rest = try b.apply(.rem, dividend, divisor)
        let zero = try b.zeros(b.types[rest])
        let isUneven = try b.compare(.ne, rest, zero)
        let one = try b.full(1, like: rest)
        guard b.dtype(rest).isFloating else {
            let signsDiffer = try b.compare(.ne, b.apply(.sign, dividend), b.apply(.sign, divisor))
            let truncated = try b.div(dividend, divisor)
            let isShifted = try b.apply(.and, signsDiffer, isUneven)
            return .array(try b.select(isShifted, b.sub(truncated, one), truncated), isWeak: isWeak)
        }
        // The remainder by 0 is NaN, and the quotient is not.
        let whole = try b.select(b.compare(.eq, divisor, zero), dividend, b.sub(dividend, rest))
        let quotient = try b.div(whole, divisor)
        let signsDiffer = try b.compare(.ne, b.apply(.sign, divisor), b.apply(.sign, rest))
        let lowered = try b.select(b.apply(.and, isUneven, signsDiffer), b.sub(quotient, one), quotient)
        let rounded = try b.apply(.round, lowered)
        let signed = try b.mul(b.emit(.stopGradient, [b.div(dividend, divisor)]), zero)
        return .array(try b.select(b.compare(.eq, rounded, zero), signed, rounded), isWeak: isWeak)
    }

    /// A static whole exponent multiplies, whole arrays stay whole, any other goes through `pow`.
    mutating func power(_ base: Term, _ exponent: Term) throws -> Value {
        if case .integer(let n) = exponent.value {
            let (x, isWeak) = try matched([base], as: "**", .number)
            if b.dtype(x[0]).isFloating { return .array(try b.emit(.integerPower(n), [x[0]]), isWeak: isWeak) }
            guard n >= 0 else { throw negativePower(at: exponent.position) }
            return .array(try integerPower(x[0], n), isWeak: isWeak)
        }
        guard try max(promotion(of: base), promotion(of: exponent)) < .weakFloat else {
            return try elementwise(.pow, base, exponent)
        }
        let (x, isWeak) = try matched([base, exponent], as: "**", .number)
        // Weak for scalars only, as in JAX.
        let isWeakScalar = isWeak && b.shape(x[0]).rank == 0
        let power = try integerPower(x[0], exponents: x[1])
        guard let written = writtenIntegers(x[1]) else {
            try checkPowers(x[1], at: exponent.position)
            return .array(try truncated(power, base: x[0], exponents: x[1]), isWeak: isWeakScalar)
        }
        guard written.allSatisfy({ $0 >= 0 }) else { throw negativePower(at: exponent.position) }
        return .array(power, isWeak: isWeakScalar)
    }

    private func negativePower(at position: SourcePosition) -> Fault {
        Fault(.argument, "a whole array to a negative power", at: position, hint: "x.astype(float64) first")
    }

    /// Exponents that are known when the cell runs are looked at then; not those of a function that is written as a graph.
    private mutating func checkPowers(_ exponents: ValueID, at position: SourcePosition) throws {
        guard traceDepth == 0, b.shape(exponents).count > 0 else { return }
        let least = try b.emit(.reduceMin(Array(0..<b.shape(exponents).rank)), [exponents])
        let isWhole = try b.compare(.ge, least, b.zeros(b.types[least]))
        checks.append(
            Check(
                value: isWhole, message: [], position: position, condition: "", fault: negativePower(at: position)))
    }

    /// Whole numbers to negative powers inside of such a function are their inverses without what is behind the point: 0, but
    /// for 1 and −1.
    private mutating func truncated(_ power: ValueID, base: ValueID, exponents: ValueID) throws -> ValueID {
        let isUnit = try b.compare(.eq, b.apply(.abs, base), b.full(1, like: base))
        let isInverse = try b.compare(.lt, exponents, b.zeros(b.types[exponents]))
        return try b.select(b.apply(.and, isInverse, b.apply(.not, isUnit)), b.zeros(b.types[power]), power)
    }

    /// The whole numbers that an array holds, if the cell itself writes them.
    private func writtenIntegers(_ value: ValueID) -> [Int64]? {
        if let leaf = leaves.first(where: { $0.value == value }) {
            guard case .tensor(let tensor) = leaf.content, !leaf.isLoaded else { return nil }
            return (0..<tensor.shape.count).compactMap { tensor.element(at: $0)?.asInt64 }
        }
        guard case .equation(let index) = b.origins[value] else { return nil }
        let equation = b.equations[index]
        switch equation.primitive {
        case .constant(let scalar): return [scalar.asInt64]
        case .iota(let type, let axis): return [0, Int64(type.shape.dims[axis])]
        case .broadcastInDim, .reshape, .convert: return writtenIntegers(equation.operands[0])
        case .unary(.neg): return writtenIntegers(equation.operands[0])?.map { 0 &- $0 }
        default: return nil
        }
    }

    /// Whole numbers to whole powers from 0 to 63, wrapping: above, every product but those of 0, 1 and −1 overflows.
    /// JAX too looks at these six bits only.
    private mutating func integerPower(_ base: ValueID, exponents: ValueID) throws -> ValueID {
        let zero = try b.zeros(b.types[base])
        let isZero = try b.apply(.and, b.compare(.eq, base, zero), b.compare(.ne, exponents, zero))
        var (square, result) = (base, try b.select(isZero, zero, b.full(1, like: base)))
        for bit in 0..<6 {
            let isSet = try b.compare(.ne, b.apply(.and, exponents, b.full(Double(1 << bit), like: exponents)), zero)
            result = try b.select(isSet, b.mul(result, square), result)
            square = try b.mul(square, square)
        }
        return result
    }

    /// Whole numbers, by repeated squaring, wrapping.
    private mutating func integerPower(_ base: ValueID, _ exponent: Int) throws -> ValueID {
        var (square, rest) = (base, exponent)
        var result = try b.full(1, like: base)
        while rest > 0 {
            if rest & 1 == 1 { result = try b.mul(result, square) }
            rest >>= 1
            if rest > 0 { square = try b.mul(square, square) }
        }
        return result
    }

    mutating func compare(
        _ operation: ComparisonOperator, _ left: Term, _ right: Term, at position: SourcePosition
    ) throws -> Value {
        if let value = try overloaded(operation, left, right) { return value }
        if let value = StaticArithmetic.compare(operation, left.value, right.value) { return .bool(value) }
        let comparison: Comparison
        switch operation {
        case .equal: comparison = .eq
        case .notEqual: comparison = .ne
        case .less: comparison = .lt
        case .lessEqual: comparison = .le
        case .greater: comparison = .gt
        case .greaterEqual: comparison = .ge
        case .identical, .notIdentical, .contained, .notContained:
            throw Fault(
                .argument, "\(operation.rawValue) works on static values only", at: position,
                hint: operation == .contained || operation == .notContained ? "any(x == y) looks in an array" : "use =="
            )
        }
        for term in [left, right] {
            switch term.value {
            case .string, .tuple, .list, .dict, .record, .none, .object: break
            default: continue
            }
            throw Fault(
                .argument,
                "\(operation.rawValue) does not compare \(left.value.kindText) and \(right.value.kindText)",
                at: position,
                hint: left.value.holdsArrays || right.value.holdsArrays
                    ? "compare the arrays one by one" : "they are in no order")
        }
        let (x, _) = try matched([left, right], as: operation.rawValue)
        return .array(try b.compare(comparison, x[0], x[1]))
    }
}
