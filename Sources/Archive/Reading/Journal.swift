import GRDB
import Notebook
import Tensors

extension Archive {
    /// All sessions, in the order in which they began.
    public func sessions() throws(ArchiveError) -> [SessionSummary] {
        try read { database in
            try Row.fetchAll(database, sql: SessionRow.summaries + "ORDER BY session.id").map(SessionRow.summary)
        }
    }

    /// One session, or nil.
    public func session(named name: String) throws(ArchiveError) -> SessionSummary? {
        try read { database in
            try Row.fetchOne(database, sql: SessionRow.summaries + "WHERE session.name = ?", arguments: [name])
                .map(SessionRow.summary)
        }
    }

    /// The cells of a session in order, a fork's shared cells included. What their objects hold is not kept: elaborating the
    /// cells again makes them.
    /// - Parameter lastCell: the last cell to give; nil gives all.
    /// - Throws: `.notFound`
    public func journal(of session: String, through lastCell: Int? = nil) throws(ArchiveError) -> [JournalCell] {
        try read { database in
            guard try SessionRow.id(of: session, database) != nil else {
                throw ArchiveError.notFound("there is no session \(session)")
            }
            let sql =
                SessionRow.lineage + """
                    SELECT cell.*, session.name AS session_name
                    FROM lineage
                    JOIN cell ON cell.session = lineage.session AND cell.number <= lineage.last
                    JOIN session ON session.id = cell.session
                    ORDER BY cell.number
                    """
            let rows = try Row.fetchAll(
                database, sql: sql, arguments: ["name": session, "last": lastCell ?? Int.max])
            return try rows.map { try journalCell($0, database) }
        }
    }

    private func journalCell(_ row: Row, _ database: Database) throws -> JournalCell {
        let id = try row.value("id", Int64.self)
        // An array that is lost has no type: the cell is damaged, and does not end the reading of the others.
        let leaves = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT leaf.hash, tensor.dtype, tensor.shape
                    FROM leaf LEFT JOIN tensor ON tensor.hash = leaf.hash
                    WHERE leaf.cell = ? ORDER BY leaf.ordinal
                    """), arguments: [id])
        let known = try leaves.filter { try $0.optional("dtype", String.self) != nil }
        let bindings = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT binding.name, binding.hash, binding.recipe, binding.weak, tensor.dtype, tensor.shape
                    FROM binding JOIN tensor ON tensor.hash = binding.hash
                    WHERE binding.cell = ? ORDER BY binding.ordinal
                    """), arguments: [id])
        let source = try row.value("source", String.self)
        let sourceHash = try row.optional("source_hash", ContentHash.self)
        let record = try CellRecord(
            session: row.value("session_name"), number: row.value("number"), kind: row.word("kind"), source: source,
            leaves: known.map { try StoredArray(type: $0.tensorType(), hash: $0.value("hash")) },
            bindings: bindings.map {
                try BindingRecord(
                    name: $0.value("name"), type: $0.tensorType(), hash: $0.value("hash"), run: $0.optional("recipe"),
                    isWeak: $0.value("weak"))
            }, elaboration: row.elaboration())
        let isDamaged = sourceHash.map { $0 != ContentHash(of: source.utf8) } ?? false || known.count < leaves.count
        return try JournalCell(record, isDamaged: isDamaged, time: row.value("time"))
    }

    /// Keeps the graph that gives a run's results, for a row that does not say.
    public func keep(_ derivative: KeptGraph, ofRun row: Int64) throws(ArchiveError) {
        try requireWritable()
        try guarded {
            try pool.write { database in
                let graph = try GraphRow.store(derivative.graph, derivative.hash, database)
                try database.execute(
                    sql: "UPDATE run SET derivative = ? WHERE id = ? AND derivative IS NULL", arguments: [graph, row])
            }
        }
    }

    /// Keeps what cells elaborate to whose rows do not say, by session and number.
    public func keep(
        _ elaborations: [(session: String, cell: Int, elaboration: ElaborationRecord)]
    ) throws(ArchiveError) {
        try requireWritable()
        try guarded {
            try pool.write { database in
                for (session, cell, elaboration) in elaborations {
                    guard let id = try SessionRow.id(of: session, database) else { continue }
                    let condition = "WHERE session = ? AND number = ? AND elaboration IS NULL"
                    guard
                        let source = try String.fetchOne(
                            database, sql: "SELECT source FROM cell \(condition)", arguments: [id, cell])
                    else { continue }
                    try database.execute(
                        sql: "UPDATE cell SET source_hash = ?, elaboration = ?, operands = ?, fixed = ? \(condition)",
                        arguments: [
                            ContentHash(of: source.utf8), elaboration.hash, NameList.text(elaboration.operands),
                            FixedValues.text(elaboration.fixed), id, cell,
                        ])
                }
            }
        }
    }

    /// How much there is.
    public func status() throws(ArchiveError) -> ArchiveStatus {
        try read { database in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
            return try ArchiveStatus(
                path: path, version: count("PRAGMA user_version"), sessions: count("SELECT count(*) FROM session"),
                cells: count("SELECT count(number) FROM cell"), runs: count("SELECT count(*) FROM run"),
                graphs: count("SELECT count(*) FROM graph"), tensors: count("SELECT count(*) FROM tensor"),
                tensorBytes: count("SELECT coalesce(sum(byte_count), 0) FROM tensor"),
                databaseBytes: Files.size(of: path) ?? 0, walBytes: Files.size(of: path + "-wal") ?? 0,
                readOnlyReason: readOnlyReason)
        }
    }
}
