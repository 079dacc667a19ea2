import Tensors

/// A token and where it starts.
struct Token {
    var kind: Kind
    var position: SourcePosition

    enum Kind: Equatable {
        case name(String)
        case keyword(Keyword)
        case symbol(Symbol)
        case integer(Int)
        /// 2⁶³, which stands behind a minus alone.
        case integerPastLargest
        case float(Double)
        case string(String)
        case formatted([FormattedToken])
        /// The end of a logical line; blank lines, comment lines and lines inside brackets have none.
        case newline
        /// One level further in than the line before.
        case indent
        /// One level back out; a line may begin with several.
        case dedent
        case end
    }

    /// `text` in quotes, cut to a length that fits in a message.
    static func quoted(_ text: String) -> String {
        let shown = String(text.unicodeScalars.prefix(40))
        return shown.unicodeScalars.count < text.unicodeScalars.count ? "'\(shown)…'" : "'\(text)'"
    }

    /// How a fault names the token after "found".
    var description: String {
        switch kind {
        case .name(let name): "name \(Self.quoted(name))"
        case .keyword(let keyword): "'\(keyword.rawValue)'"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .integer, .integerPastLargest, .float: "a number"
        case .string, .formatted: "a string"
        case .newline: "end of line"
        case .indent: "an indented line"
        case .dedent: "end of block"
        case .end: "end of cell"
        }
    }
}

/// A part of an f-string.
enum FormattedToken: Equatable {
    case text(String)
    /// The source of an expression, and how its value is written.
    case field(Lexer.Extent, conversion: Character?, specification: [FormattedToken])
}

/// The keywords of the cell language.
enum Keyword: String, CaseIterable {
    case and, `as`, assert, `break`, `class`, `continue`, def, del, elif, `else`, except, `false` = "False"
    case finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda, none = "None", not, or, pass, raise,
        `return`,
        `true` = "True", `try`, `while`
    case with

    static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// The other keywords of Python, and what to write instead.
    static let unsupported: [String: String] = [
        "async": "a cell runs as a whole: write a plain def",
        "await": "a cell runs as a whole: write a plain call",
        "nonlocal": "return the value and bind it outside the function",
        "yield": "return a list, or use scan(f, init, xs)",
    ]
}

/// Operators and punctuation.
enum Symbol: String, CaseIterable {
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case doubleSlash = "//"
    case percent = "%"
    case at = "@"
    case doubleStar = "**"
    case ampersand = "&"
    case bar = "|"
    case caret = "^"
    case tilde = "~"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case equalEqual = "=="
    case notEqual = "!="
    case less = "<"
    case lessEqual = "<="
    case greater = ">"
    case greaterEqual = ">="
    case equal = "="
    case plusEqual = "+="
    case minusEqual = "-="
    case starEqual = "*="
    case slashEqual = "/="
    case doubleSlashEqual = "//="
    case percentEqual = "%="
    case atEqual = "@="
    case doubleStarEqual = "**="
    case ampersandEqual = "&="
    case barEqual = "|="
    case caretEqual = "^="
    case shiftLeftEqual = "<<="
    case shiftRightEqual = ">>="
    case walrus = ":="
    case arrow = "->"
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
    case comma = ","
    case colon = ":"
    case semicolon = ";"
    case dot = "."
    case ellipsis = "..."

    /// The symbols by their text, packed one byte a character.
    private static let packed = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.rawValue.utf8.reduce(0) { $0 << 8 | UInt32($1) }, $0) })

    /// The symbol made of at most four ASCII characters packed one byte each.
    init?(packed key: UInt32) {
        guard let symbol = Self.packed[key] else { return nil }
        self = symbol
    }

    /// The bracket that closes this one, if it opens one.
    var closing: Symbol? {
        switch self {
        case .leftParenthesis: .rightParenthesis
        case .leftBracket: .rightBracket
        case .leftBrace: .rightBrace
        default: nil
        }
    }

    /// The operator of an augmented assignment.
    var augmentedOperator: BinaryOperator? {
        switch self {
        case .plusEqual: .add
        case .minusEqual: .subtract
        case .starEqual: .multiply
        case .slashEqual: .divide
        case .doubleSlashEqual: .floorDivide
        case .percentEqual: .modulo
        case .atEqual: .matmul
        case .doubleStarEqual: .power
        case .ampersandEqual: .and
        case .barEqual: .or
        case .caretEqual: .xor
        case .shiftLeftEqual: .shiftLeft
        case .shiftRightEqual: .shiftRight
        default: nil
        }
    }
}
