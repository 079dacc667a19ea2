import Evaluation
import Service
import Tensors
import Wire

/// Takes a request to the function of the service that answers it, and its answer to the reply.
struct Dispatcher: RequestHandler {
    let service: NotebookService

    func lane(of request: Request, in session: String) -> Lane {
        switch request.verb.descriptor.lane {
        case .control: .control
        case .reading, .snapshot: .reading
        case .session: .session(request.laneSession(attachedTo: session))
        }
    }

    func answer(_ incoming: IncomingRequest) -> LazyLines<ReplyLine> {
        let connection = incoming.connection
        let cancel = CancelFlag()
        incoming.stop.onRaise { cancel.cancel() }
        let context = RequestContext(
            service, home: .named(incoming.session), folder: connection.folder, cancel: cancel,
            priority: incoming.request.verb.descriptor.lane == .session ? .cell : .reader,
            report: { incoming.send($0.line(as: connection.format)) })
        do {
            let answer = try answer(incoming.request, in: context, from: incoming)
            // Last: an attachment that fails leaves the connection where it was.
            if incoming.request.sessionUse == .attaches, let session = (answer as? any NamesSession)?.name {
                connection.session = session
            }
            return answer.reply(as: connection.format)
        } catch {
            return LazyLines([Failure.wireError(error, isDraining: incoming.stop.reason == .draining)]) { .error($0) }
        }
    }

    /// The answer to a request; a verb that is not here does not compile.
    /// - Parameter incoming: the request on its connection; nil when a document is played.
    func answer(
        _ request: Request, in context: RequestContext, from incoming: IncomingRequest? = nil
    ) throws -> any Rendered {
        try request.checkTypes()
        return switch request.verb {
        case .ping: PlainAnswer()
        case .help: try Help.answer(request)
        case .status: try context.status()
        case .limits: context.limits()
        case .set: try ConnectionSettings(request).apply(to: incoming?.connection)
        case .session: try context.session(SessionRequest(request))
        case .sessions: try context.sessions()
        case .fork: try context.fork(ForkRequest(request))
        case .cell: try context.cell(CellRequest(request))
        case .eval: try context.cell(CellRequest(source: request.word))
        case .names: try context.names()
        case .show: try context.show(ShowRequest(request))
        case .put: try context.put(PutRequest(request))
        case .get: try context.get(GetRequest(request))
        case .log: try context.log(LogRequest(request))
        case .run: try context.run(RunRequest(request))
        case .contributions: try context.contributions(ContributionsRequest(request))
        case .explain: try context.explain(ExplainRequest(request))
        case .graph:
            GraphRendering(
                answer: try context.graph(GraphRequest(request)), form: try request.choice(.format) ?? .text)
        case .replay: try replay(request, in: context) { incoming?.send(.data(.text($0))) }
        case .export: try context.export(ExportRequest(request))
        case .import: try context.importDocument(ImportRequest(request))
        case .query: try context.query(QueryRequest(request))
        case .cancel, .shutdown: throw Fault(.defect, "\(request.verb.rawValue) belongs to the transport")
        }
    }

    /// - Parameter show: takes the lines of a document as it is played, where the request asks for them.
    private func replay(
        _ request: Request, in context: RequestContext, show: @escaping @Sendable (String) -> Void
    ) throws -> any Rendered {
        switch (request.words.first, request.body) {
        case (_?, nil):
            return switch try context.replay(ReplayRequest(request)) {
            case .run(let replay): replay
            case .session(let replay): replay
            }
        case (nil, _?): return try DocumentReplay(request, dispatcher: self, in: context, show: show).answer()
        case (nil, nil), (_?, _?):
            throw Fault(.argument, "replay takes a run or session, or a document in a body, one of them")
        }
    }
}

/// An answer that names the session which its connection is attached to from now on.
protocol NamesSession {
    var name: String { get }
}

extension SessionAnswer: NamesSession {}
extension MadeSession: NamesSession {}

extension Request {
    /// The first word; the verb's row has checked that it is there.
    var word: String { words.first ?? "" }
}
