import Evaluation
import Graphs
import Notebook
import Tensors
import Testing

@testable import Archive

@Suite struct RunTests {
    @Test func `a prefix finds the latest execution, or says what it could be`() throws {
        let archive = try Sample.archive(try TemporaryFolder(), cells: 3)
        // The same recipe a second time, under another row.
        try archive.append([try Sample.cell(4, x: [1, -0.0, .nan])])
        let id = try #require(try archive.run(row: 1)).run.id
        for prefix in [String(id.description.prefix(11)), id.description, id.short.uppercased()] {
            #expect(try archive.run(prefix: prefix).kept?.row == 4)
        }
        #expect(try archive.executions(of: id).map { $0.kept?.row } == [1, 4])
        for prefix in ["abc", "xyzw", "", "12 4", id.description + "0"] {
            #expect(expectError { try archive.run(prefix: prefix) }?.kind == "refused")
        }
        let unknown = id.description.prefix(4) == "0000" ? "ffff" : "0000"
        #expect(
            expectError { try archive.run(prefix: unknown) } == .notFound("no run's id begins with \(unknown)"))
        #expect(try archive.run(row: 5) == nil)
    }

    @Test func `an ambiguous prefix names five candidates`() throws {
        let archive = try Sample.archive(try TemporaryFolder(), cells: 8)
        let ids = try (0..<8).map { number in
            try #require(ContentHash(bytes: [0xAB, 0xC1] + Array(repeating: 0, count: 29) + [UInt8(number)]))
        }
        try archive.pool.write { database in
            for (number, id) in ids.enumerated() {
                try database.execute(sql: "UPDATE run SET recipe = ? WHERE id = ?", arguments: [id, number + 1])
            }
        }
        let error = expectError { try archive.run(prefix: "abc1") }
        #expect(error == .ambiguous(prefix: "abc1", candidates: Array(ids.prefix(5)), more: true))
        #expect(error?.description.hasPrefix("abc1 could be abc1000000000000, ") == true)
        #expect(try archive.run(prefix: ids[6].description).kept?.row == 7)
    }

    @Test func `latest runs, over all sessions or one`() throws {
        let archive = try Sample.archive(try TemporaryFolder(), cells: 3)
        try archive.append([
            .sessionOpened(name: "other", folder: nil, parent: nil), try Sample.cell(1, session: "other"),
        ])
        #expect(try (1...5).map { try archive.latestRun(back: $0)?.kept?.row } == [4, 3, 2, 1, nil])
        #expect(try archive.latestRun(back: 1, session: "main")?.kept?.row == 3)
        #expect(try archive.latestRun(back: 2, session: "other") == nil)
        #expect(try archive.latestRun(session: "nowhere") == nil)
        #expect(expectError { try archive.latestRun(back: 0) }?.kind == "refused")
    }

    @Test func `the log filters and pages, newest first`() throws {
        let archive = try Sample.archive(try TemporaryFolder())
        for number in 1...25 { try archive.append([try Sample.cell(number)], at: Int64(number * 100)) }
        try archive.append([
            .sessionOpened(name: "other", folder: nil, parent: nil), try Sample.cell(1, session: "other"),
        ])
        func rows(_ filter: LogFilter) throws -> [Int64] { try archive.log(filter).compactMap { $0.kept?.row } }
        #expect(try rows(LogFilter()) == (7...26).reversed())
        #expect(try rows(LogFilter(session: "main", limit: 2)) == [25, 24])
        #expect(try rows(LogFilter(session: "main", since: 2_400)) == [25, 24])
        #expect(try rows(LogFilter(before: 4)) == [3, 2, 1])
        #expect(try rows(LogFilter(kind: .grad, wrt: "x", before: 3, limit: 0)) == [2])
        #expect(try rows(LogFilter(kind: .jvp)) == [])
        #expect(try rows(LogFilter(wrt: "w")) == [])
        #expect(try rows(LogFilter(session: "nowhere")) == [])
        #expect(try rows(LogFilter(limit: .max)).count == 26)
    }

    @Test func `names, seeds and results keep their order and their kind`() throws {
        let archive = try Sample.archive(try TemporaryFolder())
        let names = ["a, b", "\"q\"", "ü\n"]
        let tensors = (0..<5).map { Tensor.scalar(.f64(Double($0))) }
        var builder = GraphBuilder()
        let inputs = names.map { _ in builder.input(tensors[0].type) }
        let sum = try builder.emit(.binary(.add), [inputs[0], inputs[1]])
        let hashes = tensors.map(\.contentHash)
        let graph = try builder.finish([sum])
        let recipe = Recipe(
            graph: graph.structuralHash, inputs: Array(hashes[0..<3]), seeds: Array(hashes[0..<3].reversed()),
            question: Question(kind: .jvp, wrtCount: 3))
        let run = Run(
            recipe: recipe, target: "t", wrt: names, through: [],
            names: [NamedValue(name: "z", value: 3, hash: hashes[3])])
        let execution = Execution(
            run: run, session: "main", cell: 1, position: SourcePosition(line: 1, column: 1), results: [hashes[4]],
            derivative: nil, numerics: Numerics(name: "xla-2"), microseconds: 0)
        let cell = CellRecord(session: "main", number: 1, kind: .cell, source: "", leaves: [], bindings: [])
        try archive.append([
            .cellRan(
                cell, runs: [RecordedRun(execution, graph: graph, derivative: nil)],
                contents: tensors.map(Sample.content))
        ])
        let stored = try #require(try archive.latestRun())
        #expect(stored.run == run && stored.results == [hashes[4]] && stored.numerics.name == "xla-2")
        #expect(try archive.log(LogFilter(wrt: "\"q\"")).count == 1)
        #expect(try archive.query("SELECT wrt FROM gradients").rows == [[.text("t")]])
    }
}
