import Autodiff
import Evaluation
import Graphs
import Tensors

/// Answers questions about one run by replaying its recipe.
public struct ContributionQuery {
    let record: RecordedRun
    let context: ComputeContext
    let plan: ContributionPlan
    let cutNames: [String]
    let inputs: [Tensor]
    let seed: Tensor

    /// A matrix of contributions larger than this is not built, in bytes.
    public static let matrixBytes = 1 << 28
    /// Rows are computed in blocks whose widest value takes about this many bytes.
    static let blockBytes = 1 << 25
    /// What a row takes beside its numbers: label and array headers, in bytes.
    static let rowOverhead = 256

    /// Fetches what the run started from.
    /// - Throws: `Fault.notFound` for a cut that does not lie between the run's inputs and its target, `Fault.graph` when
    ///   the run has no cotangent to break up.
    public init(_ record: RecordedRun, through: [String], seed: Tensor?, in context: ComputeContext) throws {
        self.record = record
        self.context = context
        let graph = record.graph
        var names = through
        var cut = try through.map { try ContributionQuery.cutValue($0, record) }
        if cut.isEmpty, !record.run.recipe.question.cut.isEmpty {
            (cut, names) = (record.run.recipe.question.cut, record.run.through)
        } else if cut.isEmpty {
            (cut, names) = (graph.outputs, [record.run.target])
        }
        guard Set(cut).count == cut.count else { throw Fault(.argument, "the cut names one tensor twice") }
        plan = try ContributionPlan(
            graph: graph, wrtCount: record.run.recipe.question.wrtCount, cut: cut,
            monitor: context.monitor(for: "graphs of contributions"))
        cutNames = names
        inputs = try record.run.recipe.inputs.map(context.fetch)
        self.seed = try ContributionQuery.cotangent(of: record, given: seed, in: context)
    }

    private static func cutValue(_ name: String, _ record: RecordedRun) throws -> ValueID {
        let graph = record.graph
        // What does not depend on the inputs enters the graph from outside, and no path leads through it.
        let depends = graph.dependents(on: 0..<record.run.recipe.question.wrtCount)
        let between = record.run.names.filter { depends[$0.value] }
        if let named = between.last(where: { $0.name == name }) { return named.value }
        if name == record.run.target { return graph.outputs[0] }
        let known = between.map(\.name).filter { !record.run.wrt.contains($0) }
        throw Fault(
            .notFound,
            "\(name) does not lie between \(record.run.wrt.joined(separator: ", ")) and \(record.run.target)",
            hint: known.isEmpty ? "no name does" : "these do: " + known.joined(separator: ", "))
    }

    /// The cotangent of the run's target.
    private static func cotangent(of record: RecordedRun, given seed: Tensor?, in context: ComputeContext) throws
        -> Tensor
    {
        let type = record.graph.outputTypes[0]
        if let seed {
            guard seed.type == type else {
                throw Fault(.shape, "the seed is \(seed.type), and \(record.run.target) is \(type)")
            }
            return seed
        }
        switch record.run.recipe.question.kind {
        case .vjp: return try context.fetch(record.run.recipe.seeds[0])
        case .grad, .contributions, .bypass, .hvp, .hessian, .jvp, .jacobian:
            guard type.shape.rank == 0 else {
                throw Fault(
                    .graph, "\(record.run.target) is \(type), so its contributions need a cotangent",
                    hint: "seed=NAME names an array of that type")
            }
            return .filled(.i64(1), type)
        }
    }

    /// Cotangents of the cut, the gradient, and the bypass.
    struct Base {
        var cotangents: [Tensor]
        var gradient: [Tensor]
        var bypass: [Tensor]
    }

    func base() throws -> Base {
        let results = try context.evaluate(plan.base(), inputs + [seed])
        let (cuts, count) = (plan.cut.count, plan.wrt.count)
        return Base(
            cotangents: Array(results[..<cuts]), gradient: Array(results[cuts..<(cuts + count)]),
            bypass: Array(results[(cuts + count)...]))
    }

    /// The breakdown that was asked for.
    /// - Throws: `Fault.notFound` and `Fault.shape` for entries and axes that are not there, `Fault.limit` for more rows
    ///   than fit in `matrixBytes`, `Fault.argument` for one row and groups at once.
    public func answer(_ request: BreakdownRequest) throws -> Breakdown {
        guard request.row == nil || request.axis == nil else {
            throw Fault(.argument, "of= asks for one row and by= for groups of rows", hint: "choose one of them")
        }
        var breakdown: Breakdown
        if let entry = request.entry {
            breakdown = try column(entry, request)
        } else if let row = request.row {
            breakdown = try oneRow(row)
        } else {
            breakdown = try matrix(request)
        }
        breakdown.note = try note(breakdown, request)
        return breakdown
    }

    /// Breakdowns follow the run's forward graph, and their slopes are those of today's rules; a run may be older.
    private func note(_ breakdown: Breakdown, _ request: BreakdownRequest) throws -> String? {
        let question = record.run.recipe.question
        if let kept = record.execution.derivative {
            guard try question.derivative(of: record.graph).structuralHash != kept else { return nil }
            return "the rules have changed since this run was computed: these numbers are by today's; "
                + "replay gives the run's own"
        }
        guard question.kind == .grad, request.seed == nil else { return nil }
        guard try !isRecorded(breakdown.gradient, request.entry) else { return nil }
        return
            "this run recorded another gradient than today's rules give, by which these numbers are; replay shows both"
    }

