import GRDB
import Graphs
import Notebook
import Tensors

/// Turns one submission's events into rows, inside a transaction. Whatever contradicts what is stored is refused here,
/// with both sides in the message.
struct EventWriter {
    let database: Database
    let files: TensorFiles
    let submission: Submission

    func write(_ event: Event) throws {
        switch event {
        case .sessionOpened(let name, let folder, let parent):
            try SessionRow.insert(
                name: name, folder: folder, parent: parent, time: submission.time, database)
        case .folderChanged(let session, let folder):
            try database.execute(
                sql: "UPDATE session SET folder = ? WHERE id = ?", arguments: [folder, id(of: session)])
        case .cellRan(let cell, let runs, let contents):
            for content in contents { try write(content) }
            try write(cell, runs)
        case .cellStopped(let session, let source, let ending):
            try insertCell(
                session: id(of: session), number: nil, kind: .cell, source: source, ending: ending, elaboration: nil)
        }
    }

    private func write(_ content: NamedContent) throws {
        guard try !TensorRow.isStored(content.hash, database) else { return }
        // It was stored when the caller looked, and has been removed since.
        let placement = try submission.placements[content.hash] ?? files.place(content)
        try TensorRow.insert(content, placement, database)
    }

    private func write(_ cell: CellRecord, _ runs: [RecordedRun]) throws {
        let (name, session) = (cell.session, try id(of: cell.session))
        let next = try SessionRow.cellCount(of: session, database) + 1
        guard cell.number == next else {
            throw ArchiveError.refused("the next cell of session \(name) is \(next), not \(cell.number)")
        }
        try insertCell(
            session: session, number: cell.number, kind: cell.kind, source: cell.source, ending: .ok,
            elaboration: cell.elaboration)
        let id = database.lastInsertedRowID
        for (ordinal, leaf) in cell.leaves.enumerated() {
            try insert(
                "INSERT INTO leaf (cell, ordinal, hash) VALUES (?, ?, ?)", [id, ordinal, leaf.hash], naming: leaf.hash)
        }
        for (ordinal, binding) in cell.bindings.enumerated() {
            try insert(
                "INSERT INTO binding (cell, ordinal, name, hash, recipe, weak) VALUES (?, ?, ?, ?, ?, ?)",
                [id, ordinal, binding.name, binding.hash, binding.run, binding.isWeak], naming: binding.hash)
        }
        for (ordinal, run) in runs.enumerated() { try write(run, ordinal, session: session, cell: id) }
    }

    private func id(of session: String) throws -> Int64 {
        guard let id = try SessionRow.id(of: session, database) else {
            throw ArchiveError.refused("there is no session \(session)")
        }
        return id
    }

    private func insertCell(
        session: Int64, number: Int?, kind: CellRecord.Kind, source: String, ending: CellRecord.Ending,
        elaboration: ElaborationRecord?
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO cell (session, number, kind, source, outcome, time, source_hash, elaboration, operands, fixed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            session, number, kind.rawValue, source, ending.rawValue, submission.time, ContentHash(of: source.utf8),
            elaboration?.hash, elaboration.map { try NameList.text($0.operands) },
            FixedValues.text(elaboration?.fixed),
        ])
    }

    private func write(_ recorded: RecordedRun, _ ordinal: Int, session: Int64, cell: Int64) throws {
        let (execution, run) = (recorded.execution, recorded.run)
        let question = run.recipe.question
        guard run.id == run.recipe.id else { throw ArchiveError.refused("run \(run.id.short) is not its recipe's") }
        guard run.recipe.inputs.count == recorded.graph.inputCount else {
            throw ArchiveError.refused(
                "a graph of \(recorded.graph.inputCount) inputs has \(run.recipe.inputs.count) contents")
        }
        guard run.wrt.count == question.wrtCount, question.wrtCount <= run.recipe.inputs.count else {
            throw ArchiveError.refused("a run by \(question.wrtCount) of its inputs names \(run.wrt.count)")
        }
        let graph = try GraphRow.store(recorded.graph, run.recipe.graph, database)
        let derivative = try recorded.derivative.flatMap { derived in
            try execution.derivative.map { try GraphRow.store(derived, $0, database) }
        }
        try database.cachedStatement(sql: RunRow.insertion).execute(arguments: [
            run.id, graph, derivative, question.kind.rawValue, run.target, NameList.text(run.wrt),
            NameList.text(run.through), ValueList.text(question.cut), session, cell, ordinal, execution.position.line,
            execution.position.column, execution.numerics.name, submission.time, execution.microseconds,
        ])
        try write(tensorsOf: execution, row: database.lastInsertedRowID)
    }

    private func write(tensorsOf execution: Execution, row: Int64) throws {
        let run = execution.run
        let names = Dictionary(run.names.map { ($0.value, $0.name) }, uniquingKeysWith: { first, _ in first })
        for (ordinal, hash) in run.recipe.inputs.enumerated() {
            let name = ordinal < run.wrt.count ? run.wrt[ordinal] : names[ordinal]
            try write(.input, ordinal, hash, name: name, row: row)
        }
        for (ordinal, hash) in run.recipe.seeds.enumerated() { try write(.seed, ordinal, hash, name: nil, row: row) }
        let isTangent = run.kind == .jvp
        for (ordinal, hash) in execution.results.enumerated() {
            let name = isTangent ? run.target : run.wrt.indices.contains(ordinal) ? run.wrt[ordinal] : nil
            try write(.result, ordinal, hash, name: name, row: row)
        }
        let insertion = try database.cachedStatement(
            sql: "INSERT INTO run_name (run, ordinal, name, value, hash) VALUES (?, ?, ?, ?, ?)")
        for (ordinal, name) in run.names.enumerated() {
            try insertion.execute(arguments: [row, ordinal, name.name, name.value, name.hash])
        }
    }

    private func write(_ role: RunRow.Role, _ ordinal: Int, _ hash: ContentHash, name: String?, row: Int64) throws {
        try insert(
            "INSERT INTO run_tensor (run, role, ordinal, name, hash) VALUES (?, ?, ?, ?, ?)",
            [row, role.rawValue, ordinal, name, hash], naming: hash)
    }

    /// Inserts a row that names an array.
    private func insert(_ sql: String, _ arguments: StatementArguments, naming hash: ContentHash) throws {
        do {
            try database.cachedStatement(sql: sql).execute(arguments: arguments)
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
            throw ArchiveError.refused("array \(hash.short) is named but neither stored nor sent along")
        }
    }
}
