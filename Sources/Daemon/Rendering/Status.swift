import Archive
import Glibc
import Notebook
import Service
import Wire

extension StatusAnswer: Rendered {
    private var figures: Fields {
        [
            ("server", .string(Server.version)), ("pid", .integer(Int(getpid()))),
            ("uptime_s", .integer(uptimeSeconds)),
            ("threads", .integer(threads)), ("numerics", .string(numerics)), ("archive", .string(archive.path)),
            ("schema", .integer(archive.version)), ("sessions", .integer(archive.sessions)),
            ("open_sessions", .integer(openSessions.count)), ("cells", .integer(archive.cells)),
            ("runs", .integer(archive.runs)), ("graphs", .integer(archive.graphs)),
            ("tensors", .integer(archive.tensors)), ("tensor_bytes", .integer(archive.tensorBytes)),
            ("database_bytes", .integer(archive.databaseBytes)), ("wal_bytes", .integer(archive.walBytes)),
            ("read_only", archive.readOnlyReason.map(JSON.string) ?? .bool(false)),
        ]
    }

    var text: LazyLines<TextLine> {
        var lines = LazyLines(figures) { TextLine("\($0.key) \($0.value.plainText)") }
        lines.append(setAside) { TextLine("set_aside session \($0.session), \($0.cell.text)") }
        return lines
    }

    var json: LazyLines<JSON> {
        var lines = LazyLines(figures) { JSON.fields([$0]) }
        lines.append(setAside) {
            ["session": .string($0.session), "cell": .integer($0.cell.number), "set_aside": .string($0.cell.text)]
        }
        return lines
    }

    var ending: Fields { [] }
}
