-- One row per document written, so that a copy of it, wherever it went, can be held against what the log says now.
CREATE TABLE document (
  id    TEXT    PRIMARY KEY,           -- as in the file's own properties: urn:debrief:document:…
  at_ms INTEGER NOT NULL,              -- the clock it was made by
  entry TEXT    NOT NULL               -- JSON: what was asked for, inputs, definitions, facts as printed, files and hashes
) STRICT, WITHOUT ROWID;
