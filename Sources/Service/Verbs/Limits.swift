import Notebook
import Tensors

/// The bounds in force.
public struct LimitsAnswer: Sendable {
    /// Names end in their unit.
    public let bounds: [(name: String, value: Int)]
}

extension RequestContext {
    /// The bounds of evaluation, arrays and answers.
    public func limits() -> LimitsAnswer {
        LimitsAnswer(bounds: [
            ("tensor_bytes", service.limits.tensorBytes), ("evaluation_bytes", service.limits.totalBytes),
            ("matrix_bytes", ContributionQuery.matrixBytes), ("file_bytes", FileLoader.byteLimit),
            ("array_elements", Shape.countLimit), ("array_axes", Shape.rankLimit),
            ("query_rows", QueryRequest.rowLimit),
        ])
    }
}
