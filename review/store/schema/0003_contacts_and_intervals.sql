-- Contacts and intervals as later exports tell them again: what each row is known by, when the source last touched
-- it, and what it was before an import changed it, so that the import can be taken back.

-- One row per contact (call, chat, e-mail) of a telephone system. Never an incident.
ALTER TABLE contact ADD COLUMN ended_ms INTEGER;    -- disconnected; may be long after the agent left
ALTER TABLE contact ADD COLUMN updated_ms INTEGER;  -- when the source last wrote the record; the latest delivery counts
ALTER TABLE contact ADD COLUMN category TEXT;       -- what it was about: topic, campaign, wrap-up
ALTER TABLE contact ADD COLUMN chain TEXT;          -- ref of the first contact of a chain of transfers
ALTER TABLE contact ADD COLUMN direction TEXT;      -- inbound | outbound | …, the source's word
CREATE INDEX contact_by_import ON contact (import_id);

-- One row per interval of a queue report: sums and averages over a stretch of time. Never an incident.
CREATE TABLE interval_row (
  id        INTEGER PRIMARY KEY,
  source    TEXT NOT NULL,
  queue     TEXT NOT NULL,             -- '' the report is over all queues
  key       TEXT NOT NULL,             -- its start in ms since 1970, and its place among equals: "1767225600000/1"
  from_ms   INTEGER,
  seconds   REAL NOT NULL,             -- length; 0 unknown
  offered   REAL,
  answered  REAL,
  abandoned REAL,
  within_threshold REAL,               -- answered within the threshold of the service level
  service_level    REAL,               -- share, 0 to 1, as the report states it
  asa       REAL,                      -- average speed of answer, seconds
  aht       REAL,                      -- average handling time, seconds
  talk      REAL,                      -- average talk time, seconds
  hold      REAL,                      -- average hold time, seconds
  acw       REAL,                      -- average after-contact work, seconds
  wait      REAL,                      -- average waiting time of all callers, seconds
  fcr       REAL,                      -- share resolved on the first contact, 0 to 1
  csat      REAL,
  import_id INTEGER NOT NULL REFERENCES import_run DEFERRABLE INITIALLY DEFERRED,
  row       INTEGER NOT NULL,
  UNIQUE (source, queue, key)
) STRICT;
INSERT INTO interval_row (source, queue, key, from_ms, seconds, offered, answered, abandoned, within_threshold, asa, aht,
                          csat, import_id, row)
  SELECT source, queue, coalesce(from_ms, '') || '/' || row_number() OVER (PARTITION BY source, queue, from_ms ORDER BY id),
         from_ms, seconds, offered, answered, abandoned, within_threshold, asa, aht, csat, import_id, row
  FROM interval;
DROP TABLE interval;
ALTER TABLE interval_row RENAME TO interval;
CREATE INDEX interval_by_import ON interval (import_id);

-- One row per contact or interval an import changed, with what it was before.
CREATE TABLE overlay_change (
  id        INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES import_run DEFERRABLE INITIALLY DEFERRED,
  what      TEXT    NOT NULL,          -- contact | interval
  of_id     INTEGER NOT NULL,          -- of that table
  before    TEXT    NOT NULL           -- JSON array: its columns in the order of the store's own list
) STRICT;
CREATE INDEX overlay_change_by_record ON overlay_change (what, of_id);

-- One row per heading of exports that a person's mapping was used for: the next file with these headings needs none.
CREATE TABLE saved_mapping (
  headings TEXT PRIMARY KEY,            -- SHA-256 of the headings, in order
  mapping  TEXT    NOT NULL,            -- JSON, as --map takes it
  file     TEXT    NOT NULL,            -- name of the file it was used for last
  saved_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
