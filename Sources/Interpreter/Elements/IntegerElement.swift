import Tensors

/// An integer type: arithmetic wraps, and division is defined everywhere.
protocol IntegerElement: NumberElement, FixedWidthInteger, SignedInteger {}

extension IntegerElement {
    static var zeroElement: Self { 0 }
    static func add(_ left: Self, _ right: Self) -> Self { left &+ right }
    static func subtract(_ left: Self, _ right: Self) -> Self { left &- right }
    static func multiply(_ left: Self, _ right: Self) -> Self { left &* right }

    /// Truncated toward zero; x / 0 = −1, and the least number / −1 is itself.
    static func divide(_ left: Self, _ right: Self) -> Self {
        if right == 0 { return -1 }
        return right == -1 ? 0 &- left : left / right
    }

    /// With the sign of the dividend; x rem 0 = x.
    static func remainder(_ left: Self, _ right: Self) -> Self {
        if right == 0 { return left }
        return right == -1 ? 0 : left % right
    }

    static func greater(_ left: Self, _ right: Self) -> Self { Swift.max(left, right) }
    static func lesser(_ left: Self, _ right: Self) -> Self { Swift.min(left, right) }
    static func negate(_ value: Self) -> Self { 0 &- value }
    /// The least number has no magnitude of its type: it stays.
    static func magnitude(_ value: Self) -> Self { value < 0 ? 0 &- value : value }
    static func sign(_ value: Self) -> Self { value.signum() }
    init(counting: Int) { self.init(truncatingIfNeeded: counting) }

    static func sum(_ elements: [Self], _ range: Range<Int>, _ workspace: Workspace) throws -> Self {
        var total: Self = 0
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Workspace.pollInterval) {
            let end = Swift.min(start + Workspace.pollInterval, range.upperBound)
            try workspace.spend(end - start)
            for index in start..<end { total &+= elements[index] }
        }
        return total
    }

    static var dotStart: Self { 0 }

    static func dot(_ total: Self, _ left: UnsafePointer<Self>, _ right: UnsafePointer<Self>, _ count: Int) -> Self {
        var total = total
        // Safe: both pointers are lent by arrays with at least `count` elements from there.
        for index in 0..<count { total &+= left[index] &* right[index] }
        return total
    }
}
