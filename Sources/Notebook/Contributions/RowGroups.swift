import Tensors

/// How the elements of a cut tensor are gathered into rows: each on its own, or all that share an index along one axis.
struct RowGroups {
    /// The tensor's name, for labels.
    let name: String
    let shape: Shape
    /// The axis that rows are kept apart by, counted from 0; nil for one row an element.
    let axis: Int?

    /// - Throws: `Fault.shape` for an axis that the tensor does not have; a negative one counts from the end.
    init(name: String, shape: Shape, axis: Int?) throws {
        if let axis, !(-shape.rank..<shape.rank).contains(axis) {
            throw Fault(.shape, "\(name) has no axis \(axis): its shape is \(shape)")
        }
        self.name = name
        self.shape = shape
        self.axis = axis.map { $0 < 0 ? $0 + shape.rank : $0 }
    }

    /// The number of rows.
    var count: Int { axis.map { shape.dims[$0] } ?? shape.count }

    /// `y[0,2]`, or `y[0,:]` for a group.
    func label(_ row: Int) -> String {
        guard shape.rank > 0 else { return name }
        let marks =
            axis.map { axis in shape.dims.indices.map { $0 == axis ? String(row) : ":" } }
            ?? shape.coordinates(of: row).map(String.init)
        return "\(name)[\(marks.joined(separator: ","))]"
    }

    /// Flat indices of the elements of a row, in order.
    func elements(_ row: Int) -> [Int] {
        guard let axis else { return [row] }
        guard shape.count > 0 else { return [] }
        let inner = shape.strides[axis]
        let step = inner * shape.dims[axis]
        return stride(from: row * inner, to: shape.count, by: step).flatMap { $0..<($0 + inner) }
    }
}

/// The rows of a breakdown while they are found: all of them, or the largest.
struct KeptRows {
    private let limit: Int?
    private var rows: [(norm: Double, order: Int, row: Breakdown.Row)] = []
    private var count = 0

    init(limit: Int?) { self.limit = limit.map { max(0, $0) } }

    mutating func add(_ row: Breakdown.Row) {
        rows.append((limit == nil ? 0 : KeptRows.norm(row.values), count, row))
        count += 1
        if let limit, rows.count >= 2 * limit + 64 { rows = KeptRows.largest(rows, limit) }
    }

    /// In order of the cut; the largest first where there is a limit, equal ones in order of the cut.
    var sorted: [Breakdown.Row] { (limit.map { KeptRows.largest(rows, $0) } ?? rows).map(\.row) }

    private static func largest(
        _ rows: [(norm: Double, order: Int, row: Breakdown.Row)], _ count: Int
    ) -> [(norm: Double, order: Int, row: Breakdown.Row)] {
        Array(rows.sorted { ($1.norm, $0.order) < ($0.norm, $1.order) }.prefix(count))
    }

    /// The Euclidean norm over all inputs, scaled so that no square leaves the range; infinite with NaN, which one wants
    /// to see first.
    private static func norm(_ values: [Tensor]) -> Double {
        let all = values.flatMap(\.doubles)
        if all.contains(where: \.isNaN) { return .infinity }
        let scale = all.reduce(0) { max($0, abs($1)) }
        guard scale > 0, scale.isFinite else { return scale }
        return scale * all.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }.squareRoot()
    }
}
