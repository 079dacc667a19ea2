import Graphs
import Tensors

// The index pattern of every primitive: which elements of its result depend on which elements of its operands, as a map of
// supports. It is exact for primitives that move, add or pick elements. A contraction or a solution depends on all it sums
// over; what a known operand holds is not looked at, but for predicates and indices.

/// One equation of a linear graph: what it is applied to, in the graph that is being written.
struct LinearEquation {
    let primitive: Primitive
    let x: [ValueID]
    /// Supports of the operands, `nowhere` for those that are known.
    let supports: [Support]
    let result: TensorType
}

extension GraphBuilder {
    /// The support of the result.
    mutating func support(_ equation: LinearEquation) throws -> Support {
        let (s, x) = (equation.supports, equation.x)
        if s.allSatisfy({ $0 == .nowhere }) { return .nowhere }
        switch equation.primitive {
        case .unary(.neg), .convert: return s[0]
        case .binary(.add), .binary(.sub), .binary(.mul), .binary(.div): return try either(s[0], s[1])
        case .select: return try chosen(x[0], s[1], s[2])
        case .reshape, .transpose, .reverse, .broadcastInDim: return try moved(s[0], by: equation.primitive)
        case .slice: return try moved(s[0], by: equation.primitive, keepsAll: false)
        case .pad, .concatenate: return try joinedSupport(equation)
        case .reduceSum(let axes): return try any(s[0], axes: axes)
        case .cumsum:
            guard case .mask(let mask, let isFilled) = s[0] else { return s[0] }
            let count = try emit(equation.primitive, [convert(mask, to: .i32)])
            return .mask(try positive(count), isFilled: isFilled)
        case .dotGeneral(let dims): return try contracted(dims, equation)
        case .convolution: return try convolved(equation)
        case .solve, .triangularSolve: return try solved(s[1], equation.result)
        case .gather:
            guard case .mask(let mask, _) = s[0] else { return s[0] }
            return .mask(try emit(.gather, [mask, x[1]]), isFilled: false)
        case .scatter(let function): return try scattered(function, equation)
        case .constant, .iota, .unary, .integerPower, .polygamma, .binary, .compare, .stopGradient, .reduceMax,
            .reduceMin, .windowArgmax, .matrix, .argsort, .control:
            // None of these is linear; loops and branches have their own rule.
            return .everywhere
        }
    }

    /// Supports as arrays, joined as the values are.
    private mutating func joinedSupport(_ equation: LinearEquation) throws -> Support {
        if equation.supports.allSatisfy({ $0 == .everywhere }) { return .everywhere }
        let arrays = try zip(equation.supports, equation.x).map { try array($0, types[$1]) }
        let isFilled = zip(equation.supports, equation.x).contains { support, value in
            switch support {
            case .nowhere: false
            case .everywhere: shape(value).count > 0 && shape(value).rank > 0
            case .mask(_, let isFilled): isFilled
            }
        }
        return .mask(try emit(equation.primitive, arrays), isFilled: isFilled)
    }

    private mutating func contracted(_ dims: DotDimensions, _ equation: LinearEquation) throws -> Support {
        let (l, r) = (shape(equation.x[0]).rank, shape(equation.x[1]).rank)
        let batch = dims.leftBatch.count
        let (leftFree, rightFree) = (dims.leftFree(rank: l), dims.rightFree(rank: r))
        let rank = batch + leftFree.count + rightFree.count
        let left = try summed(
            equation.supports[0], over: dims.leftContract, order: dims.leftBatch + leftFree, to: equation.result,
            axes: Array(0..<(batch + leftFree.count)))
        let right = try summed(
            equation.supports[1], over: dims.rightContract, order: dims.rightBatch + rightFree, to: equation.result,
            axes: Array(0..<batch) + Array((batch + leftFree.count)..<rank))
        return try either(left, right)
    }

    /// Any over `contract`; the axes that are left, which were `order`, become `axes` of the result.
    private mutating func summed(
        _ support: Support, over contract: [Int], order: [Int], to result: TensorType, axes: [Int]
    ) throws -> Support {
        let rest = try any(support, axes: contract)
        guard case .mask(let mask, let isFilled) = rest else { return rest }
        let kept = order.sorted()
        let turned = try transpose(mask, order.map { axis in kept.firstIndex(of: axis) ?? 0 })
        return .mask(try broadcast(turned, to: result.shape.dims, axes: axes), isFilled: isFilled)
    }

