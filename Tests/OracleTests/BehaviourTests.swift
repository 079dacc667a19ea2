import CellLanguage
import TestSupport
import Tensors
import Testing

/// A small cell and what JAX does with it: gives an array, gives a Python value, or refuses.
struct BehaviourCell: Sendable {
    let cell: String
    let y: WrittenArray?
    let text: String?
    let fails: String?

    /// What the language does otherwise than JAX, or nil.
    func difference() -> String? {
        var session = Session()
        do {
            try session.run(cell)
            guard let value = session.environment.names["y"] else { return "binds no y" }
            guard fails == nil else { return "gives \(value.staticText ?? "an array"), JAX refuses (\(fails ?? ""))" }
            guard case .array = value else {
                return value.staticText == text ? nil : "gives \(value.staticText ?? "?"), JAX \(text ?? "an array")"
            }
            guard let y else { return "gives an array, JAX \(text ?? "?")" }
            let found = try session.evaluate("y")
            return found.isClose(to: y.tensor)
                ? nil : "gives \(found.type) \(found.doubles), JAX \(y.tensor.type) \(y.tensor.doubles)"
        } catch let fault as Fault {
            guard fails != nil else { return "is refused: \(fault)" }
            return fault.position == nil ? "is refused without a position: \(fault)" : nil
        } catch { return "throws \(error)" }
    }
}

extension Tensor {
    /// Whether type and shape are those of `expected` and each element lies within rounding of its own.
    fileprivate func isClose(to expected: Tensor) -> Bool {
        let allowed = dtype == .f32 ? 2e-6 : 1e-12
        return type == expected.type
            && zip(doubles, expected.doubles).allSatisfy { found, wanted in
                found == wanted || (found.isNaN && wanted.isNaN)
                    || abs(found - wanted) <= allowed * max(abs(wanted), 1e-3)
            }
    }
}

/// A small cell of `x`, what JAX gives for it, and its derivatives by `x`.
struct BehaviourDerivative: Sendable {
    let x: String
    let cell: String
    let y, vjp, jvp, second: WrittenArray

    private var name: String { "x = \(x); \(cell)" }

    /// Cells where JAX multiplies a zero tangent by the slope of a NaN that was filled in: what no input reaches adds 0 here.
    private static let filled = ["take(x, array([1, -1, 1, 9]), mode='fill') ** 2"]

    /// Runs the cell and compares value, gradient, tangent and the gradient's tangent.
    func expectEqual() throws {
        var session = Session()
        try session.run("x = \(x)\n\(cell)")
        let (x, y) = (session.builder.types[try session.value("x")], session.builder.types[try session.value("y")])
        session.give("s", try weights(y, factor: 7, prime: 11, middle: 4.5))
        session.give("t", try weights(x, factor: 5, prime: 7, middle: 2.75))
        try session.run("g = vjp(y, x, s)\nj = jvp(y, x, t)\nh = jvp(g, x, t)")
        let found = try session.evaluate(["y", "g", "j", "h"].map { try session.value($0) })
        for (found, (expected, what)) in zip(
            found, [(self.y, "value"), (vjp, "vjp"), (jvp, "jvp"), (second, "second")])
        {
            if what == "jvp" || what == "second", Self.filled.contains(where: { cell.hasSuffix($0) }) {
                for (found, expected) in zip(found.doubles, expected.tensor.doubles) {
                    #expect(expected.isNaN ? found == 0 : abs(found - expected) <= 1e-11, "\(name): \(what)")
                }
                continue
            }
            let allowed = found.dtype == .f32 ? 1e-5 : 1e-11
            #expect(
                found.distance(to: expected.tensor) <= allowed,
                "\(name): \(what) is \(found.type) \(found.doubles), JAX gives \(expected.tensor.type) \(expected.tensor.doubles)"
            )
        }
    }

    /// The graph from `x`, given from outside, to `y`.
    func specimen() throws -> Specimen {
        var making = Session()
        try making.run("x = \(x)")
        var session = Session()
        session.give("x", try making.evaluate("x"))
        try session.run(cell)
        let (graph, inputs) = try session.graph(from: [session.value("x")], to: [session.value("y")])
        return Specimen(name: name, graph: graph, inputs: inputs, count: 1)
    }

    /// As in `behaviour.py`.
    private func weights(_ type: TensorType, factor: Int, prime: Int, middle: Double) throws -> Tensor {
        let values = (0..<type.shape.count).map { (Double($0 * factor % prime) - middle) / 4 }
        return try Tensor(
            type.dtype == .f32 ? .f32(values.map { Float($0) }) : .f64(values), shape: type.shape)
    }
}

