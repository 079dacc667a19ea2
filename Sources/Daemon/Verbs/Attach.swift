import Tensors
import Wire

extension Job {
    /// `session [NAME] [folder=PATH]`: attaches the connection, or says to what it is attached. A new session is kept from
    /// its first cell on, or from when it is given a folder.
    func attach() throws {
        let box = try request.words.first.map { try session(named: $0) } ?? session()
        let folder = request[.folder]
        if let folder {
            try box.change(in: desk.archive) { session in ([try session.load(from: folder)], ()) }
            desk.remember(box)
        }
        let cells = try box.use { $0.cellCount }
        // Last: an attachment that fails leaves the connection where it was.
        if !request.words.isEmpty { exchange.connection.session = box.name }
        for cell in box.setAside { data(cell.text, ["cell": .integer(cell.number), "set_aside": .string(cell.text)]) }
        ok(
            [("session", .string(box.name)), ("cells", .integer(cells))]
                + (box.setAside.isEmpty ? [] : [("set_aside", .integer(box.setAside.count))])
                + (folder.map { [("folder", .string($0))] } ?? []))
    }
}
