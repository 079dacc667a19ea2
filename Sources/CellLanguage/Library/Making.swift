import Graphs
import Tensors

extension Library {
    private static func filled(_ name: String, _ number: Double) -> Builtin {
        Builtin("\(name)(shape, dtype=None)") { e, a in
            try e.full(.f64(number), TensorType(a.dtype("dtype") ?? .f64, Shape(a.integers("shape"))))
        }
    }

    private static func filledLike(_ name: String, _ number: Double) -> Builtin {
        Builtin("\(name)(a, dtype=None)") { e, a in
            let like = try e.array(a("a"))
            let type = e.b.types[like]
            return try e.full(.f64(number), TensorType(a.dtype("dtype") ?? type.dtype, type.shape))
        }.keepingWeak("a")
    }

    static let making: [Builtin] = [
        Builtin("array(object, dtype=None, copy=True)") { e, a in
            let made = try e.makeArray(a("object").value, dtype: a.dtype("dtype"), at: a("object").position)
            // A list of Python numbers is strong; a number, or an array of one, is weak.
            return a("object").value.items == nil && a.isNone("dtype") && a("object").value.isWeak
                ? made.weakened : made
        },
        filled("zeros", 0), filled("ones", 1), filledLike("zeros_like", 0), filledLike("ones_like", 1),
        Builtin("full(shape, fill_value, dtype=None)") { e, a in
            let dims = try a.integers("shape")
            let dtype = try a.dtype("dtype") ?? e.promotion(of: a("fill_value")).dtype
            let value = try e.array(a("fill_value"), as: dtype)
            guard try e.b.shape(value).broadcast(with: Shape(dims)) == dims else {
                throw Fault(.shape, "full: \(e.b.types[value]) does not fill \(Shape.text(dims))", at: a.position)
            }
            return .array(try e.b.emit(.broadcastInDim(Shape(dims), axes: e.trailing(value, dims)), [value]))
        }.keepingWeak("fill_value"),
        Builtin("full_like(a, fill_value, dtype=None)") { e, a in
            let like = try e.array(a("a"))
            let type = e.b.types[like]
            let value = try e.array(a("fill_value"), as: a.dtype("dtype") ?? type.dtype)
            guard e.b.shape(value).broadcast(with: type.shape) == type.shape.dims else {
                throw Fault(.shape, "full_like: \(e.b.types[value]) does not fill \(type.shape)", at: a.position)
            }
            let axes = e.trailing(value, type.shape.dims)
            return .array(try e.b.emit(.broadcastInDim(type.shape, axes: axes), [value]))
        }.keepingWeak("a"),
        Builtin("arange(start, stop=None, step=None, dtype=None)") { e, a in try e.arange(a) },
        Builtin("linspace(start, stop, num=50, endpoint=True, *, dtype=None, axis=0)") { e, a in try e.linspace(a) },
        Builtin("load(file)") { e, a in
            let path = try a.word("file")
            if path.hasSuffix(".npz") { return .file(path) }
            return e.addLeaf(try e.loader.load(path, key: nil), isLoaded: true)
        },
    ]

