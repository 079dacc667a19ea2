-- The archive of a Pullback notebook, version 3. SQLite 3.40 or newer.
--
-- Tables hold the truth, views (further down) are for people; both can be read with the `query` verb, or with any SQLite
-- tool in a copy made while no daemon runs. Nothing but pullbackd writes to the live file.
--
-- hash     32 bytes, SHA-256 of content: of an array (type, shape, elements), or of a graph's text.
-- recipe   32 bytes, SHA-256 of graph, inputs, seeds and question: what people call a run's id, shown as 12 hex digits.
-- time     microseconds since 1970-01-01 00:00 UTC. Order is by id, never by time: a clock may be set back.
-- %0, %1   values of a graph: its inputs first, then what each equation defines.

PRAGMA application_id = 1347767362; -- 'PULB'
PRAGMA user_version = 3;

-- An array. Elements are little-endian IEEE 754, row-major; NaN is the positive quiet NaN. REAL columns would lose −0.0
-- and NaN, so that numbers live in bytes alone.
CREATE TABLE tensor (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    dtype TEXT NOT NULL CHECK (dtype IN ('f64', 'f32', 'i64', 'i32', 'bool')),
    shape TEXT NOT NULL CHECK (shape LIKE '[%]'), -- [2,3]; a scalar is []
    byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
    bytes BLOB CHECK (length(bytes) = byte_count) -- NULL: in tensors/ab/abcd… beside this file, named by the hash
) STRICT;

-- A computation without names, values or source positions: stored once, however often it runs.
CREATE TABLE graph (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    inputs TEXT NOT NULL, -- types of %0, %1, …: 'f64[3] f64[]'
    outputs TEXT NOT NULL, -- '%4 %7'
    equation_count INTEGER NOT NULL CHECK (equation_count >= 0)
) STRICT;

-- One value that an equation defines: result = primitive[parameters] operands : dtype shape. An equation with two results
-- has two rows of one ordinal.
CREATE TABLE equation (
    graph INTEGER NOT NULL REFERENCES graph (id) ON DELETE CASCADE,
    result INTEGER NOT NULL CHECK (result >= 0), -- 4 is %4
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    primitive TEXT NOT NULL,
    parameters TEXT NOT NULL, -- 'axes=[0]', or empty
    operands TEXT NOT NULL, -- '%0 %1', or empty
    dtype TEXT NOT NULL CHECK (dtype IN ('f64', 'f32', 'i64', 'i32', 'bool')),
    shape TEXT NOT NULL CHECK (shape LIKE '[%]'),
    PRIMARY KEY (graph, result)
) STRICT, WITHOUT ROWID;

-- A sequence of cells that share names. A fork has the cells 1 … parent_cell of its parent, which are not copied.
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    folder TEXT, -- where its files are read from
    parent INTEGER REFERENCES session (id),
    parent_cell INTEGER CHECK (parent_cell >= 0),
    time INTEGER NOT NULL,
    CHECK ((parent IS NULL) = (parent_cell IS NULL)),
    CHECK (parent < id)
) STRICT;
CREATE INDEX session_parent ON session (parent);

-- One request that a session ran. One that was stopped while it was computed has neither number, bindings nor runs.
CREATE TABLE cell (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session (id),
    number INTEGER CHECK (number >= 1), -- in its session, without gaps
    kind TEXT NOT NULL CHECK (kind IN ('cell', 'put')), -- of a put, the source is the name
    source TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'cancelled', 'failed')),
    time INTEGER NOT NULL, -- when it was recorded
    source_hash BLOB CHECK (length(source_hash) = 32), -- of `source`: it tells damage; NULL in rows of version 1
    elaboration BLOB CHECK (length(elaboration) = 32), -- of what the cell elaborated to; NULL in rows of version 1
    operands TEXT CHECK (operands IS NULL OR json_valid(operands)), -- what it used of earlier cells: '["1:x","3:y[0]"]'
    fixed TEXT CHECK (fixed IS NULL OR json_valid(fixed)), -- what it bound beside arrays: '{"lr":"0.25","f":null}'
    UNIQUE (session, number),
    CHECK ((number IS NULL) = (outcome <> 'ok'))
) STRICT;

