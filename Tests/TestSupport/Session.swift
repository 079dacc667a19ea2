import CellLanguage
import Evaluation
import Graphs
import Interpreter
import Tensors

/// A session as tests need one: cells are elaborated behind each other, arrays come from literals, from the test or from
/// files that the test made up, and values are computed by the interpreter.
public struct Session {
    /// The dataflow of all cells so far.
    public private(set) var builder: GraphBuilder
    /// The names of all cells so far.
    public private(set) var environment = Environment()
    /// What each input holds.
    public private(set) var arrays: [ValueID: Tensor] = [:]
    private var loader: any Loader

    /// A session without cells that can load `files`.
    public init(files: [String: Tensor] = [:], byteLimit: Int = 1 << 40, equationLimit: Int = 4_000_000) {
        builder = GraphBuilder(equationLimit: equationLimit, byteLimit: byteLimit)
        loader = TableLoader(files: files)
    }

    /// Binds `name` to an input that holds `tensor`.
    @discardableResult
    public mutating func give(_ name: String, _ tensor: Tensor) -> ValueID {
        let value = builder.input(tensor.type)
        arrays[value] = tensor
        environment.names[name] = .array(value, isWeak: false)
        return value
    }

    /// Elaborates a cell, and computes what it checks.
    @discardableResult
    public mutating func run(_ source: String) throws -> Elaboration {
        let (mark, before) = (builder.mark, environment)
        let elaboration = try Elaborator.elaborate(
            source, environment: &environment, builder: &builder, loader: &loader)
        for leaf in elaboration.leaves {
            guard case .tensor(let tensor) = leaf.content else { continue }
            arrays[leaf.value] = tensor
        }
        do {
            for check in elaboration.checks { try check.hold { try evaluate([$0])[0] } }
        } catch {
            for leaf in elaboration.leaves { arrays[leaf.value] = nil }
            builder.rollBack(to: mark)
            environment = before
            throw error
        }
        return elaboration
    }

    /// The value in the graph that `name` stands for.
    public func value(_ name: String) throws -> ValueID {
        guard case .array(let value, _)? = environment.names[name] else {
            throw Fault(.notFound, "\(name) is no array of the session")
        }
        return value
    }

    /// The arrays that these values hold.
    public func evaluate(_ values: [ValueID], limits: EvaluationLimits = EvaluationLimits()) throws -> [Tensor] {
        let part = try graph(to: values)
        return try Interpreter().evaluate(part.graph, part.inputs, in: EvaluationContext(limits: limits))
    }

    /// The array that `name` holds.
    public func evaluate(_ name: String) throws -> Tensor { try evaluate([value(name)])[0] }

    /// The graph from the session's inputs, those of `first` before the others, to `targets`, and what the inputs hold.
    public func graph(from first: [ValueID] = [], to targets: [ValueID]) throws -> (graph: Graph, inputs: [Tensor]) {
        let others = builder.origins.indices.filter { arrays[$0] != nil && !first.contains($0) }
        let part = try builder.extract(from: first + others, to: targets)
        let inputs = try (first + others).map { value in
            guard let tensor = arrays[value] else { throw Fault(.notFound, "no array for input %\(value)") }
            return tensor
        }
        return (part.graph, inputs)
    }
}

/// Files that exist only in a test: `path` or `path[key]`.
private struct TableLoader: Loader {
    let files: [String: Tensor]

    mutating func load(_ path: String, key: String?) throws -> Leaf.Content {
        let name = key.map { "\(path)[\($0)]" } ?? path
        guard let tensor = files[name] else { throw Fault(.notFound, "there is no file \(name)") }
        return .tensor(tensor)
    }
}
