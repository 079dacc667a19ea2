import Notebook
import Tensors

/// A piece of an array's bytes.
public struct GetRequest: Sendable {
    let name: String
    let offset: Int
    let max: Int

    /// Bytes from `offset` on, as many as there are, at most `max`.
    public init(name: String, offset: Int, max: Int) {
        self.name = name
        self.offset = offset
        self.max = max
    }
}

/// The bytes that were asked for.
public struct GetAnswer: Sendable {
    /// The array's name.
    public let name: String
    /// The array's type.
    public let type: TensorType
    /// Little-endian, row-major.
    public let bytes: [UInt8]
    /// Where they begin.
    public let offset: Int
    /// How many the array has.
    public let total: Int
}

extension RequestContext {
    /// The bytes of an array under a name.
    public func get(_ request: GetRequest) throws -> GetAnswer {
        let tensor = try tensor(of: snapshot().array(named: request.name))
        let bytes = tensor.canonicalBytes
        guard request.offset <= bytes.count else {
            throw Fault(
                .argument, "offset= must be a whole number from 0 to \(bytes.count), not \(request.offset)")
        }
        let end = min(request.offset + min(request.max, bytes.count), bytes.count)
        return GetAnswer(
            name: request.name, type: tensor.type, bytes: Array(bytes[request.offset..<end]), offset: request.offset,
            total: bytes.count)
    }
}
