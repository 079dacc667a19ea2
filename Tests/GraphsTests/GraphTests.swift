import Graphs
import Tensors
import Testing

private let vector = TensorType(.f64, .scalar)

@Suite struct Graphs {
    private func shape(_ dims: Int...) throws -> Shape { try Shape(dims) }

    @Test func textPrintsAndParsesBack() throws {
        var b = GraphBuilder()
        let x = b.input(TensorType(.f64, try shape(2, 3)))
        let w = b.input(TensorType(.f64, try shape(3)))
        let product = try b.emit(.dotGeneral(DotDimensions(leftContract: [1], rightContract: [0])), [x, w])
        let padded = try b.emit(.pad(low: [1], high: [0], interior: [2]), [product, b.full(.f64(-0.0), vector)])
        let graph = try b.finish([padded, product])
        let again = try Graph(parsing: graph.description)
        #expect(again.description == graph.description)
        #expect(again.structuralHash == graph.structuralHash)
    }

    @Test func namesAndValuesDoNotReachTheHash() throws {
        func build(_ number: Double) throws -> Graph {
            var b = GraphBuilder()
            let x = b.input(vector)
            let product = try b.mul(x, b.full(number, like: x))
            return try b.finish([product])
        }
        #expect(try build(2).structuralHash == build(2).structuralHash)
        #expect(try build(2).structuralHash != build(-2).structuralHash)
        #expect(try build(0).structuralHash != build(-0.0).structuralHash)
    }

    @Test(arguments: [
        ("", "the graph ends before }"), ("graph(%0: f64[]) {\n", "the graph ends before }"),
        ("graph(%0: f99[]) {\n}", "1:1 expected a type"),
        ("graph(%0: f64[]) {\n  %1 = sine %0 : f64[]\n", "2:1 no primitive sine"),
        ("graph(%0: f64[]) {\n  %1 = sin %0 : f64[3]\n", "2:1 this equation defines"),
        ("graph(%0: f64[]) {\n  %1 = sin %7 : f64[]\n", "2:1 sin: an operand is not a value"),
        ("graph(%0: f64[]) {\n  %1 = slice[start=x] %0 : f64[]\n", "2:1 slice: start must be a list"),
        (
            "graph(%0: f64[2]) {\n  %1 = reshape[shape=[3]] %0 : f64[3]\n",
            "2:1 reshape: f64[2] has 2 elements, [3] has 3"
        ),
        ("nonsense", "1:1 expected graph(…) {"),
    ])
    func parsingSaysWhichLineIsWrong(text: String, message: String) {
        #expect { try Graph(parsing: text) } throws: { "\($0)".hasPrefix(message) }
    }

    @Test func noPathIsCutOutThroughWhatIsNotKnown() throws {
        var b = GraphBuilder()
        let (x, w) = (b.input(vector), b.input(vector))
        let y = try b.emit(.unary(.sin), [x])
        let mark = b.mark
        let lost = b.input(vector, restingOn: [y], refusal: Fault(.refused, "lost"))
        let further = b.input(vector, restingOn: [lost], refusal: Fault(.refused, "further"))
        let product = try b.mul(try b.mul(further, w), w)
        for cut in [x, y] {
            #expect { try b.extract(from: [cut], to: [product]) } throws: { "\($0)" == "lost" }
        }
        #expect { try b.extract(from: [lost], to: [product]) } throws: { "\($0)" == "further" }
        // By itself, by what it does not rest on, and where it is cut off, too.
        #expect(try b.extract(from: [further], to: [product]).boundary == [w])
        #expect(try b.extract(from: [w], to: [product]).boundary == [further])
        #expect(try b.extract(from: [x, further], to: [product]).boundary == [w])
        #expect(try b.extract(from: [x], to: [product], blocking: [further]).graph.equations.isEmpty)
        b.rollBack(to: mark)
        let known = b.input(vector)
        #expect(known == lost)
        #expect(try b.extract(from: [x], to: [known]).boundary == [known])
    }

    @Test func typeRulesNameBothShapes() throws {
        var b = GraphBuilder()
        let x = b.input(TensorType(.f64, try shape(2)))
        let y = b.input(TensorType(.f64, try shape(3)))
        let i = b.input(TensorType(.i64, try shape(2)))
        let matrices = b.input(TensorType(.f64, try shape(5, 3, 3)))
        let images = b.input(TensorType(.f64, try shape(1, 2, 3, 8)))
        let window = ConvolutionWindow(strides: [1], low: [0], high: [0], leftDilation: [1], rightDilation: [1])
        var endless = window
        endless.rightDilation = [1 << 46]
        let pairs = PoolingWindow(size: [2], strides: [0], low: [0], high: [0])
        let rejected: [(Primitive, [ValueID], String)] = [
            (.convolution(window), [images, matrices], "convolution: f64[1,2,3,8] and f64[5,3,3] do not fit"),
            (.convolution(endless), [images, images], "convolution: 8 elements 70368744177664 apart are too long"),
            (.windowArgmax(pairs), [x], "window_argmax: sizes and strides go from 1"),
            (.matrix(.det), [images], "det takes square matrices [B…,N,N], not f64[1,2,3,8]"),
            (.matrix(.cholesky), [i], "cholesky takes a floating type, not i64[2]"),
            (.solve(isTransposed: false), [matrices, y], "solve: f64[5,3,3] and f64[3] do not fit"),
            (.binary(.threefry2x32), [x, x], "threefry2x32 takes i64, not f64[2]"),
            (.binary(.add), [x, y], "add: f64[2] and f64[3] must be equal"),
            (.binary(.add), [x, i], "add: f64[2] and i64[2] must be equal"),
            (.unary(.sin), [i], "sin takes a floating type, not i64[2]"),
            (.reduceSum([1]), [x], "reduce_sum: f64[2] does not have distinct axes [1]"),
            (.concatenate(axis: 1), [x, y], "concatenate: f64[2] does not have distinct axes [1]"),
            (.transpose([1]), [x], "transpose: f64[2] cannot be permuted by [1]"),
            (.slice(start: [0], limit: [3], stride: [1]), [x], "slice: f64[2] has no slice"),
            (.broadcastInDim(try shape(3), axes: [0]), [x], "broadcast_in_dim: f64[2] does not stretch to [3]"),
        ]
        for (primitive, operands, message) in rejected {
            #expect { try b.emit(primitive, operands) } throws: { "\($0)".hasPrefix(message) }
        }
        #expect(b.equations.isEmpty)
    }

