import Graphs
import Tensors

extension GraphBuilder {
    /// Whether whole numbers come of floats, by a sort, a search or a comparison: what is picked by them is no linear function
    /// of what it is picked from. Looks through so many equations as the library writes for it.
    fileprivate func isDecidedByFloats(_ indices: ValueID) -> Bool {
        var (seen, waiting) = (Set<ValueID>(), [indices])
        while let value = waiting.popLast(), seen.count < 64 {
            if dtype(value).isFloating { return true }
            guard seen.insert(value).inserted, let maker = maker(of: value) else { continue }
            if case .control = maker.primitive { continue }
            waiting += maker.operands
        }
        return false
    }
}

extension Primitive {
    func gatherJVP(y: ValueID, x: [ValueID], t: ValueID?, into b: inout GraphBuilder) throws -> ValueID? {
        guard let t else { return nil }
        let picked = try b.emit(.gather, [t, x[1]])
        return try b.isDecidedByFloats(x[1]) ? b.keepingNaN(picked, of: y) : picked
    }

    func gatherTransposed(
        x: [ValueID?], types: [TensorType], ct: ValueID, into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        guard let indices = x[1] else { throw Fault(.defect, "gather is not linear in its indices") }
        return [try b.emit(.scatter(.add), [b.zeros(types[0]), indices, ct]), nil]
    }

    func scatterJVP(
        _ function: ScatterFunction, y: ValueID, x: [ValueID], t: [ValueID?], into b: inout GraphBuilder
    ) throws -> ValueID? {
        let operand = try t[0] ?? b.zeros(b.types[x[0]])
        if function == .add, t[2] == nil { return operand }
        let updates = try t[2] ?? b.zeros(b.types[x[2]])
        switch function {
        case .set, .add: return try b.emit(self, [operand, x[1], updates])
        case .min, .max: return try scatterExtremeJVP(function, y: y, x: x, t: (operand, updates), into: &b)
        }
    }

    /// The mean of the tangents of all elements that attain the extreme, the operand's among them: ties share equally,
    /// as in JAX. Where one is NaN, all slopes are.
    private func scatterExtremeJVP(
        _ function: ScatterFunction, y: ValueID, x: [ValueID], t: (operand: ValueID, updates: ValueID),
        into b: inout GraphBuilder
    ) throws -> ValueID {
        func attains(_ element: ValueID, _ extreme: ValueID) throws -> ValueID {
            // Against a NaN none loses.
            try b.apply(.not, b.compare(function == .max ? .lt : .gt, element, extreme))
        }
        func total(_ operand: ValueID, _ updates: ValueID) throws -> ValueID {
            try b.emit(.scatter(.add), [operand, x[1], updates])
        }
        let own = try attains(x[0], y)
        let updated = try attains(x[2], b.emit(.gather, [y, x[1]]))
        let count = try total(b.convert(own, to: b.dtype(y)), b.convert(updated, to: b.dtype(y)))
        let sum = try total(
            b.select(own, t.operand, b.zeros(b.types[x[0]])), b.select(updated, t.updates, b.zeros(b.types[x[2]])))
        return try b.keepingNaN(b.div(sum, count), of: y)
    }

    /// What was replaced gets nothing; of several updates of one row only the last gets its cotangent.
    func scatterSetTransposed(
        x: [ValueID?], types: [TensorType], ct: ValueID, into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        guard let indices = x[1] else { throw Fault(.defect, "scatter is not linear in its indices") }
        let operand = try x[0] == nil ? b.emit(self, [ct, indices, b.zeros(types[2])]) : nil
        guard x[2] == nil else { return [operand, nil, nil] }
        let places = TensorType(.i64, b.shape(indices))
        let numbers = try b.reshape(
            b.emit(.iota(TensorType(.i64, Shape([places.shape.count])), axis: 0), []), places.shape.dims)
        let rows = TensorType(.i64, try Shape([types[0].shape.dims[0]]))
        let last = try b.emit(.gather, [b.emit(self, [b.zeros(rows), indices, numbers]), indices])
        let stays = try b.broadcast(
            b.compare(.eq, last, numbers), to: types[2].shape.dims, axes: Array(0..<places.shape.rank))
        return [operand, nil, try b.select(stays, b.emit(.gather, [ct, indices]), b.zeros(types[2]))]
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

    func scatterBatched(
        x: [ValueID], isBatched: [Bool], size: Int, into b: inout GraphBuilder
    ) throws -> ValueID {
        let operand = try isBatched[0] ? x[0] : b.broadcastLeading(x[0], size: size)
        let updates = try isBatched[2] ? x[2] : b.broadcastLeading(x[2], size: size)
        let dims = b.shape(operand).dims
        guard isBatched[1] else {
            let behind = try b.moveAxis(updates, from: 0, to: b.shape(x[1]).rank)
            let result = try b.emit(self, [b.moveAxis(operand, from: 0, to: 1), x[1], behind])
            return try b.moveAxis(result, from: 1, to: 0)
        }
        let flat = try b.reshape(operand, [size * dims[1]] + dims.dropFirst(2))
        let result = try b.emit(self, [flat, entryIndices(x[1], rows: dims[1], into: &b), updates])
        return try b.reshape(result, dims)
    }

    /// Indices [B, I…] into `rows` rows of each entry, as indices into B · `rows` rows; what is outside stays outside.
    private func entryIndices(_ indices: ValueID, rows: Int, into b: inout GraphBuilder) throws -> ValueID {
        let indices = try b.convert(indices, to: .i64)
        let type = b.types[indices]
        let entry = try b.emit(.iota(type, axis: 0), [])
        let shifted = try b.add(indices, b.mul(entry, b.full(Double(rows), like: indices)))
        let isInside = try b.apply(
            .and, b.compare(.ge, indices, b.zeros(type)), b.compare(.lt, indices, b.full(Double(rows), like: indices)))
        return try b.select(isInside, shifted, b.full(-1, like: indices))
    }
}
