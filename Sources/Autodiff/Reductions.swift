import Graphs
import Tensors

extension Primitive {
    func reduceSumTransposed(
        _ axes: [Int], _ type: TensorType, ct: ValueID, into b: inout GraphBuilder
    ) throws -> ValueID {
        let kept = type.shape.dims.indices.filter { !axes.contains($0) }
        return try b.emit(.broadcastInDim(type.shape, axes: Array(kept)), [ct])
    }

    /// The mean of the tangents of all elements that attain the extreme: ties share equally, as in JAX.
    func extremeJVP(
        _ axes: [Int], y: ValueID, x: ValueID, t: ValueID?, into b: inout GraphBuilder
    ) throws -> ValueID? {
        guard let t else { return nil }
        let dims = b.shape(x).dims
        let kept = dims.indices.filter { !axes.contains($0) }
        let attains = try b.compare(.eq, x, b.broadcast(y, to: dims, axes: Array(kept)))
        let count = try b.sum(b.convert(attains, to: b.dtype(x)), axes: axes)
        return try b.div(b.sum(b.select(attains, t, b.zeros(b.types[x])), axes: axes), count)
    }
}
