import Graphs
import Tensors

extension Library {
    /// Of `lax.reduce_window`, for sums.
    static let windowSum = Builtin("window_sum(x, window, strides, padding)") { e, a in
        let (x, window) = try e.pooling(a, .number)
        let (sums, shape) = try e.windowSums(x, window)
        return .array(try e.b.reshape(sums, shape))
    }

    static let windows: [Builtin] = [
        Builtin(
            "lax.conv_general_dilated(lhs, rhs, window_strides, padding, lhs_dilation=None, rhs_dilation=None, dimension_numbers=None, feature_group_count=1, precision=None, preferred_element_type=None)",
            written: convolution),
        Builtin(
            "lax.conv(lhs, rhs, window_strides, padding, precision=None, preferred_element_type=None)",
            written: "lax.conv_general_dilated(lhs, rhs, window_strides, padding, "
                + "preferred_element_type=preferred_element_type)"),
        Builtin(
            "lax.reduce_window(operand, init_value, computation, window_dimensions, window_strides, padding)",
            written: windowReduction),
        Builtin("lax.reduce(operand, init_values, computation, dimensions)", written: reduction),
        Builtin("conv(x, k, strides=1, padding='VALID', dilation=1, groups=1)") { e, a in try e.convolution(a) }
            .keepingWeak("x", "k"),
        Builtin("convolve(a, v, mode='full')") { e, a in try e.convolve(a) }.keepingWeak("a", "v"),
        Builtin("max_pool(x, window, strides=1, padding='VALID')") { e, a in
            let (x, window) = try e.pooling(a, .number)
            let lead = Array(e.b.shape(x).dims.dropLast(window.size.count))
            let place = try e.b.emit(.windowArgmax(window), [x])
            return .array(try e.picked(x, place, lead: lead, isPadded: (window.low + window.high).contains { $0 > 0 }))
        }.keepingWeak("x"),
        Builtin("avg_pool(x, window, strides=1, padding='VALID')") { e, a in
            let (x, window) = try e.pooling(a, .inexact)
            let (sums, shape) = try e.windowSums(x, window)
            let mean = try e.b.div(sums, e.b.full(Double(window.size.reduce(1, *)), like: sums))
            return .array(try e.b.reshape(mean, shape))
        }.keepingWeak("x"),
    ]
}

extension Library {
    /// Axes are brought into the order of `conv` and back; letters of the spatial axes count in the order of the kernel's.
    private static let convolution = """
        x, k = asarray(lhs), asarray(rhs)
        places = list(range(x.ndim))
        if dimension_numbers is not None:
            a, b, c = dimension_numbers
            space = [s for s in b if s != 'O' and s != 'I']
            x = transpose(x, [[i for i in range(len(a)) if a[i] == s][0] for s in ['N', 'C'] + space])
            k = transpose(k, [[i for i in range(len(b)) if b[i] == s][0] for s in ['O', 'I'] + space])
            letters = ['N', 'C'] + space
            places = [[i for i in range(len(letters)) if letters[i] == s][0] for s in c]
        if lhs_dilation is not None:
            gaps = [(0, 0, 0), (0, 0, 0)] + [(0, 0, d - 1) for d in lhs_dilation]
            x = lax.pad(x, asarray(0, dtype=x.dtype), gaps)
        strides = [1 for _ in places[2:]] if window_strides is None else window_strides
        y = conv(x, k, strides, padding, 1 if rhs_dilation is None else rhs_dilation, feature_group_count)
        y = y if preferred_element_type is None else y.astype(preferred_element_type)
        return y if places == list(range(x.ndim)) else transpose(y, places)
        """

    private static let windowReduction = """
        name = namedfunction(computation, ['max', 'maximum', 'min', 'minimum', 'add'])
        window, strides = tuple(window_dimensions), tuple(window_strides)
        if name == 'max' or name == 'maximum':
            return maximum(max_pool(operand, window, strides, padding), init_value)
        if name == 'min' or name == 'minimum':
            return minimum(-max_pool(-asarray(operand), window, strides, padding), init_value)
        return window_sum(operand, window, strides, padding) + init_value
        """

    private static let reduction = """
        name = namedfunction(computation, ['max', 'maximum', 'min', 'minimum', 'add', 'mul', 'multiply'])
        if name == 'max' or name == 'maximum':
            return maximum(lax.reduce_max(operand, dimensions), init_values)
        if name == 'min' or name == 'minimum':
            return minimum(lax.reduce_min(operand, dimensions), init_values)
        if name == 'add':
            return lax.reduce_sum(operand, dimensions) + init_values
        return lax.reduce_prod(operand, dimensions) * init_values
        """
}

