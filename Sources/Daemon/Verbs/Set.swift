import Tensors
import Wire

extension Job {
    /// `set [format=text|json] [folder=PATH]`: how replies on this connection are written, this one included, and where
    /// sessions that it makes read their files from.
    func set() throws {
        let (format, folder) = (try request.choice(.format, as: ReplyFormat.self), request[.folder])
        guard format != nil || folder != nil else {
            throw Fault(.argument, "set takes format= or folder=", hint: "help set says what they mean")
        }
        if let format { exchange.connection.format = format }
        if let folder { exchange.connection.folder = folder }
        ok(
            (format.map { [("format", .string($0.rawValue))] } ?? []) + (folder.map { [("folder", .string($0))] } ?? [])
        )
    }
}
