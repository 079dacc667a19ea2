import Tensors

extension Parser {
    /// `class Point(NamedTuple):` with annotated fields as its body. A class with methods is not part of the language.
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
        var fields: [Parameter] = []
        for (place, statement) in body.enumerated() {
            guard let field = try Self.field(statement, isFirst: place == 0) else { continue }
            guard !fields.contains(where: { $0.name == field.name }) else {
                throw Fault(.parse, "field \(Token.quoted(field.name)) comes twice", at: field.position)
            }
            if field.default == nil, fields.last?.default != nil {
                let message = "field \(Token.quoted(field.name)) without a default after one with a default"
                throw Fault(.parse, message, at: field.position)
            }
            fields.append(field)
        }
        let record = RecordDefinition(
            name: name, decorators: decorators, bases: bases, fields: fields, position: start)
        return Statement(kind: .record(record), position: start)
    }

    private static let classAdvice =
        "write functions of a tuple, a dict or a NamedTuple, whose fields are annotated: class Point(NamedTuple): x: float"

    /// A field of a class; nil for what says nothing.
    private static func field(_ statement: Statement, isFirst: Bool) throws(Fault) -> Parameter? {
        switch statement.kind {
        case .annotated(let name, let value):
            return Parameter(name: name, default: value, position: statement.position)
        case .pass: return nil
        case .expression(let value) where isFirst:
            if case .string = value.kind { return nil }
        default: break
        }
        let isMethod = if case .function = statement.kind { true } else { false }
        throw Fault(
            .parse,
            "\(isMethod ? "a class with methods" : "a class with more than annotated fields") is not part of "
                + "the cell language", at: statement.position, hint: classAdvice)
    }
}
