import Graphs
import Tensors

extension Library {
    static let repeating: [Builtin] = [
        Builtin("pad(array, pad_width, mode='constant', constant_values=0)") { e, a in try e.padded(a) }.keepingWeak(
            "array"),
        Builtin("roll(a, shift, axis=None)") { e, a in try e.rolled(a) }.keepingWeak("a"),
        Builtin("tile(A, reps)") { e, a in try e.tiled(a) }.keepingWeak("A"),
        Builtin("repeat(a, repeats, axis=None)") { e, a in try e.repeated(a) }.keepingWeak("a"),
    ]
}

/// Where the elements of a padded axis of `size` come from, by the names that NumPy gives.
private enum PadMode: String, CaseIterable {
    /// The first and the last element go on.
    case edge
    /// Mirrored at the first and the last element, which are not repeated.
    case reflect
    /// Mirrored beyond the first and the last element.
    case symmetric
    /// The axis goes round.
    case wrap

    func source(of place: Int, size: Int) -> Int {
        func remainder(_ period: Int) -> Int {
            let rest = place % period
            return rest < 0 ? rest + period : rest
        }
        switch self {
        case .edge: return min(max(place, 0), size - 1)
        case .reflect:
            guard size > 1 else { return 0 }
            let rest = remainder(2 * size - 2)
            return rest < size ? rest : 2 * size - 2 - rest
        case .symmetric:
            let rest = remainder(2 * size)
            return rest < size ? rest : 2 * size - 1 - rest
        case .wrap: return remainder(size)
        }
    }
}

extension Elaborator {
    /// How many places of an axis may be named one by one.
    private static let placeLimit = 1 << 16

    private func bounded(_ count: Int, _ a: Call) throws {
        guard count <= Elaborator.placeLimit else {
            throw Fault(
                .limit, "\(a.builtin.name): an axis of more than \(Elaborator.placeLimit) picked places", at: a.position
            )
        }
    }

    fileprivate mutating func padded(_ a: Call) throws -> Value {
        let x = try array(a("array"))
        let rank = b.shape(x).rank
        let widths = try pairs(a, "pad_width", rank: rank) { value -> Int in
            guard case .integer(let width) = value, width >= 0 else {
                throw a.fault("pad_width", "a pair (before, after) of counts from 0 for each of \(rank) axes")
            }
            return width
        }
        let word = try a.word("mode")
        if word == "constant" { return .array(try paddedByConstants(x, widths, a)) }
        guard let mode = PadMode(rawValue: word) else {
            throw a.fault("mode", "'constant', " + PadMode.allCases.map { "'\($0)'" }.joined(separator: ", "))
        }
        var result = x
        for (axis, (low, high)) in widths.enumerated() where low > 0 || high > 0 {
            let size = b.shape(x).dims[axis]
            guard size > 0 else {
                throw Fault(.shape, "pad: axis \(axis) of \(b.types[x]) has nothing to go on with", at: a.position)
            }
            try bounded(max(low, high), a)
            let before = (-low..<0).map { mode.source(of: $0, size: size) }
            let after = (size..<(size + high)).map { mode.source(of: $0, size: size) }
            let parts = try placed(result, axis, before) + [result] + placed(result, axis, after)
            result = try b.emit(.concatenate(axis: axis), parts)
        }
        return .array(result)
    }

    private mutating func paddedByConstants(_ x: ValueID, _ widths: [(Int, Int)], _ a: Call) throws -> ValueID {
        let fill = a("constant_values")
        if fill.value.items == nil {
            let pad = Primitive.pad(low: widths.map(\.0), high: widths.map(\.1), interior: widths.map { _ in 0 })
            return try b.emit(pad, [x, array(fill, as: b.dtype(x))])
        }
        let fills = try pairs(a, "constant_values", rank: widths.count) { Term($0, fill.position) }
        var result = x
        for axis in widths.indices {
            let none = widths.map { _ in 0 }
            var (low, high) = (none, none)
            (low[axis], high[axis]) = widths[axis]
            let before = try array(fills[axis].0, as: b.dtype(x))
            result = try b.emit(.pad(low: low, high: none, interior: none), [result, before])
            let after = try array(fills[axis].1, as: b.dtype(x))
            result = try b.emit(.pad(low: none, high: high, interior: none), [result, after])
        }
        return result
    }

    /// A pair for each axis, given as NumPy allows: one value, one pair, or a pair for each.
    private func pairs<T>(_ a: Call, _ name: String, rank: Int, _ read: (Value) throws -> T) throws -> [(T, T)] {
        func pair(_ value: Value) throws -> (T, T) {
            let parts = try (value.items ?? [value]).map(read)
            guard let first = parts.first, parts.count <= 2 else { throw a.fault(name, "a pair for each axis") }
            return (first, parts[parts.count - 1])
        }
        let value = a(name).value
        guard let items = value.items, items.contains(where: { $0.items != nil }) else {
            let all = try pair(value)
            return (0..<rank).map { _ in all }
        }
        let given = try items.map(pair)
        guard given.count == rank || given.count == 1 else { throw a.fault(name, "a pair for each of \(rank) axes") }
        return (0..<rank).map { given[given.count == 1 ? 0 : $0] }
    }

