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
    mutating func definition(_ decorators: [Expression]) throws(Fault) -> Statement {
        let start = try advance()
        let name = try expectName("a function name")
        guard at(.leftParenthesis) else { throw unexpected("'('") }
        let open = try advance()
        let parameters = try parameters(until: .rightParenthesis)
        try close(.rightParenthesis, open)
        if try accept(.arrow) { _ = try expression() }
        let outerLoops = loopDepth
        loopDepth = 0
        functionDepth += 1
        defer {
            functionDepth -= 1
            loopDepth = outerLoops
        }
        let body = try block(of: "def", at: start)
        let function = Function(name: name, parameters: parameters, body: .statements(body), position: start)
        return Statement(kind: .function(function, decorators: decorators), position: start)
    }

    private mutating func parameters(until end: Symbol) throws(Fault) -> [Parameter] {
        var parameters: [Parameter] = []
        var names: Set<String> = []
        // Where a `*` stands: what comes behind it is given by name.
        var star: SourcePosition?
        while !at(end) {
            guard parameters.last?.kind != .entries else {
                throw Fault(.parse, "a parameter behind one with **, which is the last", at: current.position)
            }
            if at(.slash) {
                try positionalMark(&parameters, isBehindStar: star != nil)
            } else if at(.star), star == nil, try isBareStar(until: end, &star) {
                // What follows says whether a parameter is behind it.
            } else {
                var parameter = try parameter(hasAnnotation: end != .colon, behindStar: star)
                if star != nil, parameter.kind == .any { parameter.kind = .keyword }
                guard names.insert(parameter.name).inserted else {
                    throw Fault(.parse, "parameter \(Token.quoted(parameter.name)) comes twice", at: parameter.position)
                }
                if parameter.kind == .any, parameter.default == nil, parameters.last?.default != nil {
                    let message = "parameter \(Token.quoted(parameter.name)) without a default after one with a default"
                    throw Fault(.parse, message, at: parameter.position)
                }
                parameters.append(parameter)
            }
            guard try accept(.comma) else { break }
        }
        if let star, !parameters.contains(where: { $0.kind == .keyword || $0.kind == .rest }) {
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

    /// Takes a `*` and says whether it is alone; `star` becomes its place.
    private mutating func isBareStar(until end: Symbol, _ star: inout SourcePosition?) throws(Fault) -> Bool {
        star = try advance()
        return at(.comma) || at(end)
    }

    /// A name, perhaps with an annotation and a default: `a`, `*args` whose `*` is taken, or `**kwargs`. A colon after the
    /// name is an annotation in a `def`, the end in a lambda.
    private mutating func parameter(hasAnnotation: Bool, behindStar star: SourcePosition?) throws(Fault) -> Parameter {
        var kind = Parameter.Kind.any
        if previousSymbol == .star { kind = .rest }
        let position = current.position
        switch currentSymbol {
        case .star: throw Fault(.parse, "'*' comes twice", at: position)
        case .doubleStar:
            try advance()
            kind = .entries
        case .leftParenthesis: throw unexpected("a parameter", hint: "unpack in the body")
        default: break
        }
        let name = try expectName("a parameter")
        if hasAnnotation, try accept(.colon) { _ = try expression() }
        if kind != .any, at(.equal) {
            throw Fault(.parse, "a default of '\(name)', which takes what is left over", at: current.position)
        }
        let value = try accept(.equal) ? expression() : nil
        return Parameter(name: name, default: value, position: position, kind: kind)
    }
}
