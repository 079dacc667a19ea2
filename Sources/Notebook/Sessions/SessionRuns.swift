import Autodiff
import CellLanguage
import Graphs
import Tensors

extension Session {
    /// Every name that stands for an array, by name; of names for one value each is listed.
    func namedValues() -> [(name: String, value: ValueID)] {
        environment.names.sorted { $0.key < $1.key }
            .filter { $0.key != "_" }
            .flatMap { Session.flatten($0.key, $0.value) }
    }

    /// The run of a derivative whose inputs and results have been computed.
    mutating func recorded(
        _ derivative: Derivative, named: [(name: String, value: ValueID)], microseconds: Int, in context: ComputeContext
    ) throws -> RecordedRun {
        let part = derivative.part
        let locals = part.locals
        let cut = try derivative.through.map { text, value in
            guard let local = locals[value] else {
                let inputs = derivative.wrt.map(\.text).joined(separator: ", ")
                throw Fault(
                    .graph, "\(text) does not lie between \(inputs) and \(derivative.targetText)",
                    at: derivative.position, hint: "a cut is a tensor that the target is computed from")
            }
            return local
        }
        let inputs = try (derivative.wrt.map(\.value) + part.boundary).map { try content(of: $0).hash }
        let recipe = Recipe(
            graph: try part.graph.structuralHash(under: builder.monitor), inputs: inputs,
            seeds: try derivative.seeds.map { try content(of: $0).hash },
            question: Question(kind: derivative.kind, wrtCount: derivative.wrt.count, cut: cut))
        let names = named.compactMap { name, value -> NamedValue? in
            guard let local = locals[value], let content = contents[value] else { return nil }
            return NamedValue(name: name, value: local, hash: content.hash)
        }
        let run = Run(
            recipe: recipe, target: derivative.targetText, wrt: derivative.wrt.map(\.text),
            through: derivative.through.map(\.text), names: names.sorted { ($0.value, $0.name) < ($1.value, $1.name) })
        let derived = try derivations.graph(of: recipe, part.graph, monitor: builder.monitor)
        let execution = Execution(
            run: run, session: name, cell: cellCount + 1, position: derivative.position,
            results: try derivative.results.map { try content(of: $0).hash }, derivative: derived.hash,
            numerics: context.numerics, microseconds: microseconds)
        return RecordedRun(execution, graph: part.graph, derivative: derived.graph)
    }
}

/// What running a cell gave.
public struct CellOutcome: Sendable {
    /// What to keep.
    public let event: Event
    /// The cell as it is kept.
    public let cell: CellRecord
    /// The derivatives that it took, in order.
    public let runs: [RecordedRun]
    /// What to show, in order of binding.
    public let shown: [Shown]
}

/// One line of what a cell shows.
public enum Shown: Sendable {
    /// An array under its name.
    case array(name: String, tensor: Tensor, hash: ContentHash, run: ContentHash?)
    /// A static value under its name, as Python prints it.
    case fixed(name: String, text: String)
    /// A function that was defined.
    case function(name: String)
    /// Something to know of a derivative.
    case note(Note)
    /// A line that the cell printed.
    case printed(String)
}

extension Session {
    mutating func shown(
        _ elaboration: Elaboration, _ records: [BindingRecord], in context: ComputeContext
    ) throws -> [Shown] {
        var byName: [String: BindingRecord] = [:]
        for record in records { byName[record.name] = record }
        let shown = try elaboration.bindings.flatMap { name, value -> [Shown] in
            try self.shown(name, value, byName, in: context)
        }
        return try printed(elaboration.printed, in: context) + shown + elaboration.notes.map(Shown.note)
    }

    /// A value and, where arrays are in it, each of its items.
    private mutating func shown(
        _ name: String, _ value: Value, _ records: [String: BindingRecord], in context: ComputeContext
    ) throws -> [Shown] {
        if case .array(let id, _) = value {
            let tensor = try tensor(of: id, in: context)
            return [.array(name: name, tensor: tensor, hash: try content(of: id).hash, run: records[name]?.run)]
        }
        if Session.flatten(name, value).isEmpty {
            if value.isFunction { return [.function(name: name)] }
            return value.staticText.map { [.fixed(name: name, text: $0)] } ?? []
        }
        return try value.parts(of: name).flatMap { try shown($0.name, $0.value, records, in: context) }
    }

    /// A note for each run of a cell whose result is NaN for the kink of a size.
    mutating func kinkNotes(
        _ derivatives: [Derivative], _ runs: [RecordedRun], in context: ComputeContext
    ) throws -> [Shown] {
        try zip(derivatives, runs).compactMap { derivative, run in
            let results = try derivative.results.map { try tensor(of: $0, in: context) }
            guard results.contains(where: \.hasNaN) else { return nil }
            let inputs = derivative.wrt.map(\.value) + derivative.part.boundary
            return try run.kinkNote(
                results: results, inputs: inputs.map { try tensor(of: $0, in: context) }, in: context
            ).map { .note(Note(text: $0, position: derivative.position)) }
        }
    }

    /// What a cell printed, line by line.
    mutating func printed(_ pieces: [TextPiece], in context: ComputeContext) throws -> [Shown] {
        guard !pieces.isEmpty else { return [] }
        var text = try pieces.map { try $0.text { try tensor(of: $0, in: context) } }.joined()
        if text.hasSuffix("\n") { text.removeLast() }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { .printed(String($0)) }
    }
}
