import Archive

/// The sessions that are kept.
public struct SessionsAnswer: Sendable {
    /// In order of creation.
    public let sessions: [SessionSummary]
}

extension RequestContext {
    /// The sessions that are kept.
    public func sessions() throws -> SessionsAnswer { SessionsAnswer(sessions: try archive.sessions()) }
}
