/// The order in which floating numbers are summed; `numerics=1` is this order and no other. For e₀ … eₙ₋₁:
///
/// 1. They are cut into blocks of 512; the last may be shorter.
/// 2. Within a block there are 16 lanes. Lane l starts at +0.0 and adds the block's elements l, l + 16, l + 32, … in order.
/// 3. The lanes are folded: for w in 8, 4, 2, 1 lane l becomes lane l + lane (l + w), for every l < w. Lane 0 is the
///    block's sum.
/// 4. The block sums are added pairwise, (b₀ + b₁), (b₂ + b₃), …; an odd last one moves up unchanged; and so again with
///    the results until one is left.
///
/// No elements give +0.0. One element e gives +0.0 + e: a lone −0.0 becomes 0.0.
package enum SumTree {
    /// Elements of one block.
    package static let blockLength = 512
    /// Lanes of one block.
    package static let laneCount = 16

    /// The sum of `elements[range]`.
    static func sum<T: FloatElement>(_ elements: [T], _ range: Range<Int>, _ workspace: Workspace) throws -> T {
        // Most sums are of one block: no array then.
        guard range.count > blockLength else {
            try workspace.spend(range.count + laneCount)
            return blockSum(elements, range)
        }
        var sums: [T] = []
        sums.reserveCapacity((range.count - 1) / blockLength + 1)
        for start in stride(from: range.lowerBound, to: range.upperBound, by: blockLength) {
            let end = min(start + blockLength, range.upperBound)
            try workspace.spend(end - start)
            sums.append(blockSum(elements, start..<end))
        }
        return foldPairs(sums)
    }

    private static func blockSum<T: FloatElement>(_ elements: [T], _ block: Range<Int>) -> T {
        var lanes = InlineArray<16, T>(repeating: 0)
        for start in stride(from: block.lowerBound, to: block.upperBound, by: laneCount) {
            for lane in 0..<min(laneCount, block.upperBound - start) { lanes[lane] += elements[start + lane] }
        }
        var width = laneCount / 2
        while width > 0 {
            for lane in 0..<width { lanes[lane] += lanes[lane + width] }
            width /= 2
        }
        return lanes[0]
    }

    private static func foldPairs<T: FloatElement>(_ blockSums: [T]) -> T {
        var sums = blockSums
        while sums.count > 1 {
            var next: [T] = []
            for pair in 0..<sums.count / 2 { next.append(sums[2 * pair] + sums[2 * pair + 1]) }
            if sums.count % 2 == 1 { next.append(sums[sums.count - 1]) }
            sums = next
        }
        return sums.first ?? 0
    }
}
