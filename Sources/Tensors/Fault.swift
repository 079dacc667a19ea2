/// A place in source text. Lines and columns count from 1; columns count Unicode scalars.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// The column in Unicode scalars, from 1.
    public var column: Int

    /// A position at `line`:`column`, both from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// `line:column`.
    public var description: String { "\(line):\(column)" }
}

/// What went wrong, for people: the only error type between source text and result.
///
/// The message says what happened and with which numbers; `hint` says what to write instead, where that is known.
public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of wrong it is. The protocol gives each kind its own code.
    public enum Kind: String, Hashable, Sendable {
        /// The text is not in the cell language.
        case parse
        /// A call that is understood but asks for something that cannot be: wrong argument, wrong static value.
        case argument
        /// Shapes that do not fit each other or the operation.
        case shape
        /// A shape or index range whose element count does not fit in memory or in an `Int`.
        case size
        /// An element type that the operation does not take.
        case dtype
        /// A graph that cannot be differentiated, cut or evaluated as asked.
        case graph
        /// A name, run, session or file that is not there.
        case notFound
        /// More work, memory or nesting than `limits` allows.
        case limit
        /// Forbidden: a path outside the folder, a write through a read-only door.
        case refused
        /// Stopped on request.
        case cancelled
        /// A defect of this program.
        case defect
    }

    /// What kind of wrong it is.
    public var kind: Kind
    /// One sentence, without a final full stop.
    public var message: String
    /// Where in the source, if there is a source.
    public var position: SourcePosition?
    /// What to do instead, if it can be known.
    public var hint: String?
    /// The error that Python raises, where one of its own rules is broken; nil where it is not known what another
    /// implementation would do.
    public var error: String?

    /// A fault of `kind`; `message` has no final full stop.
    public init(
        _ kind: Kind, _ message: String, at position: SourcePosition? = nil, hint: String? = nil, error: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.position = position
        self.hint = hint
        self.error = error
    }

    /// The same fault at `position`, unless it already knows a place.
    public func at(_ position: SourcePosition?) -> Fault {
        var copy = self
        copy.position = self.position ?? position
        return copy
    }

    /// `line:column message; hint`.
    public var description: String {
        let place = position.map { "\($0) " } ?? ""
        return place + message + (hint.map { "; \($0)" } ?? "")
    }
}
