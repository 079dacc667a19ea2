import Graphs
import Tensors

/// What index brackets mean for an array: a basic part (slices, whole numbers, new axes), then picks by index arrays.
struct IndexPlan {
    var start: [Int] = []
    var limit: [Int] = []
    var stride: [Int] = []
    var reversed: [Int] = []
    /// Sizes after slicing, without the axes that whole numbers removed, with new axes.
    var dims: [Int] = []
    /// Axes of `dims` that index arrays pick from, with the arrays.
    var picks: [(axis: Int, indices: ValueID)] = []
}

extension Elaborator {
    /// `value[items]`
    mutating func subscripted(_ value: Value, _ items: [Index], at position: SourcePosition) throws -> Value {
        switch value {
        case .array(let id, let isWeak):
            let plan = try plan(items, for: id, at: position)
            let basic = try applyBasic(plan, to: id)
            let picked = try plan.picks.isEmpty ? basic : gathered(basic, plan)
            return .array(picked, isWeak: isWeak)
        case .updater(let id, nil): return .updater(id, index: items)
        case .file(let path):
            guard case .value(.string(let key))? = items.first, items.count == 1 else {
                throw Fault(.argument, "a file of several arrays is indexed by one name", at: position)
            }
            return addLeaf(try loader.load(path, key: key), isLoaded: true)
        case .tuple, .list, .range, .string: return try staticItem(value, items, at: position)
        default: throw Fault(.argument, "\(value.kindText) cannot be indexed", at: position)
        }
    }

    private mutating func staticItem(_ value: Value, _ items: [Index], at position: SourcePosition) throws -> Value {
        let count = try length(of: value, at: position)
        switch items.first {
        case .value(.integer(let index)) where items.count == 1:
            guard (-count..<count).contains(index) else {
                throw Fault(.argument, "index \(index) of \(count) items", at: position)
            }
            return try element(index < 0 ? index + count : index, of: value, at: position)
        case .slice(let start, let stop, let step) where items.count == 1:
            let range = try SliceRange(start, stop, step, size: count, at: position)
            let picked = try range.indices.map { try element($0, of: value, at: position) }
            if case .tuple = value { return .tuple(picked) }
            return .list(picked)
        default:
            throw Fault(.argument, "\(value.kindText) is indexed by one static whole number or slice", at: position)
        }
    }

    private mutating func plan(_ items: [Index], for id: ValueID, at position: SourcePosition) throws -> IndexPlan {
        let dims = b.shape(id).dims
        let items = try flattened(items)
        let consumed = items.filter { !$0.isNewAxis && !$0.isEllipsis }.count
        guard consumed <= dims.count else {
            throw Fault(.shape, "\(consumed) indices for \(b.types[id]), which has \(dims.count) axes", at: position)
        }
        guard items.filter(\.isEllipsis).count <= 1 else {
            throw Fault(.argument, "two ... in one index", at: position)
        }
        var expanded: [Index] = []
        let fill = [Index](repeating: .slice(nil, nil, nil), count: dims.count - consumed)
        for item in items { expanded += item.isEllipsis ? fill : [item] }
        if !items.contains(where: \.isEllipsis) { expanded += fill }
        let picksArrays = expanded.contains { $0.isArray }
        var plan = IndexPlan()
        var axis = 0
        for item in expanded {
            if item.isNewAxis {
                plan.dims.append(1)
                continue
            }
            try add(item, size: dims[axis], axis: axis, amongArrays: picksArrays, to: &plan, at: position)
            axis += 1
        }
        return plan
    }

    /// A tuple between the brackets stands for its items; a static list of whole numbers is an index array.
    private mutating func flattened(_ items: [Index]) throws -> [Index] {
        var result: [Index] = []
        for item in items {
            switch item {
            case .value(.tuple(let parts)): result += parts.map(Index.value)
            case .value(let value) where value.items != nil:
                result.append(.value(try makeArray(value, dtype: nil, at: SourcePosition(line: 1, column: 1))))
            default: result.append(item)
            }
        }
        return result
    }

