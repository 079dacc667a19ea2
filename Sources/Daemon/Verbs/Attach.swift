import Tensors
import Wire

extension Job {
    /// `session [NAME] [folder=PATH]`: attaches the connection, or says to what it is attached. A new session is kept from
    /// its first cell on, or from when it is given a folder.
    func attach() throws {
        if let name = request.words.first {
            exchange.connection.session = try Job.checkedName(name)
        }
        let box = try session()
        let folder = request.options["folder"]
        if let folder {
            try box.change(in: desk.archive) { session in ([try session.load(from: folder)], ()) }
            desk.remember(box)
        }
        for cell in box.setAside { data(cell.text, ["cell": .integer(cell.number), "set_aside": .string(cell.text)]) }
        ok(
            [("session", .string(box.name)), ("cells", .integer(try box.use { $0.cellCount }))]
                + (box.setAside.isEmpty ? [] : [("set_aside", .integer(box.setAside.count))])
                + (folder.map { [("folder", .string($0))] } ?? []))
    }

    /// A name that a session may have.
    static func checkedName(_ name: String) throws -> String {
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "._-".unicodeScalars.contains(scalar))
        }
        guard (1...64).contains(name.utf8.count), isPlain else {
            throw Fault(.argument, "a session's name is 1 to 64 letters, digits, dots, underscores or dashes")
        }
        return name
    }
}
