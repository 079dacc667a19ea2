import CellLanguage
import Evaluation
import Graphs
import Tensors

/// One session: an append-only list of cells, the dataflow they built, and what its names mean. Pure state: operations
/// give events and reach nothing outside but what it computes with.
public struct Session: Sendable {
    /// What is known of a value's content.
    struct Content: Sendable {
        var hash: ContentHash
        var tensor: Tensor?
        /// The cell whose event holds it, 0 for what was kept before this session was opened, nil while none does.
        var storedBy: Int?
    }

    /// The name.
    public let name: String
    /// Where `load` looks, as an absolute path.
    public private(set) var folder: String?
    /// Where it branched off.
    public let parent: Event.Parent?
    /// The number of the last cell.
    public private(set) var cellCount = 0

    var builder = GraphBuilder(equationLimit: Session.equationLimit)
    /// All cells together may write this many equations.
    private static let equationLimit = 4_000_000
    var environment = Environment()
    var contents: [ValueID: Content] = [:]
    var derivations = Derivations()
    var history = CellHistory()
    /// Which run gave a name's present value.
    private(set) var runs: [String: ContentHash] = [:]
    /// Values whose arrays are in memory.
    private var held: Set<ValueID> = []

    /// An empty session.
    public init(name: String, folder: String? = nil, parent: Event.Parent? = nil) {
        self.name = name
        self.folder = folder
        self.parent = parent
    }

    /// A state to come back to.
    public struct Checkpoint: Sendable {
        fileprivate let mark: GraphBuilder.Mark
        fileprivate let valueCount: Int
        fileprivate let environment: Environment
        fileprivate let runs: [String: ContentHash]
        fileprivate let cellCount: Int
        fileprivate let folder: String?
    }

    /// The present state.
    public var checkpoint: Checkpoint {
        Checkpoint(
            mark: builder.mark, valueCount: builder.types.count, environment: environment, runs: runs,
            cellCount: cellCount, folder: folder)
    }

    /// Undoes everything since `checkpoint`. What older values hold stays known, but counts as kept only if it was.
    public mutating func restore(_ checkpoint: Checkpoint) {
        for value in checkpoint.valueCount..<max(builder.types.count, checkpoint.valueCount) { contents[value] = nil }
        held = held.filter { $0 < checkpoint.valueCount }
        for value in held where contents[value]?.storedBy ?? 0 > checkpoint.cellCount {
            contents[value]?.storedBy = nil
        }
        history.rollBack(to: checkpoint.cellCount)
        builder.rollBack(to: checkpoint.mark)
        environment = checkpoint.environment
        runs = checkpoint.runs
        cellCount = checkpoint.cellCount
        folder = checkpoint.folder
    }

    /// Has `load` look in another folder from now on.
    /// - Throws: `Fault.argument` for a path that does not begin at the root.
    public mutating func load(from folder: String) throws -> Event {
        guard folder.hasPrefix("/"), !folder.contains("\0") else {
            throw Fault(.argument, "folder= must be a path from the root, not \(folder)")
        }
        self.folder = folder
        return .folderChanged(session: name, folder: folder)
    }

    /// Runs a cell. It takes effect whole or, on a fault, not at all.
    /// - Returns: the event to be kept, and what to show.
    /// - Throws: `StoppedCell`, with an event of its own, once the cell is understood and cannot be computed.
    public mutating func run(_ source: String, in context: ComputeContext) throws -> CellOutcome {
        let before = checkpoint
        builder.monitor = try context.monitor(for: "graphs of a cell in session \(name)")
        defer { builder.monitor = nil }
        do {
            let start = builder.types.count
            var loader: any Loader = FileLoader(folder: folder)
            let elaboration = try Elaborator.elaborate(
                source, environment: &environment, builder: &builder, loader: &loader)
            return try finish(source, .cell, elaboration, since: start, in: context)
        } catch let fault as Fault where fault.kind == .cancelled {
            // Stopped before anything was computed, it was there all the same.
            restore(before)
            throw StoppedCell(fault, session: name, source: source)
        } catch {
            restore(before)
            throw error
        }
    }

