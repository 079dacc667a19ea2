import Graphs
import Tensors

extension Primitive {
    func reduceSumTransposed(
        _ axes: [Int], _ type: TensorType, ct: ValueID, into b: inout GraphBuilder
    ) throws -> ValueID {
        let kept = type.shape.dims.indices.filter { !axes.contains($0) }
        return try b.emit(.broadcastInDim(type.shape, axes: Array(kept)), [ct])
    }

    /// The mean of the tangents of all elements that attain the extreme: ties share equally, as in JAX. Against a NaN none
    /// loses, and all slopes are NaN.
    func extremeJVP(
        _ axes: [Int], losing: Comparison, y: ValueID, x: ValueID, t: ValueID?, into b: inout GraphBuilder
    ) throws -> ValueID? {
        guard let t else { return nil }
        let dims = b.shape(x).dims
        let kept = dims.indices.filter { !axes.contains($0) }
        let loses = try b.compare(losing, x, b.broadcast(y, to: dims, axes: Array(kept)))
        let zero = try b.zeros(b.types[x])
        let count = try b.sum(b.select(loses, zero, b.full(1, like: x)), axes: axes)
        return try b.keepingNaN(b.div(b.sum(b.select(loses, zero, t), axes: axes), count), of: y)
    }
}
