import Tensors

/// How tightly a binary operator binds, loosest first; `not` stands among them because its operand is what binds tighter.
enum Precedence: Int, Comparable {
    case or, and, not, comparison, bitwiseOr, bitwiseXor, bitwiseAnd, shift, sum, product, unary

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

    /// The next tighter level.
    var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .unary }
}

extension Parser {
    // MARK: Lists and conditionals

    /// One expression, or a tuple without parentheses.
    mutating func expressionList() throws(Fault) -> Expression {
        let start = current.position
        let first = try element()
        guard at(.comma) else {
            if case .starred = first.kind, !at(.equal), !at(.in) { throw lonelyStar(first) }
            return first
        }
        return Expression(kind: .tuple(try elements(after: first)), position: start)
    }

    /// `, b, c` after `first`, up to a token that ends a list; a trailing comma is allowed.
    mutating func elements(after first: Expression) throws(Fault) -> [Expression] {
        var elements = [first]
        while try accept(.comma), !endsList { elements.append(try element()) }
        return elements
    }

    /// An element of a list or a tuple: an expression, or `*xs`.
    mutating func element() throws(Fault) -> Expression {
        guard at(.star) else { return try expression() }
        let position = try advance()
        return Expression(kind: .starred(try operation(.bitwiseOr)), position: position)
    }

    func lonelyStar(_ expression: Expression) -> Fault {
        Fault(
            .parse, "unpacking with * stands among the elements of a list or a tuple", at: expression.position,
            hint: "write [*xs] or *xs,")
    }

    /// Whether a list that has just seen a comma is over.
    var endsList: Bool {
        switch current.kind {
        case .newline, .end, .keyword(.in): true
        case .symbol(let symbol):
            switch symbol {
            case .equal, .rightParenthesis, .rightBracket, .rightBrace, .colon, .semicolon: true
            default: symbol.augmentedOperator != nil
            }
        default: false
        }
    }

    /// Any expression but a tuple without parentheses.
    mutating func expression() throws(Fault) -> Expression {
        if at(.lambda) { return try lambda() }
        let start = current.position
        let value = try operation(.or)
        guard try accept(.if) else { return value }
        let condition = try operation(.or)
        try expect(.else, "after 'x if condition'")
        try enter()
        defer { leave() }
        let otherwise = try expression()
        return Expression(
            kind: .conditional(then: value, condition: condition, otherwise: otherwise), position: start)
    }

    // MARK: Binary operators

    /// Operands joined by operators that bind at least as tightly as `loosest`.
    ///
    /// The runs still open are kept in an array, loosest first, so that ten levels of precedence cost one stack frame.
    mutating func operation(_ loosest: Precedence) throws(Fault) -> Expression {
        var runs: [OperatorRun] = []
        try openNegations(&runs, loosest)
        var start = current.position
        var value = try unary()
        while true {
            let level = currentPrecedence.flatMap { $0 < loosest ? nil : $0 }
            while let run = runs.last, level.map({ run.level > $0 }) ?? true {
                runs.removeLast()
                if run.level == .not { leave() }
                start = run.start
                value = Expression(kind: run.closed(with: value), position: start)
            }
            guard let level else { return value }
            var run = OperatorRun(level: level, start: start)
            if runs.last?.level == level { run = runs.removeLast() }
            run.operands.append(value)
            try takeOperator(into: &run)
            runs.append(run)
            try openNegations(&runs, loosest)
            start = current.position
            value = try unary()
        }
    }

    /// Opens a run for every `not` before an operand. After a tighter operator there can be none.
    private mutating func openNegations(_ runs: inout [OperatorRun], _ loosest: Precedence) throws(Fault) {
        while at(.not) {
            guard loosest <= .not, runs.last.map({ $0.level <= .not }) ?? true else { throw unexpected("an operand") }
            try enter()
            runs.append(OperatorRun(level: .not, start: try advance()))
        }
    }

    private var currentPrecedence: Precedence? {
        switch current.kind {
        case .keyword(.or): .or
        case .keyword(.and): .and
        case .keyword(.in), .keyword(.is), .keyword(.not): .comparison
        case .symbol(let symbol): symbol.comparison != nil ? .comparison : symbol.binary?.level
        default: nil
        }
    }

