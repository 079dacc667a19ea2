import Graphs
import Tensors

private let ln2 = 0.693147180559945309417
private let log2OfE = 1.442695040888963407360
private let log10OfE = 0.434294481903251827651
private let twoOverRootPi = 1.128379167095512573896
private let oneOverRootTwoPi = 0.398942280401432677940

/// How a function of one operand is differentiated: formulas are of operand and result.
private enum UnaryRule {
    /// The result is no number that varies.
    case fixed
    /// It takes steps: the derivative is 0 wherever there is one.
    case step
    /// It is linear: the tangent of the result is the function of the tangent.
    case linear
    /// `absSlope`: 0, but NaN at 0.
    case kink
    /// A derivative that is finite for every finite operand, as is the function.
    case smooth((Formula, Formula) -> Formula)
    /// A derivative; for some finite operands it or the function is infinite, or is none.
    case singular((Formula, Formula) -> Formula)
}

extension UnaryFunction {
    /// The rule of each function, all that differentiation knows of it.
    ///
    /// Forms are chosen to stay within 4 ulps where the textbook's cancel, overflow or magnify the rounding of a factor, in
    /// their own derivatives too: the logistic's as s(x) s(−x), tanh′ as 4 s(2x) s(−2x), the quotients by 1 + x² by way of
    /// hypot, functions of exp(−x²) by a primitive. NUMERICS.md has the figures.
    ///
    /// Conventions: |x|′ = 0 at 0, with derivative NaN there; sign, floor, ceil and round have derivative 0, at their jumps
    /// too, and NaN at NaN (`stepJVP`); at an edge of the domain the limit from inside, infinite if need be (of sqrt and rsqrt at −0 with a minus, as IEEE divides). Outside
    /// the domain the formula holds where it has a value (log, log1p, atanh), else NaN.
    private var rule: UnaryRule {
        switch self {
        case .not, .isFinite: .fixed
        case .sign, .floor, .ceil, .round: .step
        case .absSlope: .kink
        case .neg: .linear
        case .abs: .smooth { x, _ in .unary(.absSlope, x) }
        case .sqrt: .singular { _, y in 0.5 / y }
        case .rsqrt: .singular { x, y in (-0.5 * y) / x }
        case .cbrt: .singular { _, y in 1 / (3 * .power(y, 2)) }
        case .exp: .singular { _, y in y }
        case .exp2: .singular { _, y in y * .number(ln2) }
        case .expm1: .singular { x, _ in .unary(.exp, x) }
        case .log: .singular { x, _ in 1 / x }
        case .log2: .singular { x, _ in .number(log2OfE) / x }
        case .log10: .singular { x, _ in .number(log10OfE) / x }
        case .log1p: .singular { x, _ in 1 / (1 + x) }
        case .sin: .smooth { x, _ in .unary(.cos, x) }
        case .cos: .smooth { x, _ in -.unary(.sin, x) }
        case .tan: .singular { x, _ in 1 / .power(.unary(.cos, x), 2) }
        case .asin: .singular { x, _ in .unary(.rsqrt, (1 - x) * (1 + x)) }
        case .acos: .singular { x, _ in -.unary(.rsqrt, (1 - x) * (1 + x)) }
        case .atan: .smooth { x, _ in (1 / .binary(.hypot, 1, x)) / .binary(.hypot, 1, x) }
        case .sinh: .singular { x, _ in .unary(.cosh, x) }
        case .cosh: .singular { x, _ in .unary(.sinh, x) }
        case .tanh: .smooth { x, _ in 4 * (.unary(.logistic, 2 * x) * .unary(.logistic, -2 * x)) }
        case .asinh: .smooth { x, _ in 1 / .binary(.hypot, 1, x) }
        case .acosh: .singular { x, _ in 1 / (.unary(.sqrt, x - 1) * .unary(.sqrt, x + 1)) }
        case .atanh: .singular { x, _ in 1 / ((1 - x) * (1 + x)) }
        case .logistic: .smooth { x, y in y * .unary(.logistic, -x) }
        case .erf: .smooth { x, _ in .number(twoOverRootPi) * .unary(.gaussian, x) }
        case .erfc: .smooth { x, _ in .number(-twoOverRootPi) * .unary(.gaussian, x) }
        case .erfInv: .singular { x, _ in .unary(.erfInvSlope, x) }
        case .erfInvSlope: .singular { x, y in (2 * .unary(.erfInv, x)) * .power(y, 2) }
        case .gaussian: .smooth { x, y in (-2 * x) * y }
        case .lgamma: .singular { x, _ in .polygamma(0, x) }
        case .silu: .smooth { x, _ in .unary(.siluSlope, x) }
        case .siluSlope: .smooth { x, _ in Formula.siluCurvature(x) }
        case .gelu: .smooth { x, _ in .unary(.geluSlope, x) }
        case .geluSlope: .smooth { x, _ in Formula.geluCurvature(x) }
        case .geluTanh: .smooth { x, _ in .unary(.geluTanhSlope, x) }
        case .geluTanhSlope: .smooth { x, _ in Formula.geluTanhCurvature(x) }
        }
    }

