import Graphs
import Tensors

extension Library {
    static let shapes: [Builtin] = [
        Builtin("reshape(*a)") { e, a in try e.reshaped(a) },
        Builtin("ravel(a)") { e, a in try e.flattened(a) }, Builtin("flatten(a)") { e, a in try e.flattened(a) },
        Builtin("transpose(*a)") { e, a in
            let x = try e.operand(a)
            let rank = e.b.shape(x).rank
            let axes = try e.sizes(a.rest.dropFirst())
            guard !axes.isEmpty else { return .array(try e.b.emit(.transpose((0..<rank).reversed()), [x])) }
            return .array(try e.b.emit(.transpose(axes.map { try a.normalised($0, rank: rank, "axes") }), [x]))
        },
        Builtin("swapaxes(a, axis1, axis2)") { e, a in
            let x = try e.array(a("a"))
            var order = Array(0..<e.b.shape(x).rank)
            order.swapAt(try a.axis("axis1", rank: order.count), try a.axis("axis2", rank: order.count))
            return .array(try e.b.emit(.transpose(order), [x]))
        },
        Builtin("moveaxis(a, source, destination)") { e, a in
            let x = try e.array(a("a"))
            let rank = e.b.shape(x).rank
            return .array(
                try e.b.moveAxis(x, from: a.axis("source", rank: rank), to: a.axis("destination", rank: rank)))
        },
        Builtin("squeeze(a, axis=None)") { e, a in
            let x = try e.array(a("a"))
            let dims = e.b.shape(x).dims
            let axes = try a.isNone("axis") ? dims.indices.filter { dims[$0] == 1 } : a.axes("axis", rank: dims.count)
            if let wide = axes.first(where: { dims[$0] != 1 }) {
                throw Fault(
                    .shape, "squeeze: axis \(wide) of \(e.b.types[x]) has size \(dims[wide]), not 1", at: a.position)
            }
            return .array(try e.reshape(x, dims.indices.filter { !axes.contains($0) }.map { dims[$0] }))
        },
        Builtin("expand_dims(a, axis)") { e, a in
            let x = try e.array(a("a"))
            var dims = e.b.shape(x).dims
            let axes = try a.axes("axis", rank: dims.count + a.integers("axis").count)
            for axis in axes { dims.insert(1, at: axis) }
            return .array(try e.reshape(x, dims))
        },
        Builtin("broadcast_to(a, shape)") { e, a in
            let x = try e.array(a("a"))
            let dims = try a.integers("shape")
            guard try e.b.shape(x).broadcast(with: Shape(dims)) == dims else {
                throw Fault(
                    .shape, "broadcast_to: \(e.b.types[x]) does not stretch to \(Shape.text(dims))", at: a.position)
            }
            return .array(try e.b.broadcastTrailing(x, to: dims))
        },
        Builtin("concatenate(arrays, axis=0)") { e, a in
            let arrays = try e.unified(a.list("arrays", &e), a)
            return try e.joined(arrays, axis: a.axis("axis", rank: e.b.shape(arrays[0]).rank), a)
        },
        Builtin("stack(arrays, axis=0)") { e, a in
            let terms = try a.list("arrays", &e)
            let arrays = try e.unified(terms, a)
            let dims = e.b.shape(arrays[0]).dims
            if let odd = arrays.indices.first(where: { e.b.shape(arrays[$0]).dims != dims }) {
                throw Fault(
                    .shape, "stack: item 0 is \(e.b.types[arrays[0]]), item \(odd) is \(e.b.types[arrays[odd]])",
                    at: a.position, hint: "all items must have one shape")
            }
            let axis = try a.axis("axis", rank: dims.count + 1)
            var wide = dims
            wide.insert(1, at: axis)
            return try e.joined(arrays.map { try e.b.reshape($0, wide) }, axis: axis, a)
        },
        Builtin("vstack(arrays)") { e, a in
            let arrays = try e.unified(a.list("arrays", &e), a).map { x in
                e.b.shape(x).rank >= 2 ? x : try e.b.reshape(x, [1, e.b.shape(x).count])
            }
            return try e.joined(arrays, axis: 0, a)
        },
        Builtin("hstack(arrays)") { e, a in
            let arrays = try e.unified(a.list("arrays", &e), a).map { x in
                e.b.shape(x).rank >= 1 ? x : try e.b.reshape(x, [1])
            }
            return try e.joined(arrays, axis: e.b.shape(arrays[0]).rank == 1 ? 0 : 1, a)
        },
        Builtin("split(a, indices_or_sections, axis=0)") { e, a in try e.split(a) },
        Builtin("pad(a, pad_width, mode='constant', constant_values=0)") { e, a in try e.padded(a) },
        Builtin("flip(a, axis=None)") { e, a in
            let x = try e.array(a("a"))
            return .array(try e.b.emit(.reverse(a.axes("axis", rank: e.b.shape(x).rank)), [x]))
        },
        Builtin("roll(a, shift, axis=None)") { e, a in try e.rolled(a) },
        Builtin("tile(a, reps)") { e, a in try e.tiled(a) },
        Builtin("repeat(a, repeats, axis=None)") { e, a in try e.repeated(a) },
        Builtin("tril(a, k=0)") { e, a in try e.triangle(a, .ge) },
        Builtin("triu(a, k=0)") { e, a in try e.triangle(a, .le) },
        Builtin("diag(a)") { e, a in try e.diagonal(a) },
    ]
}