extension ConvolutionWindow {
    /// The same way over an array whose elements lie side by side.
    fileprivate init(_ window: PoolingWindow) {
        let ones = window.size.map { _ in 1 }
        self.init(
            strides: window.strides, low: window.low, high: window.high, leftDilation: ones, rightDilation: ones)
    }
}

extension Elaborator {
    /// `x [N, C, S…]` with `k [O, C / groups, K…]`, as `lax.conv_general_dilated` has it.
    fileprivate mutating func convolution(_ a: Call) throws -> Value {
        let (x, k) = try pair(a("x"), a("k"), .number)
        let (l, r) = (b.shape(x).dims, b.shape(k).dims)
        let groups = try a.integer("groups")
        guard l.count >= 2, l.count == r.count else { throw mismatch(a, x, k, "differ in rank") }
        guard groups > 0, l[1] % groups == 0, r[0] % groups == 0, r[1] == l[1] / groups else {
            throw mismatch(a, x, k, "do not fit in \(groups) group\(groups == 1 ? "" : "s") of channels")
        }
        let axes = l.count - 2
        let (strides, dilation) = (try a.steps("strides", axes), try a.steps("dilation", axes))
        let extents = try zip(r.dropFirst(2), dilation).map { try Shape([max($0 - 1, 0), $1]).count + min($0, 1) }
        let padding = try a.padding("padding", sizes: Array(l.dropFirst(2)), extents: extents, strides: strides)
        let window = ConvolutionWindow(
            strides: strides, low: padding.low, high: padding.high, leftDilation: strides.map { _ in 1 },
            rightDilation: dilation)
        let left = try b.moveAxis(
            b.reshape(x, [l[0], groups, l[1] / groups] + l.dropFirst(2)), from: groups == 1 ? 0 : 1,
            to: groups == 1 ? 1 : 0)
        let right = try b.reshape(k, [groups, r[0] / groups, r[1]] + r.dropFirst(2))
        let product = try b.emit(.convolution(window), [left, right])
        let places = Array(b.shape(product).dims.dropFirst(3))
        let joined = try groups == 1 ? product : b.moveAxis(product, from: 0, to: 1)
        return .array(try b.reshape(joined, [l[0], r[0]] + places))
    }

    /// The sum over each window, and the shape of the result: every entry and channel by itself, under a window of ones.
    fileprivate mutating func windowSums(
        _ x: ValueID, _ window: PoolingWindow
    ) throws -> (sums: ValueID, shape: [Int]) {
        let dims = b.shape(x).dims
        let images = try Shape(dims.dropLast(window.size.count)).count
        let planes = try b.reshape(x, [1, images, 1] + dims.suffix(window.size.count))
        let ones = try b.full(.i64(1), TensorType(b.dtype(x), Shape([1, 1, 1] + window.size)))
        let sums = try b.emit(.convolution(ConvolutionWindow(window)), [planes, ones])
        return (sums, dims.dropLast(window.size.count) + b.shape(sums).dims.dropFirst(3))
    }

    private func mismatch(_ a: Call, _ x: ValueID, _ k: ValueID, _ what: String) -> Fault {
        Fault(
            .shape, "conv: \(b.types[x]) at \(a("x").position) and \(b.types[k]) at \(a("k").position) \(what)",
            at: a.position, hint: "x is [N, C, …] and k is [O, C / groups, …]")
    }

    /// The sum of products of a vector and a reversed one as they slide past each other.
    fileprivate mutating func convolve(_ a: Call) throws -> Value {
        var (x, v) = try pair(a("a"), a("v"), .inexact)
        guard [x, v].allSatisfy({ b.shape($0).rank == 1 && b.shape($0).count > 0 }) else {
            throw Fault(
                .shape, "convolve takes two vectors with elements, not \(b.types[x]) and \(b.types[v])", at: a.position)
        }
        if b.shape(x).count < b.shape(v).count { swap(&x, &v) }
        let length = b.shape(v).count
        let (low, high): (Int, Int)
        switch try a.word("mode") {
        case "full": (low, high) = (length - 1, length - 1)
        case "same": (low, high) = (length / 2, length - length / 2 - 1)
        case "valid": (low, high) = (0, 0)
        default: throw a.fault("mode", "'full', 'same' or 'valid'")
        }
        let window = ConvolutionWindow(strides: [1], low: [low], high: [high], leftDilation: [1], rightDilation: [1])
        let operands = try [x, b.emit(.reverse([0]), [v])].map { try b.reshape($0, [1, 1, 1, b.shape($0).count]) }
        let product = try b.emit(.convolution(window), operands)
        return .array(try b.reshape(product, [b.shape(product).count]))
    }

