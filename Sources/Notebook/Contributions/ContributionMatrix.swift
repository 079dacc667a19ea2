import Autodiff
import Graphs
import Tensors

extension ContributionQuery {
    /// All rows, or groups of them, in blocks; the sums cover every row even where only the largest are kept.
    func matrix(_ request: BreakdownRequest) throws -> Breakdown {
        let types = plan.wrt.map { plan.graph.types[$0] }
        let groups = try plan.cut.indices.map { try rowGroups(of: $0, request.axis) }
        let count = groups.reduce(0) { $0 + $1.count }
        let rowBytes = types.reduce(0) { $0 + $1.byteCount }
        try refuseHuge(rows: min(request.top ?? count, count), of: rowBytes)
        let base = try base()
        let size = max(1, ContributionQuery.blockBytes / max(rowBytes, widestBytes, 1))
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
            wrt: record.run.wrt, cut: cutNames, rows: kept.sorted, totalRows: count, bypass: base.bypass, sum: totals,
            gradient: base.gradient, cancellation: try sums.cancellation(),
            gapUlps: RowSums.gap(totals, base.gradient),
            method: "\(count) rows by \(passes) batched VJP\(passes == 1 ? "" : "s")")
    }

    /// Bytes of the largest value on a path from the inputs: what one row may need in between.
    var widestBytes: Int {
        let depends = plan.graph.dependents(on: plan.wrt)
        return zip(plan.graph.types, depends).reduce(0) { $1.1 ? max($0, $1.0.byteCount) : $0 }
    }

    func refuseHuge(rows: Int, of rowBytes: Int) throws {
        let (bytes, overflow) = rows.multipliedReportingOverflow(by: rowBytes + ContributionQuery.rowOverhead)
        guard overflow || bytes > ContributionQuery.matrixBytes else { return }
        let (whole, tooMany) = rows.multipliedReportingOverflow(by: rowBytes)
        throw Fault(
            .limit,
            "the contribution matrix has \(rows) rows of \(sizeText(rowBytes))"
                + (tooMany ? "" : ", \(sizeText(whole)) in all")
                + "; the limit is \(sizeText(ContributionQuery.matrixBytes)), with \(ContributionQuery.rowOverhead) bytes more for a row",
            hint:
                "top=5 keeps the largest rows, of=\(cutNames[0])[…] gives one row, for=\(record.run.wrt[0])[…] one column"
        )
    }
}
