import Tensors

extension Parser {
    /// One compound statement, or a line of simple ones.
    mutating func statement(into statements: inout [Statement]) throws(Fault) {
        switch current.kind {
        case .keyword(.def): statements.append(try definition())
        case .keyword(.for): statements.append(try forLoop())
        case .keyword(.if): statements.append(try branches())
        case .keyword(.elif), .keyword(.else):
            throw unexpected("a statement", hint: "there is no 'if' at this indentation for it to continue")
        case .indent: throw unexpected("a statement", hint: "indent as the line before, or end that line with ':'")
        case .symbol(.at):
            let advice = "apply the function below the def: f = checkpoint(f)"
            throw Fault(.parse, "decorators are not part of the cell language", at: current.position, hint: advice)
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
        case .keyword(.import): statements.append(try importStatement())
        case .keyword(.from): statements.append(try fromStatement())
        case .keyword(.def), .keyword(.for), .keyword(.if):
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

    /// `a = b = expression`, `a += expression` or an expression on its own.
    private mutating func assignment() throws(Fault) -> Statement {
        let start = current.position
        var value = try expressionList()
        if let binary = currentSymbol?.augmentedOperator {
            let name = try augmentedName(value)
            try advance()
            return Statement(kind: .augmented(name, binary, try expressionList()), position: start)
        }
        if at(.colon), isAnnotatable(value) { throw annotationFault() }
        var targets: [Target] = []
        while at(.equal) {
            targets.append(try target(value))
            try advance()
            value = try expressionList()
        }
        return Statement(kind: targets.isEmpty ? .expression(value) : .assign(targets, value), position: start)
    }

    private func augmentedName(_ expression: Expression) throws(Fault) -> String {
        switch try target(expression) {
        case .name(let name, _): return name
        case .tuple(_, let position):
            let message = "expected a name before \(current.description), found a tuple"
            throw Fault(.parse, message, at: position, hint: "write one assignment for each name")
        }
    }

    private func isAnnotatable(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .name, .postfix: true
        default: false
        }
    }

    /// The fault of more text where `statement` should have ended.
    private func unexpectedAfterStatement(_ statement: Statement?) -> Fault {
        if case .expression(let value) = statement?.kind, case .name(let name) = value.kind, startsOperand {
            let place = value.position
            switch name {
            case "print":
                return Fault(
                    .parse, "'print' is not part of the cell language", at: place, hint: Elsewhere.names["print"])
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
        let body = try block(of: "for", at: start)
        if at(.else) { throw foreign("an 'else' of a 'for' is", "write its body after the loop") }
        return Statement(kind: .forLoop(target, iterable, body), position: start)
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
        var otherwise: [Statement] = []
        if at(.else) {
            let position = try advance()
            otherwise = try block(of: "else", at: position)
        }
        return Statement(kind: .branch(branches, otherwise: otherwise), position: start)
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
