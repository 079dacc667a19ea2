import Tensors

extension Cell {
    /// The cell written in `source`, which is Python: what it accepts means the same there.
    ///
    ///     try Cell(parsing: "y = -x**2").statements.count  // 1
    ///
    /// Throws the first fault in the text, with its place: `.parse` for what is not in the language, `.refused` for
    /// an import outside `jax` and `numpy`, `.limit` past 4 MiB of UTF-8 or a nesting of 100.
    public init(parsing source: String) throws(Fault) {
        var parser = try Parser(source)
        self.init(statements: try parser.cell())
    }
}

/// A recursive-descent parser with one token of lookahead and no backtracking.
struct Parser {
    /// How deep brackets, prefix operators, powers, lambdas, conditionals and blocks may nest, all counted together.
    /// It bounds the stack of the parser and the height of the tree, and so the recursion of whoever walks the tree.
    static let depthMax = 100

    private var lexer: Lexer
    private(set) var current: Token
    /// The token before `current`, if it is an operator or punctuation.
    private(set) var previousSymbol: Symbol?
    private var depth = 0
    /// How many `def`s are open.
    var functionDepth = 0
    /// How many loops are open in the innermost `def`.
    var loopDepth = 0

    init(_ source: String) throws(Fault) {
        lexer = try Lexer(source)
        current = try lexer.next()
    }

    /// A parser of the expression in a field of an f-string, as deep as the f-string is.
    private init(_ field: Lexer, depth: Int) throws(Fault) {
        lexer = field
        self.depth = depth
        current = try lexer.next()
    }

    /// The expression in a field of an f-string of this source.
    mutating func field(_ extent: Lexer.Extent) throws(Fault) -> Expression {
        try enter()
        defer { leave() }
        var inner = try Parser(Lexer(extent, of: lexer), depth: depth)
        let value = try inner.expressionList()
        guard inner.current.kind == .end else { throw inner.unexpected("an operator or the end of the field") }
        return value
    }

    mutating func cell() throws(Fault) -> [Statement] {
        var statements: [Statement] = []
        while current.kind != .end { try statement(into: &statements) }
        return statements
    }

    // MARK: Depth

    /// Goes one level deeper. Whoever calls it defers `leave()`.
    mutating func enter() throws(Fault) {
        depth += 1
        guard depth <= Self.depthMax else {
            throw Fault(.limit, "expressions and blocks nested deeper than \(Self.depthMax)", at: current.position)
        }
    }

    mutating func leave() { depth -= 1 }

    // MARK: Tokens

    /// Takes the current token and gives its place.
    @discardableResult
    mutating func advance() throws(Fault) -> SourcePosition {
        let position = current.position
        if case .symbol(let symbol) = current.kind { previousSymbol = symbol } else { previousSymbol = nil }
        current = try lexer.next()
        return position
    }

    func at(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }

    func at(_ keyword: Keyword) -> Bool { current.kind == .keyword(keyword) }

    /// The current token if it is a symbol.
    var currentSymbol: Symbol? {
        if case .symbol(let symbol) = current.kind { symbol } else { nil }
    }

    mutating func accept(_ symbol: Symbol) throws(Fault) -> Bool {
        guard at(symbol) else { return false }
        try advance()
        return true
    }

    mutating func accept(_ keyword: Keyword) throws(Fault) -> Bool {
        guard at(keyword) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ keyword: Keyword, _ role: String) throws(Fault) {
        guard try accept(keyword) else { throw unexpected("'\(keyword.rawValue)' \(role)") }
    }

    /// The name that must come next; `role` says what it is for.
    mutating func expectName(_ role: String) throws(Fault) -> String {
        guard case .name(let name) = current.kind else { throw unexpected(role) }
        try advance()
        return name
    }

    /// Takes the bracket that closes the one at `open`.
    mutating func close(_ symbol: Symbol, _ open: SourcePosition) throws(Fault) {
        if try accept(symbol) { return }
        let opening = symbol == .rightBracket ? "[" : symbol == .rightBrace ? "{" : "("
        let isLater = current.position.line > open.line
        let advice = isLater ? "close it with '\(symbol.rawValue)'" : startsOperand ? "a comma separates elements" : nil
        throw unexpected("',' or '\(symbol.rawValue)' for the '\(opening)' at \(open)", hint: advice)
    }

    /// Whether the current token may be the first of an expression.
    var startsOperand: Bool {
        switch current.kind {
        case .name, .integer, .float, .string, .formatted: true
        default: false
        }
    }

    // MARK: Faults

    /// The fault of finding the current token where `expected` should be.
    func unexpected(_ expected: String, hint: String? = nil) -> Fault {
        if let (construct, advice) = foreignConstruct { return foreign(construct, advice) }
        let message = "expected \(expected), found \(current.description)"
        return Fault(.parse, message, at: current.position, hint: hint ?? currentAdvice)
    }

    /// The fault of a construct of Python that begins at the current token and that the language lacks.
    func foreign(_ construct: String, _ advice: String) -> Fault {
        Fault(.parse, "\(construct) not part of the cell language", at: current.position, hint: advice)
    }

    /// What of Python the current token begins, where it was not expected, and what to write instead.
    private var foreignConstruct: (String, String)? {
        switch current.kind {
        case .symbol(.walrus): ("assignment inside an expression (:=) is", "assign on a line of its own, with =")
        case .symbol(.star), .symbol(.doubleStar):
            startsElement ? ("unpacking with * is, here,", "write the elements one by one") : nil
        default: nil
        }
    }

    /// What to write instead of the current token, wherever it was not expected.
    private var currentAdvice: String? {
        switch current.kind {
        case .symbol(.equal): "use == to compare"
        case .keyword(.lambda), .keyword(.not): "put it in brackets"
        case .keyword(.for): "a comprehension is [x for x in xs]; an element that is a tuple stands in parentheses"
        case .keyword(.return), .keyword(.pass), .keyword(.def), .keyword(.import), .keyword(.assert), .keyword(.del),
            .keyword(.raise), .keyword(.while), .keyword(.with), .keyword(.class), .keyword(.break),
            .keyword(.continue), .keyword(.try), .keyword(.global):
            "it begins a statement, on a line of its own"
        case .symbol(.percent), .symbol(.at):
            "a line that begins with % is a command of IPython: leave it out"
        default: nil
        }
    }

    /// Whether an element of a list may begin here, going by the token before.
    private var startsElement: Bool {
        switch previousSymbol {
        case .leftParenthesis, .leftBracket, .comma, .equal, nil: true
        default: false
        }
    }
}
