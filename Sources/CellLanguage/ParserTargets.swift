import Tensors

extension Parser {
    /// What a `for` binds, and the `in` after it.
    mutating func forTarget() throws(Fault) -> Target {
        let start = current.position
        // Above comparisons, so that the `in` is left over.
        let first = try operation(.bitwiseOr)
        var targets = first
        if at(.comma) {
            var elements = [first]
            while try accept(.comma), !endsList { elements.append(try operation(.bitwiseOr)) }
            targets = Expression(kind: .tuple(elements), position: start)
        }
        let target = try target(targets)
        try expect(.in, "after the target of 'for'")
        return target
    }

    /// The target that `expression`, read before an `=` or after a `for`, stands for.
    func target(_ expression: Expression) throws(Fault) -> Target {
        switch expression.kind {
        case .name(let name): return .name(name, expression.position)
        case .tuple(let elements), .list(let elements):
            var targets: [Target] = []
            for element in elements { targets.append(try target(element)) }
            return .tuple(targets, expression.position)
        default:
            let message = "cannot assign to \(Self.noun(expression.kind))"
            throw Fault(.parse, message, at: expression.position, hint: Self.advice(expression.kind))
        }
    }

    /// What an expression that cannot be assigned to is called.
    private static func noun(_ kind: Expression.Kind) -> String {
        switch kind {
        case .integer, .float: "a number"
        case .string: "a string"
        case .boolean(let value): value ? "True" : "False"
        case .none: "None"
        case .ellipsis: "'...'"
        case .name, .tuple, .list: "a target"
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
            case .index: "arrays do not change: write x = x.at[i].set(value)"
            case .call: "a function is written def f(x): …"
            case .attribute, nil: "arrays do not change: bind a new name"
            }
        case .comparison, .logical, .conditional: "use == to compare"
        case .lambda: "a lambda holds one expression: write def f(x): …"
        case .integer, .float, .string, .unary, .chain, .power: "the name stands on the left: name = value"
        case .boolean, .none, .ellipsis, .name, .tuple, .list, .comprehension: nil
        }
    }
}
