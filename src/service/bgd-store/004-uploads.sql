-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files on their way to a server: what they were when they were given, and their place there.

-- BgdProtocol: what the owner of the job wants; 0: to be found out
ALTER TABLE jobs ADD COLUMN
  upload_protocol INTEGER NOT NULL DEFAULT 0 CHECK (upload_protocol BETWEEN 0 AND 4);

-- One row for the file of each upload. What is in "resource" opens a door: this file is private.
CREATE TABLE uploads (
  key INTEGER PRIMARY KEY REFERENCES files (key) ON DELETE CASCADE,
  size INTEGER NOT NULL CHECK (size >= 0), -- bytes
  changed INTEGER NOT NULL,                -- nanoseconds since 1970 UTC
  protocol INTEGER NOT NULL CHECK (protocol BETWEEN 0 AND 4), -- that was found out; 0: not yet
  resource TEXT,                           -- address of the upload, or session; NULL: none
  host TEXT,
  reply_url TEXT,
  closing INTEGER NOT NULL CHECK (closing IN (0, 1)),
  withdraw_until INTEGER NOT NULL CHECK (withdraw_until >= 0) -- microseconds; 0: never
) STRICT;
