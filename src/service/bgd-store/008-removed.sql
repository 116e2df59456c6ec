-- SPDX-License-Identifier: GPL-3.0-or-later
-- Jobs that nobody sees any more, until their transfers have stopped.

ALTER TABLE jobs ADD COLUMN removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1));