    /// Binds an array that came from outside to a name.
    public mutating func put(_ name: String, _ tensor: Tensor, in context: ComputeContext) throws -> CellOutcome {
        guard (try? Cell(parsing: "\(name) = 0")) != nil,
            !name.contains(where: { !$0.isLetter && !$0.isNumber && $0 != "_" })
        else { throw Fault(.argument, "\(name) is not a name") }
        let before = checkpoint
        do {
            let start = builder.types.count
            let elaboration = bindLeaf(name, .tensor(tensor))
            return try finish(name, .put, elaboration, since: start, in: context)
        } catch {
            restore(before)
            throw error
        }
    }

    mutating func bindLeaf(_ name: String, _ content: Leaf.Content) -> Elaboration {
        let type =
            switch content {
            case .tensor(let tensor): tensor.type
            case .stored(let type, _): type
            }
        let value = builder.input(type)
        environment.names[name] = .array(value, isWeak: false)
        environment.lost[name] = nil
        return Elaboration(
            bindings: [(name, .array(value, isWeak: false))], derivatives: [],
            leaves: [Leaf(value: value, content: content, isLoaded: true)])
    }

    /// Computes what a cell needs, whose values begin at `first`, and makes the event that keeps it.
    mutating func finish(
        _ source: String, _ kind: CellRecord.Kind, _ elaboration: Elaboration, since first: ValueID,
        in context: ComputeContext
    ) throws -> CellOutcome {
        let start = context.clock()
        try adopt(elaboration.leaves, in: context)
        let ownPart = try fingerprint(of: elaboration.bindings, since: first)
        if let refusal = ownPart.usesAside.min().flatMap(history.refusal) { throw refusal }
        let elaborated = record(of: elaboration.bindings, ownPart)
        let arrays = elaboration.bindings.flatMap { Session.flatten($0.name, $0.value) }
        let said =
            elaboration.checks.map(\.value) + elaboration.printed.compactMap(\.array)
            + elaboration.checks.flatMap { $0.message.compactMap(\.array) }
        let needed =
            arrays.map(\.value)
            + elaboration.derivatives.flatMap { $0.wrt.map(\.value) + $0.part.boundary + $0.seeds + $0.results }
        do {
            try compute(needed + said, in: context)
            for check in elaboration.checks { try check.hold { try tensor(of: $0, in: context) } }
        } catch let fault as Fault {
            throw StoppedCell(fault, session: name, source: source)
        }
        let elapsed = Int(context.clock() - start)
        let named = namedValues()
        var runs: [RecordedRun] = []
        for derivative in elaboration.derivatives {
            runs.append(try recorded(derivative, named: named, microseconds: elapsed, in: context))
        }
        cellCount += 1
        forgetRuns(of: elaboration.bindings)
        let bindings = try bind(elaboration.bindings, elaboration.derivatives, runs)
        let cell = CellRecord(
            session: name, number: cellCount, kind: kind, source: source,
            leaves: try elaboration.leaves.filter(\.isLoaded).map {
                StoredArray(type: builder.types[$0.value], hash: try content(of: $0.value).hash)
            }, bindings: bindings, elaboration: elaborated)
        let shown =
            try shown(elaboration, bindings, in: context) + kinkNotes(elaboration.derivatives, runs, in: context)
        // Nothing below fails, so that a fault leaves no contents that no event holds.
        let fresh = takeFresh(needed + elaboration.leaves.map(\.value))
        return CellOutcome(
            event: .cellRan(cell, runs: runs, contents: fresh), cell: cell, runs: runs, shown: shown)
    }

    /// Lets go of arrays that no name reaches any more. They can be fetched by hash from wherever events are kept.
    public mutating func forgetUnnamed() {
        let named = Set(namedValues().map(\.value))
        for value in held where !named.contains(value) && contents[value]?.storedBy != nil {
            contents[value]?.tensor = nil
            held.remove(value)
        }
    }

    private mutating func adopt(_ leaves: [Leaf], in context: ComputeContext) throws {
        for leaf in leaves {
            switch leaf.content {
            case .tensor(let tensor):
                try hold(leaf.value, tensor, in: context)
            case .stored(_, let hash): contents[leaf.value] = Content(hash: hash, tensor: nil, storedBy: 0)
            }
        }
    }

    /// Computes those of `values` whose content is not known yet.
    mutating func compute(_ values: [ValueID], in context: ComputeContext) throws {
        var seen = Set<ValueID>()
        let wanted = values.filter { contents[$0] == nil && seen.insert($0).inserted }
        guard !wanted.isEmpty else { return }
        let (graph, inputs) = try builder.computation(of: wanted) { contents[$0] != nil }
        let arrays = try inputs.map { try tensor(of: $0, in: context) }
        for (value, tensor) in zip(wanted, try context.evaluate(graph, arrays)) {
            try hold(value, tensor, in: context)
        }
    }

