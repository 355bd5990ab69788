-- How the effect of an action will be judged, what the data said, and which incidents repeat a reviewed one.

-- One row per plan for judging an action. The highest version counts; none is overwritten, and once the action has
-- begun a further one needs a reason.
CREATE TABLE effect_plan (
  action_id       INTEGER NOT NULL REFERENCES action ON DELETE CASCADE,
  version         INTEGER NOT NULL,      -- from 1
  at_ms           INTEGER NOT NULL,
  by              TEXT    NOT NULL,
  measure         TEXT    NOT NULL,      -- recurrence, or a KPI id and its group: incidents category=Billing
  direction       TEXT    NOT NULL,      -- lower | higher
  cut             REAL    NOT NULL,      -- smallest change worth it, a share of the rate before
  exposure        TEXT    NOT NULL,      -- days | contacts: what rates are over
  window_days     INTEGER,               -- to be waited for after the wash-in; NULL: not provable in 12 months
  window_given    INTEGER NOT NULL,      -- 1 a person set it, 0 it follows from the power
  wash_in_days    INTEGER NOT NULL,      -- after it was carried out, counted for neither side
  baseline_days   INTEGER NOT NULL,      -- before it began, where no dates are given
  baseline_from_ms  INTEGER,             -- as given
  baseline_until_ms INTEGER,
  n_before        INTEGER NOT NULL,      -- events, or cases, of the baseline when the plan was made
  exposure_before REAL    NOT NULL,      -- days or contacts of it
  value_before    REAL,                  -- rate, share or mean time of it; NULL without a case
  power           REAL,                  -- to find the cut within the window, 0 to 1; NULL unknown
  late            INTEGER NOT NULL,      -- 1 made after the action had begun
  reason          TEXT,                  -- why it replaces one that was fixed
  PRIMARY KEY (action_id, version)
) STRICT, WITHOUT ROWID;

-- One row per time the data were asked whether an action worked.
CREATE TABLE effect_answer (
  id           INTEGER PRIMARY KEY,
  action_id    INTEGER NOT NULL REFERENCES action ON DELETE CASCADE,
  plan_version INTEGER NOT NULL,
  at_ms        INTEGER NOT NULL,
  by           TEXT    NOT NULL,
  verdict      TEXT    NOT NULL,         -- worked | worked-in-part | no-relevant-change | worse | cannot-tell-yet
  general_trend INTEGER NOT NULL,        -- 1: what the action did not touch moved alike
  ratio        REAL,                     -- after over before
  low          REAL,                     -- its 95 % interval
  high         REAL,
  next_look_ms INTEGER,
  numbers      TEXT    NOT NULL,         -- JSON: everything the answer rests on
  told_verdict TEXT                      -- what a person recorded beside it; NULL: this verdict
) STRICT;
CREATE INDEX effect_answer_by_action ON effect_answer (action_id);

-- One row per incident of a review: what its kind is, as it stood when it was fixed. Finding themes again does not
-- change it.
CREATE TABLE incident_class (
  review_id    INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  incident_id  INTEGER NOT NULL REFERENCES incident,
  fixed_ms     INTEGER NOT NULL,
  source       TEXT    NOT NULL,
  ref          TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  title        TEXT    NOT NULL,
  description  TEXT    NOT NULL,
  theme        TEXT    NOT NULL,         -- label of its theme then; '' none
  theme_terms  TEXT    NOT NULL,         -- JSON array
  service      TEXT    NOT NULL,
  category     TEXT    NOT NULL,
  subcategory  TEXT    NOT NULL,
  closure_code TEXT    NOT NULL,         -- the log's code of the cause
  parent       TEXT    NOT NULL,
  problem      TEXT    NOT NULL,
  opened_ms    INTEGER,
  ended_ms     INTEGER,
  terms        TEXT    NOT NULL,         -- JSON array of [stem, weight]: its words, and how rare each was then
  usual_weight REAL    NOT NULL,         -- of a word the class does not have
  PRIMARY KEY (review_id, incident_id)
) STRICT, WITHOUT ROWID;

-- One row per incident found to repeat a reviewed one, or said by a person to do so or not.
CREATE TABLE recurrence (
  review_id   INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  incident_id INTEGER NOT NULL REFERENCES incident ON DELETE CASCADE,
  band        TEXT    NOT NULL,          -- certain | likely | possible | none
  score       REAL    NOT NULL,          -- likeness, 0 to 1
  why         TEXT    NOT NULL,          -- same-parent, same-template, …
  found_ms    INTEGER NOT NULL,
  decision    TEXT,                      -- confirmed | rejected; NULL: nobody has said
  decided_by  TEXT,
  decided_ms  INTEGER,
  note        TEXT,
  PRIMARY KEY (review_id, incident_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recurrence_by_incident ON recurrence (incident_id);
