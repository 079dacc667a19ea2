import CellLanguage
import Graphs
import Tensors

/// A cell as the journal has it, enough to rebuild the dataflow.
public struct StoredCell: Sendable {
    /// Its number.
    public var number: Int
    /// How it came in.
    public var kind: CellRecord.Kind
    /// The source, or the name of a put.
    public var source: String
    /// Types and contents of what came from outside the source, in order.
    public var leaves: [(type: TensorType, hash: ContentHash)]
    /// What it bound.
    public var bindings: [BindingRecord]

    /// A cell of the journal.
    public init(
        number: Int, kind: CellRecord.Kind, source: String, leaves: [(type: TensorType, hash: ContentHash)],
        bindings: [BindingRecord]
    ) {
        self.number = number
        self.kind = kind
        self.source = source
        self.leaves = leaves
        self.bindings = bindings
    }
}

extension Session {
    /// Rebuilds dataflow and names from the journal by elaboration alone; nothing is executed.
    /// - Throws: `Fault.defect` when a cell that once ran does not elaborate any more.
    public mutating func replayJournal(_ cells: [StoredCell]) throws {
        for cell in cells {
            do {
                try replay(cell)
            } catch let fault as Fault {
                throw Fault(.defect, "cell \(cell.number) of session \(name) does not elaborate any more: \(fault)")
            }
        }
    }

    /// Rebuilds one more cell of the journal, executing nothing, and gives what it showed when it ran.
    public mutating func replayShowing(_ cell: StoredCell, on bench: Workbench) throws -> [Shown] {
        try shown(replay(cell), cell.bindings, on: bench)
    }

    /// Runs a cell of another session's journal anew, with the contents that it read then.
    public mutating func run(again cell: StoredCell, on bench: Workbench) throws -> CellOutcome {
        let before = checkpoint
        do {
            switch cell.kind {
            case .put:
                guard let leaf = cell.leaves.first else { throw Fault(.defect, "a put without content") }
                return try finish(
                    cell.source, .put, bindLeaf(cell.source, .stored(leaf.type, leaf.hash)), on: bench)
            case .cell:
                var loader: any Loader = JournalLoader(leaves: cell.leaves[...])
                let elaboration = try Elaborator.elaborate(
                    cell.source, environment: &environment, builder: &builder, loader: &loader)
                return try finish(cell.source, .cell, elaboration, on: bench)
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

    @discardableResult
    private mutating func replay(_ cell: StoredCell) throws -> Elaboration {
        let elaboration: Elaboration
        switch cell.kind {
        case .cell:
            var loader: any Loader = JournalLoader(leaves: cell.leaves[...])
            elaboration = try Elaborator.elaborate(
                cell.source, environment: &environment, builder: &builder, loader: &loader)
        case .put:
            guard let leaf = cell.leaves.first else { throw Fault(.defect, "a put without content") }
            elaboration = bindLeaf(cell.source, .stored(leaf.type, leaf.hash))
        }
        for leaf in elaboration.leaves { adoptStored(leaf) }
        forgetRuns(of: elaboration.bindings)
        adopt(cell.bindings, of: cell.number)
        return elaboration
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
