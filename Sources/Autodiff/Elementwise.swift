import Graphs
import Tensors

private let ln2 = 0.693147180559945309417
private let ln10 = 2.302585092994045684018
private let twoOverSqrtPi = 1.128379167095512573896

extension UnaryFunction {
    /// The derivative in terms of operand `x` and result `y`; nil where it is zero almost everywhere.
    ///
    /// Forms are chosen to stay accurate where the textbook's cancel: tanh′ as sech², the logistic's as ¼ sech²(x/2).
    /// Conventions: |x|′ = 0 at 0; sign, floor, ceil and round have derivative 0, at their jumps too.
    func derivative(x: Formula, y: Formula) -> Formula? {
        switch self {
        case .neg: -1
        case .abs: .unary(.sign, x)
        case .sign, .floor, .ceil, .round, .not, .isFinite: nil
        case .sqrt: 0.5 / y
        case .rsqrt: -0.5 * (y / x)
        case .cbrt: 1 / (3 * .power(y, 2))
        case .exp: y
        case .exp2: y * .number(ln2)
        case .expm1: .unary(.exp, x)
        case .log: 1 / x
        case .log2: 1 / (x * .number(ln2))
        case .log10: 1 / (x * .number(ln10))
        case .log1p: 1 / (1 + x)
        case .sin: .unary(.cos, x)
        case .cos: -.unary(.sin, x)
        case .tan: .power(1 / .unary(.cos, x), 2)
        case .asin: .unary(.rsqrt, (1 - x) * (1 + x))
        case .acos: -.unary(.rsqrt, (1 - x) * (1 + x))
        case .atan: 1 / (1 + .power(x, 2))
        case .sinh: .unary(.cosh, x)
        case .cosh: .unary(.sinh, x)
        case .tanh: .power(1 / .unary(.cosh, x), 2)
        case .asinh: 1 / .binary(.hypot, 1, x)
        case .acosh: 1 / (.unary(.sqrt, x - 1) * .unary(.sqrt, x + 1))
        case .atanh: 1 / ((1 - x) * (1 + x))
        case .logistic: .power(0.5 / .unary(.cosh, 0.5 * x), 2)
        case .erf: .number(twoOverSqrtPi) * .unary(.exp, -.power(x, 2))
        case .erfc: .number(-twoOverSqrtPi) * .unary(.exp, -.power(x, 2))
        case .lgamma: .polygamma(0, x)
        }
    }

    func jvp(y: ValueID, x: ValueID, t: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        guard let t else { return nil }
        if self == .neg { return try b.apply(.neg, t) }
        guard let derivative = derivative(x: .value(x), y: .value(y)) else { return nil }
        return try (.value(t) * derivative).emit(like: x, into: &b)
    }
}

extension BinaryFunction {
    /// The partial derivatives by left operand `a` and right operand `b`; `y` is the result.
    ///
    /// Conventions: `max` and `min` give each side half at a tie; pow has ∂/∂a = 0 for exponent 0 and ∂/∂b = 0 for base 0;
    /// hypot has derivative 0 at the origin; atan2 is not differentiable there (NaN).
    private func partials(y: Formula, a: Formula, b: Formula) -> (Formula, Formula)? {
        switch self {
        case .add, .sub, .mul, .max, .min, .and, .or, .xor, .threefry2x32: nil
        case .div: (1 / b, -(y / b))
        case .rem: (1, -.unary(.round, (a - y) / b))
        case .pow:
            (
                .when(.eq, b, 0, yes: 0, no: b * .binary(.pow, a, b - 1)),
                .when(.eq, a, 0, yes: 0, no: y * .unary(.log, .when(.eq, a, 0, yes: 1, no: a)))
            )
        case .atan2:
            ((b / .binary(.hypot, a, b)) / .binary(.hypot, a, b), -(a / .binary(.hypot, a, b)) / .binary(.hypot, a, b))
        case .hypot: (a / .when(.eq, y, 0, yes: 1, no: y), b / .when(.eq, y, 0, yes: 1, no: y))
        case .logaddexp:
            (
                .unary(.logistic, .when(.eq, a, b, yes: 0, no: a - b)),
                .unary(.logistic, .when(.eq, a, b, yes: 0, no: b - a))
            )
        }
    }

