import Archive
import Evaluation
import Notebook
import Tensors

/// One request at work: the session it works in, how it is stopped, and who is told how far it is.
public struct RequestContext: Sendable {
    /// The session that a request works in.
    public enum Home: Sendable {
        /// One of the archive, or one that begins with its first cell.
        case named(String)
        /// One that no archive keeps.
        case scratch(SessionHandle)

        fileprivate var name: String {
            switch self {
            case .named(let name): name
            case .scratch(let handle): handle.name
            }
        }
    }

    let service: NotebookService
    let home: Home
    /// Where sessions that the request makes read their files from.
    let folder: String?
    /// Raised when the request is to stop.
    let cancel: CancelFlag
    /// Whether its evaluations give way to others.
    let priority: EvaluationPriority
    /// Takes how far the request is.
    public let report: @Sendable (Progress) -> Void

    /// A context; see the properties.
    public init(
        _ service: NotebookService, home: Home, folder: String?, cancel: CancelFlag,
        priority: EvaluationPriority, report: @escaping @Sendable (Progress) -> Void
    ) {
        self.service = service
        self.home = home
        self.folder = folder
        self.cancel = cancel
        self.priority = priority
        self.report = report
    }

    /// A session that no archive keeps and nobody else finds.
    public func scratchSession(_ name: String, folder: String?) throws -> SessionHandle {
        try SessionHandle.scratch(name, folder: folder, memory: service.memory)
    }

    /// The same request, working in a session that no archive keeps.
    public func moved(to scratch: SessionHandle) -> RequestContext {
        RequestContext(
            service, home: .scratch(scratch), folder: folder, cancel: cancel, priority: priority, report: report)
    }

    /// - Throws: `Fault.cancelled` when the request is to stop.
    public func checkCancellation() throws { try compute.checkCancellation() }

    var archive: Archive { service.archive }

    /// The session, to run cells in.
    func session() throws -> SessionHandle {
        switch home {
        case .named(let name): try session(named: name)
        case .scratch(let handle): handle
        }
    }

    /// A session, to run cells in; a new one loads files from the folder that the client is in.
    func session(named name: String) throws -> SessionHandle {
        try service.session(named: name, folder: folder, in: compute)
    }

    /// What the session's names mean, as of its last cell.
    func snapshot() throws -> SessionSnapshot { try session().snapshot }

    /// What work in the session computes with: arrays come from the session's own memory or from the archive.
    var compute: ComputeContext {
        let service = service
        let scratch: SessionHandle? = if case .scratch(let handle) = home { handle } else { nil }
        return ComputeContext(
            evaluator: service.evaluator,
            evaluation: EvaluationContext(
                limits: service.limits, cancel: cancel, memory: service.memory, holder: "evaluations in \(home.name)",
                priority: priority),
            clock: service.clock, fetch: { hash in try scratch?.content(hash) ?? service.tensor(hash) })
    }

    /// The elements of an array under a name.
    func tensor(of array: SessionSnapshot.NamedArray) throws -> Tensor {
        try array.tensor ?? compute.fetch(array.hash)
    }

    /// The run that a reference means, whole: a name bound to a derivative, a run id or the beginning of one, `@-1`, `@-2`, …
    /// - Throws: `Fault.notFound`, `Fault.argument` for a beginning of several
    func recorded(_ reference: String) throws -> RecordedRun {
        let session = try session()
        let snapshot = session.snapshot
        let id = snapshot.run(named: reference)
        if let record = try session.record(id, orPrefix: reference) { return record }
        return try service.recorded(execution(reference, id, snapshot))
    }

    private func execution(_ reference: String, _ id: ContentHash?, _ snapshot: SessionSnapshot) throws -> Execution {
        if let id { return try archive.run(prefix: id.description) }
        if reference.hasPrefix("@-") {
            guard let back = Int(reference.dropFirst(2)), back > 0 else {
                throw Fault(.argument, "\(reference) is not @-1, @-2, …")
            }
            guard let execution = try archive.latestRun(back: back) else {
                throw Fault(.notFound, "the archive has no run \(reference)")
            }
            return execution
        }
        let isPrefix = reference.count >= 4 && reference.allSatisfy { $0.isHexDigit && !$0.isUppercase }
        guard isPrefix else {
            let names = snapshot.derivatives
            throw Fault(
                .notFound,
                "\(reference) is neither a name bound to a derivative in session \(snapshot.name) nor a run id",
                hint: names.isEmpty ? "log lists runs" : "derivatives here: " + names.prefix(10).joined(separator: ", ")
            )
        }
        return try archive.run(prefix: reference)
    }
}

/// How far a request is.
public enum Progress: Sendable {
    /// This many passes of a repeated cell are done and kept.
    case pass(Int, of: Int)
    /// This many cells of a session or document are done.
    case cell(Int, of: Int)
    /// This cell of a document is done.
    case documentCell(Int, name: String)
}
