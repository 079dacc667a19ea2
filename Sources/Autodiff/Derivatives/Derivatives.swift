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
        let reached = zip(targets, cotangents).filter { !blocked.contains($0.0) }
        let derived = try differentiated(from: wrt, to: reached.map(\.0), blocking: blocked) {
            try vjp($0, wrt: Array(wrt.indices), within: $1).keepingZeros(linearInputs: $0.outputs.count, within: $1)
        }
        let results = try inlineSharing(derived, wrt + derived.part.boundary + reached.map(\.1))
        return try zip(wrt, results.suffix(wrt.count)).map { blocked.contains($0) ? try zeros(types[$0]) : $1 }
    }

    /// The tangents of `targets` for tangents of `wrt`.
    public mutating func pushforward(
        of targets: [ValueID], wrt: [ValueID], tangents: [ValueID]
    ) throws -> [ValueID] {
        let derived = try differentiated(from: wrt, to: targets) {
            try linearize($0, wrt: Array(wrt.indices), within: $1).requiringForward()
                .keepingZeros(linearInputs: wrt.count, within: $1)
        }
        let results = try inlineSharing(derived, wrt + derived.part.boundary + tangents)
        return Array(results.suffix(targets.count))
    }

    /// The tangents of `targets`, and where each depends on what the tangents of `wrt` are not zero of, as bool arrays: an
    /// element that does not is a zero by structure.
    public mutating func pushforwardSupports(
        of targets: [ValueID], wrt: [ValueID], tangents: [ValueID]
    ) throws -> (tangents: [ValueID], supports: [ValueID]) {
        let derived = try differentiated(from: wrt, to: targets) { part, room in
            let both = try linearize(part, wrt: Array(wrt.indices), within: room).requiringForward()
            let moved = try both.with(outputs: Array(both.outputs.suffix(targets.count)))
            return try moved.withSupports(linearInputs: wrt.count, within: room)
        }
        let seeds = try tangents.map { try compare(.ne, $0, zeros(types[$0])) }
        let results = try inlineDerived(derived, wrt + derived.part.boundary + tangents + seeds)
        return (Array(results.prefix(targets.count)), Array(results.suffix(targets.count)))
    }

    /// Cotangents or tangents stacked along a leading axis, and where each may differ from zero: somewhere, in each entry.
    public struct Seeds {
        /// [B] + the shape of what they are seeds of.
        let values: ValueID
        /// The same as bool: outside of it an entry is a zero by structure.
        let support: ValueID

        /// Seeds; see the properties.
        public init(values: ValueID, support: ValueID) {
            self.values = values
            self.support = support
        }
    }

    /// One row for each cotangent along the leading axis of `seeds`: [B] + shape of each of `wrt`. Outside of its support a
    /// row is 0, whatever is infinite there.
    public mutating func pullbackRows(of target: ValueID, wrt: [ValueID], seeds: Seeds) throws -> [ValueID] {
        try stackedRows(from: wrt, to: target, seeds) { part, room in
            let reverse = try vjp(part, wrt: Array(wrt.indices), within: room)
            return try reverse.with(outputs: Array(reverse.outputs.suffix(wrt.count)))
        }
    }

    /// One tangent of `target` for each tangent of `wrt` along the leading axis of `seeds`: [B] + shape of `target`.
    public mutating func pushforwardRows(of target: ValueID, wrt: ValueID, seeds: Seeds) throws -> ValueID {
        try stackedRows(from: [wrt], to: target, seeds) { part, room in
            let forward = try linearize(part, wrt: [0], within: room).requiringForward()
            return try forward.with(outputs: Array(forward.outputs.suffix(1)))
        }[0]
    }

    private mutating func stackedRows(
        from wrt: [ValueID], to target: ValueID, _ seeds: Seeds, _ linear: (Graph, EquationRoom) throws -> Graph
    ) throws -> [ValueID] {
        let size = shape(seeds.values).dims[0]
        var hasSupport = false
        let derived = try differentiated(from: wrt, to: [target]) { part, room in
            let graph = try linear(part, room)
            let kept = try graph.keepingZeros(seeds: [.partly(isFilled: true)], isStrict: true, within: room)
            // Where nothing can become infinite the rows are computed without their supports.
            hasSupport = kept.hasKept
            let chosen = hasSupport ? kept.graph : graph
            let isBatched = (0..<chosen.inputCount).map { $0 >= graph.inputCount - 1 }
            return try batch(chosen, isBatched: isBatched, size: size, within: room)
        }
        return try inlineDerived(
            derived, wrt + derived.part.boundary + [seeds.values] + (hasSupport ? [seeds.support] : []))
    }

    /// All partial derivatives ∂target/∂wrt, of shape `target.shape + wrt.shape`, by whichever mode needs fewer passes, or
    /// by the only one there is.
    public mutating func jacobian(of target: ValueID, wrt: ValueID) throws -> ValueID {
        let (m, n) = (shape(target).count, shape(wrt).count)
        try refuseHuge(rows: m, columns: n, dtype(wrt))
        let result = shape(target).dims + shape(wrt).dims
        if try m <= n || extract(from: [wrt], to: [target]).graph.isReverseOnly {
            return try reshape(pullbackRows(of: target, wrt: [wrt], seeds: unitRows(like: target))[0], result)
        }
        let columns = try pushforwardRows(of: target, wrt: wrt, seeds: unitRows(like: wrt))
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
    private mutating func unitRows(like value: ValueID) throws -> Seeds {
        let type = types[value]
        let count = type.shape.count
        let square = TensorType(.i64, try Shape([count, count]))
        let row = try emit(.iota(square, axis: 0), [])
        let diagonal = try compare(.eq, row, emit(.iota(square, axis: 1), []))
        let dims = [count] + type.shape.dims
        let units = try reshape(convert(diagonal, to: type.dtype), dims)
        return Seeds(values: units, support: try reshape(diagonal, dims))
    }

    /// Every row of `diag(cotangent) · ∂target/∂wrt`, of shape `target.shape + wrt.shape` for each of `wrt`.
    public mutating func contributionRows(
        of target: ValueID, wrt: [ValueID], cotangent: ValueID
    ) throws -> [ValueID] {
        for input in wrt { try refuseHuge(rows: shape(target).count, columns: shape(input).count, dtype(input)) }
        let units = try unitRows(like: target).values
        let isOwn = try compare(.ne, units, zeros(types[units]))
        let seeds = try select(
            isOwn, broadcastLeading(cotangent, size: shape(units).dims[0]), zeros(types[units]))
        let rows = try pullbackRows(of: target, wrt: wrt, seeds: Seeds(values: seeds, support: isOwn))
        return try zip(rows, wrt).map { try reshape($0, shape(target).dims + shape($1).dims) }
    }

    /// How much an equation counts in a derivative of what a derivative wrote. Each of these is several times as large as the
    /// one before, so that the last that fits takes most of the time and memory.
    public static let nestedWeight = 4

    /// A derivative that is not written yet.
    private struct Derived {
        let part: Extraction
        let graph: Graph
        /// What was written for it so far, and is not needed any more once it is written into the graph.
        let transientBytes: Int
    }

    /// Cuts out what leads from `wrt` to `targets`, and makes a graph of it by `transform`. Both are taken from the room of
    /// derivatives, and what does not fit is refused before it is written: a derivative repeats its part at least.
    private mutating func differentiated(
        from wrt: [ValueID], to targets: [ValueID], blocking blocked: [ValueID] = [],
        _ transform: (Graph, EquationRoom) throws -> Graph
    ) throws -> Derived {
        let before = derivativeRoom.monitor?.bytes ?? 0
        for value in targets + wrt { _ = try differentiable(types[value]) }
        let part = try extract(from: wrt, to: targets, blocking: blocked)
        let isNested = part.sources.dropFirst(part.graph.inputCount).contains { isDerived[$0] }
        let weight = isNested ? GraphBuilder.nestedWeight : 1
        var room = derivativeRoom.shared(by: weight)
        let size = part.graph.size
        try room.take(size)
        var rest = room
        try rest.take(size)
        let graph = try transform(part.graph, room)
        try room.take(graph.size)
        try derivativeRoom.take(weight * (size + graph.size))
        return Derived(part: part, graph: graph, transientBytes: (derivativeRoom.monitor?.bytes ?? before) - before)
    }

    private mutating func inlineDerived(_ derived: Derived, _ arguments: [ValueID]) throws -> [ValueID] {
        let start = types.count
        defer {
            markDerived(from: start)
            monitor?.giveBack(derived.transientBytes)
        }
        return try inline(derived.graph, arguments)
    }

    /// Inlines a derivative graph whose first equations repeat the forward part, using the values that stand already
    /// instead of computing them again. Equations equal to one of the part are recognised by primitive and operands.
    private mutating func inlineSharing(_ derived: Derived, _ arguments: [ValueID]) throws -> [ValueID] {
        let (part, graph) = (derived.part, derived.graph)
        var standing = Dictionary<EquationKey, Range<ValueID>>(minimumCapacity: part.graph.equations.count)
        // Of equal equations the first stands for all, so that what was computed from a later one is found too.
        var sources = part.sources
        for equation in part.graph.equations {
            let key = EquationKey(equation.primitive, equation.operands.map { sources[$0] })
            if let first = standing[key] {
                for (result, known) in zip(equation.results, first) { sources[result] = sources[known] }
            } else {
                standing[key] = equation.results
            }
        }
        let start = types.count
        defer {
            markDerived(from: start)
            monitor?.giveBack(derived.transientBytes)
        }
        var values = arguments
        values.reserveCapacity(graph.types.count)
        for equation in graph.equations {
            let operands = equation.operands.map { values[$0] }
            if let known = standing[EquationKey(equation.primitive, operands)] {
                values += sources[known]
            } else {
                values += try emitAll(equation.primitive, operands)
            }
        }
        return graph.outputs.map { values[$0] }
    }
}

extension Graph {
    /// The same, linear in its last inputs, where the sides of selects and the elements that are not picked add nothing.
    fileprivate func keepingZeros(linearInputs: Int, within room: EquationRoom) throws -> Graph {
        let seeds = [Extent](repeating: .everywhere, count: linearInputs)
        return try keepingZeros(seeds: seeds, isStrict: false, within: room).graph
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
