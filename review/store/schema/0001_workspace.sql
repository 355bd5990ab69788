-- The workspace: what was imported, what is known of each incident, what people decided, and the trail of both.
-- Times are milliseconds since 1970 UTC; NULL means unknown, never 0 or ''. Flags are 0 or 1.

-- One row per setting of this workspace.
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,       -- zone, created_ms, pseudonym_salt, …
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per step of the schema that was applied, in order.
CREATE TABLE schema_step (
  name       TEXT PRIMARY KEY,  -- file name: 0001_workspace.sql
  sha256     TEXT NOT NULL,     -- of the step as applied
  applied_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per different file ever imported, known by its bytes.
CREATE TABLE source_file (
  id     INTEGER PRIMARY KEY,
  sha256 TEXT    NOT NULL UNIQUE,
  bytes  INTEGER NOT NULL
) STRICT;

-- One row per piece of a source file: its bytes exactly as they came, deflated.
CREATE TABLE source_piece (
  file_id INTEGER NOT NULL REFERENCES source_file,
  number  INTEGER NOT NULL,     -- from 0, in the order of the file
  bytes   INTEGER NOT NULL,     -- length before deflating
  deflated BLOB   NOT NULL,
  PRIMARY KEY (file_id, number)
) STRICT, WITHOUT ROWID;

-- One row per import, with its receipt.
CREATE TABLE import_run (
  id        INTEGER PRIMARY KEY,
  file_id   INTEGER NOT NULL REFERENCES source_file,
  name      TEXT    NOT NULL,   -- the file's name without folder
  source    TEXT    NOT NULL,   -- servicenow, jira, …
  zone      TEXT    NOT NULL,   -- zone of times that state none
  row_is    TEXT    NOT NULL,   -- incident | event | contact | interval
  at_ms     INTEGER NOT NULL,
  receipt   TEXT    NOT NULL,   -- JSON, as the import answered
  undone_ms INTEGER             -- NULL while it stands
) STRICT;

-- One row per input row that could not become a record, kept whole.
CREATE TABLE quarantine (
  import_id INTEGER NOT NULL REFERENCES import_run DEFERRABLE INITIALLY DEFERRED,
  row       INTEGER NOT NULL,   -- as the spreadsheet shows it
  line      INTEGER,            -- physical line
  column    TEXT,               -- heading of the cell at fault
  code      TEXT    NOT NULL,
  detail    TEXT    NOT NULL,
  value     TEXT    NOT NULL,
  cells     TEXT    NOT NULL    -- JSON array of the cells as read
) STRICT;
CREATE INDEX quarantine_by_import ON quarantine (import_id);

-- One row per incident, complaint, request or near miss, as its log last told it.
CREATE TABLE incident (
  id                INTEGER PRIMARY KEY,
  source            TEXT    NOT NULL,  -- system it came from
  ref               TEXT    NOT NULL,  -- that system's key, unchanged
  kind              TEXT    NOT NULL,  -- incident | complaint | request | near_miss | maintenance
  title             TEXT,
  description       TEXT,
  priority          TEXT,              -- the source's word: P1, 1 - Critical, High
  severity          TEXT,
  impact            TEXT,
  urgency           TEXT,
  category          TEXT,
  subcategory       TEXT,
  channel           TEXT,              -- how it came in
  team              TEXT,
  assignee          TEXT,              -- a person
  caller            TEXT,              -- a person
  caller_contact    TEXT,              -- a person's number or address
  contact_reference TEXT,              -- call recording or CRM reference
  status            TEXT,
  closure_code      TEXT,
  notes             TEXT,
  service           TEXT,
  location          TEXT,
  customers_affected TEXT,             -- as written: 120, ~50, all
  detected_by       TEXT,
  parent            TEXT,              -- ref of the major incident it belongs to
  problem           TEXT,
  change            TEXT,
  workaround        TEXT,
  log_number        TEXT,
  occurred_ms       INTEGER,
  detected_ms       INTEGER,
  opened_ms         INTEGER,
  acknowledged_ms   INTEGER,
  assigned_ms       INTEGER,
  escalated_ms      INTEGER,
  restored_ms       INTEGER,
  resolved_ms       INTEGER,
  closed_ms         INTEGER,
  updated_ms        INTEGER,
  sla_due_ms        INTEGER,
  stamps            TEXT,              -- per time: field, precision, zone, words of the source
  reopen_count      REAL,
  csat              REAL,
  csat_scale        REAL,              -- highest score possible
  sla_met           REAL,              -- as the source says
  emergency         REAL,
  major             REAL,
  resolve_seconds_given     REAL,      -- a duration the source states itself
  acknowledge_seconds_given REAL,
  completeness      REAL    NOT NULL,  -- share of the mandatory fields present, 0 to 1
  import_id         INTEGER NOT NULL REFERENCES import_run DEFERRABLE INITIALLY DEFERRED,  -- that added it
  row               INTEGER NOT NULL,  -- its first row in that file
  rows              INTEGER NOT NULL,  -- rows folded into it by the last import that touched it
  digest            INTEGER NOT NULL,  -- fingerprint of those rows, in order
  UNIQUE (ref, source)                 -- the part that differs stands first
) STRICT;

-- Only incidents that have a parent stand in it.
CREATE INDEX incident_by_parent ON incident (source, parent) WHERE parent IS NOT NULL;

-- One row per entry in an incident's history: what happened, when, by whom. In time order by at_ms, then seq.
CREATE TABLE event (
  incident_id INTEGER NOT NULL REFERENCES incident ON DELETE CASCADE,
  seq         INTEGER NOT NULL,        -- order within the incident
  kind        TEXT    NOT NULL,        -- logged | acknowledged | … as in EventKind
  at_ms       INTEGER,
  logged_ms   INTEGER,                 -- when written down, where the source says both
  stamp       TEXT,                    -- precision, zone and words of the source for both
  actor       TEXT    NOT NULL,        -- a person, '' unknown
  actor_role  TEXT    NOT NULL,
  system      TEXT    NOT NULL,
  audience    TEXT    NOT NULL,        -- communications only
  channel     TEXT    NOT NULL,
  direction   TEXT    NOT NULL,
  text        TEXT    NOT NULL,
  changes     TEXT    NOT NULL,        -- fields this entry changed, one per line
  row         INTEGER NOT NULL,        -- row of the source file, 0 = entered by hand
  import_id   INTEGER REFERENCES import_run DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (incident_id, seq)
) STRICT, WITHOUT ROWID;

-- One row per message: who was told what, how, when.
CREATE VIEW communication AS
  SELECT incident_id, seq, at_ms, actor AS sender, audience, channel, direction, text, row
  FROM event
  WHERE kind = 'communication';

-- One row per field an import or a person changed, oldest first: enough to put it back.
CREATE TABLE incident_change (
  id          INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident ON DELETE CASCADE,
  import_id   INTEGER REFERENCES import_run DEFERRABLE INITIALLY DEFERRED,  -- NULL: by a person
  at_ms       INTEGER NOT NULL,
  field       TEXT    NOT NULL,        -- column name, or 'events', or 'digest'
  before      TEXT,
  after       TEXT
) STRICT;
CREATE INDEX incident_change_by_incident ON incident_change (incident_id);
CREATE INDEX incident_change_by_import ON incident_change (import_id);

-- One row per contact (call, chat) of a telephone system.
CREATE TABLE contact (
  id         INTEGER PRIMARY KEY,
  source     TEXT NOT NULL,
  ref        TEXT NOT NULL,
  started_ms INTEGER,
  answered   INTEGER,
  abandoned  INTEGER,
  queue_wait REAL,                     -- seconds, as are the next four
  ring       REAL,
  talk       REAL,
  hold       REAL,
  acw        REAL,                     -- after-contact work
  transfers  REAL,
  fcr        INTEGER,                  -- first-contact resolution
  csat       REAL,
  queue      TEXT,
  agent      TEXT,                     -- a person
  channel    TEXT,
  outcome    TEXT,
  import_id  INTEGER NOT NULL REFERENCES import_run DEFERRABLE INITIALLY DEFERRED,
  row        INTEGER NOT NULL,
  UNIQUE (source, ref)
) STRICT;

-- One row per interval of a queue report: sums and averages over a stretch of time.
CREATE TABLE interval (
  id        INTEGER PRIMARY KEY,
  source    TEXT NOT NULL,
  queue     TEXT NOT NULL,
  from_ms   INTEGER,
  seconds   REAL NOT NULL,
  offered   REAL,
  answered  REAL,
  abandoned REAL,
  within_threshold REAL,               -- answered within the threshold
  asa       REAL,                      -- average speed of answer, seconds
  aht       REAL,                      -- average handling time, seconds
  csat      REAL,
  import_id INTEGER NOT NULL REFERENCES import_run DEFERRABLE INITIALLY DEFERRED,
  row       INTEGER NOT NULL,
  UNIQUE (source, queue, from_ms, row)
) STRICT;

-- One row per post-incident review.
CREATE TABLE review (
  id          INTEGER PRIMARY KEY,
  title       TEXT    NOT NULL,
  status      TEXT    NOT NULL,        -- draft | in_review | final
  method      TEXT    NOT NULL,        -- after_action | full
  version     INTEGER NOT NULL,
  zone        TEXT    NOT NULL,        -- zone its times are shown in
  created_ms  INTEGER NOT NULL,
  owner       TEXT,
  facilitator TEXT,
  due_ms      INTEGER,
  signed_by   TEXT,
  signed_ms   INTEGER,
  signed_digest TEXT                   -- SHA-256 of the passages as signed
) STRICT;

-- One row per incident a review is about; the first is the one it is named for.
CREATE TABLE review_incident (
  review_id   INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  incident_id INTEGER NOT NULL REFERENCES incident,
  position    INTEGER NOT NULL,
  PRIMARY KEY (review_id, incident_id)
) STRICT, WITHOUT ROWID;

-- One row per version of a text a person wrote into a review. The highest version counts; none is overwritten.
CREATE TABLE passage (
  review_id  INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  key        TEXT    NOT NULL,         -- as in the template: causes.why
  version    INTEGER NOT NULL,
  text       TEXT    NOT NULL,         -- Markdown
  author     TEXT    NOT NULL,
  at_ms      INTEGER NOT NULL,
  facts      TEXT,                     -- digest of the facts it was written beside
  PRIMARY KEY (review_id, key, version)
) STRICT, WITHOUT ROWID;

-- One row per thing a review found. Without evidence it is a hypothesis, and prints as one.
CREATE TABLE finding (
  id         INTEGER PRIMARY KEY,
  review_id  INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  kind       TEXT    NOT NULL,         -- immediate | underlying | root | contributing | went_well | went_wrong | lucky
  text       TEXT    NOT NULL,
  cause      TEXT,                     -- of the taxonomy: people | tasks | tools | environment | organisation | external
  confidence TEXT,                     -- low | medium | high
  at_ms      INTEGER NOT NULL
) STRICT;

-- One row per event that supports a finding.
CREATE TABLE finding_event (
  finding_id  INTEGER NOT NULL REFERENCES finding ON DELETE CASCADE,
  incident_id INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  PRIMARY KEY (finding_id, incident_id, seq),
  FOREIGN KEY (incident_id, seq) REFERENCES event
) STRICT, WITHOUT ROWID;

-- One row per promise made. Closed ones stay; `verdict` says whether it worked.
CREATE TABLE action (
  id          INTEGER PRIMARY KEY,
  review_id   INTEGER REFERENCES review,
  finding_id  INTEGER REFERENCES finding,
  title       TEXT    NOT NULL,        -- starts with a verb
  type        TEXT    NOT NULL,        -- immediate | corrective | preventive | detective | improvement
  category    TEXT,                    -- training | procedure | system | people | supplier
  priority    TEXT,                    -- high | medium | low
  owner       TEXT,
  team        TEXT,
  status      TEXT    NOT NULL,        -- proposed | accepted | in_progress | blocked | implemented | under_observation | verified | not_effective | closed | rejected | deferred
  created_ms  INTEGER NOT NULL,
  due_ms      INTEGER,                 -- end of that day in the workspace's zone
  original_due_ms INTEGER,
  done_ms     INTEGER,
  reason      TEXT,                    -- why rejected, deferred or extended
  evidence    TEXT,                    -- that it was carried out
  measure     TEXT,                    -- a KPI id, and its group: incidents category=Billing
  direction   TEXT,                    -- lower | higher
  baseline    REAL,
  target      REAL,
  window_days INTEGER,                 -- how long to watch after it was done
  verifier    TEXT,                    -- not the owner
  verified_ms INTEGER,
  verdict     TEXT,                    -- worked | worked-in-part | no-relevant-change | worse | cannot-tell-yet; NULL until judged
  verdict_note TEXT
) STRICT;

-- One row per step an action took: who said what when, and which fields moved.
CREATE TABLE action_progress (
  id        INTEGER PRIMARY KEY,
  action_id INTEGER NOT NULL REFERENCES action ON DELETE CASCADE,
  at_ms     INTEGER NOT NULL,
  by        TEXT    NOT NULL,
  field     TEXT,                      -- NULL for a note
  before    TEXT,
  after     TEXT,
  note      TEXT
) STRICT;

-- One row per lesson, with where it goes.
CREATE TABLE lesson (
  id          INTEGER PRIMARY KEY,
  review_id   INTEGER REFERENCES review,
  text        TEXT    NOT NULL,
  destination TEXT    NOT NULL,        -- training | procedure | system | knowledge_article
  owner       TEXT,
  delivered_ms INTEGER,
  created_ms  INTEGER NOT NULL
) STRICT;

-- One row per learner.
CREATE TABLE learner (
  id         INTEGER PRIMARY KEY,
  name       TEXT    NOT NULL UNIQUE,
  created_ms INTEGER NOT NULL
) STRICT;

-- One row per spelling a learner's acts stand under in a log; the name itself is one of them.
CREATE TABLE learner_alias (
  learner_id INTEGER NOT NULL REFERENCES learner ON DELETE CASCADE,
  alias      TEXT    NOT NULL,
  PRIMARY KEY (learner_id, alias)
) STRICT, WITHOUT ROWID;

-- One row per unit definition a centre added; shipped ones are part of the program.
CREATE TABLE unit (
  id         TEXT PRIMARY KEY,         -- unit_id
  definition TEXT NOT NULL,            -- JSON, unit-definition/1
  added_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per item of evidence beyond the log rows themselves.
CREATE TABLE evidence (
  id          INTEGER PRIMARY KEY,
  learner_id  INTEGER NOT NULL REFERENCES learner,
  type        TEXT    NOT NULL,        -- LOGX | WP | OBS | WT | PD | RA | QA | RPL | SIM
  title       TEXT    NOT NULL,
  incident_id INTEGER REFERENCES incident,
  seq         INTEGER,                 -- event of that incident
  file        TEXT,                    -- name of an attached file
  sha256      TEXT,                    -- of that file
  author_role TEXT,
  at_ms       INTEGER,                 -- date of the evidence itself
  status      TEXT    NOT NULL,        -- held | requested
  created_ms  INTEGER NOT NULL
) STRICT;

-- One row per criterion an item of evidence is offered for. The program claims; only an assessor decides.
CREATE TABLE claim (
  id          INTEGER PRIMARY KEY,
  evidence_id INTEGER NOT NULL REFERENCES evidence ON DELETE CASCADE,
  unit_id     TEXT    NOT NULL,
  criterion   TEXT    NOT NULL,
  why         TEXT    NOT NULL,
  UNIQUE (evidence_id, unit_id, criterion)
) STRICT;

-- One row per clustering of the incidents' words.
CREATE TABLE cluster_run (
  id        INTEGER PRIMARY KEY,
  at_ms     INTEGER NOT NULL,
  method    TEXT    NOT NULL,
  seed      INTEGER NOT NULL,
  n         INTEGER NOT NULL,
  outliers  INTEGER NOT NULL,
  stability REAL    NOT NULL,
  notes     TEXT    NOT NULL           -- JSON array
) STRICT;

-- One row per theme of a run.
CREATE TABLE cluster (
  run_id    INTEGER NOT NULL REFERENCES cluster_run ON DELETE CASCADE,
  number    INTEGER NOT NULL,          -- from 1, largest first
  label     TEXT    NOT NULL,
  terms     TEXT    NOT NULL,          -- JSON array
  examples  TEXT    NOT NULL,          -- JSON array of refs
  near_miss TEXT,                      -- ref
  stability REAL    NOT NULL,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

-- One row per incident of a run; number 0 is unclustered.
CREATE TABLE cluster_member (
  run_id      INTEGER NOT NULL REFERENCES cluster_run ON DELETE CASCADE,
  incident_id INTEGER NOT NULL REFERENCES incident ON DELETE CASCADE,
  number      INTEGER NOT NULL,
  score       REAL    NOT NULL,
  PRIMARY KEY (run_id, incident_id)
) STRICT, WITHOUT ROWID;

-- One row per change of anything, in order. `hash` covers the row and the hash before it; values of persons
-- stand beside it in audit_value and are covered by salted commitments, so they can be erased.
CREATE TABLE audit (
  id         INTEGER PRIMARY KEY,
  at_ms      INTEGER NOT NULL,
  by         TEXT    NOT NULL,         -- account that ran the command
  act        TEXT    NOT NULL,         -- import, review.draft, passage.write, …
  subject    TEXT    NOT NULL,         -- import/17, review/3, action/5
  commitment TEXT    NOT NULL,         -- of audit_value, with its salt
  before     TEXT    NOT NULL,         -- hash of the row before; '' for the first
  hash       TEXT    NOT NULL UNIQUE
) STRICT;

-- One row per audit row whose values have not been erased.
CREATE TABLE audit_value (
  audit_id INTEGER PRIMARY KEY REFERENCES audit,
  salt     TEXT NOT NULL,              -- 32 random bytes in hex
  value    TEXT NOT NULL               -- JSON: what changed, from what to what
) STRICT;
