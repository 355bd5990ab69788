-- How the findings of a review hang together: why one was so, what guards it, what followed from it.

-- Kinds of finding are now also control (a check that should have caught it) and consequence (what followed).
ALTER TABLE finding ADD COLUMN parent_id INTEGER REFERENCES finding;  -- the cause this one explains, or what this control guards
ALTER TABLE finding ADD COLUMN outcome   TEXT;                        -- of a control: held | failed | missing; NULL not known
