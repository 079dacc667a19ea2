/// Elements as little-endian bytes and back. The only place outside evaluation that looks at raw memory: the views are
/// closure-scoped, made and bounded by the standard library, over types without padding or references, so they can
/// neither outlive the array nor leave it. Copying element by element instead would cost more than hashing.
extension Tensor {
    /// Row-major little-endian IEEE bytes; every NaN is the positive quiet NaN with payload 0, −0.0 and subnormals stay.
    public var canonicalBytes: [UInt8] {
        switch storage {
        case .f64(let values):
            Tensor.bytes(of: values.contains { $0.isNaN } ? values.map { $0.isNaN ? .nan : $0 } : values)
        case .f32(let values):
            Tensor.bytes(of: values.contains { $0.isNaN } ? values.map { $0.isNaN ? .nan : $0 } : values)
        case .i64(let values): Tensor.bytes(of: values)
        case .i32(let values): Tensor.bytes(of: values)
        case .bool(let values): values.map { $0 ? 1 : 0 }
        }
    }

    /// Elements that one piece of ``forEachPiece(_:)`` has at most: 1 MB and less.
    private static let pieceCount = 1 << 17

    /// The canonical bytes, piece by piece: a copy of the whole is never made.
    public func forEachPiece(_ body: ([UInt8]) throws -> Void) rethrows {
        for start in stride(from: 0, to: count, by: Tensor.pieceCount) {
            try body(canonicalBytes(of: start..<min(start + Tensor.pieceCount, count)))
        }
    }

    /// Canonical bytes of some elements, counted row-major.
    public func canonicalBytes(of range: Range<Int>) -> [UInt8] {
        switch storage {
        case .f64(let values): Tensor.bytes(of: values[range].map { $0.isNaN ? .nan : $0 })
        case .f32(let values): Tensor.bytes(of: values[range].map { $0.isNaN ? .nan : $0 })
        case .i64(let values): Tensor.bytes(of: Array(values[range]))
        case .i32(let values): Tensor.bytes(of: Array(values[range]))
        case .bool(let values): values[range].map { $0 ? 1 : 0 }
        }
    }

    /// A tensor from little-endian row-major bytes; a bool is true for any byte but 0.
    /// - Throws: `Fault.shape` when the byte count is not the type's.
    public init(_ type: TensorType, littleEndian bytes: [UInt8]) throws {
        guard bytes.count == type.byteCount else {
            throw Fault(.shape, "\(type) takes \(type.byteCount) bytes, not \(bytes.count)")
        }
        let storage: Storage =
            switch type.dtype {
            case .f64: .f64(Tensor.elements(bytes, zero: 0))
            case .f32: .f32(Tensor.elements(bytes, zero: 0))
            case .i64: .i64(Tensor.elements(bytes, zero: 0))
            case .i32: .i32(Tensor.elements(bytes, zero: 0))
            case .bool: .bool(bytes.map { $0 != 0 })
            }
        try self.init(storage, shape: type.shape)
    }

    // Every platform Swift runs on is little-endian; a big-endian port would swap here.
    private static func bytes<Element: BitwiseCopyable>(of values: [Element]) -> [UInt8] {
        values.withUnsafeBytes { Array($0) }
    }

    static func elements<Element: BitwiseCopyable>(_ bytes: [UInt8], zero: Element) -> [Element] {
        var values = [Element](repeating: zero, count: bytes.count / MemoryLayout<Element>.stride)
        values.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
        return values
    }
}

extension [UInt8] {
    /// The unsigned little-endian number in the `width` (at most 8) bytes at `offset`, or nil when they are not all there.
    func littleEndian(at offset: Int, width: Int) -> UInt64? {
        guard offset >= 0, width <= count, offset <= count - width else { return nil }
        return self[offset..<offset + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
