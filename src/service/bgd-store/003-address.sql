-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files whose address was changed after bytes of them had come.

-- 1: the new address has not shown yet that it has the same file
ALTER TABLE files ADD COLUMN moved INTEGER NOT NULL DEFAULT 0 CHECK (moved IN (0, 1));

ALTER TABLE files ADD COLUMN headers_url TEXT; -- whose server the headers are for; NULL: url's
