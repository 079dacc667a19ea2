import Graphs
import Tensors

extension Library {
    static let shapes: [Builtin] = [
        Builtin("reshape(*a, shape=None)") { e, a in try e.reshaped(a) }.keepingWeak("a"),
        Builtin("ravel(a)") { e, a in try e.flattened(a) }.keepingWeak("a"),
        Builtin("flatten(a)") { e, a in try e.flattened(a) }.keepingWeak("a"),
        Builtin("transpose(*a, axes=None)") { e, a in
            let x = try e.operand(a)
            let rank = e.b.shape(x).rank
            let axes = try e.sizes(a, "axes")
            guard !axes.isEmpty else { return .array(try e.b.emit(.transpose((0..<rank).reversed()), [x])) }
            return .array(try e.b.emit(.transpose(axes.map { try a.normalised($0, rank: rank, "axes") }), [x]))
        }.keepingWeak("a"),
        Builtin("swapaxes(a, axis1, axis2)") { e, a in
            let x = try e.array(a("a"))
            var order = Array(0..<e.b.shape(x).rank)
            order.swapAt(try a.axis("axis1", rank: order.count), try a.axis("axis2", rank: order.count))
            return .array(try e.b.emit(.transpose(order), [x]))
        }.keepingWeak("a"),
        Builtin("moveaxis(a, source, destination)") { e, a in
            let x = try e.array(a("a"))
            let rank = e.b.shape(x).rank
            let sources = try a.distinctAxes("source", rank: rank)
            let targets = try a.distinctAxes("destination", rank: rank)
            guard sources.count == targets.count else { throw a.fault("destination", "as many axes as source") }
            var order = (0..<rank).filter { !sources.contains($0) }
            for (target, source) in zip(targets, sources).sorted(by: { $0.0 < $1.0 }) {
                order.insert(source, at: target)
            }
            return .array(try e.b.emit(.transpose(order), [x]))
        }.keepingWeak("a"),
        Builtin("squeeze(a, axis=None)") { e, a in
            let x = try e.array(a("a"))
            let dims = e.b.shape(x).dims
            let axes = try a.isNone("axis") ? dims.indices.filter { dims[$0] == 1 } : a.axes("axis", rank: dims.count)
            if let wide = axes.first(where: { dims[$0] != 1 }) {
                throw Fault(
                    .shape, "squeeze: axis \(wide) of \(e.b.types[x]) has size \(dims[wide]), not 1", at: a.position)
            }
            return .array(try e.reshape(x, dims.indices.filter { !axes.contains($0) }.map { dims[$0] }))
        }.keepingWeak("a"),
        Builtin("expand_dims(a, axis)") { e, a in
            let x = try e.array(a("a"))
            var dims = e.b.shape(x).dims
            let axes = try a.axes("axis", rank: dims.count + a.integers("axis").count)
            for axis in axes { dims.insert(1, at: axis) }
            return .array(try e.reshape(x, dims))
        }.keepingWeak("a"),
        Builtin("broadcast_to(a, shape)") { e, a in
            let x = try e.array(a("a"))
            let dims = try a.integers("shape")
            guard try e.b.shape(x).broadcast(with: Shape(dims)) == dims else {
                throw Fault(
                    .shape, "broadcast_to: \(e.b.types[x]) does not stretch to \(Shape.text(dims))", at: a.position)
            }
            return .array(try e.b.broadcastTrailing(x, to: dims))
        }.keepingWeak("a"),
        Builtin("concatenate(arrays, axis=0)") { e, a in
            var arrays = try e.unified(e.parts(a), a)
            if a.isNone("axis") {
                arrays = try arrays.map { try e.b.reshape($0, [e.b.shape($0).count]) }
                return try e.joined(arrays, axis: 0, a)
            }
            return try e.joined(arrays, axis: a.axis("axis", rank: e.b.shape(arrays[0]).rank), a)
        }.keepingWeak("arrays"),
        Builtin("stack(arrays, axis=0)") { e, a in
            let terms = try e.parts(a)
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
        }.keepingWeak("arrays"),
        Builtin("vstack(arrays)") { e, a in
            let arrays = try e.unified(a.list("arrays", &e), a).map { x in
                e.b.shape(x).rank >= 2 ? x : try e.b.reshape(x, [1, e.b.shape(x).count])
            }
            return try e.joined(arrays, axis: 0, a)
        }.keepingWeak("arrays"),
        Builtin("hstack(arrays)") { e, a in
            let arrays = try e.unified(a.list("arrays", &e), a).map { x in
                e.b.shape(x).rank >= 1 ? x : try e.b.reshape(x, [1])
            }
            return try e.joined(arrays, axis: e.b.shape(arrays[0]).rank == 1 ? 0 : 1, a)
        }.keepingWeak("arrays"),
        Builtin("split(a, indices_or_sections, axis=0)") { e, a in try e.split(a) }.keepingWeak("a"),
        Builtin("flip(m, axis=None)") { e, a in
            let x = try e.array(a("m"))
            return .array(try e.b.emit(.reverse(a.axes("axis", rank: e.b.shape(x).rank)), [x]))
        }.keepingWeak("m"),
        Builtin("matrix_transpose(x)") { e, a in
            let x = try e.array(a("x"))
            let rank = e.b.shape(x).rank
            guard rank >= 2 else {
                throw Fault(.shape, "matrix_transpose takes a matrix, not \(e.b.types[x])", at: a("x").position)
            }
            return .array(try e.b.emit(.transpose(Array(0..<(rank - 2)) + [rank - 1, rank - 2]), [x]))
        }.keepingWeak("x"),
        Builtin("copy(a)") { e, a in .array(try e.array(a("a"))) }.keepingWeak("a"),
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

    /// Whole numbers given behind the array one by one or as one tuple, or by the name `name`.
    fileprivate func sizes(_ a: Call, _ name: String) throws -> [Int] {
        let given = a.rest.dropFirst()
        if a.isNone(name) { return given.count == 1 && given.first?.value.isNone == true ? [] : try sizes(given) }
        guard given.isEmpty else {
            throw Fault(.argument, "\(a.builtin.name) got \(name) twice", at: a(name).position)
        }
        return try sizes([a(name)])
    }

    private func sizes(_ terms: ArraySlice<Term>) throws -> [Int] {
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
        guard a.rest.count > 1 || !a.isNone("shape") else {
            throw Fault(.argument, "reshape needs a shape", at: a.position, hint: a.builtin.signature)
        }
        var dims = try sizes(a, "shape")
        let count = b.shape(x).count
        if let open = dims.firstIndex(of: -1) {
            dims[open] = 1
            let rest = try Shape(dims).count
            guard rest > 0, count % rest == 0, !dims.contains(-1) else {
                throw Fault(
                    .shape, "reshape: \(b.types[x]) has \(count) elements, no multiple of \(rest)", at: a.position,
                    hint: "one size may be -1, and the others must divide the number of elements")
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

    mutating func joined(_ arrays: [ValueID], axis: Int, _ a: Call) throws -> Value {
        let first = b.shape(arrays[0]).dims
        for (index, array) in arrays.enumerated() {
            let dims = b.shape(array).dims
            guard dims.count == first.count, dims.indices.allSatisfy({ $0 == axis || dims[$0] == first[$0] }) else {
                throw Fault(
                    .shape,
                    "\(a.builtin.name): item 0 is \(b.types[arrays[0]]), item \(index) is \(b.types[array])",
                    at: a.position, hint: "the items may differ in size along axis \(axis) only")
            }
        }
        return .array(try b.emit(.concatenate(axis: axis), arrays))
    }

    /// The arrays to be put together: a list, where a second array in place of the axis is a common mistake.
    fileprivate mutating func parts(_ a: Call) throws -> [Term] {
        if a("axis").value.holdsArrays {
            throw Fault(
                .argument, "\(a.builtin.name): axis must be a static whole number, not an array",
                at: a("axis").position,
                hint: "put the arrays in a list: \(a.builtin.name)([x, y])")
        }
        return try a.list("arrays", &self)
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
            try step(count, at: a.position)
            edges = (0...count).map { $0 * (size / count) }
        } else {
            edges += try a.integers("indices_or_sections") + [size]
            guard zip(edges, edges.dropFirst()).allSatisfy(<=) else {
                throw a.fault("indices_or_sections", "ascending places from 0 to \(size)")
            }
        }
        return .list(
            try zip(edges, edges.dropFirst()).map { .array(try sliced(x, axis: axis, from: $0, to: $1)) })
    }
}
