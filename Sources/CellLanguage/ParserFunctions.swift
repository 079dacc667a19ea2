import Tensors

extension Parser {
    /// `lambda a, b=2: …`
    mutating func lambda() throws(Fault) -> Expression {
        try enter()
        defer { leave() }
        let start = try advance()
        let parameters = try parameters(until: .colon)
        guard try accept(.colon) else { throw unexpected("',' or ':' after the parameters") }
        let body = try expression()
        let function = Function(name: nil, parameters: parameters, body: .expression(body), position: start)
        return Expression(kind: .lambda(function), position: start)
    }

    /// `def f(a, b=2): …`
    mutating func definition() throws(Fault) -> Statement {
        let start = try advance()
        let name = try expectName("a function name")
        guard at(.leftParenthesis) else { throw unexpected("'('") }
        let open = try advance()
        let parameters = try parameters(until: .rightParenthesis)
        try close(.rightParenthesis, open)
        functionDepth += 1
        defer { functionDepth -= 1 }
        let body = try block(of: "def", at: start)
        let function = Function(name: name, parameters: parameters, body: .statements(body), position: start)
        return Statement(kind: .function(function), position: start)
    }

    private mutating func parameters(until end: Symbol) throws(Fault) -> [Parameter] {
        var parameters: [Parameter] = []
        var names: Set<String> = []
        while !at(end) {
            let parameter = try parameter(hasAnnotation: end != .colon)
            guard names.insert(parameter.name).inserted else {
                throw Fault(.parse, "parameter \(Token.quoted(parameter.name)) comes twice", at: parameter.position)
            }
            if parameter.default == nil, parameters.last?.default != nil {
                let message = "parameter \(Token.quoted(parameter.name)) without a default after one with a default"
                throw Fault(.parse, message, at: parameter.position)
            }
            parameters.append(parameter)
            guard try accept(.comma) else { break }
        }
        return parameters
    }

    /// A name, perhaps with a default. A colon after the name is an annotation in a `def`, the end in a lambda.
    private mutating func parameter(hasAnnotation: Bool) throws(Fault) -> Parameter {
        let position = current.position
        switch currentSymbol {
        case .star, .doubleStar: throw foreign("variadic and keyword-only parameters are", "name each, without *")
        case .slash: throw foreign("positional-only parameters are", "drop the '/'")
        case .leftParenthesis: throw unexpected("a parameter", hint: "unpack in the body")
        default: break
        }
        let name = try expectName("a parameter")
        if hasAnnotation, at(.colon) { throw annotationFault() }
        let value = try accept(.equal) ? expression() : nil
        return Parameter(name: name, default: value, position: position)
    }

    /// The fault of an annotation that begins at the current token.
    func annotationFault() -> Fault {
        let advice = "drop it: types are inferred"
        return Fault(.parse, "annotations are not part of the cell language", at: current.position, hint: advice)
    }
}
