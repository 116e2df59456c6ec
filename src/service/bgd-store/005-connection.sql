-- SPDX-License-Identifier: GPL-3.0-or-later
-- How the requests of a job get to its servers.

ALTER TABLE jobs ADD COLUMN proxy TEXT NOT NULL DEFAULT 'system'; -- or 'none', or addresses

ALTER TABLE jobs ADD COLUMN proxy_bypass TEXT; -- hosts to which no proxy leads, one a line
