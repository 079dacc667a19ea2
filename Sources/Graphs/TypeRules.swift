import Tensors

extension Primitive {
    /// Types of the results for operands of these types.
    /// - Throws: `Fault` naming the primitive and both types when they do not fit.
    public func resultTypes(of operands: [TensorType]) throws -> [TensorType] {
        if case .control(let flow) = self { return try flow.resultTypes(of: operands) }
        guard operandCount.contains(operands.count) else {
            throw Fault(.defect, "\(name) takes \(operandCount) operands, not \(operands.count)")
        }
        return [try resultType(operands)]
    }

    private var operandCount: ClosedRange<Int> {
        switch self {
        case .constant, .iota: 0...0
        case .unary, .integerPower, .polygamma, .convert, .stopGradient, .broadcastInDim, .reshape, .transpose, .slice,
            .reverse, .reduceSum, .reduceMax, .reduceMin, .cumsum, .argsort, .windowArgmax, .matrix:
            1...1
        case .binary, .compare, .pad, .dotGeneral, .convolution, .solve, .triangularSolve, .gather: 2...2
        case .select, .scatter: 3...3
        case .concatenate: 1...Int.max
        case .control: 0...Int.max
        }
    }

    private func resultType(_ operands: [TensorType]) throws -> TensorType {
        switch self {
        case .constant(let value): TensorType(value.dtype, .scalar)
        case .iota(let type, let axis): try iotaType(type, axis)
        case .unary(let function): try unaryType(function, operands[0])
        case .integerPower, .polygamma: try require(operands[0], \.isFloating, "a floating type")
        case .binary(let function): try binaryType(function, operands[0], operands[1])
        case .compare: TensorType(.bool, try same(operands[0], operands[1]).shape)
        case .select: try selectType(operands[0], operands[1], operands[2])
        case .convert(let dtype): TensorType(dtype, operands[0].shape)
        case .stopGradient: operands[0]
        case .broadcastInDim(let shape, let axes): try broadcastType(operands[0], shape, axes)
        case .reshape(let shape): try reshapeType(operands[0], shape)
        case .transpose(let permutation): try transposeType(operands[0], permutation)
        case .slice(let start, let limit, let stride): try sliceType(operands[0], start, limit, stride)
        case .pad(let low, let high, let interior): try padType(operands[0], operands[1], low, high, interior)
        case .concatenate(let axis): try concatenateType(operands, axis)
        case .reverse(let axes): try axesType(operands[0], axes)
        case .reduceSum(let axes): try reduceType(operands[0], axes)
        case .reduceMax(let axes), .reduceMin(let axes): try extremeType(operands[0], axes)
        case .cumsum(let axis, _): try require(axesType(operands[0], [axis]), { $0 != .bool }, "numbers")
        case .dotGeneral(let dimensions): try dotType(dimensions, operands[0], operands[1])
        case .convolution(let window): try window.resultType(operands[0], operands[1])
        case .windowArgmax(let window): try window.resultType(operands[0])
        case .matrix(let function): try function.resultType(operands[0])
        case .solve, .triangularSolve: try solutionType(operands[0], operands[1], name)
        case .gather: try gatherType(operands[0], operands[1])
        case .scatter(let function): try scatterType(function, operands[0], operands[1], operands[2])
        case .argsort(let axis): TensorType(.i64, try axesType(operands[0], [axis]).shape)
        case .control: throw Fault(.defect, "\(name) has its own rule for all its results")
        }
    }

    private func mismatch(_ left: TensorType, _ right: TensorType, _ what: String) -> Fault {
        Fault(left.dtype == right.dtype ? .shape : .dtype, "\(name): \(left) and \(right) \(what)")
    }

    private func wrong(_ type: TensorType, _ what: String) -> Fault { Fault(.shape, "\(name): \(type) \(what)") }

    private func same(_ left: TensorType, _ right: TensorType) throws -> TensorType {
        guard left == right else { throw mismatch(left, right, "must be equal") }
        return left
    }

    private func require(_ type: TensorType, _ holds: (DType) -> Bool, _ what: String) throws -> TensorType {
        guard holds(type.dtype) else { throw Fault(.dtype, "\(name) takes \(what), not \(type)") }
        return type
    }

    private func axes(_ axes: [Int], in type: TensorType) throws {
        guard axes.allSatisfy(type.shape.dims.indices.contains), Set(axes).count == axes.count else {
            throw wrong(type, "does not have distinct axes \(Shape.text(axes))")
        }
    }

    private func axesType(_ type: TensorType, _ axes: [Int]) throws -> TensorType {
        try self.axes(axes, in: type)
        return type
    }
}

// MARK: Elementwise

extension Primitive {
    private func iotaType(_ type: TensorType, _ axis: Int) throws -> TensorType {
        try axes([axis], in: type)
        return try require(type, { $0 != .bool }, "a number type")
    }

    private func unaryType(_ function: UnaryFunction, _ operand: TensorType) throws -> TensorType {
        switch function {
        case .neg, .abs, .sign: try require(operand, { $0 != .bool }, "numbers")
        case .not: try require(operand, { !$0.isFloating }, "bools or integers")
        case .isFinite: TensorType(.bool, try require(operand, \.isFloating, "a floating type").shape)
        case .absSlope, .floor, .ceil, .round, .sqrt, .rsqrt, .cbrt, .exp, .exp2, .expm1, .log, .log2, .log10, .log1p,
            .sin, .cos,
            .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .logistic, .erf, .erfc,
            .erfInv, .erfInvSlope, .gaussian, .lgamma, .silu, .siluSlope, .gelu, .geluSlope, .geluTanh, .geluTanhSlope:
            try require(operand, \.isFloating, "a floating type")
        }
    }

