import Graphs
import Tensors

/// What index brackets mean for an array: a basic part (slices, whole numbers, new axes), then picks by index arrays.
struct IndexPlan {
    /// The opening bracket.
    let position: SourcePosition
    var start: [Int] = []
    var limit: [Int] = []
    var stride: [Int] = []
    var reversed: [Int] = []
    /// Sizes after slicing, without the axes that whole numbers removed, with new axes.
    var dims: [Int] = []
    /// Axes of `dims` that index arrays pick from, with the arrays.
    var picks: [(axis: Int, indices: ValueID)] = []

    init(at position: SourcePosition) { self.position = position }

    /// Everything of an array of `shape`.
    init(whole shape: Shape, at position: SourcePosition) {
        self.position = position
        for (axis, size) in shape.dims.enumerated() { append(SliceRange(all: size), axis: axis) }
    }
}

/// The elements of an array of bools that a cell writes, which say statically which elements of another they take.
struct Mask: Sendable {
    let dims: [Int]
    let elements: [Bool]

    /// Of longer ones the elements are not kept.
    static let limit = 65_536
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
        case .updater(let id, let isWeak, nil): return .updater(id, isWeak: isWeak, index: items)
        case .file(let path):
            guard case .value(.string(let key))? = items.first, items.count == 1 else {
                throw Fault(.argument, "a file of several arrays is indexed by one name", at: position)
            }
            return addLeaf(try loader.load(path, key: key), isLoaded: true)
        case .tuple, .list, .range, .string: return try staticItem(value, items, at: position)
        case .object(.reference(let id)): return try read(id, items, at: position)
        case .builtin(let builtin) where ["list", "tuple", "dict"].contains(builtin.name): return value
        case .object(.alias): return value
        case .object(.instance):
            let keys = items.map { item -> Value in if case .value(let value) = item { value } else { .ellipsis } }
            guard !items.contains(where: \.isSlice),
                let item = try calling(
                    "__getitem__", of: value, on: [keys.count == 1 ? keys[0] : .tuple(keys)], at: position)
            else { throw Fault(.argument, "\(value.kindText) cannot be indexed like this", at: position) }
            return item
        case .object(.processEnvironment):
            throw Fault(
                .refused, "what the environment of the process holds is not known to a cell", at: position,
                hint: "os.environ.get('NAME', 'otherwise')")
        case .record(let record) where record.type.kind == .namedTuple:
            return try staticItem(.tuple(record.items), items, at: position)
        case .dict(let dict):
            guard case .value(let key)? = items.first, items.count == 1 else {
                // d[1, 2] is d[(1, 2)].
                let parts = items.compactMap { if case .value(let value) = $0 { value } else { nil as Value? } }
                guard parts.count == items.count else {
                    throw Fault(.argument, "a dict is indexed by a key", at: position)
                }
                return try subscripted(value, [.value(.tuple(parts))], at: position)
            }
            guard let found = dict[try self.key(key, at: position)] else { throw missing(key, at: position) }
            return found
        default:
            throw Fault(
                .argument, "\(value.kindText) cannot be indexed", at: position,
                hint: value.isCallable ? "call it with parentheses: f(x)" : nil)
        }
    }

    private mutating func staticItem(_ value: Value, _ items: [Index], at position: SourcePosition) throws -> Value {
        let count = try length(of: value, at: position)
        switch items.first {
        case .value(.integer(let index)) where items.count == 1:
            guard (-count..<count).contains(index) else {
                throw Fault(
                    .argument, "index \(index) of \(value.kindText) of \(count) items", at: position,
                    hint: count == 0 ? nil : "indices go from \(-count) to \(count - 1)"
                ).raising("IndexError")
            }
            return try element(index < 0 ? index + count : index, of: value, at: position)
        case .slice(let start, let stop, let step) where items.count == 1:
            let range = try SliceRange(start, stop, step, size: count, at: position)
            try self.step(range.count, at: position)
            let picked = try range.indices.map { try element($0, of: value, at: position) }
            if case .tuple = value { return .tuple(picked) }
            if case .string = value {
                return .string(picked.compactMap { if case .string(let text) = $0 { text } else { nil } }.joined())
            }
            if case .range(let start, _, let step) = value {
                guard let first = range.indices.first, let last = range.indices.last else {
                    return .range(start: 0, stop: 0, step: 1)
                }
                let (stride, overflow) = step.multipliedReportingOverflow(
                    by: range.isReversed ? -range.stride : range.stride)
                let (from, end) = (start + first * step, start + last * step)
                let (stop, passes) = end.addingReportingOverflow(stride > 0 ? 1 : -1)
                guard !overflow, !passes else { throw Fault(.limit, "the range is too long", at: position) }
                return .range(start: from, stop: stop, step: stride)
            }
            return .list(picked)
        default:
            throw Fault(.argument, "\(value.kindText) is indexed by one static whole number or slice", at: position)
        }
    }

    /// - Parameter isLoose: whether a static index may lie outside, as one that is computed may.
    mutating func plan(
        _ items: [Index], for id: ValueID, isLoose: Bool = false, at position: SourcePosition
    ) throws -> IndexPlan {
        let dims = b.shape(id).dims
        let items = try flattened(items, at: position)
        let consumed = items.reduce(0) { $0 + ($1.isNewAxis || $1.isEllipsis ? 0 : mask($1)?.dims.count ?? 1) }
        guard consumed <= dims.count else {
            throw Fault(
                .shape,
                "\(consumed) indices for \(b.types[id]), which has \(dims.count) ax\(dims.count == 1 ? "is" : "es")",
                at: position)
        }
        guard items.filter(\.isEllipsis).count <= 1 else {
            throw Fault(.argument, "two ... in one index", at: position)
        }
        var expanded: [Index] = []
        let fill = [Index](repeating: .slice(nil, nil, nil), count: dims.count - consumed)
        for item in items {
            if let mask = mask(item) {
                let place = expanded.filter { !$0.isNewAxis }.count
                expanded += try picks(by: mask, of: Array(dims[place..<(place + mask.dims.count)]), at: position)
            } else {
                expanded += item.isEllipsis ? fill : [item]
            }
        }
        if !items.contains(where: \.isEllipsis) { expanded += fill }
        var picksArrays = expanded.contains { $0.isArray }
        if isLoose, !picksArrays {
            let indexed = expanded.filter { !$0.isNewAxis }
            picksArrays = try zip(indexed, dims).contains { try loosened($0, size: $1).isArray }
        }
        var plan = IndexPlan(at: position)
        var axis = 0
        for item in expanded {
            if item.isNewAxis {
                plan.dims.append(1)
                continue
            }
            let item = try isLoose ? loosened(item, size: dims[axis]) : item
            try add(item, size: dims[axis], axis: axis, amongArrays: picksArrays, to: &plan, at: position)
            axis += 1
        }
        return plan
    }

    /// A static index that lies outside as an index array, which may.
    private mutating func loosened(_ item: Index, size: Int) throws -> Index {
        guard case .value(.integer(let index)) = item, !(-size..<size).contains(index) else { return item }
        return .value(.array(try b.full(.i64(Int64(index)), TensorType(.i64, .scalar))))
    }

    /// The mask that an index is, where the cell itself writes which elements it takes.
    private func mask(_ item: Index) -> Mask? {
        guard case .value(.array(let id, _)) = item else { return nil }
        return masks[id]
    }

    /// The places that a mask takes, as an index array for each of its axes.
    private mutating func picks(by mask: Mask, of dims: [Int], at position: SourcePosition) throws -> [Index] {
        guard mask.dims == dims else {
            throw Fault(
                .shape, "a mask \(Shape.text(mask.dims)) of axes \(Shape.text(dims))", at: position,
                hint: "a mask has the sizes of the axes that it picks from")
        }
        return try indices(of: mask, at: position).map { .value(.array($0)) }
    }

    /// Where a mask is true: an array of whole numbers for each of its axes.
    mutating func indices(of mask: Mask, at position: SourcePosition) throws -> [ValueID] {
        let places = mask.elements.indices.filter { mask.elements[$0] }
        var size = mask.elements.count
        return try mask.dims.map { axis in
            size /= max(axis, 1)
            let numbers = places.map { Value.integer($0 / max(size, 1) % axis) }
            return try array(Term(indexArray(.list(numbers), at: position), position))
        }
    }

    /// A tuple that is all of the index stands for its items; any other tuple or list is an index array.
    private mutating func flattened(_ items: [Index], at position: SourcePosition) throws -> [Index] {
        var items = items
        if items.count == 1, case .value(.tuple(let parts)) = items[0] { items = parts.map(Index.value) }
        return try items.map { item in
            guard case .value(let value) = item, value.items != nil else { return item }
            return .value(try indexArray(value, at: position))
        }
    }

    /// A static list as an index array; an empty one holds no whole numbers of any kind.
    private mutating func indexArray(_ value: Value, at position: SourcePosition) throws -> Value {
        let array = try makeArray(value, dtype: nil, at: position)
        guard case .array(let id, _) = array, b.shape(id).count == 0 else { return array }
        return .array(try b.convert(id, to: .i64))
    }

    private mutating func add(
        _ item: Index, size: Int, axis: Int, amongArrays: Bool, to plan: inout IndexPlan, at position: SourcePosition
    ) throws {
        switch item {
        case .value(.integer(let index)):
            guard (-size..<size).contains(index) else {
                throw Fault(
                    .shape, "index \(index) is out of range for axis \(axis) of size \(size)", at: position,
                    hint: size == 0 ? "the axis is empty" : "indices go from \(-size) to \(size - 1)")
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
                    hint: b.dtype(indices) == .bool
                        ? "the result's shape would depend on values; where(mask, x, 0) keeps the shape, and a mask that is written "
                            + "as a list of bools is known"
                        : "use .astype(int64)")
            }
            plan.append(SliceRange(all: size), axis: axis)
            plan.picks.append((plan.dims.count - 1, indices))
        case .value(let value):
            throw Fault(
                .argument,
                "an index must be a whole number, a slice, None, ... or an index array, not \(value.text)",
                at: position, hint: value.indexAdvice)
        }
    }

    mutating func applyBasic(_ plan: IndexPlan, to id: ValueID) throws -> ValueID {
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
    struct Flattening {
        /// The axes of the basic part, those that are picked from first.
        var order: [Int]
        /// The sizes of the picked axes.
        var picked: [Int]
        /// The sizes of the others.
        var rest: [Int]
        /// i64, of the shape that the index arrays broadcast to; −1 for a pick outside.
        var indices: ValueID
        /// Which picks lie outside.
        var isOutside: ValueID
        /// Where NumPy puts the axes of the index arrays in the result.
        var place: Int
    }

    /// What happens to a pick outside its axis.
    enum Outside {
        /// The nearest element is picked.
        case clamped
        /// The pick is dropped, which gives zeros.
        case dropped
    }

    /// Picks by index arrays. Outside picks give the nearest element, or `fill`.
    mutating func gathered(_ id: ValueID, _ plan: IndexPlan, fill: Scalar? = nil) throws -> ValueID {
        let flat = try flatten(plan, of: id, outside: fill == nil ? .clamped : .dropped)
        let rows = try b.emit(.gather, [flatRows(id, flat), flat.indices])
        guard let fill else { return try moved(rows, flat, isBack: false) }
        let rank = b.shape(flat.indices).rank
        let isOutside = try b.broadcast(flat.isOutside, to: b.shape(rows).dims, axes: Array(0..<rank))
        return try moved(b.select(isOutside, b.full(fill, b.types[rows]), rows), flat, isBack: false)
    }

    /// The array as rows that flat indices count.
    mutating func flatRows(_ id: ValueID, _ flat: Flattening) throws -> ValueID {
        try b.reshape(b.transpose(id, flat.order), [Shape(flat.picked).count] + flat.rest)
    }

    /// Moves the axes of the index arrays from the front to their place, or back.
    mutating func moved(_ id: ValueID, _ flat: Flattening, isBack: Bool) throws -> ValueID {
        let (count, place) = (b.shape(flat.indices).rank, flat.place)
        let behind = (count + place)..<(count + flat.rest.count)
        let forward = Array(count..<(count + place)) + Array(0..<count) + Array(behind)
        return try b.transpose(id, isBack ? inverse(forward) : forward)
    }

    mutating func flatten(_ plan: IndexPlan, of id: ValueID, outside: Outside) throws -> Flattening {
        let dims = b.shape(id).dims
        let axes = plan.picks.map(\.axis)
        let restAxes = dims.indices.filter { !axes.contains($0) }
        // i64 whatever the arrays hold: a flat index may be far beyond i32.
        let terms = try plan.picks.map {
            Term(.array(try b.convert($0.indices, to: .i64)), plan.position)
        }
        let (arrays, _) = try matched(terms, as: "index arrays", .total)
        var flat: ValueID?
        var isOutside: ValueID?
        for (axis, indices) in zip(axes, arrays) {
            let size = try b.full(.i64(Int64(dims[axis])), b.types[indices])
            let zero = try b.zeros(b.types[indices])
            let wrapped = try b.select(b.compare(.lt, indices, zero), b.add(indices, size), indices)
            let last = try b.full(.i64(Int64(max(dims[axis] - 1, 0))), b.types[indices])
            let inside = try b.apply(.max, zero, b.apply(.min, last, wrapped))
            let isBeyond = try b.compare(.ne, inside, wrapped)
            isOutside = try isOutside.map { try b.apply(.or, $0, isBeyond) } ?? isBeyond
            flat = try flat.map { try b.add(b.mul($0, size), inside) } ?? inside
        }
        guard var indices = flat, let isOutside else { throw Fault(.defect, "picks without index arrays") }
        if outside == .dropped { indices = try b.select(isOutside, b.full(-1, like: indices), indices) }
        let isTogether = axes.last.map { $0 - axes[0] == axes.count - 1 } ?? true
        return Flattening(
            order: axes + restAxes, picked: axes.map { dims[$0] }, rest: restAxes.map { dims[$0] }, indices: indices,
            isOutside: isOutside, place: isTogether ? axes[0] : 0)
    }
}

/// The permutation that undoes `permutation`.
func inverse(_ permutation: [Int]) -> [Int] {
    var result = permutation
    for (index, target) in permutation.enumerated() { result[target] = index }
    return result
}

extension Value {
    /// What to write instead of a value that is no index.
    fileprivate var indexAdvice: String? {
        switch self {
        case .float: "int(i) makes a whole number of a static float"
        case .string: "arrays have no named fields"
        case .range: "write a slice, x[start:stop], or x[arange(start, stop)]"
        case .array, .integer, .bool, .none, .ellipsis, .tuple, .list, .dtype, .closure, .builtin, .method,
            .transformed,
            .primitive, .module, .updater, .file, .dict, .record, .object:
            nil
        }
    }
}
