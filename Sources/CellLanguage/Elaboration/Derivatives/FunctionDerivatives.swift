import Autodiff
import Graphs
import Tensors

// Derivatives of functions, as JAX writes them. The function is called once on copies of its arguments, so that what it
// uses from outside counts as constant, and what it gave is differentiated like any other value.

/// A call whose differentiated arguments are values of their own.
private struct Probe {
    var terms: [NamedTerm]
    /// The copies, with the source text of each.
    var inputs: [(text: String, value: ValueID)] = []
    /// Whether each of them came from Python numbers alone.
    var areWeak: [Bool] = []
    /// How the arguments at the asked places hang together, in order.
    var structures: [Structure] = []
    /// `f(x, w)`
    var text: String
}

extension Elaborator {
    /// Results, one for each input, as the arguments hang together: a tuple for several arguments.
    private mutating func arranged(
        _ results: [Value], as probe: Probe, isTuple: Bool, at position: SourcePosition
    ) throws -> Value {
        let all = try filled(.tuple(probe.structures), with: results, at: position)
        return isTuple ? all : all.items?.first ?? .none
    }

    /// `print_saved_residuals(f, *args)`: what the derivative of f reads of the forward pass, a line for each array.
    mutating func printResiduals(_ function: Term, _ terms: [NamedTerm], at position: SourcePosition) throws {
        let places = try terms.indices.filter { index in
            let leaves = try self.leaves(of: terms[index].term.value, at: position).leaves
            return !leaves.isEmpty
                && leaves.allSatisfy {
                    switch $0 {
                    case .float: true
                    case .array(let id, _): b.dtype(id).isFloating
                    default: false
                    }
                }
        }
        let probe = try probe(function, terms, at: places, for: "vjp")
        let value = try flattened(apply(function.value, probe.terms, at: position), at: position)
        let targets = value.slots.map(\.value).filter { b.dtype($0).isFloating }
        let seeds = try targets.map { try b.full(1, like: $0) }
        let start = b.types.count
        let results = try b.pullback(of: targets, wrt: probe.inputs.map(\.value), cotangents: seeds)
        var (stack, seen, read) = (results, Set(results), Set<ValueID>())
        while let next = stack.popLast() {
            guard next >= start, case .equation(let index) = b.origins[next] else {
                if !seeds.contains(next), !isConstant(next) { read.insert(next) }
                continue
            }
            for operand in b.equations[index].operands where seen.insert(operand).inserted { stack.append(operand) }
        }
        for id in read.sorted() {
            let origin: String
            if let input = probe.inputs.first(where: { $0.value == id }) {
                origin = "from the argument \(input.text)"
            } else if case .equation(let index) = b.origins[id] {
                let primitive = b.equations[index].primitive.text.prefix { $0 != "[" && $0 != " " }
                origin = "output of \(primitive)"
            } else {
                origin = "from outside"
            }
            try emit([.text("\(b.types[id]) \(origin)\n")], at: position)
        }
    }

    /// Whether a value is a number that the source writes, perhaps stretched.
    private func isConstant(_ id: ValueID) -> Bool {
        guard case .equation(let index) = b.origins[id] else { return false }
        let equation = b.equations[index]
        if case .constant = equation.primitive { return true }
        if case .broadcastInDim = equation.primitive { return isConstant(equation.operands[0]) }
        if case .convert = equation.primitive { return isConstant(equation.operands[0]) }
        return false
    }

    private mutating func probe(
        _ function: Term, _ terms: [NamedTerm], at places: [Int], for name: String
    ) throws -> Probe {
        let texts = argumentTexts(terms, of: function)
        let name = functionName(function.value)
        let call = "\(name)(\(texts.joined(separator: ", ")))"
        var probe = Probe(terms: terms, text: call.count <= 80 ? call : "\(name)(…)")
        for place in places {
            let index = place < 0 ? place + terms.count : place
            guard terms.indices.contains(index) else {
                throw Fault(
                    .argument, "\(name) by argument \(place) of \(terms.count)", at: function.position,
                    hint: "argnums counts from 0")
            }
            let term = terms[index].term
            var copy = try flattened(term.value, at: term.position)
            let parts = copy.structure.paths(of: texts[index])
            for slot in copy.slots.indices {
                let value = copy.slots[slot].value
                guard b.dtype(value).isFloating else {
                    throw Fault(
                        .dtype, "\(name): no derivative with respect to \(texts[index]), which is \(b.types[value])",
                        at: term.position, hint: "make it float: array([1.0, 2.0])")
                }
                let fresh = try b.emit(.reshape(b.shape(value)), [value])
                copy.slots[slot].value = fresh
                probe.areWeak.append(copy.slots[slot].isWeak)
                probe.inputs.append((copy.slots.count == 1 ? texts[index] : parts[slot], fresh))
            }
            probe.structures.append(copy.structure)
            probe.terms[index] = try NamedTerm(
                name: terms[index].name, term: Term(value(of: copy, at: term.position), term.position),
                position: terms[index].position)
        }
        return probe
    }