    private mutating func add(
        _ item: Index, size: Int, axis: Int, amongArrays: Bool, to plan: inout IndexPlan, at position: SourcePosition
    ) throws {
        switch item {
        case .value(.integer(let index)):
            guard (-size..<size).contains(index) else {
                throw Fault(.shape, "index \(index) is out of range for axis \(axis) of size \(size)", at: position)
            }
            let place = index < 0 ? index + size : index
            if amongArrays {
                plan.append(SliceRange(all: size), axis: axis)
                plan.picks.append((plan.dims.count - 1, try b.full(.i64(Int64(place)), TensorType(.i64, .scalar))))
            } else {
                plan.append(SliceRange(all: size), axis: axis)
                plan.start[axis] = place
                plan.limit[axis] = place + 1
                plan.dims.removeLast()
            }
        case .slice(let start, let stop, let step):
            plan.append(try SliceRange(start, stop, step, size: size, at: position), axis: axis)
        case .value(.array(let indices, _)):
            guard b.dtype(indices).isInteger else {
                throw Fault(
                    .dtype, "an index array must hold whole numbers, not \(b.types[indices])", at: position,
                    hint: b.dtype(indices) == .bool ? "where(mask, x, 0) keeps the shape" : "use .astype(i64)")
            }
            plan.append(SliceRange(all: size), axis: axis)
            plan.picks.append((plan.dims.count - 1, indices))
        case .value(let value):
            throw Fault(
                .argument,
                "an index must be a whole number, a slice, None, ... or an index array, not \(value.kindText)",
                at: position)
        }
    }

    private mutating func applyBasic(_ plan: IndexPlan, to id: ValueID) throws -> ValueID {
        var result = id
        let dims = b.shape(id).dims
        if plan.start.contains(where: { $0 != 0 }) || plan.limit != dims || plan.stride.contains(where: { $0 != 1 }) {
            result = try b.emit(.slice(start: plan.start, limit: plan.limit, stride: plan.stride), [result])
        }
        if !plan.reversed.isEmpty { result = try b.emit(.reverse(plan.reversed), [result]) }
        // An index that changes nothing still gives a value of its own.
        return result == id || b.shape(result).dims != plan.dims
            ? try b.emit(.reshape(Shape(plan.dims)), [result]) : result
    }

    /// How picked axes lie: all of them moved to the front and flattened, with the flat index of each pick.
    private struct Flattening {
        var order: [Int]
        var picked: [Int]
        var rest: [Int]
        var indices: ValueID
        /// Where NumPy puts the axes of the index arrays in the result.
        var place: Int
    }

    private mutating func gathered(_ id: ValueID, _ plan: IndexPlan) throws -> ValueID {
        let flat = try flatten(plan, of: id, dropsOutside: false)
        let rows = try b.reshape(
            b.transpose(id, flat.order), [flat.picked.reduce(1, *)] + flat.rest)
        let picked = try b.emit(.gather, [rows, flat.indices])
        return try moved(picked, count: b.shape(flat.indices).rank, to: flat.place, isBack: false)
    }

    /// Moves the first `count` axes so that they begin at `place`, or back.
    private mutating func moved(_ id: ValueID, count: Int, to place: Int, isBack: Bool) throws -> ValueID {
        let rank = b.shape(id).rank
        let forward =
            Array(count..<(count + place)) + Array(0..<count) + Array((count + place)..<max(rank, count + place))
        guard isBack else { return try b.transpose(id, forward) }
        var order = forward
        for (index, target) in forward.enumerated() { order[target] = index }
        return try b.transpose(id, order)
    }

