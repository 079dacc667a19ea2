import Graphs
import Tensors

/// A value with the place of its source, so that an error can point at both operands.
struct Term {
    let value: Value
    let position: SourcePosition

    init(_ value: Value, _ position: SourcePosition) {
        self.value = value
        self.position = position
    }
}

extension Elaborator {
    mutating func evaluate(_ expression: Expression) throws -> Value {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Elaborator.depthLimit else {
            throw Fault(
                .limit, "evaluation nests deeper than \(Elaborator.depthLimit)", at: expression.position,
                hint: Elaborator.depthHint)
        }
        do {
            let value = try evaluateKind(expression)
            if value.children != nil { try measure(value, at: expression.position) }
            if case .string(let text) = value { try step(text.utf8.count / 16, at: expression.position) }
            return value
        } catch let fault as Fault {
            throw fault.at(expression.position)
        }
    }

    private mutating func evaluateKind(_ expression: Expression) throws -> Value {
        switch expression.kind {
        case .integer(let value): return .integer(value)
        case .float(let value): return .float(value)
        case .string(let value): return .string(value)
        case .boolean(let value): return .bool(value)
        case .none: return .none
        case .ellipsis: return .ellipsis
        case .formatted(let pieces): return try formatted(pieces)
        case .name(let name):
            let value = try lookUp(name, at: expression.position)
            switch value {
            case .list, .dict: disown(name)
            default: break
            }
            return value
        case .unary(.minus, let operand) where operand.isPower: return try negatedPower(operand)
        case .unary(let operation, let operand): return try unary(operation, Term(evaluate(operand), operand.position))
        case .chain(let first, let links):
            let mark = borrowed.count
            defer { borrowed.removeLast(borrowed.count - mark) }
            var left = Term(try borrow(first), first.position)
            for link in links {
                let right = Term(try borrow(link.operand), link.operand.position)
                left = Term(try binary(link.operator, left, right), first.position)
            }
            return left.value
        case .power(let base, let exponent):
            let base = Term(try evaluate(base), base.position)
            return try binary(.power, base, Term(evaluate(exponent), exponent.position))
        case .comparison(let first, let links): return try comparison(first, links)
        case .logical(let operation, let operands): return try logical(operation, operands)
        case .conditional(let then, let condition, let otherwise):
            return try holds(condition) ? evaluate(then) : evaluate(otherwise)
        case .lambda(let function): return try closure(function)
        case .list(let items): return .list(try elements(items))
        case .tuple(let items): return .tuple(try elements(items))
        case .dict(let items): return .dict(try dict(items))
        case .starred:
            throw Fault(.parse, "unpacking with * stands among the elements of a list or a tuple")
        case .comprehension(let comprehension):
            if case .generator = comprehension.form {
                throw Fault(
                    .argument, "a generator that is no argument of a call", at: expression.position,
                    hint: "use a list comprehension: [… for … in …]")
            }
            return try evaluate(comprehension, at: expression.position)
        case .postfix(let base, let steps): return try postfix(base, steps)
        }
    }

    /// The value of an expression that is only read while `body` runs: the list under a name stays that name's own.
    mutating func reading<Result>(
        _ expression: Expression, _ body: (inout Elaborator, Value) throws -> Result
    ) throws -> Result {
        if let place = try attributePlace(expression) {
            guard let owner = place.owner, place.value.changes else { return try body(&self, place.value) }
            heap.lend(owner.name, of: owner.instance.id)
            defer { heap.giveBack(owner.name, of: owner.instance.id) }
            return try body(&self, place.value)
        }
        guard case .name(let name) = expression.kind else { return try body(&self, evaluate(expression)) }
        let value = try lookUp(name, at: expression.position)
        borrowed.append(name)
        defer { borrowed.removeLast() }
        return try body(&self, value)
    }

    /// The same while what is around goes on, which takes the name from `borrowed` when it is done.
    private mutating func borrow(_ expression: Expression) throws -> Value {
        guard case .name(let name) = expression.kind else { return try evaluate(expression) }
        borrowed.append(name)
        return try lookUp(name, at: expression.position)
    }

