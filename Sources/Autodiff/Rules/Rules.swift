import Graphs
import Tensors

// The three rules of every primitive, found by exhaustive switches: a new primitive does not compile without them. The
// rules themselves stand in the files of their families.
//
// Argument order is the same everywhere: results `y`, operands `x`, then tangents `t` or cotangents `ct`, then the
// builder. A missing tangent (nil) is a zero that is known to be zero.

extension Primitive {
    /// Applies the primitive to operands of which some have tangents: its results, and the tangent of each, nil where it
    /// is zero whatever the operands' tangents are. Control flow may compute its results otherwise than without tangents,
    /// to keep what the tangents need; the bits are the same.
    func linearized(
        x: [ValueID], t: [ValueID?], into b: inout GraphBuilder
    ) throws -> (y: [ValueID], t: [ValueID?]) {
        if case .control(let flow) = self { return try flow.linearized(x: x, t: t, into: &b) }
        let y = try b.emit(self, x)
        return ([y], [try jvp(y: y, x: x, t: t, into: &b)])
    }

    /// Reverse rule of a primitive that is linear in some operands: the cotangent of each operand, given those of the
    /// results, of which at least one is there.
    func transposed(
        x: [ValueID?], types: [TensorType], cts: [ValueID?], into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        if case .control(let flow) = self { return try flow.transposed(x: x, types: types, cts: cts, into: &b) }
        return try transposed(x: x, types: types, ct: cts.compactMap(\.self)[0], into: &b)
    }

    /// Batching rule for all results: each has the new leading axis.
    func batchedResults(
        x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder
    ) throws -> [ValueID] {
        if case .control(let flow) = self {
            return try flow.batched(x: x, isBatched: isBatched, size: size, into: &b)
        }
        return [try batched(x: x, isBatched: isBatched, size: size, into: &b)]
    }

    /// Forward rule: the tangent of the result, or nil where it is zero whatever the operands' tangents are.
    private func jvp(y: ValueID, x: [ValueID], t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        switch self {
        case .constant, .iota, .compare, .stopGradient, .argsort, .windowArgmax: nil
        case .unary(let function): try function.jvp(y: y, x: x[0], t: t[0], into: &b)
        case .integerPower(let n): try integerPowerJVP(n, x: x[0], t: t[0], into: &b)
        case .polygamma(let order): try polygammaJVP(order, x: x[0], t: t[0], into: &b)
        case .binary(let function): try function.jvp(y: y, x: x, t: t, into: &b)
        case .select: try selectJVP(y: y, x: x, t: t, into: &b)
        case .convert(let dtype): dtype.isFloating ? try linearJVP(t, into: &b) : nil
        case .broadcastInDim, .reshape, .transpose, .slice, .reverse, .reduceSum, .cumsum:
            try linearJVP(t, into: &b)
        case .pad, .concatenate: try jointlyLinearJVP(x: x, t: t, into: &b)
        case .reduceMax(let axes): try extremeJVP(axes, losing: .lt, y: y, x: x[0], t: t[0], into: &b)
        case .reduceMin(let axes): try extremeJVP(axes, losing: .gt, y: y, x: x[0], t: t[0], into: &b)
        case .dotGeneral, .convolution: try bilinearJVP(x: x, t: t, into: &b)
        case .matrix(let function): try function.jvp(y: y, x: x[0], t: t[0], into: &b)
        case .solve(let isTransposed):
            try solveJVP(y: y, x: x, t: t, into: &b) { try isTransposed ? $1.swapped($0) : $0 }
        case .triangularSolve(let form): try solveJVP(y: y, x: x, t: t, into: &b) { try form.read($0, into: &$1) }
        case .gather: try gatherJVP(y: y, x: x, t: t[0], into: &b)
        case .scatter(let function): try scatterJVP(function, y: y, x: x, t: t, into: &b)
        case .control: throw Fault(.defect, "\(name) has a rule for all its results")
        }
    }

