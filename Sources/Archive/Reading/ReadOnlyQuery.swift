import GRDBSQLite

/// SQL from people, who may read anything and change nothing.
///
/// Five locks on one door: the first word must be one that reads, SQLite must find that the statement does not write, the
/// connection is opened read-only, `query_only` is on, and of tables, functions and pragmas only those on a list are
/// allowed (`QueryRights`). Every query has a connection of its own, so that its limits are nobody else's.
struct ReadOnlyQuery {
    /// The database file.
    let path: String
    /// The most rows to give.
    let rowLimit: Int
    /// How long it may take.
    let timeLimit: Duration
    /// Looked at as often as the time.
    let isStopped: @Sendable () -> Bool
    /// The most bytes of values to give.
    static let byteLimit = 16 << 20
    /// The longest text or blob that a query may meet or make on the way, in bytes: the largest cell, and a margin.
    static let valueByteLimit = 5 << 20

    /// What a statement that reads begins with.
    private static let readingWords = ["SELECT", "WITH", "VALUES", "EXPLAIN"]

    /// - Throws: `ArchiveError.refused`, `.limit`, `.sql`
    func answer(_ sql: String) throws(ArchiveError) -> QueryResult {
        let word = ReadOnlyQuery.firstWord(of: sql)
        guard ReadOnlyQuery.readingWords.contains(word) else {
            throw .refused(
                word.isEmpty
                    ? "expected a query such as SELECT * FROM runs"
                    : "queries only read: expected SELECT, WITH, VALUES or EXPLAIN, found \(word)")
        }
        let connection = try QueryConnection(path, timeLimit: timeLimit, stoppedBy: isStopped)
        let statement = try connection.statement(sql)
        var result = QueryResult(columns: statement.columns, rows: [], truncated: false)
        var byteCount = 0
        while try statement.step() {
            byteCount += statement.byteCount
            guard result.rows.count < rowLimit, byteCount <= ReadOnlyQuery.byteLimit else {
                result.truncated = true
                break
            }
            result.rows.append(statement.row)
        }
        return result
    }

    /// The first word in upper case, after blanks and comments.
    static func firstWord(of sql: String) -> String {
        String(String.UnicodeScalarView(afterBlanks(sql).prefix { $0.properties.isAlphabetic })).uppercased()
    }

    /// What follows blanks and comments.
    static func afterBlanks(_ sql: String) -> Substring.UnicodeScalarView {
        var rest = sql.unicodeScalars[...]
        while let first = rest.first {
            if first.properties.isWhitespace {
                rest.removeFirst()
            } else if rest.starts(with: "--".unicodeScalars) {
                rest = rest.drop { $0 != "\n" }
            } else if rest.starts(with: "/*".unicodeScalars) {
                rest = afterComment(rest)
            } else {
                break
            }
        }
        return rest
    }

    private static func afterComment(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
        var rest = text.dropFirst(2)
        while !rest.isEmpty, !rest.starts(with: "*/".unicodeScalars) { rest.removeFirst() }
        return rest.dropFirst(2)
    }
}

/// One read-only connection for one query, with its limits.
final class QueryConnection {
    private let handle: OpaquePointer
    private let rights: QueryRights
    private let timeLimit: Duration
    private let isStopped: @Sendable () -> Bool
    private let deadline: ContinuousClock.Instant

