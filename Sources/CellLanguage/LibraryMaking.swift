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
        }
    }

    static let making: [Builtin] = [
        Builtin("array(object, dtype=None)") { e, a in
            try e.makeArray(a("object").value, dtype: a.dtype("dtype"), at: a("object").position)
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
        },
        Builtin("arange(start, stop=None, step=None, dtype=None)") { e, a in try e.arange(a) },
        Builtin("linspace(start, stop, num=50, endpoint=True, dtype=None)") { e, a in try e.linspace(a) },
        Builtin("eye(N, M=None, dtype=None)") { e, a in
            let rows = try a.integer("N")
            let columns = try a.isNone("M") ? rows : a.integer("M")
            return .array(try e.b.convert(e.diagonalMask([rows, columns]), to: a.dtype("dtype") ?? .f64))
        },
        Builtin("load(file)") { e, a in
            let path = try a.word("file")
            if path.hasSuffix(".npz") { return .file(path) }
            return e.addLeaf(try e.loader.load(path, key: nil), isLoaded: true)
        },
    ]

    static let indexing: [Builtin] = [
        Builtin("take(a, indices, axis=None)") { e, a in
            var x = try e.array(a("a"))
            if a.isNone("axis") { x = try e.b.reshape(x, [e.b.shape(x).count]) }
            let axis = try a.isNone("axis") ? 0 : a.axis("axis", rank: e.b.shape(x).rank)
            let whole = [Index](repeating: .slice(nil, nil, nil), count: axis)
            var indices = a("indices").value
            if indices.items != nil { indices = try e.makeArray(indices, dtype: nil, at: a("indices").position) }
            return try e.subscripted(.array(x), whole + [.value(indices)], at: a.position)
        },
        Builtin("take_along_axis(arr, indices, axis)") { e, a in
            let (x, indices) = (try e.array(a("arr")), try e.array(a("indices")))
            let dims = e.b.shape(indices).dims
            let axis = try a.axis("axis", rank: e.b.shape(x).rank)
            guard dims.count == e.b.shape(x).rank, e.b.dtype(indices).isInteger else {
                throw Fault(
                    .shape,
                    "take_along_axis: \(e.b.types[indices]) must be whole numbers with the axes of \(e.b.types[x])",
                    at: a.position)
            }
            let type = TensorType(.i64, try Shape(dims))
            let index = try dims.indices.map { other -> Index in
                if other == axis { return .value(.array(indices)) }
                let isOne = e.b.shape(x).dims[other] == 1
                return .value(.array(try isOne ? e.b.zeros(type) : e.b.emit(.iota(type, axis: other), [])))
            }
            return try e.subscripted(.array(x), index, at: a.position)
        },
        Builtin("one_hot(x, num_classes, dtype=None)") { e, a in
            let x = try e.array(a("x"))
            let dims = e.b.shape(x).dims + [try a.integer("num_classes")]
            let wide = try e.b.broadcast(x, to: dims, axes: Array(0..<(dims.count - 1)))
            let classes = try e.b.emit(.iota(TensorType(e.b.dtype(x), Shape(dims)), axis: dims.count - 1), [])
            return .array(try e.b.convert(e.b.compare(.eq, wide, classes), to: a.dtype("dtype") ?? .f64))
        },
        Builtin("at_add(x, values)") { e, a in
            guard case .updater(let id, let index?) = a("x").value else { throw a.fault("x", "x.at[index]") }
            return .array(try e.added(a("values"), to: id, at: index, position: a.position))
        },
    ]

    static let python: [Builtin] = [
        Builtin("range(start, stop=None, step=1)") { _, a in
            let (start, step) = (try a.integer("start"), try a.integer("step"))
            guard step != 0 else { throw Fault(.argument, "range with step 0", at: a.position) }
            return a.isNone("stop")
                ? .range(start: 0, stop: start, step: step)
                : .range(start: start, stop: try a.integer("stop"), step: step)
        },
        Builtin("len(x)") { e, a in .integer(try e.length(of: a("x").value, at: a.position)) },
        Builtin("enumerate(x)") { e, a in
            let count = try e.length(of: a("x").value, at: a.position)
            return .list(
                try (0..<count).map { .tuple([.integer($0), try e.element($0, of: a("x").value, at: a.position)]) })
        },
        Builtin("zip(*x)") { e, a in
            let count = try a.rest.map { try e.length(of: $0.value, at: $0.position) }.min() ?? 0
            return .list(
                try (0..<count).map { index in
                    .tuple(try a.rest.map { try e.element(index, of: $0.value, at: $0.position) })
                })
        },
        Builtin("float(x)") { e, a in
            if case .array(let id, _) = a("x").value { return .array(try e.b.emit(.convert(.f64), [id])) }
            return .float(try a.number("x"))
        },
        Builtin("int(x)") { _, a in
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
        return addLeaf(.tensor(try tensor(flat, type)), isLoaded: false)
    }

    private func flatten(
        _ value: Value, depth: Int, _ dims: inout [Int], _ flat: inout [Value], at position: SourcePosition
    ) throws {
        guard let items = value.items else {
            guard depth == dims.count else { throw Fault(.shape, "array: the rows differ in length", at: position) }
            flat.append(value)
            return
        }
        if depth == dims.count, flat.isEmpty { dims.append(items.count) }
        guard depth < dims.count, dims[depth] == items.count else {
            throw Fault(.shape, "array: the rows differ in length", at: position)
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
        let count = try b.emit(.iota(TensorType(dtype, Shape([max(0, Int(length))])), axis: 0), [])
        let scaled = step == 1 ? count : try b.mul(count, b.full(step, like: count))
        return .array(start == 0 ? scaled : try b.add(scaled, b.full(start, like: scaled)))
    }

    /// start + i · (stop − start) / (num − 1), the last point exactly stop.
    fileprivate mutating func linspace(_ a: Call) throws -> Value {
        let (start, stop, count) = (try a.number("start"), try a.number("stop"), try a.integer("num"))
        let endpoint = try a.flag("endpoint")
        let dtype = try a.dtype("dtype") ?? .f64
        let parts = endpoint ? count - 1 : count
        guard count >= 0 else { throw a.fault("num", "a count from 0") }
        let type = TensorType(dtype, try Shape([count]))
        let index = try b.emit(.iota(type, axis: 0), [])
        let fraction = try b.div(index, b.full(Double(max(parts, 1)), like: index))
        let one = try b.full(1, like: index)
        let low = try b.mul(b.full(start, like: index), b.sub(one, fraction))
        return .array(try b.add(low, b.mul(b.full(stop, like: index), fraction)))
    }
}