    /// The elements at these places of an axis, as slices to be joined: linear, and without index arrays.
    private mutating func placed(_ x: ValueID, _ axis: Int, _ places: [Int]) throws -> [ValueID] {
        var parts: [ValueID] = []
        var rest = places[...]
        while let first = rest.first {
            let step = rest.count > 1 ? rest[rest.startIndex + 1] - first : 0
            var count = 1
            if abs(step) <= 1 {
                while count < rest.count, rest[rest.startIndex + count] == first + count * step { count += 1 }
            }
            rest = rest.dropFirst(count)
            let last = first + (count - 1) * (abs(step) <= 1 ? step : 0)
            var part = try sliced(x, axis: axis, from: min(first, last), to: max(first, last) + 1)
            if last < first { part = try b.emit(.reverse([axis]), [part]) }
            if last == first, count > 1 {
                var dims = b.shape(part).dims
                dims[axis] = count
                part = try b.broadcast(part, to: dims, axes: Array(dims.indices))
            }
            parts.append(part)
        }
        return parts
    }

    /// Shifts and axes broadcast against each other; without an axis the array is rolled as one line.
    fileprivate mutating func rolled(_ a: Call) throws -> Value {
        let whole = try array(a("a"))
        var x = try a.isNone("axis") ? b.reshape(whole, [b.shape(whole).count]) : whole
        let rank = b.shape(x).rank
        let axes = try a.isNone("axis") ? [0] : a.integers("axis").map { try a.normalised($0, rank: rank, "axis") }
        let shifts = try a.integers("shift")
        let count = max(shifts.count, axes.count)
        guard [shifts.count, axes.count].allSatisfy({ $0 == count || $0 == 1 }) else {
            throw a.fault("shift", "one number for each axis")
        }
        for turn in 0..<count {
            let axis = axes[axes.count == 1 ? 0 : turn]
            let size = b.shape(x).dims[axis]
            guard size > 0 else { continue }
            let edge = (size - shifts[shifts.count == 1 ? 0 : turn] % size) % size
            x = try b.emit(
                .concatenate(axis: axis),
                [sliced(x, axis: axis, from: edge, to: size), sliced(x, axis: axis, from: 0, to: edge)])
        }
        return .array(try b.reshape(x, b.shape(whole).dims))
    }

    fileprivate mutating func tiled(_ a: Call) throws -> Value {
        .array(try tiled(array(a("A")), a.integers("reps"), a))
    }

    mutating func tiled(_ x: ValueID, _ reps: [Int], _ a: Call) throws -> ValueID {
        let rank = max(reps.count, b.shape(x).rank)
        let counts = [Int](repeating: 1, count: rank - reps.count) + reps
        let dims = [Int](repeating: 1, count: rank - b.shape(x).rank) + b.shape(x).dims
        guard counts.allSatisfy({ $0 >= 0 }) else { throw a.fault("reps", "counts from 0") }
        let paired = zip(counts, dims).flatMap { [$0, $1] }
        let wide = try b.emit(
            .broadcastInDim(Shape(paired), axes: (0..<rank).map { 2 * $0 + 1 }), [b.reshape(x, dims)])
        return try b.reshape(wide, zip(counts, dims).map { try Shape([$0, $1]).count })
    }

    /// Each element of an axis as often as `repeats` says: one count for all, or one for each.
    fileprivate mutating func repeated(_ a: Call) throws -> Value {
        var x = try array(a("a"))
        if a.isNone("axis") { x = try b.reshape(x, [b.shape(x).count]) }
        let axis = try a.isNone("axis") ? 0 : a.axis("axis", rank: b.shape(x).rank)
        let dims = b.shape(x).dims
        let counts = try a.integers("repeats")
        guard counts.allSatisfy({ $0 >= 0 }) else { throw a.fault("repeats", "counts from 0") }
        guard counts.count == 1 else { return .array(try repeated(x, axis, counts, a)) }
        var wide = dims
        wide.insert(counts[0], at: axis + 1)
        let axes = dims.indices.map { $0 <= axis ? $0 : $0 + 1 }
        var result = dims
        result[axis] = try Shape([dims[axis], counts[0]]).count
        return .array(try b.reshape(b.emit(.broadcastInDim(Shape(wide), axes: axes), [x]), result))
    }

    private mutating func repeated(_ x: ValueID, _ axis: Int, _ counts: [Int], _ a: Call) throws -> ValueID {
        guard counts.count == b.shape(x).dims[axis] else {
            throw a.fault("repeats", "one count, or one for each of \(b.shape(x).dims[axis]) elements")
        }
        try bounded(counts.reduce(0) { min($0 + min($1, Elaborator.placeLimit + 1), Elaborator.placeLimit + 1) }, a)
        let places = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        guard !places.isEmpty else { return try sliced(x, axis: axis, from: 0, to: 0) }
        return try b.emit(.concatenate(axis: axis), placed(x, axis, places))
    }
}
