import Archive
import Evaluation
import Notebook
import Tensors
import Wire

/// One request at work: what a verb's file needs to answer it.
struct Job {
    let desk: Desk
    let exchange: Exchange
    /// Raised when the request is to stop.
    let cancel: CancelFlag

    init(_ exchange: Exchange, at desk: Desk) {
        self.desk = desk
        self.exchange = exchange
        let cancel = CancelFlag()
        exchange.stop.onRaise { cancel.cancel() }
        self.cancel = cancel
    }

    var request: Request { exchange.request }

    /// The first positional word; the verb table has checked that it is there.
    var word: String { request.words.first ?? "" }

    /// The session that the request works in.
    func session() throws -> SessionBox { try session(named: exchange.session) }

    /// A session; a new one loads files from the folder that the client is in.
    func session(named name: String) throws -> SessionBox {
        try desk.session(named: name, folder: exchange.connection.folder, on: bench())
    }

    /// The workbench for work in a session: arrays come from the session's own memory or from the archive.
    func bench(for box: SessionBox) -> Workbench { bench(held: box.isScratch ? box : nil) }

    /// The workbench for work on what the archive holds.
    func bench() -> Workbench { bench(held: nil) }

    private func bench(held: SessionBox?) -> Workbench {
        let desk = desk
        return Workbench(
            evaluator: desk.evaluator, limits: desk.limits, clock: desk.clock,
            fetch: { hash in
                if let tensor = held?.content(hash) { return tensor }
                guard let tensor = try desk.archive.tensor(hash) else {
                    throw Fault(.notFound, "the array \(hash.short) is not in the archive")
                }
                return tensor
            }, cancel: cancel)
    }

    func data(_ text: String, _ json: JSON) { exchange.send(.data(text: text, json: json)) }

    /// A line that is the same in both formats.
    func line(_ text: String) { exchange.send(.line(text)) }

    func progress(_ text: String, _ json: JSON) { exchange.send(.progress(text: text, json: json)) }

    /// The final line, made of fields.
    func ok(_ fields: [(String, JSON)] = []) {
        let text = fields.map { "\($0.0)=\($0.1.plainText)" }.joined(separator: " ")
        exchange.send(.ok(text: text, json: .object(.init(uniqueKeysWithValues: fields))))
    }

    /// The run that a reference means, whole.
    func run(_ reference: String) throws -> RunRecord {
        let box = try session()
        let live = try box.use { session -> (id: ContentHash?, record: RunRecord?) in
            if let id = session.run(named: reference) { return (id, session.records[id]) }
            guard reference.utf8.count >= 4 else { return (nil, nil) }
            let fitting = session.records.values.filter { $0.id.description.hasPrefix(reference) }
            guard fitting.count <= 1 else {
                let ids = fitting.map { $0.id.description.prefix(16) }.sorted().prefix(5).joined(separator: ", ")
                throw Fault(.argument, "\(reference) could be \(ids)", hint: "give more digits")
            }
            return (nil, fitting.first)
        }
        if let record = live.record { return record }
        return try record(of: stored(reference, live.id, box))
    }

    private func stored(_ reference: String, _ id: ContentHash?, _ box: SessionBox) throws -> StoredRun {
        if let id { return try desk.archive.run(prefix: id.description) }
        if reference.hasPrefix("@-") {
            guard let back = Int(reference.dropFirst(2)), back > 0 else {
                throw Fault(.argument, "\(reference) is not @-1, @-2, …")
            }
            guard let run = try desk.archive.latestRun(back: back) else {
                throw Fault(.notFound, "the archive has no run \(reference)")
            }
            return run
        }
        let isPrefix = reference.count >= 4 && reference.allSatisfy { $0.isHexDigit && !$0.isUppercase }
        guard isPrefix else {
            let names = try box.use { $0.runs.keys.sorted() }
            throw Fault(
                .notFound, "\(reference) is neither a name bound to a derivative in session \(box.name) nor a run id",
                hint: names.isEmpty ? "log lists runs" : "derivatives here: " + names.prefix(10).joined(separator: ", ")
            )
        }
        return try desk.archive.run(prefix: reference)
    }

    /// See `Desk.record(of:)`.
    func record(of run: StoredRun) throws -> RunRecord { try desk.record(of: run) }
}
