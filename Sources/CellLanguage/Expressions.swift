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
            if value.items != nil { try measure(value, at: expression.position) }
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
        case .name(let name): return try lookUp(name, at: expression.position)
        case .unary(let operation, let operand): return try unary(operation, Term(evaluate(operand), operand.position))
        case .chain(let first, let links):
            var left = Term(try evaluate(first), first.position)
            for link in links {
                let right = Term(try evaluate(link.operand), link.operand.position)
                left = Term(try binary(link.operator, left, right), first.position)
            }
            return left.value
        case .power(let base, let exponent):
            let base = Term(try evaluate(base), base.position)
            return try binary(.power, base, Term(evaluate(exponent), exponent.position))
        case .comparison(let first, let links): return try comparison(first, links)
        case .logical(let operation, let operands): return try logical(operation, operands)
        case .conditional(let then, let condition, let otherwise):
            return try truth(evaluate(condition), at: condition.position) ? evaluate(then) : evaluate(otherwise)
        case .lambda(let function): return try closure(function)
        case .list(let items): return .list(try items.map { try evaluate($0) })
        case .tuple(let items): return .tuple(try items.map { try evaluate($0) })
        case .comprehension(let element, let target, let iterable, let conditions):
            return try comprehension(element, target, iterable, conditions)
        case .postfix(let base, let steps): return try postfix(base, steps)
        }
    }

    private mutating func comparison(_ first: Expression, _ links: [ComparisonLink]) throws -> Value {
        var left = Term(try evaluate(first), first.position)
        var result: Value = .bool(true)
        for (index, link) in links.enumerated() {
            let right = Term(try evaluate(link.operand), link.operand.position)
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

    private mutating func comprehension(
        _ element: Expression, _ target: Target, _ iterable: Expression, _ conditions: [Expression]
    ) throws -> Value {
        let sequence = try evaluate(iterable)
        var names: Set<String> = []
        target.collectNames(into: &names)
        return try within(Scope([:], assigned: names, parent: scope), at: iterable.position) { e in
            var items: [Value] = []
            for index in 0..<(try e.length(of: sequence, at: iterable.position)) {
                try e.step(at: iterable.position)
                try e.assign(e.element(index, of: sequence, at: iterable.position), to: target)
                var isWanted = true
                for condition in conditions where isWanted {
                    isWanted = try e.truth(e.evaluate(condition), at: condition.position)
                }
                if isWanted { items.append(try e.evaluate(element)) }
            }
            return .list(items)
        }
    }

    private mutating func postfix(_ base: Expression, _ steps: [Postfix]) throws -> Value {
        var value = try evaluate(base)
        // A call stands where the name of what is called begins.
        var callee = base.position
        for step in steps {
            switch step {
            case .attribute(let name, let position):
                value = try attribute(name, of: value, at: position)
                callee = position
            case .call(let arguments, _): value = try call(value, arguments, at: callee)
            case .index(let items, let position, _):
                value = try subscripted(value, items.map { try index($0) }, at: position)
            }
        }
        return value
    }

    private mutating func index(_ item: IndexItem) throws -> Index {
        switch item {
        case .expression(let expression): return .value(try evaluate(expression))
        case .slice(let start, let stop, let step):
            return .slice(try bound(start), try bound(stop), try bound(step))
        }
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
