-- SPDX-License-Identifier: GPL-3.0-or-later
-- How fast a job may be.

ALTER TABLE jobs ADD COLUMN
  speed_limit INTEGER NOT NULL DEFAULT 0 CHECK (speed_limit >= 0); -- bytes per second; 0: none