    func jvp(y: ValueID, x: [ValueID], t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        switch self {
        case .and, .or, .xor, .threefry2x32: return nil
        case .add, .sub: return try sumJVP(t, into: &b)
        case .mul:
            let left = try t[0].map { try b.mul($0, x[1]) }
            return try Self.total(left, t[1].map { try b.mul(x[0], $0) }, into: &b)
        case .max: return try extremeJVP(.gt, x: x, t: t, into: &b)
        case .min: return try extremeJVP(.lt, x: x, t: t, into: &b)
        case .div, .rem, .pow, .atan2, .hypot, .logaddexp:
            guard let partials = partials(y: .value(y), a: .value(x[0]), b: .value(x[1])) else { return nil }
            // t / b is one rounding nearer to the truth than t · (1 / b).
            let left = try t[0].map {
                try self == .div ? b.div($0, x[1]) : (.value($0) * partials.0).emit(like: y, into: &b)
            }
            return try Self.total(left, t[1].map { try (.value($0) * partials.1).emit(like: y, into: &b) }, into: &b)
        }
    }

    private func sumJVP(_ t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        switch (t[0], t[1]) {
        case (let left?, let right?): try b.apply(self, left, right)
        case (nil, let right?): self == .sub ? try b.apply(.neg, right) : right
        case (let left, nil): left
        }
    }

    /// Selects instead of multiplying by 0 and 1, so that a non-finite tangent on the losing side stays out.
    private func extremeJVP(
        _ wins: Comparison, x: [ValueID], t: [ValueID?], into b: inout GraphBuilder
    ) throws -> ValueID? {
        let tie = try b.compare(.eq, x[0], x[1])
        func side(_ winner: ValueID, _ loser: ValueID, _ tangent: ValueID) throws -> ValueID {
            let atTie = try b.select(tie, b.mul(tangent, b.full(0.5, like: tangent)), b.zeros(b.types[tangent]))
            return try b.select(b.compare(wins, winner, loser), tangent, atTie)
        }
        let left = try t[0].map { try side(x[0], x[1], $0) }
        return try Self.total(left, t[1].map { try side(x[1], x[0], $0) }, into: &b)
    }

    private static func total(_ left: ValueID?, _ right: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        guard let left, let right else { return left ?? right }
        return try b.add(left, right)
    }

    func transposed(x: [ValueID?], ct: ValueID, into b: inout GraphBuilder) throws -> [ValueID?] {
        switch (self, x[0], x[1]) {
        case (.add, _, _): return [ct, ct]
        case (.sub, _, _): return [ct, x[1] == nil ? try b.apply(.neg, ct) : nil]
        case (.mul, nil, let right?): return [try b.mul(ct, right), nil]
        case (.mul, let left?, nil): return [nil, try b.mul(left, ct)]
        case (.div, nil, let right?): return [try b.div(ct, right), nil]
        default: throw Fault(.defect, "\(rawValue) is not linear here, so it has no transpose")
        }
    }
}

extension Primitive {
    func integerPowerJVP(_ n: Int, x: ValueID, t: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        guard let t, n != 0 else { return nil }
        let slope = n == 1 ? Formula.number(1) : .number(Double(n)) * (n == 2 ? .value(x) : .power(.value(x), n - 1))
        return try (.value(t) * slope).emit(like: x, into: &b)
    }

    func polygammaJVP(_ order: Int, x: ValueID, t: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        try t.map { try (.value($0) * .polygamma(order + 1, .value(x))).emit(like: x, into: &b) }
    }

    func selectJVP(x: [ValueID], t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        guard t[1] != nil || t[2] != nil else { return nil }
        let zero = try b.zeros(b.types[x[1]])
        return try b.select(x[0], t[1] ?? zero, t[2] ?? zero)
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
