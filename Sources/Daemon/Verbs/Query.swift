import Archive
import Tensors
import Wire

extension Job {
    static let queryRows = 1000

    /// `query SQL`: one read-only statement.
    func query() throws {
        let result = try desk.archive.query(word, rowLimit: Job.queryRows)
        data(result.columns.joined(separator: " | "), ["columns": .array(result.columns.map(JSON.string))])
        for row in result.rows {
            let values = row.map(Job.json)
            data(values.map(\.plainText).joined(separator: " | "), ["row": .array(values)])
        }
        ok([("rows", .integer(result.rows.count))] + (result.truncated ? [("more", .integer(1))] : []))
    }

    private static func json(_ value: QueryValue) -> JSON {
        switch value {
        case .null: .null
        case .integer(let number): .integer(Int(number))
        case .real(let number): JSON(.f64(number))
        case .text(let text): .string(text)
        case .blob(let bytes):
            .string(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        }
    }
}