extension Elaborator {
    /// The first of variadic arguments, as an array.
    fileprivate mutating func operand(_ a: Call) throws -> ValueID {
        guard let first = a.rest.first else {
            throw Fault(.argument, "\(a.builtin.name) needs an array", at: a.position)
        }
        return try array(first)
    }

    /// Whole numbers given one by one or as one tuple.
    fileprivate func sizes(_ terms: ArraySlice<Term>) throws -> [Int] {
        let values = terms.count == 1 ? terms.first?.value.items ?? terms.map(\.value) : terms.map(\.value)
        return try values.map { value in
            guard case .integer(let size) = value else {
                throw Fault(
                    .argument, "expected static whole numbers, found \(value.kindText)", at: terms.first?.position)
            }
            return size
        }
    }

    /// A new value with another shape.
    fileprivate mutating func reshape(_ x: ValueID, _ dims: [Int]) throws -> ValueID {
        try b.emit(.reshape(Shape(dims)), [x])
    }

    fileprivate mutating func flattened(_ a: Call) throws -> Value {
        let x = try array(a("a"))
        return .array(try reshape(x, [b.shape(x).count]))
    }

    fileprivate mutating func reshaped(_ a: Call) throws -> Value {
        let x = try operand(a)
        var dims = try sizes(a.rest.dropFirst())
        let count = b.shape(x).count
        if let open = dims.firstIndex(of: -1) {
            dims[open] = 1
            let rest = try Shape(dims).count
            guard rest > 0, count % rest == 0, !dims.contains(-1) else {
                throw Fault(
                    .shape, "reshape: \(b.types[x]) has \(count) elements, no multiple of \(rest)", at: a.position)
            }
            dims[open] = count / rest
        }
        guard try Shape(dims).count == count else {
            throw Fault(
                .shape,
                "reshape: \(b.types[x]) has \(count) elements, \(Shape.text(dims)) has \(try Shape(dims).count)",
                at: a.position, hint: "one size may be -1 and is then worked out")
        }
        return .array(try reshape(x, dims))
    }

    /// Arrays brought to one element type.
    fileprivate mutating func unified(_ terms: [Term], _ a: Call) throws -> [ValueID] {
        guard !terms.isEmpty else { throw Fault(.argument, "\(a.builtin.name) of no arrays", at: a.position) }
        let rank = try terms.map { try promotion(of: $0) }.reduce(.bool) { max($0, $1) }
        return try terms.map { try array($0, as: rank.dtype) }
    }

    fileprivate mutating func joined(_ arrays: [ValueID], axis: Int, _ a: Call) throws -> Value {
        .array(try b.emit(.concatenate(axis: axis), arrays))
    }

    fileprivate mutating func split(_ a: Call) throws -> Value {
        let x = try array(a("a"))
        let axis = try a.axis("axis", rank: b.shape(x).rank)
        let size = b.shape(x).dims[axis]
        var edges = [0]
        if case .integer(let count) = a("indices_or_sections").value {
            guard count > 0, size % count == 0 else {
                throw Fault(.shape, "split: size \(size) does not split into \(count) equal parts", at: a.position)
            }
            edges = (0...count).map { $0 * (size / count) }
        } else {
            edges += try a.integers("indices_or_sections").map { min(max($0 < 0 ? $0 + size : $0, 0), size) } + [size]
        }
        return .list(
            try zip(edges, edges.dropFirst()).map { .array(try sliced(x, axis: axis, from: $0, to: max($0, $1))) })
    }

    fileprivate mutating func padded(_ a: Call) throws -> Value {
        let x = try array(a("a"))
        let rank = b.shape(x).rank
        guard try a.word("mode") == "constant" else { throw a.fault("mode", "'constant'") }
        var widths: [[Int]]
        if let items = a("pad_width").value.items, items.contains(where: { $0.items != nil }) {
            widths = try items.map { try sizes([Term($0, a("pad_width").position)]) }
        } else {
            widths = [try a.integers("pad_width")]
        }
        widths = widths.map { $0.count == 1 ? [$0[0], $0[0]] : $0 }
        if widths.count == 1 { widths = [[Int]](repeating: widths[0], count: rank) }
        guard widths.count == rank, widths.allSatisfy({ $0.count == 2 && $0[0] >= 0 && $0[1] >= 0 }) else {
            throw a.fault("pad_width", "a pair (before, after) for each of \(rank) axes")
        }
        let fill = try array(a("constant_values"), as: b.dtype(x))
        let pad = Primitive.pad(low: widths.map { $0[0] }, high: widths.map { $0[1] }, interior: widths.map { _ in 0 })
        return .array(try b.emit(pad, [x, fill]))
    }

