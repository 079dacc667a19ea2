import Graphs
import Tensors

@inline(__always)
private func map<A: Element, R: Element>(_ values: [A], _ workspace: Workspace, _ function: (A) -> R) throws -> [R] {
    try tabulate(values.count, workspace) { function(values[$0]) }
}

@inline(__always)
private func zip<A: Element, R: Element>(
    _ left: [A], _ right: [A], _ workspace: Workspace, _ function: (A, A) -> R
) throws -> [R] {
    try tabulate(left.count, workspace) { function(left[$0], right[$0]) }
}

// MARK: Functions of one operand

func unary(_ function: UnaryFunction, _ operand: Tensor, _ workspace: Workspace) throws -> Tensor.Storage {
    switch operand.storage {
    case .f64(let values): try floatUnary(function, values, workspace)
    case .f32(let values): try floatUnary(function, values, workspace)
    case .i64(let values): .i64(try integerUnary(function, values, workspace))
    case .i32(let values): .i32(try integerUnary(function, values, workspace))
    case .bool(let values):
        if case .not = function {
            .bool(try map(values, workspace) { !$0 })
        } else {
            throw misplaced(function.rawValue, .bool)
        }
    }
}

private func floatUnary<T: FloatElement>(
    _ function: UnaryFunction, _ values: [T], _ workspace: Workspace
) throws -> Tensor.Storage {
    if case .isFinite = function { return .bool(try map(values, workspace) { $0.isFinite }) }
    return T.storage(try floatFunction(function, values, workspace))
}

private func floatFunction<T: FloatElement>(
    _ function: UnaryFunction, _ values: [T], _ workspace: Workspace
) throws -> [T] {
    let table = T.elementary
    return switch function {
    case .neg: try map(values, workspace, T.negate)
    case .abs: try map(values, workspace, T.magnitude)
    case .sign, .absSlope: try map(values, workspace, T.sign)
    case .floor: try map(values, workspace) { $0.rounded(.down) }
    case .ceil: try map(values, workspace) { $0.rounded(.up) }
    case .round: try map(values, workspace) { $0.rounded(.toNearestOrEven) }
    case .sqrt: try map(values, workspace) { $0.squareRoot() }
    case .rsqrt: try map(values, workspace) { 1 / $0.squareRoot() }
    case .logistic: try map(values, workspace, table.logistic)
    case .cbrt: try map(values, workspace, table.cbrt)
    case .exp: try map(values, workspace, table.exp)
    case .exp2: try map(values, workspace, table.exp2)
    case .expm1: try map(values, workspace, table.expm1)
    case .log: try map(values, workspace, table.log)
    case .log2: try map(values, workspace, table.log2)
    case .log10: try map(values, workspace, table.log10)
    case .log1p: try map(values, workspace, table.log1p)
    case .sin: try map(values, workspace, table.sin)
    case .cos: try map(values, workspace, table.cos)
    case .tan: try map(values, workspace, table.tan)
    case .asin: try map(values, workspace, table.asin)
    case .acos: try map(values, workspace, table.acos)
    case .atan: try map(values, workspace, table.atan)
    case .sinh: try map(values, workspace, table.sinh)
    case .cosh: try map(values, workspace, table.cosh)
    case .tanh: try map(values, workspace, table.tanh)
    case .asinh: try map(values, workspace, table.asinh)
    case .acosh: try map(values, workspace, table.acosh)
    case .atanh: try map(values, workspace, table.atanh)
    case .erf: try map(values, workspace, table.erf)
    case .erfc: try map(values, workspace, table.erfc)
    case .erfInv: try map(values, workspace, table.erfInv)
    case .erfInvSlope: try map(values, workspace, table.erfInvSlope)
    case .gaussian: try map(values, workspace, table.gaussian)
    case .lgamma: try map(values, workspace, table.lgamma)
    case .silu: try map(values, workspace, table.silu)
    case .siluSlope: try map(values, workspace, table.siluSlope)
    case .gelu: try map(values, workspace, table.gelu)
    case .geluSlope: try map(values, workspace, table.geluSlope)
    case .geluTanh: try map(values, workspace, table.geluTanh)
    case .geluTanhSlope: try map(values, workspace, table.geluTanhSlope)
    case .not, .isFinite: throw misplaced(function.rawValue, .f64)
    }
}

