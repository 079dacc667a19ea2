import Graphs
import Notebook
import Tensors

/// A session in a list.
public struct SessionSummary: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Where its files are read from.
    public var folder: String?
    /// Where it branched off, if it is a fork.
    public var parent: Event.Parent?
    /// The number of its last cell: its own cells and those it shares with its parents.
    public var cellCount: Int
    /// Derivatives that its own cells took.
    public var runCount: Int
    /// When it began, in microseconds since 1970 UTC.
    public var createdAt: Int64
}

/// Which runs a list has; nil asks for all.
public struct LogFilter: Hashable, Sendable {
    /// Runs of this session's own cells.
    public var session: String?
    /// Runs of this form.
    public var kind: Question.Kind?
    /// Runs that differentiate by this name.
    public var wrt: String?
    /// Runs recorded then or later, in microseconds since 1970 UTC.
    public var since: Int64?
    /// Runs before this row, to page on.
    public var before: Int64?
    /// The most runs to give; brought into 1 … 1000.
    public var limit: Int

    /// A filter.
    public init(
        session: String? = nil, kind: Question.Kind? = nil, wrt: String? = nil, since: Int64? = nil,
        before: Int64? = nil, limit: Int = 20
    ) {
        self.session = session
        self.kind = kind
        self.wrt = wrt
        self.since = since
        self.before = before
        self.limit = limit
    }
}

/// How much there is.
public struct ArchiveStatus: Hashable, Sendable {
    /// The database file.
    public var path: String
    /// The schema's version.
    public var version: Int
    /// The number of sessions.
    public var sessions: Int
    /// The number of cells; a fork's shared cells are counted once.
    public var cells: Int
    /// The number of runs.
    public var runs: Int
    /// The number of graphs.
    public var graphs: Int
    /// The number of arrays.
    public var tensors: Int
    /// Bytes of all arrays, in the database and in files.
    public var tensorBytes: Int
    /// Bytes of the database file.
    public var databaseBytes: Int
    /// Bytes of the write-ahead log beside it.
    public var walBytes: Int
    /// Why writes are off, if they are.
    public var readOnlyReason: String?
}

/// What a query gave.
public struct QueryResult: Hashable, Sendable {
    /// Names of the columns.
    public var columns: [String]
    /// The rows, each with a value for every column.
    public var rows: [[QueryValue]]
    /// Whether there were more rows than the limits let through.
    public var truncated: Bool
}

/// One value of a query's row.
public enum QueryValue: Hashable, Sendable {
    /// NULL
    case null
    /// INTEGER
    case integer(Int64)
    /// REAL
    case real(Double)
    /// TEXT
    case text(String)
    /// BLOB
    case blob([UInt8])
}
