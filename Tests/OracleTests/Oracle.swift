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
    /// Cells whose functions the language does not have yet. A cell must leave this list as soon as it elaborates.
    static let later: Set<String> = [
        "linalg/solve", "linalg/inv", "linalg/det", "linalg/cholesky",
    ]

    /// The files of cells, and how many each holds.
    static let files = ["cases.jsonl": 122, "more-cases.jsonl": 49]

    /// Every cell of the oracle; none when a file cannot be read, which a test of its own reports.
    static let all = (try? files.keys.sorted().flatMap { try read($0) } + extra()) ?? []

    /// More cells, of a file that the environment names: `PULLBACK_ORACLE=cells.jsonl script/test --filter OracleTests`.
    private static func extra() throws -> [OracleCase] {
        guard let path = ProcessInfo.processInfo.environment["PULLBACK_ORACLE"] else { return [] }
        return try lines(of: path, beside: "/", as: OracleCase.self)
    }

    /// The cells that the language must run.
    static let cases = all.filter { !later.contains($0.name) }

    static func read(_ file: String) throws -> [OracleCase] {
        try lines(of: file, beside: #filePath, as: OracleCase.self)
    }
}
