import GRDB
import Graphs
import Tensors

/// A graph as one row of `graph` and its rows of `equation`. Only the rows are stored: reading prints them as the graph's
/// text form, whose parser checks every equation, and compares the structural hash.
enum GraphRow {
    static func id(of hash: ContentHash, _ database: Database) throws -> Int64? {
        try Int64.fetchOne(database.cachedStatement(sql: "SELECT id FROM graph WHERE hash = ?"), arguments: [hash])
    }

    /// Stores a graph unless it is there.
    /// - Returns: its row id.
    /// - Throws: `ArchiveError.refused` when the graph is not what its hash says.
    static func store(_ graph: Graph, _ hash: ContentHash, _ database: Database) throws -> Int64 {
        if let id = try id(of: hash, database) { return id }
        guard graph.structuralHash == hash else {
            throw ArchiveError.refused("a graph is named \(hash.short) but its hash is another")
        }
        let inputs = graph.inputTypes.map(\.description).joined(separator: " ")
        try database.execute(
            sql: "INSERT INTO graph (hash, inputs, outputs, equation_count) VALUES (?, ?, ?, ?)",
            arguments: [hash, inputs, ValueList.text(graph.outputs), graph.equations.count])
        let id = database.lastInsertedRowID
        let insertion = try database.cachedStatement(
            sql: """
                INSERT INTO equation (graph, result, ordinal, primitive, parameters, operands, dtype, shape)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for (ordinal, equation) in graph.equations.enumerated() {
            let parameters = equation.primitive.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
            let operands = ValueList.text(equation.operands)
            for result in equation.results {
                let type = graph.types[result]
                try insertion.execute(arguments: [
                    id, result, ordinal, equation.primitive.name, parameters, operands, type.dtype.rawValue,
                    type.shape.description,
                ])
            }
        }
        return id
    }

    /// - Throws: `ArchiveError.corrupt` when the rows do not make the graph of this hash.
    static func find(_ hash: ContentHash, _ database: Database) throws -> Graph? {
        let sql = "SELECT id, inputs, outputs FROM graph WHERE hash = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [hash]) else { return nil }
        let inputs = try row.value("inputs", String.self).split(separator: " ").enumerated().map { "%\($0): \($1)" }
        var text = "graph(\(inputs.joined(separator: ", "))) {\n"
        text += try equations(of: row.value("id", Int64.self), database)
        let outputs = try row.value("outputs", String.self)
        text += outputs.isEmpty ? "return\n}\n" : "return \(outputs)\n}\n"
        guard let graph = try? Graph(parsing: text), graph.structuralHash == hash else {
            throw ArchiveError.corrupt("the equations of graph \(hash) are not what its hash says")
        }
        return graph
    }

    private static func equations(of graph: Int64, _ database: Database) throws -> String {
        var text = ""
        let sql = "SELECT * FROM equation WHERE graph = ? ORDER BY result"
        let rows = try Row.fetchCursor(database, sql: sql, arguments: [graph])
        var current: (ordinal: Int, results: [String], application: String, types: [String])?
        func line() -> String {
            guard let current else { return "" }
            let results = current.results.joined(separator: ", ")
            return "\(results) = \(current.application) : \(current.types.joined(separator: ", "))\n"
        }
        while let row = try rows.next() {
            let ordinal = try row.value("ordinal", Int.self)
            if current?.ordinal != ordinal {
                text += line()
                current = (ordinal, [], try application(row), [])
            }
            current?.results.append("%\(try row.value("result", Int.self))")
            current?.types.append(try row.tensorType().description)
        }
        return text + line()
    }

    /// `slice[start=[0],limit=[2],stride=[1]] %3`
    private static func application(_ row: Row) throws -> String {
        let primitive = try row.value("primitive", String.self)
        let parameters = try row.value("parameters", String.self)
        let operands = try row.value("operands", String.self)
        return primitive + (parameters.isEmpty ? "" : "[\(parameters)]") + (operands.isEmpty ? "" : " \(operands)")
    }
}

extension Archive {
    /// A graph by its structural hash, or nil when it is not stored.
    /// - Throws: `.corrupt` when what is stored is another graph.
    public func graph(_ hash: ContentHash) throws(ArchiveError) -> Graph? {
        try read { try GraphRow.find(hash, $0) }
    }
}
