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
            arguments.append(try argument(&keywords, after: arguments))
            guard try accept(.comma) else { break }
        }
        try close(.rightParenthesis, open)
        return .call(arguments, open)
    }

    private mutating func argument(
        _ keywords: inout Set<String>, after arguments: [Argument]
    ) throws(Fault) -> Argument {
        let first = current
        if at(.star) || at(.doubleStar) { return try unpacked(after: arguments) }
        var value = try expression()
        if at(.for) {
            guard arguments.isEmpty else { throw generatorFault() }
            value = try comprehension(.generator(value), at: first.position)
            guard at(.rightParenthesis) else { throw unexpected("')' after a generator, which is an only argument") }
        }
        if at(.equal), case .name(let name) = first.kind, case .name = value.kind {
            try advance()
            guard keywords.insert(name).inserted else {
                throw Fault(.parse, "argument \(Token.quoted(name)) is given twice", at: first.position)
            }
            return Argument(name: name, value: try expression(), position: first.position)
        }
        if at(.equal) { throw unexpected("',' or ')'", hint: "a keyword is a plain name; use == to compare") }
        guard keywords.isEmpty, !arguments.contains(where: { $0.unpacking == .entries }) else {
            let advice = "put positional arguments first"
            throw Fault(.parse, "positional argument after a keyword argument", at: first.position, hint: advice)
        }
        return Argument(name: nil, value: value, position: value.position)
    }

    /// `*xs` or `**d`
    private mutating func unpacked(after arguments: [Argument]) throws(Fault) -> Argument {
        let isItems = at(.star)
        if isItems, arguments.contains(where: { $0.unpacking == .entries }) {
            throw Fault(.parse, "* behind ** in a call", at: current.position, hint: "put * first")
        }
        let position = try advance()
        return Argument(
            name: nil, value: try expression(), position: position, unpacking: isItems ? .items : .entries)
    }

    private func generatorFault() -> Fault {
        let advice = "use a list comprehension: [… for … in …]"
        return Fault(
            .parse, "a generator that is not the only argument of a call", at: current.position, hint: advice)
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
        case .symbol(.leftBrace): return try dict()
        case .string, .formatted: return Expression(kind: try strings(), position: start)
        default:
            guard let kind = leaf else {
                if current.kind == .integerPastLargest { throw Lexer.pastLargest(at: start) }
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

    /// Strings side by side are one string, formatted where one of them is.
    private mutating func strings() throws(Fault) -> Expression.Kind {
        var pieces: [FormattedPiece] = []
        var text = ""
        var isFormatted = false
        func flush(_ pieces: inout [FormattedPiece]) {
            if !text.isEmpty { pieces.append(.text(text)) }
            text = ""
        }
        while true {
            switch current.kind {
            case .string(let part): text += part
            case .formatted(let parts):
                isFormatted = true
                for piece in try self.pieces(parts) {
                    if case .text(let part) = piece {
                        text += part
                    } else {
                        flush(&pieces)
                        pieces.append(piece)
                    }
                }
            default:
                guard isFormatted else { return .string(text) }
                flush(&pieces)
                return .formatted(pieces)
            }
            try advance()
        }
    }

    private mutating func pieces(_ tokens: [FormattedToken]) throws(Fault) -> [FormattedPiece] {
        var pieces: [FormattedPiece] = []
        for token in tokens {
            switch token {
            case .text(let text): pieces.append(.text(text))
            case .field(let extent, let conversion, let specification):
                let value = try field(extent)
                pieces.append(
                    .field(value, conversion: conversion, specification: try self.pieces(specification)))
            }
        }
        return pieces
    }

    /// `{k: v, **d}` or `{k: v for … in …}`
    private mutating func dict() throws(Fault) -> Expression {
        try enter()
        defer { leave() }
        let open = try advance()
        var items: [DictItem] = []
        while !at(.rightBrace) {
            if try accept(.doubleStar) {
                items.append(.unpacked(try operation(.bitwiseOr)))
            } else {
                let key = try expression()
                guard at(.colon) else {
                    let isSet = items.isEmpty && (at(.comma) || at(.rightBrace) || at(.for))
                    throw isSet ? foreign("sets are", "use a list or a tuple") : unexpected("':' after the key")
                }
                try advance()
                let value = try expression()
                if items.isEmpty, at(.for) {
                    let made = try comprehension(.dict(key, value), at: open)
                    try close(.rightBrace, open)
                    return made
                }
                items.append(.pair(key, value))
            }
            guard try accept(.comma) else { break }
        }
        try close(.rightBrace, open)
        return Expression(kind: .dict(items), position: open)
    }

    /// `(x)`, `()` or a tuple.
    private mutating func parenthesized() throws(Fault) -> Expression {
        try enter()
        defer { leave() }
        let open = try advance()
        if try accept(.rightParenthesis) { return Expression(kind: .tuple([]), position: open) }
        let first = try element()
        if at(.for) {
            let value = try comprehension(.generator(first), at: open)
            try close(.rightParenthesis, open)
            return value
        }
        if case .starred = first.kind, !at(.comma) { throw lonelyStar(first) }
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
        let first = try element()
        if at(.for) {
            if case .starred = first.kind { throw lonelyStar(first) }
            let made = try comprehension(.list(first), at: open)
            try close(.rightBracket, open)
            return made
        }
        let elements = try elements(after: first)
        try close(.rightBracket, open)
        return Expression(kind: .list(elements), position: open)
    }

    /// How many `for` a comprehension may have: each is a frame on the stack of whoever runs it.
    private static let clausesMax = 16

    /// The clauses of a comprehension, the first `for` next.
    private mutating func comprehension(
        _ form: Comprehension.Form, at start: SourcePosition
    ) throws(Fault) -> Expression {
        var clauses: [Comprehension.Clause] = []
        while try accept(.for) {
            let target = try forTarget()
            let iterable = try operation(.or)
            var conditions: [Expression] = []
            while try accept(.if) { conditions.append(try operation(.or)) }
            guard clauses.count < Self.clausesMax else {
                throw Fault(.limit, "more than \(Self.clausesMax) 'for' in one comprehension", at: current.position)
            }
            clauses.append(.init(target: target, iterable: iterable, conditions: conditions))
        }
        return Expression(kind: .comprehension(Comprehension(form: form, clauses: clauses)), position: start)
    }
}
