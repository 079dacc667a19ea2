import Graphs
import Tensors
import TestSupport
import Testing

/// Kernels and scalar programs at sizes and places that random graphs seldom reach.
@Suite struct EngineKernelTests {
    /// A graph of one equation for each primitive, of the same operands.
    private func graph(_ types: [TensorType], _ primitives: [(Primitive, Int)]) throws -> Graph {
        var b = GraphBuilder()
        let operands = types.map { b.input($0) }
        let results = try primitives.map { try b.emit($0.0, Array(operands.prefix($0.1))) }
        return try b.finish(results)
    }

    private func numbers(_ type: TensorType, seed: UInt64) throws -> Tensor {
        var random = SeededGenerator(seed: seed)
        let special: [Double] = [0, -0.0, .infinity, -.infinity, .nan, 1e-310, -1, 1, 2]
        let count = type.shape.count
        let floats = (0..<count).map { _ in
            random.below(3) == 0 ? special[random.below(special.count)] : Double(random.below(9)) - 4.25
        }
        let whole = (0..<count).map { _ in
            random.below(4) == 0 ? Int64(bitPattern: random.next()) : Int64(random.below(7)) - 3
        }
        return switch type.dtype {
        case .f64: try Tensor(.f64(floats), shape: type.shape)
        case .f32: try Tensor(.f32(floats.map(Float.init)), shape: type.shape)
        case .i64: try Tensor(.i64(whole), shape: type.shape)
        case .i32: try Tensor(.i32(whole.map { Int32(truncatingIfNeeded: $0) }), shape: type.shape)
        case .bool: try Tensor(.bool(whole.map { $0 % 2 == 0 }), shape: type.shape)
        }
    }

    /// Exponents that an instruction cannot hold are not cut to 32 bits.
    @Test(arguments: EngineSetting.all) func greatExponents(_ setting: EngineSetting) throws {
        for dims in [[], [3], [1000]] {
            let type = TensorType(.f64, try Shape(dims))
            let exponents = [1 << 32, 1 << 32 + 1, -(1 << 32) - 1, Int(Int32.max), Int(Int32.min), Int.max, Int.min]
            let graph = try graph([type], exponents.map { (.integerPower($0), 1) })
            try expectSame(graph, [numbers(type, seed: 3)], setting, "exponents")
        }
    }

    /// Columns and rows that are so long that they are reduced in parts.
    @Test(arguments: EngineSetting.all.filter { $0.threads != 2 }) func longRowsAndColumns(
        _ setting: EngineSetting
    ) throws {
        for dims in [[2, 2_100_001, 2], [5_000_003, 1, 1], [1, 140_000, 40], [2, 4_200_001, 1], [1, 4_194_304, 1]] {
            let type = TensorType(.f32, try Shape(dims))
            let reductions: [Primitive] = [[1], [0], [0, 1]].flatMap { axes -> [Primitive] in
                [.reduceSum(axes), .reduceMax(axes), .reduceMin(axes)]
            }
            let graph = try graph([type], reductions.map { ($0, 1) })
            var random = SeededGenerator(seed: 7)
            let values = (0..<type.shape.count).map { _ in
                Float(bitPattern: UInt32(truncatingIfNeeded: random.next()) & 0xBFFF_FFFF)
            }
            try expectSame(graph, [Tensor(.f32(values), shape: type.shape)], setting, "long \(dims)")
        }
    }

    @Test(arguments: EngineSetting.all) func wholeNumbers(_ setting: EngineSetting) throws {
        let unary = [UnaryFunction.neg, .abs, .sign, .not].map { (Primitive.unary($0), 1) }
        let binary = BinaryFunction.allCases.filter {
            ![.pow, .powSlope, .divSlope, .atan2, .hypot, .logaddexp, .threefry2x32].contains($0)
        }.map { (Primitive.binary($0), 2) }
        let others =
            Comparison.allCases.map { (Primitive.compare($0), 2) } + DType.allCases.map { (Primitive.convert($0), 1) }
        let logic: [(Primitive, Int)] =
            [(.unary(.not), 1)] + [.and, .or, .xor].map { (.binary($0), 2) }
            + DType.allCases.map { (.convert($0), 1) }
        for dims in [[], [3], [8], [9], [1003]] {
            for (dtype, primitives) in [
                (DType.i64, unary + binary + others), (.i32, unary + binary + others), (.bool, logic),
            ] {
                let type = TensorType(dtype, try Shape(dims))
                let inputs = try [numbers(type, seed: 3), numbers(type, seed: 4)]
                for primitive in primitives {
                    try expectSame(
                        graph([type, type], [primitive]), inputs, setting, "\(primitive.0.text) \(dtype) \(dims)")
                }
            }
        }
    }