    private mutating func hold(_ value: ValueID, _ tensor: Tensor, in context: ComputeContext) throws {
        let hash = try tensor.contentHash(checking: context.checkCancellation)
        contents[value] = Content(hash: hash, tensor: tensor, storedBy: nil)
        held.insert(value)
    }

    /// The array that a value holds, computed or fetched if need be.
    mutating func tensor(of value: ValueID, in context: ComputeContext) throws -> Tensor {
        if contents[value] == nil { try compute([value], in: context) }
        let known = try content(of: value)
        if let tensor = known.tensor { return tensor }
        let tensor = try context.fetch(known.hash)
        contents[value]?.tensor = tensor
        held.insert(value)
        return tensor
    }

    /// Bytes of the graph and of the arrays in memory.
    public var heldBytes: Int { held.reduce(builder.byteCount) { $0 + (contents[$1]?.tensor?.type.byteCount ?? 0) } }

    func content(of value: ValueID) throws -> Content {
        guard let content = contents[value] else { throw Fault(.defect, "the content of %\(value) is not known") }
        return content
    }

    /// New contents among `values`, each hash once; from now on they count as kept.
    private mutating func takeFresh(_ values: [ValueID]) -> [NamedContent] {
        var seen = Set<ContentHash>()
        return values.compactMap { value in
            guard let content = contents[value], content.storedBy == nil, let tensor = content.tensor else {
                return nil
            }
            contents[value]?.storedBy = cellCount
            return seen.insert(content.hash).inserted ? NamedContent(hash: content.hash, tensor: tensor) : nil
        }
    }

    /// Names that a cell bound anew are results of no run until one says so; a tuple's items go with it.
    mutating func forgetRuns(of bindings: [(name: String, value: Value)]) {
        let bound = Set(bindings.map(\.name))
        runs = runs.filter { name, _ in
            let base = Session.base(name)
            return !bound.contains(base) && environment.names[base] != nil
        }
    }

    private mutating func bind(
        _ bindings: [(name: String, value: Value)], _ derivatives: [Derivative], _ records: [RecordedRun]
    ) throws -> [BindingRecord] {
        let weak = Set(bindings.flatMap { Session.weakNames($0.name, $0.value) })
        var runOfValue: [ValueID: ContentHash] = [:]
        for (derivative, record) in zip(derivatives, records) {
            for result in derivative.results { runOfValue[result] = record.id }
        }
        return try bindings.flatMap { Session.flatten($0.name, $0.value) }.map { name, value in
            runs[name] = runOfValue[value]
            history.bind(value, name, in: cellCount)
            return BindingRecord(
                name: name, type: builder.types[value], hash: try content(of: value).hash, run: runOfValue[value],
                isWeak: weak.contains(name))
        }
    }

    /// Takes what the journal says of the names that a cell bound.
    mutating func adopt(_ bindings: [BindingRecord], of cell: Int) {
        cellCount = cell
        for binding in bindings {
            runs[binding.name] = binding.run
            let base = Session.base(binding.name)
            let arrays = environment.names[base].map { Session.flatten(base, $0) } ?? []
            guard let value = arrays.first(where: { $0.name == binding.name })?.value else { continue }
            history.bind(value, binding.name, in: cell)
            if contents[value] == nil { contents[value] = Content(hash: binding.hash, tensor: nil, storedBy: 0) }
        }
    }

    /// The names of weak arrays under a name.
    private static func weakNames(_ name: String, _ value: Value) -> [String] {
        switch value {
        case .array(_, let isWeak): isWeak ? [name] : []
        case .tuple(let items), .list(let items): items.enumerated().flatMap { weakNames("\(name)[\($0)]", $1) }
        default: []
        }
    }

    /// The name that is bound: `g` for `g[0]`, an item of a tuple, and for `g.x`, a field of a record.
    static func base(_ name: String) -> String { String(name.prefix { $0 != "[" && $0 != "." }) }

    /// The arrays under a name: the name itself, or `name[0]`, `name['w']`, `name.x` for what it holds.
    static func flatten(_ name: String, _ value: Value) -> [(name: String, value: ValueID)] {
        if case .array(let id, _) = value { return [(name, id)] }
        return value.parts(of: name).flatMap { flatten($0.name, $0.value) }
    }
}
