import Collections
import Spelling
import Wire

/// The words behind a verb on the command line, sorted: `through=y` and `--through y` mean the same.
struct VerbArguments {
    typealias Options = OrderedDictionary<String, String>

    var words: [String] = []
    var options: Options = [:]

    /// - Parameter session: that of the client's option `--session`. A verb that has an option of this name means the same
    ///   by it.
    init(_ arguments: [String], of verb: Verb, session: String? = nil) throws(Failure) {
        let row = verb.descriptor
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                words += rest
                break
            }
            let isDashed = argument.hasPrefix("--")
            let body = isDashed ? argument.dropFirst(2) : argument[...]
            let key = String(body.prefix { $0 != "=" })
            let value = body.count > key.count ? String(body.dropFirst(key.count + 1)) : nil
            let option = row.option(key)
            guard isDashed || (value != nil && option != nil) else {
                words.append(argument)
                continue
            }
            guard let option else { throw VerbArguments.unknown(key, of: verb) }
            guard let value = value ?? (option.type == .flag ? "1" : rest.popFirst()) else {
                throw Failure(.usage, "--\(key) needs a value; usage: pullback \(verb.commandLine)")
            }
            guard options.updateValue(value, forKey: key) == nil else {
                throw Failure(.usage, "--\(key) is given twice")
            }
        }
        if let session, row.option("session") != nil {
            guard options.updateValue(session, forKey: "session") ?? session == session else {
                throw Failure(.usage, "--session and session= name two sessions")
            }
        }
        if row.isRest { words = words.isEmpty ? [] : [words.joined(separator: " ")] }
    }

    private static func unknown(_ key: String, of verb: Verb) -> Failure {
        let hint =
            nearest(to: key, among: verb.descriptor.options.map(\.key.rawValue)).map { "; did you mean --\($0)?" } ?? ""
        return Failure(.usage, "\(verb.rawValue) has no option --\(key)\(hint)")
    }
}