    /// Whether the derivative is 0 wherever there is one: the function takes steps.
    var isStep: Bool {
        switch rule {
        case .step: true
        case .fixed, .linear, .kink, .smooth, .singular: false
        }
    }

    /// Whether the result is a number that varies with the operand.
    var hasSlope: Bool {
        switch rule {
        case .fixed, .step: false
        case .linear, .kink, .smooth, .singular: true
        }
    }

    /// Whether a finite operand can have an infinite value or slope, or none.
    var hasPole: Bool {
        switch rule {
        case .kink, .singular: true
        case .fixed, .step, .linear, .smooth: false
        }
    }

    func jvp(y: ValueID, x: ValueID, t: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        guard let t else { return nil }
        let moved: Formula
        switch rule {
        case .fixed: return nil
        case .linear: return try b.apply(self, t)
        case .step:
            guard b.room.rules == .current else { return nil }
            moved = .stepJVP(.value(x), .value(t))
        case .kink: moved = .kinkJVP(.value(x), .value(t))
        case .smooth(let slope), .singular(let slope):
            let isOld = self == .abs && b.room.rules == .version1
            moved = .value(t) * (isOld ? .unary(.sign, .value(x)) : slope(.value(x), .value(y)))
        }
        return try moved.emit(like: x, into: &b)
    }
}

extension BinaryFunction {
    /// The partial derivatives by left operand `a` and right operand `b`; `y` is the result.
    ///
    /// Conventions: `max` and `min` give each side half at a tie; pow has ∂/∂a = 0 for exponent 0 and ∂/∂b = 0 for base 0,
    /// NaN for a negative base; hypot has derivative 0 at the origin; atan2 is not differentiable there (NaN); logaddexp
    /// gives each side half at a tie, of infinities too; the quotient that rem takes away is a step. Where the result is NaN, so are the slopes.
    private func partials(y: Formula, a: Formula, b: Formula) -> (Formula, Formula)? {
        switch self {
        case .add, .sub, .mul, .max, .min, .and, .or, .xor, .threefry2x32: return nil
        case .div: return (1 / b, .binary(.divSlope, a, b))
        case .divSlope: return (.binary(.divSlope, 1, b), (-2 * y) / b)
        case .rem: return (y.oneOrNaN, -.unary(.round, (a - y) / b))
        case .pow: return (.binary(.powSlope, a, b), Formula.powerTimesLogarithm(a, b))
        case .powSlope:
            return (
                .when(.eq, b, 0, yes: 0, no: b * .binary(.powSlope, a, b.nonzero - 1)),
                .when(
                    .eq, a, 0, yes: b.zeroOrNaN, no: .binary(.pow, a.nonzero, b - 1) * (1 + b * .unary(.log, a.nonzero))
                )
            )
        case .hypot, .atan2:
            // Both depend on the direction alone, or on it and 1 / h: taken where neither h nor its square leaves the range.
            let h = self == .hypot ? y : .binary(.hypot, a, b)
            let scale = Formula.when(.gt, h, 0x1p100, yes: 0x1p-60, no: .when(.lt, h, 0x1p-100, yes: 0x1p60, no: 1))
            let (a, b) = (a * scale, b * scale)
            let scaled = Formula.binary(.hypot, a, b)
            if self == .hypot {
                // No second derivative at the origin: the divisor's is NaN there.
                let length = scaled.nonzero + .kink(.when(.eq, scaled, 0, yes: scaled, no: 1))
                return (a / length, b / length)
            }
            return ((b / scaled) / scaled * scale, -((a / scaled) / scaled * scale))
        case .logaddexp: return (Formula.logisticOfDifference(a, b), Formula.logisticOfDifference(b, a))
        }
    }

