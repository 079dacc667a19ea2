import Graphs
import Tensors

extension Primitive {
    /// Sums over the axes that were stretched.
    func broadcastTransposed(
        _ shape: Shape, _ axes: [Int], _ type: TensorType, ct: ValueID, into b: inout GraphBuilder
    ) throws -> ValueID {
        let stretched = shape.dims.indices.filter { axis in
            guard let source = axes.firstIndex(of: axis) else { return true }
            return type.shape.dims[source] != shape.dims[axis]
        }
        return try b.reshape(b.sum(ct, axes: Array(stretched)), type.shape.dims)
    }

    func broadcastBatched(
        _ shape: Shape, _ axes: [Int], x: ValueID, size: Int, into b: inout GraphBuilder
    ) throws -> ValueID {
        try b.emit(.broadcastInDim(Shape([size] + shape.dims), axes: [0] + axes.map { $0 + 1 }), [x])
    }

    /// Puts the cotangent back where it was taken from, zeros around and between.
    func sliceTransposed(
        _ start: [Int], _ stride: [Int], _ type: TensorType, ct: ValueID, into b: inout GraphBuilder
    ) throws -> ValueID {
        let taken = b.shape(ct).dims
        let high = type.shape.dims.indices.map { axis in
            let used = taken[axis] == 0 ? start[axis] : start[axis] + (taken[axis] - 1) * stride[axis] + 1
            return type.shape.dims[axis] - used
        }
        let zero = try b.zeros(TensorType(type.dtype, .scalar))
        return try b.emit(.pad(low: start, high: high, interior: stride.map { $0 - 1 }), [ct, zero])
    }

    func padTransposed(
        _ low: [Int], _ interior: [Int], _ type: TensorType, ct: ValueID, into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        let dims = type.shape.dims
        let limit = dims.indices.map { axis in
            dims[axis] == 0 ? low[axis] : low[axis] + (dims[axis] - 1) * (interior[axis] + 1) + 1
        }
        let inside = try b.emit(.slice(start: low, limit: limit, stride: interior.map { $0 + 1 }), [ct])
        let everything = try b.sum(ct, axes: Array(dims.indices))
        return [inside, try b.sub(everything, b.sum(inside, axes: Array(dims.indices)))]
    }

    /// A fill that differs along the batch axis cannot be padded with: it is selected where the padding lies.
    func padBatched(x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder) throws -> ValueID {
        guard case .pad(let low, let high, let interior) = self else { throw Fault(.defect, "\(name) is not pad") }
        let wide = Primitive.pad(low: [0] + low, high: [0] + high, interior: [0] + interior)
        let operand = try isBatched[0] ? x[0] : b.broadcastLeading(x[0], size: size)
        guard isBatched[1] else { return try b.emit(wide, [operand, x[1]]) }
        let padded = try b.emit(wide, [operand, b.zeros(TensorType(b.dtype(operand), .scalar))])
        let inside = try b.full(.bool(false), TensorType(.bool, b.shape(operand)))
        let isPadding = try b.emit(wide, [inside, b.full(.bool(true), TensorType(.bool, .scalar))])
        let fill = try b.broadcast(x[1], to: b.shape(padded).dims, axes: [0])
        return try b.select(isPadding, fill, padded)
    }

    func concatenateTransposed(
        _ axis: Int, _ types: [TensorType], ct: ValueID, into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        var offset = 0
        return try types.map { type in
            var start = [Int](repeating: 0, count: type.shape.rank)
            var limit = b.shape(ct).dims
            start[axis] = offset
            offset += type.shape.dims[axis]
            limit[axis] = offset
            return try b.emit(.slice(start: start, limit: limit, stride: start.map { _ in 1 }), [ct])
        }
    }
}