    @Test func rollingBackForgetsConstantsToo() throws {
        var b = GraphBuilder()
        let x = b.input(vector)
        let mark = b.mark
        let two = try b.full(2, like: x)
        _ = try b.mul(x, two)
        b.rollBack(to: mark)
        #expect(b.types.count == 1 && b.equations.isEmpty)
        let again = try b.full(2, like: x)
        #expect(b.equations.count == 1 && b.types.indices.contains(again))
    }

    @Test func equationsPastTheLimitsAreRefused() throws {
        var b = GraphBuilder(equationLimit: 2)
        let x = b.input(vector)
        _ = try b.apply(.sin, x)
        _ = try b.apply(.sin, x)
        #expect { try b.apply(.sin, x) } throws: { ($0 as? Fault)?.kind == .limit }
    }

    /// A body takes what is bound outside as an operand, even if it is made of constants; literals stay inside, and so do
    /// arrays that are written inside.
    @Test func bodiesCaptureWhatIsBoundOutside() throws {
        var b = GraphBuilder()
        let ones = try b.full(.f64(1), TensorType(.f64, shape(2)))
        let start = b.types.count
        let x = b.input(TensorType(.f64, try shape(2)))
        let inside = try b.full(.f64(1), TensorType(.f64, shape(2)))
        let doubled = try b.mul(ones, b.full(2, like: ones))
        let y = try b.add(b.add(b.mul(x, ones), b.mul(x, inside)), doubled)
        let body = try b.extract(from: [x], to: [y], outside: start)
        #expect(body.boundary == [ones, doubled])
        #expect(try b.extract(from: [x], to: [ones], outside: start).boundary == [ones])
        #expect(try b.extract(from: [x], to: [y]).boundary.isEmpty)
    }

    @Test func extractionKeepsWhatLiesBetween() throws {
        var b = GraphBuilder()
        let x = b.input(vector)
        let other = b.input(vector)
        let outside = try b.apply(.exp, other)
        let a = try b.apply(.sin, x)
        let two = try b.full(2, like: x)
        let y = try b.mul(b.mul(a, outside), two)
        _ = try b.apply(.cos, y)
        let part = try b.extract(from: [x], to: [y])
        // exp(other) enters by content; the constant stays inside.
        #expect(part.boundary == [outside])
        #expect(part.graph.inputCount == 2 && part.graph.equations.count == 4)
        #expect(part.locals[a] != nil && part.locals[other] == nil)
        #expect(part.sources[part.graph.outputs[0]] == y)
    }

    @Test func cutValuesAreIndependent() throws {
        var b = GraphBuilder()
        let x = b.input(vector)
        let y = try b.apply(.sin, x)
        let z = try b.add(x, y)
        let part = try b.extract(from: [x, y], to: [z])
        #expect(part.graph.equations.count == 1)
        let blocked = try b.extract(from: [x], to: [z], blocking: [y])
        #expect(blocked.boundary == [y] && blocked.graph.equations.count == 1)
        let unrelated = try b.extract(from: [z], to: [y])
        #expect(unrelated.boundary == [y] && unrelated.graph.outputs == [1])
    }

    @Test func everyPrimitiveSpellsItselfBack() throws {
        let type = TensorType(.f32, try shape(2, 0))
        let samples: [Primitive] =
            UnaryFunction.allCases.map(Primitive.unary) + BinaryFunction.allCases.map(Primitive.binary)
            + Comparison.allCases.map(Primitive.compare) + MatrixFunction.allCases.map(Primitive.matrix)
            + ScatterFunction.allCases.map(Primitive.scatter) + [
                .constant(.f32(.nan)), .constant(.bool(true)), .constant(.i64(.min)), .constant(.f64(5e-324)),
                .iota(type, axis: 1), .integerPower(-3), .polygamma(order: 2), .select, .convert(.i32), .stopGradient,
                .broadcastInDim(try shape(2, 3), axes: []), .reshape(.scalar), .transpose([1, 0]),
                .slice(start: [0], limit: [4], stride: [2]), .pad(low: [1, 0], high: [0, 0], interior: [0, 3]),
                .concatenate(axis: 0), .reverse([0, 1]), .reduceSum([]), .reduceMax([2]), .reduceMin([0]),
                .cumsum(axis: 1, reverse: true), .argsort(axis: 1), .gather, .solve(isTransposed: true),
                .convolution(
                    ConvolutionWindow(strides: [2], low: [-1], high: [3], leftDilation: [1], rightDilation: [4])),
                .windowArgmax(PoolingWindow(size: [2, 3], strides: [1, 2], low: [0, 1], high: [4, 0])),
                .triangularSolve(TriangularForm(isLower: true, isTransposed: false, hasUnitDiagonal: true)),
                .dotGeneral(DotDimensions(leftContract: [1], rightContract: [0], leftBatch: [0], rightBatch: [2])),
            ]
        for primitive in samples {
            #expect(try Primitive(name: primitive.name, parameters: primitive.parameters) == primitive)
        }
    }
}