    /// How the arguments are written. Where several come from one place, as those behind a star do, the function's own names
    /// stand for them; arguments that a loop or a map gives stand nowhere in the source.
    private func argumentTexts(_ terms: [NamedTerm], of function: Term) -> [String] {
        var counts: [SourcePosition: Int] = [:]
        for term in terms { counts[term.term.position, default: 0] += 1 }
        var names: [String] = []
        if case .closure(let closure) = function.value {
            names = closure.function.parameters.filter { $0.kind == .positional || $0.kind == .any }.map(\.name)
        }
        return terms.enumerated().map { index, term in
            let position = term.term.position
            if position == function.position { return "argument \(index)" }
            guard counts[position] != 1 else { return sourceText(at: position) }
            return term.name ?? (names.indices.contains(index) ? names[index] : "x\(index)")
        }
    }

    /// What a call of a function gave for its differentiated arguments: the derivative of one array of that.
    private mutating func derivative(
        _ kind: DerivativeKind, of target: ValueID, _ probe: Probe, seeds: [ValueID] = [], at position: SourcePosition
    ) throws -> Derivative {
        try derivative(kind, of: (probe.text, target), by: probe.inputs, seeds: seeds, at: position)
    }

    /// The one floating array that a function must give.
    private mutating func output(_ value: Value, of probe: Probe, _ name: String, at position: SourcePosition) throws
        -> ValueID
    {
        let flat = try flattened(value, at: position)
        guard flat.structure == .array, b.dtype(flat.slots[0].value).isFloating else {
            let found = flat.structure == .array ? b.types[flat.slots[0].value].description : flat.structure.text
            throw Fault(
                .argument, "\(name) needs a function that gives one floating array, and \(probe.text) is \(found)",
                at: position)
        }
        return flat.slots[0].value
    }

    mutating func gradient(
        _ function: Term, _ terms: [NamedTerm], _ arguments: Transformed.Arguments, hasValue: Bool, hasAux: Bool
    ) throws -> Value {
        let probe = try probe(function, terms, at: arguments.places, for: "grad")
        let given = try apply(function.value, probe.terms, at: function.position)
        guard !hasAux || given.items?.count == 2 else {
            throw Fault(
                .argument,
                "has_aux=True needs a function that gives (scalar, rest), and \(probe.text) gives "
                    + given.kindText, at: function.position)
        }
        let value = hasAux ? given.items?.first ?? .none : given
        let target = try output(value, of: probe, "grad", at: function.position)
        try requireScalar(
            (probe.text, target), .grad, at: function.position, hint: "take sum(…) in the function, or use jacobian")
        let d = try derivative(.grad, of: target, probe, at: function.position)
        let gradients = try arranged(
            record(d, areWeak: probe.areWeak), as: probe, isTuple: arguments.isTuple, at: function.position)
        if hasValue { return .tuple([given, gradients]) }
        return hasAux ? .tuple([gradients, given.items?.last ?? .none]) : gradients
    }

    mutating func jacobian(_ function: Term, _ terms: [NamedTerm], _ arguments: Transformed.Arguments) throws -> Value {
        let probe = try probe(function, terms, at: arguments.places, for: "jacobian")
        let given = try apply(function.value, probe.terms, at: function.position)
        let target = try output(given, of: probe, "jacobian", at: function.position)
        let d = try derivative(.jacobian, of: target, probe, at: function.position)
        return try arranged(
            record(d, areWeak: probe.areWeak), as: probe, isTuple: arguments.isTuple, at: function.position)
    }

    /// ∂²f/∂x∂w for each pair of the arguments, f a scalar or an array.
    mutating func hessian(_ function: Term, _ terms: [NamedTerm], _ arguments: Transformed.Arguments) throws -> Value {
        let probe = try probe(function, terms, at: arguments.places, for: "hessian")
        let given = try apply(function.value, probe.terms, at: function.position)
        let target = try output(given, of: probe, "hessian", at: function.position)
        guard probe.inputs.count == 1, b.shape(target).rank == 0 else {
            return try secondDerivatives(of: target, probe, arguments, at: function.position)
        }
        let d = try derivative(.hessian, of: target, probe, at: function.position)
        let row = try arranged(
            record(d, areWeak: probe.areWeak), as: probe, isTuple: arguments.isTuple, at: function.position)
        return try arranged([row], as: probe, isTuple: arguments.isTuple, at: function.position)
    }