/// A line of the file.
private struct BehaviourLine: Decodable {
    let cell: String
    let x, text, fails: String?
    let y, vjp, jvp, second: WrittenArray?
}

private enum Behaviour {
    static let lines =
        (try? ["behaviour.jsonl", "names.jsonl"].flatMap {
            try TestSupport.lines(of: $0, beside: #filePath, as: BehaviourLine.self)
        }) ?? []

    static var cells: [BehaviourCell] {
        lines.filter { $0.x == nil }.map { BehaviourCell(cell: $0.cell, y: $0.y, text: $0.text, fails: $0.fails) }
    }

    static var derivatives: [BehaviourDerivative] {
        lines.compactMap { line in
            guard let x = line.x, let y = line.y, let vjp = line.vjp, let jvp = line.jvp, let second = line.second
            else {
                return nil
            }
            return BehaviourDerivative(x: x, cell: line.cell, y: y, vjp: vjp, jvp: jvp, second: second)
        }
    }
}

/// Reductions in element types that they refuse here.
private let unusualTypes: [String] = ["array([1, 2, 3], dtype=int32)", "array([[1.5, 2.0]]), axis=0"].flatMap { x in
    let sums = ["sum", "prod"].map { "\($0)(\(x), dtype=bool)" }
    let means = ["int64", "int32"].flatMap { ["mean(\(x), dtype=\($0))", "var(\(x), dtype=\($0))"] }
    return sums + means
}

/// Cells, by their last line, that the language answers otherwise than JAX on purpose, and why.
private let differences: [String: String] = {
    let reasons: [(String, [String])] = [
        (
            "a static index out of range is an error; JAX takes the nearest element, or drops the update",
            ["x[5]", "x[-6]", "x.at[9].add(1.0)", "x.at[-9].add(1.0)"]
        ),
        ("a bool is no index", ["x[True]"]),
        ("a static list is an index array, as in NumPy", ["x[[0, 1]]", "x[[[0, 1], [1, 0]]]"]),
        (
            "whole numbers and bools become floats, as in all other functions",
            ["int64", "int32", "bool"].flatMap { dtype in
                ["sigmoid", "silu"].map { "\($0)(array([1, 0, 1], dtype=\(dtype)))" }
            } + ["sigmoid(2)", "sigmoid(array([1, 2], dtype=int32))"]
                + ["softmax", "log_softmax"].map { "\($0)(array([1, 0, 1], dtype=bool))" }
        ),
        (
            "a sum of bools is any(…); a mean or a variance is no whole number",
            unusualTypes
        ),
        ("whole numbers to negative powers are refused, as in NumPy", ["array([2, 3]) ** array([3, -1])"]),
        ("needs singular values", ["norm(zeros((2, 0)), 2)"]),
        ("einsum names axes by letters", ["einsum('i1->i', a)"]),
        (
            "the limit at -inf is 0, and JAX gives NaN",
            ["silu", "gelu"].map {
                "\($0)(array([-inf, -2.5, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 1.5, 2.5, 30.0, 800.0, inf, nan]))"
            }
        ),
        (
            "Python's own where the arguments are Python's, as without `from jax.numpy import *`",
            ["min(3, 1)", "sum([1, 2])", "sum([1.0, 2.0])", "max([1, 5, 2])", "abs(-3)", "round(2.5)", "bool(0)"]
        ),
        (
            "a list says how often, as in NumPy; what an array holds is not known before it runs",
            ["repeat(x, array([1, 2, 3]), axis=1)", "repeat(x, [1, 2, 3], axis=1)"]
        ),
    ]
    return Dictionary(uniqueKeysWithValues: reasons.flatMap { reason, lines in lines.map { ("y = " + $0, reason) } })
}()

/// Thousands of small cells against JAX 0.10.2; `behaviour.py` and `names.py` write the files.
@Suite struct BehaviourTests {
    @Test func everyLineIsRead() {
        #expect(Behaviour.cells.count > 6500)
        #expect(Behaviour.derivatives.count > 350)
        #expect(Behaviour.cells.count + Behaviour.derivatives.count == Behaviour.lines.count)
    }

