-- SPDX-License-Identifier: GPL-3.0-or-later
-- How the requests of a job get to its servers, and how long they may take.

ALTER TABLE jobs ADD COLUMN proxy TEXT NOT NULL DEFAULT 'system'; -- or 'none', or addresses

ALTER TABLE jobs ADD COLUMN proxy_bypass TEXT; -- hosts to which no proxy leads, one a line

ALTER TABLE jobs ADD COLUMN ca_file BLOB; -- more authorities, PEM

ALTER TABLE jobs ADD COLUMN client_certificate BLOB; -- file in PEM, or "pkcs11:…"; never a secret

ALTER TABLE jobs ADD COLUMN -- BgSecurityFlags
  security_flags INTEGER NOT NULL DEFAULT 0 CHECK (security_flags BETWEEN 0 AND 65535);

ALTER TABLE jobs ADD COLUMN -- seconds on the way since it was resumed; 0: for ever
  maximum_time INTEGER NOT NULL DEFAULT 7776000 CHECK (maximum_time BETWEEN 0 AND 4294967295);

ALTER TABLE jobs ADD COLUMN -- microseconds on the way since it was resumed
  time_used INTEGER NOT NULL DEFAULT 0 CHECK (time_used >= 0);

ALTER TABLE jobs ADD COLUMN -- its files are made anew for each request
  dynamic_content INTEGER NOT NULL DEFAULT 0 CHECK (dynamic_content IN (0, 1));
