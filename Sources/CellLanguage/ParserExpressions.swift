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
        let first = try expression()
        guard at(.comma) else { return first }
        return Expression(kind: .tuple(try elements(after: first)), position: start)
    }

    /// `, b, c` after `first`, up to a token that ends a list; a trailing comma is allowed.
    mutating func elements(after first: Expression) throws(Fault) -> [Expression] {
        var elements = [first]
        while try accept(.comma), !endsList { elements.append(try expression()) }
        return elements
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
    mutating func operation(_ loosest: Precedence) throws(Fault) -> Expression {
        let start = current.position
        var value = try at(.not) ? negation(loosest) : unary()
        while let level = currentPrecedence, level >= loosest {
            value = Expression(kind: try run(of: level, after: value), position: start)
        }
        return value
    }

    private mutating func negation(_ loosest: Precedence) throws(Fault) -> Expression {
        guard loosest <= .not else { throw unexpected("an operand") }
        try enter()
        defer { leave() }
        let start = try advance()
        return Expression(kind: .unary(.not, try operation(.not)), position: start)
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

    /// All links of one precedence level.
    private mutating func run(of level: Precedence, after first: Expression) throws(Fault) -> Expression.Kind {
        switch level {
        case .or: .logical(.or, try logicalOperands(.or, level, after: first))
        case .and: .logical(.and, try logicalOperands(.and, level, after: first))
        case .comparison: .comparison(first, try comparisonLinks())
        default: .chain(first, try chainLinks(level))
        }
    }

    private mutating func logicalOperands(
        _ keyword: Keyword, _ level: Precedence, after first: Expression
    ) throws(Fault) -> [Expression] {
        var operands = [first]
        while try accept(keyword) { operands.append(try operation(level.tighter)) }
        return operands
    }

    private mutating func chainLinks(_ level: Precedence) throws(Fault) -> [ChainLink] {
        var links: [ChainLink] = []
        while let binary = currentSymbol?.binary, binary.level == level {
            let position = try advance()
            let operand = try operation(level.tighter)
            links.append(ChainLink(operator: binary.operator, operand: operand, position: position))
        }
        return links
    }

    private mutating func comparisonLinks() throws(Fault) -> [ComparisonLink] {
        var links: [ComparisonLink] = []
        while currentPrecedence == .comparison {
            let position = current.position
            let comparison = try comparisonOperator()
            let operand = try operation(.bitwiseOr)
            links.append(ComparisonLink(operator: comparison, operand: operand, position: position))
        }
        return links
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
