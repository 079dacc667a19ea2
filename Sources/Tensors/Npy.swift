/// NumPy's array files, format versions 1.0, 2.0 and 3.0:
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
extension Tensor {
    /// Reads a `.npy` file. `f8 f4 i8 i4 b1` keep their type, `u1 i1 u2 i2 u4` become i64; either byte order and either
    /// memory order is taken.
    ///
    ///     try Tensor(npy: bytes).type  // f64[2,3]
    ///
    /// - Throws: `Fault.parse` when it is no such file or is cut short, `Fault.dtype` for other element types,
    ///   `Fault.size` for a shape that cannot be.
    public init(npy bytes: [UInt8]) throws { self = try NpyHeader(bytes).tensor(from: bytes) }

    /// A `.npy` file of version 1.0 in row-major order, byte for byte what `numpy.save` writes for a contiguous array;
    /// NaNs are canonical.
    public var npy: [UInt8] {
        let sizes = shape.dims.map { "\($0)" }.joined(separator: ", ")
        let tuple = shape.rank == 1 ? "(\(sizes),)" : "(\(sizes))"
        var header = "{'descr': '\(NpyElement(dtype).littleEndianDescr)', 'fortran_order': False, 'shape': \(tuple), }"
        // NumPy leaves room for the first size to grow in place to 21 digits.
        if let first = shape.dims.first { header += String(repeating: " ", count: max(0, 21 - "\(first)".utf8.count)) }
        header += String(repeating: " ", count: 64 - (NpyHeader.prefixLength + header.utf8.count + 1) % 64) + "\n"
        // `Shape.rankLimit` sizes of at most 20 characters stay far below 2¹⁶.
        let length = header.utf8.count
        return NpyHeader.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8 & 0xFF)] + Array(header.utf8)
            + canonicalBytes
    }
}

/// The elements that a `.npy` file may have here, named as NumPy does: kind and width in bytes.
enum NpyElement: String {
    case f8, f4, i8, i4, b1, u1, i1, u2, i2, u4

    /// How `dtype` is written.
    init(_ dtype: DType) {
        switch dtype {
        case .f64: self = .f8
        case .f32: self = .f4
        case .i64: self = .i8
        case .i32: self = .i4
        case .bool: self = .b1
        }
    }

    /// Bytes of one element in the file.
    var width: Int {
        switch self {
        case .b1, .u1, .i1: 1
        case .u2, .i2: 2
        case .f4, .i4, .u4: 4
        case .f8, .i8: 8
        }
    }

    /// The element type that it is read as; every value of the file's type has an exact one there.
    var dtype: DType {
        switch self {
        case .f8: .f64
        case .f4: .f32
        case .i4: .i32
        case .b1: .bool
        case .i8, .u1, .i1, .u2, .i2, .u4: .i64
        }
    }

    /// `<f8`; a single byte has no order: `|b1`.
    var littleEndianDescr: String { (width == 1 ? "|" : "<") + rawValue }
}

extension NpyHeader {
    /// Element type and shape of the tensor that the file holds.
    var type: TensorType { TensorType(element.dtype, shape) }

    /// The tensor of the file that this header was read from.
    func tensor(from bytes: [UInt8]) throws -> Tensor {
        // At most 2⁴⁶ elements of 8 bytes: no overflow.
        let needed = shape.count * element.width
        let found = bytes.count - dataOffset
        guard found == needed else {
            let what = "\(element.rawValue) array of shape \(shape)"
            throw Fault(.parse, "an \(what) takes \(needed) bytes, the array file has \(found)")
        }
        var data = Array(bytes[dataOffset...])
        if isFortranOrder { data = rowMajor(data) }
        if isBigEndian { swapBytes(&data) }
        switch element {
        case .f8, .f4, .i8, .i4, .b1: return try Tensor(type, littleEndian: data)
        case .u1: return try widened(data, from: UInt8.self)
        case .i1: return try widened(data, from: Int8.self)
        case .u2: return try widened(data, from: UInt16.self)
        case .i2: return try widened(data, from: Int16.self)
        case .u4: return try widened(data, from: UInt32.self)
        }
    }

    private func widened<Narrow: FixedWidthInteger & BitwiseCopyable>(
        _ data: [UInt8], from: Narrow.Type
    ) throws -> Tensor {
        try Tensor(.i64(Tensor.elements(data, zero: Narrow.zero).map { Int64($0) }), shape: shape)
    }

    /// Walks the coordinates in row-major order like an odometer, with the column-major offset beside them.
    private func rowMajor(_ data: [UInt8]) -> [UInt8] {
        guard shape.rank > 1, shape.count > 1 else { return data }
        var steps: [Int] = []
        var step = element.width
        for size in shape.dims {
            steps.append(step)
            step *= size
        }
        var result: [UInt8] = []
        result.reserveCapacity(data.count)
        var coordinates = [Int](repeating: 0, count: shape.rank)
        var offset = 0
        while result.count < data.count {
            result.append(contentsOf: data[offset..<offset + element.width])
            for axis in shape.dims.indices.reversed() {
                coordinates[axis] += 1
                offset += steps[axis]
                if coordinates[axis] < shape.dims[axis] { break }
                offset -= steps[axis] * shape.dims[axis]
                coordinates[axis] = 0
            }
        }
        return result
    }

    private func swapBytes(_ data: inout [UInt8]) {
        let width = element.width
        for start in stride(from: 0, to: data.count, by: width) {
            for index in 0..<width / 2 { data.swapAt(start + index, start + width - 1 - index) }
        }
    }
}