    /// Bounds of SQLite's own (sqlite.org/c3ref/c_limit_attached.html). Time is looked at between the steps of its
    /// machine, so that what happens inside of one must be bounded too: a row holds as many values of
    /// `ReadOnlyQuery.valueByteLimit` as there are columns, and a pattern is tried at every place of a text.
    private static let limits: [(category: Int32, bound: Int)] = [
        (SQLITE_LIMIT_LENGTH, ReadOnlyQuery.valueByteLimit), (SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (SQLITE_LIMIT_COLUMN, 64),
        (SQLITE_LIMIT_EXPR_DEPTH, 100), (SQLITE_LIMIT_COMPOUND_SELECT, 100), (SQLITE_LIMIT_VDBE_OP, 25_000),
        (SQLITE_LIMIT_FUNCTION_ARG, 32), (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
        (SQLITE_LIMIT_TRIGGER_DEPTH, 1), (SQLITE_LIMIT_WORKER_THREADS, 0),
    ]
    /// Steps of SQLite's machine between two looks at the clock.
    private static let stepsPerLook: Int32 = 1_000

    init(
        _ path: String, timeLimit: Duration, stoppedBy isStopped: @escaping @Sendable () -> Bool
    ) throws(ArchiveError) {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_PRIVATECACHE, nil)
        guard let opened, code == SQLITE_OK else {
            sqlite3_close_v2(opened)
            throw .io("cannot open \(path) for a query (\(code))")
        }
        handle = opened
        self.timeLimit = timeLimit
        self.isStopped = isStopped
        deadline = .now + timeLimit
        sqlite3_busy_timeout(handle, 1_000)
        sqlite3_exec(handle, "PRAGMA query_only = 1", nil, nil, nil)
        for limit in QueryConnection.limits { sqlite3_limit(handle, limit.category, Int32(limit.bound)) }
        rights = QueryRights(of: handle)
        rights.apply(to: handle)
        // Safe: the connection, which alone calls back, is closed before this object is gone.
        sqlite3_progress_handler(
            handle, QueryConnection.stepsPerLook,
            { context in
                guard let context else { return 1 }
                return Unmanaged<QueryConnection>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { sqlite3_close_v2(handle) }

    private var isOver: Bool { ContinuousClock.now > deadline || isStopped() }

    /// Compiles the one statement of a text.
    func statement(_ sql: String) throws(ArchiveError) -> QueryStatement {
        var compiled: OpaquePointer?
        var rest = ""
        let code = sql.withCString { text in
            var tail: UnsafePointer<CChar>?
            defer { rest = tail.map { String(cString: $0) } ?? "" }
            return sqlite3_prepare_v2(handle, text, -1, &compiled, &tail)
        }
        guard code == SQLITE_OK, let compiled else { throw meaning(of: code) }
        let statement = QueryStatement(compiled, of: self)
        guard rest.unicodeScalars.allSatisfy({ $0 == ";" }) || ReadOnlyQuery.afterBlanks(rest).allSatisfy({ $0 == ";" })
        else { throw .refused("send one statement at a time") }
        guard sqlite3_stmt_readonly(compiled) != 0 else {
            throw .refused("queries only read: this statement would write")
        }
        guard sqlite3_bind_parameter_count(compiled) == 0 else {
            throw .sql("a query has no parameters; write the values into it")
        }
        return statement
    }

    /// What the connection's last error means.
    func meaning(of code: Int32) -> ArchiveError {
        let message = String(cString: sqlite3_errmsg(handle))
        if rights.hasRefused {
            return .refused("queries only read what schema.sql names, with functions of SQLite: \(message)")
        }
        return switch code & 0xFF {
        case SQLITE_INTERRUPT: isStopped() ? .stopped : .limit("the query took longer than \(timeLimit)")
        case SQLITE_TOOBIG: .limit("the query makes a value of more than \(ReadOnlyQuery.valueByteLimit) bytes")
        case SQLITE_NOMEM: .limit("the query ran out of memory")
        case SQLITE_READONLY: .refused("queries only read: \(message)")
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt(message)
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL: .io(message)
        default: .sql(message)
        }
    }
}

/// The statement of a query, at a row of its answer.
final class QueryStatement {
    private let handle: OpaquePointer
    private let connection: QueryConnection

    init(_ handle: OpaquePointer, of connection: QueryConnection) {
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    var columns: [String] {
        (0..<sqlite3_column_count(handle)).map { sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? "" }
    }

    /// Goes to the next row.
    /// - Returns: whether there is one.
    func step() throws(ArchiveError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        case let code: throw connection.meaning(of: code)
        }
    }

    /// The values of the row.
    var row: [QueryValue] { (0..<sqlite3_column_count(handle)).map(value) }

    /// About what the row takes in memory and in a reply, known before it is copied.
    var byteCount: Int {
        (0..<sqlite3_column_count(handle)).reduce(0) { sum, column in
            let hasBytes = [SQLITE_TEXT, SQLITE_BLOB].contains(sqlite3_column_type(handle, column))
            return sum + 16 + (hasBytes ? Int(sqlite3_column_bytes(handle, column)) : 0)
        }
    }

    private func value(_ column: Int32) -> QueryValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: .text(String(decoding: bytes(sqlite3_column_text(handle, column), column), as: UTF8.self))
        case SQLITE_BLOB: .blob(Array(bytes(sqlite3_column_blob(handle, column), column)))
        default: .null
        }
    }

    /// Safe: SQLite keeps the bytes until the next step, and they are copied before.
    private func bytes(_ start: UnsafeRawPointer?, _ column: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }
}

extension Archive {
    /// Answers one SQL statement that only reads, over the tables and views of `schema.sql`.
    /// - Throws: `.refused` for anything else, `.limit` past time or size, `.stopped`, `.sql` with SQLite's message
    public func query(
        _ sql: String, rowLimit: Int = 1_000, timeLimit: Duration = .seconds(2),
        stoppedBy isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws(ArchiveError) -> QueryResult {
        try requireOpen()
        return try guarded {
            try ReadOnlyQuery(path: path, rowLimit: rowLimit, timeLimit: timeLimit, isStopped: isStopped).answer(sql)
        }
    }
}
