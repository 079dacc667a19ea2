import Graphs
import Tensors

extension Library {
    static let laxShapes: [Builtin] = [
        Builtin("lax.reshape(operand, new_sizes, dimensions=None)") { e, a in
            var x = try e.array(a("operand"))
            if !a.isNone("dimensions") { x = try e.b.transpose(x, a.integers("dimensions")) }
            let dims = try a.integers("new_sizes")
            guard dims.allSatisfy({ $0 >= 0 }), try Shape(dims).count == e.b.shape(x).count else {
                throw Fault(
                    .shape,
                    "lax.reshape: \(e.b.types[x]) has \(e.b.shape(x).count) elements, "
                        + "\(Shape.text(dims)) another number", at: a.position)
            }
            return .array(try e.b.emit(.reshape(Shape(dims)), [x]))
        }.keepingWeak("operand"),
        Builtin("lax.transpose(operand, permutation)") { e, a in
            let x = try e.array(a("operand"))
            let order = try a.distinctAxes("permutation", rank: e.b.shape(x).rank)
            guard order.count == e.b.shape(x).rank else { throw a.fault("permutation", "all axes") }
            return .array(try e.b.emit(.transpose(order), [x]))
        }.keepingWeak("operand"),
        Builtin("lax.rev(operand, dimensions)") { e, a in
            let x = try e.array(a("operand"))
            return .array(try e.b.emit(.reverse(a.axes("dimensions", rank: e.b.shape(x).rank)), [x]))
        }.keepingWeak("operand"),
        Builtin("lax.squeeze(array, dimensions)") { e, a in
            let x = try e.array(a("array"))
            let dims = e.b.shape(x).dims
            let axes = try a.distinctAxes("dimensions", rank: dims.count)
            guard axes.allSatisfy({ dims[$0] == 1 }) else { throw a.fault("dimensions", "axes of size 1") }
            let kept = dims.indices.filter { !axes.contains($0) }.map { dims[$0] }
            return .array(try e.b.emit(.reshape(Shape(kept)), [x]))
        }.keepingWeak("array"),
        Builtin("lax.expand_dims(array, dimensions)") { e, a in
            let x = try e.array(a("array"))
            var dims = e.b.shape(x).dims
            let axes = try a.axes("dimensions", rank: dims.count + a.integers("dimensions").count)
            for axis in axes { dims.insert(1, at: axis) }
            return .array(try e.b.emit(.reshape(Shape(dims)), [x]))
        }.keepingWeak("array"),
        Builtin("lax.collapse(operand, start_dimension, stop_dimension=None)") { e, a in
            let x = try e.array(a("operand"))
            let dims = e.b.shape(x).dims
            let start = try a.axis("start_dimension", rank: dims.count)
            var stop = try a.isNone("stop_dimension") ? dims.count : a.integer("stop_dimension")
            if stop < 0 { stop += dims.count }
            guard (start + 1...dims.count).contains(stop) else { throw a.fault("stop_dimension", "behind the first") }
            let joined = try Shape(Array(dims[start..<stop])).count
            return .array(try e.b.emit(.reshape(Shape(dims[..<start] + [joined] + dims[stop...])), [x]))
        }.keepingWeak("operand"),
        Builtin("lax.concatenate(operands, dimension)") { e, a in
            let arrays = try a.list("operands", &e).map { try e.array($0) }
            guard let first = arrays.first, Set(arrays.map { e.b.dtype($0) }).count == 1 else {
                throw Fault(
                    .dtype, "lax.concatenate takes arrays of one element type", at: a.position,
                    hint: "concatenate([x, y]) promotes")
            }
            return try e.joined(arrays, axis: a.axis("dimension", rank: e.b.shape(first).rank), a)
        }.keepingWeak("operands"),
        Builtin("lax.broadcast(operand, sizes)") { e, a in
            let x = try e.array(a("operand"))
            return .array(try e.b.broadcastTrailing(x, to: a.integers("sizes") + e.b.shape(x).dims))
        }.keepingWeak("operand"),
        Builtin("lax.broadcast_in_dim(operand, shape, broadcast_dimensions)") { e, a in
            let x = try e.array(a("operand"))
            let dims = try a.integers("shape")
            let axes = try a.distinctAxes("broadcast_dimensions", rank: dims.count)
            guard axes.count == e.b.shape(x).rank, axes == axes.sorted() else {
                throw a.fault("broadcast_dimensions", "an ascending axis for each of the operand's")
            }
            return .array(try e.b.emit(.broadcastInDim(Shape(dims), axes: axes), [x]))
        }.keepingWeak("operand"),
        // Negative padding cuts off.
        Builtin("lax.pad(operand, padding_value, padding_config)") { e, a in try e.configuredPad(a) }
            .keepingWeak("operand", "padding_value"),
        Builtin("lax.iota(dtype, size)") { e, a in
            guard let dtype = try a.dtype("dtype"), dtype != .bool else { throw a.fault("dtype", "a number type") }
            return .array(try e.b.emit(.iota(TensorType(dtype, Shape([a.integer("size")])), axis: 0), []))
        },
        Builtin("lax.broadcasted_iota(dtype, shape, dimension)") { e, a in
            guard let dtype = try a.dtype("dtype"), dtype != .bool else { throw a.fault("dtype", "a number type") }
            let shape = try Shape(a.integers("shape"))
            return .array(
                try e.b.emit(.iota(TensorType(dtype, shape), axis: a.axis("dimension", rank: shape.rank)), []))
        },
        Builtin("lax.full_like(x, fill_value, dtype=None, shape=None)") { e, a in
            let like = try e.array(a("x"))
            let type = e.b.types[like]
            let value = try e.array(a("fill_value"), as: a.dtype("dtype") ?? type.dtype)
            guard e.b.shape(value).rank == 0 else { throw a.fault("fill_value", "one number") }
            let shape = try a.isNone("shape") ? type.shape : Shape(a.integers("shape"))
            return .array(try e.b.emit(.broadcastInDim(shape, axes: []), [value]))
        }.keepingWeak("x"),
        Builtin("lax.tile(operand, reps)") { e, a in
            let x = try e.array(a("operand"))
            guard let reps = a("reps").value.items, reps.count == e.b.shape(x).rank else {
                throw a.fault("reps", "a count for each axis")
            }
            return .array(try e.tiled(x, a.integers("reps"), a))
        }.keepingWeak("operand"),
        Builtin("lax.sort(operand, dimension=-1, is_stable=True, num_keys=1)") { e, a in
            let x = try e.array(a("operand"))
            guard try a.integer("num_keys") == 1 else { throw a.fault("num_keys", "1") }
            let axis = try a.axis("dimension", rank: e.b.shape(x).rank)
            return .array(try e.picked(x, e.b.emit(.argsort(axis: axis), [x]), axis))
        }.keepingWeak("operand"),
        // The lesser place comes first among equals.
        Builtin("lax.top_k(operand, k)") { e, a in
            let x = try e.array(a("operand"))
            let axis = try a.normalised(-1, rank: e.b.shape(x).rank, "operand")
            let k = try a.integer("k")
            guard (0...e.b.shape(x).dims[axis]).contains(k) else {
                throw a.fault("k", "a count up to \(e.b.shape(x).dims[axis])")
            }
            let order = try e.sliced(e.descendingOrder(x, axis), axis: axis, from: 0, to: k)
            let sorted = try e.picked(x, e.descendingOrder(x, axis), axis)
            let values = try e.sliced(sorted, axis: axis, from: 0, to: k)
            return .tuple([
                .array(values, isWeak: a("operand").value.isWeak), .array(try e.b.convert(order, to: .i32)),
            ])
        },
    ]

