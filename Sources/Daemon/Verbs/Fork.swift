import Notebook
import Tensors
import Wire

extension Job {
    /// `fork SESSION at=CELL [name=NAME]`: a session that shares the first cells of another.
    func fork() throws {
        let parent = word
        guard let summary = try desk.archive.session(named: parent) else {
            throw Fault(.notFound, "there is no session \(parent)", hint: "sessions lists them")
        }
        guard let cell = try request.integer(.at), cell <= summary.cellCount else {
            let cells = summary.cellCount == 1 ? "1 cell" : "\(summary.cellCount) cells"
            throw Fault(.notFound, "session \(parent) has \(cells)", hint: "at= names one of them")
        }
        let name = try request[.name] ?? freeName(parent, cell)
        let origin = Event.Parent(session: parent, cell: cell)
        var session = Session(name: name, folder: summary.folder, parent: origin)
        try desk.rebuild(&session, from: desk.archive.journal(of: parent, through: cell), on: bench())
        let box = SessionBox(session)
        try desk.adopt(box, as: name)
        try box.change(in: desk.archive) { _ in ([], ()) }
        exchange.connection.session = name
        ok([("session", .string(name)), ("cells", .integer(cell))])
    }

    /// `NAME-CELL`, or with a further number when that is taken.
    private func freeName(_ parent: String, _ cell: Int) throws -> String {
        var name = "\(parent)-\(cell)"
        var number = 2
        while try desk.archive.session(named: name) != nil || desk.openSessions.contains(name) {
            name = "\(parent)-\(cell)-\(number)"
            number += 1
        }
        return name
    }
}
