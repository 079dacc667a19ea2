import Autodiff
import Graphs
import Tensors

/// What computing a run again gave.
public struct ReplayReport: Sendable {
    /// A difference: which result or node, and how it differs.
    public struct Difference: Sendable {
        /// The name of the value.
        public let name: String
        /// Its equation in the run's graph, or nil for a result of the derivative.
        public let node: String?
        /// The hash that was recorded.
        public let expected: ContentHash
        /// What it is now.
        public let found: Tensor
    }

    /// The results, as computed now.
    public let results: [Tensor]
    /// The first node of the forward pass that differs, then the results that differ. Empty when every bit is the same.
    public let differences: [Difference]
}

extension RunRecord {
    /// What each result is, in one word: `dl/dx` for a gradient, `hessian(l,x)` for what has no such sign.
    public var resultNames: [String] {
        let kind = recipe.question.kind
        let names =
            switch kind {
            case .grad: wrt.map { "d\(target)/d\($0)" }
            case .vjp: wrt.map { "d⟨v,\(target)⟩/d\($0)" }
            case .jvp: ["jvp(\(target))"]
            case .jacobian, .hvp, .hessian, .contributions, .bypass: wrt.map { "\(kind.rawValue)(\(target),\($0))" }
            }
        return names.map { $0.filter { $0 != " " } }
    }

    /// Sentences for the inputs that no path leads from to the target, so that their derivatives are 0 whatever the values are.
    public var silences: [String] {
        zip(wrt, recipe.graph.missingPaths(ofFirst: recipe.question.wrtCount)).compactMap { input, missing in
            missing.map {
                "\(target) does not depend on \(input), so its derivative is 0: \($0.reason(from: input, to: target))"
            }
        }
    }

    /// The graph of what was asked: `(inputs, seeds) → results`.
    public func derivativeGraph() throws -> Graph {
        let question = recipe.question
        let target = recipe.graph.outputs[0]
        let wrtTypes = recipe.graph.inputTypes.prefix(question.wrtCount)
        let seeds: [TensorType] =
            switch question.kind {
            case .vjp: [recipe.graph.types[target]]
            case .jvp, .hvp: Array(wrtTypes)
            case .grad, .jacobian, .hessian, .contributions, .bypass: []
            }
        var (b, values, extra) = try GraphBuilder.opening(recipe.graph, extraInputs: seeds)
        let x = Array(values.prefix(question.wrtCount))
        let results = try derive(question, target: values[target], x, extra, values, &b)
        return try b.finish(results)
    }

    private func derive(
        _ question: Question, target: ValueID, _ x: [ValueID], _ seeds: [ValueID], _ values: [ValueID],
        _ b: inout GraphBuilder
    ) throws -> [ValueID] {
        func gradient() throws -> [ValueID] {
            let one = try b.full(1, like: target)
            return try b.pullback(of: [target], wrt: x, cotangents: [one])
        }
        switch question.kind {
        case .grad: return try gradient()
        case .vjp: return try b.pullback(of: [target], wrt: x, cotangents: seeds)
        case .jvp: return try b.pushforward(of: [target], wrt: x, tangents: seeds)
        case .jacobian: return try x.map { try b.jacobian(of: target, wrt: $0) }
        case .hvp: return try b.pushforward(of: gradient(), wrt: x, tangents: seeds)
        case .hessian: return try [b.jacobian(of: gradient()[0], wrt: x[0])]
        case .contributions:
            // A cut that is not between input and target has no rows that differ from zero.
            guard let cut = question.cut.first else { return try x.map { try b.zeros(b.types[$0]) } }
            let one = try b.full(1, like: target)
            let cotangent = try b.pullback(of: [target], wrt: [values[cut]], cotangents: [one])[0]
            return try b.contributionRows(of: values[cut], wrt: x, cotangent: cotangent)
        case .bypass:
            let cut = question.cut.map { values[$0] }
            if cut.contains(target) { return try x.map { try b.zeros(b.types[$0]) } }
            let one = try b.full(1, like: target)
            return try b.pullback(of: [target], wrt: x, cotangents: [one], blocking: cut)
        }
    }

    /// Computes the run again from its recipe and compares every bit.
    public func replay(on bench: Workbench) throws -> ReplayReport {
        let inputs = try recipe.inputs.map(bench.fetch)
        let results = try bench.evaluate(derivativeGraph(), inputs + recipe.seeds.map(bench.fetch))
        var differences = try firstDifferingNode(inputs, on: bench).map { [$0] } ?? []
        for (name, (found, expected)) in zip(resultNames, zip(results, self.results))
        where found.contentHash != expected {
            differences.append(.init(name: name, node: nil, expected: expected, found: found))
        }
        return ReplayReport(results: results, differences: differences)
    }

    private func firstDifferingNode(_ inputs: [Tensor], on bench: Workbench) throws -> ReplayReport.Difference? {
        let forward = try recipe.graph.with(outputs: names.map(\.value))
        for (name, found) in zip(names, try bench.evaluate(forward, inputs)) where found.contentHash != name.hash {
            let equation = recipe.graph.equations.first { $0.results.contains(name.value) }
            return .init(
                name: name.name, node: equation.map { "%\(name.value) = \($0.primitive.text)" }, expected: name.hash,
                found: found)
        }
        return nil
    }
}