private func integerUnary<T: IntegerElement>(
    _ function: UnaryFunction, _ values: [T], _ workspace: Workspace
) throws -> [T] {
    switch function {
    case .neg: try map(values, workspace, T.negate)
    case .abs: try map(values, workspace, T.magnitude)
    case .sign: try map(values, workspace, T.sign)
    case .not: try map(values, workspace) { ~$0 }
    case .absSlope, .floor, .ceil, .round, .sqrt, .rsqrt, .cbrt, .exp, .exp2, .expm1, .log, .log2, .log10, .log1p, .sin,
        .cos,
        .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .logistic, .erf, .erfc,
        .erfInv, .erfInvSlope, .gaussian, .lgamma, .silu, .siluSlope, .gelu, .geluSlope, .geluTanh, .geluTanhSlope,
        .isFinite:
        throw misplaced(function.rawValue, .i64)
    }
}

func integerPower(_ exponent: Int, _ operand: Tensor, _ workspace: Workspace) throws -> Tensor.Storage {
    switch operand.storage {
    case .f64(let values): .f64(try map(values, workspace) { Double.power($0, exponent) })
    case .f32(let values): .f32(try map(values, workspace) { Float.power($0, exponent) })
    case .i64, .i32, .bool: throw misplaced("integer_pow", operand.dtype)
    }
}

/// Computed in binary64 for both types, and rounded once for binary32.
func polygamma(_ order: Int, _ operand: Tensor, _ workspace: Workspace) throws -> Tensor.Storage {
    func one(_ value: Double) throws -> Double {
        // A value far below zero takes some thousand steps.
        try workspace.spend(Workspace.pollInterval / 32)
        return Polygamma.value(order: order, value)
    }
    return switch operand.storage {
    case .f64(let values): .f64(try tabulate(values.count, workspace) { try one(values[$0]) })
    case .f32(let values): .f32(try tabulate(values.count, workspace) { Float(try one(Double(values[$0]))) })
    case .i64, .i32, .bool: throw misplaced("polygamma", operand.dtype)
    }
}

// MARK: Functions of two operands

func binary(
    _ function: BinaryFunction, _ left: Tensor, _ right: Tensor, _ workspace: Workspace
) throws -> Tensor.Storage {
    switch left.storage {
    case .f64(let values): .f64(try floatBinary(function, values, right.elements(), workspace))
    case .f32(let values): .f32(try floatBinary(function, values, right.elements(), workspace))
    case .i64(let values): .i64(try integerBinary(function, values, right.elements(), workspace))
    case .i32(let values): .i32(try integerBinary(function, values, right.elements(), workspace))
    case .bool(let values): .bool(try boolBinary(function, values, right.elements(), workspace))
    }
}

private func floatBinary<T: FloatElement>(
    _ function: BinaryFunction, _ left: [T], _ right: [T], _ workspace: Workspace
) throws -> [T] {
    switch function {
    case .add: try zip(left, right, workspace, T.add)
    case .sub: try zip(left, right, workspace, T.subtract)
    case .mul: try zip(left, right, workspace, T.multiply)
    case .div: try zip(left, right, workspace, T.divide)
    case .rem: try zip(left, right, workspace, T.remainder)
    case .max: try zip(left, right, workspace, T.greater)
    case .min: try zip(left, right, workspace, T.lesser)
    case .logaddexp: try zip(left, right, workspace, T.logAddExp)
    case .divSlope: try zip(left, right, workspace, T.elementary.divSlope)
    case .pow: try zip(left, right, workspace, T.elementary.pow)
    case .powSlope: try zip(left, right, workspace, T.elementary.powSlope)
    case .atan2: try zip(left, right, workspace, T.elementary.atan2)
    case .hypot: try zip(left, right, workspace, T.elementary.hypot)
    case .and, .or, .xor, .threefry2x32: throw misplaced(function.rawValue, .f64)
    }
}

private func integerBinary<T: IntegerElement>(
    _ function: BinaryFunction, _ left: [T], _ right: [T], _ workspace: Workspace
) throws -> [T] {
    switch function {
    case .add: try zip(left, right, workspace, T.add)
    case .sub: try zip(left, right, workspace, T.subtract)
    case .mul: try zip(left, right, workspace, T.multiply)
    case .div: try zip(left, right, workspace, T.divide)
    case .rem: try zip(left, right, workspace, T.remainder)
    case .max: try zip(left, right, workspace, T.greater)
    case .min: try zip(left, right, workspace, T.lesser)
    case .and: try zip(left, right, workspace) { $0 & $1 }
    case .or: try zip(left, right, workspace) { $0 | $1 }
    case .xor: try zip(left, right, workspace) { $0 ^ $1 }
    case .threefry2x32: try zip(left, right, workspace, T.threefry2x32)
    case .divSlope, .pow, .powSlope, .atan2, .hypot, .logaddexp: throw misplaced(function.rawValue, .i64)
    }
}

