import FoundationEssentials
import GRDB
import Synchronization
import Testing

@testable import Archive

@Suite struct QueryTests {
    private let folder: TemporaryFolder
    private let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Sample.archive(folder, cells: 2)
    }

    @Test func `values of every kind, columns of one name, comments before the word`() throws {
        let result = try archive.query("-- a\n /* b */ sElEcT 1 AS a, 2.5 AS a, 'é', NULL, x'00ff' ; -- end")
        #expect(result.columns == ["a", "a", "'é'", "NULL", "x'00ff'"])
        #expect(result.rows == [[.integer(1), .real(2.5), .text("é"), .null, .blob([0, 255])]])
        #expect(!result.truncated)
        #expect(try archive.query("VALUES (1), (2)").rows.count == 2)
        #expect(try archive.query("WITH a AS (SELECT 3) SELECT * FROM a").rows == [[.integer(3)]])
        #expect(try archive.query("EXPLAIN QUERY PLAN SELECT * FROM runs").columns.count == 4)
    }

    @Test(arguments: [
        "INSERT INTO session (name, time) VALUES ('x', 1)", "DELETE FROM run", "UPDATE cell SET source = ''",
        "DROP TABLE run", "CREATE TEMP TABLE a (b)", "ATTACH ':memory:' AS a", "DETACH a", "PRAGMA query_only = 0",
        "PRAGMA journal_mode = DELETE", "PRAGMA user_version", "VACUUM", "VACUUM INTO '/tmp/never'", "BEGIN IMMEDIATE",
        "REINDEX", "ANALYZE", "SAVEPOINT a", "WITH a AS (SELECT 1) DELETE FROM run", "/* SELECT */ DELETE FROM run",
        "SELECT 1; SELECT 2", "SELECT 1; DELETE FROM run", "SELECT 1; nonsense", "", " -- nothing", "/* open", ";",
    ])
    func `what does not read, or is not one statement, is refused`(sql: String) throws {
        let before = try archive.status()
        #expect(expectError { try archive.query(sql) }?.kind == "refused")
        #expect(try archive.status() == before)
    }

    @Test(arguments: [
        "SELECT load_extension('x')", "SELECT fts3_tokenizer('simple')", "SELECT fts5(1)", "SELECT sqlite_log(1, 'x')",
        "SELECT sqlite_compileoption_get(1)", "SELECT writefile('/tmp/never', 'x')", "SELECT readfile('/etc/passwd')",
        "SELECT edit('x')", "SELECT json_patch('{}', '{}')", "SELECT * FROM pragma_journal_mode",
        "SELECT count(*) FROM pragma_wal_checkpoint", "SELECT * FROM pragma_journal_mode('delete')",
        "SELECT * FROM pragma_compile_options", "SELECT name FROM dbstat", "SELECT count(*) FROM dbstat",
        "WITH runs AS (SELECT fts3_tokenizer('simple')) SELECT * FROM runs", "EXPLAIN SELECT load_extension('x')",
        "SELECT pullback_query_rights()",
    ])
    func `what is not known is refused`(sql: String) throws {
        let error = expectError { try archive.query(sql) }
        // Not every build of SQLite has every one of them.
        #expect(error?.kind == "refused" || error?.message.hasPrefix("no such") == true, "\(String(describing: error))")
    }

    @Test(arguments: [
        "SELECT * FROM runs", "SELECT * FROM gradients", "SELECT * FROM graphs", "SELECT * FROM equations",
        "SELECT * FROM bindings", "SELECT * FROM sessions", "SELECT * FROM cells", "SELECT * FROM sqlite_schema",
        "WITH n AS (SELECT 1 AS a) SELECT count(*) FROM n", "SELECT count(*) FROM (SELECT 1) AS a",
        "SELECT json_extract(wrt, '$[0]'), wrt ->> 0 FROM run", "SELECT key, value FROM run, json_each(run.wrt)",
        "SELECT name FROM pragma_table_info('runs')",
        "SELECT max(id) OVER (ORDER BY id), row_number() OVER () FROM run",
        "SELECT date(time / 1e6, 'unixepoch'), printf('%-8.3f|%s|%05d', 1.5, 'ü', 42) FROM run",
        "SELECT replace(trim('  abc '), 'b', 'ß'), instr('abc', 'c'), instr(x'0102', x'02'), trim('xax', 'x')",
        "SELECT source FROM cells WHERE source LIKE '%grad%' AND source GLOB '*=*'", "SELECT hex(hash) FROM tensor",
    ])
    func `what people ask is answered`(sql: String) throws { #expect(try !archive.query(sql).rows.isEmpty) }

    @Test func `a function that is looked at first gives what SQLite's own gives`() throws {
        let mine = try archive.query(
            """
            SELECT printf('%-8.3f|%s|%05d|%%', 1.5, 'ü', 42), format('%.2e', 12345.678), replace('aXbX', 'X', NULL), \
            replace('aXbX', 'X', 'ß'), instr('abc', 'c'), instr('abc', 'd'), instr(x'0102', x'02'), trim('xax', 'x'), \
            ltrim('xax', 'x'), rtrim('xax', 'x'), replace(12321, 2, 9), printf('%d', 3), printf(NULL)
            """)
        let text: [QueryValue] = [.text("1.500   |ü|00042|%"), .text("1.23e+04"), .null, .text("aßbß")]
        let places: [QueryValue] = [.integer(3), .integer(0), .integer(2), .text("a"), .text("ax"), .text("xa")]
        #expect(mine.rows == [text + places + [.text("19391"), .text("3"), .null]])
    }

    @Test(arguments: [
        ("SELECT printf('%.*c', 2000000000, 'x')", "sql"), ("SELECT format('%*s', 2000000000, 'x')", "sql"),
        ("SELECT printf('%2000000000d', 1)", "sql"), ("SELECT printf('%-.2000000000c', 'x')", "sql"),
        ("WITH runs AS (SELECT printf('%.*c', 2000000000, 'x')) SELECT * FROM runs", "sql"),
        ("SELECT instr(hex(zeroblob(2000000)), hex(zeroblob(1000000)) || '1')", "sql"),
        ("SELECT replace(hex(zeroblob(2000000)), hex(zeroblob(1000000)) || '1', '')", "sql"),
        ("SELECT trim(hex(zeroblob(2000000)), hex(zeroblob(1000000)))", "sql"),
        ("SELECT hex(zeroblob(2000000)) LIKE '%' || hex(zeroblob(10000)) || '1%'", "sql"),
        ("SELECT zeroblob(6000000)", "limit"),
    ])
    func `no call takes long inside`(sql: String, kind: String) {
        #expect(expectError { try archive.query(sql, timeLimit: .seconds(3_600)) }?.kind == kind)
    }

    @Test func `a row has no more values than a table could have`() throws {
        let blobs = Array(repeating: "randomblob(1000000)", count: 2_000).joined(separator: ", ")
        #expect(expectError { try archive.query("SELECT \(blobs)") }?.kind == "sql")
        #expect(expectError { try archive.query("SELECT max(\(blobs))") }?.kind == "sql")
        let sum = Array(repeating: "length(randomblob(1000000))", count: 2_000).joined(separator: " + ")
        #expect(expectError { try archive.query("SELECT \(sum)") }?.kind == "sql")
    }

    @Test func `SQLite's own message tells what is wrong`() throws {
        #expect(expectError { try archive.query("SELECT * FROM nowhere") } == .sql("no such table: nowhere"))
        #expect(expectError { try archive.query("SELECT FROM") } == .sql("near \"FROM\": syntax error"))
        #expect(expectError { try archive.query("SELECT ?") }?.kind == "sql")
        #expect(
            expectError { try archive.query("DELETE FROM run") }?.description
                == "queries only read: expected SELECT, WITH, VALUES or EXPLAIN, found DELETE")
    }

    private let endless = "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) "

    @Test func `rows and bytes are bounded`() throws {
        var result = try archive.query(endless + "SELECT i FROM n")
        #expect(result.rows.count == 1_000 && result.truncated)
        result = try archive.query(endless + "SELECT i FROM n LIMIT 3", rowLimit: 3)
        #expect(result.rows.count == 3 && !result.truncated)
        result = try archive.query(endless + "SELECT zeroblob(1000000) FROM n")
        #expect(result.rows.count == 16 && result.truncated)
        #expect(expectError { try archive.query("SELECT zeroblob(100000000)") }?.kind == "limit")
    }

    @Test func `time is bounded, and others are not interrupted`() throws {
        let start = ContinuousClock.now
        let error = expectError { try archive.query(endless + "SELECT max(i) FROM n", timeLimit: .milliseconds(200)) }
        #expect(error == .limit("the query took longer than 0.2 seconds"))
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(try archive.query("SELECT count(*) FROM run").rows == [[.integer(2)]])
        try archive.append([try Sample.cell(3)])
    }

    @Test func `a query that is stopped ends before its time`() throws {
        let archive = try Sample.archive(try TemporaryFolder())
        let looks = Atomic<Int>(0)
        let endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
        let error = expectError {
            try archive.query(endless, timeLimit: .seconds(60)) { looks.add(1, ordering: .relaxed).newValue > 3 }
        }
        #expect(error == .stopped)
    }
}