    fileprivate mutating func rolled(_ a: Call) throws -> Value {
        let whole = try array(a("a"))
        var x = try a.isNone("axis") ? reshape(whole, [b.shape(whole).count]) : whole
        let axes =
            try a.isNone("axis") ? [0] : a.integers("axis").map { try a.normalised($0, rank: b.shape(x).rank, "axis") }
        let shifts = try a.integers("shift")
        guard shifts.count == axes.count || shifts.count == 1 else {
            throw a.fault("shift", "one number for each axis")
        }
        for (index, axis) in axes.enumerated() {
            let size = b.shape(x).dims[axis]
            guard size > 0 else { continue }
            let shift = shifts[shifts.count == 1 ? 0 : index]
            let edge = (size - shift % size) % size
            x = try b.emit(
                .concatenate(axis: axis),
                [sliced(x, axis: axis, from: edge, to: size), sliced(x, axis: axis, from: 0, to: edge)])
        }
        return .array(try reshape(x, b.shape(whole).dims))
    }

    fileprivate mutating func tiled(_ a: Call) throws -> Value {
        let x = try array(a("a"))
        let reps = try a.integers("reps")
        let rank = max(reps.count, b.shape(x).rank)
        let counts = [Int](repeating: 1, count: rank - reps.count) + reps
        let dims = [Int](repeating: 1, count: rank - b.shape(x).rank) + b.shape(x).dims
        guard counts.allSatisfy({ $0 >= 0 }) else { throw a.fault("reps", "counts from 0") }
        let paired = zip(counts, dims).flatMap { [$0, $1] }
        let wide = try b.emit(
            .broadcastInDim(Shape(paired), axes: (0..<rank).map { 2 * $0 + 1 }), [b.reshape(x, dims)])
        return .array(try reshape(wide, product(counts, dims)))
    }

    private func product(_ left: [Int], _ right: [Int]) throws -> [Int] {
        try zip(left, right).map { try Shape([$0, $1]).count }
    }

    fileprivate mutating func repeated(_ a: Call) throws -> Value {
        var x = try array(a("a"))
        if a.isNone("axis") { x = try b.reshape(x, [b.shape(x).count]) }
        let axis = try a.isNone("axis") ? 0 : a.axis("axis", rank: b.shape(x).rank)
        let count = try a.integer("repeats")
        guard count >= 0 else { throw a.fault("repeats", "a count from 0") }
        let dims = b.shape(x).dims
        var wide = dims
        wide.insert(count, at: axis + 1)
        let axes = dims.indices.map { $0 <= axis ? $0 : $0 + 1 }
        var result = dims
        result[axis] = try Shape([dims[axis], count]).count
        return .array(try reshape(b.emit(.broadcastInDim(Shape(wide), axes: axes), [x]), result))
    }

    /// Keeps what lies on one side of diagonal `k`.
    fileprivate mutating func triangle(_ a: Call, _ comparison: Comparison) throws -> Value {
        let x = try array(a("a"))
        guard b.shape(x).rank >= 2 else {
            throw Fault(.shape, "\(a.builtin.name) takes a matrix, not \(b.types[x])", at: a.position)
        }
        let k = try a.integer("k")
        let mask = try diagonalMask(b.shape(x).dims, comparison, offset: max(min(k, 1 << 40), -(1 << 40)))
        return .array(try b.select(mask, x, b.zeros(b.types[x])))
    }

    /// A vector onto the diagonal of a matrix, or the diagonal of a matrix as a vector.
    fileprivate mutating func diagonal(_ a: Call) throws -> Value {
        let x = try array(a("a"))
        let dims = b.shape(x).dims
        if dims.count == 1 {
            let wide = try b.broadcast(x, to: [dims[0], dims[0]], axes: [1])
            return .array(try b.select(diagonalMask([dims[0], dims[0]]), wide, b.zeros(b.types[wide])))
        }
        guard dims.count == 2 else {
            throw Fault(.shape, "diag takes a vector or a matrix, not \(b.types[x])", at: a.position)
        }
        let side = min(dims[0], dims[1])
        let square = try sliced(sliced(x, axis: 0, from: 0, to: side), axis: 1, from: 0, to: side)
        let only = try b.select(diagonalMask([side, side]), square, b.zeros(b.types[square]))
        return .array(try b.emit(.reduceSum([1]), [only]))
    }
}
