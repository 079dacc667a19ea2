import Autodiff
import Evaluation
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
    /// How results were compared.
    public let comparison: Comparison

    /// How results are compared: to the bit under one contract, and else up to a bound.
    public enum Comparison: Hashable, Sendable {
        /// Every bit.
        case bits
        /// The run was recorded under another contract, by name; results may differ by `Comparison.bound` of the greatest
        /// magnitude in an array.
        case bound(recordedUnder: Numerics)

        /// What results under two contracts may differ by, relative to the greatest magnitude in an array.
        public static func bound(_ dtype: DType) -> Double { dtype == .f32 ? 2e-5 : 1e-11 }
    }
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

    /// Computes the run again and compares every bit; results recorded under another contract, up to a bound. What is evaluated is the graph that the run kept, so that rules
    /// which changed since then make no difference; a run that kept none is derived anew, as it was in its day.
    public func replay(in context: ComputeContext) throws -> ReplayReport {
        let inputs = try run.recipe.inputs.map(context.fetch)
        let arguments = try inputs + run.recipe.seeds.map(context.fetch)
        let forward = try firstDifferingNode(inputs, in: context).map { [$0] } ?? []
        guard let derivative, let hash = execution.derivative else {
            return try replayDerivingAnew(arguments, forward, in: context)
        }
        let results = try context.evaluate(derivative, arguments)
        return ReplayReport(
            results: results, differences: try forward + differences(of: results, in: context),
            rules: try rules(since: hash, arguments, in: context), comparison: comparison(in: context))
    }

    private func replayDerivingAnew(
        _ arguments: [Tensor], _ forward: [ReplayReport.Difference], in context: ComputeContext
    ) throws -> ReplayReport {
        let monitor = try context.monitor(for: "graphs of a replay")
        let derived = try run.recipe.question.derivative(of: graph, by: .version1, monitor: monitor)
        let earlier = try context.evaluate(derived, arguments)
        let comparison = comparison(in: context)
        if try differences(of: earlier, in: context).isEmpty {
            switch try rules(since: derived.structuralHash, arguments, in: context) {
            case .changed(let today):
                return ReplayReport(
                    results: earlier, differences: forward, rules: .earlier(today: today), comparison: comparison)
            case .same, .earlier, .notKept:
                return ReplayReport(
                    results: earlier, differences: forward, rules: .notKept(others: []), comparison: comparison)
            }
        }
        let results = try context.evaluate(
            run.recipe.question.derivative(of: graph, monitor: monitor), arguments)
        let others = try differences(of: results, in: context)
        // Where the forward pass differs, results differ because of it, whichever rules derived their graph.
        return ReplayReport(
            results: results, differences: forward.isEmpty ? [] : forward + others,
            rules: .notKept(others: forward.isEmpty ? others : []), comparison: comparison)
    }

    private func comparison(in context: ComputeContext) -> ReplayReport.Comparison {
        execution.numerics == context.numerics ? .bits : .bound(recordedUnder: execution.numerics)
    }

    private func differences(of results: [Tensor], in context: ComputeContext) throws -> [ReplayReport.Difference] {
        let comparison = comparison(in: context)
        return try zip(run.resultNames, zip(results, execution.results)).compactMap { name, both in
            let (found, expected) = both
            guard found.contentHash != expected else { return nil }
            if case .bound = comparison, try found.isWithinBound(of: context.fetch(expected)) { return nil }
            return .init(name: name, node: nil, expected: expected, found: found)
        }
    }

    /// How the graph with this hash stands to the one that today's rules derive.
    private func rules(
        since hash: ContentHash, _ arguments: [Tensor], in context: ComputeContext
    ) throws -> ReplayReport.Rules {
        do {
            let today = try run.recipe.question.derivative(
                of: graph, monitor: context.monitor(for: "graphs of a replay"))
            if today.structuralHash == hash { return .same }
            return .changed(today: try context.evaluate(today, arguments))
        } catch let fault as Fault where fault.kind != .cancelled {
            return .changed(today: nil)
        }
    }

    /// The first named value of the forward pass with other bits; under another contract none is looked for, since what was
    /// recorded need not be stored.
    private func firstDifferingNode(_ inputs: [Tensor], in context: ComputeContext) throws -> ReplayReport.Difference? {
        guard comparison(in: context) == .bits else { return nil }
        let forward = try graph.with(outputs: run.names.map(\.value))
        for (name, found) in zip(run.names, try context.evaluate(forward, inputs)) where found.contentHash != name.hash
        {
            let equation = graph.equations.first { $0.results.contains(name.value) }
            return .init(
                name: name.name, node: equation.map { "%\(name.value) = \($0.primitive.text)" }, expected: name.hash,
                found: found)
        }
        return nil
    }
}

extension Tensor {
    /// Whether every element is the recorded one up to the bound for results of two contracts; what is not finite must be the
    /// same.
    fileprivate func isWithinBound(of recorded: Tensor) -> Bool {
        guard type == recorded.type else { return false }
        guard dtype.isFloating else { return contentHash == recorded.contentHash }
        let (found, expected) = (doubles, recorded.doubles)
        let scale = expected.lazy.filter(\.isFinite).map(abs).max() ?? 0
        let bound = ReplayReport.Comparison.bound(dtype) * scale
        return zip(found, expected).allSatisfy { pair in
            let (x, y) = pair
            return y.isFinite ? abs(x - y) <= bound : x == y || x.isNaN && y.isNaN
        }
    }
}