    /// Whether a static condition is true.
    mutating func holds(_ condition: Expression) throws -> Bool {
        try reading(condition) { e, value in try e.truth(value, at: condition.position) }
    }

    private mutating func elements(_ items: [Expression]) throws -> [Value] {
        var values: [Value] = []
        for item in items {
            if case .starred(let sequence) = item.kind {
                values += try self.items(of: Term(evaluate(sequence), sequence.position))
            } else {
                values.append(try evaluate(item))
            }
        }
        return values
    }

    private mutating func dict(_ items: [DictItem]) throws -> Dict {
        var dict = Dict()
        for item in items {
            switch item {
            case .pair(let key, let value):
                let key = try self.key(evaluate(key), at: key.position)
                dict[key] = try evaluate(value)
            case .unpacked(let expression):
                guard case .dict(let other) = try evaluate(expression) else {
                    throw Fault(.argument, "** in a dict takes a dict", at: expression.position)
                }
                for (key, value) in zip(other.keys, other.values) { dict[key] = value }
            }
        }
        return dict
    }

    private mutating func comparison(_ first: Expression, _ links: [ComparisonLink]) throws -> Value {
        let mark = borrowed.count
        defer { borrowed.removeLast(borrowed.count - mark) }
        var left = Term(try borrow(first), first.position)
        var result: Value = .bool(true)
        for (index, link) in links.enumerated() {
            let right = Term(try borrow(link.operand), link.operand.position)
            result = try compare(link.operator, left, right, at: link.position)
            if case .array = result, links.count > 1 {
                throw Fault(
                    .argument, "a chain of comparisons of arrays has no one truth", at: link.position,
                    hint: "write (a < b) & (b < c)")
            }
            if index < links.count - 1, try !truth(result, at: link.position) { return result }
            left = right
        }
        return result
    }

    private mutating func logical(_ operation: LogicalOperator, _ operands: [Expression]) throws -> Value {
        var value: Value = .none
        for operand in operands {
            value = try evaluate(operand)
            if case .array = value {
                throw Fault(
                    .argument, "'\(operation)' of an array, which has many truths", at: operand.position,
                    hint: "write \(operation == .and ? "(a) & (b)" : "(a) | (b)"), which works element by element")
            }
            if try truth(value, at: operand.position) == (operation == .or) { return value }
        }
        return value
    }

    /// An argument of a call, which may be a generator: what takes it goes through it once.
    mutating func evaluate(argument: Expression) throws -> Value {
        guard case .comprehension(let comprehension) = argument.kind, case .generator = comprehension.form else {
            return try evaluate(argument)
        }
        return try evaluate(comprehension, at: argument.position)
    }

    /// The outermost iterable is evaluated outside of the names that the comprehension binds, as in Python.
    private mutating func evaluate(_ comprehension: Comprehension, at position: SourcePosition) throws -> Value {
        guard let first = comprehension.clauses.first else { return .list([]) }
        var names: Set<String> = []
        for clause in comprehension.clauses { clause.target.collectNames(into: &names) }
        return try reading(first.iterable) { e, given in
            let sequence = try e.iterated(given, at: first.iterable.position)
            return try e.within(Scope([:], assigned: names, parent: e.scope), at: position) { e in
                var items: [Value] = []
                var dict = Dict()
                try e.run(comprehension.clauses[...], over: sequence) { e in
                    switch comprehension.form {
                    case .list(let element), .generator(let element): items.append(try e.evaluate(element))
                    case .dict(let key, let value):
                        let key = try e.key(e.evaluate(key), at: key.position)
                        dict[key] = try e.evaluate(value)
                    }
                }
                if case .dict = comprehension.form { return .dict(dict) }
                return .list(items)
            }
        }
    }

