import Archive
import Glibc
import Notebook
import Wire

extension Job {
    /// `status`: what the daemon is and does.
    func status() throws {
        let archive = try desk.archive.status()
        let figures: [(String, JSON)] = [
            ("server", .string(Server.version)), ("pid", .integer(Int(getpid()))),
            ("uptime_s", .integer(Int((Archive.wallClock() - desk.startedAt) / 1_000_000))),
            ("threads", .integer(desk.threads)), ("numerics", .integer(Workbench.numerics)),
            ("archive", .string(archive.path)), ("schema", .integer(archive.version)),
            ("sessions", .integer(archive.sessions)), ("open_sessions", .integer(desk.openSessions.count)),
            ("cells", .integer(archive.cells)), ("runs", .integer(archive.runs)), ("graphs", .integer(archive.graphs)),
            ("tensors", .integer(archive.tensors)), ("tensor_bytes", .integer(archive.tensorBytes)),
            ("database_bytes", .integer(archive.databaseBytes)), ("wal_bytes", .integer(archive.walBytes)),
            ("read_only", archive.readOnlyReason.map(JSON.string) ?? .bool(false)),
        ]
        for (key, value) in figures { data("\(key) \(value.plainText)", [key: value]) }
        for (session, cell) in desk.setAside {
            data(
                "set_aside session \(session), \(cell.text)",
                ["session": .string(session), "cell": .integer(cell.number), "set_aside": .string(cell.text)])
        }
        ok()
    }
}
