extension VerbDescriptor {
    static let log = VerbDescriptor(
        call: .words([]),
        options: [
            Option(.session, .name, "NAME"), Option(.kind, .name, "KIND"), Option(.wrt, .name, "NAME"),
            Option(.since, .time, "TIME"), Option(.limit, .integer(1...1000), "N"),
            Option(.before, .integer(1...Int.max), "ROW"),
        ],
        payload: .nothing, reply: .lines, lane: .reading, session: .none, isPlayable: false,
        summary: "list gradient runs, newest first",
        details: """
            = RUN KIND TARGET wrt=NAMES session=NAME cell=N TIME DURATION OUTCOME
            OK runs=N [before=ROW]      before= where more are to be had: give it back for the next page
            session= is one session's; without it those of all sessions are listed, whatever the connection is
            attached to. `pullback --session NAME log` is session=NAME.
            since= is a UTC date or time such as 2026-11-23 or 2026-11-23T10:30:00Z
            """)

    static let run = VerbDescriptor(
        call: .words([Argument("REF", .run)]),
        options: [],
        payload: .nothing, reply: .lines, lane: .snapshot, session: .works, isPlayable: true,
        summary: "one gradient run, whole: question, inputs, seeds, results, names",
        details: """
            REF is a name bound to a derivative in this session, a run id (any unique prefix of 4 or more
            characters), or @-1, @-2, … for the latest runs.
            = KEY VALUE       one line a figure, input, seed and result, with hashes
            OK run=RUN
            ERR 40 not-found  no such run; ERR 21 argument the prefix is not unique
            """)

    static let contributions = VerbDescriptor(
        call: .words([Argument("REF", .run)]),
        options: [
            Option(.through, .names, "NAME"), Option(.by, .integer(-64...63), "AXIS"), Option(.for, .entry, "x[0]"),
            Option(.of, .entry, "y[3]"), Option(.top, .integer(1...1_000_000), "K"), Option(.seed, .name, "NAME"),
        ],
        payload: .nothing, reply: .breakdown, lane: .snapshot, session: .works, isPlayable: true,
        summary: "what each output of a cut contributes to a gradient",
        details: """
            Asked of a live name, or by replay of any run in history. Values are listed in the order of wrt.
            = of LABEL v=V VALUES       one output (or group) i of the cut: v_i * dy_i/dx
            = bypass VALUES             what reaches x around the cut
            = sum VALUES                the exact sum of all rows and bypass, rounded once
            = gradient VALUES           the gradient of the reverse pass
            = cancellation VALUES       sum of |c_ij| over |sum of c_ij|
            = note TEXT                 why the gradient is 0 or NaN, which functions have a rule of their own, or that the
                                        run is older than today's rules, by which all of this is computed: replay gives
                                        the run's own results
            OK rows=N total_rows=N gap_ulps=N method=METHOD run=RUN
            ERR 40 not-found  no such run, or the cut does not lie between target and wrt
            ERR 33 graph      the run has no cotangent: seed=; ERR 52 budget
            """)

    static let explain = VerbDescriptor(
        call: .words([Argument("REF", .run)]),
        options: [Option(.for, .entry, "x[0]", isRequired: true), Option(.through, .names, "NAME")],
        payload: .nothing, reply: .lines, lane: .snapshot, session: .works, isPlayable: true,
        summary: "the chain rule for one entry of a gradient, written out with numbers",
        details: """
            = TEXT            one line a term v_i * J_ij, then bypass, sum, gradient and cancellation
            = note TEXT       as for `contributions`
            OK terms=N gap_ulps=N run=RUN
            ERR               as for `contributions`
            """)

    static let graph = VerbDescriptor(
        call: .words([Argument("REF", .run)]),
        options: [Option(.format, .choice(of: GraphFormat.self), "text|cell|dot|json")],
        payload: .nothing, reply: .lines, lane: .snapshot, session: .works, isPlayable: true,
        summary: "the graph of a run, with shapes",
        details: """
            = TEXT            one line of the forward graph, then `derivative`, then the graph that gave the results;
                              format=cell writes both as cells, one primitive a line; format=dot draws the
                              forward graph for Graphviz, format=json gives one object a graph
            OK graph=HASH equations=N derivative_equations=N
            """)

    static let replay = VerbDescriptor(
        call: .words([Argument("REF|SESSION", .run)]),
        options: [
            Option(.name, .text, "NAME"), Option(.folder, .folder, "PATH"), Option(.record, .flag, "1"),
            Option(.show, .flag, "1"),
        ],
        payload: .documentOrWords, reply: .lines, lane: .snapshot, session: .works, isPlayable: true,
        summary: "recompute a run, a session or a document, and compare to the bit",
        details: """
            With a body, the session document in it runs in a fresh session; name= is its name in messages,
            folder= the folder below which it may load files, and no file outside it is read.
            record=1 gives the document back with the outputs written anew; show=1 also what was computed.
            `pullback replay FILE.md` ends with code 1 where there is a difference; `pullback replay --record FILE.md`
            writes the file and ends with code 0, whether or not it changed.
            = NAME TYPE VALUE HASH      a result of the run, as computed now
            = TEXT            a difference: cell, name, first element, both bit patterns, first differing node;
                              with record=1 a line of the document
            = note TEXT       as for `contributions`
            + TEXT            progress of a session or a document, every cell
            A run is computed by the graph that it kept. Where today's rules derive another, rules=changed, and lines say
            what that gives; a run of an early archive kept none (not-kept), and is derived by the rules of its day.
            Neither is a difference. A session's cells that were set aside (see `session`) are named; their runs are
            computed.
            OK [cells=N] runs=N differences=N [run=RUN numerics=N rules=same|changed|not-kept]
            """)

    static let export = VerbDescriptor(
        call: .words([Argument("SESSION", .name)]),
        options: [],
        payload: .nothing, reply: .document, lane: .snapshot, session: .works, isPlayable: false,
        summary: "a session as a Markdown document",
        details: """
            = TEXT            one line of the document; in JSON {"data":{"text":TEXT}}, exact
            OK cells=N
            ERR 40 not-found  no such session
            """)

    static let `import` = VerbDescriptor(
        call: .words([]),
        options: [Option(.name, .sessionName, "NAME"), Option(.folder, .folder, "PATH")],
        payload: .document, reply: .lines, lane: .session, session: .attaches, isPlayable: false,
        summary: "make a session from the Markdown document in the body",
        details: """
            Its name is `imported` without name=. All cells are kept, or none; what they gave is not compared.
            + TEXT            progress, every cell
            OK session=NAME cells=N
            ERR 2x, 3x        line:column count in the document
            ERR 41 refused    a session of this name is there already
            """)

    static let query = VerbDescriptor(
        call: .rest(Argument("SQL", .text)),
        options: [],
        payload: .nothing, reply: .lines, lane: .reading, session: .none, isPlayable: false,
        summary: "read-only SQL over the archive's views: everything after the verb",
        details: """
            SQL is taken as it stands, unless it starts with a quote: then it is one JSON string.
            = VALUE | VALUE   the names of the columns first, then one line a row
            OK rows=N [more=1]      more=1 where the limit cut the answer off
            ERR 20 parse, ERR 41 refused (not read-only), ERR 52 budget
            """)
}
