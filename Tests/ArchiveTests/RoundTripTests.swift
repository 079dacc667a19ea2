import Evaluation
import FoundationEssentials
import Graphs
import Notebook
import Tensors
import Testing

@testable import Archive

@Suite struct RoundTripTests {
    /// Arrays with bits that a REAL column would lose, of every type, empty, scalar, and on both sides of the file limit.
    private func tensors() throws -> [Tensor] {
        let strange = [
            -0.0, .nan, -.nan, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNormalMagnitude / 3, 1.0 / 3,
        ]
        return [
            try Tensor.vector(strange),
            try Tensor(.f32(strange.map(Float.init) + [.leastNonzeroMagnitude]), shape: Shape([3, 3])),
            try Tensor(.i64([.min, .max, -1]), shape: Shape([3])),
            try Tensor(.i32([.min, .max]), shape: Shape([2, 1])),
            try Tensor(.bool([true, false]), shape: Shape([2])), try Tensor.vector([]),
            try Tensor(.f32([]), shape: Shape([3, 0, 2])), Tensor.scalar(.f64(-0.0)), Tensor.scalar(.bool(true)),
            try Tensor.vector((0..<12_500).map { Double($0).squareRoot() }),
            try Tensor.vector((0..<12_501).map { $0 % 7 == 0 ? -0.0 : Double($0) / 3 }),
            try Tensor(.f32((0..<300_000).map { $0 % 5 == 0 ? .nan : Float($0) }), shape: Shape([300, 1_000])),
        ]
    }

    @Test func `arrays come back to the bit after reopening`() throws {
        let folder = try TemporaryFolder()
        let tensors = try tensors()
        var archive = try Sample.archive(folder)
        try archive.append([Sample.cell(1, storing: tensors)])
        try archive.close()
        archive = try Archive(path: folder.archive)
        for tensor in tensors {
            let found = try #require(try archive.tensor(tensor.contentHash))
            #expect(found.type == tensor.type)
            #expect(found.canonicalBytes == tensor.canonicalBytes)
            #expect(try archive.tensorType(tensor.contentHash) == tensor.type)
        }
        let files = tensors.filter { FileManager.default.fileExists(atPath: archive.files.path(of: $0.contentHash)) }
        #expect(files.map(\.count) == [12_501, 300_000])
        #expect(try archive.tensor(Tensor.scalar(.f64(17)).contentHash) == nil)
        #expect(try archive.tensorType(Tensor.scalar(.f64(17)).contentHash) == nil)
    }

    @Test func `journal, runs and graphs are the same after reopening`() throws {
        let folder = try TemporaryFolder()
        var archive = try Sample.archive(folder, cells: 3)
        let fork = Event.Parent(session: "main", cell: 2)
        try archive.append([.sessionOpened(name: "fork", folder: nil, parent: fork)], at: 5)
        try archive.append([try Sample.cell(3, session: "fork")], at: -7)
        let before = try facts(archive)
        try archive.close()
        archive = try Archive(path: folder.archive)
        #expect(try facts(archive) == before)
        let stored = try #require(try archive.latestRun())
        guard case .cellRan(_, let runs, _) = try Sample.cell(3, session: "fork") else { return }
        var expected = runs[0].execution
        expected.kept = .init(row: 4, time: -7)
        #expect(stored == expected)
        #expect(stored.session == "fork" && stored.cell == 3 && stored.run.target == "l" && stored.run.wrt == ["x"])
        #expect(stored.numerics == .version1 && stored.microseconds == 1_234 && stored.run.recipe.seeds.isEmpty)
    }

    private func facts(_ archive: Archive) throws -> [String] {
        try archive.sessions().map { "\($0)" } + archive.journal(of: "main").map { "\($0)" }
            + archive.journal(of: "fork").map { "\($0)" } + archive.log().map { "\($0)" }
            + archive.runsOfCell(session: "fork", cell: 2).map { "\($0)" }
    }

    @Test func `a fork has its parent's cells up to the branch`() throws {
        let archive = try Sample.archive(try TemporaryFolder(), cells: 3)
        func open(_ name: String, _ parent: String, _ cell: Int) throws {
            try archive.append([
                .sessionOpened(name: name, folder: nil, parent: Event.Parent(session: parent, cell: cell))
            ])
        }
        try open("a", "main", 2)
        try archive.append([try Sample.cell(3, session: "a", x: [7]), try Sample.cell(4, session: "a", x: [8])])
        try open("b", "a", 3)
        try open("c", "b", 1)
        try open("d", "b", 0)
        func cells(_ session: String, through: Int? = nil) throws -> [String] {
            try archive.journal(of: session, through: through).map { "\($0.record.session)\($0.number)" }
        }
        #expect(try cells("main") == ["main1", "main2", "main3"])
        #expect(try cells("a") == ["main1", "main2", "a3", "a4"])
        #expect(try cells("b") == ["main1", "main2", "a3"])
        #expect(try cells("b", through: 2) == ["main1", "main2"])
        #expect(try cells("c") == ["main1"])
        #expect(try cells("d") == [])
        #expect(try archive.sessions().map(\.cellCount) == [3, 4, 3, 1, 0])
        #expect(try archive.sessions().map(\.runCount) == [3, 2, 0, 0, 0])
        #expect(try archive.session(named: "b")?.parent == Event.Parent(session: "a", cell: 3))
        #expect(try archive.runsOfCell(session: "b", cell: 3).map(\.session) == ["a"])
        #expect(try archive.runsOfCell(session: "b", cell: 4).isEmpty)
        #expect(expectError { try archive.journal(of: "e") } == .notFound("there is no session e"))
        let message = expectError { try open("e", "b", 4) }?.description
        #expect(message == "session b has 3 cells, not 4")
    }