    /// An array and the window that moves over its last axes. One whole number is the window's size along all but two.
    fileprivate mutating func pooling(_ a: Call, _ lift: Lift) throws -> (ValueID, PoolingWindow) {
        let x = try matched([a("x")], as: a.builtin.name, lift).values[0]
        let dims = b.shape(x).dims
        let isOne = if case .integer = a("window").value { true } else { false }
        let size = try isOne ? a.steps("window", max(dims.count - 2, 0)) : a.integers("window")
        guard size.count <= dims.count, size.allSatisfy({ (1...Shape.countLimit).contains($0) }) else {
            throw Fault(
                .shape, "\(a.builtin.name): \(b.types[x]) has no windows \(Shape.text(size))", at: a("window").position,
                hint: "the window lies over the last axes")
        }
        // None is 1, as in Flax.
        let strides = try a.isNone("strides") ? size.map { _ in 1 } : a.steps("strides", size.count)
        let sizes = Array(dims.suffix(size.count))
        let padding = try a.padding("padding", sizes: sizes, extents: size, strides: strides)
        guard (padding.low + padding.high).allSatisfy({ $0 >= 0 }) else { throw a.fault("padding", "from 0") }
        return (x, PoolingWindow(size: size, strides: strides, low: padding.low, high: padding.high))
    }

    /// The elements of `x [lead…, S…]` at `place [lead…, P…]`, which counts through S…; −∞ or the least number where the
    /// place is −1.
    fileprivate mutating func picked(
        _ x: ValueID, _ place: ValueID, lead: [Int], isPadded: Bool
    ) throws -> ValueID {
        let dims = b.shape(place).dims
        let images = try Shape(lead).count
        let plane = try Shape(Array(b.shape(x).dims.dropFirst(lead.count))).count
        let counter = try b.emit(.iota(TensorType(.i64, Shape([images])), axis: 0), [])
        let first = try b.reshape(b.mul(counter, b.full(Double(plane), like: counter)), lead)
        let isPadding = try b.compare(.lt, place, b.zeros(b.types[place]))
        let index = try b.add(place, b.broadcast(first, to: dims, axes: Array(lead.indices)))
        let elements = try b.emit(.gather, [b.reshape(x, [b.shape(x).count]), index])
        guard isPadded else { return elements }
        let least: Scalar =
            b.dtype(x).isFloating ? .f64(-.infinity) : b.dtype(x) == .i32 ? .i64(Int64(Int32.min)) : .i64(.min)
        return try b.select(isPadding, b.full(least, b.types[elements]), elements)
    }
}

extension Call {
    /// A step from 1 for each of `count` axes, or one for all.
    fileprivate func steps(_ name: String, _ count: Int) throws -> [Int] {
        let given = try integers(name)
        var steps = given
        if case .integer(let step) = self(name).value { steps = [Int](repeating: step, count: count) }
        guard steps.count == count, steps.allSatisfy((1...Shape.countLimit).contains) else {
            throw fault(name, "one whole number from 1, or one for each of \(count) axes")
        }
        return steps
    }

    /// Padding before and behind each axis: 'VALID' is none, 'SAME' makes ⌈size / stride⌉ windows with the odd position
    /// behind ('SAME_LOWER': before), a whole number pads everywhere, and pairs (before, behind) say it for each axis.
    fileprivate func padding(
        _ name: String, sizes: [Int], extents: [Int], strides: [Int]
    ) throws -> (low: [Int], high: [Int]) {
        if case .integer(let all) = self(name).value { return (sizes.map { _ in all }, sizes.map { _ in all }) }
        if let items = self(name).value.items {
            let pairs = try items.map { item in
                guard case .integer(let low)? = item.items?.first, case .integer(let high)? = item.items?.last,
                    item.items?.count == 2
                else { throw fault(name, "pairs (before, behind)") }
                return (low, high)
            }
            guard pairs.count == sizes.count else { throw fault(name, "a pair for each of \(sizes.count) axes") }
            return (pairs.map(\.0), pairs.map(\.1))
        }
        let mode = try word(name)
        guard ["VALID", "SAME", "SAME_LOWER"].contains(mode) else {
            throw fault(name, "'VALID', 'SAME', 'SAME_LOWER', a whole number or pairs")
        }
        let totals = sizes.indices.map { axis in
            let windows = sizes[axis] / strides[axis] + (sizes[axis] % strides[axis] == 0 ? 0 : 1)
            return mode == "VALID" ? 0 : max((windows - 1) * strides[axis] + extents[axis] - sizes[axis], 0)
        }
        let smaller = totals.map { $0 / 2 }
        let larger = zip(totals, smaller).map { $0 - $1 }
        return mode == "SAME_LOWER" ? (larger, smaller) : (smaller, larger)
    }
}
