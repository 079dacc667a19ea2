import GRDB
import Graphs
import Notebook
import Tensors

/// A row of `run`, with the names of what it belongs to.
struct RunRow {
    /// What an array is to a run.
    enum Role: String {
        /// Of its graph.
        case input
        /// A cotangent of the target, or a tangent of an input.
        case seed
        /// What it gave.
        case result
    }

    let summary: RunSummary
    let graph: ContentHash
    let derivative: ContentHash?
    let cut: [ValueID]
    let position: SourcePosition

    static let insertion = """
        INSERT INTO run (recipe, graph, derivative, kind, target, wrt, through, cut, session, cell, ordinal, source_line,
            source_column, numerics, time, duration_us)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static let selection = """
        SELECT run.*, session.name AS session_name, cell.number AS cell_number, cell.outcome,
            graph.hash AS graph_hash, derived.hash AS derivative_hash
        FROM run
        JOIN session ON session.id = run.session
        JOIN cell ON cell.id = run.cell
        JOIN graph ON graph.id = run.graph
        LEFT JOIN graph AS derived ON derived.id = run.derivative

        """

    /// Reads a row of `selection`.
    init(_ row: Row) throws {
        summary = try RunSummary(
            row: row.value("id"), id: row.value("recipe"), kind: row.word("kind"), target: row.value("target"),
            wrt: NameList.names(row.value("wrt")), through: NameList.names(row.value("through")),
            session: row.value("session_name"), cell: row.value("cell_number"), time: row.value("time"),
            microseconds: row.value("duration_us"), outcome: row.word("outcome"), numerics: row.value("numerics"))
        graph = try row.value("graph_hash")
        derivative = try row.optional("derivative_hash")
        cut = try ValueList.values(row.value("cut"))
        position = try SourcePosition(line: row.value("source_line"), column: row.value("source_column"))
    }

    /// Runs that `condition` selects, whole.
    static func fetch(
        _ condition: String, _ arguments: StatementArguments, with: String = "", _ database: Database
    ) throws -> [StoredRun] {
        try Row.fetchAll(database.cachedStatement(sql: with + selection + condition), arguments: arguments)
            .map { try RunRow($0).whole(database) }
    }

    private func whole(_ database: Database) throws -> StoredRun {
        StoredRun(
            row: summary.row, id: summary.id, graph: graph,
            question: Question(kind: summary.kind, wrtCount: summary.wrt.count, cut: cut),
            inputs: try tensors(.input, database), seeds: try tensors(.seed, database),
            results: try tensors(.result, database), derivative: derivative, target: summary.target, wrt: summary.wrt,
            through: summary.through, names: try names(database), position: position, numerics: summary.numerics,
            microseconds: summary.microseconds, session: summary.session, cell: summary.cell, time: summary.time)
    }

    private func tensors(_ role: Role, _ database: Database) throws -> [ContentHash] {
        let sql = "SELECT hash FROM run_tensor WHERE run = ? AND role = ? ORDER BY ordinal"
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [summary.row, role.rawValue])
            .map { try $0.value("hash") }
    }

    private func names(_ database: Database) throws -> [NamedValue] {
        let sql = "SELECT name, value, hash FROM run_name WHERE run = ? ORDER BY ordinal"
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [summary.row]).map {
            try NamedValue(name: $0.value("name"), value: $0.value("value"), hash: $0.value("hash"))
        }
    }
}
