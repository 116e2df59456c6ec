-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whose a job is.

-- The id of the application in a sandbox that made it; empty: of the person, and of every program
-- that is in none
ALTER TABLE jobs ADD COLUMN owner TEXT NOT NULL DEFAULT '';
