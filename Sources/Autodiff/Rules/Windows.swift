import Graphs
import Tensors

// Convolutions are linear in each operand, and both transposes are convolutions again: of the cotangent with the reversed
// right operand, and of the left operand with the cotangent. Batching makes one of G, N and O longer, so that no element
// is summed in another order.

extension ConvolutionWindow {
    func transposed(
        x: [ValueID?], types: [TensorType], ct: ValueID, into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        let left = Array(types[0].shape.dims.dropFirst(3))
        let right = Array(types[1].shape.dims.dropFirst(3))
        let result = Array(b.shape(ct).dims.dropFirst(3))
        if x[0] == nil, let known = x[1] {
            let reversed = try b.emit(.reverse(right.indices.map { $0 + 3 }), [known])
            let window = leftTransposed(left, right, result)
            return [try b.emit(.convolution(window), [ct, swapped(reversed, 1, into: &b)]), nil]
        }
        guard x[1] == nil, let known = x[0] else {
            throw Fault(.defect, "convolution is not linear in both operands")
        }
        // [G, C, N, S…] with [G, O, N, P…] gives [G, C, O, K…].
        let product = try b.emit(
            .convolution(rightTransposed(left, right, result)),
            [swapped(known, 1, into: &b), swapped(ct, 1, into: &b)])
        return [nil, try swapped(product, 1, into: &b)]
    }

    /// The window that moves a reversed right operand of sizes `right` over a cotangent of sizes `result`.
    private func leftTransposed(_ left: [Int], _ right: [Int], _ result: [Int]) -> ConvolutionWindow {
        var window = ConvolutionWindow(
            strides: leftDilation, low: low, high: high, leftDilation: strides, rightDilation: rightDilation)
        for axis in low.indices {
            let length = Self.dilated(right[axis], rightDilation[axis])
            window.low[axis] = length - 1 - low[axis]
            window.high[axis] =
                Self.dilated(left[axis], leftDilation[axis]) + length - 1 - Self.dilated(result[axis], strides[axis])
                - window.low[axis]
        }
        return window
    }

    /// The window that moves a cotangent of sizes `result` over the left operand.
    private func rightTransposed(_ left: [Int], _ right: [Int], _ result: [Int]) -> ConvolutionWindow {
        var window = ConvolutionWindow(
            strides: rightDilation, low: low, high: high, leftDilation: leftDilation, rightDilation: strides)
        for axis in low.indices {
            window.high[axis] =
                Self.dilated(result[axis], strides[axis]) - Self.dilated(left[axis], leftDilation[axis])
                + Self.dilated(right[axis], rightDilation[axis]) - low[axis] - 1
        }
        return window
    }
}

extension Primitive {
    func convolutionBatched(
        x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder
    ) throws -> ValueID {
        // The axis that takes the batch: G of both operands, N of the left, or O of the right.
        let isShared = isBatched[0] && isBatched[1]
        func merged(_ value: ValueID, into axis: Int) throws -> ValueID {
            let moved = try b.moveAxis(value, from: 0, to: axis)
            var dims = b.shape(moved).dims
            let entries = dims.remove(at: axis)
            dims[axis] *= entries
            return try b.reshape(moved, dims)
        }
        let operands = try zip(x, isBatched).map { try $1 ? merged($0, into: isShared ? 0 : 1) : $0 }
        let product = try b.emit(self, operands)
        let axis = isShared ? 0 : isBatched[0] ? 1 : 2
        var dims = b.shape(product).dims
        dims[axis] = isShared ? b.shape(x[0]).dims[1] : isBatched[0] ? b.shape(x[0]).dims[2] : b.shape(x[1]).dims[2]
        dims.insert(size, at: axis)
        return try b.moveAxis(b.reshape(product, dims), from: axis, to: 0)
    }
}

/// The value with axes `axis` and `axis` + 1 exchanged.
private func swapped(_ value: ValueID, _ axis: Int, into b: inout GraphBuilder) throws -> ValueID {
    try b.moveAxis(value, from: axis, to: axis + 1)
}