    private func binaryType(_ function: BinaryFunction, _ left: TensorType, _ right: TensorType) throws -> TensorType {
        let type = try same(left, right)
        return switch function {
        case .add, .sub, .mul, .div, .rem, .max, .min: try require(type, { $0 != .bool }, "numbers")
        case .divSlope, .pow, .powSlope, .atan2, .hypot, .logaddexp: try require(type, \.isFloating, "a floating type")
        case .and, .or, .xor: try require(type, { !$0.isFloating }, "bools or integers")
        case .threefry2x32: try require(type, { $0 == .i64 }, "i64")
        }
    }

    private func selectType(_ predicate: TensorType, _ yes: TensorType, _ no: TensorType) throws -> TensorType {
        let type = try same(yes, no)
        guard predicate.dtype == .bool, predicate.shape == type.shape else {
            throw mismatch(predicate, type, "do not fit: the predicate must be bool\(type.shape)")
        }
        return type
    }
}

// MARK: Shapes

extension Primitive {
    private func broadcastType(_ type: TensorType, _ shape: Shape, _ axes: [Int]) throws -> TensorType {
        let fits =
            axes.count == type.shape.rank && zip(axes, axes.dropFirst()).allSatisfy(<)
            && zip(axes, type.shape.dims).allSatisfy { axis, size in
                shape.dims.indices.contains(axis) && (size == 1 || size == shape.dims[axis])
            }
        guard fits else { throw wrong(type, "does not stretch to \(shape) along axes \(Shape.text(axes))") }
        return TensorType(type.dtype, shape)
    }

    private func reshapeType(_ type: TensorType, _ shape: Shape) throws -> TensorType {
        guard type.shape.count == shape.count else {
            throw wrong(type, "has \(type.shape.count) elements, \(shape) has \(shape.count)")
        }
        return TensorType(type.dtype, shape)
    }

    private func transposeType(_ type: TensorType, _ permutation: [Int]) throws -> TensorType {
        guard permutation.sorted() == Array(0..<type.shape.rank) else {
            throw wrong(type, "cannot be permuted by \(Shape.text(permutation))")
        }
        return TensorType(type.dtype, try Shape(permutation.map { type.shape.dims[$0] }))
    }

    private func sliceType(_ type: TensorType, _ start: [Int], _ limit: [Int], _ stride: [Int]) throws -> TensorType {
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

    private func padType(
        _ type: TensorType, _ fill: TensorType, _ low: [Int], _ high: [Int], _ interior: [Int]
    ) throws -> TensorType {
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

    private func concatenateType(_ operands: [TensorType], _ axis: Int) throws -> TensorType {
        let first = operands[0]
        try axes([axis], in: first)
        var sizes = first.shape.dims
        for operand in operands.dropFirst() {
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
}

// MARK: Reductions, contractions, indexing

extension Primitive {
    private func reduceType(_ type: TensorType, _ axes: [Int]) throws -> TensorType {
        try self.axes(axes, in: type)
        let rest = type.shape.dims.indices.filter { !axes.contains($0) }.map { type.shape.dims[$0] }
        return try require(TensorType(type.dtype, Shape(rest)), { $0 != .bool }, "numbers")
    }

    private func extremeType(_ type: TensorType, _ axes: [Int]) throws -> TensorType {
        let result = try reduceType(type, axes)
        guard result.shape.count == 0 || !axes.contains(where: { type.shape.dims[$0] == 0 }) else {
            throw wrong(type, "has no elements along axes \(Shape.text(axes)), so there is no extreme")
        }
        return result
    }

    private func dotType(_ dims: DotDimensions, _ left: TensorType, _ right: TensorType) throws -> TensorType {
        try axes(dims.leftContract + dims.leftBatch, in: left)
        try axes(dims.rightContract + dims.rightBatch, in: right)
        let (l, r) = (left.shape.dims, right.shape.dims)
        guard left.dtype == right.dtype, left.dtype != .bool, dims.leftContract.count == dims.rightContract.count,
            dims.leftBatch.count == dims.rightBatch.count,
            zip(dims.leftContract + dims.leftBatch, dims.rightContract + dims.rightBatch).allSatisfy({ l[$0] == r[$1] })
        else { throw mismatch(left, right, "do not contract over \(dims.leftContract) with \(dims.rightContract)") }
        let sizes =
            dims.leftBatch.map { l[$0] } + dims.leftFree(rank: l.count).map { l[$0] }
            + dims.rightFree(rank: r.count).map { r[$0] }
        return TensorType(left.dtype, try Shape(sizes))
    }

    private func gatherType(_ operand: TensorType, _ indices: TensorType) throws -> TensorType {
        guard operand.shape.rank > 0, indices.dtype.isInteger else {
            throw Fault(.shape, "gather: \(indices) cannot index axis 0 of \(operand)")
        }
        return TensorType(operand.dtype, try Shape(indices.shape.dims + operand.shape.dims.dropFirst()))
    }

    private func scatterType(
        _ function: ScatterFunction, _ operand: TensorType, _ indices: TensorType, _ updates: TensorType
    ) throws -> TensorType {
        guard operand.shape.rank > 0, indices.dtype.isInteger, operand.dtype == updates.dtype,
            updates.shape.dims == indices.shape.dims + operand.shape.dims.dropFirst()
        else { throw Fault(.shape, "\(name): updates \(updates) at \(indices) do not fit \(operand)") }
        return try function == .set ? operand : require(operand, { $0 != .bool }, "numbers")
    }
}
