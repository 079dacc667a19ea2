import Graphs
import Tensors

// What the language writes in several equations and differentiates as one. Equation by equation the derivative would be
// right on paper and wrong in numbers: a power of two that keeps squares in range would carry cotangents out of it, and
// the slope 0 that a length has by convention at 0 would stand where the square of a length has no kink at all.

/// A size: a value that is never negative and whose square is smooth, though itself it has a kink at 0.
indirect enum Size {
    case magnitude(of: ValueID)
    case hypot(ValueID, ValueID)
    case norm(Norm)
    /// A size times or by something that does not move.
    case times(Size, ValueID)
    case divided(Size, by: ValueID)
    /// A size moved, stretched or converted by a primitive that is linear.
    case moved(Size, by: Primitive)
}

/// √Σ(x s)² / s over `axes`, s without a tangent; 0 where the sum is 0.
struct Norm {
    let x, scaled, root, sum, isZero: ValueID
    let axes: [Int]
}

/// log Σ exp(x − p) + p over `axes`, p without a tangent.
struct LogSumExp {
    let y, x, exponentials, sum: ValueID
    let axes: [Int]
}

/// A value of a graph that is differentiated as a whole.
enum Composition {
    case norm(Norm)
    /// √Σx² over `axes`, and 1 where the sum is 0.
    case rootOfSquares(x: ValueID, root: ValueID, isZero: ValueID, axes: [Int])
    case logSumExp(LogSumExp)
    /// `size` to a power of 2 or more; `base` is the value of the size.
    case power(Size, base: ValueID, Double)
    /// |x| to a power above 2 that is not whole.
    case powerOfMagnitude(x: ValueID, base: ValueID, Double)
    /// `root` of a sum that is not 0, else 0.
    case rootAwayFromZero(sum: ValueID, isZero: ValueID, root: ValueID)
}

/// Finds compositions in a graph by the equations that make its values.
struct CompositionFinder {
    private let graph: Graph
    private let makers: [Int32]
    /// A number for each value, the same for values that are computed alike; made when it is first asked for.
    private var alike: [Int]?
    /// Sizes are looked for through so many equations.
    private static let depthLimit = 8
    /// n · r^(n − 2) · x would magnify the rounding of a subnormal power where n is greater than that.
    private static let powerLimit = 32.0

    init(_ graph: Graph) {
        self.graph = graph
        var makers = [Int32](repeating: -1, count: graph.types.count)
        for (index, equation) in graph.equations.enumerated() {
            for result in equation.results { makers[result] = Int32(clamping: index) }
        }
        self.makers = makers
    }

    /// What the equation completes, if that is to be differentiated as a whole.
    mutating func composition(of equation: Equation, isMoving: (ValueID) -> Bool) -> Composition? {
        let x = equation.operands
        let primitive = equation.primitive
        if primitive == .binary(.div) { return norm(equation, isMoving).map { .norm($0) } }
        if primitive == .unary(.sqrt) {
            return squares(equation).map {
                .rootOfSquares(x: $0.x, root: equation.result, isZero: $0.isZero, axes: $0.axes)
            }
        }
        if primitive == .binary(.add) { return logSumExp(equation, isMoving).map { .logSumExp($0) } }
        if primitive == .select { return rootAwayFromZero(equation) }
        if case .integerPower(let n) = primitive, n >= 2 {
            guard Double(n) <= Self.powerLimit, let size = size(x[0], isMoving) else { return nil }
            return .power(size, base: x[0], Double(n))
        }
        if primitive == .binary(.pow) {
            guard let exponent = number(x[1]), exponent >= 2, exponent <= Self.powerLimit,
                let size = size(x[0], isMoving)
            else { return nil }
            if exponent.rounded() != exponent, case .magnitude(let inner) = size {
                return .powerOfMagnitude(x: inner, base: x[0], exponent)
            }
            return .power(size, base: x[0], exponent)
        }
        if primitive == .binary(.mul) {
            guard let left = power(x[0], isMoving), let right = power(x[1], isMoving),
                left.exponent + right.exponent <= Self.powerLimit, isAlike(left.base, right.base)
            else { return nil }
            return .power(left.size, base: left.base, left.exponent + right.exponent)
        }
        return nil
    }

    // MARK: Shapes of compositions