    /// Sums, extremes and products of a few elements, all of −0.0 and of any kind.
    @Test(arguments: EngineSetting.all) func fewElements(_ setting: EngineSetting) throws {
        for dtype in [DType.f64, .f32, .i64] {
            for count in 1...20 {
                let row = TensorType(dtype, try Shape([count]))
                var primitives: [(Primitive, Int)] = [
                    (.reduceSum([0]), 1), (.reduceMax([0]), 1), (.reduceMin([0]), 1), (.reverse([0]), 1),
                    (.slice(start: [0], limit: [count], stride: [2]), 1), (.reshape(try Shape([1, count, 1])), 1),
                    (.concatenate(axis: 0), 2), (.broadcastInDim(try Shape([2, count]), axes: [1]), 1),
                    (.dotGeneral(DotDimensions(leftContract: [0], rightContract: [0])), 2),
                    (.dotGeneral(DotDimensions(leftContract: [], rightContract: [])), 2),
                ]
                if dtype == .i64 { primitives.removeLast(2) }
                let zeros = Tensor.filled(.f64(-0.0), row)
                for (x, y) in [(try numbers(row, seed: 5), try numbers(row, seed: 6)), (zeros, zeros)] {
                    for primitive in primitives {
                        try expectSame(
                            graph([row, row], [primitive]), [x, y], setting, "\(primitive.0.text) \(row)")
                    }
                }
                let padding: Primitive = .pad(low: [1], high: [2], interior: [1])
                let number = TensorType(dtype, .scalar)
                try expectSame(
                    graph([row, number], [(padding, 2)]), [numbers(row, seed: 7), numbers(number, seed: 8)], setting,
                    "pad \(row)")
            }
        }
    }

    /// Rows, columns and single numbers stretched against each other, with rows about as long as a block.
    @Test(arguments: EngineSetting.all) func stretchedOperands(_ setting: EngineSetting) throws {
        for dims in [[3, 127], [5, 128], [4, 130], [3, 1023], [2, 1025], [2, 3000], [3, 5, 256], [40, 7, 129]] {
            let shape = try Shape(dims)
            var b = GraphBuilder()
            let (last, lead) = (dims.count - 1, Array(0..<dims.count - 1))
            let x = b.input(TensorType(.f64, shape))
            let row = b.input(TensorType(.f64, try Shape([dims[last]])))
            let column = b.input(TensorType(.f64, try Shape(Array(dims.dropLast()))))
            let wide = try b.emit(.broadcastInDim(shape, axes: [last]), [row])
            let tall = try b.emit(.broadcastInDim(shape, axes: lead), [column])
            let counts = try b.emit(.convert(.f64), [b.emit(.iota(TensorType(.i64, shape), axis: 0), [])])
            let turned = try b.emit(.reverse([last]), [x])
            let sum = try b.mul(b.add(b.mul(x, wide), b.apply(.sin, tall)), counts)
            let choice = try b.emit(.compare(.gt), [tall, turned])
            let results = try [sum, b.emit(.select, [choice, wide, tall]), b.emit(.integerPower(3), [turned])]
            let graph = try b.finish(results)
            let inputs = try graph.inputTypes.enumerated().map { try numbers($0.element, seed: UInt64($0.offset)) }
            try expectSame(graph, inputs, setting, "stretched \(dims)")
        }
    }

    /// Rows reduced and brought back to their elements, again and again, and rows that look at other rows in between.
    @Test(arguments: EngineSetting.all) func rowsInOnePass(_ setting: EngineSetting) throws {
        for dims in [[16, 1], [16, 3], [40, 257], [700, 129], [3, 17, 33], [1000, 9], [20, 4000]] {
            for dtype in [DType.f64, .f32] {
                let shape = try Shape(dims)
                let (last, lead) = (dims.count - 1, Array(0..<dims.count - 1))
                var b = GraphBuilder()
                let x = b.input(TensorType(dtype, shape))
                func spread(_ rows: ValueID) throws -> ValueID {
                    try b.emit(.broadcastInDim(shape, axes: lead), [rows])
                }
                let shifted = try b.apply(.sub, x, spread(b.emit(.reduceMax([last]), [x])))
                let power = try b.apply(.exp, shifted)
                let total = try b.emit(.reduceSum([last]), [power])
                let softmax = try b.apply(.div, power, spread(total))
                let centred = try b.apply(.sub, softmax, spread(b.apply(.sqrt, b.emit(.reduceMin([last]), [softmax]))))
                let square = try b.emit(.reduceSum([last]), [b.mul(centred, centred)])
                let normal = try b.apply(.div, centred, spread(b.apply(.sqrt, square)))
                // Other rows: the other way round, and one row for all.
                let turned = try b.apply(.add, normal, b.emit(.reverse([0]), [softmax]))
                let first = try b.emit(
                    .slice(
                        start: dims.map { _ in 0 }, limit: [1] + dims.dropFirst(), stride: dims.map { _ in 1 }),
                    [turned])
                let mixed = try b.mul(turned, b.emit(.broadcastInDim(shape, axes: Array(dims.indices)), [first]))
                let rest = try b.emit(.reduceSum([last]), [mixed])
                let results = [try b.mul(rest, total), mixed, normal]
                try expectSame(
                    b.finish(results), [numbers(TensorType(dtype, shape), seed: 15)], setting, "rows \(dtype) \(dims)")
            }
        }
    }

