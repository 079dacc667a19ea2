import GRDBSQLite

/// What a query may use: what is known, and nothing else.
///
/// SQLite brings along tables and functions that show addresses, write, load code, or take minutes inside of one call,
/// where no clock is looked at; which ones differs from one build to the next.
final class QueryRights {
    /// Tables, views and table-valued functions.
    private let known: Set<String>
    /// Virtual tables of this build, known or not.
    private let modules: Set<String>
    /// Whether something was asked for that is not known.
    private(set) var hasRefused = false

    /// Table-valued functions beside the tables and views of the schema.
    private static let tables: Set<String> = [
        "sqlite_master", "sqlite_schema", "json_each", "json_tree", "pragma_table_info", "pragma_table_xinfo",
        "pragma_table_list", "pragma_index_list", "pragma_index_info", "pragma_foreign_key_list",
    ]

    /// Functions whose work is about proportional to what they are given, or bounded by `guarded`.
    private static let functions: Set<String> = {
        let scalar = """
            abs acos acosh asin asinh atan atan2 atanh ceil ceiling char coalesce cos cosh degrees exp floor glob hex \
            ifnull iif if instr length like likelihood likely ln log log10 log2 lower ltrim max min mod nullif octet_length \
            pi pow power printf format quote radians random randomblob replace round rtrim sign sin sinh sqrt substr \
            substring tan tanh trim trunc typeof unicode unlikely upper zeroblob sqlite_version
            """
        let overRows = """
            avg count cume_dist dense_rank first_value group_concat lag last_value lead nth_value ntile percent_rank rank \
            row_number string_agg sum total
            """
        let others = """
            date datetime julianday strftime time timediff unixepoch json json_array json_array_length json_extract \
            json_group_array json_group_object json_object json_quote json_type json_valid -> ->> current_date current_time \
            current_timestamp
            """
        return Set([scalar, overRows, others].flatMap { $0.split(separator: " ").map(String.init) })
    }()

    /// Bounds the functions of a connection, and looks at what there is.
    init(of connection: OpaquePointer) {
        for function in GuardedFunction.all { function.install(on: connection) }
        let schema = QueryRights.names("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')", connection)
        // Each makes its table when it is first named, which nothing may do later.
        for table in QueryRights.tables { _ = QueryRights.names("SELECT 1 FROM \(table) LIMIT 0", connection) }
        known = QueryRights.tables.union(schema)
        modules = QueryRights.names("SELECT name FROM pragma_module_list", connection)
    }

    /// Allows nothing else from here on. The rights must outlive the connection.
    func apply(to connection: OpaquePointer) {
        // Safe: the owner of both closes the connection, which alone calls back, before it lets go of the rights.
        sqlite3_set_authorizer(
            connection,
            { context, action, first, second, _, _ in
                guard let context else { return SQLITE_DENY }
                let rights = Unmanaged<QueryRights>.fromOpaque(context).takeUnretainedValue()
                if rights.allow(action, QueryRights.text(first), QueryRights.text(second)) { return SQLITE_OK }
                rights.hasRefused = true
                return SQLITE_DENY
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0).lowercased() } ?? ""
    }

    /// The first column of an answer.
    private static func names(_ sql: String, _ connection: OpaquePointer) -> Set<String> {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else { return [] }
        var names: Set<String> = []
        while sqlite3_step(statement) == SQLITE_ROW {
            if let name = sqlite3_column_text(statement, 0) { names.insert(String(cString: name).lowercased()) }
        }
        return names
    }

    private func allow(_ action: Int32, _ first: String, _ second: String) -> Bool {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: true
        case SQLITE_READ where second.isEmpty:
            // Where no column is read the name may be one that the query itself gave, by WITH or AS.
            known.contains(first) || !(first.hasPrefix("pragma_") || modules.contains(first))
        case SQLITE_READ: known.contains(first)
        case SQLITE_PRAGMA: known.contains("pragma_\(first)")
        case SQLITE_FUNCTION: QueryRights.functions.contains(second)
        default: false
        }
    }
}

/// A function of SQLite's whose time is not bounded by the length of what it is given: asked only after a look at the
/// arguments.
struct GuardedFunction {
    let name: String
    /// Minus one is any number.
    let argumentCount: Int32
    /// Why it is not asked, if so. `nil` for what is no text or blob.
    let refusal: @Sendable (_ arguments: [[UInt8]?]) -> String?