    /// Windows that hold an element of the support.
    private mutating func convolved(_ equation: LinearEquation) throws -> Support {
        var result = Support.nowhere
        for (place, support) in equation.supports.enumerated() {
            guard case .mask(let mask, _) = support else {
                result = try either(result, support)
                continue
            }
            let count = try convert(mask, to: .f32)
            let other = equation.x[1 - place]
            let ones = try full(.f32(1), TensorType(.f32, shape(other)))
            let hits = try emit(equation.primitive, place == 0 ? [count, ones] : [ones, count])
            result = try either(result, .mask(positive(hits), isFilled: false))
        }
        return result
    }

    /// A solution depends on its whole column of the right side.
    private mutating func solved(_ right: Support, _ type: TensorType) throws -> Support {
        let row = type.shape.rank - 2
        let rest = try any(right, axes: [row])
        guard case .mask(let mask, let isFilled) = rest else { return rest }
        let kept = type.shape.dims.indices.filter { $0 != row }
        return .mask(try broadcast(mask, to: type.shape.dims, axes: Array(kept)), isFilled: isFilled)
    }

    private mutating func scattered(_ function: ScatterFunction, _ equation: LinearEquation) throws -> Support {
        let (s, x) = (equation.supports, equation.x)
        if s[0] == .everywhere, s[2] == .everywhere || function == .add { return .everywhere }
        let arrays = [try array(s[0], types[x[0]]), x[1], try array(s[2], types[x[2]])]
        guard function == .add else { return .mask(try emit(equation.primitive, arrays), isFilled: false) }
        let counts = try emit(
            equation.primitive, [convert(arrays[0], to: .i32), x[1], convert(arrays[2], to: .i32)])
        return .mask(try positive(counts), isFilled: false)
    }
}

extension Primitive {
    /// The known operand that a linear one is multiplied by, if this is a product, and how large a factor may be before a
    /// zero has to be kept from it. A contraction with ordinary numbers, such as weights, is left alone where `isStrict`
    /// is false: if they were infinite, so would be everything.
    func factor(of supports: [Bool], isStrict: Bool) -> (place: Int, bearable: Risk)? {
        let known = supports.first == true ? 1 : 0
        switch self {
        case .binary(.mul): return (known, .none)
        case .binary(.div): return (1, .none)
        case .dotGeneral, .convolution: return (known, isStrict ? .none : .ordinary)
        case .solve, .triangularSolve: return (0, isStrict ? .none : .ordinary)
        case .constant, .iota, .unary, .integerPower, .polygamma, .binary, .compare, .select, .convert, .stopGradient,
            .broadcastInDim, .reshape, .transpose, .slice, .pad, .concatenate, .reverse, .reduceSum, .reduceMax,
            .reduceMin, .cumsum, .windowArgmax, .matrix, .gather, .scatter, .argsort, .control:
            return nil
        }
    }

    /// Whether the result of everywhere-supported operands may have zeros by structure.
    var makesZeros: Bool {
        switch self {
        case .select, .pad, .concatenate, .gather, .scatter, .control: true
        case .constant, .iota, .unary, .integerPower, .polygamma, .binary, .compare, .convert, .stopGradient,
            .broadcastInDim, .reshape, .transpose, .slice, .reverse, .reduceSum, .reduceMax, .reduceMin, .cumsum,
            .dotGeneral, .convolution, .windowArgmax, .matrix, .solve, .triangularSolve, .argsort:
            false
        }
    }

    /// How large a result can be.
    func risk(_ operands: [Risk]) -> Risk {
        let most = operands.max() ?? .none
        switch self {
        case .constant(let value): return value.asDouble.isFinite ? .none : .pole
        case .iota, .compare, .argsort, .windowArgmax: return .none
        case .unary(let function): return function.hasPole ? .pole : most
        case .integerPower(let n): return n < 0 ? .pole : most
        case .binary(let function):
            switch function {
            case .add, .sub, .mul, .max, .min, .and, .or, .xor, .threefry2x32: return most
            case .div, .divSlope, .rem, .pow, .powSlope, .atan2, .hypot, .logaddexp: return .pole
            }
        case .select: return operands.dropFirst().max() ?? .none
        case .polygamma, .matrix, .solve, .triangularSolve: return .pole
        case .convert, .stopGradient, .broadcastInDim, .reshape, .transpose, .slice, .pad, .concatenate, .reverse,
            .reduceSum, .reduceMax, .reduceMin, .cumsum, .dotGeneral, .convolution, .scatter:
            return most
        case .gather: return operands[0]
        case .control(let flow): return flow.hasPole ? .pole : .ordinary
        }
    }
}

extension ControlFlow {
    /// Whether something inside can be infinite or NaN for finite numbers.
    fileprivate var hasPole: Bool { bodies.contains { $0.graph.hasPole } }
}

extension Graph {
    /// Whether something in it can be infinite or NaN for finite numbers.
    var hasPole: Bool { equations.contains { $0.primitive.risk($0.operands.map { _ in .none }) == .pole } }
}
