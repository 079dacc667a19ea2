import Archive
import Notebook
import Tensors
import Wire

/// Errors of every layer as lines of the protocol.
enum Failure {
    static func wireError(_ error: any Error, isDraining: Bool) -> WireError {
        switch error {
        case let error as WireError: error
        case let fault as Fault: wireError(fault, isDraining: isDraining)
        case let stopped as StoppedCell: wireError(stopped.fault, isDraining: isDraining)
        case ArchiveError.stopped: wireError(Fault(.cancelled, "the request was stopped"), isDraining: isDraining)
        case let error as ArchiveError: wireError(error)
        default: WireError(.internal, "\(error)")
        }
    }

    private static func wireError(_ fault: Fault, isDraining: Bool) -> WireError {
        let code: ErrorCode =
            switch fault.kind {
            case .parse: .parse
            case .argument: .argument
            case .shape: .shape
            case .size: .size
            case .dtype: .dtype
            case .graph: .graph
            case .notFound: .notFound
            case .refused: .refused
            case .limit: .budget
            case .cancelled: isDraining ? .draining : .cancelled
            case .defect: .internal
            }
        let message = fault.message + (fault.hint.map { "; \($0)" } ?? "")
        return WireError(code, message, line: fault.position?.line, column: fault.position?.column)
    }

    private static func wireError(_ error: ArchiveError) -> WireError {
        let code: ErrorCode =
            switch error {
            case .full: .diskFull
            case .io, .corrupt, .notADatabase, .lost: .io
            case .readOnly, .busy, .locked, .linked, .foreign, .newer: .readOnly
            case .refused: .refused
            case .notFound: .notFound
            case .ambiguous: .argument
            case .limit: .budget
            case .stopped: .cancelled
            case .sql: .parse
            case .defect: .internal
            }
        return WireError(code, error.description)
    }
}
