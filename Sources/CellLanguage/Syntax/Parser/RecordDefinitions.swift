import Tensors

extension Parser {
    /// `class Point(NamedTuple):` with annotated fields, methods and attributes as its body.
    mutating func record(_ decorators: [Expression]) throws(Fault) -> Statement {
        let start = try advance()
        let name = try expectName("a class name")
        var bases: [Expression] = []
        if at(.leftParenthesis) {
            let open = try advance()
            while !at(.rightParenthesis) {
                bases.append(try expression())
                if at(.equal) { throw foreign("a keyword of a class is", Self.classAdvice) }
                guard try accept(.comma) else { break }
            }
            try close(.rightParenthesis, open)
        }
        let (outerFunctions, outerLoops) = (functionDepth, loopDepth)
        (functionDepth, loopDepth) = (0, 0)
        defer { (functionDepth, loopDepth) = (outerFunctions, outerLoops) }
        let body = try block(of: "class", at: start)
        var (fields, members): ([Parameter], [Statement]) = ([], [])
        for statement in body {
            switch statement.kind {
            case .annotated(let name, let value):
                guard !fields.contains(where: { $0.name == name }) else {
                    throw Fault(.parse, "field \(Token.quoted(name)) comes twice", at: statement.position)
                }
                fields.append(Parameter(name: name, default: value, position: statement.position))
            case .function, .assign: members.append(statement)
            case .pass: break
            case .expression(let value) where value.isDocumentation: break
            default:
                throw Fault(
                    .parse, "a class with more than fields, methods and attributes is not part of the cell language",
                    at: statement.position, hint: "write it outside of the class")
            }
        }
        let record = RecordDefinition(
            name: name, decorators: decorators, bases: bases, fields: fields, members: members, position: start)
        return Statement(kind: .record(record), position: start)
    }

    private static let classAdvice = "write class Point(NamedTuple) with annotated fields, or a class with __init__"
}

extension Expression {
    /// Whether it stands in a body for what says nothing: a string, or `...`.
    fileprivate var isDocumentation: Bool {
        switch kind {
        case .string, .ellipsis: true
        default: false
        }
    }
}
