import Tensors

extension Parser {
    /// What a `for` binds, and the `in` after it.
    mutating func forTarget() throws(Fault) -> Target {
        let start = current.position
        // Above comparisons, so that the `in` is left over.
        let first = try looseElement()
        var targets = first
        if at(.comma) {
            var elements = [first]
            while try accept(.comma), !endsList { elements.append(try looseElement()) }
            targets = Expression(kind: .tuple(elements), position: start)
        }
        let target = try target(targets, items: false)
        try expect(.in, "after the target of 'for'")
        return target
    }

    private mutating func looseElement() throws(Fault) -> Expression {
        try at(.star) ? element() : operation(.bitwiseOr)
    }

    /// What an assignment binds.
    func assigned(_ expression: Expression) throws(Fault) -> Target { try target(expression, items: true) }

    /// What stands alone before an operator like `+=`, or behind `as`, `del` and `:`.
    func single(_ expression: Expression, before place: String) throws(Fault) -> Target {
        let target = try target(expression, items: true)
        switch target {
        case .name, .item, .element, .attribute: return target
        case .tuple(_, let position), .starred(_, let position):
            let message = "expected a name \(place), found a tuple"
            throw Fault(.parse, message, at: position, hint: "write one assignment for each name")
        }
    }

    /// The target that `expression`, read before an `=` or after a `for`, stands for. `items` says whether items of lists
    /// and dicts may be among them.
    private func target(_ expression: Expression, items: Bool) throws(Fault) -> Target {
        switch expression.kind {
        case .name(let name): return .name(name, expression.position)
        case .tuple(let elements), .list(let elements):
            var targets: [Target] = []
            var hasStar = false
            for element in elements {
                guard case .starred(let inner) = element.kind else {
                    targets.append(try target(element, items: items))
                    continue
                }
                guard !hasStar else {
                    throw Fault(.parse, "two targets with *", at: element.position, hint: "one takes what is left over")
                }
                hasStar = true
                targets.append(.starred(try target(inner, items: items), element.position))
            }
            return .tuple(targets, expression.position)
        case .starred:
            throw Fault(
                .parse, "a target with * stands among others", at: expression.position, hint: "write *xs, = ys")
        case .postfix(let base, let postfixes) where items:
            let position = expression.position
            let holder =
                postfixes.count == 1
                ? base : Expression(kind: .postfix(base, Array(postfixes.dropLast())), position: base.position)
            switch (postfixes.last, holder.kind) {
            case (.index(let indices, _, let isTuple)?, .name(let name)):
                return .item(of: name, indices, isTuple: isTuple, position)
            case (.index(let indices, _, let isTuple)?, _):
                return .element(of: holder, indices, isTuple: isTuple, position)
            case (.attribute(let name, let place)?, _): return .attribute(of: holder, name, place)
            case (.call, _), (nil, _): throw Self.noTarget(expression)
            }
        default: throw Self.noTarget(expression)
        }
    }

    private static func noTarget(_ expression: Expression) -> Fault {
        let message = "cannot assign to \(noun(expression.kind))"
        return Fault(.parse, message, at: expression.position, hint: advice(expression.kind))
    }

    /// What an expression that cannot be assigned to is called.
    private static func noun(_ kind: Expression.Kind) -> String {
        switch kind {
        case .integer, .float: "a number"
        case .string, .formatted: "a string"
        case .boolean(let value): value ? "True" : "False"
        case .none: "None"
        case .ellipsis: "'...'"
        case .name, .tuple, .list, .starred: "a target"
        case .dict: "a dict"
        case .unary, .chain, .power, .logical: "an operation"
        case .comparison: "a comparison"
        case .conditional: "a conditional"
        case .lambda: "a lambda"
        case .comprehension: "a comprehension"
        case .postfix(_, let postfixes): noun(postfixes.last)
        }
    }

    private static func noun(_ postfix: Postfix?) -> String {
        switch postfix {
        case .attribute(let name, _): "attribute \(Token.quoted(name))"
        case .call, nil: "a call"
        case .index: "an element"
        }
    }

    private static func advice(_ kind: Expression.Kind) -> String? {
        switch kind {
        case .postfix(_, let postfixes):
            switch postfixes.last {
            case .index:
                "arrays do not change: write x = x.at[i].set(value); an item of a list or a dict is set by the name that "
                    + "holds it: d[k] = value"
            case .call: "a function is written def f(x): …"
            case .attribute, nil: "arrays do not change: bind a new name"
            }
        case .comparison, .logical, .conditional: "use == to compare"
        case .lambda: "a lambda holds one expression: write def f(x): …"
        case .integer, .float, .string, .formatted, .unary, .chain, .power: "the name stands on the left: name = value"
        case .boolean, .none, .ellipsis, .name, .tuple, .list, .dict, .starred, .comprehension: nil
        }
    }
}

extension Expression {
    /// What stands last behind a primary expression.
    var lastPostfix: Postfix? { if case .postfix(_, let postfixes) = kind { postfixes.last } else { nil } }
}
