import Graphs
import Tensors

/// Exact sums and absolute sums of rows, element by element, while the rows stream by.
struct RowSums {
    private var sums: [[ExactSum]]
    private var magnitudes: [[Double]]
    private let types: [TensorType]

    init(_ types: [TensorType]) {
        self.types = types
        sums = types.map { [ExactSum](repeating: ExactSum(), count: $0.shape.count) }
        magnitudes = types.map { [Double](repeating: 0, count: $0.shape.count) }
    }

    mutating func add(_ row: [Tensor]) {
        for (index, tensor) in row.enumerated() {
            for (flat, value) in tensor.doubles.enumerated() {
                sums[index][flat].add(value)
                magnitudes[index][flat] += abs(value)
            }
        }
    }

    /// The sums, each rounded once.
    func totals() throws -> [Tensor] {
        try zip(sums, types).map { sums, type in
            try Tensor(
                type.dtype == .f32 ? .f32(sums.map(\.roundedToFloat)) : .f64(sums.map(\.rounded)), shape: type.shape)
        }
    }

    /// κ for each element: 1 where nothing was added.
    func cancellation() throws -> [Tensor] {
        try zip(zip(sums, magnitudes), types).map { pair, type in
            let values = zip(pair.0, pair.1).map { $1 == 0 ? 1 : $1 / abs($0.rounded) }
            return try Tensor(.f64(values), shape: type.shape)
        }
    }

    /// The greatest distance in ulps from `gradient`; nil where NaN makes it meaningless.
    static func gap(_ totals: [Tensor], _ gradient: [Tensor]) -> Int? {
        var gap = 0
        for (total, expected) in zip(totals, gradient) {
            for flat in 0..<total.count {
                let distance: Int? =
                    switch (total.element(at: flat), expected.element(at: flat)) {
                    case (.f32(let x)?, .f32(let y)?): x.ulps(to: y)
                    case (.f64(let x)?, .f64(let y)?): x.ulps(to: y)
                    default: nil
                    }
                guard let distance else { return nil }
                gap = max(gap, distance)
            }
        }
        return gap
    }
}

extension Breaker {
    /// All rows, or groups of them, in blocks; the sums cover every row even where only the largest are kept.
    func matrix(_ request: BreakdownRequest) throws -> Breakdown {
        let base = try base()
        let types = plan.wrt.map { plan.graph.types[$0] }
        let groups = try plan.cut.indices.map { try rowGroups(of: $0, request.axis) }
        let count = groups.reduce(0) { $0 + $1.count }
        let rowBytes = types.reduce(0) { $0 + $1.byteCount }
        let kept = min(request.top ?? count, count)
        try refuseHuge(kept, rowBytes)
        var sums = RowSums(types)
        var rows: [(norm: Double, order: Int, row: Breakdown.Row)] = []
        var passes = 0
        for index in plan.cut.indices {
            let size = max(1, min(groups[index].count, Breaker.blockBytes / max(1, rowBytes)))
            for start in stride(from: 0, to: groups[index].count, by: size) {
                let block = Array(groups[index][start..<min(start + size, groups[index].count)])
                passes += 1
                let computed = try self.rows(of: index, base.cotangents[index], block.map(\.elements))
                for (group, values) in zip(block, computed) {
                    sums.add(values)
                    let v =
                        group.elements.count == 1 && request.axis == nil
                        ? base.cotangents[index].element(at: group.elements[0]) : nil
                    rows.append((Breaker.norm(values), rows.count, .init(label: group.label, v: v, values: values)))
                }
                if request.top != nil { rows = Breaker.largest(rows, kept) }
            }
        }
        if request.top == nil { rows.sort { $0.order < $1.order } }
        let method = "\(count) rows by \(passes) batched VJP\(passes == 1 ? "" : "s")"
        return try summed(rows.map(\.row), count, base, sums, method)
    }

    func summed(
        _ rows: [Breakdown.Row], _ count: Int, _ base: Base, _ sums: RowSums, _ method: String
    ) throws -> Breakdown {
        var sums = sums
        sums.add(base.bypass)
        let totals = try sums.totals()
        return Breakdown(
            wrt: record.wrt, rows: rows, totalRows: count, bypass: base.bypass, sum: totals, gradient: base.gradient,
            cancellation: try sums.cancellation(), gapUlps: RowSums.gap(totals, base.gradient), method: method)
    }

    static func largest(
        _ rows: [(norm: Double, order: Int, row: Breakdown.Row)], _ count: Int
    ) -> [(norm: Double, order: Int, row: Breakdown.Row)] {
        Array(rows.sorted { ($1.norm, $0.order) < ($0.norm, $1.order) }.prefix(count))
    }

    static func norm(_ values: [Tensor]) -> Double {
        values.reduce(0) { $0 + $1.doubles.reduce(0) { $0 + $1 * $1 } }.squareRoot()
    }

