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

    /// `def f(a, /, b=2, *, c): …`
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
        // Where a bare `*` stands: what comes behind it is given by name.
        var star: SourcePosition?
        while !at(end) {
            if at(.slash) {
                try positionalMark(&parameters, isBehindStar: star != nil)
            } else if at(.star), star == nil {
                star = try bareStar(until: end)
            } else {
                var parameter = try parameter(hasAnnotation: end != .colon)
                if star != nil { parameter.kind = .keyword }
                guard names.insert(parameter.name).inserted else {
                    throw Fault(.parse, "parameter \(Token.quoted(parameter.name)) comes twice", at: parameter.position)
                }
                if parameter.default == nil, star == nil, parameters.last?.default != nil {
                    let message = "parameter \(Token.quoted(parameter.name)) without a default after one with a default"
                    throw Fault(.parse, message, at: parameter.position)
                }
                parameters.append(parameter)
            }
            guard try accept(.comma) else { break }
        }
        if let star, parameters.last?.kind != .keyword {
            throw Fault(
                .parse, "no parameter behind '*'", at: star, hint: "what comes behind it is given by name: f(*, a)")
        }
        return parameters
    }

    /// `/`: the parameters before it are given by place alone.
    private mutating func positionalMark(_ parameters: inout [Parameter], isBehindStar: Bool) throws(Fault) {
        let position = try advance()
        guard !isBehindStar, !parameters.isEmpty, parameters.allSatisfy({ $0.kind == .any }) else {
            let message =
                isBehindStar
                ? "'/' behind '*'" : parameters.isEmpty ? "no parameter before '/'" : "'/' comes twice"
            throw Fault(.parse, message, at: position, hint: "what comes before it is given by place: f(a, /, b)")
        }
        for index in parameters.indices { parameters[index].kind = .positional }
    }

    /// `*` alone, and its place.
    private mutating func bareStar(until end: Symbol) throws(Fault) -> SourcePosition {
        let position = try advance()
        guard at(.comma) || at(end) else {
            throw Fault(
                .parse, "variadic parameters are not part of the cell language", at: position,
                hint: "name each, or take a tuple")
        }
        return position
    }

    /// A name, perhaps with a default. A colon after the name is an annotation in a `def`, the end in a lambda.
    private mutating func parameter(hasAnnotation: Bool) throws(Fault) -> Parameter {
        let position = current.position
        switch currentSymbol {
        case .star: throw Fault(.parse, "'*' comes twice", at: position)
        case .doubleStar: throw foreign("variadic parameters are", "name each")
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