private func boolBinary(
    _ function: BinaryFunction, _ left: [Bool], _ right: [Bool], _ workspace: Workspace
) throws -> [Bool] {
    switch function {
    case .and: try zip(left, right, workspace) { $0 && $1 }
    case .or: try zip(left, right, workspace) { $0 || $1 }
    case .xor: try zip(left, right, workspace) { $0 != $1 }
    case .add, .sub, .mul, .div, .divSlope, .rem, .max, .min, .pow, .powSlope, .atan2, .hypot, .logaddexp,
        .threefry2x32:
        throw misplaced(function.rawValue, .bool)
    }
}

// MARK: Comparison, choice, conversion

func compare(
    _ comparison: Comparison, _ left: Tensor, _ right: Tensor, _ workspace: Workspace
) throws -> Tensor.Storage {
    switch left.storage {
    case .f64(let values): .bool(try compared(comparison, values, right.elements(), workspace))
    case .f32(let values): .bool(try compared(comparison, values, right.elements(), workspace))
    case .i64(let values): .bool(try compared(comparison, values, right.elements(), workspace))
    case .i32(let values): .bool(try compared(comparison, values, right.elements(), workspace))
    case .bool(let values): .bool(try compared(comparison, values, right.elements(), workspace))
    }
}

private func compared<T: Element>(
    _ comparison: Comparison, _ left: [T], _ right: [T], _ workspace: Workspace
) throws -> [Bool] {
    switch comparison {
    case .eq: try zip(left, right, workspace) { $0 == $1 }
    case .ne: try zip(left, right, workspace) { $0 != $1 }
    case .lt: try zip(left, right, workspace) { T.precedes($0, $1) }
    case .le: try zip(left, right, workspace) { T.precedes($0, $1) || $0 == $1 }
    case .gt: try zip(left, right, workspace) { T.precedes($1, $0) }
    case .ge: try zip(left, right, workspace) { T.precedes($1, $0) || $0 == $1 }
    }
}

func select(_ predicate: Tensor, _ yes: Tensor, _ no: Tensor, _ workspace: Workspace) throws -> Tensor.Storage {
    let choices = try predicate.elements(as: Bool.self)
    func chosen<T: Element>(_ yes: [T], _ no: [T]) throws -> [T] {
        try tabulate(choices.count, workspace) { choices[$0] ? yes[$0] : no[$0] }
    }
    return switch yes.storage {
    case .f64(let values): .f64(try chosen(values, no.elements()))
    case .f32(let values): .f32(try chosen(values, no.elements()))
    case .i64(let values): .i64(try chosen(values, no.elements()))
    case .i32(let values): .i32(try chosen(values, no.elements()))
    case .bool(let values): .bool(try chosen(values, no.elements()))
    }
}

/// As `Scalar` converts: floats saturate, NaN gives 0, i64 wraps to i32.
func convert(_ operand: Tensor, _ dtype: DType, _ workspace: Workspace) throws -> Tensor.Storage {
    switch operand.storage {
    case .f64(let values): try converted(values, dtype, workspace)
    case .f32(let values): try converted(values, dtype, workspace)
    case .i64(let values): try converted(values, dtype, workspace)
    case .i32(let values): try converted(values, dtype, workspace)
    case .bool(let values): try converted(values, dtype, workspace)
    }
}

private func converted<T: Element>(_ values: [T], _ dtype: DType, _ workspace: Workspace) throws -> Tensor.Storage {
    switch dtype {
    case .f64: .f64(try map(values, workspace) { $0.scalar.asDouble })
    case .f32: .f32(try map(values, workspace) { $0.scalar.asFloat })
    case .i64: .i64(try map(values, workspace) { $0.scalar.asInt64 })
    case .i32: .i32(try map(values, workspace) { $0.scalar.asInt32 })
    case .bool: .bool(try map(values, workspace) { $0.scalar.asBool })
    }
}
