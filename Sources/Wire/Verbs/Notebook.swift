extension VerbDescriptor {
    static let session = VerbDescriptor(
        call: .words([Argument("NAME", .sessionName, isRequired: false)]),
        options: [Option(.folder, .folder, "PATH")],
        payload: .nothing, reply: .lines, lane: .session, session: .attachesByName, isPlayable: false,
        summary: "attach this connection to a session (made when missing), or say which it is attached to",
        details: """
            A connection starts in `main`. A new session is kept, and listed, from its first cell on.
            = cell N: REASON      a cell that does not elaborate as it did when it ran: its names keep their
                                  contents, and no derivative goes through it
            folder= is where its cells load files from; else it is the folder that the connection set before.
            OK session=NAME cells=N [set_aside=N] [folder=PATH]
            """)

    static let sessions = VerbDescriptor(
        call: .words([]),
        options: [],
        payload: .nothing, reply: .lines, lane: .reading, session: .none, isPlayable: false,
        summary: "list the sessions",
        details: """
            = NAME cells=N runs=N [parent=SESSION at=CELL]      one line a session; parent= of a branch
            OK sessions=N
            """)

    static let fork = VerbDescriptor(
        call: .words([Argument("SESSION", .name)]),
        options: [
            Option(.at, .integer(1...Int.max), "CELL", isRequired: true), Option(.name, .sessionName, "NAME"),
        ],
        payload: .nothing, reply: .lines, lane: .session, session: .attaches, isPlayable: false,
        summary: "branch a session after one of its cells, and attach to the branch",
        details: """
            The new session shares cells 1 to CELL; without name= one is made up from the old one.
            OK session=NAME cells=N
            ERR 40 not-found  no such session or cell
            ERR 41 refused    a session of this name is there already
            """)

    static let cell = VerbDescriptor(
        call: .words([]),
        options: [Option(.repeat, .integer(1...Limits.maxRepeat), "N")],
        payload: .cell, reply: .lines, lane: .session, session: .works, isPlayable: true,
        summary: "run the cell in the body, N times if asked",
        details: """
            The body is every line up to one that is exactly TAG. A cell takes effect whole or not at all.
            = | TEXT                                      one line of what the cell printed
            = NAME DTYPE[SHAPE] VALUE HASH [run=RUN]      one line a binding; run= where it is a derivative
            = NAME static TEXT, = NAME function           a binding that is no array
            = note LINE:COLUMN TEXT                       why a derivative is 0 (no path leads there) or NaN (a kink)
            + TEXT                                        progress of a repeated cell, every 64 passes
            OK cell=N runs=N
            ERR 2x parse, 3x shape, dtype, graph          line:column count in the body
            ERR 52 budget     too large; ERR 70 cancelled
            Every pass is a cell of its own: those before an error are kept. A cell that was stopped while it
            was computed is kept as a row of the view `cells` that says so, without number, names or runs.
            """)

    static let eval = VerbDescriptor(
        call: .rest(Argument("EXPR", .text)),
        options: [],
        payload: .nothing, reply: .lines, lane: .session, session: .works, isPlayable: true,
        summary: "run a cell of one line: everything after the verb",
        details: """
            EXPR is taken as it stands, unless it starts with a quote: then it is one JSON string.
            = and + lines     as for `cell`
            OK cell=N runs=N
            ERR               as for `cell`; columns count in EXPR
            """)

    static let names = VerbDescriptor(
        call: .words([]),
        options: [],
        payload: .nothing, reply: .lines, lane: .snapshot, session: .works, isPlayable: true,
        summary: "list the live names of the session",
        details: """
            = NAME DTYPE[SHAPE] [run=RUN]      an array; run= where it is a derivative
            = NAME TEXT                        a static value, or `function`
            OK names=N
            """)

    static let show = VerbDescriptor(
        call: .words([Argument("NAME", .name)]),
        options: [],
        payload: .nothing, reply: .lines, lane: .snapshot, session: .works, isPlayable: true,
        summary: "show one name",
        details: """
            = NAME DTYPE[SHAPE] VALUE HASH [run=RUN]      long arrays abbreviated as NumPy does
            = NAME static TEXT                            a value that is no array, or `function`
            One line an item where NAME is a tuple, a dict or a record.
            OK
            ERR 40 not-found  no such name; the message names the nearest
            """)

    static let put = VerbDescriptor(
        call: .words([Argument("NAME", .name), Argument("DTYPE[SHAPE]", .arrayType)]),
        options: [],
        payload: .blob, reply: .lines, lane: .session, session: .works, isPlayable: false,
        summary: "bind a name to an array sent as bytes",
        details: """
            Little-endian, row-major, as in `put w f64[2,3] blob=48`; the bytes follow the line, then LF.
            = NAME DTYPE[SHAPE] VALUE HASH
            OK cell=N
            ERR 21 argument   the number of bytes does not fit the shape; ERR 20 parse no such type
            ERR 50 length     no such number of bytes; the connection is closed
            ERR 14 framing    the bytes are cut short, or no LF follows; the connection is closed
            """)

    static let get = VerbDescriptor(
        call: .words([Argument("NAME", .name)]),
        options: [
            Option(.offset, .integer(0...Int.max), "BYTES"), Option(.max, .integer(0...Limits.maxBlob), "BYTES"),
        ],
        payload: .nothing, reply: .bytes, lane: .snapshot, session: .works, isPlayable: false,
        summary: "send the bytes of an array",
        details: """
            Little-endian, row-major, from offset= on, at most max= of them.
            = blob=N          exactly so; N bytes follow, then LF. In JSON: {"data":{"blob":N}}, bytes, LF
            OK name=NAME type=DTYPE[SHAPE] offset=BYTES total=BYTES
            ERR 40 not-found  no such name; ERR 21 argument not an array, or an offset beyond its end
            """)
}
