import Archive
import Engine
import Evaluation
import Logging
import Tensors
import Wire

/// Finds the file of a verb: the only place where protocol, notebook, evaluation and archive meet.
struct Dispatcher: RequestHandler {
    let desk: Desk

    func lane(of request: Request, in session: String) -> Lane {
        switch request.verb.descriptor.lane {
        case .control: .control
        case .reading: .reading
        case .snapshot, .session: .session(request.laneSession(attachedTo: session))
        }
    }

    /// Performs a request; what its verb throws is its reply.
    func handle(_ exchange: Exchange) {
        do {
            try exchange.request.checkTypes()
            try Job(exchange, at: desk).perform()
        } catch {
            exchange.send(.error(Failure.wireError(error, isDraining: exchange.stop.reason == .draining)))
        }
    }
}

extension Job {
    /// Answers the request; a verb that is not here does not compile.
    func perform() throws {
        switch request.verb {
        case .ping: ping()
        case .help: try help()
        case .status: try status()
        case .limits: listLimits()
        case .set: try set()
        case .session: try attach()
        case .sessions: try listSessions()
        case .fork: try fork()
        case .cell: try cell()
        case .eval: try eval()
        case .names: try listNames()
        case .show: try show()
        case .put: try put()
        case .get: try get()
        case .log: try log()
        case .run: try showRun()
        case .contributions: try contributions()
        case .explain: try explain()
        case .graph: try graph()
        case .replay: try replay()
        case .export: try export()
        case .import: try importDocument()
        case .query: try query()
        case .cancel, .shutdown: throw Fault(.defect, "\(request.verb.rawValue) belongs to the transport")
        }
    }
}

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
    let desk = Desk(archive: archive, evaluator: engine, limits: EvaluationLimits(), threads: threads)
    let close: @Sendable () -> Void = {
        do { try archive.close() } catch { logger.error("closing the archive: \(error)") }
    }
    return (Dispatcher(desk: desk), close)
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
    case .refused, .notFound, .ambiguous, .limit, .sql, .defect: 70
    }
}
