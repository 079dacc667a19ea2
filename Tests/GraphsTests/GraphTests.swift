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
}
