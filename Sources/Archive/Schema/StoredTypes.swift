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

/// A cell as the journal has it: enough to run it again and to compare.
public struct JournalCell: Sendable {
    /// The session that ran it: a parent's name for a cell that a fork shares.
    public var session: String
    /// Its number, from 1.
    public var number: Int
    /// How it came in.
    public var kind: CellRecord.Kind
    /// The source as it was sent.
    public var source: String
    /// Whether the source is not what was stored: its hash is another.
    public var isDamaged: Bool
    /// Contents that came from outside the source, in order of reading.
    public var leaves: [ContentHash]
    /// What it bound, in order.
    public var bindings: [BindingRecord]
    /// What it elaborated to; nil in a row that does not say.
    public var elaboration: ElaborationRecord?
    /// When it was recorded, in microseconds since 1970 UTC.
    public var time: Int64
}

/// One execution of a derivative as the archive has it: a `RunRecord` with its graph by hash, and where it belongs.
public struct StoredRun: Hashable, Sendable {
    /// Its place in the order of all runs.
    public var row: Int64
    /// The recipe's hash.
    public var id: ContentHash
    /// The hash of its graph.
    public var graph: ContentHash
    /// What was asked.
    public var question: Question
    /// Contents of the graph's inputs, in order.
    public var inputs: [ContentHash]
    /// Contents of the seeds.
    public var seeds: [ContentHash]
    /// One array for each differentiated input, or one for a jvp.
    public var results: [ContentHash]
    /// The hash of the graph that gave the results; nil for a run of version 1, which did not keep it.
    public var derivative: ContentHash?
    /// The target as the cell wrote it.
    public var target: String
    /// Names of the differentiated inputs.
    public var wrt: [String]
    /// Names of the cut.
    public var through: [String]
    /// Names inside the graph, in value order.
    public var names: [NamedValue]
    /// Where the cell asked.
    public var position: SourcePosition
    /// The bit contract it was computed under.
    public var numerics: Int
    /// Wall time of the evaluation of the cell that asked, in microseconds.
    public var microseconds: Int
    /// The session that ran it.
    public var session: String
    /// The number of the cell that ran it.
    public var cell: Int
    /// When it was recorded, in microseconds since 1970 UTC.
    public var time: Int64
}

/// One execution of a derivative in a list.
public struct RunSummary: Hashable, Sendable {
    /// Its place in the order of all runs.
    public var row: Int64
    /// The recipe's hash.
    public var id: ContentHash
    /// The form of the derivative.
    public var kind: Question.Kind
    /// The target as the cell wrote it.
    public var target: String
    /// Names of the differentiated inputs.
    public var wrt: [String]
    /// Names of the cut.
    public var through: [String]
    /// The session that ran it.
    public var session: String
    /// The number of the cell that ran it.
    public var cell: Int
    /// When it was recorded, in microseconds since 1970 UTC.
    public var time: Int64
    /// Wall time of the evaluation of the cell that asked, in microseconds.
    public var microseconds: Int
    /// How its cell ended.
    public var outcome: CellRecord.Ending
    /// The bit contract it was computed under.
    public var numerics: Int
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