    private func norm(_ equation: Equation, _ isMoving: (ValueID) -> Bool) -> Norm? {
        let scale = equation.operands[1]
        guard !isMoving(scale), let chosen = operands(equation.operands[0], .select), number(chosen[1]) == 0,
            let root = maker(chosen[2]), case .unary(.sqrt) = root.primitive, let squares = squares(root),
            squares.isZero == chosen[0], let scaled = operands(squares.x, .binary(.mul)),
            unstretched(scaled[1]) == unstretched(scale)
        else { return nil }
        return Norm(
            x: scaled[0], scaled: squares.x, root: root.result, sum: squares.sum, isZero: chosen[0], axes: squares.axes)
    }

    /// Of what the equation takes the root, if that is Σx² or, where it is 0, 1.
    private func squares(_ root: Equation) -> (x: ValueID, sum: ValueID, isZero: ValueID, axes: [Int])? {
        guard let kept = operands(root.operands[0], .select), number(kept[1]) == 1, isTestOfZero(kept[0], of: kept[2]),
            let sum = maker(kept[2]), case .reduceSum(let axes) = sum.primitive,
            let squares = operands(sum.operands[0], .binary(.mul)), squares[0] == squares[1]
        else { return nil }
        return (squares[0], sum.result, kept[0], axes)
    }

    private func logSumExp(_ equation: Equation, _ isMoving: (ValueID) -> Bool) -> LogSumExp? {
        let peak = equation.operands[1]
        guard !isMoving(peak), let logarithm = operands(equation.operands[0], .unary(.log)),
            let sum = maker(logarithm[0]), case .reduceSum(let axes) = sum.primitive,
            let exponential = operands(sum.operands[0], .unary(.exp)),
            let difference = operands(exponential[0], .binary(.sub)), unstretched(difference[1]) == unstretched(peak)
        else { return nil }
        return LogSumExp(
            y: equation.result, x: difference[0], exponentials: sum.operands[0], sum: sum.result, axes: axes)
    }

    private func rootAwayFromZero(_ equation: Equation) -> Composition? {
        let x = equation.operands
        guard number(x[1]) == 0, let power = operands(x[2], .binary(.pow)), number(power[1]) != nil,
            let kept = operands(power[0], .select), kept[0] == x[0], number(kept[1]) == 1,
            isTestOfZero(x[0], of: kept[2])
        else { return nil }
        return .rootAwayFromZero(sum: kept[2], isZero: x[0], root: x[2])
    }

    // MARK: Sizes and their powers

    private func size(_ value: ValueID, _ isMoving: (ValueID) -> Bool, depth: Int = 0) -> Size? {
        guard depth < Self.depthLimit, isMoving(value), let maker = maker(value) else { return nil }
        let x = maker.operands
        func inner(_ operand: ValueID) -> Size? { size(operand, isMoving, depth: depth + 1) }
        let primitive = maker.primitive
        if primitive == .unary(.abs) { return .magnitude(of: x[0]) }
        if primitive == .unary(.neg) { return inner(x[0]) }
        if primitive == .binary(.hypot) { return .hypot(x[0], x[1]) }
        if primitive == .binary(.div) {
            if let norm = norm(maker, isMoving) { return .norm(norm) }
            return isMoving(x[1]) ? nil : inner(x[0]).map { .divided($0, by: x[1]) }
        }
        if primitive == .binary(.mul) {
            if !isMoving(x[1]) { return inner(x[0]).map { .times($0, x[1]) } }
            return isMoving(x[0]) ? nil : inner(x[1]).map { .times($0, x[0]) }
        }
        guard primitive.movesElements, graph.types[x[0]].dtype.isFloating else { return nil }
        return inner(x[0]).map { .moved($0, by: primitive) }
    }

    /// The value as a whole power of a size.
    private mutating func power(
        _ value: ValueID, _ isMoving: (ValueID) -> Bool, depth: Int = 0
    ) -> (size: Size, base: ValueID, exponent: Double)? {
        if let size = size(value, isMoving) { return (size, value, 1) }
        guard depth < Self.depthLimit, isMoving(value), let maker = maker(value) else { return nil }
        let x = maker.operands
        if case .integerPower(let n) = maker.primitive, n >= 2 {
            return size(x[0], isMoving).map { ($0, x[0], Double(n)) }
        }
        guard maker.primitive == .binary(.mul), let left = power(x[0], isMoving, depth: depth + 1),
            let right = power(x[1], isMoving, depth: depth + 1), isAlike(left.base, right.base)
        else { return nil }
        return (left.size, left.base, left.exponent + right.exponent)
    }

