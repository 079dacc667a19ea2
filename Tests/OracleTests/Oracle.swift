import Foundation
import TestSupport
import Tensors
import Testing

/// One cell and what JAX gives for it.
struct OracleCase: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let cell: String
    let inputs: [String: WrittenArray]
    /// The inputs that are differentiated, in order.
    let wrt: [String]
    let y: WrittenArray
    let seed: WrittenArray
    let vjp: [String: WrittenArray]
    let tangents: [String: WrittenArray]
    let jvp: WrittenArray
    let jacobian: [String: WrittenArray]?
    let tolerance: Double?

    var testDescription: String { name }

    /// A session in which the cell has run.
    func session() throws -> Session {
        var session = Session()
        for name in inputs.keys.sorted() { session.give(name, try #require(inputs[name]).tensor) }
        try session.run(cell)
        return session
    }

    /// Whether `found` is what JAX gave.
    func expect(_ found: Tensor, equals expected: WrittenArray, _ what: String) {
        let allowed = tolerance ?? (expected.tensor.dtype == .f32 ? 2e-5 : 1e-11)
        #expect(
            found.distance(to: expected.tensor) <= allowed,
            "\(name): \(what) is \(found.type) \(found.doubles), JAX gives \(expected.tensor.type) \(expected.tensor.doubles)"
        )
    }
}

enum Oracle {
    /// The files of cells, and how many each holds.
    static let files = ["cases.jsonl": 122, "more-cases.jsonl": 91]

    /// Every cell of the oracle; none when a file cannot be read, which a test of its own reports.
    static let cases = (try? files.keys.sorted().flatMap { try read($0) } + extra()) ?? []

    /// More cells, of a file that the environment names: `PULLBACK_ORACLE=cells.jsonl script/test --filter OracleTests`.
    private static func extra() throws -> [OracleCase] {
        guard let path = ProcessInfo.processInfo.environment["PULLBACK_ORACLE"] else { return [] }
        return try lines(of: path, beside: "/", as: OracleCase.self)
    }

    static func read(_ file: String) throws -> [OracleCase] {
        try lines(of: file, beside: #filePath, as: OracleCase.self)
    }
}
