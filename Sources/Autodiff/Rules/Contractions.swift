import Graphs
import Tensors

extension Primitive {
    func bilinearJVP(x: [ValueID], t: [ValueID?], into b: inout GraphBuilder) throws -> ValueID? {
        let left = try t[0].map { try b.emit(self, [$0, x[1]]) }
        let right = try t[1].map { try b.emit(self, [x[0], $0]) }
        guard let left, let right else { return left ?? right }
        return try b.add(left, right)
    }

    func dotTransposed(
        _ dims: DotDimensions, x: [ValueID?], types: [TensorType], ct: ValueID, into b: inout GraphBuilder
    ) throws -> [ValueID?] {
        let batch = dims.leftBatch.count
        let leftFree = dims.leftFree(rank: types[0].shape.rank)
        let rightFree = dims.rightFree(rank: types[1].shape.rank)
        if x[0] == nil, let right = x[1] {
            // ct's axes: batch, left free, right free. Contracting the last with the right operand's free axes leaves
            // batch, left free, then the right operand's contracted axes in ascending order.
            let freeOfRight = Array((batch + leftFree.count)..<(batch + leftFree.count + rightFree.count))
            let product = try b.emit(
                .dotGeneral(
                    DotDimensions(
                        leftContract: freeOfRight, rightContract: rightFree, leftBatch: Array(0..<batch),
                        rightBatch: dims.rightBatch)), [ct, right])
            let order = ascending(dims.rightContract).map { dims.leftContract[$0] }
            return [try b.transpose(product, inverse(dims.leftBatch + leftFree + order)), nil]
        }
        guard x[1] == nil, let left = x[0] else { throw Fault(.defect, "dot_general is not linear in both operands") }
        let freeOfLeft = Array(batch..<(batch + leftFree.count))
        let product = try b.emit(
            .dotGeneral(
                DotDimensions(
                    leftContract: freeOfLeft, rightContract: leftFree, leftBatch: Array(0..<batch),
                    rightBatch: dims.leftBatch)), [ct, left])
        let order = ascending(dims.leftContract).map { dims.rightContract[$0] }
        return [nil, try b.transpose(product, inverse(dims.rightBatch + rightFree + order))]
    }

    /// Positions in `axes`, by ascending axis.
    private func ascending(_ axes: [Int]) -> [Int] { axes.indices.sorted { axes[$0] < axes[$1] } }

    func dotBatched(
        _ dims: DotDimensions, x: [ValueID], isBatched: [Bool], into b: inout GraphBuilder
    ) throws -> ValueID {
        func shifted(_ axes: [Int], _ batched: Bool) -> [Int] { batched ? axes.map { $0 + 1 } : axes }
        let both = isBatched[0] && isBatched[1]
        let wide = DotDimensions(
            leftContract: shifted(dims.leftContract, isBatched[0]),
            rightContract: shifted(dims.rightContract, isBatched[1]),
            leftBatch: (both ? [0] : []) + shifted(dims.leftBatch, isBatched[0]),
            rightBatch: (both ? [0] : []) + shifted(dims.rightBatch, isBatched[1]))
        let product = try b.emit(.dotGeneral(wide), x)
        if both { return product }
        // With one operand batched the batch axis is the first of its free axes.
        let rank = b.shape(x[0]).rank
        let before = dims.leftBatch.count + (isBatched[0] ? 0 : dims.leftFree(rank: rank).count)
        return try b.moveAxis(product, from: before, to: 0)
    }
}
