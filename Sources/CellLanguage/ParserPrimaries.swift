import Tensors

extension Parser {
    // MARK: Postfixes

    /// An atom with the attributes, calls and indices after it.
    mutating func primary() throws(Fault) -> Expression {
        let start = current.position
        let atom = try atom()
        var postfixes: [Postfix] = []
        while let postfix = try postfix() { postfixes.append(postfix) }
        return postfixes.isEmpty ? atom : Expression(kind: .postfix(atom, postfixes), position: start)
    }

    private mutating func postfix() throws(Fault) -> Postfix? {
        switch currentSymbol {
        case .dot:
            try advance()
            let position = current.position
            return .attribute(try expectName("a name after '.'"), position)
        case .leftParenthesis: return try call()
        case .leftBracket: return try index()
        default: return nil
        }
    }

    private mutating func call() throws(Fault) -> Postfix {
        try enter()
        defer { leave() }
        let open = try advance()
        var arguments: [Argument] = []
        var keywords: Set<String> = []
        while !at(.rightParenthesis) {
            arguments.append(try argument(&keywords))
            guard try accept(.comma) else { break }
        }
        try close(.rightParenthesis, open)
        return .call(arguments, open)
    }

    private mutating func argument(_ keywords: inout Set<String>) throws(Fault) -> Argument {
        let first = current
        let value = try expression()
        if at(.for) { throw generatorFault() }
        if at(.equal), case .name(let name) = first.kind, case .name = value.kind {
            try advance()
            guard keywords.insert(name).inserted else {
                throw Fault(.parse, "argument \(Token.quoted(name)) is given twice", at: first.position)
            }
            return Argument(name: name, value: try expression(), position: first.position)
        }
        if at(.equal) { throw unexpected("',' or ')'", hint: "a keyword is a plain name; use == to compare") }
        guard keywords.isEmpty else {
            let advice = "put positional arguments first"
            throw Fault(.parse, "positional argument after a keyword argument", at: first.position, hint: advice)
        }
        return Argument(name: nil, value: value, position: value.position)
    }

    private func generatorFault() -> Fault {
        let advice = "use a list comprehension: [… for … in …]"
        return Fault(
            .parse, "generator expressions are not part of the cell language", at: current.position, hint: advice)
    }

    private mutating func index() throws(Fault) -> Postfix {
        try enter()
        defer { leave() }
        let open = try advance()
        var items = [try indexItem()]
        let isTuple = at(.comma)
        while try accept(.comma), !at(.rightBracket) { items.append(try indexItem()) }
        try close(.rightBracket, open)
        return .index(items, open, isTuple: isTuple)
    }

    private mutating func indexItem() throws(Fault) -> IndexItem {
        if at(.rightBracket) { throw unexpected("an index") }
        let start = at(.colon) ? nil : try expression()
        guard try accept(.colon) else {
            guard let start else { throw unexpected("an index") }
            return .expression(start)
        }
        let stop = try bound()
        let step = try accept(.colon) ? bound() : nil
        return .slice(start, stop, step)
    }

    /// What stands between the colons of a slice.
    private mutating func bound() throws(Fault) -> Expression? {
        at(.colon) || at(.comma) || at(.rightBracket) ? nil : try expression()
    }

    // MARK: Atoms

    private mutating func atom() throws(Fault) -> Expression {
        let start = current.position
        switch current.kind {
        case .symbol(.leftParenthesis): return try parenthesized()
        case .symbol(.leftBracket): return try list()
        case .string: return Expression(kind: .string(try strings()), position: start)
        default:
            guard let kind = leaf else {
                let advice = current.kind == .newline ? "an expression goes on over lines inside parentheses" : nil
                throw unexpected("an operand", hint: advice)
            }
            try advance()
            return Expression(kind: kind, position: start)
        }
    }

    /// The current token if it is an expression by itself.
    private var leaf: Expression.Kind? {
        switch current.kind {
        case .name(let name): .name(name)
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        case .keyword(.true): .boolean(true)
        case .keyword(.false): .boolean(false)
        case .keyword(.none): Expression.Kind.none
        case .symbol(.ellipsis): .ellipsis
        default: nil
        }
    }

    /// Strings side by side are one string.
    private mutating func strings() throws(Fault) -> String {
        var joined = ""
        while case .string(let part) = current.kind {
            joined += part
            try advance()
        }
        return joined
    }

    /// `(x)`, `()` or a tuple.
    private mutating func parenthesized() throws(Fault) -> Expression {
        try enter()
        defer { leave() }
        let open = try advance()
        if try accept(.rightParenthesis) { return Expression(kind: .tuple([]), position: open) }
        let first = try expression()
        if at(.for) { throw generatorFault() }
        let value = at(.comma) ? Expression(kind: .tuple(try elements(after: first)), position: open) : first
        try close(.rightParenthesis, open)
        return value
    }

    /// `[a, b]` or a comprehension.
    private mutating func list() throws(Fault) -> Expression {
        try enter()
        defer { leave() }
        let open = try advance()
        if try accept(.rightBracket) { return Expression(kind: .list([]), position: open) }
        let first = try expression()
        let kind = try at(.for) ? comprehension(of: first) : .list(elements(after: first))
        try close(.rightBracket, open)
        return Expression(kind: kind, position: open)
    }

    private mutating func comprehension(of element: Expression) throws(Fault) -> Expression.Kind {
        try advance()
        let target = try forTarget()
        let iterable = try operation(.or)
        var conditions: [Expression] = []
        while try accept(.if) { conditions.append(try operation(.or)) }
        if at(.for) { throw foreign("a second 'for' in a comprehension is", "put one comprehension inside the other") }
        return .comprehension(element: element, target: target, iterable: iterable, conditions: conditions)
    }
}
