import Archive
import Notebook

/// Which executions to list.
public struct LogRequest: Sendable {
    let filter: LogFilter

    /// Executions that pass the filter.
    public init(filter: LogFilter) { self.filter = filter }
}

/// Executions, newest first.
public struct LogAnswer: Sendable {
    /// At most as many as the filter's limit.
    public let executions: [Execution]
    /// Where the next page begins, if there may be one.
    public let before: Int64?
}

extension RequestContext {
    /// Gradient runs of all sessions, or of those that the filter lets pass.
    public func log(_ request: LogRequest) throws -> LogAnswer {
        let executions = try archive.log(request.filter)
        let isFull = executions.count == request.filter.limit
        return LogAnswer(executions: executions, before: isFull ? executions.last?.kept?.row : nil)
    }
}
