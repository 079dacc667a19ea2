import CKernels
import Evaluation
import Graphs
import Interpreter
import Tensors

/// Loops and reductions of rows that follow each other and in which every row needs nothing of other rows: softmax, layer
/// norm and the like. They run some rows at a time, all steps on these before the next, so that what one step leaves for
/// another is still in the cache.
struct RowGroup: Sendable {
    /// Loops and reductions over neighbouring elements.
    let steps: [Step]
    /// What each step goes through is as many elements for each of them.
    let rows: Int
    /// Elements of the widest row.
    let width: Int

    /// Elements that a step goes through before the next one follows: they fit in the second cache with room for others.
    private static let chunkElements = 1 << 14

    /// Rows that are taken at a time.
    var chunk: Int { max(RowGroup.chunkElements / max(width, 1), 1) }
}

extension [Step] {
    /// The steps with groups of rows in the place of what they are made of, and with loops joined to products that they
    /// follow.
    func grouped(_ cancel: CancelFlag?) throws -> [Step] {
        var result: [Step] = []
        var index = 0
        while index < count {
            try cancel?.check(at: index)
            if let group = RowGrouper.group(in: self, from: index) {
                result.append(.rows(group))
                index += group.steps.count
            } else if case .loop(let loop) = self[index], case .product(let product, nil)? = result.last,
                product.isFollowed(by: loop)
            {
                result[result.count - 1] = .product(product, then: loop)
                index += 1
            } else {
                result.append(self[index])
                index += 1
            }
        }
        return result
    }
}

/// Collects the steps of a group.
private struct RowGrouper {
    let rows: Int
    private var width = 0
    /// The values that the group makes, and their elements in a row.
    private var made: [ValueID: Int] = [:]
    private var steps: [Step] = []
    private var reductions = 0

    /// Fewer rows would not occupy the threads; longer ones do not fit in the cache.
    private static let leastRows = 16
    private static let longestRow = 1 << 15
    /// Steps of a group at most, as what makes no group is looked at again from its second step on.
    private static let mostSteps = 256

    /// The longest group that begins at a step: a loop, or loops, with a reduction after them, or a reduction with
    /// something after it.
    static func group(in steps: [Step], from start: Int) -> RowGroup? {
        let ahead = steps[start...].prefix(mostSteps)
        guard let rows = rows(of: ahead), rows >= leastRows else { return nil }
        var grouper = RowGrouper(rows: rows)
        for step in ahead { guard grouper.add(step) else { break } }
        // A loop after the last reduction belongs to the group; one alone does not.
        guard grouper.reductions > 0, grouper.steps.count > 1 else { return nil }
        return RowGroup(steps: grouper.steps, rows: rows, width: grouper.width)
    }

    private init(rows: Int) { self.rows = rows }

    /// How many rows the next reduction has, if nothing but loops comes before it.
    private static func rows(of steps: ArraySlice<Step>) -> Int? {
        for step in steps {
            switch step {
            case .loop: continue
            case .reduce(_, let reduction): return reduction.inner == 1 ? reduction.outer : nil
            default: return nil
            }
        }
        return nil
    }

    private mutating func add(_ step: Step) -> Bool {
        switch step {
        case .loop(let loop):
            guard loop.count % rows == 0, loop.count > 0, loop.count / rows <= RowGrouper.longestRow, isApart(loop)
            else { return false }
            for value in loop.makes { made[value] = loop.count / rows }
            width = max(width, loop.count / rows)
        case .reduce(_, let reduction):
            guard reduction.inner == 1, reduction.outer == rows, reduction.length <= RowGrouper.longestRow else {
                return false
            }
            made[reduction.result] = 1
            width = max(width, reduction.length)
            reductions += 1
        default: return false
        }
        steps.append(step)
        return true
    }

    /// Whether every row of the loop reads of what the group makes its own row alone.
    private func isApart(_ loop: FusedLoop) -> Bool {
        loop.places.allSatisfy { place in
            switch place {
            case .row, .register: return true
            case .number(let value, _): return made[value] == nil
            case .load(let index):
                let load = loop.loads[index]
                guard let length = made[load.value] else { return true }
                return load.view.isByRows(rows, of: length)
            }
        }
    }
}

extension StridedView {
    /// Whether the first axis goes through `rows` rows of `length` elements, and the others stay inside one.
    fileprivate func isByRows(_ rows: Int, of length: Int) -> Bool {
        guard let first = dims.first, first == rows, strides.first == length, strides.allSatisfy({ $0 >= 0 }) else {
            return false
        }
        let last = Swift.zip(dims, strides).dropFirst().reduce(offset) { $0 + ($1.0 - 1) * $1.1 }
        return last < length
    }
}

extension PlanRun {
    func run(_ group: RowGroup) throws {
        let chunks = (group.rows + group.chunk - 1) / group.chunk
        try inParts(chunks, worth: group.rows * group.width * group.steps.count) { range, thread in
            var places = group.steps.map { step in
                if case .loop(let loop) = step { self.places(of: loop, thread) } else { [pb_place]() }
            }
            for chunk in range {
                try cancel?.check()
                let rows = chunk * group.chunk..<min((chunk + 1) * group.chunk, group.rows)
                for (index, step) in group.steps.enumerated() {
                    switch step {
                    case .loop(let loop):
                        let length = loop.count / group.rows
                        try run(loop, rows.lowerBound * length..<rows.upperBound * length, &places[index], thread)
                    case .reduce(let kind, let reduction): reduceRows(kind, reduction, rows)
                    default: throw Fault(.defect, "a group of rows has loops and reductions alone")
                    }
                }
            }
        }
    }
}
