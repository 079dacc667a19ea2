import Tensors

extension Tensor.Storage {
    /// Calls `body` with the bytes of the elements, which must not be used after it returns.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch self {
        case .f64(let values): try values.withUnsafeBytes(body)
        case .f32(let values): try values.withUnsafeBytes(body)
        case .i64(let values): try values.withUnsafeBytes(body)
        case .i32(let values): try values.withUnsafeBytes(body)
        case .bool(let values): try values.withUnsafeBytes(body)
        }
    }
}
