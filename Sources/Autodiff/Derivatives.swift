import Graphs
import Tensors

/// Derivatives of values that are already in a graph, written behind them: the forward values are used where they
/// stand, and what is written is ordinary graph again, so derivatives nest.
extension GraphBuilder {
    /// The cotangents of `wrt` for cotangents of `targets`: Σ over paths from `wrt` to the targets.
    ///
    /// Values in `wrt` are independent of each other. No path that touches a value in `blocked` counts, not even one
    /// that begins or ends there.
    /// - Returns: one value for each of `wrt`, of its type; zeros where no path leads.
    public mutating func pullback(
        of targets: [ValueID], wrt: [ValueID], cotangents: [ValueID], blocking blocked: [ValueID] = []
    ) throws -> [ValueID] {
        for value in targets + wrt { _ = try differentiable(types[value]) }
        let reached = zip(targets, cotangents).filter { !blocked.contains($0.0) }
        let part = try extract(from: wrt, to: reached.map(\.0), blocking: blocked)
        let reverse = try vjp(part.graph, wrt: Array(wrt.indices))
        let results = try inlineSharing(reverse, forward: part, arguments: wrt + part.boundary + reached.map(\.1))
        return try zip(wrt, results.suffix(wrt.count)).map { blocked.contains($0) ? try zeros(types[$0]) : $1 }
    }

    /// The tangents of `targets` for tangents of `wrt`.
    public mutating func pushforward(
        of targets: [ValueID], wrt: [ValueID], tangents: [ValueID]
    ) throws -> [ValueID] {
        for value in targets + wrt { _ = try differentiable(types[value]) }
        let part = try extract(from: wrt, to: targets)
        let forward = try linearize(part.graph, wrt: Array(wrt.indices))
        let results = try inlineSharing(forward, forward: part, arguments: wrt + part.boundary + tangents)
        return Array(results.suffix(targets.count))
    }

    /// One row for each cotangent along the leading axis of `cotangents`: [B] + shape of each of `wrt`.
    public mutating func pullbackRows(
        of target: ValueID, wrt: [ValueID], cotangents: ValueID
    ) throws -> [ValueID] {
        for value in [target] + wrt { _ = try differentiable(types[value]) }
        let part = try extract(from: wrt, to: [target])
        let reverse = try vjp(part.graph, wrt: Array(wrt.indices))
        let isBatched = (0..<reverse.inputCount).map { $0 == reverse.inputCount - 1 }
        let gradients = try reverse.with(outputs: Array(reverse.outputs.suffix(wrt.count)))
        let rows = try batch(gradients, isBatched: isBatched, size: shape(cotangents).dims[0])
        return try inline(rows, wrt + part.boundary + [cotangents])
    }

    /// One tangent of `target` for each tangent of `wrt` along the leading axis of `tangents`: [B] + shape of `target`.
    public mutating func pushforwardRows(of target: ValueID, wrt: ValueID, tangents: ValueID) throws -> ValueID {
        for value in [target, wrt] { _ = try differentiable(types[value]) }
        let part = try extract(from: [wrt], to: [target])
        let forward = try linearize(part.graph, wrt: [0])
        let isBatched = (0..<forward.inputCount).map { $0 == forward.inputCount - 1 }
        let tangentOnly = try forward.with(outputs: Array(forward.outputs.suffix(1)))
        let rows = try batch(tangentOnly, isBatched: isBatched, size: shape(tangents).dims[0])
        return try inline(rows, [wrt] + part.boundary + [tangents])[0]
    }

    /// All partial derivatives ∂target/∂wrt, of shape `target.shape + wrt.shape`, by whichever mode needs fewer passes.
    public mutating func jacobian(of target: ValueID, wrt: ValueID) throws -> ValueID {
        let (m, n) = (shape(target).count, shape(wrt).count)
        try refuseHuge(rows: m, columns: n, dtype(wrt))
        let result = shape(target).dims + shape(wrt).dims
        if m <= n {
            let seeds = try unitRows(like: target)
            return try reshape(pullbackRows(of: target, wrt: [wrt], cotangents: seeds)[0], result)
        }
        let columns = try pushforwardRows(of: target, wrt: wrt, tangents: unitRows(like: wrt))
        let last = shape(target).rank
        return try reshape(moveAxis(columns, from: 0, to: last), result)
    }