-- An array that came into a cell from outside its source, in the order of reading.
CREATE TABLE leaf (
    cell INTEGER NOT NULL REFERENCES cell (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    hash BLOB NOT NULL REFERENCES tensor (hash),
    PRIMARY KEY (cell, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX leaf_hash ON leaf (hash);

-- A name and the array that a cell bound it to.
CREATE TABLE binding (
    cell INTEGER NOT NULL REFERENCES cell (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    name TEXT NOT NULL,
    hash BLOB NOT NULL REFERENCES tensor (hash),
    recipe BLOB CHECK (length(recipe) = 32), -- of the run that gave it, if it is a derivative
    weak INTEGER NOT NULL DEFAULT 0 CHECK (weak IN (0, 1)), -- whether its element type gives way, as a Python number's
    PRIMARY KEY (cell, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX binding_hash ON binding (hash);

-- One execution of a derivative, kept with its cell, whose outcome is its own. The same recipe may have run many times.
CREATE TABLE run (
    id INTEGER PRIMARY KEY, -- the order of runs
    recipe BLOB NOT NULL CHECK (length(recipe) = 32),
    graph INTEGER NOT NULL REFERENCES graph (id),
    kind TEXT NOT NULL
        CHECK (kind IN ('grad', 'vjp', 'jvp', 'jacobian', 'hvp', 'hessian', 'contributions', 'bypass')),
    target TEXT NOT NULL, -- as the cell wrote it
    wrt TEXT NOT NULL CHECK (json_valid(wrt)), -- names of the differentiated inputs %0, %1, …: '["x","w"]'
    through TEXT NOT NULL CHECK (json_valid(through)), -- names of the cut
    cut TEXT NOT NULL, -- its values: '%5', or empty
    session INTEGER NOT NULL REFERENCES session (id),
    cell INTEGER NOT NULL REFERENCES cell (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0), -- in its cell
    source_line INTEGER NOT NULL, -- where the cell asked, from 1
    source_column INTEGER NOT NULL, -- in Unicode scalars, from 1
    time INTEGER NOT NULL, -- when it was recorded
    duration_us INTEGER NOT NULL, -- wall time of the evaluation of its cell, in microseconds
    derivative INTEGER REFERENCES graph (id), -- inputs and seeds → results, as derived then; NULL in rows of version 1
    numerics TEXT NOT NULL DEFAULT '1' CHECK (numerics <> ''), -- the bit contract that it was computed under
    UNIQUE (cell, ordinal)
) STRICT;
CREATE INDEX run_recipe ON run (recipe);
CREATE INDEX run_session ON run (session);
CREATE INDEX run_graph ON run (graph);
CREATE INDEX run_derivative ON run (derivative);

-- The arrays of a run: inputs of its graph, seeds, and one result for each differentiated input (one for a jvp).
CREATE TABLE run_tensor (
    run INTEGER NOT NULL REFERENCES run (id),
    role TEXT NOT NULL CHECK (role IN ('input', 'seed', 'result')),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    name TEXT, -- of an input, in its cell; of a result, what it is the derivative by
    hash BLOB NOT NULL REFERENCES tensor (hash),
    PRIMARY KEY (run, role, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_tensor_hash ON run_tensor (hash);

-- A name that a value of the run's graph had in its cell. The array need not be stored.
CREATE TABLE run_name (
    run INTEGER NOT NULL REFERENCES run (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    name TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (value >= 0), -- 4 is %4
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;

-- Views for people. Hashes and run ids are the first 12 hex digits; times are ISO 8601 in UTC.

-- Derivatives, one line for each execution: SELECT * FROM runs ORDER BY row DESC LIMIT 20;
CREATE VIEW runs AS
SELECT
    run.id AS row,
    lower(hex(substr(run.recipe, 1, 6))) AS run,
    run.kind,
    run.target,
    (SELECT group_concat(value, ' ') FROM json_each(run.wrt)) AS wrt,
    (SELECT group_concat(value, ' ') FROM json_each(run.through)) AS through,
    session.name AS session,
    cell.number AS cell,
    strftime('%Y-%m-%dT%H:%M:%S', run.time / 1000000, 'unixepoch') || printf('.%06dZ', run.time % 1000000) AS time,
    run.duration_us,
    cell.outcome,
    run.numerics,
    lower(hex(substr(graph.hash, 1, 6))) AS graph,
    lower(hex(substr(derived.hash, 1, 6))) AS derivative
FROM run
JOIN session ON session.id = run.session
JOIN cell ON cell.id = run.cell
JOIN graph ON graph.id = run.graph
LEFT JOIN graph AS derived ON derived.id = run.derivative;

-- What the runs gave: SELECT * FROM gradients WHERE wrt = 'x';
CREATE VIEW gradients AS
SELECT
    run.id AS row,
    lower(hex(substr(run.recipe, 1, 6))) AS run,
    run.kind,
    run.target,
    run_tensor.name AS wrt,
    tensor.dtype,
    tensor.shape,
    lower(hex(substr(tensor.hash, 1, 6))) AS tensor
FROM run
JOIN run_tensor ON run_tensor.run = run.id AND run_tensor.role = 'result'
JOIN tensor ON tensor.hash = run_tensor.hash;

-- Computations, and how many runs differentiated them or were computed by them: SELECT * FROM graphs ORDER BY runs DESC;
CREATE VIEW graphs AS
SELECT
    lower(hex(substr(graph.hash, 1, 6))) AS graph,
    graph.inputs,
    graph.outputs,
    graph.equation_count AS equations,
    (SELECT count(*) FROM run WHERE run.graph = graph.id) AS runs,
    (SELECT count(*) FROM run WHERE run.derivative = graph.id) AS derivatives
FROM graph;

-- Their equations, as they are printed: SELECT result, text FROM equations WHERE graph = '…' ORDER BY ordinal;
CREATE VIEW equations AS
SELECT
    lower(hex(substr(graph.hash, 1, 6))) AS graph,
    equation.ordinal,
    '%' || equation.result AS result,
    equation.primitive,
    equation.parameters,
    equation.operands,
    equation.dtype,
    equation.shape,
    equation.primitive || iif(equation.parameters = '', '', '[' || equation.parameters || ']')
    || iif(equation.operands = '', '', ' ' || equation.operands) AS text
FROM graph
JOIN equation ON equation.graph = graph.id;

-- What cells bound: SELECT * FROM bindings WHERE session = 'main' ORDER BY cell, ordinal;
CREATE VIEW bindings AS
SELECT
    session.name AS session,
    cell.number AS cell,
    binding.ordinal,
    binding.name,
    tensor.dtype,
    tensor.shape,
    lower(hex(substr(binding.hash, 1, 6))) AS tensor,
    lower(hex(substr(binding.recipe, 1, 6))) AS run
FROM binding
JOIN cell ON cell.id = binding.cell
JOIN session ON session.id = cell.session
JOIN tensor ON tensor.hash = binding.hash;

-- Sessions; a fork's own cells begin after parent_cell.
CREATE VIEW sessions AS
SELECT
    session.name AS session,
    session.folder,
    parent.name AS parent,
    session.parent_cell,
    (SELECT count(number) FROM cell WHERE cell.session = session.id) AS own_cells,
    (SELECT count(*) FROM run WHERE run.session = session.id) AS runs,
    strftime('%Y-%m-%dT%H:%M:%S', session.time / 1000000, 'unixepoch')
    || printf('.%06dZ', session.time % 1000000) AS time
FROM session
LEFT JOIN session AS parent ON parent.id = session.parent;

-- What was sent: SELECT cell, source FROM cells WHERE session = 'main' ORDER BY cell; and what was stopped while it was
-- computed: SELECT session, source, outcome, time FROM cells WHERE cell IS NULL;
CREATE VIEW cells AS
SELECT
    session.name AS session,
    cell.number AS cell,
    cell.kind,
    cell.source,
    cell.outcome,
    (SELECT count(*) FROM run WHERE run.cell = cell.id) AS runs,
    strftime('%Y-%m-%dT%H:%M:%S', cell.time / 1000000, 'unixepoch') || printf('.%06dZ', cell.time % 1000000) AS time
FROM cell
JOIN session ON session.id = cell.session;