    // MARK: Equations

    func maker(_ value: ValueID) -> Equation? { makers[value] < 0 ? nil : graph.equations[Int(makers[value])] }

    /// The operands of the equation that makes the value, if it applies `primitive`.
    func operands(_ value: ValueID, _ primitive: Primitive) -> [ValueID]? {
        maker(value).flatMap { $0.primitive == primitive ? $0.operands : nil }
    }

    func isTestOfZero(_ truth: ValueID, of value: ValueID) -> Bool {
        guard let x = operands(truth, .compare(.eq)) else { return false }
        return x[0] == value && number(x[1]) == 0
    }

    /// What was stretched to make the value.
    private func unstretched(_ value: ValueID) -> ValueID {
        var value = value
        while let maker = maker(value), maker.primitive.keepsNumbers { value = maker.operands[0] }
        return value
    }

    /// The number that is written into the graph for all elements.
    func number(_ value: ValueID) -> Double? {
        var value = unstretched(value)
        while case .convert? = maker(value)?.primitive, let operand = maker(value)?.operands[0] {
            value = unstretched(operand)
        }
        guard case .constant(let scalar)? = maker(value)?.primitive else { return nil }
        return scalar.asDouble
    }

    private mutating func isAlike(_ left: ValueID, _ right: ValueID) -> Bool {
        guard left != right else { return true }
        if alike == nil { alike = numbered() }
        return alike?[left] == alike?[right]
    }

    private func numbered() -> [Int] {
        struct Key: Hashable {
            let primitive: Primitive
            let operands: [Int]
        }
        var known: [Key: Int] = [:]
        var numbers = Array(0..<graph.inputCount)
        for equation in graph.equations {
            let key = Key(primitive: equation.primitive, operands: equation.operands.map { numbers[$0] })
            let first = known[key] ?? equation.result
            known[key] = first
            numbers += equation.results.indices.map { first + $0 - equation.results.lowerBound }
        }
        return numbers
    }
}

/// The tangents of compositions, behind values and tangents of a graph that are there already.
struct CompositionRules {
    let value: [ValueID]
    let tangent: [ValueID?]

    /// The tangent of the composition; nil where it is zero.
    func tangent(of composition: Composition, into b: inout GraphBuilder) throws -> ValueID? {
        switch composition {
        case .norm(let norm): return try tangent(of: norm, into: &b)
        case .rootOfSquares(let x, let root, let isZero, let axes):
            guard let t = tangent[x] else { return nil }
            let unit = try b.div(value[x], Self.stretched(value[root], like: value[x], axes, into: &b))
            let sum = try b.emit(.reduceSum(axes), [b.mul(unit, t)])
            return try b.select(value[isZero], b.zeros(b.types[sum]), sum)
        case .logSumExp(let sum): return try tangent(of: sum, into: &b)
        case .power(let size, let base, let exponent):
            guard let half = try halfSquare(size, into: &b) else { return nil }
            // rⁿ has the tangent n rⁿ⁻² (r²/2)˙.
            let r = Formula.value(value[base])
            let factor: Formula =
                exponent.rounded() == exponent ? .power(r, Int(exponent) - 2) : .binary(.pow, r, .number(exponent - 2))
            let slope: Formula = exponent == 2 ? .number(2) : .number(exponent) * factor
            return try (slope * .value(half)).emit(like: half, into: &b)
        case .powerOfMagnitude(let x, let base, let exponent):
            // The slope of the power vanishes at 0 faster than that of |x| jumps.
            guard let t = tangent[x] else { return nil }
            let slope = Formula.binary(.powSlope, .value(value[base]), .number(exponent))
            return try (slope * .unary(.sign, .value(value[x])) * .value(t)).emit(like: t, into: &b)
        case .rootAwayFromZero(let sum, let isZero, let root):
            guard let t = tangent[root], let change = tangent[sum] else { return nil }
            let zero = try b.zeros(b.types[t])
            // At the kink the change of the sum is what has no further derivative: zeros that are chosen have one, 0.
            let kink = try b.mul(
                b.select(value[isZero], change, zero), Self.kink(at: value[isZero], value[sum], into: &b))
            return try b.add(b.select(value[isZero], zero, t), kink)
        }
    }

