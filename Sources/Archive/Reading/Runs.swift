import GRDB
import Notebook
import Tensors

extension Archive {
    /// The latest execution of the run whose id begins with these hex digits.
    /// - Throws: `.refused` for fewer than 4 digits or none, `.notFound`, `.ambiguous` with up to five candidates
    public func run(prefix: String) throws(ArchiveError) -> Execution {
        let digits = prefix.utf8.count
        guard digits >= 4, digits <= 64,
            let first = ContentHash(hex: prefix + String(repeating: "0", count: 64 - digits)),
            let last = ContentHash(hex: prefix + String(repeating: "f", count: 64 - digits))
        else { throw .refused("\(prefix) is not a run id: 4 to 64 hexadecimal digits") }
        let ids = try read { database in
            try Row.fetchAll(
                database, sql: "SELECT DISTINCT recipe FROM run WHERE recipe BETWEEN ? AND ? ORDER BY recipe LIMIT 6",
                arguments: [first, last]
            ).map { try $0.value("recipe", ContentHash.self) }
        }
        guard ids.count <= 1 else {
            throw .ambiguous(prefix: prefix, candidates: Array(ids.prefix(5)), more: ids.count > 5)
        }
        let found = try ids.first.flatMap { id throws(ArchiveError) in
            try firstRun("WHERE run.recipe = ? ORDER BY run.id DESC LIMIT 1", [id])
        }
        guard let found else { throw .notFound("no run's id begins with \(prefix)") }
        return found
    }

    /// The execution in this row, or nil.
    public func run(row: Int64) throws(ArchiveError) -> Execution? { try firstRun("WHERE run.id = ?", [row]) }

    /// The execution that is `back` from the end: 1 is the latest. nil when there are not as many.
    /// - Parameter session: counts runs of this session's own cells only.
    public func latestRun(back: Int = 1, session: String? = nil) throws(ArchiveError) -> Execution? {
        guard back >= 1 else { throw .refused("the latest run is 1 back, not \(back)") }
        guard let session else { return try firstRun("ORDER BY run.id DESC LIMIT 1 OFFSET ?", [back - 1]) }
        return try firstRun(
            "WHERE run.session = (SELECT id FROM session WHERE name = ?) ORDER BY run.id DESC LIMIT 1 OFFSET ?",
            [session, back - 1])
    }

    /// All executions of a run, oldest first.
    public func executions(of id: ContentHash) throws(ArchiveError) -> [Execution] {
        try read { try RunRow.fetch("WHERE run.recipe = ? ORDER BY run.id", [id], $0) }
    }

    /// The runs of one cell, in order. For a cell that a fork shares, these are its parent's.
    public func runsOfCell(session: String, cell: Int) throws(ArchiveError) -> [Execution] {
        try read { database in
            try RunRow.fetch(
                "JOIN lineage ON lineage.session = run.session AND cell.number <= lineage.last "
                    + "WHERE cell.number = :last ORDER BY run.ordinal",
                ["name": session, "last": cell], with: SessionRow.lineage, database)
        }
    }

    /// Runs in a list, newest first.
    public func log(_ filter: LogFilter = LogFilter()) throws(ArchiveError) -> [Execution] {
        var conditions: [String] = []
        var arguments = StatementArguments()
        func require(_ condition: String, _ value: (some DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        require("run.session = (SELECT id FROM session WHERE name = ?)", filter.session)
        require("run.kind = ?", filter.kind?.rawValue)
        require("EXISTS (SELECT 1 FROM json_each(run.wrt) WHERE value = ?)", filter.wrt)
        require("run.time >= ?", filter.since)
        require("run.id < ?", filter.before)
        let condition =
            (conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
            + " ORDER BY run.id DESC LIMIT \(min(max(filter.limit, 1), 1_000))"
        return try read { try RunRow.fetch(condition, arguments, $0) }
    }

    private func firstRun(_ condition: String, _ arguments: StatementArguments) throws(ArchiveError) -> Execution? {
        try read { try RunRow.fetch(condition, arguments, $0).first }
    }
}
