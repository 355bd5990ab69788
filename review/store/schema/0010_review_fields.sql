-- Short facts about a review that people enter: who takes part, who may read it, when it is followed up. One row per
-- review and name that has a value; owner, facilitator and due date stand in the review itself.
CREATE TABLE review_field (
  review_id INTEGER NOT NULL REFERENCES review ON DELETE CASCADE,
  name      TEXT    NOT NULL,          -- author, approver, follow_up, …: review_field_table() lists them
  value     TEXT    NOT NULL,          -- a date as 2026-05-12
  by        TEXT    NOT NULL,
  at_ms     INTEGER NOT NULL,
  PRIMARY KEY (review_id, name)
) STRICT, WITHOUT ROWID;