    /// A dense matrix of derivatives takes at most this many bytes.
    public static let matrixByteLimit = 1 << 31

    private func refuseHuge(rows: Int, columns: Int, _ dtype: DType) throws {
        let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
        let bytes = Double(rows) * Double(columns) * Double(dtype.byteWidth)
        // The unit vectors that the passes start from are square in the shorter side.
        let seeds = Double(min(rows, columns)) * Double(min(rows, columns)) * 8
        guard overflow || max(bytes, seeds) > Double(GraphBuilder.matrixByteLimit) else { return }
        throw Fault(
            .limit,
            "a dense matrix of \(rows) × \(columns) derivatives (\(overflow ? "too many" : String(count)) numbers) would "
                + "take \(Int(max(bytes, seeds) / 1e9)) GB, the limit is \(GraphBuilder.matrixByteLimit >> 30) GiB",
            hint: "vjp(y, x, v) gives one row, jvp(y, x, t) one column, and contributions … for= or top= what matters")
    }

    /// Every unit vector of the value's space, stacked along a new leading axis.
    private mutating func unitRows(like value: ValueID) throws -> ValueID {
        let type = types[value]
        let count = type.shape.count
        let square = TensorType(.i64, try Shape([count, count]))
        let row = try emit(.iota(square, axis: 0), [])
        let diagonal = try compare(.eq, row, emit(.iota(square, axis: 1), []))
        return try reshape(convert(diagonal, to: type.dtype), [count] + type.shape.dims)
    }

    /// Every row of `diag(cotangent) · ∂target/∂wrt`, of shape `target.shape + wrt.shape` for each of `wrt`.
    public mutating func contributionRows(
        of target: ValueID, wrt: [ValueID], cotangent: ValueID
    ) throws -> [ValueID] {
        for input in wrt { try refuseHuge(rows: shape(target).count, columns: shape(input).count, dtype(input)) }
        let units = try unitRows(like: target)
        let seeds = try select(
            compare(.ne, units, zeros(types[units])), broadcastLeading(cotangent, size: shape(units).dims[0]),
            zeros(types[units]))
        let rows = try pullbackRows(of: target, wrt: wrt, cotangents: seeds)
        return try zip(rows, wrt).map { try reshape($0, shape(target).dims + shape($1).dims) }
    }

    /// Inlines a derivative graph whose first equations repeat the forward part, using the values that stand already
    /// instead of computing them again. Equations equal to one of the part are recognised by primitive and operands.
    private mutating func inlineSharing(
        _ graph: Graph, forward part: Extraction, arguments: [ValueID]
    ) throws -> [ValueID] {
        var standing: [EquationKey: [ValueID]] = [:]
        // Of equal equations the first stands for all, so that what was computed from a later one is found too.
        var canonical: [ValueID: ValueID] = [:]
        for equation in part.graph.equations {
            let operands = equation.operands.map { canonical[part.sources[$0]] ?? part.sources[$0] }
            let sources = equation.results.map { part.sources[$0] }
            let key = EquationKey(equation.primitive, operands)
            for (source, known) in zip(sources, standing[key] ?? []) { canonical[source] = known }
            standing[key] = standing[key] ?? sources
        }
        var values = arguments
        for equation in graph.equations {
            let operands = equation.operands.map { values[$0] }
            let known = standing[EquationKey(equation.primitive, operands)]
            values += try known ?? Array(emitAll(equation.primitive, operands))
        }
        return graph.outputs.map { values[$0] }
    }
}

/// What makes two equations compute the same.
private struct EquationKey: Hashable {
    let primitive: Primitive
    let operands: [ValueID]

    init(_ primitive: Primitive, _ operands: [ValueID]) {
        self.primitive = primitive
        self.operands = operands
    }
}
