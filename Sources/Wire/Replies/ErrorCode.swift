/// Every error of `pullback/1`. The tens digit is the family: 1x protocol, 2x parse, 3x shape, dtype and graph,
/// 4x not found, 5x limit, 6x storage, 70 cancelled, 80 draining, 90 internal.
public enum ErrorCode: Int, CaseIterable, Sendable {
    /// The request id is empty, too long, or holds a character outside `A-Z a-z 0-9 . _ -`.
    case id = 10
    /// The verb is unknown, or missing.
    case verb = 11
    /// Not strict UTF-8, or a control character where none may stand.
    case encoding = 12
    /// A request with this id is already in flight on the connection.
    case duplicate = 13
    /// A body or blob does not end where it said it would.
    case framing = 14
    /// The text does not parse.
    case parse = 20
    /// A verb got too few, too many, or unfit arguments.
    case argument = 21
    /// Shapes do not fit together.
    case shape = 30
    /// A shape has more elements than can be addressed.
    case size = 31
    /// Dtypes do not fit together.
    case dtype = 32
    /// The graph cannot answer the question, for example because nothing depends on the named input.
    case graph = 33
    /// No name, run, session or request of this name.
    case notFound = 40
    /// Known but not allowed, for example a path outside the session's folder.
    case refused = 41
    /// A line, body or blob is longer than the protocol allows.
    case length = 50
    /// The daemon serves as many connections, or the connection as many requests, as it may.
    case connections = 51
    /// The answer would need more memory or time than the budget; the message names a cheaper question.
    case budget = 52
    /// The archive's file system is full; reads go on.
    case diskFull = 60
    /// The archive could not be read or written.
    case io = 61
    /// The archive is read-only until the daemon restarts.
    case readOnly = 62
    /// The request was cancelled.
    case cancelled = 70
    /// The daemon is shutting down and takes no new work.
    case draining = 80
    /// A defect of the daemon.
    case `internal` = 90

    /// The word that stands beside the code on an `ERR` line.
    public var symbol: String {
        switch self {
        case .id: "id"
        case .verb: "verb"
        case .encoding: "encoding"
        case .duplicate: "duplicate"
        case .framing: "framing"
        case .parse: "parse"
        case .argument: "argument"
        case .shape: "shape"
        case .size: "size"
        case .dtype: "dtype"
        case .graph: "graph"
        case .notFound: "not-found"
        case .refused: "refused"
        case .length: "length"
        case .connections: "connections"
        case .budget: "budget"
        case .diskFull: "disk-full"
        case .io: "io"
        case .readOnly: "read-only"
        case .cancelled: "cancelled"
        case .draining: "draining"
        case .internal: "internal"
        }
    }
}

/// An error as it travels: `ERR code symbol line:column message`.
///
/// Line and column count from 1, columns in Unicode scalars. They refer to the text the message is about: the
/// request line for errors of the protocol, the cell or expression for errors of the language.
public struct WireError: Error, Equatable, Sendable {
    /// The code; a newer peer may send one that ``ErrorCode`` does not list.
    public var code: Int
    /// The word beside the code.
    public var symbol: String
    /// Line from 1, where a place is known.
    public var line: Int?
    /// Column from 1, in Unicode scalars, where a place is known.
    public var column: Int?
    /// One sentence for a person: what was expected, and what to write instead.
    public var message: String

    /// An error with a known code.
    public init(_ code: ErrorCode, _ message: String, line: Int? = nil, column: Int? = nil) {
        self.code = code.rawValue
        self.symbol = code.symbol
        self.line = line
        self.column = column
        self.message = message
    }

    /// The text form without a newline. An unknown place is printed as `0:0`, so that a line has the same fields
    /// always; control characters in the message are escaped, so that it is one line always.
    public var text: String {
        "ERR \(code) \(symbol) \(line ?? 0):\(column ?? 0) \(message.controlsEscaped)"
    }

    /// The JSON form: the value beside `"error"` on a reply line. An unknown place is `null`.
    public var json: JSON {
        [
            "code": .integer(code), "symbol": .string(symbol), "line": line.map(JSON.integer) ?? .null,
            "column": column.map(JSON.integer) ?? .null, "message": .string(message),
        ]
    }

    /// Reads what ``text`` writes.
    /// - Returns: `nil` when the fields before the message are not all there.
    public init?(parsing text: some StringProtocol) {
        let fields = text.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard fields.count >= 4, fields[0] == "ERR", let code = Int(fields[1]) else { return nil }
        let place = fields[3].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard place.count == 2, let line = place[0], let column = place[1] else { return nil }
        self.code = code
        self.symbol = String(fields[2])
        self.line = line > 0 ? line : nil
        self.column = column > 0 ? column : nil
        self.message = fields.count > 4 ? String(fields[4]) : ""
    }

    /// Reads what ``json`` gives.
    /// - Returns: `nil` when code or message is missing.
    public init?(json: JSON) {
        guard case .integer(let code)? = json["code"], case .string(let message)? = json["message"] else { return nil }
        self.code = code
        self.symbol = json["symbol"]?.string ?? ""
        self.line = json["line"]?.integer
        self.column = json["column"]?.integer
        self.message = message
    }
}
