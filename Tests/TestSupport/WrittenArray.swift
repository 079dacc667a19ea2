import Foundation
import Tensors

/// A number or bool of the oracle's files; JSON has no word for what is not finite, so that is a string.
public struct WrittenNumber: Decodable, Sendable {
    /// The number as it was written.
    public let scalar: Scalar

    /// See `Decodable`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            scalar = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            scalar = .i64(value)
        } else if let value = try? container.decode(Double.self) {
            scalar = .f64(value)
        } else {
            scalar = .f64(Double(try container.decode(String.self)) ?? .nan)
        }
    }
}

/// An array as the oracle's files write it: `{"dtype": "f64", "shape": [2], "values": [1.5, "nan"]}`.
public struct WrittenArray: Decodable, Sendable {
    /// The array.
    public let tensor: Tensor

    private enum Key: String, CodingKey { case dtype, shape, values }

    /// See `Decodable`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard let dtype = DType(rawValue: try container.decode(String.self, forKey: .dtype)) else {
            throw Fault(.parse, "an unknown element type")
        }
        let shape = try Shape(container.decode([Int].self, forKey: .shape))
        let values = try container.decode([WrittenNumber].self, forKey: .values).map(\.scalar)
        let storage: Tensor.Storage =
            switch dtype {
            case .f64: .f64(values.map(\.asDouble))
            case .f32: .f32(values.map(\.asFloat))
            case .i64: .i64(values.map(\.asInt64))
            case .i32: .i32(values.map(\.asInt32))
            case .bool: .bool(values.map(\.asBool))
            }
        tensor = try Tensor(storage, shape: shape)
    }
}

/// The JSON values of a file of one a line that lies beside the source file `path`.
public func lines<Line: Decodable>(of name: String, beside path: String, as _: Line.Type) throws -> [Line] {
    let file = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(name)
    let text = try String(contentsOf: file, encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
}
