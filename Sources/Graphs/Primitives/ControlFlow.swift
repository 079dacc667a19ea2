import Tensors

/// Primitives that hold graphs. What a body needs from outside comes as operands: bodies see nothing else.
public enum ControlFlow: Hashable, Sendable {
    /// `(predicate bool[], x…) → the results of one branch`: both take x… and give the same types; one is evaluated.
    case cond(onTrue: Body, onFalse: Body)
    /// `(x…) → results`: the body as it is, but its derivatives compute what is inside again instead of keeping it.
    case checkpoint(Body)
    /// A loop over the leading axis of arrays.
    case scan(Scan)
    /// `(constants…, carry…) → carry…`: applies `body` (constants…, carry…) → carry… as long as `condition` of the same
    /// operands holds.
    case whileLoop(condition: Body, body: Body)
    /// `(x…) → the results of a body`, whose derivatives are given by a rule of its own.
    case custom(CustomFunction)
    /// `(residuals…, tangents…) → tangents`: a linear function of which the transpose alone is known, `backward` of
    /// (residuals…, cotangents of the results…) → cotangents of the tangents. It stands between linearization and
    /// transposition and is never evaluated.
    case customLinear(backward: Body, residualCount: Int)
}

/// A body with a rule for its derivatives that somebody wrote: what they are is the rule's, not the body's.
public struct CustomFunction: Hashable, Sendable {
    /// How it is differentiated. Only operands that are floating and not captured have tangents, only floating results
    /// cotangents.
    public enum Rule: Hashable, Sendable {
        /// (x…, tangents of x…) → (results…, their tangents…), linear in the tangents.
        case jvp(Body)
        /// `forward` (x…) → (results…, residuals…), `backward` (residuals…, cotangents of results…) → cotangents of x….
        case vjp(forward: Body, backward: Body)
    }

    /// What it computes.
    public let body: Body
    /// How it is differentiated.
    public let rule: Rule
    /// How many of the last operands the bodies use without being arguments of the function: no rule says how the results
    /// depend on them, so that they cannot be differentiated by.
    public let capturedCount: Int

    /// A body with its rule.
    public init(body: Body, rule: Rule, capturedCount: Int) {
        self.body = body
        self.rule = rule
        self.capturedCount = capturedCount
    }

    /// Places of the operands that have tangents.
    public var differentiable: [Int] {
        let inputs = body.graph.inputTypes
        return inputs.indices.dropLast(capturedCount).filter { inputs[$0].dtype.isFloating }
    }
}

/// A loop of a fixed number of steps: `(constants…, carry…, xs…) → (carry…, ys…)`.
///
/// The body takes (constants…, carry…, one entry of each xs) and gives (carry…, one entry of each ys); xs and ys have a
/// leading axis of `length`. The graph has the size of the body, whatever the length.
public struct Scan: Hashable, Sendable {
    /// One step.
    public let body: Body
    /// The number of steps.
    public let length: Int
    /// Whether steps run from the last entry to the first; ys keep the order of xs.
    public let isReversed: Bool
    /// How many operands stay the same in all steps.
    public let constantCount: Int
    /// How many operands go from step to step.
    public let carryCount: Int

    /// A loop of `length` steps.
    public init(body: Body, length: Int, isReversed: Bool, constantCount: Int, carryCount: Int) {
        self.body = body
        self.length = length
        self.isReversed = isReversed
        self.constantCount = constantCount
        self.carryCount = carryCount
    }

    /// The operands that stay the same.
    public var constants: Range<Int> { 0..<constantCount }
    /// The operands that go from step to step.
    public var carries: Range<Int> { constantCount..<(constantCount + carryCount) }
    /// The operands that are gone through.
    public var xs: Range<Int> { (constantCount + carryCount)..<body.graph.inputCount }
}

extension ControlFlow {
    private var name: String { spelling.name }

