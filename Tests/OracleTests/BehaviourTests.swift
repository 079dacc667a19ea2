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
            let allowed = found.dtype == .f32 ? 1e-5 : 1e-11
            #expect(
                found.distance(to: expected.tensor) <= allowed,
                "\(name): \(what) is \(found.type) \(found.doubles), JAX gives \(expected.tensor.type) \(expected.tensor.doubles)"
            )
        }
    }

    func specimen() throws -> Specimen {
        var session = Session()
        try session.run("x = \(x)\n\(cell)")
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
    static let lines = (try? TestSupport.lines(of: "behaviour.jsonl", beside: #filePath, as: BehaviourLine.self)) ?? []

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

/// Thousands of small cells against JAX 0.10.2; `behaviour.py` writes the file.
@Suite struct BehaviourTests {
    @Test func everyLineIsRead() {
        #expect(Behaviour.cells.count > 4000)
        #expect(Behaviour.derivatives.count > 300)
        #expect(Behaviour.cells.count + Behaviour.derivatives.count == Behaviour.lines.count)
    }

    @Test func cellsDoWhatTheyDoInJAX() {
        for cell in Behaviour.cells {
            let difference = cell.difference()
            #expect(difference == nil, "\(cell.cell)")
        }
    }

    @Test func derivativesAreThoseOfJAX() throws {
        for derivative in Behaviour.derivatives { try derivative.expectEqual() }
    }

    @Test func transformsHold() throws {
        for derivative in Behaviour.derivatives {
            let specimen = try derivative.specimen()
            try specimen.expectForwardAndReverseModeAgree(seed: 31)
            try specimen.expectBatchesEqualSingleResults()
            try specimen.expectTextFormReadsBack()
        }
    }
}