    static let python: [Builtin] = [
        Builtin("range(start, stop=None, step=1)") { _, a in
            if ["start", "stop", "step"].contains(where: { a($0).value.holdsArrays }) {
                throw Fault(
                    .argument, "range of an array, whose value is not known before the cell runs", at: a.position,
                    hint: "range(len(x)) counts its items; fori_loop(0, n, f, init) loops to a computed bound")
            }
            let (start, step) = (try a.integer("start"), try a.integer("step"))
            guard step != 0 else { throw Fault(.argument, "range with step 0", at: a.position) }
            return a.isNone("stop")
                ? .range(start: 0, stop: start, step: step)
                : .range(start: start, stop: try a.integer("stop"), step: step)
        },
        Builtin("len(x)") { e, a in
            if let count = try e.calling("__len__", of: a("x").value, at: a.position) { return count }
            return .integer(try e.length(of: a("x").value, at: a.position))
        },
        Builtin("enumerate(x)") { e, a in
            .list(try e.items(of: a("x")).enumerated().map { .tuple([.integer($0), $1]) })
        },
        Builtin("zip(*x)") { e, a in
            let count = try a.rest.map { try e.length(of: $0.value, at: $0.position) }.min() ?? 0
            try e.step(count, at: a.position)
            return .list(
                try (0..<count).map { index in
                    .tuple(try a.rest.map { try e.element(index, of: $0.value, at: $0.position) })
                })
        },
        Builtin("float(x)") { e, a in
            guard case .array(let id, _) = a("x").value else { return .float(try a.number("x")) }
            guard e.b.shape(id).rank == 0 else {
                throw Fault(
                    .shape, "float takes one number, not \(e.b.types[id])", at: a("x").position,
                    hint: "x.astype(float64) converts every element")
            }
            return .array(try e.b.emit(.convert(.f64), [id]), isWeak: true)
        },
        Builtin("list(x=())") { e, a in .list(try e.items(of: a("x"))) },
        Builtin("tuple(x=())") { e, a in .tuple(try e.items(of: a("x"))) },
        Builtin("int(x)") { _, a in
            guard !a("x").value.holdsArrays else {
                throw Fault(
                    .argument, "int of an array, whose value is not known before the cell runs", at: a("x").position,
                    hint: "x.astype(int64) converts its elements; x.shape and len(x) are whole numbers already")
            }
            guard let whole = Int(exactly: try a.number("x").rounded(.towardZero)) else {
                throw a.fault("x", "a number that fits in 64 bits")
            }
            return .integer(whole)
        },
    ]
}

extension Elaborator {
    fileprivate func trailing(_ value: ValueID, _ dims: [Int]) -> [Int] {
        Array((dims.count - b.shape(value).rank)..<dims.count)
    }

    /// An array of one number: a value of its own, so that two of them can be told apart.
    fileprivate mutating func full(_ value: Scalar, _ type: TensorType) throws -> Value {
        let scalar = try b.emit(.constant(Scalar(value, as: type.dtype)), [])
        return .array(try b.emit(.broadcastInDim(type.shape, axes: []), [scalar]))
    }

    /// An array from nested lists: of numbers, a leaf; with arrays among them, a stack.
    mutating func makeArray(_ value: Value, dtype: DType?, at position: SourcePosition) throws -> Value {
        var dims: [Int] = []
        var flat: [Value] = []
        try flatten(value, depth: 0, &dims, &flat, at: position)
        if flat.contains(where: { if case .array = $0 { true } else { false } }) {
            return try stackArrays(flat, dims, dtype, at: position)
        }
        let natural = try flat.map { try promotion(of: Term($0, position)) }.max() ?? .weakFloat
        let type = TensorType(dtype ?? natural.dtype, try Shape(dims))
        for case .integer(let number) in flat { try requireFit(number, in: type.dtype, at: position) }
        let made = addLeaf(.tensor(try tensor(flat, type)), isLoaded: false)
        let truths = flat.compactMap { if case .bool(let truth) = $0 { truth } else { nil as Bool? } }
        if case .array(let id, _) = made, type.dtype == .bool, truths.count == flat.count, truths.count <= Mask.limit {
            masks[id] = Mask(dims: dims, elements: truths)
        }
        return made
    }

    private mutating func flatten(
        _ value: Value, depth: Int, _ dims: inout [Int], _ flat: inout [Value], at position: SourcePosition
    ) throws {
        let range: [Value]? = if case .range = value { try self.items(of: Term(value, position)) } else { nil }
        guard let items = value.items ?? range else {
            guard depth == dims.count else {
                throw Fault(
                    .shape, "array: \(value.text) stands where rows of \(dims[depth]) are expected", at: position)
            }
            flat.append(value)
            return
        }
        if depth == dims.count, flat.isEmpty { dims.append(items.count) }
        guard depth < dims.count, dims[depth] == items.count else {
            let expected = depth < dims.count ? "rows of \(dims[depth])" : "numbers"
            throw Fault(
                .shape, "array: a row of \(items.count) stands where \(expected) are expected", at: position,
                hint: "all rows have one length")
        }
        for item in items { try flatten(item, depth: depth + 1, &dims, &flat, at: position) }
    }

