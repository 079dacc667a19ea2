import Autodiff
import Graphs
import Tensors

extension RecordedRun {
    /// Sentences on the run as it is kept; see `kinkNote(results:inputs:on:)`.
    public func kinkNotes(in context: ComputeContext) throws -> [String] {
        // The graph says sooner than the arrays whether there can be any.
        guard !graph.kinks(order: run.kind.order).isEmpty else { return [] }
        let results = try execution.results.map(context.fetch)
        guard results.contains(where: \.hasNaN) else { return [] }
        return try [kinkNote(results: results, inputs: run.recipe.inputs.map(context.fetch), in: context)].compactMap(
            \.self)
    }

    /// Why a result is NaN though nothing that it is computed from is: a size is 0 on the way, where it has no second
    /// derivative. Nil where no size is, or no result is NaN.
    func kinkNote(results: [Tensor], inputs: [Tensor], in context: ComputeContext) throws -> String? {
        guard let (place, flat) = results.firstNaN else { return nil }
        let kinks = graph.kinks(order: run.kind.order)
        guard !kinks.isEmpty else { return nil }
        let forward = try graph.with(outputs: [graph.outputs[0]] + kinks.map(\.mark))
        let values = try context.evaluate(forward, inputs)
        guard (inputs + values.prefix(1)).firstNaN == nil else { return nil }
        let atKink = zip(kinks, values.dropFirst()).compactMap { kink, mark in
            mark.firstKink.map { (function: kink.function, name: name(of: kink.size), place: mark.place(of: $0)) }
        }
        // One with a name says more.
        guard let kink = atKink.first(where: { $0.name != nil }) ?? atKink.first else { return nil }
        return
            "\(run.resultNames[place])\(results[place].place(of: flat)) is NaN: \(kink.name ?? "a value on the way"), by "
            + "\(kink.function), is 0\(kink.place.isEmpty ? "" : " at \(kink.place)"), "
            + "where it has a kink and so no second derivative"
    }

    private func name(of value: ValueID?) -> String? { run.names.first { $0.value == value }?.name }
}

extension Collection<Tensor> where Index == Int {
    /// The first array that holds a NaN, and its place there.
    fileprivate var firstNaN: (place: Int, flat: Int)? {
        for (place, tensor) in enumerated() {
            if let flat = tensor.firstNaN { return (place, flat) }
        }
        return nil
    }
}

extension Tensor {
    /// Whether an element is NaN.
    var hasNaN: Bool { firstNaN != nil }

    fileprivate var firstNaN: Int? {
        switch storage {
        case .f64(let values): values.firstIndex(where: \.isNaN)
        case .f32(let values): values.firstIndex(where: \.isNaN)
        case .i64, .i32, .bool: nil
        }
    }

    /// Of what marks a kink the first element that is at it.
    fileprivate var firstKink: Int? {
        switch storage {
        case .f64(let values): values.firstIndex(of: 0)
        case .f32(let values): values.firstIndex(of: 0)
        case .bool(let values): values.firstIndex(of: true)
        case .i64, .i32: nil
        }
    }

    /// `[0,1]` for an element, nothing for a scalar.
    fileprivate func place(of flat: Int) -> String {
        shape.rank == 0 ? "" : "[\(shape.coordinates(of: flat).map(String.init).joined(separator: ","))]"
    }
}
