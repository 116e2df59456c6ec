-- SPDX-License-Identifier: GPL-3.0-or-later
-- How fast a job may be; where else a file may come from, and what it must be.

ALTER TABLE jobs ADD COLUMN
  speed_limit INTEGER NOT NULL DEFAULT 0 CHECK (speed_limit >= 0); -- bytes per second; 0: none

-- 1: the files that it describes take its place; 2: they have
ALTER TABLE files ADD COLUMN metalink INTEGER NOT NULL DEFAULT 0 CHECK (metalink BETWEEN 0 AND 2);

ALTER TABLE files ADD COLUMN
  without_headers INTEGER NOT NULL DEFAULT 0 CHECK (without_headers IN (0, 1));

-- Of those files about which more is known than an address. A row is written once: it may be long,
-- and its file is written every second.
CREATE TABLE sources (
  key INTEGER PRIMARY KEY REFERENCES files (key) ON DELETE CASCADE,
  size INTEGER CHECK (size >= 0), -- bytes that the file must have; NULL: any number
  mirrors TEXT,                   -- more addresses, one a line, best first
  algorithm TEXT,                 -- of the hashes
  piece_length INTEGER CHECK (piece_length > 0),
  hashes BLOB                     -- of all pieces, one after the other
) STRICT;
