import Graphs
import Tensors

// A function with a rule of its own. A JVP rule is written in place of the derivative of the body; both modes follow from
// it. A pair of forward and backward rule gives reverse mode alone: linearization leaves `custom_linear`, which
// transposition replaces by the backward rule. Rules are ordinary graph then, so that derivatives of derivatives are
// derivatives of the rules.

extension CustomFunction {
    static let notLinear = Fault(
        .graph, "a derivative rule is not linear in its tangents, so that there is no reverse mode",
        hint:
            "what a defjvp rule gives as tangent must be linear in the tangents it takes; custom_vjp has no such bound")

    func linearized(
        x: [ValueID], t: [ValueID?], into b: inout GraphBuilder
    ) throws -> (y: [ValueID], t: [ValueID?]) {
        guard t.suffix(capturedCount).allSatisfy({ $0 == nil }) else {
            throw Fault(
                .graph,
                "a function with a derivative rule of its own uses a value from outside that is differentiated by",
                hint: "its rule says nothing of that: give it to the function as an argument")
        }
        let tangents = try differentiable.map { try t[$0] ?? b.zeros(b.types[x[$0]]) }
        let results = body.graph.outputTypes
        let moving = results.indices.filter { results[$0].dtype.isFloating }
        switch rule {
        case .jvp(let rule):
            let y = try b.emitAll(.control(.custom(self)), x)
            let both = try b.inline(rule.graph, x + tangents)
            return (Array(y), spread(both.suffix(moving.count), over: moving, count: results.count))
        case .vjp(let forward, let backward):
            let kept = try b.inline(forward.graph, x)
            let residuals = kept.dropFirst(results.count)
            let moved = try b.emitAll(
                .control(.customLinear(backward: backward, residualCount: residuals.count)), residuals + tangents)
            return (Array(kept.prefix(results.count)), spread(moved, over: moving, count: results.count))
        }
    }

    /// The cotangents of a function that is called on tangents: it is linear, so that its backward rule is the same wherever
    /// the forward rule is run, for instance at 0.
    func transposed(x: [ValueID?], cts: [ValueID?], into b: inout GraphBuilder) throws -> [ValueID?] {
        guard case .vjp(let forward, let backward) = rule, x.suffix(capturedCount).allSatisfy({ $0 != nil }) else {
            throw CustomFunction.notLinear
        }
        let point = try zip(x, body.graph.inputTypes).map { try $0 ?? b.zeros($1) }
        let residuals = try b.inline(forward.graph, point).dropFirst(body.graph.outputTypes.count)
        let results = backward.graph.inputTypes.dropFirst(residuals.count)
        let moving = zip(body.graph.outputTypes, cts).filter { $0.0.dtype.isFloating }.map(\.1)
        let cotangents = try zip(results, moving).map { try $1 ?? b.zeros($0) }
        let found = spread(try b.inline(backward.graph, residuals + cotangents), over: differentiable, count: x.count)
        return zip(x, found).map { $0 == nil ? $1 : nil }
    }

    /// The rules for every entry along a new leading axis. Cotangents of operands that all entries share are summed over
    /// the entries.
    func batched(_ isBatched: [Bool], size: Int, within room: EquationRoom) throws -> CustomFunction {
        func wide(_ graph: Graph, _ flags: [Bool]) throws -> Body {
            Body(try batch(graph, isBatched: flags, size: size, within: room))
        }
        let floating = differentiable.map { isBatched[$0] }
        switch rule {
        case .jvp(let rule):
            return CustomFunction(
                body: try wide(body.graph, isBatched), rule: .jvp(try wide(rule.graph, isBatched + floating)),
                capturedCount: capturedCount)
        case .vjp(let forward, let backward):
            let each = try batch(
                backward.graph, isBatched: backward.graph.inputTypes.map { _ in true }, size: size, within: room)
            var b = GraphBuilder(within: room)
            let cotangents = try b.inline(each, each.inputTypes.map { b.input($0) })
            let summed = try zip(cotangents, floating).map { try $1 ? $0 : b.sum($0, axes: [0]) }
            return CustomFunction(
                body: try wide(body.graph, isBatched),
                rule: .vjp(forward: try wide(forward.graph, isBatched), backward: Body(try b.finish(summed))),
                capturedCount: capturedCount)
        }
    }
}

extension Graph {
    /// Whether a derivative in it can only be taken backward.
    public var isReverseOnly: Bool {
        equations.contains { equation in
            guard case .control(let flow) = equation.primitive else { return false }
            switch flow {
            case .customLinear: return true
            case .custom(let function):
                if case .vjp = function.rule { return true }
                return function.body.graph.isReverseOnly
            case .cond, .checkpoint, .scan, .whileLoop: return flow.bodies.contains { $0.graph.isReverseOnly }
            }
        }
    }

    /// Whether derivatives of it follow a rule that somebody wrote.
    public var hasCustomRule: Bool {
        equations.contains { equation in
            guard case .control(let flow) = equation.primitive else { return false }
            if case .custom = flow { return true }
            return flow.bodies.contains { $0.graph.hasCustomRule }
        }
    }

    /// - Throws: `Fault.graph` when the tangents in it pass a function whose rule goes backward.
    func requiringForward() throws -> Graph {
        guard !holdsCustomLinear else {
            throw Fault(
                .graph, "forward mode cannot pass a function with a custom_vjp rule, which goes backward only",
                hint: "use grad, vjp or jacobian, or give it a defjvp rule with custom_jvp")
        }
        return self
    }

    private var holdsCustomLinear: Bool {
        equations.contains { equation in
            guard case .control(let flow) = equation.primitive else { return false }
            if case .customLinear = flow { return true }
            return flow.bodies.contains { $0.graph.holdsCustomLinear }
        }
    }
}