    /// The Jacobian of the derivative by each input: a run for each.
    private mutating func secondDerivatives(
        of target: ValueID, _ probe: Probe, _ arguments: Transformed.Arguments, at position: SourcePosition
    ) throws -> Value {
        let first: DerivativeKind = b.shape(target).rank == 0 ? .grad : .jacobian
        let rows = try probe.inputs.map { input -> Value in
            let slope = try b.derive(first, of: target, wrt: [input.value])[0]
            let d = try derivative(
                .jacobian, of: ("\(first.rawValue)(\(probe.text), \(input.text))", slope), by: probe.inputs,
                at: position)
            return try arranged(
                record(d, areWeak: probe.areWeak), as: probe, isTuple: arguments.isTuple, at: position)
        }
        return try arranged(rows, as: probe, isTuple: arguments.isTuple, at: position)
    }

    /// `jvp(f, (x,), (t,))`: the value and its tangent. Each array that the function gives is a run of its own.
    mutating func pushedForward(_ function: Term, _ primals: Term, _ tangents: Term) throws -> Value {
        guard let given = primals.value.items, let directions = tangents.value.items, given.count == directions.count
        else {
            throw Fault(
                .argument, "jvp of a function takes a tuple of arguments and a tuple of tangents", at: primals.position,
                hint: "jvp(f, (x,), (t,))")
        }
        let terms = given.map { NamedTerm(name: nil, term: Term($0, primals.position)) }
        let probe = try probe(function, terms, at: Array(terms.indices), for: "jvp")
        let value = try flattened(apply(function.value, probe.terms, at: function.position), at: function.position)
        let slots = try directions.flatMap { try flattened($0, at: tangents.position).slots }
        guard slots.count == probe.inputs.count else {
            throw Fault(
                .argument, "\(probe.inputs.count) arrays have \(slots.count) tangents", at: tangents.position)
        }
        let seeds = try zip(slots, probe.inputs).map { slot, input in
            try seed(Term(slot.asValue, tangents.position), like: input.value, named: "the tangent of \(input.text)")
        }
        let moved = try value.slots.map { slot -> Value in
            let d = try derivative(.jvp, of: slot.value, probe, seeds: seeds, at: function.position)
            return try record(d, areWeak: [slot.isWeak])[0]
        }
        let place = function.position
        return .tuple([
            try self.value(of: value, at: place), try filled(value.structure, with: moved, at: place),
        ])
    }

    /// `vjp(f, x)`: the value and the function of a cotangent that pulls it back.
    mutating func pullback(of function: Term, _ primals: [Term]) throws -> Value {
        let terms = primals.map { NamedTerm(name: nil, term: $0) }
        let probe = try probe(function, terms, at: Array(terms.indices), for: "vjp")
        let value = try flattened(apply(function.value, probe.terms, at: function.position), at: function.position)
        let targets = value.slots.map { Transformed.Target(text: probe.text, value: $0.value) }
        let pull = try Transformed(
            kind: .pullback(
                targets: targets, inputs: probe.inputs, areWeak: probe.areWeak,
                structure: .tuple(probe.structures)),
            function: function.value)
        return .tuple([try self.value(of: value, at: function.position), .transformed(pull)])
    }

    /// What `pullback` waits for: one gradient for each argument, as a tuple. A pullback of one array is a run.
    mutating func pulledBack(
        _ targets: [Transformed.Target], _ inputs: [(text: String, value: ValueID)], _ areWeak: [Bool],
        _ structure: Structure, _ terms: [NamedTerm], at position: SourcePosition
    ) throws -> Value {
        let slots = try terms.flatMap { try flattened($0.term.value, at: $0.term.position).slots }
        guard slots.count == targets.count else {
            throw Fault(.argument, "\(targets.count) arrays have \(slots.count) cotangents", at: position)
        }
        let seeds = try zip(slots, targets).map { slot, target in
            try seed(Term(slot.asValue, position), like: target.value, named: "the cotangent of \(target.text)")
        }
        if targets.count == 1 {
            let d = try derivative(
                .vjp, of: (targets[0].text, targets[0].value), by: inputs, seeds: seeds, at: position)
            return try filled(structure, with: record(d, areWeak: areWeak), at: position)
        }
        let (goals, wrt) = (targets.map(\.value), inputs.map(\.value))
        let results = try b.pullback(of: goals, wrt: wrt, cotangents: seeds)
        let part = try b.extract(from: wrt, to: goals)
        noteSilence(in: part.graph, of: goals, targets.first?.text ?? "", by: inputs, at: foreignCall ?? position)
        return try filled(structure, with: zip(results, areWeak).map { .array($0, isWeak: $1) }, at: position)
    }
}
