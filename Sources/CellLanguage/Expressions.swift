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
                hint: "recursion must end after a few calls")
        }
        do {
            return try evaluateKind(expression)
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
        case .unary(let operation, let operand): return try unary(operation, evaluate(operand))
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
        case .lambda(let function): return .closure(Closure(function: function, captured: frames.last ?? [:]))
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
                    .argument, "\(operation) of arrays", at: operand.position,
                    hint: operation == .and ? "write (a) & (b)" : "write (a) | (b)")
            }
            if try truth(value, at: operand.position) == (operation == .or) { return value }
        }
        return value
    }

    private mutating func comprehension(
        _ element: Expression, _ target: Target, _ iterable: Expression, _ conditions: [Expression]
    ) throws -> Value {
        let sequence = try evaluate(iterable)
        // The target is a name of the comprehension alone.
        frames.append(frames.last ?? [:])
        defer { frames.removeLast() }
        var items: [Value] = []
        for index in 0..<(try length(of: sequence, at: iterable.position)) {
            try step(at: iterable.position)
            try assign(self.element(index, of: sequence, at: iterable.position), to: target)
            var isWanted = true
            for condition in conditions where isWanted {
                isWanted = try truth(evaluate(condition), at: condition.position)
            }
            if isWanted { items.append(try evaluate(element)) }
        }
        return .list(items)
    }

    private mutating func postfix(_ base: Expression, _ steps: [Postfix]) throws -> Value {
        var value = try evaluate(base)
        for step in steps {
            switch step {
            case .attribute(let name, let position): value = try attribute(name, of: value, at: position)
            case .call(let arguments, let position): value = try call(value, arguments, at: position)
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
                .argument, "a slice bound must be a static whole number, not \(other.kindText)",
                at: expression.position)
        }
    }

    /// Calls a function value.
    mutating func call(_ callee: Value, _ arguments: [Argument], at position: SourcePosition) throws -> Value {
        let terms = try arguments.map {
            NamedTerm(name: $0.name, term: Term(try evaluate($0.value), $0.value.position))
        }
        switch callee {
        case .closure(let closure): return try call(closure, terms, at: position)
        case .builtin(let builtin): return try call(builtin, terms, at: position)
        case .method(let builtin, let receiver):
            return try call(builtin, [NamedTerm(name: nil, term: Term(receiver, position))] + terms, at: position)
        case .dtype(let dtype):
            guard let term = terms.first, terms.count == 1 else {
                throw Fault(.argument, "\(dtype) takes one value", at: position)
            }
            return .array(try b.convert(array(term.term), to: dtype))
        default: throw Fault(.argument, "\(callee.kindText) cannot be called", at: position)
        }
    }

    private mutating func call(_ builtin: Builtin, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        let call = try Call(binding: terms, to: builtin, at: position)
        let mark = b.types.count
        do {
            let result = try builtin.body(&self, call)
            guard case .array(let id, let isWeak) = result else { return result }
            return .array(try fresh(id, since: mark), isWeak: isWeak)
        } catch let fault as Fault {
            throw fault.at(position)
        }
    }

    /// Calls a function that a cell defined.
    mutating func call(_ closure: Closure, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        let function = closure.function
        var frame = closure.captured
        let callee = function.name ?? "lambda"
        let names = function.parameters.map(\.name)
        var given: [String: Value] = [:]
        for (index, term) in terms.enumerated() {
            guard let name = term.name ?? (index < names.count ? names[index] : nil) else {
                throw Fault(.argument, "\(callee) takes \(names.count) arguments, not \(terms.count)", at: position)
            }
            guard names.contains(name), given[name] == nil else {
                throw Fault(.argument, "\(callee) has no argument \(name) left to give", at: position)
            }
            given[name] = term.term.value
        }
        for parameter in function.parameters {
            guard let value = try given[parameter.name] ?? parameter.default.map({ try evaluate($0) }) else {
                throw Fault(.argument, "\(callee) needs the argument \(parameter.name)", at: position)
            }
            frame[parameter.name] = value
        }
        frames.append(frame)
        defer { frames.removeLast() }
        switch function.body {
        case .expression(let expression): return try evaluate(expression)
        case .statements(let statements):
            guard case .returned(let value) = try nested(statements, at: position) else { return .none }
            return value
        }
    }

    private mutating func nested(_ statements: [Statement], at position: SourcePosition) throws -> Flow {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Elaborator.depthLimit else {
            throw Fault(.limit, "calls nest deeper than \(Elaborator.depthLimit)", at: position)
        }
        return try executeBlock(statements)
    }
}