    static let laxSlices: [Builtin] = [
        Builtin("lax.slice(operand, start_indices, limit_indices, strides=None)") { e, a in
            let x = try e.array(a("operand"))
            let (start, limit) = (try a.integers("start_indices"), try a.integers("limit_indices"))
            let stride = try a.isNone("strides") ? start.map { _ in 1 } : a.integers("strides")
            let dims = e.b.shape(x).dims
            guard [start, limit, stride].allSatisfy({ $0.count == dims.count }),
                dims.indices.allSatisfy({ 0 <= start[$0] && start[$0] <= limit[$0] && limit[$0] <= dims[$0] }),
                stride.allSatisfy({ $0 > 0 })
            else {
                throw Fault(
                    .shape, "lax.slice: \(start) to \(limit) by \(stride) is no part of \(e.b.types[x])",
                    at: a.position)
            }
            return .array(try e.b.emit(.slice(start: start, limit: limit, stride: stride), [x]))
        }.keepingWeak("operand"),
        Builtin("lax.slice_in_dim(operand, start_index, limit_index, stride=1, axis=0)") { e, a in
            let x = try e.array(a("operand"))
            let axis = try a.axis("axis", rank: e.b.shape(x).rank)
            let start = try a.isNone("start_index") ? nil : a.integer("start_index")
            let limit = try a.isNone("limit_index") ? nil : a.integer("limit_index")
            guard try a.integer("stride") > 0 else { throw a.fault("stride", "from 1") }
            let part = Index.slice(start, limit, try a.integer("stride"))
            return try e.subscripted(.array(x), Index.along(axis, part), at: a.position)
        }.keepingWeak("operand"),
        Builtin("lax.index_in_dim(operand, index, axis=0, keepdims=True)") { e, a in
            let x = try e.array(a("operand"))
            let axis = try a.axis("axis", rank: e.b.shape(x).rank)
            let one = try e.subscripted(
                .array(x), Index.along(axis, .value(.integer(a.integer("index")))), at: a.position)
            return try e.kept(e.array(Term(one, a.position)), a, [axis], of: x)
        }.keepingWeak("operand"),
        // The sizes of lax.split are those of its parts.
        Builtin("lax.split(operand, sizes, axis=0)") { e, a in
            let x = try e.array(a("operand"))
            let axis = try a.axis("axis", rank: e.b.shape(x).rank)
            let sizes = try a.integers("sizes")
            let size = e.b.shape(x).dims[axis]
            guard sizes.allSatisfy((0...size).contains), sizes.reduce(0, +) == size
            else { throw a.fault("sizes", "the sizes of the parts, which add up to \(e.b.shape(x).dims[axis])") }
            var start = 0
            return .list(
                try sizes.map { size in
                    defer { start += size }
                    return .array(try e.sliced(x, axis: axis, from: start, to: start + size))
                })
        }.keepingWeak("operand"),
        Builtin("lax.dynamic_slice(operand, start_indices, slice_sizes)") { e, a in
            let x = try e.array(a("operand"))
            return .array(try e.dynamicSlice(x, e.starts(a, "start_indices", of: x), a.integers("slice_sizes"), a))
        }.keepingWeak("operand"),
        Builtin("lax.dynamic_slice_in_dim(operand, start_index, slice_size, axis=0)") { e, a in
            let x = try e.array(a("operand"))
            return .array(try e.dynamicSlice(x, a("start_index"), size: a.integer("slice_size"), a))
        }.keepingWeak("operand"),
        Builtin("lax.dynamic_index_in_dim(operand, index, axis=0, keepdims=True)") { e, a in
            let x = try e.array(a("operand"))
            let part = try e.dynamicSlice(x, a("index"), size: 1, a)
            guard try !a.flag("keepdims") else { return .array(part) }
            var dims = e.b.shape(part).dims
            dims.remove(at: try a.axis("axis", rank: dims.count))
            return .array(try e.b.reshape(part, dims))
        }.keepingWeak("operand"),
        Builtin("lax.dynamic_update_slice(operand, update, start_indices)") { e, a in
            let x = try e.array(a("operand"))
            return try e.dynamicallyUpdated(x, e.array(a("update")), e.starts(a, "start_indices", of: x), a)
        }.keepingWeak("operand"),
        Builtin("lax.dynamic_update_slice_in_dim(operand, update, start_index, axis)") { e, a in
            let x = try e.array(a("operand"))
            return try e.dynamicallyUpdated(
                x, e.array(a("update")), e.starts(a, "start_index", along: "axis", of: x), a)
        }.keepingWeak("operand"),
        Builtin("lax.dynamic_update_index_in_dim(operand, update, index, axis)") { e, a in
            let x = try e.array(a("operand"))
            var update = try e.array(a("update"))
            var dims = e.b.shape(x).dims
            dims[try a.axis("axis", rank: dims.count)] = 1
            if try e.b.shape(update).count == Shape(dims).count { update = try e.b.reshape(update, dims) }
            return try e.dynamicallyUpdated(x, update, e.starts(a, "index", along: "axis", of: x), a)
        }.keepingWeak("operand"),
    ]
}

