import Evaluation
import FoundationEssentials
import Glibc
import Graphs
import Notebook
import Synchronization
import Tensors
import Testing

@testable import Archive

/// A folder that goes away with its last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = "\(FileManager.default.temporaryDirectory.path)/pullback-archive-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var archive: String { path + "/state/archive.sqlite" }

    func bytes(_ path: String? = nil) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path ?? archive)))
    }

    func write(_ bytes: [UInt8], to path: String? = nil) throws {
        try FileManager.default.createDirectory(atPath: self.path + "/state", withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path ?? archive))
    }
}

/// What a test stores: a session `main` whose cells each take the gradient of a sum of sines.
enum Sample {
    /// `sum(sin(x))` for x of `type`.
    static func graph(_ type: TensorType) throws -> Graph {
        var builder = GraphBuilder()
        let x = builder.input(type)
        let y = try builder.emit(.unary(.sin), [x])
        let sum = try builder.emit(.reduceSum(Array(0..<type.shape.rank)), [y])
        return try builder.finish([sum])
    }

    static func content(_ tensor: Tensor) -> NamedContent { NamedContent(hash: tensor.contentHash, tensor: tensor) }

    static func run(_ input: Tensor, result: Tensor, cell: Int, session: String) throws -> RecordedRun {
        let graph = try graph(input.type)
        let recipe = Recipe(
            graph: graph.structuralHash, inputs: [input.contentHash], seeds: [],
            question: Question(kind: .grad, wrtCount: 1, cut: [1]))
        let names = [
            NamedValue(name: "x", value: 0, hash: input.contentHash),
            NamedValue(name: "y", value: 1, hash: Tensor.scalar(.f64(3)).contentHash),
        ]
        let run = Run(recipe: recipe, target: "l", wrt: ["x"], through: ["y"], names: names)
        let execution = Execution(
            run: run, session: session, cell: cell, position: SourcePosition(line: 4, column: 5),
            results: [result.contentHash], derivative: nil, numerics: .version1, microseconds: 1_234)
        return RecordedRun(execution, graph: graph, derivative: nil)
    }

    /// Cell `number`, which binds `x` and the gradient `g`.
    static func cell(_ number: Int, session: String = "main", x: [Double]? = nil) throws -> Event {
        let input = try Tensor.vector(x ?? [Double(number), -0.0, .nan])
        let result = try Tensor.vector(input.doubles.map { $0 * 0.5 })
        let run = try run(input, result: result, cell: number, session: session)
        let bindings = [
            BindingRecord(name: "x", type: input.type, hash: input.contentHash),
            BindingRecord(name: "g", type: result.type, hash: result.contentHash, run: run.id),
        ]
        let cell = CellRecord(
            session: session, number: number, kind: .cell,
            source: "x = load(\"ü\")\ng = grad(l, x) # \(number)\n",
            leaves: [StoredArray(type: input.type, hash: input.contentHash)], bindings: bindings)
        return .cellRan(cell, runs: [run], contents: [content(input), content(result)])
    }

    /// A cell that stores arrays under `t0`, `t1`, … and takes no derivative.
    static func cell(_ number: Int, storing tensors: [Tensor]) -> Event {
        let bindings = tensors.enumerated().map {
            BindingRecord(name: "t\($0.offset)", type: $0.element.type, hash: $0.element.contentHash)
        }
        let cell = CellRecord(
            session: "main", number: number, kind: .put, source: "t", leaves: [], bindings: bindings)
        return .cellRan(cell, runs: [], contents: tensors.map(content))
    }

    static let main = Event.sessionOpened(name: "main", folder: "/home/ada", parent: nil)

    /// An archive in `folder`, which it keeps, with `main` and `cells` cells; its clock stands at
    /// 2026-01-02 03:04:05.000678.
    static func archive(_ folder: TemporaryFolder, cells: Int = 0) throws -> Archive {
        let archive = try Archive(path: folder.archive) { withExtendedLifetime(folder) { 1_767_323_045_000_678 } }
        if try archive.session(named: "main") == nil { try archive.append([main]) }
        if cells > 0 { try archive.append((1...cells).map { try cell($0) }) }
        return archive
    }
}

/// Expects an `ArchiveError` and gives it for a closer look.
@discardableResult
func expectError<Value>(
    _ body: () throws -> Value, at location: SourceLocation = #_sourceLocation
) -> ArchiveError? {
    do {
        _ = try body()
        Issue.record("expected an error", sourceLocation: location)
        return nil
    } catch {
        let found = error as? ArchiveError
        if found == nil { Issue.record("not an ArchiveError: \(error)", sourceLocation: location) }
        return found
    }
}

extension ArchiveError {
    /// The name of the case, where the message does not matter.
    var kind: String? { Mirror(reflecting: self).children.first?.label }

    /// What a case with one message says.
    var message: String { Mirror(reflecting: self).children.first?.value as? String ?? "" }
}
