import CellLanguage
import Graphs
import Tensors

extension Session {
    /// Cells that do not elaborate today as they did: their names keep their recorded contents, and no derivative goes
    /// through them.
    public var setAside: [SetAsideCell] { history.setAside }

    /// Rebuilds dataflow and names from the journal by elaboration alone. A cell is computed only where its record does not
    /// say what it elaborated to, which is then found by its results.
    /// - Returns: what such cells elaborate to, by number, for the journal to keep.
    /// - Throws: what stops such a computation; `Fault.defect` for a journal that contradicts itself.
    @discardableResult
    public mutating func replayJournal(
        _ cells: [JournalCell], in context: ComputeContext
    ) throws -> [Int: ElaborationRecord] {
        var found: [Int: ElaborationRecord] = [:]
        for cell in cells {
            try context.checkCancellation()
            let elaboration = try replay(cell, in: context).elaboration
            if cell.record.elaboration == nil { found[cell.number] = elaboration }
        }
        return found
    }

    /// Rebuilds one more cell of the journal, and gives what it showed when it ran.
    public mutating func replayShowing(_ cell: JournalCell, in context: ComputeContext) throws -> [Shown] {
        try shown(replay(cell, in: context).today, cell.record.bindings, in: context)
    }

    /// Runs a cell of another session's journal anew, with the contents that it read then.
    public mutating func run(again cell: JournalCell, in context: ComputeContext) throws -> CellOutcome {
        let before = checkpoint
        do {
            switch cell.record.kind {
            case .put:
                guard let leaf = cell.record.leaves.first else { throw Fault(.defect, "a put without content") }
                let start = builder.types.count
                return try finish(
                    cell.record.source, .put, bindLeaf(cell.record.source, .stored(leaf.type, leaf.hash)), since: start,
                    in: context)
            case .cell:
                let start = builder.types.count
                var loader: any Loader = JournalLoader(leaves: cell.record.leaves[...])
                let elaboration = try Elaborator.elaborate(
                    cell.record.source, environment: &environment, builder: &builder, loader: &loader)
                return try finish(cell.record.source, .cell, elaboration, since: start, in: context)
            }
        } catch {
            restore(before)
            throw error
        }
    }

    /// The equation that gave a name's present value, such as `%12 = mul : f64[3]`; nil for what came from outside.
    public func node(of name: String) -> String? {
        let base = Session.base(name)
        guard let value = environment.names[base],
            let id = Session.flatten(base, value).first(where: { $0.name == name })?.value,
            case .equation(let index) = builder.origins[id]
        else { return nil }
        let equation = builder.equations[index]
        let operands = equation.operands.map { " %\($0)" }.joined()
        return "%\(id) = \(equation.primitive.text)\(operands) : \(builder.types[id])"
    }

    /// A cell of the journal, elaborated again or set aside.
    private struct Replayed {
        var today: Elaboration
        /// What to keep where the record does not say; nil where another release may tell more.
        var elaboration: ElaborationRecord?
    }

    private mutating func replay(_ cell: JournalCell, in context: ComputeContext) throws -> Replayed {
        let (before, start) = (environment, builder.types.count)
        guard !cell.isDamaged else { return try keepNames(of: cell, because: .damaged, before, nil, since: start) }
        let elaboration: Elaboration
        do {
            elaboration = try elaborate(cell)
        } catch let fault as Fault where fault.kind != .cancelled {
            return try keepNames(of: cell, because: .refused(fault.description), before, nil, since: start)
        }
        for leaf in elaboration.leaves { adoptStored(leaf) }
        let found = try fingerprint(of: elaboration.bindings, since: start)
        if let reason = try disagreement(of: cell, elaboration.bindings, found, since: start, in: context) {
            return try keepNames(of: cell, because: reason, before, elaboration.bindings, since: start)
        }
        let kept = record(of: elaboration.bindings, found)
        forgetRuns(of: elaboration.bindings)
        adopt(cell.record.bindings, of: cell.number)
        return Replayed(today: elaboration, elaboration: kept)
    }

