import Tensors

/// Primitives that move elements.
enum ShapeName: String, PrimitiveName {
    case broadcastInDim = "broadcast_in_dim"
    case reshape, transpose, slice, pad, concatenate
    case reverse = "rev"

    static let group = PrimitiveGroup.shapes

    func read(_ reader: ParameterReader) throws -> Primitive {
        switch self {
        case .broadcastInDim:
            .broadcastInDim(try Shape(reader.integers("shape")), axes: try reader.integers("axes"))
        case .reshape: .reshape(try Shape(reader.integers("shape")))
        case .transpose: .transpose(try reader.integers("permutation"))
        case .slice:
            .slice(
                start: try reader.integers("start"), limit: try reader.integers("limit"),
                stride: try reader.integers("stride"))
        case .pad:
            .pad(
                low: try reader.integers("low"), high: try reader.integers("high"),
                interior: try reader.integers("interior"))
        case .concatenate: .concatenate(axis: try reader.integer("axis"))
        case .reverse: .reverse(try reader.integers("axes"))
        }
    }
}

extension Spelling {
    static func broadcastInDim(_ shape: Shape, _ axes: [Int]) -> Spelling {
        Spelling(ShapeName.broadcastInDim, [("shape", .integers(shape.dims)), ("axes", .integers(axes))])
    }

    static func reshape(_ shape: Shape) -> Spelling {
        Spelling(ShapeName.reshape, [("shape", .integers(shape.dims))])
    }

    static func transpose(_ permutation: [Int]) -> Spelling {
        Spelling(ShapeName.transpose, [("permutation", .integers(permutation))])
    }

    static func slice(_ start: [Int], _ limit: [Int], _ stride: [Int]) -> Spelling {
        Spelling(
            ShapeName.slice,
            [("start", .integers(start)), ("limit", .integers(limit)), ("stride", .integers(stride))])
    }

    static func pad(_ low: [Int], _ high: [Int], _ interior: [Int]) -> Spelling {
        Spelling(
            ShapeName.pad, [("low", .integers(low)), ("high", .integers(high)), ("interior", .integers(interior))])
    }

    static func concatenate(_ axis: Int) -> Spelling { Spelling(ShapeName.concatenate, [("axis", .integer(axis))]) }

    static func reverse(_ axes: [Int]) -> Spelling { Spelling(ShapeName.reverse, [("axes", .integers(axes))]) }
}

extension Primitive {
    func broadcastType(_ x: [TensorType], _ shape: Shape, _ axes: [Int]) throws -> TensorType {
        let type = try one(x)
        let fits =
            axes.count == type.shape.rank && zip(axes, axes.dropFirst()).allSatisfy(<)
            && zip(axes, type.shape.dims).allSatisfy { axis, size in
                shape.dims.indices.contains(axis) && (size == 1 || size == shape.dims[axis])
            }
        guard fits else { throw wrong(type, "does not stretch to \(shape) along axes \(Shape.text(axes))") }
        return TensorType(type.dtype, shape)
    }

    func reshapeType(_ x: [TensorType], _ shape: Shape) throws -> TensorType {
        let type = try one(x)
        guard type.shape.count == shape.count else {
            throw wrong(type, "has \(type.shape.count) elements, \(shape) has \(shape.count)")
        }
        return TensorType(type.dtype, shape)
    }

    func transposeType(_ x: [TensorType], _ permutation: [Int]) throws -> TensorType {
        let type = try one(x)
        guard permutation.sorted() == Array(0..<type.shape.rank) else {
            throw wrong(type, "cannot be permuted by \(Shape.text(permutation))")
        }
        return TensorType(type.dtype, try Shape(permutation.map { type.shape.dims[$0] }))
    }

    func sliceType(_ x: [TensorType], _ start: [Int], _ limit: [Int], _ stride: [Int]) throws -> TensorType {
        let type = try one(x)
        let dims = type.shape.dims
        let fits =
            [start.count, limit.count, stride.count].allSatisfy { $0 == dims.count }
            && dims.indices.allSatisfy { axis in
                0 <= start[axis] && start[axis] <= limit[axis] && limit[axis] <= dims[axis] && stride[axis] > 0
            }
        guard fits else {
            throw wrong(type, "has no slice \(Shape.text(start))..<\(Shape.text(limit)) by \(Shape.text(stride))")
        }
        let sizes = dims.indices.map { axis in
            let length = limit[axis] - start[axis]
            return length == 0 ? 0 : (length - 1) / stride[axis] + 1
        }
        return TensorType(type.dtype, try Shape(sizes))
    }

    func padType(_ x: [TensorType], _ low: [Int], _ high: [Int], _ interior: [Int]) throws -> TensorType {
        let (type, fill) = try two(x)
        let dims = type.shape.dims
        guard fill == TensorType(type.dtype, .scalar) else {
            throw mismatch(type, fill, "do not fit as array and fill")
        }
        let bound = 0...Shape.countLimit
        guard [low.count, high.count, interior.count].allSatisfy({ $0 == dims.count }),
            (low + high + interior).allSatisfy(bound.contains)
        else { throw wrong(type, "cannot be padded by \(Shape.text(low)), \(Shape.text(high))") }
        let sizes = try dims.indices.map { axis in
            let (gaps, overflow) = max(dims[axis] - 1, 0).multipliedReportingOverflow(by: interior[axis])
            guard !overflow, gaps <= Shape.countLimit else { throw Fault(.size, "pad: axis \(axis) becomes too long") }
            return dims[axis] + gaps + low[axis] + high[axis]
        }
        return TensorType(type.dtype, try Shape(sizes))
    }

    func concatenateType(_ x: [TensorType], _ axis: Int) throws -> TensorType {
        guard let first = x.first else { throw wrongCount(x, "at least one operand") }
        try axes([axis], in: first)
        var sizes = first.shape.dims
        for operand in x.dropFirst() {
            var expected = first.shape.dims
            guard operand.shape.rank == expected.count else { throw mismatch(first, operand, "differ in rank") }
            expected[axis] = operand.shape.dims[axis]
            guard operand.dtype == first.dtype, operand.shape.dims == expected else {
                throw mismatch(first, operand, "differ off axis \(axis)")
            }
            // Past the limit it stays there: with many operands the sum would overflow.
            sizes[axis] = min(sizes[axis] + operand.shape.dims[axis], Shape.countLimit + 1)
        }
        return TensorType(first.dtype, try Shape(sizes))
    }

    func reverseType(_ x: [TensorType], _ axes: [Int]) throws -> TensorType { try axesType(one(x), axes) }
}
