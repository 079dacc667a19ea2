import Graphs
import Tensors

/// A name and what a cell bound it to.
public struct BindingRecord: Sendable {
    /// The name; `_` for the value of an expression statement.
    public var name: String
    /// Type of the array.
    public var type: TensorType
    /// Content of the array.
    public var hash: ContentHash
    /// The run that gave it, if it is a derivative.
    public var run: ContentHash?
    /// Whether its element type gives way to what it meets, as a Python number's does.
    public var isWeak: Bool

    /// A binding of `name`.
    public init(name: String, type: TensorType, hash: ContentHash, run: ContentHash? = nil, isWeak: Bool = false) {
        self.name = name
        self.type = type
        self.hash = hash
        self.run = run
        self.isWeak = isWeak
    }
}

/// One cell of a session's journal.
public struct CellRecord: Sendable {
    /// How the cell came in.
    public enum Kind: String, Sendable {
        /// Source in the cell language.
        case cell
        /// An array under a name; the source is the name.
        case put
    }

    /// How a cell ended.
    public enum Ending: String, Sendable {
        /// It took effect.
        case ok
        /// Someone stopped it, or its client was gone.
        case cancelled
        /// It could not be computed.
        case failed
    }

    /// The session that ran it.
    public var session: String
    /// Its number in the session, from 1.
    public var number: Int
    /// How it came in.
    public var kind: Kind
    /// The source as it was sent.
    public var source: String
    /// What came from outside the source, in the order in which it was read: files, or the array put.
    public var leaves: [StoredArray]
    /// What it bound, in order of first binding; a name bound twice is listed once, with its last value.
    public var bindings: [BindingRecord]
    /// What it elaborated to; nil where that is not known.
    public var elaboration: ElaborationRecord?

    /// A cell with what it did.
    public init(
        session: String, number: Int, kind: Kind, source: String, leaves: [StoredArray], bindings: [BindingRecord],
        elaboration: ElaborationRecord? = nil
    ) {
        self.session = session
        self.number = number
        self.kind = kind
        self.source = source
        self.leaves = leaves
        self.bindings = bindings
        self.elaboration = elaboration
    }
}

/// A cell as the journal has it.
public struct JournalCell: Sendable {
    /// What it did. Its session is the one that ran it: a parent for a cell that a fork shares.
    public var record: CellRecord
    /// Whether the source, or what it read, is not what was recorded.
    public var isDamaged: Bool
    /// When it was recorded, in microseconds since 1970 UTC.
    public var time: Int64

    /// A cell of the journal.
    public init(_ record: CellRecord, isDamaged: Bool = false, time: Int64) {
        self.record = record
        self.isDamaged = isDamaged
        self.time = time
    }

    /// Its number.
    public var number: Int { record.number }
}

/// An array that is known by its content.
public struct StoredArray: Hashable, Sendable {
    /// Its type.
    public var type: TensorType
    /// Its content.
    public var hash: ContentHash

    /// An array of this type and content.
    public init(type: TensorType, hash: ContentHash) {
        self.type = type
        self.hash = hash
    }
}

/// An array under its content hash.
public struct NamedContent: Sendable {
    /// The content hash of `tensor`.
    public var hash: ContentHash
    /// The array.
    public var tensor: Tensor

    /// An array whose hash is known.
    public init(hash: ContentHash, tensor: Tensor) {
        self.hash = hash
        self.tensor = tensor
    }
}

/// What happened to a notebook: the journal is a list of these, and state is what they add up to.
public enum Event: Sendable {
    /// A session began, empty or as a copy of the first `at` cells of another.
    case sessionOpened(name: String, folder: String?, parent: Parent?)
    /// A session's files are read from another folder from now on.
    case folderChanged(session: String, folder: String)
    /// A cell took effect and took these derivatives, in order. `contents` holds every array that its bindings, leaves and runs
    /// name and that was not kept before.
    case cellRan(CellRecord, runs: [RecordedRun], contents: [NamedContent])
    /// A cell was stopped while it was computed: it had no effect and has no number, but it was there.
    case cellStopped(session: String, source: String, ending: CellRecord.Ending)

    /// Where a fork branched off.
    public struct Parent: Hashable, Sendable {
        /// The session it was copied from.
        public var session: String
        /// The last cell it shares.
        public var cell: Int

        /// Branching off `session` after `cell`.
        public init(session: String, cell: Int) {
            self.session = session
            self.cell = cell
        }
    }
}

/// Why a cell that was understood could not be computed, and the event that says so.
public struct StoppedCell: Error {
    /// What stopped it.
    public let fault: Fault
    /// What to keep.
    public let event: Event

    init(_ fault: Fault, session: String, source: String) {
        self.fault = fault
        event = .cellStopped(session: session, source: source, ending: fault.kind == .cancelled ? .cancelled : .failed)
    }
}
