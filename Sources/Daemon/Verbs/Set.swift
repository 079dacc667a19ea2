import Tensors
import Wire

extension Job {
    /// `set [format=text|json] [folder=PATH]`: how replies on this connection are written, this one included, and where
    /// sessions that it makes read their files from.
    func set() throws {
        let (word, folder) = (request.options["format"], request.options["folder"])
        guard word != nil || folder != nil else {
            throw Fault(.argument, "set takes format= or folder=", hint: "help set says what they mean")
        }
        if let word, ReplyFormat(rawValue: word) == nil {
            throw Fault(.argument, "format= must be text or json, not \(word)")
        }
        if let folder, !folder.hasPrefix("/") || folder.contains("\0") {
            throw Fault(.argument, "folder= must be a path from the root, not \(folder)")
        }
        if let format = word.flatMap(ReplyFormat.init) { exchange.connection.format = format }
        if let folder { exchange.connection.folder = folder }
        ok(
            (word.map { [("format", .string($0))] } ?? []) + (folder.map { [("folder", .string($0))] } ?? []))
    }
}
