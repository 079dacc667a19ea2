extension VerbDescriptor {
    static let ping = VerbDescriptor(
        call: .words([]),
        options: [],
        payload: .nothing, reply: .lines, lane: .control, session: .none, isPlayable: true,
        summary: "answer, so that one knows the daemon is there",
        details: """
            OK
            """)

    static let help = VerbDescriptor(
        call: .words([Argument("VERB", .name, isRequired: false)]),
        options: [],
        payload: .nothing, reply: .lines, lane: .control, session: .none, isPlayable: true,
        summary: "list the verbs, or explain one",
        details: """
            = TEXT            one line of the page
            OK verbs=N        without a verb
            OK functions=N    `help functions` lists the functions of the language
            OK verb=NAME      with one
            ERR 11 verb       no such verb; the message names the nearest
            """)

    static let status = VerbDescriptor(
        call: .words([]),
        options: [],
        payload: .nothing, reply: .lines, lane: .reading, session: .none, isPlayable: false,
        summary: "what the daemon is and does at the moment",
        details: """
            = KEY VALUE       one line a figure: server, pid, uptime_s, threads, numerics, archive, schema, sessions,
                              open_sessions, cells, runs, graphs, tensors, tensor_bytes, database_bytes, wal_bytes,
                              read_only
            = set_aside session NAME, cell N: REASON      as `session` says it, of sessions in memory
            OK
            """)

    static let limits = VerbDescriptor(
        call: .words([]),
        options: [],
        payload: .nothing, reply: .lines, lane: .control, session: .none, isPlayable: false,
        summary: "the bounds and budgets in force",
        details: """
            = KEY VALUE       one line a bound, sizes in bytes
            OK
            """)

    static let set = VerbDescriptor(
        call: .words([]),
        options: [
            Option(.format, .choice(of: ReplyFormat.self), "text|json"), Option(.folder, .rootedFolder, "PATH"),
        ],
        payload: .nothing, reply: .lines, lane: .control, session: .none, isPlayable: false,
        summary: "change a setting of this connection",
        details: """
            format=json makes every reply line of the connection one JSON object, this reply's included;
            format=text takes that back. folder= is where sessions that the connection makes load files from,
            a path from the root; the client sends the folder that it runs in.
            OK [format=FORMAT] [folder=PATH]
            ERR 21 argument   no such value
            """)

    static let cancel = VerbDescriptor(
        call: .words([Argument("ID", .name)]),
        options: [],
        payload: .nothing, reply: .lines, lane: .control, session: .none, isPlayable: false,
        summary: "stop a request of this connection, by its id",
        details: """
            The cancelled request answers for itself with ERR 70; what it had not finished has no effect.
            OK cancelled=ID
            ERR 40 not-found  no request of this id is waiting or running
            """)

    static let shutdown = VerbDescriptor(
        call: .words([]),
        options: [Option(.idle, .flag, "1")],
        payload: .nothing, reply: .lines, lane: .control, session: .none, isPlayable: false,
        summary: "stop the daemon, after what it is doing",
        details: """
            Running work is finished within the daemon's grace, new work is answered with ERR 80. At the end every connection
            gets one ERR 80 without an id: what it had sent and was not answered was not taken, and can be sent to the
            next daemon.
            idle=1 stops it only where nobody else is connected and nothing runs.
            OK
            ERR 41 refused    with idle=1: the daemon is not idle
            """)
}
