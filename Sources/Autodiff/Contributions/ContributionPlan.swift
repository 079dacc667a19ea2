import Graphs
import Tensors

/// The graphs that answer a question about contributions: c_ij = v_i · ∂y_i/∂x_j for a target, inputs x and a cut y.
///
/// All of them take the inputs of the run's graph first. They are made here and evaluated elsewhere.
public struct ContributionPlan: Sendable {
    /// The run's graph.
    public let graph: Graph
    /// The differentiated values: the graph's first inputs.
    public let wrt: [ValueID]
    /// The values of the graph that form the cut. Where one is computed from another, a path counts for the last it crosses.
    public let cut: [ValueID]
    private let monitor: WritingMonitor?

    /// A plan for breaking up the pullback of the graph's one output at `cut`.
    ///
    /// - Parameter monitor: who looks on while the graphs are made.
    /// - Throws: `Fault.graph` when a cut value is none of the graph's or has no derivative.
    public init(graph: Graph, wrtCount: Int, cut: [ValueID], monitor: WritingMonitor? = nil) throws {
        guard graph.outputs.count == 1, cut.allSatisfy(graph.types.indices.contains), !cut.isEmpty,
            wrtCount <= graph.inputCount
        else { throw Fault(.graph, "a breakdown needs one target and a cut of values of its graph") }
        for value in cut { _ = try differentiable(graph.types[value]) }
        self.graph = graph
        wrt = Array(0..<wrtCount)
        self.cut = cut
        self.monitor = monitor
    }

    /// `(inputs, seed) → (cotangent of each cut value, gradient of each wrt, bypass of each wrt)`, where `seed` is the
    /// cotangent of the target. The bypass is what reaches wrt without passing the cut.
    public func base() throws -> Graph {
        let target = graph.outputs[0]
        return try written(with: [graph.types[target]]) { b, values, seed in
            let (goal, x, y) = (values[target], wrt.map { values[$0] }, cut.map { values[$0] })
            let cotangents = try b.pullback(of: [goal], wrt: y, cotangents: seed)
            let gradient = try b.pullback(of: [goal], wrt: x, cotangents: seed)
            return try cotangents + gradient + b.pullback(of: [goal], wrt: x, cotangents: seed, blocking: y)
        }
    }

    /// `(inputs, seeds [rows] + cut.shape, bool supports of these) → one row for each seed, [rows] + shape, for each wrt`.
    /// Every row's support holds something; outside of it the seed is 0, and so is what only depends on that.
    public func rows(ofCut index: Int, count: Int) throws -> Graph {
        let type = graph.types[cut[index]]
        let shape = try Shape([count] + type.shape.dims)
        return try written(with: [TensorType(type.dtype, shape), TensorType(.bool, shape)]) { b, values, seeds in
            try b.pullbackRows(
                of: values[cut[index]], wrt: wrt.map { values[$0] },
                seeds: .init(values: seeds[0], support: seeds[1]))
        }
    }

    /// `(inputs, a tangent for each wrt) → (the tangent of each cut value, whether each of its elements depends on what the
    /// tangents are not zero of)`: one column of ∂y/∂x for a unit tangent.
    public func column() throws -> Graph {
        try written(with: wrt.map { graph.types[$0] }) { b, values, tangents in
            let (columns, supports) = try b.pushforwardSupports(
                of: cut.map { values[$0] }, wrt: wrt.map { values[$0] }, tangents: tangents)
            return columns + supports
        }
    }

    /// The run's graph with more inputs, and what `outputs` writes behind it from the values of both.
    private func written(
        with extra: [TensorType], _ outputs: (inout GraphBuilder, [ValueID], [ValueID]) throws -> [ValueID]
    ) throws -> Graph {
        func write() throws -> Graph {
            var (b, values, extra) = try GraphBuilder.opening(graph, extraInputs: extra, monitor: monitor)
            let results = try outputs(&b, values, extra)
            return try b.finish(results)
        }
        return try monitor?.passing(write) ?? write()
    }
}