    /// The graphs that it holds.
    public var bodies: [Body] {
        switch self {
        case .cond(let onTrue, let onFalse): [onTrue, onFalse]
        case .checkpoint(let body): [body]
        case .scan(let scan): [scan.body]
        case .whileLoop(let condition, let body): [condition, body]
        case .custom(let function):
            switch function.rule {
            case .jvp(let rule): [function.body, rule]
            case .vjp(let forward, let backward): [function.body, forward, backward]
            }
        case .customLinear(let backward, _): [backward]
        }
    }

    var spelling: Spelling {
        switch self {
        case .cond(let onTrue, let onFalse):
            Spelling(ControlFlowName.cond, [("on_true", .body(onTrue)), ("on_false", .body(onFalse))])
        case .checkpoint(let body): Spelling(ControlFlowName.checkpoint, [("body", .body(body))])
        case .scan(let scan):
            Spelling(
                ControlFlowName.scan,
                [
                    ("length", .integer(scan.length)), ("reverse", .flag(scan.isReversed)),
                    ("constants", .integer(scan.constantCount)), ("carry", .integer(scan.carryCount)),
                    ("body", .body(scan.body)),
                ])
        case .whileLoop(let condition, let body):
            Spelling(ControlFlowName.whileLoop, [("condition", .body(condition)), ("body", .body(body))])
        case .custom(let function): Spelling(ControlFlowName.custom, function.parameters)
        case .customLinear(let backward, let count):
            Spelling(ControlFlowName.customLinear, [("backward", .body(backward)), ("residuals", .integer(count))])
        }
    }

    /// Types of the results for operands of these types.
    func resultTypes(of operands: [TensorType]) throws -> [TensorType] {
        switch self {
        case .cond(let onTrue, let onFalse):
            guard operands.first == TensorType(.bool, .scalar) else {
                throw Fault(.dtype, "cond: the predicate must be bool[], not \(ControlFlow.text(operands.prefix(1)))")
            }
            try require(onTrue.graph.inputTypes, are: Array(operands.dropFirst()), "onTrue takes")
            try require(onFalse.graph.inputTypes, are: Array(operands.dropFirst()), "onFalse takes")
            try require(onFalse.graph.outputTypes, are: onTrue.graph.outputTypes, "onFalse gives")
            return onTrue.graph.outputTypes
        case .checkpoint(let body):
            try require(body.graph.inputTypes, are: operands, "the body takes")
            return body.graph.outputTypes
        case .scan(let scan): return try scan.resultTypes(of: operands)
        case .whileLoop(let condition, let body):
            try require(condition.graph.inputTypes, are: operands, "the condition takes")
            try require(condition.graph.outputTypes, are: [TensorType(.bool, .scalar)], "the condition gives")
            try require(body.graph.inputTypes, are: operands, "the body takes")
            let carry = body.graph.outputTypes
            try require(carry, are: Array(operands.suffix(carry.count)), "the body gives")
            return carry
        case .custom(let function):
            try require(function.body.graph.inputTypes, are: operands, "the body takes")
            try requireRule(function)
            return function.body.graph.outputTypes
        case .customLinear(let backward, let count):
            let given = backward.graph.inputTypes
            try require(Array(given.prefix(count)) + backward.graph.outputTypes, are: operands, "the transpose takes")
            return Array(given.dropFirst(count))
        }
    }

    /// Tangents and cotangents are those of floating operands and results, in order.
    private func requireRule(_ function: CustomFunction) throws {
        let (x, y) = (function.body.graph.inputTypes, function.body.graph.outputTypes)
        guard (0...x.count).contains(function.capturedCount) else {
            throw Fault(.graph, "custom: \(function.capturedCount) of \(x.count) operands are captured")
        }
        let moving = function.differentiable.map { x[$0] }
        switch function.rule {
        case .jvp(let rule):
            try require(rule.graph.inputTypes, are: x + moving, "the rule takes")
            try require(rule.graph.outputTypes, are: y + y.filter(\.dtype.isFloating), "the rule gives")
        case .vjp(let forward, let backward):
            try require(forward.graph.inputTypes, are: x, "the forward rule takes")
            let kept = forward.graph.outputTypes
            try require(Array(kept.prefix(y.count)), are: y, "the forward rule gives")
            try require(
                backward.graph.inputTypes, are: kept.dropFirst(y.count) + y.filter(\.dtype.isFloating),
                "the backward rule takes")
            try require(backward.graph.outputTypes, are: moving, "the backward rule gives")
        }
    }

