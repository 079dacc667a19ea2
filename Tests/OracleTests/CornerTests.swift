import Engine
import Interpreter
import Tensors
import TestSupport
import Testing

/// A cell at a kink, at NaN, at a zero or at an end of the range of a type, and what it gives exactly.
struct Corner: Decodable, Sendable, CustomTestStringConvertible {
    let kind: String
    let cell: String
    let expect: [String: [WrittenNumber]]

    var testDescription: String { "\(kind): \(cell)" }

    static let all = (try? lines(of: "corners.jsonl", beside: #filePath, as: Corner.self)) ?? []
}

/// Cells that `corners.py` writes, with values from closed forms and from arithmetic of 60 digits.
@Suite struct CornerTests {
    @Test func everyCornerIsRead() {
        let counts = Dictionary(grouping: Corner.all, by: \.kind).mapValues(\.count)
        #expect(
            Set(counts.keys) == [
                "norm-scaling", "kinks-second-order", "nan-dropped", "sign-of-zero", "two-conventions",
            ])
        #expect(counts.values.allSatisfy { $0 >= 10 })
    }

    /// Each value, by the interpreter and by the engine, which agree to the bit.
    @Test(arguments: Corner.all) func isExact(_ corner: Corner) throws {
        var session = Session()
        try session.run(corner.cell)
        let names = corner.expect.keys.sorted()
        let part = try session.graph(to: names.map { try session.value($0) })
        let found = try Interpreter().evaluate(part.graph, part.inputs)
        let again = try Engine(threads: 2).evaluate(part.graph, part.inputs)
        for (index, name) in names.enumerated() {
            #expect(found[index].scalars == again[index].scalars, "\(name) by the engine")
            let exact = try #require(corner.expect[name]).map { $0.scalar.asDouble }
            let values = found[index].doubles
            let greatest = exact.filter(\.isFinite).map { abs($0) }.max() ?? 0
            let allowed = (found[index].dtype == .f32 ? 4e-6 : 4e-14) * greatest
            #expect(
                values.count == exact.count
                    && zip(values, exact).allSatisfy { isNear($0, $1, allowed, signed: corner.kind == "sign-of-zero") },
                "\(name) is \(values), exactly \(exact)")
        }
    }

    private func isNear(_ found: Double, _ exact: Double, _ allowed: Double, signed: Bool) -> Bool {
        if signed, found.sign != exact.sign, !exact.isNaN { return false }
        return found == exact || found.isNaN && exact.isNaN || abs(found - exact) <= allowed
    }
}