    private func refuseHuge(_ rows: Int, _ rowBytes: Int) throws {
        let (bytes, overflow) = rows.multipliedReportingOverflow(by: rowBytes)
        guard overflow || bytes > Breaker.matrixBytes else { return }
        throw Fault(
            .limit,
            "the contribution matrix has \(rows) rows of \(rowBytes) bytes, more than \(Breaker.matrixBytes) bytes",
            hint: "top=5 keeps the largest rows, of=\(label(0, 0)) gives one row, for=\(record.wrt[0])[…] one column")
    }

    private struct Group {
        let label: String
        let elements: [Int]
    }

    private func rowGroups(of index: Int, _ axis: Int?) throws -> [Group] {
        let shape = plan.graph.types[plan.cut[index]].shape
        guard let axis else { return (0..<shape.count).map { Group(label: label(index, $0), elements: [$0]) } }
        guard (-shape.rank..<shape.rank).contains(axis) else {
            throw Fault(.shape, "\(cutNames[index]) has no axis \(axis): its shape is \(shape)")
        }
        let place = axis < 0 ? axis + shape.rank : axis
        var groups = [[Int]](repeating: [], count: shape.dims[place])
        for flat in 0..<shape.count { groups[shape.coordinates(of: flat)[place]].append(flat) }
        return groups.enumerated().map { group, elements in
            let marks = (0..<shape.rank).map { $0 == place ? String(group) : ":" }
            return Group(label: "\(cutNames[index])[\(marks.joined(separator: ","))]", elements: elements)
        }
    }

    /// One column: the tangent of the cut along one unit vector, times the cotangent.
    func column(_ entry: BreakdownRequest.Entry, _ request: BreakdownRequest) throws -> Breakdown {
        guard let index = record.wrt.firstIndex(of: entry.name) else {
            throw Fault(
                .notFound, "\(entry.name) is not what \(record.target) was differentiated by",
                hint: "that is " + record.wrt.joined(separator: ", "))
        }
        let types = plan.wrt.map { plan.graph.types[$0] }
        let flat = try flatIndex(entry, in: types[index].shape)
        let base = try base()
        let tangents = try types.enumerated().map { try Breaker.unit($1, at: $0 == index ? flat : nil) }
        let slopes = try bench.evaluate(plan.column(), inputs + tangents)
        let scalar = TensorType(types[index].dtype, .scalar)
        var sums = RowSums([scalar])
        var rows: [(norm: Double, order: Int, row: Breakdown.Row)] = []
        for (cut, (slope, cotangent)) in zip(slopes, base.cotangents).enumerated() {
            for element in 0..<slope.count where request.row.map({ label(cut, element) == $0.description }) ?? true {
                guard let v = cotangent.element(at: element), let d = slope.element(at: element) else { continue }
                let value = Tensor.scalar(Scalar.product(v, d))
                sums.add([value])
                let row = Breakdown.Row(label: label(cut, element), v: v, slope: d, values: [value])
                rows.append((Breaker.norm([value]), rows.count, row))
            }
        }
        if let top = request.top { rows = Breaker.largest(rows, top) }
        let narrow = Base(
            cotangents: [], gradient: [try base.gradient[index].scalarEntry(flat)],
            bypass: [try base.bypass[index].scalarEntry(flat)])
        var breakdown = try summed(rows.map(\.row), totalRows, narrow, sums, "one JVP times the cotangent")
        breakdown = Breakdown(
            wrt: [entry.description], rows: breakdown.rows, totalRows: breakdown.totalRows, bypass: breakdown.bypass,
            sum: breakdown.sum, gradient: breakdown.gradient, cancellation: breakdown.cancellation,
            gapUlps: breakdown.gapUlps, method: breakdown.method)
        guard request.row == nil else {
            breakdown.sum = nil
            breakdown.cancellation = nil
            breakdown.gapUlps = nil
            return breakdown
        }
        return breakdown
    }

    private static func unit(_ type: TensorType, at flat: Int?) throws -> Tensor {
        var values = [Double](repeating: 0, count: type.shape.count)
        if let flat { values[flat] = 1 }
        return try Tensor(type.dtype == .f32 ? .f32(values.map(Float.init)) : .f64(values), shape: type.shape)
    }
}

extension Tensor {
    /// One element as a scalar array.
    fileprivate func scalarEntry(_ flat: Int) throws -> Tensor {
        guard let element = element(at: flat) else { throw Fault(.defect, "element \(flat) of \(type)") }
        return .scalar(element)
    }
}

extension Scalar {
    /// The product in the operands' own precision, rounded once.
    fileprivate static func product(_ left: Scalar, _ right: Scalar) -> Scalar {
        switch (left, right) {
        case (.f32(let x), .f32(let y)): .f32(x * y)
        default: .f64(left.asDouble * right.asDouble)
        }
    }
}
