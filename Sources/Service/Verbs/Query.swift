import Archive

/// One read-only statement.
public struct QueryRequest: Sendable {
    let sql: String

    /// SQL over the archive's views.
    public init(sql: String) { self.sql = sql }

    /// The most rows of an answer.
    public static let rowLimit = 1000
}

extension RequestContext {
    /// What a read-only statement gives.
    public func query(_ request: QueryRequest) throws -> QueryResult {
        try archive.query(
            request.sql, rowLimit: QueryRequest.rowLimit, stoppedBy: { [cancel] in cancel.isCancelled })
    }
}
