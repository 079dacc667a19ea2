-- The bit contract bears a name: other evaluators than this release's have others.
DROP VIEW runs;
ALTER TABLE run RENAME COLUMN numerics TO earlier_numerics;
ALTER TABLE run ADD COLUMN numerics TEXT NOT NULL DEFAULT '1' CHECK (numerics <> '');
UPDATE run SET numerics = CAST(earlier_numerics AS TEXT) WHERE earlier_numerics <> 1;
ALTER TABLE run DROP COLUMN earlier_numerics;
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
PRAGMA user_version = 3;