    private mutating func takeOperator(into run: inout OperatorRun) throws(Fault) {
        run.positions.append(current.position)
        if let binary = currentSymbol?.binary {
            run.binaries.append(binary.operator)
            try advance()
        } else if run.level == .comparison {
            run.comparisons.append(try comparisonOperator())
        } else {
            try advance()
        }
    }

    private mutating func comparisonOperator() throws(Fault) -> ComparisonOperator {
        if let comparison = currentSymbol?.comparison {
            try advance()
            return comparison
        }
        if try accept(.in) { return .contained }
        if try accept(.is) { return try accept(.not) ? .notIdentical : .identical }
        try advance()
        try expect(.in, "after 'not'")
        return .notContained
    }

    // MARK: Prefix operators and powers

    /// `-x`, `+x`, `~x` or a power; `-x**2` is `-(x**2)`.
    private mutating func unary() throws(Fault) -> Expression {
        guard let symbol = currentSymbol, let prefix = symbol.prefix else { return try power() }
        try enter()
        defer { leave() }
        let isDoubled = previousSymbol == symbol
        let start = try advance()
        if isDoubled, current.kind == .newline || at(.semicolon) {
            throw unexpected("an operand", hint: "write x \(symbol.rawValue)= 1")
        }
        if prefix == .minus, current.kind == .integerPastLargest {
            let literal = try advance()
            guard !at(.doubleStar) else { throw Lexer.pastLargest(at: literal) }
            return Expression(kind: .integer(.min), position: start)
        }
        return Expression(kind: .unary(prefix, try unary()), position: start)
    }

    /// `x**y`, which binds tighter than a prefix on its left and looser than one on its right, and goes right to left.
    private mutating func power() throws(Fault) -> Expression {
        let start = current.position
        let base = try primary()
        guard try accept(.doubleStar) else { return base }
        try enter()
        defer { leave() }
        return Expression(kind: .power(base, try unary()), position: start)
    }
}

/// Operands and operators of one precedence level, the last operand still to come. `not` has neither.
private struct OperatorRun {
    var level: Precedence
    var start: SourcePosition
    var operands: [Expression] = []
    /// Where the operators stand: as many as operands.
    var positions: [SourcePosition] = []
    /// The operators of an arithmetic run, else empty.
    var binaries: [BinaryOperator] = []
    /// The operators of a comparison, else empty.
    var comparisons: [ComparisonOperator] = []

    /// The run with its last operand.
    func closed(with last: Expression) -> Expression.Kind {
        guard let first = operands.first else { return .unary(.not, last) }
        switch level {
        case .or: return .logical(.or, operands + [last])
        case .and: return .logical(.and, operands + [last])
        case .comparison:
            return .comparison(first, links(comparisons, last, ComparisonLink.init))
        default:
            return .chain(first, links(binaries, last, ChainLink.init))
        }
    }

    private func links<Operator, Link>(
        _ operators: [Operator], _ last: Expression, _ link: (Operator, Expression, SourcePosition) -> Link
    ) -> [Link] {
        let rest = operands.dropFirst() + [last]
        return zip(zip(operators, rest), positions).map { link($0.0, $0.1, $1) }
    }
}

extension Symbol {
    fileprivate var prefix: UnaryOperator? {
        switch self {
        case .minus: .minus
        case .plus: .plus
        case .tilde: .invert
        default: nil
        }
    }

    fileprivate var comparison: ComparisonOperator? {
        switch self {
        case .equalEqual: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessEqual: .lessEqual
        case .greater: .greater
        case .greaterEqual: .greaterEqual
        default: nil
        }
    }

    fileprivate var binary: (operator: BinaryOperator, level: Precedence)? {
        switch self {
        case .bar: (.or, .bitwiseOr)
        case .caret: (.xor, .bitwiseXor)
        case .ampersand: (.and, .bitwiseAnd)
        case .shiftLeft: (.shiftLeft, .shift)
        case .shiftRight: (.shiftRight, .shift)
        case .plus: (.add, .sum)
        case .minus: (.subtract, .sum)
        case .star: (.multiply, .product)
        case .slash: (.divide, .product)
        case .doubleSlash: (.floorDivide, .product)
        case .percent: (.modulo, .product)
        case .at: (.matmul, .product)
        default: nil
        }
    }
}
