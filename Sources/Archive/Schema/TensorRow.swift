import FoundationEssentials
import GRDB
import Notebook
import Tensors

/// A row of `tensor`.
struct TensorRow {
    let hash: ContentHash
    let type: TensorType
    /// nil: in a file.
    let bytes: [UInt8]?

    static func isStored(_ hash: ContentHash, _ database: Database) throws -> Bool {
        let statement = try database.cachedStatement(sql: "SELECT 1 FROM tensor WHERE hash = ?")
        return try Int.fetchOne(statement, arguments: [hash]) != nil
    }

    static func insert(_ content: NamedContent, _ placement: Placement, _ database: Database) throws {
        let bytes: Data? =
            switch placement {
            case .row(let bytes): Data(bytes)
            case .file: nil
            }
        let type = content.tensor.type
        try database.cachedStatement(
            sql: "INSERT INTO tensor (hash, dtype, shape, byte_count, bytes) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [content.hash, type.dtype.rawValue, type.shape.description, type.byteCount, bytes])
    }

    static func find(_ hash: ContentHash, _ database: Database) throws -> TensorRow? {
        let sql = "SELECT dtype, shape, bytes FROM tensor WHERE hash = ?"
        guard let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [hash]) else { return nil }
        let bytes = try row.optional("bytes", Data.self)
        return TensorRow(hash: hash, type: try row.tensorType(), bytes: bytes.map { Array($0) })
    }
}

extension Archive {
    /// An array by its content, or nil when it is not stored.
    /// - Throws: `.corrupt` when what is stored is another content.
    public func tensor(_ hash: ContentHash) throws(ArchiveError) -> Tensor? {
        guard let row = try read({ try TensorRow.find(hash, $0) }) else { return nil }
        return try guarded {
            let bytes = try row.bytes ?? files.read(hash, byteCount: row.type.byteCount)
            // Another byte count than the type's is one more way not to be what was stored.
            guard let tensor = try? Tensor(row.type, littleEndian: bytes), tensor.contentHash == hash else {
                throw ArchiveError.corrupt("array \(hash) is not what its hash says")
            }
            return tensor
        }
    }

    /// The type of a stored array, without reading it, or nil when it is not stored.
    public func tensorType(_ hash: ContentHash) throws(ArchiveError) -> TensorType? {
        try read { database in
            let statement = try database.cachedStatement(sql: "SELECT dtype, shape FROM tensor WHERE hash = ?")
            return try Row.fetchOne(statement, arguments: [hash])?.tensorType()
        }
    }
}
