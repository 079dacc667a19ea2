import Notebook

/// What the session's names mean.
public struct NamesAnswer: Sendable {
    /// In alphabetical order.
    public let names: [SessionSnapshot.NamedItem]
}

extension RequestContext {
    /// What the session's names mean.
    public func names() throws -> NamesAnswer { NamesAnswer(names: try snapshot().names) }
}
