import Autodiff
import Graphs
import Tensors

/// A function made from another: `grad(f)`, `vmap(f)`, and what waits for its arguments inside loops.
public struct Transformed: Sendable {
    enum Kind: Sendable {
        /// The gradient by some arguments; a tuple for a list of them. With the value, and with what the function gives
        /// beside its scalar, if asked.
        case grad(Arguments, hasValue: Bool, hasAux: Bool)
        /// ∂f/∂x by some arguments.
        case jacobian(Arguments)
        /// ∂²f/∂x∂w by some arguments.
        case hessian(Arguments)
        /// One call for each entry along an axis of the arguments.
        case vmap(inAxes: Value, outAxes: Int)
        /// Derivatives compute what is inside again.
        case checkpoint
        /// The function written as a graph; with the types of its results, if asked.
        case staged(fixed: [Int], hasResults: Bool, stage: GraphText.Stage)
        /// Derivatives follow a rule that the cell gives.
        case custom(CustomRules)
        /// A JVP rule `(primals, tangents) → (result, tangent)` of one function `(t, result, *primals)` for each argument,
        /// None for zero; the tangent is their sum.
        case perArgument([Value])
        /// `vjp(f, x)` gives the value and this function of a cotangent.
        case pullback(
            targets: [Target], inputs: [(text: String, value: ValueID)], areWeak: [Bool], structure: Structure)
        /// A step of `fori_loop`, `(carry, i) → (f(i, carry), None)`.
        case step
        /// A step of `map`, `(None, x) → (None, f(x))`.
        case entry
        /// A call with some of its arguments given already.
        case holding([Held])
        /// `partial(f, …)`: what is held comes before what the call gives by place, and under what it gives by name.
        case partial([Held])
        /// `((i, n, carry)) → i < n`
        case countTest
        /// `((i, n, carry)) → (i + 1, n, f(i, carry))`
        case countStep
    }

    /// Which arguments are differentiated.
    struct Arguments: Sendable {
        let places: [Int]
        let isTuple: Bool
    }

    /// A value of a function whose pullback waits for a cotangent.
    struct Target: Sendable {
        let text: String
        let value: ValueID
    }

    /// An argument that is given already, or nil where it comes with the call.
    struct Held: Sendable {
        let name: String?
        let value: Value?
    }

    /// How often a function may be transformed: whatever calls or releases it walks the chain on the stack.
    static let depthLimit = 64

    let kind: Kind
    let function: Value
    private let depth: Int

    /// Whether it holds values that may be functions.
    var holdsValues: Bool { if case .partial = kind { true } else { false } }

    /// - Throws: `Fault.limit` past `depthLimit`.
    init(kind: Kind, function: Value) throws {
        self.kind = kind
        self.function = function
        if case .transformed(let inner) = function { depth = inner.depth + 1 } else { depth = 1 }
        guard depth <= Transformed.depthLimit else {
            throw Fault(
                .limit, "a function transformed more than \(Transformed.depthLimit) times",
                hint: "grad, vmap and their like nest a few times only")
        }
    }

    /// The function with those of its arguments that are held; the others come with the call, in order.
    static func holding(_ function: Term, _ terms: [NamedTerm], _ isHeld: [Bool]) throws -> Term {
        let held = zip(terms, isHeld).map { Held(name: $0.name, value: $1 ? $0.term.value : nil) }
        return Term(.transformed(try Transformed(kind: .holding(held), function: function.value)), function.position)
    }
}

extension Elaborator {
    mutating func apply(_ transformed: Transformed, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        let function = Term(transformed.function, position)
        func values(_ count: Int) throws -> [Value] {
            guard terms.count == count else {
                throw Fault(.argument, "expected \(count) arguments, found \(terms.count)", at: position)
            }
            return terms.map(\.term.value)
        }
        func call(_ arguments: [Value]) throws -> Value {
            try apply(function.value, arguments.map { NamedTerm(name: nil, term: Term($0, position)) }, at: position)
        }
        switch transformed.kind {
        case .grad(let arguments, let hasValue, let hasAux):
            return try gradient(function, terms, arguments, hasValue: hasValue, hasAux: hasAux)
        case .jacobian(let arguments): return try jacobian(function, terms, arguments)
        case .hessian(let arguments): return try hessian(function, terms, arguments)
        case .vmap(let inAxes, let outAxes): return try vmap(function, terms, inAxes, outAxes)
        case .checkpoint: return try checkpoint(function, terms)
        case .staged(let fixed, let hasResults, let stage):
            let graph = try staged(function, terms, fixed: fixed).at(stage)
            let value = Value.object(.graph(graph))
            return hasResults ? .tuple([value, graph.results]) : value
        case .custom(let rules): return try callCustom(rules, function, terms, at: position)
        case .perArgument(let rules):
            let given = try values(2).map { $0.items ?? [] }
            guard given[0].count == rules.count else {
                throw Fault(
                    .argument, "defjvps gave \(rules.count) rules for \(given[0].count) arguments", at: position)
            }
            let result = try call(given[0])
            var total = Value.float(0)
            for (rule, tangent) in zip(rules, given[1]) where !rule.isNone {
                let terms = ([tangent, result] + given[0]).map { NamedTerm(name: nil, term: Term($0, position)) }
                let part = try apply(rule, terms, at: position)
                total = try binary(.add, Term(total, position), Term(part, position))
            }
            let tangent = try binary(.multiply, Term(result, position), Term(.float(0), position))
            return .tuple([result, try binary(.add, Term(total, position), Term(tangent, position))])
        case .pullback(let targets, let inputs, let areWeak, let structure):
            return try pulledBack(targets, inputs, areWeak, structure, terms, at: position)
        case .holding(let held):
            var rest = terms[...]
            let all = held.map { argument in
                let value = argument.value ?? rest.popFirst()?.term.value ?? .none
                return NamedTerm(name: argument.name, term: Term(value, position))
            }
            return try apply(function.value, all, at: position)
        case .partial(let held):
            let named = Set(terms.compactMap(\.name))
            let kept = held.filter { $0.name.map { !named.contains($0) } ?? true }.map {
                NamedTerm(name: $0.name, term: Term($0.value ?? .none, position))
            }
            let all = kept.filter { $0.name == nil } + terms + kept.filter { $0.name != nil }
            return try apply(function.value, all, at: position)
        case .step:
            let given = try values(2)
            return .tuple([try call([given[1], given[0]]), .none])
        case .entry: return .tuple([.none, try call([try values(2)[1]])])
        case .countTest:
            let given = try values(1)[0].items ?? []
            return try compare(.less, Term(given[0], position), Term(given[1], position), at: position)
        case .countStep:
            let given = try values(1)[0].items ?? []
            let next = try binary(.add, Term(given[0], position), Term(.integer(1), position))
            return .tuple([next, given[1], try call([given[0], given[2]])])
        }
    }

    /// One call; arguments without arrays stay as they are.
    private mutating func checkpoint(_ function: Term, _ terms: [NamedTerm]) throws -> Value {
        let isHeld = terms.map { !$0.term.value.holdsArrays }
        let held = try Transformed.holding(function, terms, isHeld)
        let arguments = try terms.filter { $0.term.value.holdsArrays }.map {
            try flattened($0.term.value, at: $0.term.position)
        }
        let slots = arguments.flatMap(\.slots)
        let trace = try trace(held, arguments, types: types(slots))
        let results = try b.emitAll(
            .control(.checkpoint(Body(trace.graph))), slots.map(\.value) + trace.captured)
        return try filled(
            trace.structure, with: zip(results, trace.results).map { .array($0, isWeak: $1.isWeak) },
            at: function.position)
    }
}
