import Dispatch
import FoundationEssentials
import GRDB
import GRDBSQLite

/// SQL from people, who may read anything and change nothing.
///
/// Four locks on one door: the first word must be one that reads, SQLite must find that the statement does not write, the
/// connection is opened read-only, and `query_only` is on. The first also keeps out what SQLite does not count as
/// writing: ATTACH, PRAGMA, BEGIN. Every query has a connection of its own, so that an interrupt cannot hit another's.
struct QueryDoor {
    /// The database file.
    let path: String
    /// The most rows to give.
    let rowLimit: Int
    /// How long it may take.
    let timeLimit: Duration
    /// The most bytes of values to give.
    static let byteLimit = 16 << 20
    /// The longest text or blob that a query may make on the way, in bytes.
    static let valueByteLimit = 64 << 20

    /// What a statement that reads begins with.
    private static let readingWords = ["SELECT", "WITH", "VALUES", "EXPLAIN"]

    /// - Throws: `ArchiveError.refused`, `.limit`, `.sql`
    func answer(_ sql: String) throws -> QueryResult {
        let word = QueryDoor.firstWord(of: sql)
        guard QueryDoor.readingWords.contains(word) else {
            throw ArchiveError.refused(
                word.isEmpty
                    ? "expected a query such as SELECT * FROM runs"
                    : "queries only read: expected SELECT, WITH, VALUES or EXPLAIN, found \(word)")
        }
        do {
            let queue = try connection()
            let watch = interruption(of: queue)
            defer { watch.cancel() }
            return try queue.read { try rows(of: sql, $0) }
        } catch let error as DatabaseError {
            throw meaning(of: error)
        }
    }

    private func connection() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "query"
        configuration.readonly = true
        configuration.busyMode = .timeout(1)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA query_only = 1")
            sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, CInt(QueryDoor.valueByteLimit))
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Interrupts at the limit, and again: an interrupt between two statements is forgotten.
    private func interruption(of queue: DatabaseQueue) -> any DispatchSourceTimer {
        let (seconds, attoseconds) = timeLimit.components
        let limit = DispatchTimeInterval.nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
        let timer = DispatchSource.makeTimerSource(queue: .global(qos: .userInitiated))
        timer.schedule(deadline: .now() + limit, repeating: .milliseconds(50))
        timer.setEventHandler { queue.interrupt() }
        timer.resume()
        return timer
    }

    private func rows(of sql: String, _ database: Database) throws -> QueryResult {
        let statement = try database.makeStatement(sql: sql)
        guard statement.isReadonly else {
            throw ArchiveError.refused("queries only read: this statement would write")
        }
        var result = QueryResult(columns: statement.columnNames, rows: [], truncated: false)
        var byteCount = 0
        let cursor = try Row.fetchCursor(statement)
        while let row = try cursor.next() {
            let values = row.map { QueryValue($0.1) }
            byteCount += values.reduce(0) { $0 + $1.byteCount }
            guard result.rows.count < rowLimit, byteCount <= QueryDoor.byteLimit else {
                result.truncated = true
                break
            }
            result.rows.append(values)
        }
        return result
    }

    private func meaning(of error: DatabaseError) -> any Error {
        let message = error.message ?? "\(error.resultCode)"
        return switch error.resultCode {
        case .SQLITE_INTERRUPT: ArchiveError.limit("the query took longer than \(timeLimit)")
        case .SQLITE_TOOBIG:
            ArchiveError.limit("the query makes a value of more than \(QueryDoor.valueByteLimit) bytes")
        case .SQLITE_READONLY, .SQLITE_AUTH: ArchiveError.refused("queries only read: \(message)")
        case .SQLITE_MISUSE where message.hasPrefix("Multiple statements"):
            ArchiveError.refused("send one statement at a time")
        case .SQLITE_ERROR, .SQLITE_RANGE, .SQLITE_MISMATCH, .SQLITE_MISUSE: ArchiveError.sql(message)
        default: error
        }
    }

    /// The first word in upper case, after blanks and comments.
    static func firstWord(of sql: String) -> String {
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
        return String(String.UnicodeScalarView(rest.prefix { $0.properties.isAlphabetic })).uppercased()
    }

    private static func afterComment(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
        var rest = text.dropFirst(2)
        while !rest.isEmpty, !rest.starts(with: "*/".unicodeScalars) { rest.removeFirst() }
        return rest.dropFirst(2)
    }
}

extension QueryValue {
    init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .integer(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .blob(let data): .blob(Array(data))
            }
    }

    /// About what it takes in memory and in a reply.
    fileprivate var byteCount: Int {
        switch self {
        case .null, .integer, .real: 16
        case .text(let text): 16 + text.utf8.count
        case .blob(let bytes): 16 + bytes.count
        }
    }
}

extension Archive {
    /// Answers one SQL statement that only reads, over the tables and views of `schema.sql`.
    /// - Throws: `.refused` for anything else, `.limit` past the time, `.sql` with SQLite's message
    public func query(
        _ sql: String, rowLimit: Int = 1_000, timeLimit: Duration = .seconds(2)
    ) throws(ArchiveError) -> QueryResult {
        try requireOpen()
        return try guarded { try QueryDoor(path: path, rowLimit: rowLimit, timeLimit: timeLimit).answer(sql) }
    }
}
