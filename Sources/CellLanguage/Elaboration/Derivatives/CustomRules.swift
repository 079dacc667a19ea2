import Autodiff
import Graphs
import Tensors

/// A function with a rule for its derivatives, as `custom_jvp` and `custom_vjp` make it.
final class CustomRules: Sendable {
    /// `custom_jvp` or `custom_vjp`.
    let kind: String
    /// Arguments that are not differentiated, by place; they come first in a rule.
    let nondiff: [Int]
    /// One JVP rule, or the forward and the backward rule; none as long as no rule was given.
    let functions: [Value]

    init(kind: String, nondiff: [Int], functions: [Value] = []) {
        self.kind = kind
        self.nondiff = nondiff
        self.functions = functions
    }

    /// The methods that give rules, with the number of functions that each takes; nil for one for each argument.
    static let methods: [String: (kind: String, count: Int?)] = [
        "defjvp": ("custom_jvp", 1), "defjvps": ("custom_jvp", nil), "defvjp": ("custom_vjp", 2),
    ]
}

extension Elaborator {
    /// How deep a rule may call its own function and still mean the function with its rule; deeper calls mean its body.
    private static let ruleDepthLimit = 2

    /// `f.defjvp(…)` as a statement, or `@f.defjvp` above a rule: binds f anew, with the rule. False for anything else.
    mutating func givesRule(_ expression: Expression, decorating rule: Value? = nil) throws -> Bool {
        guard case .postfix(let base, let steps) = expression.kind, case .name(let name) = base.kind,
            case .attribute(let method, let position)? = steps.first, let known = CustomRules.methods[method],
            steps.count == (rule == nil ? 2 : 1)
        else { return false }
        let value = try lookUp(name, at: base.position)
        guard case .transformed(let transformed) = value, case .custom(let rules) = transformed.kind,
            rules.kind == known.kind
        else {
            throw Fault(
                .argument, "\(name) is \(value.kindText), and .\(method) gives a rule to what \(known.kind) made",
                at: position, hint: "\(name) = \(known.kind)(\(name))")
        }
        var functions = rule.map { [$0] } ?? []
        if steps.count == 2 {
            guard case .call(let arguments, _) = steps[1] else { return false }
            functions = try arguments.map { try evaluate($0.value) }
        }
        let isRule = { (value: Value) in value.isCallable || (known.count == nil && value.isNone) }
        guard functions.count == known.count ?? functions.count, functions.allSatisfy(isRule) else {
            throw Fault(
                .argument,
                "\(method) takes \(known.count.map { $0 == 1 ? "a function" : "\($0) functions" } ?? "functions or None")",
                at: position)
        }
        if known.count == nil {
            functions = [
                .transformed(try Transformed(kind: .perArgument(functions), function: transformed.function))
            ]
        }
        let given = CustomRules(kind: rules.kind, nondiff: rules.nondiff, functions: functions)
        bind(name, .transformed(try Transformed(kind: .custom(given), function: transformed.function)))
        return true
    }

    /// One call of a function with a rule: an equation that holds its body and the bodies of the rule.
    mutating func callCustom(
        _ rules: CustomRules, _ function: Term, _ terms: [NamedTerm], at position: SourcePosition
    ) throws -> Value {
        let name = functionName(function.value)
        guard !rules.functions.isEmpty else {
            throw Fault(
                .argument, "\(name) has no rule yet", at: position,
                hint: rules.kind == "custom_jvp" ? "\(name).defjvp(rule)" : "\(name).defvjp(forward, backward)")
        }
        if let keyword = terms.first(where: { $0.name != nil }) {
            throw Fault(
                .argument, "\(name) has a rule of its own and takes its arguments by place, not by name",
                at: keyword.position)
        }
        let key = ObjectIdentifier(rules)
        guard ruleDepths[key, default: 0] < Elaborator.ruleDepthLimit else {
            return try apply(function.value, terms, at: position)
        }
        var call = CustomCall(name: name, position: position)
        for (place, term) in terms.enumerated() {
            if rules.nondiff.contains(place) {
                call.held.append((place, term.term))
            } else {
                call.arguments.append(try flattened(term.term.value, at: term.term.position))
            }
        }
        let isHeld = terms.indices.map(rules.nondiff.contains)
        let held = try Transformed.holding(function, terms, isHeld)
        let body = try trace(held, call.arguments, types: types(call.slots))
        ruleDepths[key, default: 0] += 1
        defer { ruleDepths[key, default: 0] -= 1 }
        let made: (function: CustomFunction, captured: [ValueID])
        if rules.kind == "custom_jvp" {
            made = try customJVP(rules, call, body)
        } else {
            made = try customVJP(rules, call, body, terms, isHeld)
        }
        let results = try b.emitAll(.control(.custom(made.function)), call.slots.map(\.value) + made.captured)
        return try filled(
            body.structure, with: zip(results, body.results).map { .array($0, isWeak: $1.isWeak) }, at: position)
    }

