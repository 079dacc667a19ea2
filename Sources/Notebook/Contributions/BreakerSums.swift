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

    /// The exact sum of `values`, rounded once to `dtype`; a single value is itself, −0 included.
    static func total(_ values: [Scalar], _ dtype: DType) throws -> Tensor {
        if values.count == 1 { return .scalar(values[0]) }
        var sum = ExactSum()
        for value in values { sum.add(value.asDouble) }
        return .scalar(dtype == .f32 ? .f32(sum.roundedToFloat) : .f64(sum.rounded))
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
        let types = plan.wrt.map { plan.graph.types[$0] }
        let groups = try plan.cut.indices.map { try rowGroups(of: $0, request.axis) }
        let count = groups.reduce(0) { $0 + $1.count }
        let rowBytes = types.reduce(0) { $0 + $1.byteCount }
        try refuseHuge(rows: min(request.top ?? count, count), of: rowBytes)
        let base = try base()
        let size = max(1, Breaker.blockBytes / max(rowBytes, widestBytes, 1))
        var sums = RowSums(types)
        var kept = KeptRows(limit: request.top)
        var passes = 0
        for (index, group) in groups.enumerated() {
            for start in stride(from: 0, to: group.count, by: size) {
                let block = start..<min(start + size, group.count)
                let computed = try rows(of: index, base.cotangents[index], block.map(group.elements))
                passes += 1
                for (row, values) in zip(block, computed) {
                    sums.add(values)
                    let v = group.axis == nil ? base.cotangents[index].element(at: row) : nil
                    kept.add(.init(label: group.label(row), v: v, values: values))
                }
            }
        }
        sums.add(base.bypass)
        let totals = try sums.totals()
        return Breakdown(
            wrt: record.wrt, cut: cutNames, rows: kept.sorted, totalRows: count, bypass: base.bypass, sum: totals,
            gradient: base.gradient, cancellation: try sums.cancellation(),
            gapUlps: RowSums.gap(totals, base.gradient),
            method: "\(count) rows by \(passes) batched VJP\(passes == 1 ? "" : "s")")
    }

    /// Bytes of the largest value on a path from the inputs: what one row may need in between.
    private var widestBytes: Int {
        let depends = plan.graph.dependents(on: plan.wrt)
        return zip(plan.graph.types, depends).reduce(0) { $1.1 ? max($0, $1.0.byteCount) : $0 }
    }

    private func refuseHuge(rows: Int, of rowBytes: Int) throws {
        let (bytes, overflow) = rows.multipliedReportingOverflow(by: rowBytes + Breaker.rowOverhead)
        guard overflow || bytes > Breaker.matrixBytes else { return }
        let (whole, tooMany) = rows.multipliedReportingOverflow(by: rowBytes)
        throw Fault(
            .limit,
            "the contribution matrix has \(rows) rows of \(sizeText(rowBytes))"
                + (tooMany ? "" : ", \(sizeText(whole)) in all")
                + "; the limit is \(sizeText(Breaker.matrixBytes)), with \(Breaker.rowOverhead) bytes more for a row",
            hint: "top=5 keeps the largest rows, of=\(cutNames[0])[…] gives one row, for=\(record.wrt[0])[…] one column"
        )
    }

    /// One column: the tangent of the cut along one unit vector, times the cotangent. Products of a group are summed
    /// exactly.
    func column(_ entry: BreakdownRequest.Entry, _ request: BreakdownRequest) throws -> Breakdown {
        let types = plan.wrt.map { plan.graph.types[$0] }
        guard let (index, flat) = try find(entry, among: record.wrt, types) else {
            throw Fault(
                .notFound, "\(entry.name) is not what \(record.target) was differentiated by",
                hint: "that is " + record.wrt.joined(separator: ", "))
        }
        let wanted = try request.row.map(cutElement)
        let groups = try plan.cut.indices.map { try rowGroups(of: $0, request.axis) }
        let count = groups.reduce(0) { $0 + $1.count }
        try refuseHuge(rows: wanted == nil ? min(request.top ?? count, count) : 1, of: types[index].dtype.byteWidth)
        let base = try base()
        let slopes = try slopes(index, flat)
        let gradient = try base.gradient[index].scalarEntry(flat)
        var sums = RowSums([gradient.type])
        var kept = KeptRows(limit: request.top)
        for (cut, group) in groups.enumerated() where wanted == nil || wanted?.index == cut {
            for row in wanted.map({ $0.flat..<($0.flat + 1) }) ?? 0..<group.count {
                let products = group.elements(row).compactMap { element in
                    Breaker.product(
                        base.cotangents[cut], slopes.values[cut], element, isReached: slopes.reached?[cut])
                }
                for product in products { sums.add([.scalar(product)]) }
                kept.add(
                    .init(
                        label: group.label(row), v: group.axis == nil ? base.cotangents[cut].element(at: row) : nil,
                        slope: group.axis == nil ? slopes.values[cut].element(at: row) : nil,
                        values: [try RowSums.total(products, gradient.dtype)]))
            }
        }
        let bypass = try base.bypass[index].scalarEntry(flat)
        sums.add([bypass])
        let totals = try sums.totals()
        return Breakdown(
            wrt: [entry.description], cut: cutNames, rows: kept.sorted, totalRows: count, bypass: [bypass],
            sum: wanted == nil ? totals : nil, gradient: [gradient],
            cancellation: wanted == nil ? try sums.cancellation() : nil,
            gapUlps: wanted == nil ? RowSums.gap(totals, [gradient]) : nil,
            method: slopes.reached == nil ? "\(count) VJPs times the cotangent" : "one JVP times the cotangent")
    }

    /// The slope of every element of the cut along one entry of an input, and whether a path leads to it: by one JVP, or,
    /// where a rule on the way goes backward only, by a VJP for each element.
    private func slopes(_ index: Int, _ flat: Int) throws -> (values: [Tensor], reached: [Tensor]?) {
        if plan.graph.isReverseOnly {
            let values = try plan.cut.indices.map { cut in
                let type = plan.graph.types[plan.cut[cut]]
                let ones = Tensor.filled(.i64(1), type)
                let size = max(1, Breaker.blockBytes / max(widestBytes, 1))
                let column = try stride(from: 0, to: type.shape.count, by: size).flatMap { start in
                    let block = start..<min(start + size, type.shape.count)
                    return try rows(of: cut, ones, block.map { [$0] }).map { $0[index].doubles[flat] }
                }
                return try Tensor(
                    type.dtype == .f32 ? .f32(column.map(Float.init)) : .f64(column), shape: type.shape)
            }
            return (values, nil)
        }
        let types = plan.wrt.map { plan.graph.types[$0] }
        let tangents = try types.enumerated().map { try Breaker.unit($1, at: $0 == index ? flat : nil) }
        let results = try bench.evaluate(plan.column(), inputs + tangents)
        return (Array(results.prefix(plan.cut.count)), Array(results.suffix(plan.cut.count)))
    }

    /// The product of two elements in their own precision, rounded once; 0, not NaN, where the slope is 0 because no path
    /// leads there.
    private static func product(_ left: Tensor, _ right: Tensor, _ flat: Int, isReached: Tensor?) -> Scalar? {
        let product = product(left, right, flat)
        guard let product, isReached?.element(at: flat) == .bool(false), product.asDouble.isNaN else { return product }
        return Scalar(.i64(0), as: product.dtype)
    }

    private static func product(_ left: Tensor, _ right: Tensor, _ flat: Int) -> Scalar? {
        switch (left.element(at: flat), right.element(at: flat)) {
        case (.f32(let x)?, .f32(let y)?): .f32(x * y)
        case (let x?, let y?): .f64(x.asDouble * y.asDouble)
        default: nil
        }
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
