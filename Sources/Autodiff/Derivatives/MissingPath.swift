import Graphs
import Tensors

// Whether a derivative can differ from zero at all is a property of the graph: a path must lead from the input to the
// output on which every step has a slope. Where none does, the zero has a reason, which people want to know.

/// Why a derivative is zero whatever the values are.
public struct MissingPath: Hashable, Sendable {
    /// What the paths end at that lead there without a slope, such as `floor` or `a comparison`, each once, in the order of
    /// the graph; empty where the output is not computed from the input at all.
    public let ends: [String]

    /// `l does not depend on x, so its derivative is 0: …`, with a better reason where one is known.
    public func sentence(from input: String, to target: String, because reason: String? = nil) -> String {
        "\(target) does not depend on \(input), so its derivative is 0: \(reason ?? self.reason(from: input, to: target))"
    }

    private func reason(from input: String, to target: String) -> String {
        guard !ends.isEmpty else { return "no path leads from \(input) to \(target)" }
        let shown = ends.prefix(4).joined(separator: ", ") + (ends.count > 4 ? ", …" : "")
        return "what leads from \(input) to \(target) ends at \(shown)"
    }
}

extension Graph {
    /// For each of the first `count` inputs, why no output has a derivative by it; nil where one has.
    /// - Complexity: linear in the equations, and again for each input that has none.
    public func missingPaths(ofFirst count: Int) -> [MissingPath?] {
        let leads = leading(to: outputs.map { _ in true })
        return (0..<count).map { leads[$0] ? nil : missingPath(from: $0) }
    }

    /// Which values have a path with a slope to one of the outputs that are marked.
    func leading(to isMarked: [Bool]) -> [Bool] {
        var leads = [Bool](repeating: false, count: types.count)
        for (output, isMarked) in zip(outputs, isMarked) where isMarked { leads[output] = true }
        for equation in equations.reversed() where equation.results.contains(where: { leads[$0] }) {
            let passes = equation.primitive.passing(back: equation.results.map { leads[$0] }, equation.operands.count)
            for (operand, passes) in zip(equation.operands, passes) where passes { leads[operand] = true }
        }
        return leads
    }

    /// Which values have a path with a slope from one of the inputs that are marked.
    fileprivate func following(from isMarked: [Bool]) -> [Bool] {
        var follows = isMarked + [Bool](repeating: false, count: types.count - inputCount)
        for equation in equations where equation.operands.contains(where: { follows[$0] }) {
            let moved = equation.primitive.passing(on: equation.operands.map { follows[$0] }, equation.results.count)
            for (result, moved) in zip(equation.results, moved) where moved { follows[result] = true }
        }
        return follows
    }

    private func missingPath(from input: Int) -> MissingPath {
        let follows = following(from: (0..<inputCount).map { $0 == input })
        // Only what the outputs are computed from explains it.
        var isNeeded = [Bool](repeating: false, count: types.count)
        for output in outputs { isNeeded[output] = true }
        for equation in equations.reversed() where equation.results.contains(where: { isNeeded[$0] }) {
            for operand in equation.operands { isNeeded[operand] = true }
        }
        var names: [String] = []
        for name in ends(follows, among: isNeeded) where !names.contains(name) { names.append(name) }
        return MissingPath(ends: names)
    }

    /// What slopes end at, among equations whose results are needed.
    fileprivate func ends(_ follows: [Bool], among isNeeded: [Bool]? = nil) -> [String] {
        equations.flatMap { equation -> [String] in
            let isMoving = equation.operands.map { follows[$0] }
            guard isMoving.contains(true), !equation.results.contains(where: { follows[$0] }),
                equation.results.contains(where: { isNeeded?[$0] ?? true })
            else { return [] }
            return equation.primitive.end(isMoving)
        }
    }
}

extension Primitive {
    /// Whether the result has a slope in this operand; of control flow the bodies say. What takes steps has none: its
    /// derivative is 0 almost everywhere.
    private func hasSlope(in operand: Int) -> Bool {
        switch self {
        case .constant, .iota, .compare, .stopGradient, .argsort, .windowArgmax: false
        case .unary(let function): function.hasSlope
        case .binary(let function):
            switch function {
            case .and, .or, .xor, .threefry2x32: false
            case .add, .sub, .mul, .div, .divSlope, .rem, .pow, .powSlope, .atan2, .hypot, .logaddexp, .max, .min: true
            }
        case .matrix(let function):
            switch function {
            case .detSign: false
            case .det, .logAbsDet, .cofactors, .cholesky: true
            }
        case .convert(let dtype): dtype.isFloating
        case .select: operand != 0
        case .gather: operand == 0
        case .scatter: operand != 1
        case .integerPower, .polygamma, .broadcastInDim, .reshape, .transpose, .slice, .pad, .concatenate, .reverse,
            .reduceSum, .reduceMax, .reduceMin, .cumsum, .dotGeneral, .convolution, .solve, .triangularSolve, .control:
            true
        }
    }