    /// Whether a gradient, or one entry of it, is what the run recorded.
    private func isRecorded(_ gradient: [Tensor], _ entry: BreakdownRequest.Entry?) throws -> Bool {
        guard let entry else { return gradient.map(\.contentHash) == record.execution.results }
        guard let place = try find(entry, among: record.run.wrt, plan.wrt.map { plan.graph.types[$0] }),
            let recorded = try context.fetch(record.execution.results[place.index]).element(at: place.flat)
        else { return true }
        return gradient.first?.element(at: 0) == recorded
    }

    /// Where an entry lies: which of `names`, whose types are `types`, and the flat index in it. An item of a tuple is
    /// named with an index of its own, so of `p[0][2]` the name may be `p` or `p[0]`.
    func find(
        _ entry: BreakdownRequest.Entry, among names: [String], _ types: [TensorType]
    ) throws -> (index: Int, flat: Int)? {
        for taken in 0...entry.coordinates.count {
            let name = entry.name + entry.coordinates.prefix(taken).map { "[\($0)]" }.joined()
            guard let index = names.firstIndex(of: name) else { continue }
            return (index, try flatIndex(Array(entry.coordinates.dropFirst(taken)), of: name, types[index].shape))
        }
        return nil
    }

    private func flatIndex(_ coordinates: [Int], of name: String, _ shape: Shape) throws -> Int {
        let wrapped = zip(coordinates, shape.dims).map { $0 < 0 ? $0 + $1 : $0 }
        guard coordinates.count == shape.rank, let flat = shape.flatIndex(of: wrapped) else {
            let example = shape.rank == 0 ? name : name + Shape.text(shape.dims.map { _ in 0 })
            throw Fault(
                .shape, "\(name)\(Shape.text(coordinates)) is not an element of \(name), whose shape is \(shape)",
                hint: shape.count == 0 ? "it has none" : "give one index for each axis, such as \(example)")
        }
        return flat
    }

    /// The element of the cut that `row` names.
    func cutElement(_ row: BreakdownRequest.Entry) throws -> (index: Int, flat: Int) {
        guard let place = try find(row, among: cutNames, plan.cut.map { plan.graph.types[$0] }) else {
            throw Fault(.notFound, "\(row.name) is not the cut", hint: "the cut is " + cutNames.joined(separator: ", "))
        }
        return place
    }

    private func oneRow(_ row: BreakdownRequest.Entry) throws -> Breakdown {
        let (index, flat) = try cutElement(row)
        let base = try base()
        let values = try rows(of: index, base.cotangents[index], [[flat]])[0]
        return Breakdown(
            wrt: record.run.wrt, cut: cutNames,
            rows: [
                .init(
                    label: try rowGroups(of: index, nil).label(flat), v: base.cotangents[index].element(at: flat),
                    values: values)
            ],
            totalRows: totalRows, bypass: base.bypass, gradient: base.gradient, method: "one VJP")
    }

    /// How the elements of cut `index` are gathered into rows.
    func rowGroups(of index: Int, _ axis: Int?) throws -> RowGroups {
        try RowGroups(name: cutNames[index], shape: plan.graph.types[plan.cut[index]].shape, axis: axis)
    }

    var totalRows: Int { plan.cut.reduce(0) { $0 + plan.graph.types[$1].shape.count } }

    /// Contribution rows of cut `index`: one for each list of elements, whose cotangents are seeded together.
    func rows(of index: Int, _ cotangent: Tensor, _ groups: [[Int]]) throws -> [[Tensor]] {
        let graph = try plan.rows(ofCut: index, count: groups.count)
        let stacked = try context.evaluate(graph, inputs + seeds(cotangent, groups))
        return try groups.indices.map { row in
            try zip(stacked, plan.wrt).map { try $0.entry(row, plan.graph.types[$1]) }
        }
    }

    /// The cotangents of each group, zeros elsewhere, and which these are.
    private func seeds(_ cotangent: Tensor, _ groups: [[Int]]) throws -> [Tensor] {
        let count = cotangent.count
        let shape = try Shape([groups.count] + cotangent.shape.dims)
        func spread<Number>(_ values: [Number], _ zero: Number) -> [Number] {
            var seeds = [Number](repeating: zero, count: shape.count)
            for (row, group) in groups.enumerated() { for flat in group { seeds[row * count + flat] = values[flat] } }
            return seeds
        }
        let seeds: Tensor.Storage =
            switch cotangent.storage {
            case .f32(let values): .f32(spread(values, 0))
            case .f64, .i64, .i32, .bool: .f64(spread(cotangent.doubles, 0))
            }
        let support = spread([Bool](repeating: true, count: count), false)
        return [try Tensor(seeds, shape: shape), try Tensor(.bool(support), shape: shape)]
    }
}

extension Tensor {
    /// Entry `index` along the leading axis, as an array of `type`.
    func entry(_ index: Int, _ type: TensorType) throws -> Tensor {
        let range = (index * type.shape.count)..<((index + 1) * type.shape.count)
        guard range.upperBound <= count else { throw Fault(.defect, "entry \(index) of \(self.type)") }
        let storage: Storage =
            switch storage {
            case .f64(let values): .f64(Array(values[range]))
            case .f32(let values): .f32(Array(values[range]))
            case .i64(let values): .i64(Array(values[range]))
            case .i32(let values): .i32(Array(values[range]))
            case .bool(let values): .bool(Array(values[range]))
            }
        return try Tensor(storage, shape: type.shape)
    }
}
