import Tensors

/// Short spellings for rules and libraries, so that they read like formulas.
extension GraphBuilder {
    /// The shape of a value.
    public func shape(_ value: ValueID) -> Shape { types[value].shape }
    /// The element type of a value.
    public func dtype(_ value: ValueID) -> DType { types[value].dtype }

    /// An array of one value everywhere, of `type`.
    public mutating func full(_ value: Scalar, _ type: TensorType) throws -> ValueID {
        let scalar = try emit(.constant(Scalar(value, as: type.dtype)), [])
        return type.shape.rank == 0 ? scalar : try emit(.broadcastInDim(type.shape, axes: []), [scalar])
    }

    /// Zeros of `type`.
    public mutating func zeros(_ type: TensorType) throws -> ValueID { try full(.i64(0), type) }

    /// `number` everywhere, with type and shape of `value`.
    public mutating func full(_ number: Double, like value: ValueID) throws -> ValueID {
        try full(.f64(number), types[value])
    }

    /// `function` of a value.
    public mutating func apply(_ function: UnaryFunction, _ value: ValueID) throws -> ValueID {
        try emit(.unary(function), [value])
    }

    /// `function` of two values of equal type.
    public mutating func apply(_ function: BinaryFunction, _ left: ValueID, _ right: ValueID) throws -> ValueID {
        try emit(.binary(function), [left, right])
    }

    /// left + right
    public mutating func add(_ left: ValueID, _ right: ValueID) throws -> ValueID { try apply(.add, left, right) }
    /// left − right
    public mutating func sub(_ left: ValueID, _ right: ValueID) throws -> ValueID { try apply(.sub, left, right) }
    /// left · right
    public mutating func mul(_ left: ValueID, _ right: ValueID) throws -> ValueID { try apply(.mul, left, right) }
    /// left / right
    public mutating func div(_ left: ValueID, _ right: ValueID) throws -> ValueID { try apply(.div, left, right) }

    /// A comparison of two values of equal type.
    public mutating func compare(_ how: Comparison, _ left: ValueID, _ right: ValueID) throws -> ValueID {
        try emit(.compare(how), [left, right])
    }

    /// `yes` where `predicate` holds, else `no`.
    public mutating func select(_ predicate: ValueID, _ yes: ValueID, _ no: ValueID) throws -> ValueID {
        try emit(.select, [predicate, yes, no])
    }

    /// The value in another shape; itself if it already has it.
    public mutating func reshape(_ value: ValueID, _ dims: [Int]) throws -> ValueID {
        shape(value).dims == dims ? value : try emit(.reshape(Shape(dims)), [value])
    }

    /// The value with axes permuted; itself for the identity.
    public mutating func transpose(_ value: ValueID, _ permutation: [Int]) throws -> ValueID {
        permutation == Array(permutation.indices) ? value : try emit(.transpose(permutation), [value])
    }

    /// The value with axis `source` moved to place `target`, the others keeping their order.
    public mutating func moveAxis(_ value: ValueID, from source: Int, to target: Int) throws -> ValueID {
        var order = Array(0..<shape(value).rank)
        guard order.indices.contains(source), order.indices.contains(target) else {
            throw Fault(.shape, "moving axis \(source) to \(target): \(types[value]) does not have these axes")
        }
        order.insert(order.remove(at: source), at: target)
        return try transpose(value, order)
    }

    /// The value stretched to `dims`, its axis k becoming axis `axes[k]`; itself if that changes nothing.
    public mutating func broadcast(_ value: ValueID, to dims: [Int], axes: [Int]) throws -> ValueID {
        if shape(value).dims == dims, axes == Array(dims.indices) { return value }
        return try emit(.broadcastInDim(Shape(dims), axes: axes), [value])
    }

    /// NumPy broadcasting: axes are matched from the last.
    public mutating func broadcastTrailing(_ value: ValueID, to dims: [Int]) throws -> ValueID {
        let rank = shape(value).rank
        return try broadcast(value, to: dims, axes: Array((dims.count - rank)..<dims.count))
    }

    /// The value with a new leading axis of `size`, repeated along it.
    public mutating func broadcastLeading(_ value: ValueID, size: Int) throws -> ValueID {
        let dims = shape(value).dims
        return try emit(.broadcastInDim(Shape([size] + dims), axes: Array(1..<(dims.count + 1))), [value])
    }

    /// The sum over `axes`; the value itself when there are none.
    public mutating func sum(_ value: ValueID, axes: [Int]) throws -> ValueID {
        axes.isEmpty ? value : try emit(.reduceSum(axes), [value])
    }

    /// The value with another element type; itself if it has it.
    public mutating func convert(_ value: ValueID, to dtype: DType) throws -> ValueID {
        self.dtype(value) == dtype ? value : try emit(.convert(dtype), [value])
    }
}

extension GraphBuilder {
    /// A builder that begins with the values of `graph`, preceded by nothing and followed by `extra` inputs.
    /// - Returns: the builder, for each value of `graph` its place, and the places of the extra inputs.
    public static func opening(
        _ graph: Graph, extraInputs extra: [TensorType] = [], monitor: WritingMonitor? = nil
    ) throws -> (builder: GraphBuilder, values: [ValueID], extra: [ValueID]) {
        var builder = GraphBuilder()
        builder.monitor = monitor
        let inputs = graph.inputTypes.map { builder.input($0) }
        let extras = extra.map { builder.input($0) }
        let values = try builder.inlineValues(graph, inputs)
        return (builder, values, extras)
    }
}