    /// Whether it has a rule of its own. What the rule gives is its slope, whatever its body's paths are: a function that
    /// rounds has one, if the rule says so.
    private var isCustom: Bool {
        guard case .control(let flow) = self else { return false }
        return switch flow {
        case .custom, .customLinear: true
        case .cond, .checkpoint, .scan, .whileLoop: false
        }
    }

    /// Which operands have a path with a slope to a result that is marked.
    fileprivate func passing(back isMarked: [Bool], _ count: Int) -> [Bool] {
        if isCustom { return .init(repeating: isMarked.contains(true), count: count) }
        if case .control(let flow) = self { return flow.passing(back: isMarked, count) }
        return (0..<count).map(hasSlope)
    }

    /// Which results have a path with a slope from an operand that is marked.
    fileprivate func passing(on isMarked: [Bool], _ count: Int) -> [Bool] {
        if isCustom { return .init(repeating: isMarked.contains(true), count: count) }
        if case .control(let flow) = self { return flow.passing(on: isMarked, count) }
        return [isMarked.indices.contains { isMarked[$0] && hasSlope(in: $0) }]
    }

    /// What slopes of the operands that are marked end at, in words.
    fileprivate func end(_ isMarked: [Bool]) -> [String] {
        switch self {
        case .compare: ["a comparison"]
        case .convert(let dtype): ["a cast to \(dtype)"]
        case .stopGradient: ["stop_gradient"]
        case .control(let flow): flow.ends(isMarked)
        case .constant, .iota, .unary, .integerPower, .polygamma, .binary, .select, .broadcastInDim, .reshape,
            .transpose, .slice, .pad, .concatenate, .reverse, .reduceSum, .reduceMax, .reduceMin, .cumsum, .dotGeneral,
            .convolution, .windowArgmax, .matrix, .solve, .triangularSolve, .gather, .scatter, .argsort:
            [name]
        }
    }
}

extension ControlFlow {
    /// The operands that a loop takes its results back as, with as many results; none of what takes one step.
    private var carries: Range<Int> {
        switch self {
        case .cond, .checkpoint, .custom, .customLinear: 0..<0
        case .scan(let scan): scan.carries
        case .whileLoop(_, let body): (body.graph.inputCount - body.graph.outputs.count)..<body.graph.inputCount
        }
    }

    /// The bodies that results come from, and the operand that their first input is.
    private var computing: (bodies: [Graph], first: Int) {
        switch self {
        case .cond(let onTrue, let onFalse): ([onTrue.graph, onFalse.graph], 1)
        case .checkpoint(let body): ([body.graph], 0)
        case .scan(let scan): ([scan.body.graph], 0)
        case .whileLoop(_, let body): ([body.graph], 0)
        case .custom(let function): ([function.body.graph], 0)
        case .customLinear(let backward, _): ([backward.graph], 0)
        }
    }

    fileprivate func passing(back isMarked: [Bool], _ count: Int) -> [Bool] {
        let (bodies, first) = computing
        var isMarked = isMarked
        while true {
            let leads = bodies.map { $0.leading(to: isMarked) }
            let operands = (0..<count).map { place in place >= first && leads.contains { $0[place - first] } }
            // A carry that leads to a result at some step does so at every earlier one.
            let grown = carries.enumerated().filter { operands[$1] && !isMarked[$0] }.map(\.offset)
            guard !grown.isEmpty else { return operands }
            for place in grown { isMarked[place] = true }
        }
    }

    /// Which values of each body follow from the operands that are marked, at some step.
    private func following(from isMarked: [Bool]) -> [(body: Graph, follows: [Bool])] {
        let (bodies, first) = computing
        var isMarked = isMarked
        while true {
            let found = bodies.map { ($0, $0.following(from: Array(isMarked.dropFirst(first)))) }
            let grown = carries.enumerated().filter { place, operand in
                !isMarked[operand] && found.contains { $0.1[$0.0.outputs[place]] }
            }
            guard !grown.isEmpty else { return found }
            for (_, operand) in grown { isMarked[operand] = true }
        }
    }

    fileprivate func passing(on isMarked: [Bool], _ count: Int) -> [Bool] {
        let found = following(from: isMarked)
        return (0..<count).map { place in
            (carries.count > place && isMarked[carries.lowerBound + place])
                || found.contains { $0.follows[$0.body.outputs[place]] }
        }
    }

    fileprivate func ends(_ isMarked: [Bool]) -> [String] {
        following(from: isMarked).flatMap { $0.body.ends($0.follows) }
    }
}