    static let all: [GuardedFunction] =
        [("instr", 2), ("replace", 3), ("trim", 2), ("ltrim", 2), ("rtrim", 2)].map { name, count in
            GuardedFunction(name: name, argumentCount: count) { arguments in
                // Tried at every place of the first argument.
                (arguments[1]?.count ?? 0) <= 1_000 ? nil : "\(name): what is looked for has more than 1000 bytes"
            }
        }
        + ["printf", "format"].map { name in
            GuardedFunction(name: name, argumentCount: -1) { arguments in
                // A width is time that no length bounds.
                arguments.first?.map { isWide($0) } == true
                    ? "\(name): a width or precision is at most three digits, and not *" : nil
            }
        }

    /// Whether a format has a width or precision that is not written out, or has more than three digits.
    static func isWide(_ format: [UInt8]) -> Bool {
        var (isInside, digits) = (false, 0)
        for byte in format {
            guard isInside else {
                isInside = byte == UInt8(ascii: "%")
                digits = 0
                continue
            }
            switch byte {
            case UInt8(ascii: "*"): return true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "."): digits = 0
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: " "), UInt8(ascii: "#"), UInt8(ascii: "!"),
                UInt8(ascii: ","):
                break
            default: isInside = false
            }
            if digits > 3 { return true }
        }
        return false
    }

    /// Takes the function's place on a connection.
    func install(on connection: OpaquePointer) {
        let kept = Unmanaged.passRetained(Kept(self))
        // Safe: the object is released with the connection, which alone calls back.
        sqlite3_create_function_v2(
            connection, name, argumentCount, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, kept.toOpaque(),
            { call, count, values in
                guard let context = sqlite3_user_data(call), let values else { return }
                // Safe: SQLite lends `count` values for the time of the call.
                let arguments = UnsafeBufferPointer(start: values, count: Int(count))
                Unmanaged<Kept>.fromOpaque(context).takeUnretainedValue().answer(call, arguments)
            }, nil, nil, { context in if let context { Unmanaged<Kept>.fromOpaque(context).release() } })
    }

    /// A function, and the connection without data on which SQLite's own is asked.
    private final class Kept {
        let function: GuardedFunction
        private var plain: OpaquePointer?
        private var statements: [Int: OpaquePointer] = [:]

        init(_ function: GuardedFunction) { self.function = function }

        deinit {
            for statement in statements.values { sqlite3_finalize(statement) }
            sqlite3_close_v2(plain)
        }

        func answer(_ call: OpaquePointer?, _ arguments: UnsafeBufferPointer<OpaquePointer?>) {
            if let refusal = function.refusal(arguments.map(Kept.bytes)) {
                sqlite3_result_error(call, refusal, -1)
                return
            }
            guard let statement = statement(arguments.count) else { return sqlite3_result_error_nomem(call) }
            defer {
                sqlite3_reset(statement)
                sqlite3_clear_bindings(statement)
            }
            for (index, argument) in arguments.enumerated() {
                sqlite3_bind_value(statement, Int32(index + 1), argument)
            }
            switch sqlite3_step(statement) {
            case SQLITE_ROW: sqlite3_result_value(call, sqlite3_column_value(statement, 0))
            case SQLITE_TOOBIG: sqlite3_result_error_toobig(call)
            case let code: sqlite3_result_error(call, sqlite3_errstr(code), -1)
            }
        }

        private func statement(_ count: Int) -> OpaquePointer? {
            if let statement = statements[count] { return statement }
            if plain == nil {
                sqlite3_open_v2(":memory:", &plain, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, nil)
                sqlite3_limit(plain, SQLITE_LIMIT_LENGTH, Int32(ReadOnlyQuery.valueByteLimit))
            }
            let marks = Array(repeating: "?", count: count).joined(separator: ", ")
            var statement: OpaquePointer?
            sqlite3_prepare_v2(plain, "SELECT \(function.name)(\(marks))", -1, &statement, nil)
            statements[count] = statement
            return statement
        }

        private static func bytes(_ value: OpaquePointer?) -> [UInt8]? {
            let type = sqlite3_value_type(value)
            guard type == SQLITE_TEXT || type == SQLITE_BLOB, let start = sqlite3_value_blob(value) else { return nil }
            // Safe: copied within the call.
            return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
        }
    }
}
