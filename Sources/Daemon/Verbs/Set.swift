import Tensors
import Wire

extension Job {
    /// `set format=text|json`: how replies on this connection are written, this one included.
    func set() throws {
        let word = request.options["format"] ?? ""
        guard let format = ReplyFormat(rawValue: word) else {
            throw Fault(.argument, "format= must be text or json, not \(word)")
        }
        exchange.connection.format = format
        ok([("format", .string(word))])
    }
}