    func jvp(y: ValueID, x: [ValueID], t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        switch self {
        case .and, .or, .xor, .threefry2x32: return nil
        case .add, .sub: return try sumJVP(t, into: &b)
        case .mul:
            let left = try t[0].map { try b.mul($0, x[1]) }
            return try Self.total(left, t[1].map { try b.mul(x[0], $0) }, into: &b)
        case .max: return try extremeJVP(losing: .lt, y: y, x: x, t: t, into: &b)
        case .min: return try extremeJVP(losing: .gt, y: y, x: x, t: t, into: &b)
        case .div, .divSlope, .rem, .pow, .powSlope, .atan2, .hypot, .logaddexp:
            guard let partials = partials(y: .value(y), a: .value(x[0]), b: .value(x[1])) else { return nil }
            // t / b is one rounding nearer to the truth than t · (1 / b).
            let left = t[0].map { self == .div ? .value($0) / .value(x[1]) : .value($0) * partials.0 }
            let right = t[1].map { .value($0) * partials.1 }
            return try Formula.total(left, right)?.emit(like: y, into: &b)
        }
    }

    private func sumJVP(_ t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        switch (t[0], t[1]) {
        case (let left?, let right?): try b.apply(self, left, right)
        case (nil, let right?): self == .sub ? try b.apply(.neg, right) : right
        case (let left, nil): left
        }
    }

    /// Selects instead of multiplying by 0 and 1, so that a non-finite tangent on the losing side stays out. Against a NaN
    /// neither side loses, and both slopes are NaN.
    private func extremeJVP(
        losing: Comparison, y: ValueID, x: [ValueID], t: [ValueID?], into b: inout GraphBuilder
    ) throws -> ValueID? {
        let tie = try b.compare(.eq, x[0], x[1])
        func side(_ own: ValueID, _ other: ValueID, _ tangent: ValueID) throws -> ValueID {
            let kept = try b.select(tie, b.mul(tangent, b.full(0.5, like: tangent)), tangent)
            return try b.select(b.compare(losing, own, other), b.zeros(b.types[tangent]), kept)
        }
        let left = try t[0].map { try side(x[0], x[1], $0) }
        let sum = try Self.total(left, t[1].map { try side(x[1], x[0], $0) }, into: &b)
        return try sum.map { try b.keepingNaN($0, of: y) }
    }

    private static func total(_ left: ValueID?, _ right: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        guard let left, let right else { return left ?? right }
        return try b.add(left, right)
    }

    func transposed(x: [ValueID?], ct: ValueID, into b: inout GraphBuilder) throws -> [ValueID?] {
        switch self {
        case .add: return [ct, ct]
        case .sub: return [ct, x[1] == nil ? try b.apply(.neg, ct) : nil]
        case .mul:
            if x[0] == nil, let right = x[1] { return [try b.mul(ct, right), nil] }
            if x[1] == nil, let left = x[0] { return [nil, try b.mul(left, ct)] }
        case .div:
            if x[0] == nil, let right = x[1] { return [try b.div(ct, right), nil] }
        case .divSlope, .rem, .pow, .powSlope, .max, .min, .atan2, .hypot, .logaddexp, .and, .or, .xor, .threefry2x32:
            break
        }
        throw Fault(.defect, "\(rawValue) is not linear here, so it has no transpose")
    }
}

