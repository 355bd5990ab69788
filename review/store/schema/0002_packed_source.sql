-- A kept source file is packed with zstd from here on; pieces kept before stay as they were.
ALTER TABLE source_piece RENAME COLUMN deflated TO packed;