    @Test func `a stopped cell is a row without a number`() throws {
        let folder = try TemporaryFolder()
        var archive = try Sample.archive(folder, cells: 1)
        try archive.append([.cellStopped(session: "main", source: "z = 1", ending: .cancelled)])
        try archive.append([try Sample.cell(2), .cellStopped(session: "main", source: "z = 2", ending: .failed)])
        try archive.close()
        archive = try Archive(path: folder.archive)
        #expect(try archive.journal(of: "main").map(\.number) == [1, 2])
        #expect(try archive.sessions().map(\.cellCount) == [2])
        #expect(try archive.status().cells == 2)
        #expect(
            try archive.query("SELECT cell, source, outcome FROM cells WHERE source LIKE 'z%'").rows == [
                [.null, .text("z = 1"), .text("cancelled")], [.null, .text("z = 2"), .text("failed")],
            ])
        let stray = Event.cellStopped(session: "nowhere", source: "", ending: .failed)
        #expect(expectError { try archive.append([stray]) } == .refused("there is no session nowhere"))
    }

    @Test func `graphs are stored once and rebuilt from their equations`() throws {
        let archive = try Sample.archive(try TemporaryFolder(), cells: 5)
        let graph = try Sample.graph(TensorType(.f64, Shape([3])))
        #expect(try archive.status().graphs == 1)
        #expect(try archive.graph(graph.structuralHash)?.description == graph.description)
        #expect(try archive.graph(Tensor.scalar(.f64(1)).contentHash) == nil)
    }

    @Test func `all kinds of equations come back`() throws {
        var builder = GraphBuilder()
        let a = builder.input(TensorType(.f64, try Shape([2, 3])))
        let b = builder.input(TensorType(.f64, try Shape([3, 2])))
        let dims = DotDimensions(leftContract: [1], rightContract: [0])
        let product = try builder.emit(.dotGeneral(dims), [a, b])
        let nan = try builder.emit(.constant(.f64(.nan)), [])
        let padded = try builder.emit(.pad(low: [1, 0], high: [0, 2], interior: [0, 1]), [product, nan])
        let counts = try builder.emit(.iota(TensorType(.i64, try Shape([4])), axis: 0), [])
        let graph = try builder.finish([padded, a, counts, padded])
        let empty = try GraphBuilder().finish([])
        let archive = try Sample.archive(try TemporaryFolder())
        for graph in [graph, empty] {
            let hash = graph.structuralHash
            _ = try archive.pool.write { try GraphRow.store(graph, hash, $0) }
            #expect(try archive.graph(hash)?.description == graph.description)
        }
    }

    @Test func `what is not what its hash says is named`() throws {
        let folder = try TemporaryFolder()
        let archive = try Sample.archive(folder, cells: 1)
        let large = try Tensor.vector(Array(repeating: 1, count: 20_000))
        let lost = try Tensor.vector(Array(repeating: 2, count: 20_000))
        try archive.append([Sample.cell(2, storing: [large, lost])])
        var bytes = large.canonicalBytes
        bytes[77] ^= 1
        try folder.write(bytes, to: archive.files.path(of: large.contentHash))
        try FileManager.default.removeItem(atPath: archive.files.path(of: lost.contentHash))
        let small = try archive.journal(of: "main")[0].record.leaves[0].hash
        let graph = try #require(try archive.latestRun()).run.recipe.graph
        try archive.pool.write { database in
            try database.execute(
                sql: "UPDATE tensor SET bytes = zeroblob(byte_count) WHERE hash = ?", arguments: [small])
            try database.execute(sql: "UPDATE equation SET primitive = 'cos' WHERE primitive = 'sin'")
        }
        for hash in [large.contentHash, lost.contentHash, small] {
            let error = expectError { try archive.tensor(hash) }
            #expect(error?.kind == "corrupt" && error?.message.contains(hash.description) == true)
        }
        let error = expectError { try archive.graph(graph) }
        #expect(error?.kind == "corrupt" && error?.message.contains(graph.description) == true)
        // One damaged array is not a damaged archive.
        #expect(try archive.status().readOnlyReason == nil)
    }
}