extension Formula {
    /// The operand, and 1 in place of 0: for branches that are not taken there, whose derivatives must stay finite.
    fileprivate var nonzero: Formula { .when(.eq, self, 0, yes: 1, no: self) }

    /// 1, NaN where the operand is NaN.
    fileprivate var oneOrNaN: Formula { .when(.ne, self, self, yes: self, no: 1) }
    /// 0, NaN where the operand is NaN.
    fileprivate var zeroOrNaN: Formula { .when(.ne, self, self, yes: self, no: 0) }

    /// 0 for a size x, with derivative NaN where x is 0.
    fileprivate static func kink(_ x: Formula) -> Formula { 0 * .unary(.sqrt, x) }

    /// The tangent of a step function: 0, NaN at NaN. Tangents are dropped by choice, as 0 · ∞ would be NaN.
    fileprivate static func stepJVP(_ x: Formula, _ t: Formula) -> Formula {
        .when(.ne, x, x, yes: t, no: 0) * x.oneOrNaN
    }

    /// The tangent of the slope of |x|: 0, NaN at the kink and at NaN, and so are all further derivatives.
    fileprivate static func kinkJVP(_ x: Formula, _ t: Formula) -> Formula {
        let size = Formula.unary(.abs, x)
        let atKink = Formula.when(.gt, size, 0, yes: 1, no: x)
        return .when(.gt, size, 0, yes: 0, no: t) * (1 + 0 * .unary(.rsqrt, atKink))
    }

    fileprivate static func total(_ left: Formula?, _ right: Formula?) -> Formula? {
        guard let left, let right else { return left ?? right }
        return left + right
    }

    /// aᵇ log a, 0 for base 0. The power's root stands on either side of the logarithm: aᵇ itself may overflow, or be a
    /// subnormal whose rounding the logarithm would magnify, where the product is an ordinary number.
    fileprivate static func powerTimesLogarithm(_ a: Formula, _ b: Formula) -> Formula {
        let root = Formula.binary(.pow, a.nonzero, 0.5 * b)
        return .when(.eq, a, 0, yes: b.zeroOrNaN, no: root * .unary(.log, a.nonzero) * root)
    }

    /// s(a − b), s the logistic function; ½ for equal infinities.
    ///
    /// Far in the tail a rounding of a − b would be worth |a − b| / 2 ulps of the result. Knuth's sum knows what it took
    /// away, and s′ = s(x) s(−x) brings it back. Its own derivative is 0, exactly.
    fileprivate static func logisticOfDifference(_ a: Formula, _ b: Formula) -> Formula {
        let plain = a - b
        let difference = Formula.when(.eq, plain, plain, yes: plain, no: .when(.eq, a, b, yes: 0, no: plain))
        let back = a - difference
        let rest = (a - (difference + back)) + (back - b)
        let finiteRest = Formula.when(.lt, .unary(.abs, rest), 1, yes: rest, no: 0)
        return .unary(.logistic, difference) * (1 + .unary(.logistic, -difference) * finiteRest)
    }

    /// s(x) s(−x) (2 + x (s(−x) − s(x))), s the logistic function.
    fileprivate static func siluCurvature(_ x: Formula) -> Formula {
        let (s, other) = (Formula.unary(.logistic, x), Formula.unary(.logistic, -x))
        return s * other * (2 + x * (other - s))
    }

    /// φ(x) (2 − x²), where φ(x) = g(x/2)² / √(2π) and g(x) = exp(−x²).
    fileprivate static func geluCurvature(_ x: Formula) -> Formula {
        let half = Formula.unary(.gaussian, 0.5 * x)
        return .number(oneOverRootTwoPi) * (2 * .power(half, 2) - .power(x * half, 2))
    }

