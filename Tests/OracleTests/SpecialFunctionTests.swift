import Foundation
import TestSupport
import Tensors
import Testing

/// Exact figures of a special function, with the allowed errors of values and derivatives, in ulps.
private struct SpecialFigures: Decodable, Sendable, CustomTestStringConvertible {
    let figures: ExactFigures
    let ulps: [Int]

    var testDescription: String { figures.testDescription }

    private enum Key: String, CodingKey { case ulps }

    init(from decoder: any Decoder) throws {
        figures = try ExactFigures(from: decoder)
        ulps = try decoder.container(keyedBy: Key.self).decode([Int].self, forKey: .ulps)
    }
}

/// Special functions and their first derivatives against exact figures, which `special.py` made.
@Suite struct SpecialFunctionTests {
    private static let figures = (try? lines(of: "special.jsonl", beside: #filePath, as: SpecialFigures.self)) ?? []

    @Test func everyFigureIsRead() { #expect(SpecialFunctionTests.figures.count == 30) }

    /// Values and first derivatives, by reverse and by forward mode.
    @Test(arguments: figures) private func isAccurate(_ line: SpecialFigures) throws {
        let figures = line.figures
        var session = try figures.session()
        var found = ["value": try session.evaluate("y")]
        for name in figures.argumentNames {
            try session.run(
                "ones = ones_like(\(name))\nreverse = grad(sum(y), \(name))\nforward = jvp(y, \(name), ones)")
            found[name == "x" ? "derivative" : "by_\(name)"] = try session.evaluate("reverse")
            let (forward, reverse) = (try session.evaluate("forward"), try session.evaluate("reverse"))
            for (index, error) in ulps(forward, from: reverse).enumerated() {
                let place = "\(line.testDescription): modes at \(figures.place(index))"
                #expect(error <= line.ulps[1], "\(place): \(error) ulps")
            }
        }
        for (column, found) in found {
            let exact = try figures.tensor(column)
            for (index, error) in ulps(found, from: exact).enumerated() {
                let numbers = "found \(found.scalars[index].text), exact \(exact.scalars[index].text)"
                #expect(
                    error <= line.ulps[column == "value" ? 0 : 1],
                    "\(line.testDescription): \(column) at \(figures.place(index)): \(numbers), \(error) ulps")
            }
        }
    }

    /// Values at 0, ∞, −∞ and NaN.
    private static let ends: [(String, [Double])] = [
        ("i0", [1, .infinity, .infinity, .nan]), ("i1", [0, .infinity, -.infinity, .nan]), ("i0e", [1, 0, 0, .nan]),
        ("i1e", [0, 0, 0, .nan]), ("ndtr", [0.5, 1, 0, .nan]),
        ("log_ndtr", [-0.6931471805599453, 0, -.infinity, .nan]),
        ("ndtri", [-.infinity, .nan, .nan, .nan]), ("gamma", [.infinity, .infinity, .nan, .nan]),
        ("gammasgn", [1, 1, .nan, .nan]),
    ]

    /// Ends and what is not there: the values that `jax.scipy.special` gives, or their limits.
    @Test(arguments: ends) func atTheEnds(_ name: String, _ expected: [Double]) throws {
        var session = Session()
        try session.run("y = jax.scipy.special.\(name)(array([0.0, inf, -inf, nan]))")
        let found = try session.evaluate("y").doubles
        #expect(zip(found, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }, "\(name): \(found)")
    }
}
