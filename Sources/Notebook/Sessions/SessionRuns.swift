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

    /// The record of a derivative whose inputs and results have been computed.
    mutating func record(
        _ derivative: Derivative, named: [(name: String, value: ValueID)], microseconds: Int
    ) throws -> RunRecord {
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
        guard let kind = Question.Kind(rawValue: derivative.function) else {
            throw Fault(.defect, "\(derivative.function) is not a kind of run")
        }
        let inputs = try (derivative.wrt.map(\.value) + part.boundary).map { try content(of: $0).hash }
        let recipe = Recipe(
            graph: part.graph, inputs: inputs, seeds: try derivative.seeds.map { try content(of: $0).hash },
            question: Question(kind: kind, wrtCount: derivative.wrt.count, cut: cut))
        let names = named.compactMap { name, value -> NamedValue? in
            guard let local = locals[value], let content = contents[value] else { return nil }
            return NamedValue(name: name, value: local, hash: content.hash)
        }
        return RunRecord(
            recipe: recipe, target: derivative.targetText, wrt: derivative.wrt.map(\.text),
            through: derivative.through.map(\.text), results: try derivative.results.map { try content(of: $0).hash },
            derivative: try derivations.graph(of: recipe),
            names: names.sorted { ($0.value, $0.name) < ($1.value, $1.name) }, position: derivative.position,
            numerics: Workbench.numerics, microseconds: microseconds)
    }
}

/// What running a cell gave.
public struct CellOutcome: Sendable {
    /// What to keep.
    public let event: Event
    /// The cell as it is kept.
    public let cell: CellRecord
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
        _ elaboration: Elaboration, _ records: [BindingRecord], on bench: Workbench
    ) throws -> [Shown] {
        var byName: [String: BindingRecord] = [:]
        for record in records { byName[record.name] = record }
        let shown = try elaboration.bindings.flatMap { name, value -> [Shown] in
            try self.shown(name, value, byName, on: bench)
        }
        return try printed(elaboration.printed, on: bench) + shown + elaboration.notes.map(Shown.note)
    }

    /// A value and, where arrays are in it, each of its items.
    private mutating func shown(
        _ name: String, _ value: Value, _ records: [String: BindingRecord], on bench: Workbench
    ) throws -> [Shown] {
        if case .array(let id, _) = value {
            let tensor = try tensor(of: id, on: bench)
            return [.array(name: name, tensor: tensor, hash: try content(of: id).hash, run: records[name]?.run)]
        }
        if Session.flatten(name, value).isEmpty {
            if value.isFunction { return [.function(name: name)] }
            return value.staticText.map { [.fixed(name: name, text: $0)] } ?? []
        }
        return try value.parts(of: name).flatMap { try shown($0.name, $0.value, records, on: bench) }
    }

    /// A note for each run of a cell whose result is NaN for the kink of a size.
    mutating func kinkNotes(
        _ derivatives: [Derivative], _ runs: [RunRecord], on bench: Workbench
    ) throws -> [Shown] {
        try zip(derivatives, runs).compactMap { derivative, run in
            let results = try derivative.results.map { try tensor(of: $0, on: bench) }
            guard results.contains(where: \.hasNaN) else { return nil }
            let inputs = derivative.wrt.map(\.value) + derivative.part.boundary
            return try run.kinkNote(
                results: results, inputs: inputs.map { try tensor(of: $0, on: bench) }, on: bench
            ).map { .note(Note(text: $0, position: derivative.position)) }
        }
    }

    /// What a cell printed, line by line.
    mutating func printed(_ pieces: [TextPiece], on bench: Workbench) throws -> [Shown] {
        guard !pieces.isEmpty else { return [] }
        var text = try pieces.map { try $0.text { try tensor(of: $0, on: bench) } }.joined()
        if text.hasSuffix("\n") { text.removeLast() }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { .printed(String($0)) }
    }

    /// A name and what it stands for.
    public struct NameSummary: Sendable {
        /// The name; items of a tuple have names of their own.
        public let name: String
        /// The array's type, or nil for a static value or function.
        public let type: TensorType?
        /// Text of a static value, or `function`.
        public let text: String?
        /// The run that gave it.
        public let run: ContentHash?
    }

    /// All names, in alphabetical order.
    public var names: [NameSummary] {
        environment.names.sorted { $0.key < $1.key }.flatMap { name, value -> [NameSummary] in
            summaries(name, value)
        }
    }

    private func summaries(_ name: String, _ value: Value) -> [NameSummary] {
        if case .array(let id, _) = value {
            return [NameSummary(name: name, type: builder.types[id], text: nil, run: runs[name])]
        }
        guard Session.flatten(name, value).isEmpty else {
            return value.parts(of: name).flatMap { summaries($0.name, $0.value) }
        }
        return [NameSummary(name: name, type: nil, text: value.staticText ?? value.kindName, run: nil)]
    }

    /// The array under a name, with its hash.
    /// - Throws: `Fault.notFound` for an unknown name, `Fault.argument` for one that is no array.
    public mutating func array(named name: String, on bench: Workbench) throws -> (tensor: Tensor, hash: ContentHash) {
        guard let value = arrayValue(named: name) else {
            guard environment.names[name] == nil else {
                throw Fault(.argument, "\(name) is not an array", hint: "names lists what each name is")
            }
            throw Fault(.notFound, "there is no name \(name) in session \(self.name)", hint: "names lists them")
        }
        let tensor = try tensor(of: value, on: bench)
        return (tensor, try content(of: value).hash)
    }

    /// The run that gave a name's present value; of a tuple, the one run that gave all of its items.
    public func run(named name: String) -> ContentHash? {
        guard let value = environment.names[name] else { return runs[name] }
        let found = Set(Session.flatten(name, value).map { runs[$0.name] })
        return found.count == 1 ? found.first ?? nil : nil
    }

    private func arrayValue(named name: String) -> ValueID? {
        let base = Session.base(name)
        guard let value = environment.names[base] else { return nil }
        return Session.flatten(base, value).first { $0.name == name }?.value
    }
}

extension Value {
    /// What a name without array or text stands for.
    fileprivate var kindName: String {
        switch self {
        case .closure, .builtin, .method, .transformed, .primitive: "function"
        case .module: "module"
        case .file: "file"
        case .array, .integer, .float, .bool, .string, .none, .ellipsis, .tuple, .list, .range, .dtype, .updater, .dict,
            .record, .object:
            "value"
        }
    }
}
