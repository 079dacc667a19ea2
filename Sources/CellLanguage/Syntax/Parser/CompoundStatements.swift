import Tensors

extension Parser {
    /// One compound statement, or a line of simple ones.
    mutating func statement(into statements: inout [Statement]) throws(Fault) {
        switch current.kind {
        case .keyword(.def): statements.append(try definition([]))
        case .keyword(.class): statements.append(try record([]))
        case .keyword(.for): statements.append(try forLoop())
        case .keyword(.while): statements.append(try whileLoop())
        case .keyword(.with): statements.append(try withBlock())
        case .keyword(.try): statements.append(try attempt())
        case .keyword(.if): statements.append(try branches())
        case .keyword(.elif), .keyword(.else):
            throw unexpected("a statement", hint: "there is no 'if' at this indentation for it to continue")
        case .keyword(.except), .keyword(.finally):
            throw unexpected("a statement", hint: "there is no 'try' at this indentation for it to continue")
        case .indent: throw unexpected("a statement", hint: "indent as the line before, or end that line with ':'")
        case .symbol(.at): statements.append(try decorated())
        default: try simpleStatements(into: &statements)
        }
    }

    // MARK: Simple statements

    /// Statements joined by semicolons, up to the end of the line.
    private mutating func simpleStatements(into statements: inout [Statement]) throws(Fault) {
        repeat {
            try simpleStatement(into: &statements)
        } while try accept(.semicolon) && current.kind != .newline
        guard current.kind == .newline else { throw unexpectedAfterStatement(statements.last) }
        try advance()
    }

    private mutating func simpleStatement(into statements: inout [Statement]) throws(Fault) {
        let start = current.position
        switch current.kind {
        case .keyword(.pass):
            try advance()
            statements.append(Statement(kind: .pass, position: start))
        case .keyword(.return): statements.append(try returnStatement())
        case .keyword(.break), .keyword(.continue):
            guard loopDepth > 0 else {
                throw Fault(.parse, "\(current.description) outside a loop", at: start)
            }
            let isBreak = at(.break)
            try advance()
            statements.append(Statement(kind: isBreak ? .breaking : .continuing, position: start))
        case .keyword(.assert):
            try advance()
            let condition = try expression()
            let message = try accept(.comma) ? expression() : nil
            statements.append(Statement(kind: .asserted(condition, message: message), position: start))
        case .keyword(.raise):
            try advance()
            let isBare = current.kind == .newline || at(.semicolon)
            let error = isBare ? nil : try expression()
            // The cause is shown by Python alone.
            if error != nil, try accept(.from) { _ = try expression() }
            statements.append(Statement(kind: .raised(error), position: start))
        case .keyword(.del):
            try advance()
            statements.append(Statement(kind: .deleted(try deleted()), position: start))
        case .keyword(.global):
            guard functionDepth > 0 else {
                throw Fault(
                    .parse, "'global' outside a function", at: start,
                    hint: "leave it out: the cell binds names of the session")
            }
            try advance()
            var names: [String] = []
            repeat { names.append(try expectName("a name after 'global'")) } while try accept(.comma)
            statements.append(Statement(kind: .global(names), position: start))
        case .keyword(.import): statements.append(try importStatement())
        case .keyword(.from): statements.append(try fromStatement())
        case .keyword(.def), .keyword(.for), .keyword(.if), .keyword(.while), .keyword(.with), .keyword(.class),
            .keyword(.try), .symbol(.at):
            throw unexpected("a simple statement", hint: "begin it on a line of its own")
        default: statements.append(try assignment())
        }
    }

    private mutating func returnStatement() throws(Fault) -> Statement {
        guard functionDepth > 0 else {
            throw Fault(
                .parse, "'return' outside a function", at: current.position,
                hint: "write the value on a line of its own: it is shown")
        }
        let start = try advance()
        let isBare = current.kind == .newline || at(.semicolon)
        return Statement(kind: .returned(isBare ? nil : try expressionList()), position: start)
    }

    /// What `del` takes away.
    private mutating func deleted() throws(Fault) -> [Target] {
        let list = try expressionList()
        let parts: [Expression]
        if case .tuple(let elements) = list.kind { parts = elements } else { parts = [list] }
        guard !parts.isEmpty else { throw unexpected("a name after 'del'") }
        var targets: [Target] = []
        for part in parts { targets.append(try single(part, before: "after 'del'")) }
        return targets
    }

    /// `a = b = expression`, `a: int = expression`, `a += expression` or an expression on its own.
    private mutating func assignment() throws(Fault) -> Statement {
        let start = current.position
        var value = try expressionList()
        if let binary = currentSymbol?.augmentedOperator {
            let target = try single(value, before: "before \(current.description)")
            try advance()
            return Statement(kind: .augmented(target, binary, try expressionList()), position: start)
        }
        if at(.colon), case .name(let name) = value.kind {
            try advance()
            _ = try expression()
            let given = try accept(.equal) ? expressionList() : nil
            return Statement(kind: .annotated(name, given), position: start)
        }
        if at(.colon), case .attribute? = value.lastPostfix {
            let target = try assigned(value)
            try advance()
            _ = try expression()
            guard try accept(.equal) else { return Statement(kind: .pass, position: start) }
            return Statement(kind: .assign([target], try expressionList()), position: start)
        }
        var targets: [Target] = []
        while at(.equal) {
            targets.append(try assigned(value))
            try advance()
            value = try expressionList()
        }
        return Statement(kind: targets.isEmpty ? .expression(value) : .assign(targets, value), position: start)
    }

