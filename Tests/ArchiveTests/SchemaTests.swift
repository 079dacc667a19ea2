import FoundationEssentials
import GRDB
import Testing

@testable import Archive

@Suite struct SchemaTests {
    private func schemaFile() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return String(decoding: try Data(contentsOf: root.appendingPathComponent("schema.sql")), as: UTF8.self)
    }

    private func dump(_ database: Database) throws -> [String] {
        try String.fetchAll(
            database, sql: "SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
            + ["application_id", "user_version"].map {
                "\($0) \(try Int.fetchOne(database, sql: "PRAGMA \($0)") ?? -1)"
            }
    }

    @Test func `the top level's schema.sql is what an empty archive has`() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(path: folder.archive)
        let written = try DatabaseQueue()
        try written.inDatabase { try $0.execute(sql: schemaFile()) }
        let wanted = try written.read(dump)
        #expect(try archive.pool.read(dump) == wanted)
        #expect(wanted.count > 25)
        #expect(try schemaFile() == Schema.present.creation)
    }

    /// Tables by their columns, keys and indices; views and indices by their text: added columns are written otherwise than
    /// those that were there from the beginning, and mean the same.
    private func structure(_ database: Database) throws -> [String] {
        let objects = try Row.fetchAll(database, sql: "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
        return try objects.flatMap { object -> [String] in
            let (type, name): (String, String) = (object["type"], object["name"])
            guard type == "table" else { return ["\(type) \(name): \(object["sql"] as String? ?? "")"] }
            return try [
                "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?) ORDER BY cid",
                "SELECT name, \"unique\", origin FROM pragma_index_list(?) ORDER BY name",
                "SELECT \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list(?) ORDER BY 1",
            ].flatMap { sql in
                try Row.fetchAll(database, sql: sql, arguments: [name]).map { row in
                    "\(name): " + row.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
                }
            }
        }
    }

    @Test func `a migrated archive has the structure of a new one`() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let old = String(
            decoding: try Data(contentsOf: tests.appendingPathComponent("HistoryTests/archive-1.sql")), as: UTF8.self)
        let (migrated, new) = (try DatabaseQueue(), try DatabaseQueue())
        try migrated.inDatabase { database in
            try database.execute(sql: old)
            for migration in Schema.present.migrations { try database.execute(sql: migration) }
        }
        try new.inDatabase { try $0.execute(sql: Schema.present.creation) }
        let wanted = try new.read(structure)
        #expect(try migrated.read(structure) == wanted)
        #expect(wanted.count > 80)
        #expect(try migrated.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == Schema.present.version)
    }

    @Test func `every view can be read, and an empty list is an answer`() throws {
        let archive = try Sample.archive(try TemporaryFolder(), cells: 2)
        for view in ["runs", "gradients", "graphs", "equations", "bindings", "sessions", "cells"] {
            let rows = try archive.query("SELECT * FROM \(view)").rows
            #expect(!rows.isEmpty, "\(view)")
        }
        let columns = "row, kind, target, wrt, through, session, cell, time, duration_us, outcome, numerics"
        let values: [QueryValue] = [
            .integer(2), .text("grad"), .text("l"), .text("x"), .text("y"), .text("main"), .integer(2),
            .text("2026-01-02T03:04:05.000678Z"), .integer(1_234), .text("ok"), .text("1"),
        ]
        #expect(try archive.query("SELECT \(columns) FROM runs ORDER BY row DESC LIMIT 1").rows == [values])
        #expect(
            try archive.query("SELECT result, text, dtype, shape FROM equations ORDER BY ordinal").rows == [
                [.text("%1"), .text("sin %0"), .text("f64"), .text("[3]")],
                [.text("%2"), .text("reduce_sum[axes=[0]] %1"), .text("f64"), .text("[]")],
            ])
        #expect(try archive.query("SELECT * FROM run WHERE id < 0").rows.isEmpty)
    }
}
