import Foundation
import TestSupport
import Tensors
import Testing

/// Exact figures of one expression: a column of arguments for each name, and columns of results.
struct ExactFigures: Decodable, Sendable, CustomTestStringConvertible {
    let expression: String
    let dtype: DType
    /// `x`, `a`, `b`: arguments; `value`; `derivative`, `by_a`, `by_b`: first derivatives; `xx`, `aab`: by these names in turn.
    let columns: [String: [WrittenNumber]]

    var testDescription: String { "\(expression) \(dtype)" }

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func word(_ key: String) throws -> String? {
            try container.decodeIfPresent(String.self, forKey: Key(stringValue: key))
        }
        let function = try word("function").map { "\($0)(x)" }
        expression = try #require(try word("expression") ?? function)
        dtype = try word("dtype").flatMap(DType.init(rawValue:)) ?? .f64
        var columns: [String: [WrittenNumber]] = [:]
        for key in container.allKeys where !["expression", "function", "dtype"].contains(key.stringValue) {
            columns[key.stringValue] = try container.decode([WrittenNumber].self, forKey: key)
        }
        self.columns = columns
    }

    func tensor(_ column: String) throws -> Tensor {
        let scalars = try #require(columns[column]).map(\.scalar)
        let shape = try Shape([scalars.count])
        return dtype == .f32
            ? try Tensor(.f32(scalars.map(\.asFloat)), shape: shape)
            : try Tensor(.f64(scalars.map(\.asDouble)), shape: shape)
    }

    var argumentNames: [String] { ["x", "a", "b"].filter { columns[$0] != nil } }

    /// A session with the arguments and `y`.
    func session() throws -> Session {
        var session = Session()
        for name in argumentNames { session.give(name, try tensor(name)) }
        try session.run("y = \(expression)")
        return session
    }

    /// Row `index` of the arguments, for messages.
    func place(_ index: Int) -> String {
        argumentNames.map { "\($0) = \(columns[$0]?[index].scalar.text ?? "?")" }.joined(separator: ", ")
    }

    static func read(_ file: String) -> [ExactFigures] {
        (try? lines(of: file, beside: #filePath, as: ExactFigures.self)) ?? []
    }
}

/// Elementwise functions and their derivatives against exact figures, which `accuracy.py` and 60-digit arithmetic made.
@Suite struct AccuracyTests {
    static let figures = ExactFigures.read("derivatives.jsonl") + ExactFigures.read("accuracy.jsonl")
    static let higher = ExactFigures.read("higher.jsonl")

    @Test func everyFigureIsRead() {
        #expect(ExactFigures.read("derivatives.jsonl").count == 27)
        #expect(AccuracyTests.figures.count == 27 + 96)
        #expect(AccuracyTests.higher.count == 48)
    }

    /// Values and first derivatives, by reverse and by forward mode, lie within 4 ulps.
    @Test(arguments: figures) func withinFourUlps(_ figures: ExactFigures) throws {
        var session = try figures.session()
        var found = ["value": try session.evaluate("y")]
        for name in figures.argumentNames {
            try session.run(
                "ones = ones_like(\(name))\nreverse = grad(sum(y), \(name))\nforward = jvp(y, \(name), ones)")
            found[name == "x" ? "derivative" : "by_\(name)"] = try session.evaluate("reverse")
            #expect(try session.evaluate("forward").scalars == session.evaluate("reverse").scalars)
        }
        var worst: [String: Int] = [:]
        for (column, found) in found {
            let exact = try figures.tensor(column)
            for (index, error) in ulps(found, from: exact).enumerated() {
                worst[column] = max(worst[column] ?? 0, error)
                let numbers = "found \(found.scalars[index].text), exact \(exact.scalars[index].text)"
                #expect(
                    error <= 4,
                    "\(figures.testDescription): \(column) at \(figures.place(index)): \(numbers), \(error) ulps")
            }
        }
        if ProcessInfo.processInfo.environment["PULLBACK_ULPS"] != nil {
            let list = worst.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: " ")
            print("ULPS \(figures.testDescription) \(list)")
        }
    }

    /// Second and third derivatives, by reverse mode over and over, and by forward mode over and over.
    @Test(arguments: higher) func higherDerivatives(_ figures: ExactFigures) throws {
        let columns = figures.columns.keys.filter { !figures.argumentNames.contains($0) }.sorted()
        for column in columns {
            var session = try figures.session()
            let steps = column.map(String.init)
            try session.run("reverse = y\nforward = y")
            for name in steps {
                try session.run(
                    "reverse = grad(sum(reverse), \(name))\nforward = jvp(forward, \(name), ones_like(\(name)))")
            }
            for mode in ["reverse", "forward"] {
                let (found, exact) = (try session.evaluate(mode).doubles, try figures.tensor(column).doubles)
                for index in exact.indices {
                    #expect(
                        abs(found[index] - exact[index]) <= 1e-13 * max(abs(exact[index]), 1),
                        "\(figures.testDescription): \(mode) \(column) at \(figures.place(index)): \(found[index]), exact \(exact[index])"
                    )
                }
            }
        }
    }
}
