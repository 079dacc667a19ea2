import FoundationEssentials
import GRDB
import Graphs
import Notebook
import Tensors

extension ContentHash: DatabaseValueConvertible {
    /// A blob of 32 bytes.
    public var databaseValue: DatabaseValue { Data(bytes).databaseValue }

    /// Reads a blob of 32 bytes.
    public static func fromDatabaseValue(_ value: DatabaseValue) -> ContentHash? {
        guard case .blob(let data) = value.storage else { return nil }
        return ContentHash(bytes: data)
    }
}

extension Row {
    /// The value of a column. GRDB's own subscript ends the process when a damaged file holds something else.
    func value<Value: DatabaseValueConvertible>(_ column: String, _: Value.Type = Value.self) throws -> Value {
        guard let found = self[column] as DatabaseValue?, let value = Value.fromDatabaseValue(found) else {
            throw ArchiveError.corrupt("column \(column) holds no \(Value.self)")
        }
        return value
    }

    /// The value of a column, nil for NULL.
    func optional<Value: DatabaseValueConvertible>(_ column: String, _: Value.Type = Value.self) throws -> Value? {
        guard let found = self[column] as DatabaseValue?, !found.isNull else { return nil }
        return try value(column)
    }

    /// A word that stands for a case.
    func word<Word: RawRepresentable<String>>(_ column: String, _: Word.Type = Word.self) throws -> Word {
        let text = try value(column, String.self)
        guard let word = Word(rawValue: text) else { throw ArchiveError.corrupt("column \(column) holds \(text)") }
        return word
    }

    /// The type in the columns `dtype` and `shape`.
    func tensorType() throws -> TensorType {
        let text = try value("dtype", String.self) + value("shape", String.self)
        do {
            return try TensorType(parsing: text)
        } catch {
            throw ArchiveError.corrupt("\(text) is no array type")
        }
    }
}

/// Lists of names, as JSON so that SQL can take them apart.
enum NameList {
    static func text(_ names: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
    }

    static func names(_ text: String) throws -> [String] {
        do {
            return try JSONDecoder().decode([String].self, from: Data(text.utf8))
        } catch {
            throw ArchiveError.corrupt("\(text) is no list of names")
        }
    }
}

/// What a cell bound beside arrays: `{"f":null,"lr":"0.25"}`.
enum FixedValues {
    static func text(_ values: [String: String?]?) throws -> String? {
        guard let values else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(values), as: UTF8.self)
    }

    static func values(_ text: String) throws -> [String: String?] {
        do {
            return try JSONDecoder().decode([String: String?].self, from: Data(text.utf8))
        } catch {
            throw ArchiveError.corrupt("\(text) is no list of values")
        }
    }
}

extension Row {
    /// What a row of `cell` says of the cell's elaboration.
    func elaboration() throws -> ElaborationRecord? {
        guard let hash = try optional("elaboration", ContentHash.self) else { return nil }
        return try ElaborationRecord(
            hash: hash, operands: optional("operands", String.self).map(NameList.names) ?? [],
            fixed: optional("fixed", String.self).map(FixedValues.values))
    }
}

/// Lists of a graph's values: `%0 %1`.
enum ValueList {
    static func text(_ values: [ValueID]) -> String { values.map { "%\($0)" }.joined(separator: " ") }

    static func values(_ text: String) throws -> [ValueID] {
        try text.split(separator: " ").map { word in
            guard word.first == "%", let value = ValueID(word.dropFirst()) else {
                throw ArchiveError.corrupt("\(text) is no list of values")
            }
            return value
        }
    }
}