    /// A rule of two arguments, behind those that are not differentiated.
    private func rule(_ rules: CustomRules, _ index: Int, _ call: CustomCall) throws -> Term {
        let held =
            call.held.map { Transformed.Held(name: nil, value: $0.term.value) }
            + (0..<2).map { _ in Transformed.Held(name: nil, value: nil) }
        return Term(
            .transformed(try Transformed(kind: .holding(held), function: rules.functions[index])), call.position)
    }

    /// `rule(nondiff…, primals, tangents) → (primal_out, tangent_out)`.
    private mutating func customJVP(
        _ rules: CustomRules, _ call: CustomCall, _ body: Trace
    ) throws -> (CustomFunction, [ValueID]) {
        let primals = Flattened(slots: call.slots, structure: .tuple(call.arguments.map(\.structure)))
        let floating = call.slots.filter { b.dtype($0.value).isFloating }
        let isFloating = call.slots.map { b.dtype($0.value).isFloating }
        let tangents = Flattened(slots: floating, structure: primals.structure.keeping(isFloating))
        let outputs = body.results
        let trace = try trace(
            rule(rules, 0, call), [primals, tangents], types: types(call.slots + floating)
        ) { e, results in
            try e.checkRule(&results, gives: [(outputs, body.structure), (outputs, body.structure)], call)
            let moved = zip(results.slots.suffix(outputs.count), outputs).filter { e.b.dtype($1.value).isFloating }
            results = Flattened(
                slots: Array(results.slots.prefix(outputs.count)) + moved.map(\.0), structure: .none)
        }
        let captured = body.captured + trace.captured
        let (count, floats) = (call.slots.count, floating.count)
        let inner = types(call.slots) + captured.map { b.types[$0] }
        let main = try body.graph.embedded(
            in: inner, at: Array(0..<count) + body.captured.indices.map { count + $0 })
        let places =
            Array(0..<count) + (0..<floats).map { inner.count + $0 }
            + trace.captured.indices.map { count + body.captured.count + $0 }
        let jvp = try trace.graph.embedded(in: inner + types(floating), at: places)
        return (
            CustomFunction(body: Body(main), rule: .jvp(Body(jvp)), capturedCount: captured.count), captured
        )
    }

    /// `forward(arguments…) → (result, residuals)`, `backward(nondiff…, residuals, cotangent) → cotangents`.
    private mutating func customVJP(
        _ rules: CustomRules, _ call: CustomCall, _ body: Trace, _ terms: [NamedTerm], _ isHeld: [Bool]
    ) throws -> (CustomFunction, [ValueID]) {
        let outputs = body.results
        let held = try Transformed.holding(Term(rules.functions[0], call.position), terms, isHeld)
        var residualStructure = Structure.none
        let forward = try trace(held, call.arguments, types: types(call.slots)) { e, results in
            guard case .tuple(let parts) = results.structure, parts.count == 2 else {
                throw Fault(
                    .argument,
                    "the forward rule of \(call.name) gives \(results.structure.text), and it must give "
                        + "(result, residuals)", at: call.position)
            }
            residualStructure = parts[1]
            let count = parts[0].count
            var primal = Flattened(slots: Array(results.slots.prefix(count)), structure: .tuple([parts[0]]))
            try e.checkRule(&primal, gives: [(outputs, body.structure)], call)
            results = Flattened(slots: primal.slots + results.slots.dropFirst(count), structure: .none)
        }
        let residuals = Flattened(
            slots: Array(forward.results.dropFirst(outputs.count)), structure: residualStructure)
        let isFloating = outputs.map { b.dtype($0.value).isFloating }
        let floating = outputs.filter { b.dtype($0.value).isFloating }
        let cotangents = Flattened(slots: floating, structure: body.structure.keeping(isFloating))
        let backward = try trace(
            rule(rules, 1, call), [residuals, cotangents], types: types(residuals.slots + floating)
        ) { e, results in
            try e.checkCotangents(&results, call)
        }
        // What the backward rule uses from outside is kept with the residuals.
        let captured = body.captured + forward.captured + backward.captured
        let count = call.slots.count
        let inner = types(call.slots) + captured.map { b.types[$0] }
        func embedded(_ trace: Trace, after offset: Int) throws -> Graph {
            try trace.graph.embedded(
                in: inner, at: Array(0..<count) + trace.captured.indices.map { count + offset + $0 })
        }
        let main = try embedded(body, after: 0)
        let kept = try embedded(forward, after: body.captured.count)
        let late = body.captured.count + forward.captured.count
        let widened = try kept.with(outputs: kept.outputs + backward.captured.indices.map { count + late + $0 })
        let (residualCount, lateCount) = (residuals.slots.count, backward.captured.count)
        let lateFirst = backward.graph.inputCount - lateCount
        let order =
            Array(0..<residualCount) + Array(lateFirst..<(lateFirst + lateCount)) + Array(residualCount..<lateFirst)
        let pull = try backward.graph.rearranged(inputs: order, outputs: backward.graph.outputs)
        return (
            CustomFunction(
                body: Body(main), rule: .vjp(forward: Body(widened), backward: Body(pull)),
                capturedCount: captured.count), captured
        )
    }

