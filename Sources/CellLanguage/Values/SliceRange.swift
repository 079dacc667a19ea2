import Tensors

extension IndexPlan {
    mutating func append(_ range: SliceRange, axis: Int) {
        start.append(range.low)
        limit.append(range.high)
        stride.append(range.stride)
        if range.isReversed { reversed.append(axis) }
        dims.append(range.count)
    }
}

extension Index {
    var isSlice: Bool { if case .slice = self { true } else { false } }

    var isNewAxis: Bool { if case .value(.none) = self { true } else { false } }
    var isEllipsis: Bool { if case .value(.ellipsis) = self { true } else { false } }
    var isArray: Bool { if case .value(.array) = self { true } else { false } }
}

/// The indices that a Python slice takes from an axis, as an ascending range that may be walked backward.
struct SliceRange {
    let low: Int
    let high: Int
    let stride: Int
    let count: Int
    let isReversed: Bool

    init(all size: Int) {
        (low, high, stride, count, isReversed) = (0, size, 1, size, false)
    }

    init(_ start: Int?, _ stop: Int?, _ step: Int?, size: Int, at position: SourcePosition) throws {
        let step = step ?? 1
        guard step != 0, step != .min else { throw Fault(.argument, "a slice step of \(step)", at: position) }
        func clamped(_ bound: Int, _ range: ClosedRange<Int>) -> Int {
            Swift.min(Swift.max(bound < 0 ? bound + size : bound, range.lowerBound), range.upperBound)
        }
        let first: Int
        if step > 0 {
            first = start.map { clamped($0, 0...size) } ?? 0
            let end = stop.map { clamped($0, 0...size) } ?? size
            count = end > first ? (end - first - 1) / step + 1 : 0
        } else {
            first = start.map { clamped($0, -1...(size - 1)) } ?? size - 1
            let end = stop.map { clamped($0, -1...(size - 1)) } ?? -1
            count = first > end ? (first - end - 1) / -step + 1 : 0
        }
        isReversed = step < 0 && count > 0
        // A stride longer than the axis takes one element; the axis size stands for it without overflow.
        stride = Swift.min(abs(step), Swift.max(size, 1))
        low = count == 0 ? 0 : isReversed ? first - (count - 1) * stride : first
        high = count == 0 ? 0 : low + (count - 1) * stride + 1
    }

    /// The indices in the order of the slice.
    var indices: [Int] {
        let ascending = (0..<count).map { low + $0 * stride }
        return isReversed ? ascending.reversed() : ascending
    }
}
