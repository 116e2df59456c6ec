-- SPDX-License-Identifier: GPL-3.0-or-later
-- How the requests of a job get to its servers.

ALTER TABLE jobs ADD COLUMN proxy TEXT NOT NULL DEFAULT 'system'; -- or 'none', or addresses

ALTER TABLE jobs ADD COLUMN proxy_bypass TEXT; -- hosts to which no proxy leads, one a line

ALTER TABLE jobs ADD COLUMN ca_file BLOB; -- more authorities, PEM

ALTER TABLE jobs ADD COLUMN client_certificate BLOB; -- file in PEM, or "pkcs11:…"; never a secret

ALTER TABLE jobs ADD COLUMN -- BgSecurityFlags
  security_flags INTEGER NOT NULL DEFAULT 0 CHECK (security_flags BETWEEN 0 AND 65535);