    /// Reverse rule of a primitive that is linear in some operands: the cotangent of each operand. `x` holds the operands
    /// that are known (nil marks a linear one), `types` the types of all operands.
    private func transposed(
        x: [ValueID?], types: [TensorType], ct: ValueID, into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        switch self {
        case .unary(.neg): [try b.apply(.neg, ct)]
        case .binary(let function): try function.transposed(x: x, ct: ct, into: &b)
        case .select: try selectTransposed(x: x, ct: ct, into: &b)
        case .convert: [try b.convert(ct, to: types[0].dtype)]
        case .broadcastInDim(let shape, let axes): [try broadcastTransposed(shape, axes, types[0], ct: ct, into: &b)]
        case .reshape: [try b.reshape(ct, types[0].shape.dims)]
        case .transpose(let permutation): [try b.transpose(ct, inverse(permutation))]
        case .slice(let start, _, let stride): [try sliceTransposed(start, stride, types[0], ct: ct, into: &b)]
        case .pad(let low, _, let interior): try padTransposed(low, interior, types[0], ct: ct, into: &b)
        case .concatenate(let axis): try concatenateTransposed(axis, types, ct: ct, into: &b)
        case .reverse: [try b.emit(self, [ct])]
        case .reduceSum(let axes): [try reduceSumTransposed(axes, types[0], ct: ct, into: &b)]
        case .cumsum(let axis, let reverse): [try b.emit(.cumsum(axis: axis, reverse: !reverse), [ct])]
        case .dotGeneral(let dims): try dotTransposed(dims, x: x, types: types, ct: ct, into: &b)
        case .convolution(let window): try window.transposed(x: x, types: types, ct: ct, into: &b)
        case .solve(let isTransposed): try solveTransposed(.solve(isTransposed: !isTransposed), x: x, ct: ct, into: &b)
        case .triangularSolve(let form):
            try solveTransposed(.triangularSolve(form.transpose), x: x, ct: ct, into: &b)
        case .gather: try gatherTransposed(x: x, types: types, ct: ct, into: &b)
        case .scatter(.set): try scatterSetTransposed(x: x, types: types, ct: ct, into: &b)
        case .scatter(.add): try scatterAddTransposed(x: x, ct: ct, into: &b)
        case .constant, .iota, .unary, .integerPower, .polygamma, .compare, .stopGradient, .reduceMax, .reduceMin,
            .scatter(.min), .scatter(.max), .argsort, .windowArgmax, .matrix, .control:
            // Rules of this project are linear; one that somebody wrote for a function of their own may not be.
            throw CustomFunction.notLinear
        }
    }

    /// Batching rule: applies the primitive to every entry along a new leading axis of `size`. Operands marked in
    /// `isBatched` have that axis, at least one does; the result has it.
    private func batched(
        x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder
    ) throws -> ValueID {
        switch self {
        case .unary, .integerPower, .polygamma, .convert, .stopGradient, .windowArgmax, .matrix:
            try b.emit(self, x)
        case .binary, .compare, .select: try b.emit(self, lifted(x, isBatched, size, into: &b))
        case .broadcastInDim(let shape, let axes): try broadcastBatched(shape, axes, x: x[0], size: size, into: &b)
        case .reshape(let shape): try b.emit(.reshape(Shape([size] + shape.dims)), x)
        case .transpose(let permutation): try b.emit(.transpose([0] + permutation.map { $0 + 1 }), x)
        case .slice(let start, let limit, let stride):
            try b.emit(.slice(start: [0] + start, limit: [size] + limit, stride: [1] + stride), x)
        case .pad: try padBatched(x: x, isBatched: isBatched, size: size, into: &b)
        case .concatenate(let axis): try b.emit(.concatenate(axis: axis + 1), lifted(x, isBatched, size, into: &b))
        case .reverse(let axes): try b.emit(.reverse(axes.map { $0 + 1 }), x)
        case .reduceSum(let axes): try b.emit(.reduceSum(axes.map { $0 + 1 }), x)
        case .reduceMax(let axes): try b.emit(.reduceMax(axes.map { $0 + 1 }), x)
        case .reduceMin(let axes): try b.emit(.reduceMin(axes.map { $0 + 1 }), x)
        case .cumsum(let axis, let reverse): try b.emit(.cumsum(axis: axis + 1, reverse: reverse), x)
        case .dotGeneral(let dims): try dotBatched(dims, x: x, isBatched: isBatched, into: &b)
        case .convolution: try convolutionBatched(x: x, isBatched: isBatched, size: size, into: &b)
        case .solve, .triangularSolve: try solveBatched(x: x, isBatched: isBatched, size: size, into: &b)
        case .gather: try gatherBatched(x: x, isBatched: isBatched, size: size, into: &b)
        case .scatter: try scatterBatched(x: x, isBatched: isBatched, size: size, into: &b)
        case .argsort(let axis): try b.emit(.argsort(axis: axis + 1), x)
        case .constant, .iota: throw Fault(.defect, "\(name) has no operands, so it is never batched")
        case .control: throw Fault(.defect, "\(name) has a rule for all its results")
        }
    }

    /// The operands, all with the batch axis.
    func lifted(
        _ x: [ValueID], _ isBatched: [Bool], _ size: Int, into b: inout GraphBuilder
    ) throws -> [ValueID] {
        try zip(x, isBatched).map { try $1 ? $0 : b.broadcastLeading($0, size: size) }
    }

    /// Tangent of a primitive that is linear in its one operand.
    func linearJVP(_ t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        try t[0].map { try b.emit(self, [$0]) }
    }

    /// Tangent of a primitive that is linear in all operands together.
    func jointlyLinearJVP(x: [ValueID], t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        try b.emit(self, zip(t, x).map { try $0 ?? b.zeros(b.types[$1]) })
    }
}

/// The permutation that undoes `permutation`.
func inverse(_ permutation: [Int]) -> [Int] {
    var result = permutation
    for (index, target) in permutation.enumerated() { result[target] = index }
    return result
}
