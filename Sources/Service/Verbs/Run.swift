import Notebook

/// A reference to a run: a name, an id or its beginning, `@-1`.
public struct RunRequest: Sendable {
    let reference: String

    /// See `RequestContext.recorded`.
    public init(reference: String) { self.reference = reference }
}

/// One run, whole.
public struct RunAnswer: Sendable {
    /// The execution with its graphs.
    public let recorded: RecordedRun
}

extension RequestContext {
    /// One run, whole.
    public func run(_ request: RunRequest) throws -> RunAnswer { RunAnswer(recorded: try recorded(request.reference)) }
}