    /// Runs `body` for each choice of items that all clauses let through.
    private mutating func run(
        _ clauses: ArraySlice<Comprehension.Clause>, over sequence: Value, _ body: (inout Elaborator) throws -> Void
    ) throws {
        guard let clause = clauses.first else { return }
        let rest = clauses.dropFirst()
        for index in 0..<(try length(of: sequence, at: clause.iterable.position)) {
            try step(at: clause.iterable.position)
            try assign(element(index, of: sequence, at: clause.iterable.position), to: clause.target)
            var isWanted = true
            for condition in clause.conditions where isWanted {
                isWanted = try truth(evaluate(condition), at: condition.position)
            }
            guard isWanted else { continue }
            if let next = rest.first {
                try run(rest, over: iterated(evaluate(next.iterable), at: next.iterable.position), body)
            } else {
                try body(&self)
            }
        }
    }

    private mutating func postfix(_ base: Expression, _ steps: [Postfix]) throws -> Value {
        guard case .name(let name) = base.kind else {
            return try postfix(evaluate(base), at: base.position, steps[...])
        }
        if steps.count >= 2, case .attribute(let method, let place) = steps[0], case .call(let arguments, _) = steps[1],
            let value = try mutate(name, method, arguments, at: place)
        {
            return try postfix(value, at: base.position, steps.dropFirst(2))
        }
        if case .call? = steps.first { return try postfix(evaluate(base), at: base.position, steps[...]) }
        return try reading(base) { e, value in try e.postfix(value, at: base.position, steps[...]) }
    }

    private mutating func postfix(
        _ base: Value, at position: SourcePosition, _ steps: ArraySlice<Postfix>
    ) throws -> Value {
        var value = base
        // A call stands where the name of what is called begins.
        var callee = position
        var rest = steps
        while let step = rest.popFirst() {
            switch step {
            case .attribute(let name, let position):
                callee = position
                guard case .object(.instance(let instance)) = value else {
                    value = try attribute(name, of: value, at: position)
                    continue
                }
                if case .attribute(let method, let place)? = rest.first,
                    case .call(let arguments, _)? = rest.dropFirst().first,
                    let result = try mutate(name, of: instance, method, arguments, at: place)
                {
                    value = result
                    rest = rest.dropFirst(2)
                    continue
                }
                // Behind it stands what goes into a list or dict, or a method of it.
                let escapes =
                    switch rest.first {
                    case .index, .attribute: false
                    case .call, nil: true
                    }
                value = try attribute(name, of: instance, escapes: escapes, at: position)
            case .call(let arguments, _): value = try call(value, arguments, at: callee)
            case .index(let items, let position, _):
                value = try subscripted(value, items.map { try index($0) }, at: position)
            }
        }
        return value
    }

    mutating func index(_ item: IndexItem) throws -> Index {
        switch item {
        case .expression(let expression): return .value(try evaluate(expression))
        case .slice(let start, let stop, let step):
            return .slice(try bound(start), try bound(stop), try bound(step))
        }
    }

    /// `-x**n`, which may be −2⁶³ though 2⁶³ is past the largest whole number.
    private mutating func negatedPower(_ power: Expression) throws -> Value {
        guard case .power(let base, let exponent) = power.kind else { return try evaluate(power) }
        let (x, n) = (Term(try evaluate(base), base.position), Term(try evaluate(exponent), exponent.position))
        if case .integer(let x) = x.value, case .integer(let n) = n.value, n >= 0 {
            return .integer(try StaticArithmetic.power(x, n, times: -1))
        }
        return try unary(.minus, Term(binary(.power, x, n), power.position))
    }

    private mutating func bound(_ expression: Expression?) throws -> Int? {
        guard let expression else { return nil }
        switch try evaluate(expression) {
        case .none: return nil
        case .integer(let value): return value
        case let other:
            throw Fault(
                .argument, "a slice bound must be a static whole number, not \(other.text)",
                at: expression.position, hint: other.holdsArrays ? "take(x, i + arange(3)) takes 3 from i on" : nil)
        }
    }
}

extension Expression {
    fileprivate var isPower: Bool { if case .power = kind { true } else { false } }
}
