/// The first line on a connection, sent by the daemon:
/// `OK pullback/1 server=0.1.0 pid=4121 maxline=65536 maxblob=67108864`.
public struct Greeting: Equatable, Sendable {
    /// The protocol that this package speaks. Another major version is another protocol.
    public static let protocolMajor = 1

    /// The version of this package: of the daemon in its greeting, and of the client.
    public static let packageVersion = "0.1.0"

    /// The protocol's major version.
    public var major: Int
    /// Version of the daemon, for people.
    public var server: String
    /// Process id of the daemon.
    public var pid: Int
    /// Longest request line it takes, in bytes.
    public var maxLine: Int
    /// Largest blob it takes, in bytes.
    public var maxBlob: Int

    /// The greeting of a daemon of this package's protocol and limits.
    public init(server: String, pid: Int) {
        self.major = Greeting.protocolMajor
        self.server = server
        self.pid = pid
        self.maxLine = Limits.maxLine
        self.maxBlob = Limits.maxBlob
    }

    /// Whether the daemon's version comes before this package's; parts are compared as numbers.
    public var isOlder: Bool {
        func parts(_ version: String) -> [Int] { version.split(separator: ".").map { Int($0) ?? 0 } }
        return parts(server).lexicographicallyPrecedes(parts(Greeting.packageVersion))
    }

    /// The line, its LF included.
    public var encoded: String {
        "OK pullback/\(major) server=\(server) pid=\(pid) maxline=\(maxLine) maxblob=\(maxBlob)\n"
    }

    /// Reads a line without its LF. Keys it does not know are passed over, so that a later version can add some.
    /// - Returns: `nil` when the line is no greeting, or lacks one of the fields.
    public init?(parsing line: String) {
        let fields = line.split(separator: " ")
        guard fields.count >= 2, fields[0] == "OK", fields[1].hasPrefix("pullback/"),
            let major = Int(fields[1].dropFirst("pullback/".count))
        else { return nil }
        var values: [Substring: Substring] = [:]
        for field in fields.dropFirst(2) {
            let parts = field.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        guard let server = values["server"], let pid = values["pid"].flatMap({ Int($0) }),
            let maxLine = values["maxline"].flatMap({ Int($0) }), let maxBlob = values["maxblob"].flatMap({ Int($0) })
        else { return nil }
        self.major = major
        self.server = String(server)
        self.pid = pid
        self.maxLine = maxLine
        self.maxBlob = maxBlob
    }
}