    fileprivate static func text(_ types: some Sequence<TensorType>) -> String {
        "(" + types.map(\.description).joined(separator: ", ") + ")"
    }

    private func require(_ found: [TensorType], are expected: [TensorType], _ what: String) throws {
        guard found == expected else {
            throw Fault(
                .graph, "\(name): \(what) \(ControlFlow.text(found)), and it should be \(ControlFlow.text(expected))")
        }
    }
}

extension Scan {
    fileprivate func resultTypes(of operands: [TensorType]) throws -> [TensorType] {
        let (inputs, outputs) = (body.graph.inputTypes, body.graph.outputTypes)
        guard constantCount >= 0, carryCount >= 0, length >= 0, constantCount + carryCount <= inputs.count,
            carryCount <= outputs.count, Array(outputs.prefix(carryCount)) == Array(inputs[carries])
        else {
            throw Fault(
                .graph,
                "scan: the body takes \(ControlFlow.text(inputs)) and gives \(ControlFlow.text(outputs)), with "
                    + "\(constantCount) constants and a carry of \(carryCount)")
        }
        let expected = try inputs.enumerated().map { try $0 < xs.lowerBound ? $1 : $1.repeated(length) }
        guard operands == expected else {
            throw Fault(
                .graph, "scan of \(length) steps takes \(ControlFlow.text(expected)), not \(ControlFlow.text(operands))"
            )
        }
        return try outputs.enumerated().map { try $0 < carryCount ? $1 : $1.repeated(length) }
    }
}

extension TensorType {
    /// The type of `count` such arrays stacked along a new leading axis.
    public func repeated(_ count: Int) throws -> TensorType {
        TensorType(dtype, try Shape([count] + shape.dims))
    }
}

enum ControlFlowName: String, PrimitiveName {
    case cond, checkpoint, scan
    case whileLoop = "while"
    case custom
    case customLinear = "custom_linear"

    static let group = PrimitiveGroup.controlFlow

    func read(_ reader: ParameterReader) throws -> Primitive {
        let flow: ControlFlow =
            switch self {
            case .cond: .cond(onTrue: try reader.body("on_true"), onFalse: try reader.body("on_false"))
            case .checkpoint: .checkpoint(try reader.body("body"))
            case .scan: .scan(try Scan(reading: reader))
            case .whileLoop: .whileLoop(condition: try reader.body("condition"), body: try reader.body("body"))
            case .custom: .custom(try CustomFunction(reading: reader))
            case .customLinear:
                .customLinear(backward: try reader.body("backward"), residualCount: try reader.integer("residuals"))
            }
        return .control(flow)
    }
}

extension Scan {
    fileprivate init(reading reader: ParameterReader) throws {
        self.init(
            body: try reader.body("body"), length: try reader.integer("length"),
            isReversed: try reader.flag("reverse"), constantCount: try reader.integer("constants"),
            carryCount: try reader.integer("carry"))
    }
}

extension CustomFunction {
    fileprivate var parameters: [(String, Parameter)] {
        let rules: [(String, Parameter)] =
            switch rule {
            case .jvp(let rule): [("jvp", .body(rule))]
            case .vjp(let forward, let backward): [("forward", .body(forward)), ("backward", .body(backward))]
            }
        return [("body", .body(body))] + rules + [("captured", .integer(capturedCount))]
    }

    fileprivate init(reading reader: ParameterReader) throws {
        let rule: Rule =
            try reader.has("jvp")
            ? .jvp(reader.body("jvp"))
            : .vjp(forward: reader.body("forward"), backward: reader.body("backward"))
        self.init(body: try reader.body("body"), rule: rule, capturedCount: try reader.integer("captured"))
    }
}
