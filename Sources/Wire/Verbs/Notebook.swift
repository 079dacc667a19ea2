extension VerbDescriptor {
    static let session = VerbDescriptor(
        arguments: "[NAME] [folder=PATH]", positional: 0...1, options: ["folder"],
        summary: "attach this connection to a session (made when missing), or say which it is attached to",
        details: """
            A connection starts in `main`. A new session is kept, and listed, from its first cell on.
            = cell N: REASON      a cell that does not elaborate as it did when it ran: its names keep their
                                  contents, and no derivative goes through it
            folder= is where its cells load files from; else it is the folder that the connection set before.
            OK session=NAME cells=N [set_aside=N] [folder=PATH]
            """)

    static let sessions = VerbDescriptor(
        arguments: "", positional: 0...0,
        summary: "list the sessions",
        details: """
            = NAME cells=N runs=N      one line a session
            OK sessions=N
            """)

    static let fork = VerbDescriptor(
        arguments: "SESSION at=CELL [name=NAME]", positional: 1...1, options: ["at", "name"], required: ["at"],
        summary: "branch a session after one of its cells, and attach to the branch",
        details: """
            The new session shares cells 1 to CELL; without name= one is made up from the old one.
            OK session=NAME cells=N
            ERR 40 not-found  no such session or cell
            ERR 41 refused    a session of this name is there already
            """)

    static let cell = VerbDescriptor(
        arguments: "[repeat=N] <<TAG", positional: 0...0, options: ["repeat"], body: .required,
        summary: "run the cell in the body, N times if asked",
        details: """
            The body is every line up to one that is exactly TAG. A cell takes effect whole or not at all.
            = NAME DTYPE[SHAPE] VALUE HASH [run=RUN]      one line a binding; run= where it is a derivative
            = note LINE:COLUMN TEXT                       why a derivative is 0 (no path leads there) or NaN (a kink)
            + TEXT                                        progress of a repeated cell, every 64 passes
            OK cell=N runs=N
            ERR 2x parse, 3x shape, dtype, graph          line:column count in the body
            ERR 52 budget     too large; ERR 70 cancelled
            Every pass is a cell of its own: those before an error are kept. A cell that was stopped while it
            was computed is kept as a row of the view `cells` that says so, without number, names or runs.
            """)

    static let eval = VerbDescriptor(
        arguments: "EXPR", positional: 1...1, isRaw: true,
        summary: "run a cell of one line: everything after the verb",
        details: """
            EXPR is taken as it stands, unless it starts with a quote: then it is one JSON string.
            = and + lines     as for `cell`
            OK cell=N runs=N
            ERR               as for `cell`; columns count in EXPR
            """)

    static let names = VerbDescriptor(
        arguments: "", positional: 0...0,
        summary: "list the live names of the session",
        details: """
            = NAME DTYPE[SHAPE] [run=RUN]      an array; run= where it is a derivative
            = NAME TEXT                        a static value, or `function`
            OK names=N
            """)

    static let show = VerbDescriptor(
        arguments: "NAME", positional: 1...1,
        summary: "show one name",
        details: """
            = NAME DTYPE[SHAPE] VALUE HASH [run=RUN]      long arrays abbreviated as NumPy does
            OK
            ERR 40 not-found  no such name; the message names the nearest
            """)

    static let put = VerbDescriptor(
        arguments: "NAME DTYPE[SHAPE] blob=BYTES", positional: 2...2, blob: .required,
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
        arguments: "NAME [offset=BYTES] [max=BYTES]", positional: 1...1, options: ["offset", "max"],
        summary: "send the bytes of an array",
        details: """
            Little-endian, row-major, from offset= on, at most max= of them.
            = blob=N          exactly so; N bytes follow, then LF. In JSON: {"data":{"blob":N}}, bytes, LF
            OK name=NAME type=DTYPE[SHAPE] offset=BYTES total=BYTES
            ERR 40 not-found  no such name
            """)
}
