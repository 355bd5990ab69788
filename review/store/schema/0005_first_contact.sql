-- What the source says of first-contact resolution, on tickets as well as on contacts.

ALTER TABLE incident ADD COLUMN first_contact REAL;  -- 1 resolved on the first contact, 0 not
