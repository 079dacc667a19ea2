-- What a run was computed by, what a cell elaborated to, and a hash of its source. Rows of version 1 do not know.
ALTER TABLE cell ADD COLUMN source_hash BLOB CHECK (length(source_hash) = 32);
ALTER TABLE cell ADD COLUMN elaboration BLOB CHECK (length(elaboration) = 32);
ALTER TABLE cell ADD COLUMN operands TEXT CHECK (operands IS NULL OR json_valid(operands));
ALTER TABLE cell ADD COLUMN fixed TEXT CHECK (fixed IS NULL OR json_valid(fixed));
ALTER TABLE binding ADD COLUMN weak INTEGER NOT NULL DEFAULT 0 CHECK (weak IN (0, 1));
ALTER TABLE run ADD COLUMN derivative INTEGER REFERENCES graph (id);
CREATE INDEX run_derivative ON run (derivative);
DROP VIEW runs;
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
DROP VIEW graphs;
CREATE VIEW graphs AS
SELECT
    lower(hex(substr(graph.hash, 1, 6))) AS graph,
    graph.inputs,
    graph.outputs,
    graph.equation_count AS equations,
    (SELECT count(*) FROM run WHERE run.graph = graph.id) AS runs,
    (SELECT count(*) FROM run WHERE run.derivative = graph.id) AS derivatives
FROM graph;
PRAGMA user_version = 2;
