-- What people said about imported records: which two are one incident, and which rows were mended.

-- One row per record that a person said tells an incident another record tells already. It stays as it is, but
-- figures count only the other one.
CREATE TABLE incident_link (
  other_id INTEGER PRIMARY KEY REFERENCES incident ON DELETE CASCADE,  -- not counted on its own
  kept_id  INTEGER NOT NULL REFERENCES incident ON DELETE CASCADE,     -- counted; never itself an other_id
  at_ms    INTEGER NOT NULL
) STRICT;
CREATE INDEX incident_link_by_kept ON incident_link (kept_id);

-- One row per row of an import that a corrected file has since brought in.
CREATE TABLE mended (
  import_id    INTEGER NOT NULL REFERENCES import_run,  -- whose row it was
  row          INTEGER NOT NULL,
  by_import_id INTEGER NOT NULL REFERENCES import_run,  -- that brought the corrected row
  PRIMARY KEY (import_id, row, by_import_id)
) STRICT, WITHOUT ROWID;

-- Taking an import back removes records one by one; each must find its place in the themes quickly.
CREATE INDEX cluster_member_by_incident ON cluster_member (incident_id);