    /// The fault of more text where `statement` should have ended.
    private func unexpectedAfterStatement(_ statement: Statement?) -> Fault {
        if case .expression(let value) = statement?.kind, case .name(let name) = value.kind, startsOperand {
            let place = value.position
            switch name {
            case "print":
                return Fault(.parse, "print is a function", at: place, hint: "write print(x)")
            case "match":
                return Fault(.parse, "'match' is not part of the cell language", at: place, hint: "use if and elif")
            case "type":
                return Fault(
                    .parse, "type aliases are not part of the cell language", at: place, hint: "types are inferred")
            default: break
            }
        }
        return unexpected("an operator or end of line")
    }

    // MARK: Compound statements

    private mutating func forLoop() throws(Fault) -> Statement {
        let start = try advance()
        let target = try forTarget()
        let iterable = try expressionList()
        let body = try loopBody(of: "for", at: start)
        return Statement(kind: .forLoop(target, iterable, body, otherwise: try otherwise()), position: start)
    }

    private mutating func whileLoop() throws(Fault) -> Statement {
        let start = try advance()
        let condition = try expression()
        let body = try loopBody(of: "while", at: start)
        return Statement(kind: .whileLoop(condition, body, otherwise: try otherwise()), position: start)
    }

    private mutating func loopBody(of word: String, at start: SourcePosition) throws(Fault) -> [Statement] {
        loopDepth += 1
        defer { loopDepth -= 1 }
        return try block(of: word, at: start)
    }

    /// What stands under an `else`; empty without one.
    private mutating func otherwise() throws(Fault) -> [Statement] {
        guard at(.else) else { return [] }
        let position = try advance()
        return try block(of: "else", at: position)
    }

    private mutating func withBlock() throws(Fault) -> Statement {
        let start = try advance()
        var items: [WithItem] = []
        repeat {
            let context = try expression()
            var target: Target?
            if try accept(.as) { target = try single(try operation(.bitwiseOr), before: "after 'as'") }
            // `with (a, b):` enters both.
            if items.isEmpty, at(.colon), target == nil, case .tuple(let contexts) = context.kind, !contexts.isEmpty {
                items = contexts.map { WithItem(context: $0, target: nil) }
                continue
            }
            items.append(WithItem(context: context, target: target))
        } while try accept(.comma)
        return Statement(kind: .with(items, try block(of: "with", at: start)), position: start)
    }

    /// `try:` with `except` clauses, `else` and `finally`.
    private mutating func attempt() throws(Fault) -> Statement {
        let start = try advance()
        let body = try block(of: "try", at: start)
        var handlers: [Handler] = []
        while at(.except) {
            let position = try advance()
            if let last = handlers.last, last.types == nil {
                throw Fault(.parse, "an 'except' behind one that catches everything", at: position)
            }
            let types = at(.colon) ? nil : try expression()
            let name = types != nil && at(.as) ? try name(behindAs: "a name after 'as'") : nil
            handlers.append(
                Handler(types: types, name: name, body: try block(of: "except", at: position), position: position))
        }
        let otherwise = handlers.isEmpty ? [] : try otherwise()
        var finally: [Statement] = []
        if at(.finally) {
            let position = try advance()
            finally = try block(of: "finally", at: position)
        }
        guard !handlers.isEmpty || !finally.isEmpty else {
            throw unexpected("'except' or 'finally' for the 'try' at \(start)")
        }
        return Statement(kind: .attempt(body, handlers, otherwise: otherwise, finally: finally), position: start)
    }

    private mutating func name(behindAs role: String) throws(Fault) -> String {
        try advance()
        return try expectName(role)
    }

    /// `@decorator` lines and the `def` or `class` below them.
    private mutating func decorated() throws(Fault) -> Statement {
        var decorators: [Expression] = []
        while try accept(.at) {
            decorators.append(try expression())
            guard current.kind == .newline else { throw unexpected("the end of the decorator's line") }
            try advance()
        }
        if at(.class) { return try record(decorators) }
        guard at(.def) else { throw unexpected("'def' or 'class' below a decorator") }
        return try definition(decorators)
    }

    private mutating func branches() throws(Fault) -> Statement {
        let start = current.position
        var branches: [Branch] = []
        repeat {
            let word = branches.isEmpty ? "if" : "elif"
            let position = try advance()
            let condition = try expression()
            branches.append(Branch(condition: condition, body: try block(of: word, at: position)))
        } while at(.elif)
        return Statement(kind: .branch(branches, otherwise: try otherwise()), position: start)
    }

    /// The colon and what it opens: simple statements on the same line, or indented lines.
    mutating func block(of word: String, at start: SourcePosition) throws(Fault) -> [Statement] {
        guard try accept(.colon) else {
            let advice =
                word == "else" && at(.if) ? "write elif" : current.kind == .newline ? "end the line with ':'" : nil
            throw unexpected("':' for the '\(word)' at \(start)", hint: advice)
        }
        try enter()
        defer { leave() }
        var statements: [Statement] = []
        guard current.kind == .newline else {
            try simpleStatements(into: &statements)
            return statements
        }
        try advance()
        guard current.kind == .indent else {
            let advice = "indent its lines by 4 blanks; pass does nothing"
            throw unexpected("an indented block for the '\(word)' at \(start)", hint: advice)
        }
        try advance()
        while current.kind != .dedent { try statement(into: &statements) }
        try advance()
        return statements
    }
}
