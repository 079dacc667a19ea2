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
        let (total, width, offset) = (tensor.type.byteCount, tensor.dtype.byteWidth, request.offset)
        guard offset <= total else {
            throw Fault(.argument, "offset= must be a whole number from 0 to \(total), not \(offset)")
        }
        let end = offset + min(request.max, total - offset)
        // The elements that the bytes lie in, whose first and last may be wanted in part.
        let first = offset / width
        let bytes = tensor.canonicalBytes(of: first..<max(first, (end + width - 1) / width))
        return GetAnswer(
            name: request.name, type: tensor.type,
            bytes: Array(bytes[(offset - first * width)..<(end - first * width)]),
            offset: offset, total: total)
    }
}
