import Archive
import Engine
import Evaluation
import Logging
import Service

/// Opens the archive and makes what answers requests.
/// - Parameter instructionSet: the kernels to use, by name; the best that this CPU has when nil. No bit depends on it.
/// - Throws: `StartupFailure` with the exit code when the archive is locked, foreign, newer, damaged or unreachable, or the
///   CPU does not have the instruction set.
public func makeHandler(
    archivePath: String, threads: Int, instructionSet: String? = nil, logger: Logger
) throws -> (handler: any RequestHandler, close: @Sendable () -> Void) {
    let engine = try Engine(threads: threads, instructionSet: chosen(instructionSet))
    let archive: Archive
    do {
        archive = try Archive(path: archivePath)
    } catch {
        throw StartupFailure(message: error.description, exitCode: exitCode(of: error))
    }
    let service = NotebookService(
        archive: archive, evaluator: engine, limits: EvaluationLimits(), threads: threads)
    let close: @Sendable () -> Void = {
        do { try archive.close() } catch { logger.error("closing the archive: \(error)") }
    }
    return (Dispatcher(service: service), close)
}

private func chosen(_ name: String?) throws(StartupFailure) -> Engine.InstructionSet {
    guard let name else { return .best }
    let known = Engine.InstructionSet.allCases.filter(\.isAvailable)
    guard let set = known.first(where: { $0.rawValue == name }) else {
        throw StartupFailure(
            message: "PULLBACK_ISA=\(name): this CPU has \(known.map(\.rawValue).joined(separator: ", "))", exitCode: 64
        )
    }
    return set
}

private func exitCode(of error: ArchiveError) -> Int32 {
    switch error {
    case .locked, .busy: 75
    case .linked, .lost, .foreign, .newer, .notADatabase, .corrupt: 65
    case .full, .io, .readOnly: 74
    case .refused, .notFound, .ambiguous, .limit, .stopped, .sql, .defect: 70
    }
}
