import Evaluation
import GRDB
import Graphs
import Notebook
import Tensors

/// A row of `run`: one execution, with what it names in other tables. A field of `Execution` is a column of `insertion` and
/// of `selection`, here and nowhere else.
enum RunRow {
    /// What an array is to a run.
    enum Role: String {
        /// Of its graph.
        case input
        /// A cotangent of the target, or a tangent of an input.
        case seed
        /// What it gave.
        case result
    }

    static let insertion = """
        INSERT INTO run (recipe, graph, derivative, kind, target, wrt, through, cut, session, cell, ordinal, source_line,
            source_column, numerics, time, duration_us)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static let selection = """
        SELECT run.*, session.name AS session_name, cell.number AS cell_number,
            graph.hash AS graph_hash, derived.hash AS derivative_hash
        FROM run
        JOIN session ON session.id = run.session
        JOIN cell ON cell.id = run.cell
        JOIN graph ON graph.id = run.graph
        LEFT JOIN graph AS derived ON derived.id = run.derivative

        """

    /// Executions that `condition` selects.
    static func fetch(
        _ condition: String, _ arguments: StatementArguments, with: String = "", _ database: Database
    ) throws -> [Execution] {
        try Row.fetchAll(database.cachedStatement(sql: with + selection + condition), arguments: arguments)
            .map { try execution($0, database) }
    }

    /// Reads a row of `selection`, and what other tables hold of it.
    private static func execution(_ row: Row, _ database: Database) throws -> Execution {
        let id = try row.value("id", Int64.self)
        let wrt = try NameList.names(row.value("wrt"))
        let recipe = try Recipe(
            graph: row.value("graph_hash"), inputs: tensors(.input, of: id, database),
            seeds: tensors(.seed, of: id, database),
            question: Question(kind: row.word("kind"), wrtCount: wrt.count, cut: ValueList.values(row.value("cut"))))
        let run = try Run(
            id: row.value("recipe"), recipe: recipe, target: row.value("target"), wrt: wrt,
            through: NameList.names(row.value("through")), names: names(of: id, database))
        return try Execution(
            run: run, session: row.value("session_name"), cell: row.value("cell_number"),
            position: SourcePosition(line: row.value("source_line"), column: row.value("source_column")),
            results: tensors(.result, of: id, database), derivative: row.optional("derivative_hash"),
            numerics: Numerics(name: row.value("numerics")), microseconds: row.value("duration_us"),
            kept: .init(row: id, time: row.value("time")))
    }

    private static func tensors(_ role: Role, of run: Int64, _ database: Database) throws -> [ContentHash] {
        let sql = "SELECT hash FROM run_tensor WHERE run = ? AND role = ? ORDER BY ordinal"
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [run, role.rawValue])
            .map { try $0.value("hash") }
    }

    private static func names(of run: Int64, _ database: Database) throws -> [NamedValue] {
        let sql = "SELECT name, value, hash FROM run_name WHERE run = ? ORDER BY ordinal"
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [run]).map {
            try NamedValue(name: $0.value("name"), value: $0.value("value"), hash: $0.value("hash"))
        }
    }
}
