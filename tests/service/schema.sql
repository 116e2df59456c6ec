-- SPDX-License-Identifier: GPL-3.0-or-later
PRAGMA application_id = 1181053561;
PRAGMA user_version = 10;
CREATE TABLE jobs (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  type INTEGER NOT NULL CHECK (type BETWEEN 0 AND 2),
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 8),
  priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
  auto_complete INTEGER NOT NULL CHECK (auto_complete IN (0, 1)),
  minimum_retry_delay INTEGER NOT NULL CHECK (minimum_retry_delay BETWEEN 1 AND 4294967295),
  no_progress_timeout INTEGER NOT NULL CHECK (no_progress_timeout BETWEEN 0 AND 4294967295),
  connections INTEGER NOT NULL CHECK (connections BETWEEN 0 AND 32), -- 0: as many as help
  headers TEXT,                                                      -- lines
  had_secrets INTEGER NOT NULL CHECK (had_secrets IN (0, 1)),
  created INTEGER NOT NULL CHECK (created >= 0),
  modified INTEGER NOT NULL CHECK (modified >= 0),
  finished INTEGER NOT NULL CHECK (finished >= 0),
  error_count INTEGER NOT NULL CHECK (error_count BETWEEN 0 AND 4294967295),
  error_code INTEGER NOT NULL CHECK (error_code >= 0), -- 0: none
  error_context INTEGER NOT NULL CHECK (error_context BETWEEN 0 AND 8),
  error_file INTEGER CHECK (error_file >= 0), -- number of the file
  error_http_status INTEGER NOT NULL CHECK (error_http_status >= 0),
  error_message TEXT
, speed_limit INTEGER NOT NULL DEFAULT 0 CHECK (speed_limit >= 0), upload_protocol INTEGER NOT NULL DEFAULT 0 CHECK (upload_protocol BETWEEN 0 AND 4), notify_flags INTEGER NOT NULL DEFAULT 11 CHECK (notify_flags BETWEEN 0 AND 31), notify_application TEXT, notify_action TEXT, action_due INTEGER NOT NULL DEFAULT 0 CHECK (action_due IN (0, 1)), owner TEXT NOT NULL DEFAULT '', proxy TEXT NOT NULL DEFAULT 'system', proxy_bypass TEXT, ca_file BLOB, client_certificate BLOB, security_flags INTEGER NOT NULL DEFAULT 0 CHECK (security_flags BETWEEN 0 AND 65535), maximum_time INTEGER NOT NULL DEFAULT 7776000 CHECK (maximum_time BETWEEN 0 AND 4294967295), time_used INTEGER NOT NULL DEFAULT 0 CHECK (time_used >= 0), dynamic_content INTEGER NOT NULL DEFAULT 0 CHECK (dynamic_content IN (0, 1)), removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)), maximum_size INTEGER NOT NULL DEFAULT 0 CHECK (maximum_size >= 0), http_method TEXT) STRICT;
CREATE TABLE files (
  key INTEGER PRIMARY KEY,
  job INTEGER NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number >= 0), -- in its job, from 0
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
  url TEXT NOT NULL,
  directory BLOB NOT NULL,
  wanted_name BLOB,
  name BLOB NOT NULL,
  part_name BLOB NOT NULL,
  final_name BLOB,
  checksum TEXT,
  error_code INTEGER NOT NULL CHECK (error_code >= 0),
  error_context INTEGER NOT NULL CHECK (error_context BETWEEN 0 AND 8),
  error_file INTEGER CHECK (error_file >= 0),
  error_http_status INTEGER NOT NULL CHECK (error_http_status >= 0),
  error_message TEXT,
  bytes_total INTEGER CHECK (bytes_total >= 0), -- NULL: unknown
  bytes_transferred INTEGER NOT NULL CHECK (bytes_transferred >= 0),
  done TEXT NOT NULL, -- ranges that are on the disk: "0-100,200-300", half open
  etag BLOB,          -- as sent, which need not be UTF-8
  last_modified BLOB, metalink INTEGER NOT NULL DEFAULT 0 CHECK (metalink BETWEEN 0 AND 2), without_headers INTEGER NOT NULL DEFAULT 0 CHECK (without_headers IN (0, 1)), moved INTEGER NOT NULL DEFAULT 0 CHECK (moved IN (0, 1)), headers_url TEXT, ranges TEXT, -- likewise
  UNIQUE (job, number)
) STRICT;
CREATE TABLE sources (
  key INTEGER PRIMARY KEY REFERENCES files (key) ON DELETE CASCADE,
  size INTEGER CHECK (size >= 0), -- bytes that the file must have; NULL: any number
  mirrors TEXT,                   -- more addresses, one a line, best first
  algorithm TEXT,                 -- of the hashes
  piece_length INTEGER CHECK (piece_length > 0),
  hashes BLOB                     -- of all pieces, one after the other
) STRICT;
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