    @Test func cellsDoWhatTheyDoInJAX() {
        var unused = Set(differences.keys)
        for cell in Behaviour.cells {
            let last = cell.cell.split(separator: "\n").last.map(String.init) ?? ""
            let difference = cell.difference()
            if difference != nil, differences[last] != nil {
                unused.remove(last)
                continue
            }
            #expect(difference == nil, "\(cell.cell)")
        }
        #expect(unused.isEmpty, "listed as different, and equal")
    }

    @Test func derivativesAreThoseOfJAX() throws {
        for derivative in Behaviour.derivatives {
            #expect(throws: Never.self, "x = \(derivative.x); \(derivative.cell)") { try derivative.expectEqual() }
        }
    }

    /// JAX's reverse mode drops what its forward mode passes on; here both differentiate the clamped pick.
    @Test func picksOutsidePassTheirGradientToTheNearestElement() throws {
        var session = Session()
        try session.run(
            "x = array([1.5, -2.0, 0.25])\ny = x[array([7, -9, -1])]\ng = vjp(y, x, ones(3))\n"
                + "t = jvp(y, x, array([1.0, 2.0, 3.0]))")
        #expect(try session.evaluate("y").doubles == [0.25, 1.5, 0.25])
        #expect(try session.evaluate("g").doubles == [1, 0, 2])
        #expect(try session.evaluate("t").doubles == [3, 1, 3])
    }

    /// JAX refuses them under `jit`: the shape of the result would depend on values.
    @Test(arguments: ["y = x[x > 0]", "y = x.at[x > 0].set(ones(2))", "y = x[None, x > 0]"])
    func masksAreRefusedWithAHint(_ cell: String) throws {
        var session = Session()
        try session.run("x = array([1.5, -2.0, 0.25])")
        let fault = try #require(throws: Fault.self) { try session.run(cell) }
        #expect(fault.kind == .dtype && fault.position?.line == 1)
        #expect(fault.hint?.contains("where(mask, x, 0)") == true)
    }

    /// Where JAX knows no gradient: factors that meet in one row, zeros among them.
    @Test func productsOfUpdatesHaveDerivativesAtZeros() throws {
        var session = Session()
        try session.run(
            "x = array([2.0, 3.0])\nu = array([0.0, 5.0, 7.0, 11.0])\n"
                + "y = x.at[array([0, 0, 1, 0])].multiply(u)\ng, h = vjp(y, [x, u], array([1.0, 10.0]))\n"
                + "s = jacobian(h, u)")
        #expect(try session.evaluate("y").doubles == [0, 21])
        #expect(try session.evaluate("g").doubles == [0, 70])
        #expect(try session.evaluate("h").doubles == [110, 0, 30, 0])
        #expect(
            try session.evaluate("s").doubles == [0, 22, 0, 10, 22, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0])
    }

    @Test func transformsHold() throws {
        for derivative in Behaviour.derivatives {
            #expect(throws: Never.self, "x = \(derivative.x); \(derivative.cell)") {
                let specimen = try derivative.specimen()
                if derivative.y.tensor.doubles.allSatisfy(\.isFinite) {
                    try specimen.expectForwardAndReverseModeAgree(seed: 31)
                }
                try specimen.expectBatchesEqualSingleResults()
                try specimen.expectTextFormReadsBack()
            }
        }
    }
}
