import FoundationEssentials
import GRDB
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

    @Test func `extensions stay out, and a table function cannot write`() throws {
        #expect(expectError { try archive.query("SELECT load_extension('x')") } == .sql("not authorized"))
        expectError { try archive.query("SELECT * FROM pragma_wal_checkpoint") }
        #expect(try archive.query("SELECT * FROM pragma_journal_mode").rows == [[.text("wal")]])
        expectError { try archive.query("SELECT * FROM pragma_journal_mode('delete')") }
        #expect(try archive.query("SELECT * FROM pragma_journal_mode").rows == [[.text("wal")]])
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
}