extension Index {
    /// `[:, …, item]` with the item at `axis`.
    fileprivate static func along(_ axis: Int, _ item: Index) -> [Index] {
        (0..<axis).map { _ in .slice(nil, nil, nil) } + [item]
    }
}

extension Elaborator {
    fileprivate mutating func configuredPad(_ a: Call) throws -> Value {
        let (x, fill) = (try array(a("operand")), try array(a("padding_value")))
        let config = try (a("padding_config").value.items ?? []).map { try a.axisList($0, "padding_config") }
        guard config.count == b.shape(x).rank, config.allSatisfy({ $0.count == 3 && $0[2] >= 0 }),
            config.joined().allSatisfy((-Shape.countLimit...Shape.countLimit).contains)
        else {
            throw a.fault("padding_config", "(before, behind, between) for each of \(b.shape(x).rank) axes")
        }
        guard b.dtype(fill) == b.dtype(x), b.shape(fill).rank == 0 else {
            throw a.fault("padding_value", "one \(b.dtype(x)), the element type of the operand")
        }
        let low = config.map { max($0[0], 0) }
        let padded = try b.emit(
            .pad(low: low, high: config.map { max($0[1], 0) }, interior: config.map { $0[2] }), [x, fill])
        let dims = b.shape(padded).dims
        let (start, limit) = (config.map { max(-$0[0], 0) }, zip(dims, config).map { $0 - max(-$1[1], 0) })
        guard zip(start, limit).allSatisfy({ $0 <= $1 }) else {
            throw a.fault("padding_config", "no cut beyond the array")
        }
        return .array(try b.emit(.slice(start: start, limit: limit, stride: dims.map { _ in 1 }), [padded]))
    }

