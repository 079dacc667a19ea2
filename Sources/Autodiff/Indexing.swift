import Graphs
import Tensors

extension Primitive {
    func gatherJVP(x: [ValueID], t: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        try t.map { try b.emit(.gather, [$0, x[1]]) }
    }

    func gatherTransposed(
        x: [ValueID?], types: [TensorType], ct: ValueID, into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        guard let indices = x[1] else { throw Fault(.defect, "gather is not linear in its indices") }
        return [try b.emit(.scatterAdd, [b.zeros(types[0]), indices, ct]), nil]
    }

    func scatterAddJVP(x: [ValueID], t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        let operand = try t[0] ?? b.zeros(b.types[x[0]])
        guard let updates = t[2] else { return operand }
        return try b.emit(.scatterAdd, [operand, x[1], updates])
    }

    func scatterAddTransposed(x: [ValueID?], ct: ValueID, into b: inout GraphBuilder) throws -> [ValueID?] {
        guard let indices = x[1] else { throw Fault(.defect, "scatter_add is not linear in its indices") }
        return [x[0] == nil ? ct : nil, nil, x[2] == nil ? try b.emit(.gather, [ct, indices]) : nil]
    }

    func gatherBatched(x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder) throws -> ValueID {
        switch (isBatched[0], isBatched[1]) {
        case (false, _): return try b.emit(.gather, x)
        case (true, false):
            let picked = try b.emit(.gather, [b.moveAxis(x[0], from: 0, to: 1), x[1]])
            return try b.moveAxis(picked, from: b.shape(x[1]).rank, to: 0)
        case (true, true):
            let rows = b.shape(x[0]).dims[1]
            let flat = try b.reshape(x[0], [size * rows] + b.shape(x[0]).dims.dropFirst(2))
            return try b.emit(.gather, [flat, entryIndices(x[1], rows: rows, into: &b)])
        }
    }

    func scatterAddBatched(
        x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder
    ) throws -> ValueID {
        let operand = try isBatched[0] ? x[0] : b.broadcastLeading(x[0], size: size)
        let updates = try isBatched[2] ? x[2] : b.broadcastLeading(x[2], size: size)
        let dims = b.shape(operand).dims
        guard isBatched[1] else {
            let behind = try b.moveAxis(updates, from: 0, to: b.shape(x[1]).rank)
            let sum = try b.emit(.scatterAdd, [b.moveAxis(operand, from: 0, to: 1), x[1], behind])
            return try b.moveAxis(sum, from: 1, to: 0)
        }
        let flat = try b.reshape(operand, [size * dims[1]] + dims.dropFirst(2))
        let sum = try b.emit(.scatterAdd, [flat, entryIndices(x[1], rows: dims[1], into: &b), updates])
        return try b.reshape(sum, dims)
    }

    /// Indices [B, I…] into `rows` rows of each entry, as indices into B · `rows` rows; what is outside stays outside.
    private func entryIndices(_ indices: ValueID, rows: Int, into b: inout GraphBuilder) throws -> ValueID {
        let type = b.types[indices]
        let entry = try b.emit(.iota(type, axis: 0), [])
        let shifted = try b.add(indices, b.mul(entry, b.full(Double(rows), like: indices)))
        let isInside = try b.apply(
            .and, b.compare(.ge, indices, b.zeros(type)), b.compare(.lt, indices, b.full(Double(rows), like: indices)))
        return try b.select(isInside, shifted, b.full(-1, like: indices))
    }
}
