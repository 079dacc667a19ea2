import Tensors
import Wire

/// `set [format=text|json] [folder=PATH]`: how replies on a connection are written, this one included, and where sessions that
/// it makes read their files from.
struct ConnectionSettings {
    let format: ReplyFormat?
    let folder: String?

    init(_ request: Request) throws {
        (format, folder) = (try request.choice(.format), request[.folder])
        guard format != nil || folder != nil else {
            throw Fault(.argument, "set takes format= or folder=", hint: "help set says what they mean")
        }
    }

    /// - Throws: `Fault.defect` where there is no connection.
    func apply(to connection: ConnectionState?) throws -> PlainAnswer {
        guard let connection else { throw Fault(.defect, "set belongs to a connection") }
        if let format { connection.format = format }
        if let folder { connection.folder = folder }
        return PlainAnswer(
            [],
            (format.map { [("format", .string($0.rawValue))] } ?? []) + (folder.map { [("folder", .string($0))] } ?? [])
        )
    }
}
