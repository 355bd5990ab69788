-- Figures over many incidents read a few fields of all of them. They are kept a second time, column by column, packed.
-- All of it follows from incident, event and incident_link, and may be dropped at any time. Whatever changes one of
-- these, by whatever program, takes the mark away in the same transaction: columns without it are never read.

-- At most one row: the columns that stand below are those of the workspace as it is.
CREATE TABLE column_cache (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  made_by  TEXT    NOT NULL,   -- how they are packed and labels told apart; another program's are not read
  rows     INTEGER NOT NULL,   -- incidents
  as_of_ms INTEGER             -- latest instant the export knows of
) STRICT;

-- One row per piece of a column of numbers: times, flags, counts, codes of labels. Overwritten when made again.
CREATE TABLE column_piece (
  name   TEXT    NOT NULL,     -- of the column
  number INTEGER NOT NULL,     -- from 0, in the order of the rows
  bytes  BLOB    NOT NULL,
  PRIMARY KEY (name, number)
) STRICT, WITHOUT ROWID;

-- One row per piece of a column of words: refs, and what the codes of labels stand for. These go with the mark, for
-- words of an incident that was taken away must not stay anywhere.
CREATE TABLE column_words (
  name   TEXT    NOT NULL,
  number INTEGER NOT NULL,
  bytes  BLOB    NOT NULL,
  PRIMARY KEY (name, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER column_cache_incident_added AFTER INSERT ON incident WHEN EXISTS (SELECT 1 FROM column_cache)
BEGIN DELETE FROM column_cache; DELETE FROM column_words; END;
CREATE TRIGGER column_cache_incident_changed AFTER UPDATE ON incident WHEN EXISTS (SELECT 1 FROM column_cache)
BEGIN DELETE FROM column_cache; DELETE FROM column_words; END;
CREATE TRIGGER column_cache_incident_removed AFTER DELETE ON incident WHEN EXISTS (SELECT 1 FROM column_cache)
BEGIN DELETE FROM column_cache; DELETE FROM column_words; END;
CREATE TRIGGER column_cache_event_added AFTER INSERT ON event WHEN EXISTS (SELECT 1 FROM column_cache)
BEGIN DELETE FROM column_cache; DELETE FROM column_words; END;
CREATE TRIGGER column_cache_event_changed AFTER UPDATE ON event WHEN EXISTS (SELECT 1 FROM column_cache)
BEGIN DELETE FROM column_cache; DELETE FROM column_words; END;
CREATE TRIGGER column_cache_event_removed AFTER DELETE ON event WHEN EXISTS (SELECT 1 FROM column_cache)
BEGIN DELETE FROM column_cache; DELETE FROM column_words; END;
CREATE TRIGGER column_cache_link_added AFTER INSERT ON incident_link WHEN EXISTS (SELECT 1 FROM column_cache)
BEGIN DELETE FROM column_cache; DELETE FROM column_words; END;
CREATE TRIGGER column_cache_link_changed AFTER UPDATE ON incident_link WHEN EXISTS (SELECT 1 FROM column_cache)
BEGIN DELETE FROM column_cache; DELETE FROM column_words; END;
CREATE TRIGGER column_cache_link_removed AFTER DELETE ON incident_link WHEN EXISTS (SELECT 1 FROM column_cache)
BEGIN DELETE FROM column_cache; DELETE FROM column_words; END;
