/// One row of the verb table: all that the rest of the code knows of a verb. Help, usage, completion, the client's
/// subcommands, scheduling and documents are made from it; no field has a default, so that none is forgotten.
public struct VerbDescriptor: Sendable {
    /// How the text behind the verb is read.
    public enum Call: Sendable {
        /// Words split at spaces: those without a key in this order, and options anywhere.
        case words([Argument])
        /// Everything after the verb is this one argument, taken as it stands: no options, no body. Text that starts with
        /// a quote is a JSON string instead.
        case rest(Argument)
    }

    /// A word without a key.
    public struct Argument: Sendable {
        /// What stands for it in the usage line: `NAME`.
        public let placeholder: String
        /// What it may be.
        public let type: ValueType
        /// Whether it must be there.
        public let isRequired: Bool

        init(_ placeholder: String, _ type: ValueType, isRequired: Bool = true) {
            self.placeholder = placeholder
            self.type = type
            self.isRequired = isRequired
        }
    }

    /// A word `key=value`.
    public struct Option: Sendable {
        /// What stands before `=`.
        public let key: OptionKey
        /// What the value may be.
        public let type: ValueType
        /// What stands for the value in the usage line: `N`.
        public let placeholder: String
        /// Whether it must be there.
        public let isRequired: Bool

        init(_ key: OptionKey, _ type: ValueType, _ placeholder: String, isRequired: Bool = false) {
            self.key = key
            self.type = type
            self.placeholder = placeholder
            self.isRequired = isRequired
        }
    }

    /// What follows the line of a request.
    public enum Payload: Sendable {
        /// Nothing; a body or a blob that is sent is read and refused.
        case nothing
        /// A text body with the source of a cell.
        case cell
        /// A text body with a session document.
        case document
        /// A text body with a session document, or words and no body.
        case documentOrWords
        /// The bytes of an array.
        case blob
    }

    /// What the data lines of a reply are.
    public enum ReplyForm: Sendable {
        /// Lines for a person.
        case lines
        /// The lines of a document, exact, which are of use without the rest of the reply.
        case document
        /// A breakdown, which a terminal shows as a picture.
        case breakdown
        /// Bytes.
        case bytes
    }

    /// Where a request runs.
    public enum Lane: Sendable {
        /// At once: it neither computes nor reads the archive.
        case control
        /// Beside anything else: it reads the archive alone.
        case reading
        /// Beside anything else: it reads what its session was at the last commit, and the archive.
        case snapshot
        /// After what was sent to its session before, whoever sent it.
        case session
    }

    /// What a request has to do with the session that its connection is attached to.
    public enum SessionUse: Sendable {
        /// Nothing.
        case none
        /// It works in it.
        case works
        /// It attaches the connection to another, if it succeeds.
        case attaches
        /// With a word it attaches the connection to the session of that name, without one it works in the present one.
        case attachesByName
    }

    /// How the text behind the verb is read.
    public let call: Call
    /// The options, in the order of the usage line.
    public let options: [Option]
    /// What follows the line.
    public let payload: Payload
    /// What the data lines of the reply are.
    public let reply: ReplyForm
    /// Where it runs.
    public let lane: Lane
    /// What it has to do with the connection's session.
    public let session: SessionUse
    /// Whether a session document may use it: it says the same on every machine and at every time, and changes nothing but
    /// the session.
    public let isPlayable: Bool
    /// What the verb does, in one line.
    public let summary: String
    /// Details and every reply form, as lines of text.
    public let details: String
}

extension VerbDescriptor {
    /// The words without a key.
    public var arguments: [Argument] {
        switch call {
        case .words(let arguments): arguments
        case .rest(let argument): [argument]
        }
    }

    /// How many words without a key a request may have.
    public var argumentCount: ClosedRange<Int> {
        (payload == .documentOrWords ? 0 : arguments.count { $0.isRequired })...arguments.count
    }

    /// Whether everything after the verb is one argument.
    public var isRest: Bool {
        if case .rest = call { true } else { false }
    }

    /// The option of this key, if the verb has it.
    public func option(_ key: String) -> Option? { options.first { $0.key.rawValue == key } }
}
