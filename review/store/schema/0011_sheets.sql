-- What action sheets said when they went out, so that one can be merged when it comes back without its hidden columns.

-- One row per sheet that went out with something to say that no sheet before it said.
CREATE TABLE action_sheet (
  number INTEGER PRIMARY KEY,          -- in the order they went out
  id     TEXT    NOT NULL UNIQUE,      -- as the sheet names itself: a digest of what it said
  at_ms  INTEGER NOT NULL,
  by     TEXT    NOT NULL
) STRICT;

-- What a sheet said of an action, where it differs from what the sheet before it said.
CREATE TABLE action_sheet_base (
  action_id INTEGER NOT NULL REFERENCES action ON DELETE CASCADE,
  sheet     INTEGER NOT NULL REFERENCES action_sheet,
  base      TEXT    NOT NULL,          -- JSON: field -> text, empty ones left out
  PRIMARY KEY (action_id, sheet)
) STRICT, WITHOUT ROWID;

-- One row per action that was made of a row somebody added to a sheet: the same row is not added twice.
CREATE TABLE action_sheet_row (
  fingerprint TEXT    PRIMARY KEY,     -- SHA-256 of the sheet's id, the review and the title
  action_id   INTEGER NOT NULL REFERENCES action ON DELETE CASCADE,
  base        TEXT    NOT NULL         -- JSON: what the row said when it was taken
) STRICT, WITHOUT ROWID;