    /// Where a dynamic slice begins: a whole number for each axis, static or not.
    fileprivate mutating func starts(_ a: Call, _ name: String, of x: ValueID) throws -> [Term] {
        let starts = try a.list(name, &self)
        guard starts.count == b.shape(x).rank else { throw a.fault(name, "a start for each axis") }
        return starts
    }

    /// 0 for all axes but one.
    fileprivate mutating func starts(
        _ a: Call, _ name: String, along axisName: String, of x: ValueID
    ) throws -> [Term] {
        let axis = try a.axis(axisName, rank: b.shape(x).rank)
        return b.shape(x).dims.indices.map { $0 == axis ? a(name) : Term(.integer(0), a.position) }
    }

    fileprivate mutating func dynamicSlice(_ x: ValueID, _ start: Term, size: Int, _ a: Call) throws -> ValueID {
        var dims = b.shape(x).dims
        let axis = try a.axis("axis", rank: dims.count)
        dims[axis] = size
        return try dynamicSlice(x, dims.indices.map { $0 == axis ? start : Term(.integer(0), a.position) }, dims, a)
    }

    /// Where a part of `size` begins along an axis of `length`: a negative start counts from the end, and the part is
    /// moved to lie inside.
    private mutating func clampedStart(_ start: Term, length: Int, size: Int, _ a: Call) throws -> Term {
        let last = length - size
        if case .integer(let static_) = start.value {
            let place = static_ < 0 ? static_ &+ length : static_
            return Term(.integer(min(max(place, 0), last)), start.position)
        }
        let given = try array(start)
        guard b.shape(given).rank == 0, b.dtype(given).isInteger else {
            throw Fault(
                .dtype, "\(a.builtin.name): a start is \(b.types[given]), and it must be one whole number",
                at: start.position)
        }
        let place = try b.convert(given, to: .i64)
        let zero = try b.zeros(b.types[place])
        let wrapped = try b.select(
            b.compare(.lt, place, zero), b.add(place, b.full(.i64(Int64(length)), b.types[place])), place)
        let inside = try b.apply(.max, zero, b.apply(.min, wrapped, b.full(.i64(Int64(last)), b.types[place])))
        return Term(.array(inside), start.position)
    }