    /// Results of a rule must be those of the function, part by part; Python numbers take their types.
    private mutating func checkRule(
        _ results: inout Flattened, gives parts: [(slots: [Slot], structure: Structure)], _ call: CustomCall
    ) throws {
        let expected = Structure.tuple(parts.map(\.structure))
        guard results.structure == expected else {
            throw Fault(
                .argument,
                "the rule of \(call.name) gives \(results.structure.text), and it must give \(expected.text)",
                at: call.position)
        }
        for (index, slot) in parts.flatMap(\.slots).enumerated() {
            results.slots[index].value = try fitted(results.slots[index], to: b.types[slot.value], call)
            results.slots[index].isWeak = slot.isWeak
        }
    }

    /// The cotangents of the arguments, None for zeros; those of whole numbers are left out.
    private mutating func checkCotangents(_ results: inout Flattened, _ call: CustomCall) throws {
        guard case .tuple(let parts) = results.structure, parts.count == call.arguments.count else {
            throw Fault(
                .argument,
                "the backward rule of \(call.name) gives \(results.structure.text), and it must give one cotangent for "
                    + "each of \(call.arguments.count) argument\(call.arguments.count == 1 ? "" : "s")",
                at: call.position, hint: "a tuple, (c,) of one; None for an argument without cotangent")
        }
        var given = results.slots[...]
        var slots: [Slot] = []
        for (part, argument) in zip(parts, call.arguments) {
            let found = Array(given.prefix(part.count))
            given = given.dropFirst(part.count)
            let isFloating = argument.slots.map { b.dtype($0.value).isFloating }
            let floating = argument.slots.filter { b.dtype($0.value).isFloating }
            if part == .none {
                slots += try floating.map { Slot(value: try b.zeros(b.types[$0.value]), isWeak: false) }
                continue
            }
            let isFull = part == argument.structure
            guard isFull || part == argument.structure.keeping(isFloating) else {
                throw Fault(
                    .argument,
                    "the backward rule of \(call.name) gives \(part.text) for an argument \(argument.structure.text)",
                    at: call.position)
            }
            let own = isFull ? zip(found, isFloating).filter(\.1).map(\.0) : found
            for (slot, input) in zip(own, floating) {
                slots.append(Slot(value: try fitted(slot, to: b.types[input.value], call), isWeak: false))
            }
        }
        results = Flattened(slots: slots, structure: .none)
    }

    private mutating func fitted(_ slot: Slot, to type: TensorType, _ call: CustomCall) throws -> ValueID {
        let found = b.types[slot.value]
        guard found.shape == type.shape, found.dtype == type.dtype || slot.isWeak else {
            throw Fault(
                found.shape == type.shape ? .dtype : .shape,
                "the rule of \(call.name) gives \(found), and it must give \(type)", at: call.position)
        }
        return try b.convert(slot.value, to: type.dtype)
    }
}

/// A call of a function with a rule of its own.
struct CustomCall {
    let name: String
    let position: SourcePosition
    /// The arguments that are not differentiated, with their places.
    var held: [(place: Int, term: Term)] = []
    var arguments: [Flattened] = []

    init(name: String, position: SourcePosition) {
        self.name = name
        self.position = position
    }

    var slots: [Slot] { arguments.flatMap(\.slots) }
}

extension Elaborator {
    /// `custom_jvp(f)`: a function that waits for its rule.
    mutating func customFunction(_ a: Call) throws -> Value {
        let nondiff = try a.integers("nondiff_argnums")
        let rules = CustomRules(kind: a.builtin.name, nondiff: nondiff)
        return .transformed(try Transformed(kind: .custom(rules), function: try function("fun", of: a).value))
    }
}
