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

    /// How the graph that was evaluated stands to the one that today's rules derive from the same recipe.
    public enum Rules: Sendable {
        /// The run's own graph was evaluated, and today's rules derive the same.
        case same
        /// The run's own graph was evaluated. Today's rules derive another one, which gives `today`; nil when they derive
        /// none, or it cannot be evaluated.
        case changed(today: [Tensor]?)
        /// The run did not keep its graph, and the rules of its day derived it again: they give what was recorded. `today` are
        /// the results by today's rules; nil when these derive none, or it cannot be evaluated.
        case earlier(today: [Tensor]?)
        /// The run did not keep its graph. Today's rules derived one, and `others` are the results that it gives otherwise
        /// than recorded, which is no difference: nothing tells whether it is the graph that gave them.
        case notKept(others: [Difference])
    }

    /// The results, as computed now.
    public let results: [Tensor]
    /// The first node of the forward pass that differs, then the results that differ. Empty when every bit is the same.
    public let differences: [Difference]
    /// Whether today's rules would derive what was evaluated.
    public let rules: Rules
}

extension RecordedRun {
    /// Sentences for the inputs that no path leads from to the target, so that their derivatives are 0 whatever the values are.
    public var silences: [String] {
        zip(run.wrt, graph.missingPaths(ofFirst: run.recipe.question.wrtCount)).compactMap { input, missing in
            missing?.sentence(from: input, to: run.target)
        }
    }

    /// Sentences on what the run's numbers rest on: inputs without a path, and rules that a cell gave.
    public var notes: [String] {
        guard graph.hasCustomRule else { return silences }
        return silences + [
            "user rule, or the library's: between \(run.wrt.joined(separator: ", ")) and \(run.target) stands a function that is "
                + "differentiated by a rule of its own, whatever its body's derivative is"
        ]
    }

    /// Computes the run again and compares every bit. What is evaluated is the graph that the run kept, so that rules
    /// which changed since then make no difference; a run that kept none is derived anew, as it was in its day.
    public func replay(on bench: Workbench) throws -> ReplayReport {
        let inputs = try run.recipe.inputs.map(bench.fetch)
        let arguments = try inputs + run.recipe.seeds.map(bench.fetch)
        let forward = try firstDifferingNode(inputs, on: bench).map { [$0] } ?? []
        guard let derivative, let hash = execution.derivative else {
            return try replayDerivingAnew(arguments, forward, on: bench)
        }
        let results = try bench.evaluate(derivative, arguments)
        return ReplayReport(
            results: results, differences: forward + differences(of: results),
            rules: try rules(since: hash, arguments, on: bench))
    }

    private func replayDerivingAnew(
        _ arguments: [Tensor], _ forward: [ReplayReport.Difference], on bench: Workbench
    ) throws -> ReplayReport {
        let derived = try run.recipe.question.derivative(of: graph, by: .version1)
        let earlier = try bench.evaluate(derived, arguments)
        if differences(of: earlier).isEmpty {
            switch try rules(since: derived.structuralHash, arguments, on: bench) {
            case .changed(let today):
                return ReplayReport(results: earlier, differences: forward, rules: .earlier(today: today))
            case .same, .earlier, .notKept:
                return ReplayReport(results: earlier, differences: forward, rules: .notKept(others: []))
            }
        }
        let results = try bench.evaluate(run.recipe.question.derivative(of: graph), arguments)
        let others = differences(of: results)
        // Where the forward pass differs, results differ because of it, whichever rules derived their graph.
        return ReplayReport(
            results: results, differences: forward.isEmpty ? [] : forward + others,
            rules: .notKept(others: forward.isEmpty ? others : []))
    }

    private func differences(of results: [Tensor]) -> [ReplayReport.Difference] {
        zip(run.resultNames, zip(results, execution.results)).compactMap { name, both in
            let (found, expected) = both
            guard found.contentHash != expected else { return nil }
            return .init(name: name, node: nil, expected: expected, found: found)
        }
    }

    /// How the graph with this hash stands to the one that today's rules derive.
    private func rules(
        since hash: ContentHash, _ arguments: [Tensor], on bench: Workbench
    ) throws -> ReplayReport.Rules {
        do {
            let today = try run.recipe.question.derivative(of: graph)
            if today.structuralHash == hash { return .same }
            return .changed(today: try bench.evaluate(today, arguments))
        } catch let fault as Fault where fault.kind != .cancelled {
            return .changed(today: nil)
        }
    }

    private func firstDifferingNode(_ inputs: [Tensor], on bench: Workbench) throws -> ReplayReport.Difference? {
        let forward = try graph.with(outputs: run.names.map(\.value))
        for (name, found) in zip(run.names, try bench.evaluate(forward, inputs)) where found.contentHash != name.hash {
            let equation = graph.equations.first { $0.results.contains(name.value) }
            return .init(
                name: name.name, node: equation.map { "%\(name.value) = \($0.primitive.text)" }, expected: name.hash,
                found: found)
        }
        return nil
    }
}