    private mutating func clampedStarts(_ x: ValueID, _ starts: [Term], _ sizes: [Int], _ a: Call) throws -> [Term] {
        let dims = b.shape(x).dims
        guard sizes.count == dims.count, zip(sizes, dims).allSatisfy({ 0 <= $0 && $0 <= $1 }) else {
            throw Fault(
                .shape, "\(a.builtin.name): a part \(Shape.text(sizes)) of \(b.types[x])", at: a.position,
                hint: "a size for each axis, at most that of the array")
        }
        return try dims.indices.map { try clampedStart(starts[$0], length: dims[$0], size: sizes[$0], a) }
    }

    /// A part of a static size from places that need not be static.
    fileprivate mutating func dynamicSlice(
        _ x: ValueID, _ starts: [Term], _ sizes: [Int], _ a: Call
    ) throws -> ValueID {
        var part = x
        for (axis, start) in try clampedStarts(x, starts, sizes, a).enumerated() {
            if case .integer(let place) = start.value {
                part = try sliced(part, axis: axis, from: place, to: place + sizes[axis])
            } else if sizes[axis] < b.shape(x).dims[axis] {
                let count = try b.emit(.iota(TensorType(.i64, Shape([sizes[axis]])), axis: 0), [])
                let places = try b.add(count, b.broadcast(array(start), to: [sizes[axis]], axes: []))
                var plan = IndexPlan(whole: b.shape(part), at: a.position)
                plan.picks = [(axis, places)]
                part = try gathered(part, plan)
            }
        }
        return part
    }

    /// The array with a part replaced, which begins at places that need not be static.
    fileprivate mutating func dynamicallyUpdated(
        _ x: ValueID, _ update: ValueID, _ starts: [Term], _ a: Call
    ) throws -> Value {
        guard b.dtype(update) == b.dtype(x) else {
            throw Fault(
                .dtype, "\(a.builtin.name): the update is \(b.types[update]), the array \(b.types[x])", at: a.position,
                hint: "convert it: .astype(\(b.dtype(x)))")
        }
        let (dims, sizes) = (b.shape(x).dims, b.shape(update).dims)
        let places = try clampedStarts(x, starts, sizes, a)
        // The place of each element of the update in the array, row-major.
        var flat = try b.zeros(TensorType(.i64, Shape(sizes)))
        var weight = 1
        for axis in dims.indices.reversed() {
            let count = try b.emit(.iota(b.types[flat], axis: axis), [])
            let place = try b.add(count, b.broadcast(array(places[axis], as: .i64), to: sizes, axes: []))
            flat = try b.add(flat, b.mul(place, b.full(.i64(Int64(weight)), b.types[flat])))
            weight = weight &* max(dims[axis], 1)
        }
        let count = b.shape(update).count
        let operands = try [
            b.reshape(x, [b.shape(x).count]), b.reshape(flat, [count]), b.reshape(update, [count]),
        ]
        return .array(try b.reshape(b.emit(.scatter(.set), operands), dims))
    }
}
