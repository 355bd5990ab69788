-- What people decided about themes, kept over new runs: themes as they were found stay beside themes as they are shown.

-- Decisions that a run could not follow, as sentences for people (JSON array).
ALTER TABLE cluster_run ADD COLUMN unapplied TEXT NOT NULL DEFAULT '[]';

ALTER TABLE cluster ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;       -- 1: a person had a hand in what it holds or its name
ALTER TABLE cluster ADD COLUMN group_number INTEGER NOT NULL DEFAULT 0;  -- of cluster_group, 0 none

ALTER TABLE cluster_member ADD COLUMN found INTEGER NOT NULL DEFAULT 0;  -- theme it was found in; number is the one it is shown in

-- One row per theme as a run found it, before decisions. Numbers are those of the same theme in earlier runs.
CREATE TABLE cluster_found (
  run_id    INTEGER NOT NULL REFERENCES cluster_run ON DELETE CASCADE,
  number    INTEGER NOT NULL,
  label     TEXT    NOT NULL,
  terms     TEXT    NOT NULL,          -- JSON array
  examples  TEXT    NOT NULL,          -- JSON array of refs
  near_miss TEXT,                      -- ref
  stability REAL    NOT NULL,
  overlap   REAL,                      -- with itself in the run before, 0 to 1; NULL: not there
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO cluster_found (run_id, number, label, terms, examples, near_miss, stability)
  SELECT run_id, number, label, terms, examples, near_miss, stability FROM cluster;
UPDATE cluster_member SET found = number;

-- One row per group of themes of a run, most incidents first.
CREATE TABLE cluster_group (
  run_id INTEGER NOT NULL REFERENCES cluster_run ON DELETE CASCADE,
  number INTEGER NOT NULL,             -- from 1
  label  TEXT    NOT NULL,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

-- One row per decision a person took about themes, in order. Those taken back stay, with when.
CREATE TABLE cluster_decision (
  id        INTEGER PRIMARY KEY,
  at_ms     INTEGER NOT NULL,
  by        TEXT    NOT NULL,          -- account that ran the command
  act       TEXT    NOT NULL,          -- merge | split | rename | move
  theme     INTEGER NOT NULL,          -- merged into, split, renamed, moved to
  what      TEXT    NOT NULL,          -- JSON: others, label, parts, incidents as [source, ref]
  undone_ms INTEGER                    -- NULL while it stands
) STRICT;