    private mutating func flatten(_ plan: IndexPlan, of id: ValueID, dropsOutside: Bool) throws -> Flattening {
        let dims = b.shape(id).dims
        let axes = plan.picks.map(\.axis)
        let restAxes = dims.indices.filter { !axes.contains($0) }
        let terms = plan.picks.map { Term(.array($0.indices), SourcePosition(line: 1, column: 1)) }
        let (arrays, _) = try matched(terms, as: "index arrays", .total)
        var flat: ValueID?
        var isOutside: ValueID?
        for (axis, indices) in zip(axes, arrays) {
            let size = try b.full(Double(dims[axis]), like: indices)
            let zero = try b.zeros(b.types[indices])
            let wrapped = try b.select(b.compare(.lt, indices, zero), b.add(indices, size), indices)
            let last = try b.full(Double(max(dims[axis] - 1, 0)), like: indices)
            let inside = try b.apply(.max, zero, b.apply(.min, last, wrapped))
            if dropsOutside {
                let outside = try b.compare(.ne, inside, wrapped)
                isOutside = try isOutside.map { try b.apply(.or, $0, outside) } ?? outside
            }
            flat = try flat.map { try b.add(b.mul($0, size), inside) } ?? inside
        }
        var indices = try flat ?? b.zeros(TensorType(.i64, .scalar))
        if let isOutside { indices = try b.select(isOutside, b.full(-1, like: indices), indices) }
        let isTogether = axes.last.map { $0 - axes[0] == axes.count - 1 } ?? true
        return Flattening(
            order: axes + restAxes, picked: axes.map { dims[$0] }, rest: restAxes.map { dims[$0] }, indices: indices,
            place: isTogether ? axes[0] : 0)
    }

    /// `x.at[items].add(u)`: JAX's out-of-place update; repeated indices add up, indices outside are dropped.
    mutating func added(_ update: Term, to id: ValueID, at items: [Index], position: SourcePosition) throws -> ValueID {
        let plan = try plan(items, for: id, at: position)
        let value = try array(update, as: b.dtype(id))
        guard !plan.picks.isEmpty else { return try addedToSlice(value, update, id, plan) }
        let isWhole = plan.dims == b.shape(id).dims && plan.reversed.isEmpty && plan.stride.allSatisfy { $0 == 1 }
        guard isWhole else {
            throw Fault(
                .argument, ".at[…].add with index arrays beside slices or new axes", at: position,
                hint: "index whole axes, or slice first")
        }
        let flat = try flatten(plan, of: id, dropsOutside: true)
        let rank = b.shape(flat.indices).rank
        var wanted = flat.rest
        wanted.insert(contentsOf: b.shape(flat.indices).dims, at: flat.place)
        let full = try moved(fitted(value, to: wanted, update), count: rank, to: flat.place, isBack: true)
        let rows = try b.reshape(b.transpose(id, flat.order), [flat.picked.reduce(1, *)] + flat.rest)
        let sum = try b.reshape(b.emit(.scatterAdd, [rows, flat.indices, full]), flat.picked + flat.rest)
        var back = flat.order
        for (index, axis) in flat.order.enumerated() { back[axis] = index }
        return try b.transpose(sum, back)
    }

    private mutating func fitted(_ value: ValueID, to dims: [Int], _ update: Term) throws -> ValueID {
        guard try b.shape(value).broadcast(with: Shape(dims)) == dims else {
            throw Fault(
                .shape, "an update \(b.types[value]) does not fit the indexed part \(Shape.text(dims))",
                at: update.position)
        }
        return try b.broadcastTrailing(value, to: dims)
    }

    private mutating func addedToSlice(
        _ value: ValueID, _ update: Term, _ id: ValueID, _ plan: IndexPlan
    ) throws -> ValueID {
        let dims = b.shape(id).dims
        let sizes = dims.indices.map { axis in
            plan.limit[axis] == plan.start[axis] ? 0 : (plan.limit[axis] - plan.start[axis] - 1) / plan.stride[axis] + 1
        }
        var part = try b.reshape(fitted(value, to: plan.dims, update), sizes)
        if !plan.reversed.isEmpty { part = try b.emit(.reverse(plan.reversed), [part]) }
        let high = dims.indices.map { axis in
            dims[axis] - plan.start[axis] - (sizes[axis] == 0 ? 0 : (sizes[axis] - 1) * plan.stride[axis] + 1)
        }
        let zero = try b.zeros(TensorType(b.dtype(id), .scalar))
        let pad = Primitive.pad(low: plan.start, high: high, interior: plan.stride.map { $0 - 1 })
        return try b.add(id, b.emit(pad, [part, zero]))
    }
}

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
