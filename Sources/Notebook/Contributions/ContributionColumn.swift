import Autodiff
import Graphs
import Tensors

extension ContributionQuery {
    /// One column: the tangent of the cut along one unit vector, times the cotangent. Products of a group are summed
    /// exactly.
    func column(_ entry: BreakdownRequest.Entry, _ request: BreakdownRequest) throws -> Breakdown {
        let types = plan.wrt.map { plan.graph.types[$0] }
        guard let (index, flat) = try find(entry, among: record.run.wrt, types) else {
            throw Fault(
                .notFound, "\(entry.name) is not what \(record.run.target) was differentiated by",
                hint: "that is " + record.run.wrt.joined(separator: ", "))
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
                    ContributionQuery.product(
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
                let size = max(1, ContributionQuery.blockBytes / max(widestBytes, 1))
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
        let tangents = try types.enumerated().map { try ContributionQuery.unit($1, at: $0 == index ? flat : nil) }
        let results = try context.evaluate(plan.column(), inputs + tangents)
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
