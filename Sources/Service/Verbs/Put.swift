import Notebook
import Tensors

/// An array to bind to a name, as bytes.
public struct PutRequest: Sendable {
    let name: String
    let type: TensorType
    let bytes: [UInt8]

    /// Little-endian, row-major.
    /// - Throws: `Fault.argument` when the bytes are not as many as the type takes.
    public init(name: String, type: TensorType, bytes: [UInt8]) throws {
        guard bytes.count == type.byteCount else {
            throw Fault(.argument, "\(type) takes \(type.byteCount) bytes, and blob= brought \(bytes.count)")
        }
        self.name = name
        self.type = type
        self.bytes = bytes
    }
}

/// What a name was put to.
public struct PutAnswer: Sendable {
    /// The array under its name.
    public let shown: [Shown]
    /// The number of its cell.
    public let cell: Int
}

extension RequestContext {
    /// Binds an array that came from outside; it is a cell of the journal like any other.
    public func put(_ request: PutRequest) throws -> PutAnswer {
        let tensor = try Tensor(request.type, littleEndian: request.bytes)
        let compute = compute
        let outcome = try service.change(session(), stoppedBy: cancel) { session in
            let outcome = try session.put(request.name, tensor, in: compute)
            return ([outcome.event], outcome)
        }
        return PutAnswer(shown: outcome.shown, cell: outcome.cell.number)
    }
}