    private func tensor(_ flat: [Value], _ type: TensorType) throws -> Tensor {
        let scalars = flat.map { value -> Scalar in
            switch value {
            case .integer(let number): .i64(Int64(number))
            case .float(let number): .f64(number)
            case .bool(let flag): .bool(flag)
            default: .f64(.nan)
            }
        }
        let storage: Tensor.Storage =
            switch type.dtype {
            case .f64: .f64(scalars.map(\.asDouble))
            case .f32: .f32(scalars.map(\.asFloat))
            case .i64: .i64(scalars.map(\.asInt64))
            case .i32: .i32(scalars.map(\.asInt32))
            case .bool: .bool(scalars.map(\.asBool))
            }
        return try Tensor(storage, shape: type.shape)
    }

    private mutating func stackArrays(
        _ flat: [Value], _ dims: [Int], _ dtype: DType?, at position: SourcePosition
    ) throws -> Value {
        let terms = flat.map { Term($0, position) }
        let rank = try terms.map { try promotion(of: $0) }.reduce(.bool) { max($0, $1) }
        let arrays = try terms.map { try array($0, as: dtype ?? rank.dtype) }
        let item = b.shape(arrays[0]).dims
        guard arrays.allSatisfy({ b.shape($0).dims == item }) else {
            throw Fault(.shape, "array: the items differ in shape", at: position)
        }
        if dims.isEmpty { return .array(try b.emit(.reshape(Shape(item)), [arrays[0]])) }
        let rows = try arrays.map { try b.reshape($0, [1] + item) }
        return .array(try b.emit(.reshape(Shape(dims + item)), [b.emit(.concatenate(axis: 0), rows)]))
    }

    /// Whole numbers count exactly; otherwise start + i · step, as JAX computes it.
    fileprivate mutating func arange(_ a: Call) throws -> Value {
        let isOpen = a.isNone("stop")
        let start = isOpen ? 0 : try a.number("start")
        let stop = try a.number(isOpen ? "start" : "stop")
        let step = try a.isNone("step") ? 1 : a.number("step")
        let length = ((stop - start) / step).rounded(.up)
        guard step != 0, length.isFinite, length < Double(Shape.countLimit) else {
            throw Fault(.size, "arange from \(start) to \(stop) by \(step) has no usable length", at: a.position)
        }
        let isWhole = ["start", "stop", "step"].allSatisfy { if case .float = a($0).value { false } else { true } }
        let dtype = try a.dtype("dtype") ?? (isWhole ? .i64 : .f64)
        let count = try b.emit(.iota(TensorType(dtype, Shape([Int(max(0, length))])), axis: 0), [])
        let scaled = step == 1 ? count : try b.mul(count, b.full(step, like: count))
        return .array(start == 0 ? scaled : try b.add(scaled, b.full(start, like: scaled)))
    }

    /// start · (1 − i / parts) + stop · i / parts, as JAX computes it; the last point is exactly stop.
    fileprivate mutating func linspace(_ a: Call) throws -> Value {
        let count = try a.integer("num")
        guard count >= 0 else { throw a.fault("num", "a count from 0") }
        let (ends, _) = try matched([a("start"), a("stop")], as: "linspace", .inexact)
        let item = b.shape(ends[0])
        let axis = try a.axis("axis", rank: item.rank + 1)
        let type = TensorType(b.dtype(ends[0]), try Shape([count] + item.dims))
        let (start, stop) = (try b.broadcastTrailing(ends[0], to: type.shape.dims), ends[1])
        let index = try b.emit(.iota(type, axis: 0), [])
        let isClosed = try a.flag("endpoint")
        let fraction = try b.div(index, b.full(Double(max(isClosed ? count - 1 : count, 1)), like: index))
        let low = try b.mul(start, b.sub(b.full(1, like: index), fraction))
        var points = try b.add(low, b.mul(b.broadcastTrailing(stop, to: type.shape.dims), fraction))
        if isClosed, count > 1 {
            let last = try b.reshape(stop, [1] + item.dims)
            points = try b.emit(.concatenate(axis: 0), [sliced(points, axis: 0, from: 0, to: count - 1), last])
        }
        if let dtype = try a.dtype("dtype") {
            points = try b.convert(dtype.isInteger ? b.apply(.floor, points) : points, to: dtype)
        }
        return .array(try b.moveAxis(points, from: 0, to: axis))
    }
}