    /// (x s(v))″ with v = √(8/π) (x + 0.044715 x³). Beyond 40 it is below every subnormal, and v³ may be infinite.
    fileprivate static func geluTanhCurvature(_ x: Formula) -> Formula {
        let (linear, cubic) = (1.595769121605730711760, 0.071354816272600248776)
        let near = Formula.when(.gt, .unary(.abs, x), 40, yes: 0, no: x)
        let square = near * near
        let v = near * (.number(linear) + .number(cubic) * square)
        let rate = .number(linear) + .number(3 * cubic) * square
        let (s, other) = (Formula.unary(.logistic, v), Formula.unary(.logistic, -v))
        let bend = 2 * rate + .number(6 * cubic) * square + near * .power(rate, 2) * (other - s)
        return .when(.gt, .unary(.abs, x), 40, yes: 0, no: s * other * bend)
    }
}

extension GraphBuilder {
    /// The equation that makes a value; nil for an input.
    func maker(of value: ValueID) -> Equation? {
        if case .equation(let index) = origins[value] { equations[index] } else { nil }
    }

    /// The tangent, made NaN where the result that it belongs to is NaN.
    mutating func keepingNaN(_ t: ValueID, of y: ValueID) throws -> ValueID {
        try (.value(t) * Formula.value(y).oneOrNaN).emit(like: y, into: &self)
    }
}

extension Primitive {
    /// Whether the derivative is 0 wherever there is one.
    var isStep: Bool {
        if case .unary(let function) = self { function.isStep } else { false }
    }

    /// Whether it is the loop whose number of steps is not known.
    var isWhile: Bool { if case .control(.whileLoop) = self { true } else { false } }

    func integerPowerJVP(_ n: Int, x: ValueID, t: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        guard let t, n != 0 else { return nil }
        let slope: Formula
        switch n {
        case 1: slope = 1
        case 2: slope = 2 * .value(x)
        case -1, 3...6: slope = .number(Double(n)) * .power(.value(x), n - 1)
        // n times a power that is subnormal would magnify its rounding. Up to here n is exact in every floating type.
        case -(1 << 24)...(1 << 24): slope = .binary(.powSlope, .value(x), .number(Double(n)))
        default:
            // The least whole number has none below it; as exponents the two are the same.
            let (below, overflows) = n.subtractingReportingOverflow(1)
            slope = .number(Double(n)) * .power(.value(x), overflows ? n : below)
        }
        return try (.value(t) * slope).emit(like: x, into: &b)
    }

    func polygammaJVP(_ order: Int, x: ValueID, t: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        try t.map { try (.value($0) * .polygamma(order + 1, .value(x))).emit(like: x, into: &b) }
    }

    func selectJVP(y: ValueID, x: [ValueID], t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        guard t[1] != nil || t[2] != nil else { return nil }
        let zero = try b.zeros(b.types[x[1]])
        let chosen = try b.select(x[0], t[1] ?? zero, t[2] ?? zero)
        return try choosesAnOperand(x, b) ? b.keepingNaN(chosen, of: y) : chosen
    }

    /// Whether one of the branches is an operand of the comparison that chooses, as in relu: no comparison holds of NaN,
    /// and the branch that passes it on has a slope like any other. Comparisons for equality guard what divides.
    private func choosesAnOperand(_ x: [ValueID], _ b: GraphBuilder) -> Bool {
        guard let maker = b.maker(of: x[0]), case .compare(let how) = maker.primitive, how != .eq else { return false }
        return maker.operands.contains(x[1]) || maker.operands.contains(x[2])
    }

    func selectTransposed(x: [ValueID?], ct: ValueID, into b: inout GraphBuilder) throws -> [ValueID?] {
        guard let predicate = x[0] else { throw Fault(.defect, "select is not linear in its predicate") }
        let zero = try b.zeros(b.types[ct])
        return [
            nil, x[1] == nil ? try b.select(predicate, ct, zero) : nil,
            x[2] == nil ? try b.select(predicate, zero, ct) : nil,
        ]
    }
}