    private mutating func elaborate(_ cell: JournalCell) throws -> Elaboration {
        switch cell.record.kind {
        case .cell:
            var loader: any Loader = JournalLoader(leaves: cell.record.leaves[...])
            return try Elaborator.elaborate(
                cell.record.source, environment: &environment, builder: &builder, loader: &loader)
        case .put:
            guard let leaf = cell.record.leaves.first else { throw Fault(.defect, "a put without content") }
            return bindLeaf(cell.record.source, .stored(leaf.type, leaf.hash))
        }
    }

    /// Why a cell is to be set aside although it elaborates; nil when it does so as it did.
    private mutating func disagreement(
        of cell: JournalCell, _ bindings: [(name: String, value: Value)], _ found: Fingerprint, since start: ValueID,
        in context: ComputeContext
    ) throws -> SetAsideCell.Reason? {
        if let other = found.usesAside.min() { return .uses(other) }
        let arrays = bindings.flatMap { Session.flatten($0.name, $0.value) }
        guard arrays.map(\.name) == cell.record.bindings.map(\.name),
            arrays.map({ builder.types[$0.value] }) == cell.record.bindings.map(\.type)
        else { return .otherwise }
        if let kept = cell.record.elaboration { return kept.hash == found.hash ? nil : .otherwise }
        return try computes(cell, arrays.map(\.value), since: start, in: context) ? nil : .differs
    }

    /// Whether today's elaboration of a cell computes what the cell recorded.
    private mutating func computes(
        _ cell: JournalCell, _ values: [ValueID], since start: ValueID, in context: ComputeContext
    ) throws -> Bool {
        guard !values.isEmpty else { return true }
        defer { forgetUnnamed() }
        do {
            let (graph, inputs) = try builder.computation(of: values) { value in
                contents[value] != nil && (value < start || builder.origins[value] == .input)
            }
            let arrays = try inputs.map { try tensor(of: $0, in: context) }
            return try context.evaluate(graph, arrays).map(\.contentHash) == cell.record.bindings.map(\.hash)
        } catch let fault as Fault where ![.cancelled, .limit].contains(fault.kind) {
            // What cannot be computed is not known to be what was recorded. Want of memory may be over the next time.
            return false
        }
    }

    /// Keeps a cell's names with their recorded contents, as values that nothing is known of but what they rested on.
    private mutating func keepNames(
        of cell: JournalCell, because reason: SetAsideCell.Reason, _ before: Environment,
        _ today: [(name: String, value: Value)]?, since start: ValueID
    ) throws -> Replayed {
        let aside = SetAsideCell(number: cell.number, reason: reason)
        environment.setAside(keeping: before, because: aside.refusal)
        let recorded = cell.record.elaboration.flatMap { history.values(at: $0.operands) }
        // What it rested on is not known: it may be anything that had a name.
        let operands = recorded ?? namedValues().map(\.value)
        history.add(aside, elaboratedTo: start..<builder.types.count)
        let leaves = cell.record.bindings.map { binding in
            let value = builder.input(binding.type, restingOn: operands, refusal: aside.refusal)
            contents[value] = Content(hash: binding.hash, tensor: nil, storedBy: 0)
            history.bind(value, binding.name, in: cell.number)
            return (name: binding.name, value: value, isWeak: binding.isWeak)
        }
        let bindings = rebind(cell.record, leaves, today, aside)
        forgetRuns(of: bindings)
        adopt(cell.record.bindings, of: cell.number)
        let unknown = ElaborationRecord.unknown(operands: places(of: operands))
        let names = Elaboration(bindings: bindings, derivatives: [], leaves: [])
        return Replayed(today: names, elaboration: reason == .differs ? unknown : nil)
    }

    /// What an earlier cell read is kept; it is fetched when it is needed.
    private mutating func adoptStored(_ leaf: Leaf) {
        let hash =
            switch leaf.content {
            case .tensor(let tensor): tensor.contentHash
            case .stored(_, let hash): hash
            }
        contents[leaf.value] = Content(hash: hash, tensor: nil, storedBy: 0)
    }
}