    /// Bias and activation behind products that threads share by batches, rows and columns, and a loop that reads another
    /// product in another order.
    @Test(arguments: EngineSetting.all) func productsWithWhatFollows(_ setting: EngineSetting) throws {
        for (batch, m, k, n) in [
            (1, 128, 40, 96), (1, 300, 20, 70), (1, 40, 16, 2100), (1, 3, 300, 500), (5, 30, 7, 40), (2, 90, 64, 80),
            (1, 1, 600, 700), (4, 1, 1, 1), (1, 70, 0, 33),
            // From memory, with rows that begin at the same place of pages and others.
            (1, 1, 1100, 2048), (1, 1, 1501, 1500),
        ] {
            for dtype in [DType.f64, .f32] {
                var b = GraphBuilder()
                let x = b.input(TensorType(dtype, try Shape([batch, m, k])))
                let y = b.input(TensorType(dtype, try Shape([batch, k, n])))
                let bias = b.input(TensorType(dtype, try Shape([n])))
                let (whole, turned) = (try Shape([batch, m, n]), try Shape([batch, n, m]))
                let product = DotDimensions(
                    leftContract: [2], rightContract: [1], leftBatch: [0], rightBatch: [0])
                let z = try b.emit(.dotGeneral(product), [x, y])
                let shifted = try b.apply(.add, z, b.emit(.broadcastInDim(whole, axes: [2]), [bias]))
                let active = try b.apply(.tanh, shifted)
                let other = try b.emit(.dotGeneral(product), [x, y])
                let across = try b.mul(b.emit(.reshape(turned), [active]), b.emit(.transpose([0, 2, 1]), [other]))
                let graph = try b.finish([active, across])
                let inputs = try graph.inputTypes.enumerated().map { try numbers($1, seed: UInt64(20 + $0)) }
                try expectSame(graph, inputs, setting, "[\(batch), \(m), \(k)] · [\(batch), \(k), \(n)] \(dtype)")
            }
        }
    }

    @Test(arguments: EngineSetting.all) func convolutions(_ setting: EngineSetting) throws {
        let windows: [(left: [Int], right: [Int], ConvolutionWindow)] = [
            ([1, 5, 2, 9], [1, 3, 2, 4], window([2], [3], [1], [1], [1])),
            ([2, 3, 2, 5, 6], [2, 4, 2, 3, 2], window([1, 2], [1, 0], [1, 1], [1, 1], [1, 1])),
            ([1, 2, 1, 4, 5], [1, 2, 1, 2, 3], window([1, 1], [2, 2], [2, 2], [2, 3], [1, 2])),
            ([1, 4, 3, 28, 28], [1, 8, 3, 3, 3], window([1, 1], [1, 1], [1, 1], [1, 1], [1, 1])),
            ([1, 7, 5, 9, 9], [1, 3, 5, 8, 8], window([1, 1], [0, 0], [0, 0], [1, 1], [1, 1])),
            ([1, 2, 2, 8, 8], [1, 2, 2, 3, 3], window([1, 1], [-1, -2], [-1, 0], [1, 1], [2, 1])),
            (
                [1, 2, 2, 3, 4, 5], [1, 2, 2, 2, 2, 2],
                window([1, 1, 2], [1, 0, 1], [0, 1, 1], [1, 2, 1], [1, 1, 1])
            ),
            ([2, 3, 4], [2, 5, 4], window([], [], [], [], [])),
            // As many windows as elements in a row, and as many elements of the window.
            ([1, 3, 2, 6, 5], [1, 4, 2, 3, 3], window([1, 1], [5, 3], [2, 1], [1, 1], [3, 2])),
            ([1, 2, 2, 6, 5], [1, 4, 2, 3, 3], window([1, 1], [-1, 4], [2, -2], [1, 1], [1, 1])),
            ([1, 2, 2, 6, 5], [1, 4, 2, 2, 2], window([1, 1], [-7, 9], [2, -8], [1, 1], [1, 1])),
            ([1, 9, 2, 9, 9], [1, 4, 2, 9, 9], window([1, 1], [1, 1], [1, 1], [1, 1], [1, 1])),
            ([1, 3, 2, 9, 9], [1, 4, 2, 7, 9], window([1, 1], [-1, 2], [2, 3], [1, 1], [1, 1])),
            ([1, 2, 1, 40, 700], [1, 2, 1, 3, 3], window([1, 1], [1, 1], [1, 1], [1, 1], [1, 1])),
            ([1, 1, 2, 20_000], [1, 2, 2, 7], window([1], [3], [3], [1], [2])),
        ]
        for dtype in [DType.f64, .f32] {
            for (left, right, window) in windows {
                let types = try [left, right].map { TensorType(dtype, try Shape($0)) }
                try expectSame(
                    graph(types, [(.convolution(window), 2)]),
                    [numbers(types[0], seed: 9), numbers(types[1], seed: 10)],
                    setting, "\(window) of \(types)")
            }
        }
    }