    /// Σ u ẋ, u = x / |x| from the scaled values, so that no cotangent is scaled.
    private func tangent(of norm: Norm, into b: inout GraphBuilder) throws -> ValueID? {
        guard let t = tangent[norm.x] else { return nil }
        let kink = try Self.kink(at: value[norm.isZero], value[norm.sum], into: &b)
        let length = try b.add(value[norm.root], kink)
        let unit = try b.div(value[norm.scaled], Self.stretched(length, like: value[norm.scaled], norm.axes, into: &b))
        return try b.emit(.reduceSum(norm.axes), [b.mul(unit, t)])
    }

    /// Σ w ẋ, w the weights exp(x − y). Where y is infinite, those that equal it share evenly.
    private func tangent(of sum: LogSumExp, into b: inout GraphBuilder) throws -> ValueID? {
        guard let t = tangent[sum.x] else { return nil }
        let (x, y) = (value[sum.x], value[sum.y])
        let isInfinite = try b.compare(.eq, b.apply(.abs, y), b.full(.infinity, like: y))
        func wide(_ reduced: ValueID) throws -> ValueID { try Self.stretched(reduced, like: x, sum.axes, into: &b) }
        let attains = try b.convert(b.compare(.eq, x, wide(y)), to: b.dtype(x))
        let shares = try b.select(wide(isInfinite), attains, value[sum.exponentials])
        let total = try b.select(isInfinite, b.emit(.reduceSum(sum.axes), [attains]), value[sum.sum])
        return try b.emit(.reduceSum(sum.axes), [b.mul(b.div(shares, wide(total)), t)])
    }

    /// The tangent of half the square of a size, which has no kink.
    private func halfSquare(_ size: Size, into b: inout GraphBuilder) throws -> ValueID? {
        func product(_ x: ValueID) throws -> ValueID? { try tangent[x].map { try b.mul(value[x], $0) } }
        switch size {
        case .magnitude(let x): return try product(x)
        case .hypot(let x, let y):
            guard let left = try product(x), let right = try product(y) else { return try product(x) ?? product(y) }
            return try b.add(left, right)
        case .norm(let norm): return try product(norm.x).map { try b.emit(.reduceSum(norm.axes), [$0]) }
        case .times(let inner, let factor):
            return try halfSquare(inner, into: &b).map { try b.mul(b.mul($0, value[factor]), value[factor]) }
        case .divided(let inner, let divisor):
            return try halfSquare(inner, into: &b).map { try b.div(b.div($0, value[divisor]), value[divisor]) }
        case .moved(let inner, let primitive):
            return try halfSquare(inner, into: &b).map { try b.emit(primitive, [$0]) }
        }
    }

    /// 0, whose derivative is NaN where `sum` is 0 and 0 elsewhere: there is no second derivative at a kink.
    private static func kink(at isZero: ValueID, _ sum: ValueID, into b: inout GraphBuilder) throws -> ValueID {
        let root = try b.apply(.sqrt, b.select(isZero, sum, b.full(1, like: sum)))
        return try b.mul(b.zeros(b.types[sum]), root)
    }

    private static func stretched(
        _ reduced: ValueID, like full: ValueID, _ axes: [Int], into b: inout GraphBuilder
    ) throws -> ValueID {
        let dims = b.shape(full).dims
        return try b.broadcast(reduced, to: dims, axes: dims.indices.filter { !axes.contains($0) })
    }
}

extension Primitive {
    /// Whether each element of the result is the element of the one operand at some place, in another type perhaps.
    fileprivate var movesElements: Bool {
        if case .convert = self { return true }
        if case .transpose = self { return true }
        if case .slice = self { return true }
        if case .reverse = self { return true }
        return keepsNumbers
    }

    /// Whether the operand is stretched or brought into another shape.
    fileprivate var keepsNumbers: Bool {
        if case .broadcastInDim = self { return true }
        if case .reshape = self { return true }
        return false
    }
}
