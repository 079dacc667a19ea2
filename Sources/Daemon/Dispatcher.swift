import Evaluation
import Service
import Tensors
import Wire

/// Takes a request to the function of the service that answers it, and its answer to the reply.
struct Dispatcher: RequestHandler {
    let service: NotebookService

    func lane(of request: Request, in session: String) -> Lane {
        let home = request.laneSession(attachedTo: session)
        switch request.verb.descriptor.lane {
        case .control: return .control
        case .reading: return .reading
        // A session that is not in memory is elaborated first, once, in its own lane.
        case .snapshot: return service.isOpen(home) ? .reading : .session(home)
        case .session: return .session(home)
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
            let answer = try answer(incoming, in: context)
            return answer.reply(as: connection.format)
        } catch {
            return LazyLines([Failure.wireError(error, isDraining: incoming.stop.reason == .draining)]) { .error($0) }
        }
    }

    /// The answer, and what it changes of the connection.
    private func answer(_ incoming: IncomingRequest, in context: RequestContext) throws -> any Rendered {
        let request = incoming.request
        try request.checkTypes()
        switch request.verb {
        case .set: return try ConnectionSettings(request).apply(to: incoming.connection)
        case .replay where request.body != nil:
            return try DocumentReplay(request, dispatcher: self, in: context) { incoming.send(.data(.text($0))) }
                .answer()
        case .ping, .help, .status, .limits, .session, .sessions, .fork, .cell, .eval, .names, .show, .put, .get, .log,
            .run, .contributions, .explain, .graph, .replay, .export, .import, .query, .cancel, .shutdown:
            let answer = try answer(request, in: context)
            // Last: an attachment that fails leaves the connection where it was.
            if request.sessionUse == .attaches, let session = (answer as? any NamesSession)?.name {
                incoming.connection.session = session
            }
            return answer
        }
    }

    /// The answer to a request that has nothing to do with its connection; a verb that is not here does not compile.
    func answer(_ request: Request, in context: RequestContext) throws -> any Rendered {
        switch request.verb {
        case .ping: PlainAnswer()
        case .help: try Help.answer(request)
        case .status: try context.status()
        case .limits: context.limits()
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
        case .replay: try replay(request, in: context)
        case .export: try context.export(ExportRequest(request))
        case .import: try context.importDocument(ImportRequest(request))
        case .query: try context.query(QueryRequest(request))
        case .set, .cancel, .shutdown: throw Fault(.defect, "\(request.verb.rawValue) belongs to a connection")
        }
    }

    private func replay(_ request: Request, in context: RequestContext) throws -> any Rendered {
        guard request.body == nil, !request.words.isEmpty else {
            throw Fault(.argument, "replay takes a run or session, or a document in a body, one of them")
        }
        return switch try context.replay(ReplayRequest(request)) {
        case .run(let replay): replay
        case .session(let replay): replay
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
