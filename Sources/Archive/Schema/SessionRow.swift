import GRDB
import Notebook

/// Sessions by name, and the cells that they share with their parents.
enum SessionRow {
    /// The cells of the session `:name` up to `:last`: its own, and its parents' up to where each branched off. As a
    /// fork's own cells begin after its branching point, no number comes twice.
    static let lineage = """
        WITH RECURSIVE lineage (session, last) AS (
            SELECT id, :last FROM session WHERE name = :name
            UNION ALL
            SELECT child.parent, min(lineage.last, child.parent_cell)
            FROM lineage
            JOIN session AS child ON child.id = lineage.session
            WHERE child.parent IS NOT NULL
        )

        """

    static func id(of name: String, _ database: Database) throws -> Int64? {
        try Int64.fetchOne(database.cachedStatement(sql: "SELECT id FROM session WHERE name = ?"), arguments: [name])
    }

    /// The number of the last cell, 0 for an empty session.
    static func cellCount(of session: Int64, _ database: Database) throws -> Int {
        let statement = try database.cachedStatement(
            sql: """
                SELECT coalesce((SELECT max(number) FROM cell WHERE session = session.id), parent_cell, 0)
                FROM session WHERE id = ?
                """)
        return try Int.fetchOne(statement, arguments: [session]) ?? 0
    }

    /// Starts a session.
    /// - Throws: `ArchiveError.refused` when it is there, or its parent is not as long as the fork.
    static func insert(
        name: String, folder: String?, parent: Event.Parent?, time: Int64, _ database: Database
    ) throws {
        guard try id(of: name, database) == nil else {
            throw ArchiveError.refused("there is a session \(name) already")
        }
        let parentID = try parent.map { parent in
            guard let id = try self.id(of: parent.session, database) else {
                throw ArchiveError.refused("there is no session \(parent.session) to fork")
            }
            let count = try cellCount(of: id, database)
            guard (0...count).contains(parent.cell) else {
                throw ArchiveError.refused("session \(parent.session) has \(count) cells, not \(parent.cell)")
            }
            return id
        }
        try database.execute(
            sql: "INSERT INTO session (name, folder, parent, parent_cell, time) VALUES (?, ?, ?, ?, ?)",
            arguments: [name, folder, parentID, parent?.cell, time])
    }

    static func summary(_ row: Row) throws -> SessionSummary {
        let parent = try row.optional("parent", String.self)
        let parentCell = try row.optional("parent_cell", Int.self)
        return try SessionSummary(
            name: row.value("name"), folder: row.optional("folder"),
            parent: parent.map { Event.Parent(session: $0, cell: parentCell ?? 0) }, cellCount: row.value("cell_count"),
            runCount: row.value("run_count"), createdAt: row.value("time"))
    }

    static let summaries = """
        SELECT session.name, session.folder, parent.name AS parent, session.parent_cell, session.time,
            coalesce((SELECT max(number) FROM cell WHERE cell.session = session.id), session.parent_cell, 0) AS cell_count,
            (SELECT count(*) FROM run WHERE run.session = session.id) AS run_count
        FROM session
        LEFT JOIN session AS parent ON parent.id = session.parent

        """
}