    private func window(
        _ strides: [Int], _ low: [Int], _ high: [Int], _ leftDilation: [Int], _ rightDilation: [Int]
    ) -> ConvolutionWindow {
        ConvolutionWindow(
            strides: strides, low: low, high: high, leftDilation: leftDilation, rightDilation: rightDilation)
    }

    @Test(arguments: EngineSetting.all) func pooling(_ setting: EngineSetting) throws {
        let windows: [([Int], PoolingWindow)] = [
            ([3, 29], PoolingWindow(size: [3], strides: [2], low: [1], high: [1])),
            ([200, 3, 14, 14], PoolingWindow(size: [2, 2], strides: [2, 2], low: [0, 0], high: [0, 0])),
            ([2, 7, 90], PoolingWindow(size: [3, 5], strides: [1, 2], low: [2, 4], high: [1, 4])),
            ([6, 5], PoolingWindow(size: [2, 2], strides: [1, 1], low: [3, 3], high: [3, 3])),
            // Larger than any array.
            (
                [3, 4, 4],
                PoolingWindow(size: [1 << 40, 1 << 40], strides: [1, 1], low: [1 << 40, 1 << 40], high: [0, 1])
            ),
            ([4, 5, 6], PoolingWindow(size: [2, 2, 2], strides: [1, 1, 1], low: [0, 1, 0], high: [0, 0, 1])),
        ]
        for dtype in [DType.f64, .f32, .i64] {
            for (dims, window) in windows {
                let type = TensorType(dtype, try Shape(dims))
                try expectSame(
                    graph([type], [(.windowArgmax(window), 1)]), [numbers(type, seed: 11)], setting, "pool \(type)")
            }
        }
    }

    /// Sorted and summed up along every axis, lines of few and of many elements.
    @Test(arguments: EngineSetting.all) func lines(_ setting: EngineSetting) throws {
        for dtype in DType.allCases {
            for dims in [[1], [7], [64], [65], [70_001], [3, 500, 4], [40, 1, 9], [2, 0, 3]] {
                let type = TensorType(dtype, try Shape(dims))
                let input = try numbers(type, seed: 16)
                for axis in dims.indices {
                    var primitives: [(Primitive, Int)] = [(.argsort(axis: axis), 1)]
                    if dtype != .bool {
                        primitives += [
                            (.cumsum(axis: axis, reverse: false), 1), (.cumsum(axis: axis, reverse: true), 1),
                        ]
                    }
                    try expectSame(graph([type], primitives), [input], setting, "lines of \(type) along \(axis)")
                }
            }
        }
    }

    /// Rows of one and of several elements, indices that repeat and that lie outside.
    @Test(arguments: EngineSetting.all) func indices(_ setting: EngineSetting) throws {
        for dtype in DType.allCases {
            for (rows, length, count) in [(50, 1, 60_000), (40, 5, 20_000), (1, 1, 3), (5, 0, 4), (0, 2, 3)] {
                for index in [DType.i64, .i32] {
                    var random = SeededGenerator(seed: 12)
                    let places = (0..<count).map { _ in Int64(random.below(rows + 4)) - 2 }
                    let indexType = TensorType(index, try Shape([count]))
                    let indices = try Tensor(
                        index == .i64 ? .i64(places) : .i32(places.map { Int32($0) }), shape: indexType.shape)
                    let table = TensorType(dtype, try Shape([rows, length]))
                    let updates = TensorType(dtype, try Shape([count, length]))
                    let inputs = try [numbers(table, seed: 13), indices, numbers(updates, seed: 14)]
                    let scatters = ScatterFunction.allCases.filter { dtype != .bool || $0 == .set }
                    try expectSame(
                        graph([table, indexType, updates], [(.gather, 2)] + scatters.map { (.scatter($0), 3) }), inputs,
                        setting, "rows of \(table) at \(indexType)")
                }
            }
        }
    }
}
