import Notebook
import Service
import Wire

/// `replay` with a document in the body: plays it in a session of its own.
struct DocumentReplay {
    private let document: SessionFile
    private let player: DocumentPlayer
    /// Whether the answer is the document with the outputs as they are now, and not the differences.
    private let records: Bool

    /// - Parameter show: takes the document's lines as they are played, where the request asks for them.
    init(
        _ request: Request, dispatcher: Dispatcher, in context: RequestContext,
        show: @escaping @Sendable (String) -> Void
    ) throws {
        document = try SessionFile(parsing: request.body ?? "")
        let name = request[.name] ?? "document"
        let scratch = try context.scratchSession(name, folder: request[.folder])
        player = DocumentPlayer(
            dispatcher: dispatcher, context: context.moved(to: scratch), scratch: scratch, name: name,
            show: try request.flag(.show) ? show : nil)
        records = try request.flag(.record)
    }

    func answer() throws -> PlainAnswer {
        let result = try player.play(document)
        return PlainAnswer(
            records ? SessionFile.text(result.blocks) : result.differences,
            [
                ("cells", .integer(result.cells)), ("runs", .integer(result.runs)),
                ("differences", .integer(result.differences.count)),
            ])
    }
}
